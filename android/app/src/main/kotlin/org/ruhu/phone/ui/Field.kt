package org.ruhu.phone.ui

import android.content.Context
import android.text.Editable
import android.text.TextWatcher
import android.widget.EditText
import org.ruhu.phone.R

/** A line to type into, in the look of a card. `heard` hears every change that the cadre makes. */
fun Context.field(hint: Int, type: Int, heard: (String) -> Unit): EditText = EditText(this, null, 0, R.style.Text_Body).apply {
    setHint(hint)
    setHintTextColor(getColor(R.color.ink_2))
    inputType = type
    isSingleLine = true
    isFocusable = true
    isFocusableInTouchMode = true
    isClickable = true
    minimumHeight = px(R.dimen.target)
    background = ground(R.color.card, R.color.brand_text)
    inside(dp(14), dp(10))
    addTextChangedListener(Heard(heard))
    wide()
}

private class Heard(private val heard: (String) -> Unit) : TextWatcher {
    override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit
    override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
    override fun afterTextChanged(text: Editable) = heard(text.toString())
}

/** Shows this text; the cursor stays where it is when it stands there already. */
fun EditText.shows(words: String) {
    if (text.toString() != words) setText(words)
}
