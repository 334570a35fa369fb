package org.ruhu.phone.platform

import android.app.Activity
import android.content.ClipData
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.MediaStore
import org.ruhu.phone.platform.inbox.Intakes
import org.ruhu.phone.platform.inbox.PhotoInbox
import org.ruhu.phone.platform.inbox.PictureName
import java.io.IOException

/** The system's camera, which writes into this app's own provider: no camera permission, no storage permission. */
class SystemCamera internal constructor(context: Context, private val clocks: PhoneClocks, calls: KeystoreCalls) : Camera {
    constructor(context: Context, clocks: PhoneClocks) : this(context, clocks, KeystoreCalls())

    private val errors = KeyErrors(context)
    private val inbox = PhotoInbox.of(context, calls)
    private val authority = "${context.packageName}.photos"

    override fun open(activity: Activity, owner: String, request: Int): Launched {
        if (Intakes.none()) inbox.sweep()
        val target = Uri.parse("content://$authority/${PictureName(owner, clocks.wall()).asked()}")
        val intent = Intent(MediaStore.ACTION_IMAGE_CAPTURE)
            .putExtra(MediaStore.EXTRA_OUTPUT, target)
            .addFlags(Intent.FLAG_GRANT_WRITE_URI_PERMISSION)
        intent.clipData = ClipData.newRawUri("", target)
        return launched { activity.startActivityForResult(intent, request) }
    }

    override fun back(request: Int, result: Int, data: Intent?) = Unit

    override fun waiting(owner: String): List<Shot> {
        Intakes.awaitNone(owner, LAST_BYTES_MS)
        return inbox.waiting(owner)
    }

    override fun read(shot: Shot): ByteArray = inbox.read(shot)

    override fun size(shot: Shot): Long = inbox.size(shot)

    override fun begin(shot: Shot): Int = onDisk { inbox.begin(shot) }

    override fun ended(shot: Shot) = inbox.ended(shot)

    override fun done(shot: Shot) = onDisk { inbox.remove(shot) }

    override fun setAside(shot: Shot) = onDisk { inbox.setAside(shot) }

    private fun <T> onDisk(task: () -> T): T = try {
        task()
    } catch (failed: IOException) {
        throw errors.file(failed)
    }

    private companion object {
        /** For the last bytes that are still in the pipe when the camera has come back already. */
        const val LAST_BYTES_MS = 2_000L
    }
}
