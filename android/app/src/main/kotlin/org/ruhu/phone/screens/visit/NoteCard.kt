package org.ruhu.phone.screens.visit

import android.content.Context
import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.view.Gravity
import android.widget.EditText
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.inside
import org.ruhu.phone.ui.wide

/** One free line, the only typing there is. */
class NoteCard(context: Context, private val tell: (VisitEvent) -> Unit) {
    private var heard: String? = null
    private val field = EditText(context).apply {
        setTextAppearance(R.style.Text_Body)
        setHint(R.string.visit_note_hint)
        inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_MULTI_LINE or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES
        gravity = Gravity.TOP or Gravity.START
        minLines = 2
        background = context.ground(R.color.paper, R.color.line)
        inside(context.dp(14), context.dp(12))
        isSaveEnabled = false
        addTextChangedListener(
            object : TextWatcher {
                override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit
                override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
                override fun afterTextChanged(text: Editable) = typed(text.toString())
            },
        )
        wide()
    }

    val view: LinearLayout = context.titled(context.cardTitle(R.string.visit_note), field)

    /** What came from the state goes into the field once; from then on the field is ahead of the state. */
    fun show(note: String?) {
        val words = note.orEmpty()
        if (field.text.toString().ifBlank { "" } == words) return
        heard = words
        field.setText(words)
        heard = null
    }

    private fun typed(text: String) {
        if (text != heard) tell(VisitEvent.Note(text))
    }
}
