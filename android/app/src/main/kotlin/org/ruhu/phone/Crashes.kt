package org.ruhu.phone

import android.content.Context
import android.os.Build
import org.ruhu.phone.core.Moment
import org.ruhu.phone.platform.versionOf
import java.io.File
import java.io.IOException
import java.time.temporal.ChronoUnit

/**
 * What ended badly, kept on this phone until the cadre chooses to send it: versions, the minute, places in code. No words of
 * an error stand in it, for they may quote what somebody wrote. The newest few are kept.
 */
class Crashes(private val folder: File, private val about: String, private val clock: () -> Moment) {
    /** The core failed here. */
    fun keep(place: String) = write("core: $place")

    /** The app was ended by this. */
    fun keep(thrown: Throwable) = write(
        generateSequence(thrown) { it.cause }.take(CAUSES).joinToString("\ncaused by ") { cause ->
            val frames = cause.stackTrace.take(FRAMES).map { "  ${it.className}.${it.methodName}:${it.lineNumber}" }
            (listOf(cause.javaClass.name) + frames).joinToString("\n")
        },
    )

    /** The newest that the cadre has not been asked about. */
    fun unseen(): String? = files().lastOrNull { it.name.endsWith(UNSEEN) }?.readText()

    /** The cadre was asked about all of them. */
    fun seen() = files().filter { it.name.endsWith(UNSEEN) }.forEach {
        it.renameTo(File(folder, it.name.removeSuffix(UNSEEN) + SEEN))
    }

    /** All that are kept, oldest first. */
    fun all(): List<String> = files().map(File::readText)

    private fun files(): List<File> = folder.listFiles().orEmpty().filter { it.name.endsWith(SEEN) }.sortedBy { it.name }

    private fun write(what: String) {
        val now = clock()
        try {
            folder.mkdirs()
            val minute = now.toInstant().truncatedTo(ChronoUnit.MINUTES)
            File(folder, "%015d$UNSEEN".format(now.millis)).writeText("$about\n$minute\n$what\n")
            files().dropLast(MOST).forEach(File::delete)
        } catch (_: IOException) {
            // A full phone: the trouble itself has its own words on the screen.
        }
    }

    companion object {
        private const val SEEN = ".txt"
        private const val UNSEEN = ".new.txt"
        private const val MOST = 5
        private const val CAUSES = 4
        private const val FRAMES = 40

        /** In the app's own folder, in no backup of the system's. */
        fun of(context: Context, clock: () -> Moment) = Crashes(
            File(context.noBackupFilesDir, "crashes"),
            "ruhu ${versionOf(context)}, android api ${Build.VERSION.SDK_INT}, ${Build.MANUFACTURER} ${Build.MODEL}",
            clock,
        )
    }
}
