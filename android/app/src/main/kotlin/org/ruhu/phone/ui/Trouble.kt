package org.ruhu.phone.ui

import android.app.AlertDialog
import android.content.Context
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
