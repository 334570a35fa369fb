package org.ruhu.phone.screens.settings

import android.content.Intent
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.ruhu.phone.World
import org.ruhu.phone.core.AppStatement
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Text
import java.io.IOException

/** The settings' part about a newer version: the checked file goes where the cadre chooses, and he installs it from there. */
class UpdatePart(private val world: World) {
    /** Asks for a place. */
    fun ask(app: AppStatement): Intent = ChosenDocument.ask("application/vnd.android.package-archive", app.file)

    /** Copies it there; answers its name, or null when the file had to be let go meanwhile. */
    suspend fun write(to: ChosenDocument): String? = world.underway.during {
        val file = world.newer.checkedFile()
        withContext(Dispatchers.IO) {
            // The picker has made an empty document already: nobody is to find it and take it for the new version.
            if (file == null) to.takeBack().let { return@withContext null }
            try {
                to.write(file)
            } catch (failed: IOException) {
                throw notWritten(failed)
            }
            to.name
        }
    }

    private fun notWritten(failure: IOException) = FixThis(
        "app_not_written",
        Text(
            "新版没存成（手机满了，或者存储卡拔掉了）。那里要是有半个文件，不能用。请换个地方再存一次。",
            "The new version was not saved (${failure.javaClass.simpleName}: the phone is full, or the card was taken out). A " +
                "file that is there is not whole. Please choose another place and save it again.",
        ),
    )
}
