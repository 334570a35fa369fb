package org.ruhu.phone.privacy

import android.content.pm.ApplicationInfo
import android.content.pm.ComponentInfo
import android.content.pm.PackageManager
import android.view.WindowManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.ruhu.phone.MainActivity
import org.ruhu.phone.Privacy
import org.ruhu.phone.R
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Where
import org.w3c.dom.Element
import org.xmlpull.v1.XmlPullParser
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** What the built manifest promises: nothing of the app is open to others, nothing leaves the phone by the system. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class ManifestTest {
    private val app = RuntimeEnvironment.getApplication()
    private val manifest: Element = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(File(Where.target, "android/app/res/AndroidManifest.xml")).documentElement

    private fun elements(name: String): List<Element> =
        manifest.getElementsByTagName(name).let { found -> (0 until found.length).map { found.item(it) as Element } }

    @Test
    fun `only the launcher's activity is open to other apps`() {
        val all = PackageManager.GET_ACTIVITIES or PackageManager.GET_SERVICES or PackageManager.GET_PROVIDERS or
            PackageManager.GET_RECEIVERS
        val info = app.packageManager.getPackageInfo(app.packageName, all)
        val components: List<ComponentInfo> = listOf(info.activities, info.services, info.providers, info.receivers)
            .flatMap { it.orEmpty().toList() }
            .filter { it.name.startsWith("org.ruhu") }
        assertTrue("the parser sees them", components.size >= 4)
        assertEquals(listOf(MainActivity::class.java.name), components.filter { it.exported }.map { it.name })
        // And as written: each component says it, none relies on a default.
        for (kind in listOf("activity", "service", "provider", "receiver")) {
            elements(kind).forEach {
                assertTrue("${it.getAttribute("android:name")} says whether", it.hasAttribute("android:exported"))
            }
        }
    }

    @Test
    fun `nothing is backed up or moved to another phone by the system, and nobody may debug it`() {
        val application = elements("application").single()
        assertEquals("false", application.getAttribute("android:allowBackup"))
        assertEquals("@xml/no_extraction", application.getAttribute("android:dataExtractionRules"))
        assertFalse(application.hasAttribute("android:debuggable"))
        assertEquals(0, app.applicationInfo.flags and ApplicationInfo.FLAG_ALLOW_BACKUP)
        val domains = mutableMapOf<String, MutableSet<String>>()
        var part = ""
        read(R.xml.no_extraction) { tag, attribute ->
            if (tag == "cloud-backup" || tag == "device-transfer") part = tag
            if (tag == "exclude") domains.getOrPut(part) { mutableSetOf() } += attribute("domain").orEmpty()
            assertFalse("nothing is let through", tag == "include")
        }
        val everything = setOf("root", "file", "database", "sharedpref", "external")
        assertEquals(mapOf("cloud-backup" to everything, "device-transfer" to everything), domains)
    }

    @Test
    fun `no cleartext to anybody, no authority that a user added`() {
        assertEquals("false", elements("application").single().getAttribute("android:usesCleartextTraffic"))
        val cleartext = mutableListOf<String?>()
        val anchors = mutableListOf<String?>()
        read(R.xml.network_security) { tag, attribute ->
            if (tag == "base-config") cleartext += attribute("cleartextTrafficPermitted")
            if (tag == "certificates") anchors += attribute("src")
            assertFalse("one rule for everybody", tag == "domain-config" || tag == "debug-overrides")
        }
        assertEquals(listOf<String?>("false"), cleartext)
        assertEquals(listOf<String?>("system"), anchors)
    }

    @Test
    fun `it asks for no more than it needs`() {
        assertEquals(
            listOf(
                "ACCESS_COARSE_LOCATION", "ACCESS_FINE_LOCATION", "ACCESS_NETWORK_STATE", "INTERNET", "POST_NOTIFICATIONS",
                "RECEIVE_BOOT_COMPLETED",
            ),
            elements("uses-permission").map { it.getAttribute("android:name").removePrefix("android.permission.") }.sorted(),
        )
    }

    @Test
    fun `the window is kept out of screenshots unless a test says otherwise`() {
        Phone(MORNING).use { phone ->
            Privacy.hidden = true
            assertTrue(secure())
            Privacy.hidden = false
            assertFalse(secure())
            assertTrue(phone.reads().isEmpty())
        }
    }

    private fun secure(): Boolean = Robolectric.buildActivity(MainActivity::class.java).use { made ->
        val flags = made.create().get().window.attributes.flags
        flags and WindowManager.LayoutParams.FLAG_SECURE != 0
    }

    @Test
    fun `the button that finishes does nothing while another app's window lies over it`() {
        Phone(MORNING).use { phone ->
            phone.open()
            assertTrue(phone.find("同意").filterTouchesWhenObscured)
        }
    }

    private fun read(xml: Int, tag: (String, (String) -> String?) -> Unit) {
        val parser = app.resources.getXml(xml)
        while (parser.next() != XmlPullParser.END_DOCUMENT) {
            if (parser.eventType == XmlPullParser.START_TAG) tag(parser.name) { parser.getAttributeValue(null, it) }
        }
    }
}
