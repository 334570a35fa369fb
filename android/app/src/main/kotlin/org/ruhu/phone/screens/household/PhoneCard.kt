package org.ruhu.phone.screens.household

import android.annotation.SuppressLint
import android.content.Context
import android.os.Bundle
import android.view.Gravity
import android.view.MotionEvent
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.section
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide

/** The household's telephone: covered until somebody holds the finger on it, so that nobody reads it over a shoulder. */
internal fun Context.phoneCard(phone: String, tell: (HouseholdEvent) -> Unit): View {
    if (phone.isBlank()) return section(R.string.household_phone, text(R.style.Text_Body, getString(R.string.household_phone_none)))
    return section(
        R.string.household_phone,
        row(
            heldNumber(this, phone).grow(),
            smallButton(getString(R.string.household_phone_dial)) { tell(HouseholdEvent.Dial) }.margins(left = dp(8)),
        ).wide(),
    )
}

/** "138****1234 · 按住看号码". */
@SuppressLint("ClickableViewAccessibility")
private fun heldNumber(context: Context, phone: String): TextView {
    val number = context.smallButton { }
    number.gravity = Gravity.CENTER
    fun cover() {
        number.text = context.getString(R.string.household_phone_hold) + "\n" + masked(phone)
        number.contentDescription = context.getString(R.string.household_phone_masked)
    }
    fun reveal() {
        number.text = phone
        number.contentDescription = phone
    }
    number.setOnTouchListener { _, event ->
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> reveal()
            MotionEvent.ACTION_UP, MotionEvent.ACTION_CANCEL -> cover()
        }
        false
    }
    number.accessibilityDelegate = RevealAction(context.getString(R.string.household_phone_show), ::reveal)
    cover()
    return number
}

/** TalkBack cannot hold: it has an action that shows the number, until the page is left. */
private class RevealAction(private val words: String, private val reveal: () -> Unit) : View.AccessibilityDelegate() {
    override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
        super.onInitializeAccessibilityNodeInfo(host, info)
        info.addAction(AccessibilityNodeInfo.AccessibilityAction(R.id.action_reveal_phone, words))
    }

    override fun performAccessibilityAction(host: View, action: Int, arguments: Bundle?): Boolean {
        if (action != R.id.action_reveal_phone) return super.performAccessibilityAction(host, action, arguments)
        reveal()
        return true
    }
}

/** The first three and the last four digits, as the township's pages mask it; of a short number only the last two. */
internal fun masked(phone: String): String = when {
    phone.length >= 11 -> phone.take(3) + "*".repeat(phone.length - 7) + phone.takeLast(4)
    phone.length > 2 -> "*".repeat(phone.length - 2) + phone.takeLast(2)
    else -> "*".repeat(phone.length)
}
