package org.ruhu.phone.harness

import android.content.Intent
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.BatteryManager
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetwork
import org.robolectric.shadows.ShadowNetworkCapabilities

/** What the phone has for a network. */
enum class Signal { None, Mobile, Wifi }

/** The network becomes this; whoever watches it is told, as the system tells. */
fun Phone.signal(signal: Signal) {
    val manager = app.getSystemService(ConnectivityManager::class.java)
    val shadow = shadowOf(manager)
    val capabilities = ShadowNetworkCapabilities.newInstance()
    val told = shadowOf(capabilities)
    if (signal != Signal.None) told.addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET)
    if (signal == Signal.Wifi) told.addCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
    shadow.setNetworkCapabilities(manager.activeNetwork, capabilities)
    val network = ShadowNetwork.newInstance(1)
    for (callback in shadow.networkCallbacks.toList()) {
        if (signal == Signal.None) callback.onLost(network) else callback.onCapabilitiesChanged(network, capabilities)
    }
    settle()
}

/** The battery has so much left, and no charger. */
@Suppress("DEPRECATION") // The framework's only way to leave a broadcast that whoever registers later still finds.
fun Phone.battery(percent: Int) {
    app.sendStickyBroadcast(
        Intent(Intent.ACTION_BATTERY_CHANGED)
            .putExtra(BatteryManager.EXTRA_LEVEL, percent)
            .putExtra(BatteryManager.EXTRA_SCALE, 100)
            .putExtra(BatteryManager.EXTRA_PLUGGED, 0),
    )
    settle()
}
