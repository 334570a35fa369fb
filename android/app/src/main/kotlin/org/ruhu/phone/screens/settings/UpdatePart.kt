package org.ruhu.phone.screens.settings

import android.content.Intent
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.core.AppStatement
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.ui.inBothLanguages
import java.io.IOException

/** The settings' part about a newer version: the checked file goes where the cadre chooses, and he installs it from there. */
class UpdatePart(private val session: Session) {
    /** Asks for a place. */
    fun create(app: AppStatement): Intent = ChosenDocument.create("application/vnd.android.package-archive", app.file)

    /** Copies it there; answers its name, or null when the file had to be let go meanwhile. */
    suspend fun write(to: ChosenDocument): String? = session.underway.during {
        val file = session.newer.checkedFile()
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
        session.systemContext.inBothLanguages(R.string.error_app_not_written, failure.javaClass.simpleName),
    )
}
