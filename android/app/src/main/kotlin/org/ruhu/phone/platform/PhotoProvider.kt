package org.ruhu.phone.platform

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.os.ParcelFileDescriptor.FileDescriptorDetachedException
import android.util.Log
import org.ruhu.phone.RuhuApp
import org.ruhu.phone.core.Moment
import org.ruhu.phone.platform.inbox.Intakes
import org.ruhu.phone.platform.inbox.PhotoInbox
import org.ruhu.phone.platform.inbox.PictureName
import java.io.FileNotFoundException
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.ProviderException
import kotlin.concurrent.thread

/**
 * Where the camera writes. It is handed a pipe, not a file: what comes out at this end is sealed before it touches the disk.
 * The system starts this process anew for it when Android killed it while the camera was open.
 */
class PhotoProvider : ContentProvider() {
    override fun onCreate() = true

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        val name = PictureName.ofAddress(uri.lastPathSegment.orEmpty()) ?: throw FileNotFoundException("no such picture")
        if ('w' !in mode) throw FileNotFoundException("pictures are taken in here, and given to nobody")
        val context = requireNotNull(context) { "a provider has a context once it was made" }
        val written = (context.applicationContext as RuhuApp).clocks.wall()
        val (ours, cameras) = try {
            ParcelFileDescriptor.createReliablePipe()
        } catch (none: IOException) {
            throw FileNotFoundException("no pipe: ${none.javaClass.simpleName}")
        }
        Intakes.begin(name.owner)
        thread(name = "ruhu-camera") {
            try {
                takeIn(context, name, written, ours)
            } finally {
                Intakes.end(name.owner)
            }
        }
        return cameras
    }

    /**
     * A picture that breaks off is none. Whoever asked for it finds nothing there and says so to the cadre. Nobody stands above
     * this thread: whatever is thrown here would end the process, and the camera would have nobody to write to.
     */
    private fun takeIn(context: Context, name: PictureName, written: Moment, ours: ParcelFileDescriptor) {
        try {
            WholeStream(ours).use { PhotoInbox.of(context).takeIn(name, written, it) }
        } catch (broken: IOException) {
            Log.w(TAG, "a picture broke off: ${broken.javaClass.simpleName}")
        } catch (silent: KeystoreSilent) {
            Log.w(TAG, "a picture cannot be sealed: ${silent.kind}")
        } catch (gone: KeyGone) {
            Log.w(TAG, "a picture cannot be sealed: ${gone.cause?.javaClass?.simpleName}")
        } catch (shut: GeneralSecurityException) {
            Log.w(TAG, "a picture cannot be sealed: ${shut.javaClass.simpleName}")
        } catch (shut: ProviderException) {
            Log.w(TAG, "a picture cannot be sealed: ${shut.javaClass.simpleName}")
        } catch (full: OutOfMemoryError) {
            Log.w(TAG, "a picture cannot be sealed: ${full.javaClass.simpleName}")
        }
    }

    override fun getType(uri: Uri) = "image/jpeg"
    override fun query(uri: Uri, a: Array<out String>?, b: String?, c: Array<out String>?, d: String?): Cursor? = null
    override fun insert(uri: Uri, values: ContentValues?): Uri? = null
    override fun delete(uri: Uri, where: String?, args: Array<out String>?) = 0
    override fun update(uri: Uri, values: ContentValues?, where: String?, args: Array<out String>?) = 0

    private companion object {
        const val TAG = "ruhu"
    }
}

/** The pipe's end is the picture's end only if the camera closed it: one that died leaves half a picture, which is refused. */
private class WholeStream(private val pipe: ParcelFileDescriptor) : ParcelFileDescriptor.AutoCloseInputStream(pipe) {
    override fun read(): Int = super.read().also { if (it < 0) checkWhole() }

    override fun read(bytes: ByteArray): Int = read(bytes, 0, bytes.size)

    override fun read(bytes: ByteArray, from: Int, count: Int): Int =
        super.read(bytes, from, count).also { if (it < 0) checkWhole() }

    private fun checkWhole() {
        try {
            pipe.checkError()
        } catch (_: FileDescriptorDetachedException) {
            // The camera handed the pipe on to native code, which cannot tell more: the core looks whether the picture is whole.
        }
    }
}
