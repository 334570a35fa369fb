package org.ruhu.phone.desk

import android.content.Context
import android.location.Location
import android.location.LocationManager
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.SystemClock
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetworkCapabilities
import org.robolectric.shadows.ShadowNetworkInfo
import org.ruhu.phone.core.Moment
import org.ruhu.phone.harness.FakeClocks
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.TownHousehold
import kotlin.random.Random

/** Where the phone is. */
enum class Standing(val words: String) {
    AtTheDoor("在家门口 At the door"),
    Away("400 米外 400 m away"),
    Nowhere("收不到定位 No position"),
    Mocked("模拟定位 Mock position"),
}

/** What the phone hears. */
enum class Air(val words: String, val road: String) {
    Wifi("有 Wi-Fi", "good"),
    Mobile("手机流量 Mobile data", "good"),
    Bad("信号差 A bad road", "bad"),
    None("没有网络 No network", "gone"),
}

/** Everything around the phone: satellites, network, time, and the township at the road's end. On the app's main thread. */
class Outside(private val context: Context, private val town: Town, private val clocks: FakeClocks) {
    var standing = Standing.AtTheDoor
    var household: TownHousehold? = null
    private val started = System.nanoTime()
    private val begun = clocks.trueTime()
    private var moved = 0L
    private var lastSecond = -1L
    private val dice = Random(1)

    /** What the time is there: it runs with the machine's, and jumps when it is told to. */
    fun moment(): Moment = begun + moved + (System.nanoTime() - started) / 1_000_000

    /** So many hours go by. */
    fun pass(hours: Int) {
        moved += hours * 3_600_000L
        lastSecond = -1
    }

    /** Time goes on for phone and township; the satellites speak every other second. */
    fun goOn() {
        val second = moment().millis / 2_000
        if (second == lastSecond) return
        lastSecond = second
        clocks.reach(moment())
        town.ask("clock", "reach" to moment())
        speak()
    }

    private fun speak() {
        val manager = context.getSystemService(LocationManager::class.java)
        val home = household ?: return
        val (lat, lon) = (home.lat ?: return) to (home.lon ?: return)
        if (standing == Standing.Nowhere) return
        val north = if (standing == Standing.Away) AWAY else dice.nextDouble(-6.0, 6.0) / METRES
        val location = Location(LocationManager.GPS_PROVIDER).apply {
            latitude = lat + north
            longitude = lon
            accuracy = 8f + dice.nextInt(6)
            time = clocks.trueTime().millis
            elapsedRealtimeNanos = SystemClock.elapsedRealtimeNanos()
            isMock = standing == Standing.Mocked
        }
        shadowOf(manager).simulateLocation(location)
    }

    fun hear(air: Air) {
        town.ask("road", "state" to air.road, "seed" to 5)
        val manager = context.getSystemService(ConnectivityManager::class.java)
        val shadow = shadowOf(manager)
        if (air == Air.None) {
            shadow.setActiveNetworkInfo(null)
            shadow.networkCallbacks.toList().forEach { callback -> was?.let(callback::onLost) }
            return
        }
        shadow.setActiveNetworkInfo(connected(air))
        val network = checkNotNull(manager.activeNetwork) { "a connected network has a handle" }
        was = network
        val can = ShadowNetworkCapabilities.newInstance()
        shadowOf(can).addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET)
        shadowOf(can).addCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED)
        if (air == Air.Wifi) shadowOf(can).addCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
        shadow.setNetworkCapabilities(network, can)
        shadow.networkCallbacks.toList().forEach { it.onCapabilitiesChanged(network, can) }
    }

    private var was: android.net.Network? = null

    @Suppress("DEPRECATION")
    private fun connected(air: Air): android.net.NetworkInfo {
        val type = if (air == Air.Wifi) ConnectivityManager.TYPE_WIFI else ConnectivityManager.TYPE_MOBILE
        return ShadowNetworkInfo.newInstance(
            android.net.NetworkInfo.DetailedState.CONNECTED, type, 0, true, android.net.NetworkInfo.State.CONNECTED,
        )
    }

    /** A link that signs in to the township's pages, once. */
    fun link(): String = town.ask("link").getString("url")

    private companion object {
        const val METRES = 111_320.0
        const val AWAY = 400 / METRES
    }
}
