package org.ruhu.phone.screens

import android.content.Intent
import android.net.Uri
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.ruhu.phone.core.Mode
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.enrolled
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.signal
import org.ruhu.phone.platform.KeystoreKeys
import org.ruhu.phone.platform.storeFolder
import java.io.ByteArrayOutputStream

/** Signing out: nothing is lost by a tap, and what is left behind is noise. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class SignOutTest {
    private lateinit var town: Town
    private lateinit var phone: Phone

    @Before
    fun enrol() {
        town = Town.open("--households", "6")
        phone = Phone(MORNING).enrolled(town).apply { signal(Signal.None) }
    }

    @After
    fun close() {
        phone.close()
        town.close()
    }

    private fun askToSignOut() {
        phone.open()
        phone.tap("设置")
        // The heading says it too; the button is the last to say it.
        phone.tap(phone.views().last { it.isClickable && org.ruhu.phone.harness.Eye.says(it) == "退出登记" })
    }

    @Test
    fun `with everything sent one confirms, and the phone is nobody's, before and after a kill`() {
        phone.sendAll()
        val key = KeystoreKeys(phone.app).storeKey()
        askToSignOut()
        phone.find("记录都传到镇里了")
        phone.tap("退出")
        phone.find("用之前，请先看完")
        assertNull(phone.onCore { me() })
        assertFalse(key.contentEquals(KeystoreKeys(phone.app).storeKey()))
        assertTrue(
            "it is set aside, not deleted",
            storeFolder(phone.app).list().orEmpty().any {
                it.contains("signed-out") &&
                    it != "signed-out.json"
            },
        )
        phone.dieAndOpen()
        phone.find("用之前，请先看完")
    }

    @Test
    fun `unsent records are not lost by a tap, the way out is a file`() {
        phone.quickVisit(town.households().first())
        askToSignOut()
        phone.find("还有 1 条记录、2 个照片文件没传到镇里")
        phone.find("现在退出，这些")
        assertFalse(phone.sees("退出以后，这台手机上什么也看不到"))
        phone.tap("先存成文件")
        val document = Uri.parse("content://documents/card/1")
        shadowOf(phone.app.contentResolver).registerOutputStream(document, ByteArrayOutputStream())
        val asked = checkNotNull(shadowOf(phone.activity).nextStartedActivityForResult).intent
        shadowOf(phone.activity).receiveResult(asked, android.app.Activity.RESULT_OK, Intent().setData(document))
        phone.settle()
        phone.find("✓ 写好了")
        phone.tap(phone.views().last { it.isClickable && org.ruhu.phone.harness.Eye.says(it) == "退出登记" })
        phone.find("只在存出来的那个文件里")
        phone.tap("退出")
        phone.find("用之前，请先看完")
        assertNotEquals(1, town.visits().size)
    }

    @Test
    fun `a visit that is begun is finished or thrown away first`() {
        phone.sendAll()
        phone.onCore { start(town.households().first().household, Mode.ON_SITE) }
        askToSignOut()
        phone.tap("退出")
        phone.find("没写完的走访")
        phone.tap("知道了")
        assertEquals(town.cadre.id, phone.onCore { me() }?.cadre?.id)
    }
}
