package org.ruhu.phone.ui

import android.app.AlertDialog
import android.content.Context
import android.content.Intent
import org.ruhu.phone.R
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.PhoneFull
import org.ruhu.phone.core.Report
import org.ruhu.phone.core.SignInAgain
import org.ruhu.phone.core.Text
import org.ruhu.phone.core.TryLater

/** What to call this kind of trouble. */
fun AppException.titleRes(): Int = when (this) {
    is TryLater -> R.string.trouble_later
    is SignInAgain -> R.string.trouble_sign_in
    is FixThis -> R.string.trouble_fix
    is PhoneFull -> R.string.trouble_full
    is Report -> R.string.trouble_report
}

/** The core's sentence for the cadre. */
fun AppException.sentence(): Text = when (this) {
    is TryLater -> text
    is SignInAgain -> text
    is FixThis -> text
    is PhoneFull -> text
    is Report -> text
}

/** Tells what went wrong, in the core's words; after that `then`. */
fun troubleDialog(context: Context, trouble: AppException, then: () -> Unit = {}) {
    val sentence = trouble.sentence().here(context)
    val detail = (trouble as? Report)?.let { "\n\n" + context.getString(R.string.trouble_detail, it.detail) }.orEmpty()
    AlertDialog.Builder(context)
        .setTitle(trouble.titleRes())
        .setMessage(sentence + detail)
        .setPositiveButton(R.string.understood) { _, _ -> then() }
        .show()
}

/** Asks whether a report of what ended badly may be sent, and shows it whole: whoever sends it can see that nobody is in it. */
fun crashDialog(context: Context, report: String, send: () -> Unit) {
    AlertDialog.Builder(context)
        .setTitle(R.string.crash_title)
        .setMessage(context.getString(R.string.crash_text) + "\n\n" + report)
        .setPositiveButton(R.string.crash_send) { _, _ -> send() }
        .setNegativeButton(R.string.crash_no, null)
        .show()
}

/** Hands a text to whichever app the cadre chooses. */
fun shareText(text: String, title: String): Intent =
    Intent.createChooser(Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text), title)
