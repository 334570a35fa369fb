package org.ruhu.phone.ui

import android.content.Context
import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.view.Gravity
import android.widget.EditText
import org.ruhu.phone.R

/** What is typed into a field. */
enum class Typing(val type: Int) {
    /** One line. */
    Line(InputType.TYPE_CLASS_TEXT),

    /** As many lines as it takes. */
    Lines(InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_MULTI_LINE or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES),

    /** An amount: the number pad with a point. */
    Money(InputType.TYPE_CLASS_NUMBER or InputType.TYPE_NUMBER_FLAG_DECIMAL),
}

/**
 * The one box to type into: no field of the app is made otherwise. The keyboard is asked to learn nothing from it: what is
 * written here is about a household, or is a code.
 */
fun Context.textBox(hint: Int, typing: Typing, heard: (String) -> Unit): EditText = EditText(this).apply {
    setTextAppearance(R.style.Text_Body)
    setHint(hint)
    inputType = typing.type
    imeOptions = imeOptions or android.view.inputmethod.EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING
    isSingleLine = typing != Typing.Lines
    gravity = if (typing == Typing.Lines) Gravity.TOP or Gravity.START else Gravity.CENTER_VERTICAL
    minimumHeight = px(R.dimen.target)
    background = ground(R.color.card, R.color.line)
    inside(dp(14), dp(12))
    // What is typed is in the presenter's state; the system keeps no second copy of it.
    isSaveEnabled = false
    addTextChangedListener(BoxHears(heard))
    wide()
}

/** Puts words into the field unless they are there: the cursor stays where the finger put it. */
fun EditText.keeps(words: String) {
    if (text.toString() == words) return
    setText(words)
    setSelection(words.length)
}

private class BoxHears(private val heard: (String) -> Unit) : TextWatcher {
    override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit
    override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
    override fun afterTextChanged(text: Editable) = heard(text.toString())
}
