package org.ruhu.phone.screens.enrol

import org.ruhu.phone.World
import org.ruhu.phone.core.FixThis
import org.ruhu.phone.core.Text

/** Asks an address who answers there, before anything is sent with a code. */
class CoreLookUp(private val world: World) {
    suspend fun ask(address: String): ServerAnswers = throw FixThis(
        "look_up",
        Text("现在只能扫登记单上的二维码。", "For now only the sheet's picture can be scanned.") .also { world.core() },
    )
}
