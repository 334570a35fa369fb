package org.ruhu.phone.screens

import org.junit.Test
import org.ruhu.phone.harness.TownAndPhone
import org.ruhu.phone.harness.standBefore
import org.ruhu.phone.harness.startFirst

/** Pictures of a visit, of what is missing, and of what comes after, on every phone. */
class DoorShotsTest : TownAndPhone() {
    @Test
    fun `a visit, its verdict and what comes after`() {
        val home = phone.startFirst(town)
        phone.shots("visit", "begun") { phone.standBefore(home) }
        phone.standBefore(home, metres = 100.0)
        phone.tap("完成走访")
        phone.shots("verdict", "missing") { phone.standBefore(home, metres = 100.0) }
        phone.tap("＋ 拍照")
        phone.takePhoto()
        phone.back()
        phone.standBefore(home)
        phone.tap("不在家")
        phone.tap("完成走访")
        phone.shots("verdict", "nobody") { phone.standBefore(home) }
        phone.tap("改选见到谁")
        phone.tap("户主")
        phone.tap("吃：没看")
        phone.tap("穿：没看")
        phone.shots("visit", "counts") { phone.standBefore(home) }
        phone.standBefore(home)
        phone.clocks.passMinutes(12)
        phone.tap("完成走访")
        phone.shots("after", "counted")
    }
}
