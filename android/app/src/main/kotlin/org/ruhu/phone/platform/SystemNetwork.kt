package org.ruhu.phone.platform

import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.BatteryManager
import android.os.Handler
import android.os.Looper
import android.util.Log
import org.ruhu.phone.core.Battery
import org.ruhu.phone.core.Network
import org.ruhu.phone.core.Proxy

/** The network and the battery as the system sees them. */
class SystemNetwork(private val context: Context) : NetworkNow {
    private val connectivity = context.getSystemService(ConnectivityManager::class.java)

    override fun network(): Network {
        val can = try {
            connectivity.getNetworkCapabilities(connectivity.activeNetwork) ?: return Network.NONE
        } catch (_: SecurityException) {
            // Android 11 throws it at times for no fault of the app's: what is not known is taken for the one that costs.
            return Network.METERED
        }
        return kind(can)
    }

    private fun kind(can: NetworkCapabilities): Network = when {
        !can.hasCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET) -> Network.NONE
        can.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED) -> Network.UNMETERED
        else -> Network.METERED
    }

    override fun charging(): Boolean =
        (
            context.registerReceiver(null, IntentFilter(Intent.ACTION_BATTERY_CHANGED))
                ?.getIntExtra(BatteryManager.EXTRA_PLUGGED, 0) ?: 0
            ) != 0

    override fun battery(): Battery {
        val now = context.registerReceiver(null, IntentFilter(Intent.ACTION_BATTERY_CHANGED)) ?: return Battery.FINE
        val level = now.getIntExtra(BatteryManager.EXTRA_LEVEL, -1)
        val whole = now.getIntExtra(BatteryManager.EXTRA_SCALE, -1)
        val plugged = now.getIntExtra(BatteryManager.EXTRA_PLUGGED, 0) != 0
        val low = level >= 0 && whole > 0 && level * 100 < whole * LOW_PERCENT
        return if (low && !plugged) Battery.LOW else Battery.FINE
    }

    /**
     * What stands in the settings of the Wi-Fi, of the mobile network or of the whole phone. A script (PAC) is followed by a
     * proxy that the system runs on the phone itself, and which it names here; until it runs there is none. Android knows no
     * password for a proxy.
     */
    override fun proxy(): Proxy? {
        val told = connectivity.defaultProxy ?: return null
        val host = told.host?.takeIf { it.isNotBlank() } ?: return null
        if (told.port !in PORTS) return null
        return Proxy(host, told.port.toUShort(), null, null, told.exclusionList.orEmpty().filterNotNull())
    }

    /** The system calls at every change of the signal's strength; only another kind of network is told. */
    override fun watch(tell: () -> Unit): Watching {
        var last = network()
        fun heard(now: Network) {
            if (now == last) return
            last = now
            tell()
        }
        val callback = object : ConnectivityManager.NetworkCallback() {
            override fun onCapabilitiesChanged(network: android.net.Network, can: NetworkCapabilities) = heard(kind(can))
            override fun onLost(network: android.net.Network) = heard(Network.NONE)
        }
        return try {
            connectivity.registerDefaultNetworkCallback(callback, Handler(Looper.getMainLooper()))
            Watching { connectivity.unregisterNetworkCallback(callback) }
        } catch (refused: RuntimeException) {
            // SecurityException (Android 11), or too many callbacks: changes are not heard, and screens ask when they open.
            Log.w("ruhu", "the system tells no changes of the network: ${refused.javaClass.simpleName}")
            Watching {}
        }
    }

    private companion object {
        const val LOW_PERCENT = 20
        val PORTS = 1..65_535
    }
}
