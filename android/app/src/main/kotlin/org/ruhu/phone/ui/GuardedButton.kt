package org.ruhu.phone.ui

import android.app.AlertDialog
import android.content.Context
import android.view.MotionEvent
import android.widget.Button
import org.ruhu.phone.R

/**
 * A button that does nothing while another app's window lies over it, because what it does cannot be undone by a tap; it says
 * so, for such windows are often not seen: eye care, screen recording, a floating ball.
 */
internal class GuardedButton(context: Context, style: Int) : Button(context, null, 0, style) {
    private var told: AlertDialog? = null

    init {
        filterTouchesWhenObscured = true
    }

    override fun onFilterTouchEventForSecurity(event: MotionEvent): Boolean {
        val lets = super.onFilterTouchEventForSecurity(event)
        if (!lets && event.actionMasked == MotionEvent.ACTION_DOWN && told?.isShowing != true) {
            told = AlertDialog.Builder(context)
                .setTitle(R.string.obscured_title)
                .setMessage(R.string.obscured_text)
                .setPositiveButton(R.string.understood, null)
                .show()
        }
        return lets
    }

    override fun onDetachedFromWindow() {
        told?.dismiss()
        told = null
        super.onDetachedFromWindow()
    }
}
