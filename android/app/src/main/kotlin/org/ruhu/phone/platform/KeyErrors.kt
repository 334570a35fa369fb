package org.ruhu.phone.platform

import android.content.Context
import org.ruhu.phone.R
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Report
import org.ruhu.phone.ui.inBothLanguages
import java.io.IOException

/** The code of [KeyErrors.lost]: the opening screen offers to set the records aside when it hears it. */
const val KEYS_LOST = "keys_lost"

/** The code of [KeyErrors.silentAgain]: the opening screen offers to set the records aside, and to try again. */
const val KEYS_SILENT = "keys_silent"

/** What goes wrong with keys and their files, in words. Of a failure only its kind is said: its own words could carry more. */
internal class KeyErrors(private val context: Context) {
    /**
     * The store is there and its key is not: the phone was reset in part, its keystore was emptied by the system, or the key's
     * file is damaged. No key can be guessed and none is made: the way on is to set the old store aside and enrol again. The
     * township can open what is set aside: the store's key lies beside it, sealed to the township's own key.
     */
    fun lost(): AppException = FixThis(KEYS_LOST, context.inBothLanguages(R.string.error_keys_lost))

    /** The keystore did not answer, also when it was asked again. */
    fun silent(kind: String): AppException =
        Report(context.inBothLanguages(R.string.error_keystore_silent), "keystore: $kind")

    /** It did not answer before the phone was restarted either: going on without the old records is offered too. */
    fun silentAgain(kind: String): AppException =
        FixThis(KEYS_SILENT, context.inBothLanguages(R.string.error_keystore_silent_again, kind))

    /** A file beside the keys could not be read or written. */
    fun file(failure: IOException): AppException =
        Report(context.inBothLanguages(R.string.error_key_file), "storage: ${failure.javaClass.simpleName}")
}
