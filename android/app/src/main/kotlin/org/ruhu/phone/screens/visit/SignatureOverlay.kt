package org.ruhu.phone.screens.visit

import android.content.Context
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.widget.FrameLayout
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.StrokePoint
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide

/** The householder signs with a finger, as large as the phone is wide; every stroke is saved when it ends. */
class SignatureOverlay(private val context: Context, private val tell: (VisitEvent) -> Unit) {
    private var strokes: List<List<StrokePoint>> = emptyList()
    private val page = Page(context)
    private val pad = SignaturePad(context) { tell(VisitEvent.Drawn(it)) }

    val view: View get() = page.view

    init {
        page.title(context.getString(R.string.sign_title))
        page.subtitle(context.getString(R.string.sign_subtitle))
        page.backButton { tell(VisitEvent.Signed) }
        val edge = context.px(R.dimen.edge)
        page.list(
            context.twoToOne(pad).apply { setPadding(edge, edge, edge, edge) },
        )
        page.bottom.addView(
            context.row(
                context.smallButton(context.getString(R.string.sign_undo)) { tell(VisitEvent.Drawn(strokes.dropLast(1))) }.grow(),
                context.smallButton(context.getString(R.string.sign_again)) { tell(VisitEvent.Drawn(emptyList())) }
                    .grow().margins(left = context.dp(8)),
            ).wide().margins(edge, 0, edge, 0),
        )
        page.bottom.addView(context.mainButton(context.getString(R.string.sign_done)) { tell(VisitEvent.Signed) })
    }

    fun show(householder: String, now: List<List<StrokePoint>>) {
        strokes = now
        page.title(context.getString(R.string.sign_title_of, householder))
        pad.show(now)
    }
}

/** The pad is twice as wide as it is high on every phone, so that a signature looks the same wherever it is shown. */
private fun Context.twoToOne(pad: View): LinearLayout {
    val hint = text(R.style.Text_Body, getString(R.string.sign_hint)).margins(bottom = dp(10))
    val box = object : FrameLayout(this) {
        override fun onMeasure(widthSpec: Int, heightSpec: Int) {
            val width = MeasureSpec.getSize(widthSpec)
            super.onMeasure(widthSpec, MeasureSpec.makeMeasureSpec(width / 2, MeasureSpec.EXACTLY))
        }
    }
    box.addView(pad, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
    return LinearLayout(this).apply {
        orientation = LinearLayout.VERTICAL
        addView(hint)
        addView(box.wide())
    }
}
