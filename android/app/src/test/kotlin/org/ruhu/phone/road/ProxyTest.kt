package org.ruhu.phone.road

import android.net.ConnectivityManager
import android.net.ProxyInfo
import org.json.JSONObject
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.ruhu.phone.harness.CONSENT
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.TunnelProxy
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.sendAll
import org.ruhu.phone.harness.signal
import java.net.URI

/** A phone in a network that lets nothing out but through its proxy, as the system names it; the name of the server exists nowhere else. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class ProxyTest {
    private lateinit var town: Town
    private lateinit var phone: Phone
    private lateinit var proxy: TunnelProxy

    @Before
    fun open() {
        town = Town.open("--tls", "--households", "6")
        proxy = TunnelProxy(URI(town.address).port)
        phone = Phone(MORNING)
    }

    @After
    fun close() {
        phone.close()
        proxy.close()
        town.close()
    }

    private fun named(info: ProxyInfo?) {
        val manager = phone.app.getSystemService(ConnectivityManager::class.java)
        shadowOf(manager).setProxyForNetwork(manager.boundNetworkForProcess, info)
    }

    private fun enrolThroughIt() {
        val code = JSONObject(town.code().qr).put("address", "https://$NAME")
        phone.onCore {
            enrol(code.toString(), "test phone")
            consent(CONSENT)
        }
        phone.sendAll()
    }

    @Test
    fun `enrolment and sending go through the proxy that the system names, and only a tunnel is asked of it`() {
        named(ProxyInfo.buildDirectProxy("127.0.0.1", proxy.port, listOf("intranet.example")))
        enrolThroughIt()
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.open()
        phone.signal(Signal.Wifi)
        assertEquals(1, town.visits().size)
        assertTrue(proxy.asked.toString(), proxy.asked.isNotEmpty() && proxy.asked.all { it == "CONNECT $NAME:443 HTTP/1.1" })
    }

    @Test
    fun `a proxy that wants a password is named in the outbox, and what waits goes when another is named`() {
        named(ProxyInfo.buildDirectProxy("127.0.0.1", proxy.port))
        enrolThroughIt()
        // Another network: a tunnel that stands would be gone on with.
        val guarded = TunnelProxy(URI(town.address).port).apply { wantsPassword = true }
        named(ProxyInfo.buildDirectProxy("127.0.0.1", guarded.port))
        phone.signal(Signal.None)
        phone.quickVisit(town.households().first())
        town.ask("clock", "reach" to phone.clocks.trueTime())
        phone.open()
        phone.tap("等信号上传")
        phone.signal(Signal.Wifi)
        phone.find("这个网络的代理要用户名和密码（407）")
        phone.shot("outbox", "proxy")
        assertEquals(0, town.visits().size)
        guarded.close()

        named(ProxyInfo.buildDirectProxy("127.0.0.1", proxy.port))
        phone.tap("现在上传")
        phone.find("都送到了")
        assertEquals(1, town.visits().size)
    }

    private companion object {
        const val NAME = "ruhu.township.test"
    }
}
