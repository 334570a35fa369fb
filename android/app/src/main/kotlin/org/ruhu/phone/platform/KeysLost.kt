package org.ruhu.phone.platform

import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Report
import org.ruhu.phone.core.Text

/** The code of [keysLost]: the opening screen offers to begin anew when it hears it. */
const val KEYS_LOST = "keys_lost"

/**
 * The store is there and its key is not: the phone was reset in part, its keystore was emptied by the system, or the key's
 * file is damaged. No key can be guessed and none is made: the way on is to set the old store aside and enrol again.
 */
internal fun keysLost(): AppException = FixThis(
    KEYS_LOST,
    Text(
        "手机里的记录还在，可是打开它的钥匙没有了（换过系统、恢复过手机，或者文件坏了）。已经传到镇里的不受影响。" +
            "请先问镇里还有哪些没收到；要接着用，就把旧记录放到一边，用新的登记码重新登记。",
        "The records are still on this phone, but the key that opens them is gone (the system was restored, or a file is " +
            "damaged). What the township has is safe. Ask the township what it is missing; to go on, set the old records " +
            "aside and enrol again with a new code.",
    ),
)

/** The keystore, or the disk its files are on, did not do its work. Only the kind of the failure is told. */
internal fun keystoreFailed(failure: Exception): AppException = Report(
    Text(
        "手机的钥匙库没有回答。请重启手机再打开入户；还是这样，就告诉镇里。记录都在。",
        "The phone's keystore does not answer. Restart the phone and open Ruhu again; if it stays so, tell the township. " +
            "Everything is kept.",
    ),
    "keystore: ${failure.javaClass.simpleName}",
)
