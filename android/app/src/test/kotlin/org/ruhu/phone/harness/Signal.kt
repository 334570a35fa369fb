package org.ruhu.phone.harness

import android.net.ConnectivityManager
import android.net.NetworkCapabilities
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
