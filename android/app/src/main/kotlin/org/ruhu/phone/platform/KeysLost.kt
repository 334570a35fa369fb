package org.ruhu.phone.platform

import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Report
import org.ruhu.phone.core.Text
import java.io.IOException

/** The code of [keysLost]: the opening screen offers to begin anew when it hears it. */
const val KEYS_LOST = "keys_lost"

/** The code of [keystoreSilentAgain]: the opening screen offers to begin anew, and to try again. */
const val KEYS_SILENT = "keys_silent"

/**
 * The store is there and its key is not: the phone was reset in part, its keystore was emptied by the system, or the key's
 * file is damaged. No key can be guessed and none is made: the way on is to set the old store aside and enrol again. The
 * township can open what is set aside: the store's key lies beside it, sealed to the township's own key.
 */
internal fun keysLost(): AppException = FixThis(
    KEYS_LOST,
    Text(
        "手机里的记录还在，可是打开它的钥匙没有了（换过系统、恢复过手机，或者文件坏了）。已经传到镇里的不受影响。" +
            "请先问镇里还有哪些没收到；要接着用，就把旧记录放到一边，用新的登记码重新登记。旧记录一样不删，镇里打得开。",
        "The records are still on this phone, but the key that opens them is gone (the system was restored, or a file is " +
            "damaged). What the township has is safe. Ask the township what it is missing; to go on, set the old records " +
            "aside and enrol again with a new code. Nothing of the old records is deleted, and the township can open them.",
    ),
)

/** The keystore did not answer, also after waiting. Only the kind of the failure is told. */
internal fun keystoreSilent(kind: String): AppException = Report(
    Text(
        "手机的密钥库暂时没有回答，请重启手机再试。记录都在，一样没少；还是这样，就告诉镇里。",
        "The phone's keystore does not answer for the moment. Restart the phone and try again. Everything is kept; if it " +
            "stays so, tell the township.",
    ),
    "keystore: $kind",
)

/** It did not answer before the phone was restarted either: going on without the old records is offered too. */
internal fun keystoreSilentAgain(kind: String): AppException = FixThis(
    KEYS_SILENT,
    Text(
        "手机重启过了，密钥库还是没有回答（$kind）。记录都在，一样没少：可以过一会儿再试。急着用，就把旧记录放到一边，" +
            "用新的登记码重新登记；旧记录一样不删，镇里打得开。",
        "The phone was restarted and its keystore still does not answer ($kind). Everything is kept: you can try again " +
            "later. To go on now, set the old records aside and enrol again with a new code; nothing of them is deleted, " +
            "and the township can open them.",
    ),
)

/** A file beside the keys could not be read or written. Only the kind of the failure is told. */
internal fun keyFileFailed(failure: IOException): AppException = Report(
    Text(
        "手机的存储暂时读写不了，请重启手机再试。记录都在，一样没少；还是这样，就告诉镇里。",
        "The phone's storage cannot be read or written for the moment. Restart the phone and try again. Everything is " +
            "kept; if it stays so, tell the township.",
    ),
    "storage: ${failure.javaClass.simpleName}",
)
