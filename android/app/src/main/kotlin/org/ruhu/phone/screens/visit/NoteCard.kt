package org.ruhu.phone.screens.visit

import android.content.Context
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.ui.Typing
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.textBox

/** One free line, the only typing there is. */
class NoteCard(context: Context, private val tell: (VisitEvent) -> Unit) {
    private var heard: String? = null
    private val field = context.textBox(R.string.visit_note_hint, Typing.Lines, ::typed).apply {
        minLines = 2
        background = context.ground(R.color.paper, R.color.line)
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
