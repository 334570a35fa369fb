package org.ruhu.phone.screens.visit

import android.content.Context
import android.view.View
import android.view.ViewGroup
import android.widget.LinearLayout
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.ui.addButton
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.touchable
import org.ruhu.phone.ui.wide

/** Two buttons of one size: a photo is taken, or the household would rather not. Neither of the two ways is the smaller one. */
class PhotoOrRefuse(private val context: Context, take: () -> Unit, refuse: () -> Unit) {
    private val photo = context.photoButton(take)
    private val no = context.smallButton(context.getString(R.string.visit_refuse), refuse)

    val view: View = context.row(photo.grow().tall(), no.grow().tall().margins(left = context.dp(8))).wide()

    init {
        show(refused = false)
    }

    /** Whether the household's no is chosen, or its reasons are being looked at. */
    fun show(refused: Boolean) {
        val (ground, line) = if (refused) R.color.due_soft to R.color.due else R.color.card to R.color.brand_text
        no.background = context.touchable(context.ground(ground, line))
        no.setTextColor(context.getColor(line))
    }

    private fun <V : View> V.tall(): V = apply {
        (layoutParams as LinearLayout.LayoutParams).height = ViewGroup.LayoutParams.MATCH_PARENT
        minimumHeight = context.dp(TALL)
    }
}

/** The button that opens the camera. */
fun Context.photoButton(take: () -> Unit): TextView = addButton(getString(R.string.visit_take_photo), take).apply {
    minimumHeight = dp(TALL)
}

/** In dp: the most wanted button of its card. */
private const val TALL = 64
