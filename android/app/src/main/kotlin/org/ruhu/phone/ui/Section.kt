package org.ruhu.phone.ui

import android.content.Context
import android.view.View
import android.widget.LinearLayout
import android.widget.TextView
import android.widget.Toast
import org.ruhu.phone.R

/** Whether something is folded away. */
enum class Fold { Closed, Open }

/** A card with a heading over what belongs together. */
fun Context.section(title: Int, vararg children: View): LinearLayout {
    val card = card(text(R.style.Text_Section, getString(title)).heading().margins(bottom = dp(8)))
    children.forEach(card::addView)
    return card
}

/** What is wrong with what was entered, under its field. Empty: it takes no room. */
fun Context.wrongLine(): TextView = text(R.style.Text_Strong).apply {
    setTextColor(getColor(R.color.miss))
    setPadding(0, dp(6), 0, 0)
    accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
    shownIf(false)
}

/** Says what is wrong, or nothing. */
fun TextView.wrong(words: Int?) {
    shownIf(words != null)
    if (words != null) text = context.getString(R.string.wrong_line, context.getString(words))
}

/** A short word that something was done, as a toast; TalkBack reads it. */
fun toast(context: Context, words: Int) = Toast.makeText(context, words, Toast.LENGTH_LONG).show()
