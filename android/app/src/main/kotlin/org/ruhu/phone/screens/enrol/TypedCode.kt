package org.ruhu.phone.screens.enrol

import android.content.Context
import android.text.InputFilter
import android.text.InputType
import android.view.Gravity
import android.widget.EditText
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.ui.Typing
import org.ruhu.phone.ui.card
import org.ruhu.phone.ui.column
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.keeps
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.textBox
import org.ruhu.phone.ui.wide

/** The address and the code of the sheet, typed: the code in its two groups, as it is printed. */
class TypedCode(context: Context, tell: (EnrolEvent) -> Unit) {
    private val address = field(context, R.string.enrol_address_hint, ADDRESS) { tell(EnrolEvent.Address(it)) }
    private val first = group(context, R.string.enrol_code_first) { tell(EnrolEvent.First(it)) }
    private val second = group(context, R.string.enrol_code_second) { tell(EnrolEvent.Second(it)) }

    val view: LinearLayout = context.column(
        context.card(
            context.text(R.style.Text_Section, context.getString(R.string.enrol_address)).margins(bottom = context.dp(6)),
            address,
        ),
        context.card(
            context.text(R.style.Text_Section, context.getString(R.string.enrol_code)).margins(bottom = context.dp(6)),
            context.row(
                first,
                context.text(R.style.Text_Code, "-").margins(left = context.dp(6), right = context.dp(6)),
                second,
            ).wide(),
        ),
        context.text(R.style.Text_Small, context.getString(R.string.enrol_typed_hint)),
    ).wide()

    fun show(typed: Typed) {
        address.keeps(typed.address)
        first.keeps(typed.first)
        second.keeps(typed.second)
        // The first group is full: the thumb goes on typing in the second.
        if (first.hasFocus() && typed.first.length == Typed.HALF && typed.second.isEmpty()) second.requestFocus()
    }

    private fun group(context: Context, hint: Int, heard: (String) -> Unit): EditText = field(context, hint, CODE, heard).apply {
        setTextAppearance(R.style.Text_Code)
        gravity = Gravity.CENTER
        filters = arrayOf(InputFilter.AllCaps())
        grow()
    }

    private fun field(context: Context, hint: Int, type: Int, heard: (String) -> Unit): EditText =
        context.textBox(hint, Typing.Line, heard).apply { inputType = type }

    private companion object {
        const val ADDRESS = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_URI

        /** Shown as typed, though no keyboard learns it: it is a secret until it was used. */
        const val CODE = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_VISIBLE_PASSWORD or
            InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
    }
}
