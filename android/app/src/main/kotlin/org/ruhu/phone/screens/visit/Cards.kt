package org.ruhu.phone.screens.visit

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.heading
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.text

/** A card of this page: a small heading over what belongs together. */
internal fun Context.titled(title: TextView, vararg children: View): LinearLayout {
    val card = card(title.margins(bottom = dp(8)))
    children.forEach(card::addView)
    return card
}

/** The heading of a card. */
internal fun Context.cardTitle(words: Int): TextView = text(R.style.Text_Section, getString(words)).heading()

/** A line that asks for something, in the colour of what is due; TalkBack reads it when it comes. */
internal fun Context.noticeLine(): TextView = text(R.style.Text_Strong).apply {
    setTextColor(getColor(Tone.Due.ink))
    accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
}
