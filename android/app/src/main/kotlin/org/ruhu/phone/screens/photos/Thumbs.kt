package org.ruhu.phone.screens.photos

import android.content.Context
import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Outline
import android.view.View
import android.view.ViewGroup
import android.view.ViewOutlineProvider
import android.widget.ImageView
import org.ruhu.phone.R
import org.ruhu.phone.core.PhotoView
import org.ruhu.phone.core.Sha256
import org.ruhu.phone.ui.Flow
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.shownIf

/** Photos, small, in the order of taking; one that is kept opens when it is tapped. */
class Thumbs(private val context: Context, private val open: (Sha256) -> Unit) {
    private val flow = Flow(context)

    /** Decoded once: the core's thumbnails by the photo's hash. */
    private val pictures = mutableMapOf<Sha256, Bitmap?>()
    private var shown: List<String>? = null

    val view: ViewGroup get() = flow

    fun show(photos: List<PhotoView>, arriving: List<Arriving>) {
        val names = photos.map { it.entry.original.sha256.text } + arriving.map { it.name }
        if (names == shown) return
        shown = names
        flow.shownIf(names.isNotEmpty())
        flow.removeAllViews()
        photos.forEachIndexed { at, photo -> flow.addView(kept(photo, at + 1)) }
        arriving.forEach { flow.addView(thumb(it.small, context.getString(R.string.visit_photo_coming))) }
    }

    private fun kept(photo: PhotoView, nth: Int): View {
        val sha256 = photo.entry.original.sha256
        val picture = pictures.getOrPut(sha256) { BitmapFactory.decodeByteArray(photo.thumb, 0, photo.thumb.size) }
        return thumb(picture, context.getString(R.string.visit_photo_nth, nth)).apply {
            isClickable = true
            isFocusable = true
            setOnClickListener { open(sha256) }
        }
    }

    private fun thumb(picture: Bitmap?, words: String): View = ImageView(context).apply {
        setImageBitmap(picture)
        scaleType = ImageView.ScaleType.CENTER_CROP
        contentDescription = words
        background = context.ground(R.color.rest_soft, corner = R.dimen.corner)
        outlineProvider = Rounded(context.px(R.dimen.corner).toFloat())
        clipToOutline = true
        layoutParams = ViewGroup.LayoutParams(context.dp(THUMB), context.dp(THUMB))
        minimumWidth = context.dp(THUMB)
        minimumHeight = context.dp(THUMB)
    }

    private companion object {
        const val THUMB = 84
    }
}

private class Rounded(private val corner: Float) : ViewOutlineProvider() {
    override fun getOutline(view: View, outline: Outline) = outline.setRoundRect(0, 0, view.width, view.height, corner)
}
