package org.ruhu.phone.screens.shut

import android.app.AlertDialog
import android.content.Context
import android.view.View
import org.ruhu.phone.R
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.OpenedSetAside
import org.ruhu.phone.core.Report
import org.ruhu.phone.platform.KEYS_LOST
import org.ruhu.phone.platform.KEYS_SILENT
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.px
import org.ruhu.phone.ui.secondButton
import org.ruhu.phone.ui.sentence
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.titleRes

/** What can be done when the store does not open. */
enum class WayOut {
    /** Opened once more. */
    Again,

    /** The store whose key is lost is set aside, dated, and the phone is enrolled again. */
    SetAside,
}

/** The page in place of all others when the store does not open: why, and the way out. It has no core to ask. */
fun shutPage(context: Context, trouble: AppException, press: (WayOut) -> Unit): View {
    val page = Page(context)
    page.title(context.getString(R.string.shut_title))
    page.subtitle(context.getString(trouble.titleRes()))
    page.content.addView(context.text(R.style.Text_Body, trouble.sentence().here(context)))
    if (trouble is Report) {
        val detail = context.getString(R.string.trouble_detail, trouble.detail)
        page.content.addView(context.text(R.style.Text_Small, detail).margins(top = context.px(R.dimen.gap)))
    }
    if ((trouble as? FixThis)?.code in listOf(KEYS_LOST, KEYS_SILENT)) {
        page.bottom.addView(context.secondButton(context.getString(R.string.shut_aside)) { confirmSetAside(context, press) })
    }
    page.bottom.addView(context.mainButton(context.getString(R.string.shut_again)) { press(WayOut.Again) })
    return page.view
}

private fun confirmSetAside(context: Context, press: (WayOut) -> Unit) {
    AlertDialog.Builder(context)
        .setTitle(R.string.shut_aside)
        .setMessage(R.string.shut_aside_text)
        .setPositiveButton(R.string.shut_aside_yes) { _, _ -> press(WayOut.SetAside) }
        .setNegativeButton(R.string.cancel, null)
        .show()
}

/** Tells that the store was damaged and what became of it; the app goes on by itself. */
fun setAsideDialog(context: Context, aside: OpenedSetAside) {
    AlertDialog.Builder(context)
        .setTitle(R.string.aside_title)
        .setMessage(context.getString(R.string.aside_text, aside.rows.toInt(), aside.file))
        .setPositiveButton(R.string.understood, null)
        .show()
}
