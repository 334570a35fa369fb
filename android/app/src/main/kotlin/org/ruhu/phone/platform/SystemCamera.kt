package org.ruhu.phone.platform

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.MediaStore
import org.ruhu.phone.core.Moment
import java.io.File

/** The system's camera, which writes into this app's own provider: no camera permission, no storage permission. */
class SystemCamera(context: Context, private val clocks: PhoneClocks) : Camera {
    private val folder = File(context.noBackupFilesDir, "camera")
    private val authority = "${context.packageName}.photos"

    override fun open(activity: Activity, owner: String, request: Int): Launched {
        folder.mkdirs()
        val name = "${owner}_${clocks.wall()}.jpg"
        val target = Uri.parse("content://$authority/$name")
        val intent = Intent(MediaStore.ACTION_IMAGE_CAPTURE)
            .putExtra(MediaStore.EXTRA_OUTPUT, target)
            .addFlags(Intent.FLAG_GRANT_WRITE_URI_PERMISSION or Intent.FLAG_GRANT_READ_URI_PERMISSION)
        intent.clipData = android.content.ClipData.newRawUri("", target)
        return try {
            activity.startActivityForResult(intent, request)
            Launched.Opened
        } catch (_: ActivityNotFoundException) {
            Launched.NobodyThere
        }
    }

    override fun back(request: Int, result: Int, data: Intent?) = Unit

    override fun waiting(owner: String): List<Shot> = folder.listFiles().orEmpty()
        .filter { it.name.startsWith("${owner}_") && it.length() > 0 }
        .sortedBy { it.name }
        .map { Shot(owner, it.name, takenOf(it.name)) }

    override fun read(shot: Shot): ByteArray = File(folder, shot.name).readBytes()

    override fun done(shot: Shot) {
        File(folder, shot.name).delete()
    }

    private fun takenOf(name: String): Moment = name.substringAfterLast('_').substringBefore('.').toLong()
}
