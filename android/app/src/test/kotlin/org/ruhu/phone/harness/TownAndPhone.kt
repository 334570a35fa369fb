package org.ruhu.phone.harness

import org.junit.After
import org.junit.Before
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** A small township and the phone of one of its two cadres, open at the due list: where journeys of visits begin. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
abstract class TownAndPhone {
    protected lateinit var town: Town
    protected lateinit var phone: Phone

    @Before
    fun openTownAndPhone() {
        town = Town.open("--households", "24", "--cadres", "2")
        phone = Phone(MORNING).enrolled(town).open()
    }

    @After
    fun closeTownAndPhone() {
        phone.close()
        town.close()
    }
}
