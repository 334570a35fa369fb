package org.ruhu.phone.screens.photos

import android.content.Context
import android.graphics.Bitmap
import android.view.View
import android.widget.ImageView
import org.ruhu.phone.R
import org.ruhu.phone.Session
import org.ruhu.phone.core.PhotoView
import org.ruhu.phone.core.Sha256
import org.ruhu.phone.offMain
import org.ruhu.phone.platform.smallPicture
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.secondButton

/** A photo that was tapped, to be seen large. */
data class LargePhoto(val original: Sha256, val picture: Bitmap?)

/** The photo's copy, as large as a phone shows it. */
suspend fun Session.largePhoto(photo: PhotoView): LargePhoto {
    val jpeg = core().photoBytes(photo.entry.copy.sha256)
    return LargePhoto(photo.entry.original.sha256, offMain { smallPicture(jpeg, LARGE) })
}

/** A photo, large, to look at or to take out again. */
class PhotoOverlay(context: Context, close: () -> Unit, remove: (Sha256) -> Unit) {
    private val page = Page(context)
    private val picture = ImageView(context).apply {
        scaleType = ImageView.ScaleType.FIT_CENTER
        contentDescription = context.getString(R.string.photo_large)
    }
    private var original: Sha256? = null

    val view: View get() = page.view

    init {
        page.title(context.getString(R.string.photo_large))
        page.subtitle("")
        page.backButton(close)
        page.list(picture)
        page.bottom.addView(context.secondButton(context.getString(R.string.photo_remove)) { original?.let(remove) })
    }

    fun show(photo: LargePhoto) {
        original = photo.original
        picture.setImageBitmap(photo.picture)
    }
}

/** Pixels of a photo seen large: as many as a phone shows. */
private const val LARGE = 1280
