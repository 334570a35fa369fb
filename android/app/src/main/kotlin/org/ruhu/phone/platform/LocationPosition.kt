package org.ruhu.phone.platform

import android.Manifest
import android.annotation.SuppressLint
import android.content.Context
import android.content.pm.PackageManager
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.os.Build
import android.os.Bundle
import android.os.Looper
import android.os.SystemClock
import org.ruhu.phone.Newer
import org.ruhu.phone.core.Fix
import org.ruhu.phone.core.Moment

/**
 * Positions by GPS and by network, as they come and only while somebody watches. The last known position is never asked
 * for: a fix of before is no fix of this visit.
 */
class LocationPosition(private val context: Context, private val clocks: PhoneClocks) : Position {
    private val manager = context.getSystemService(LocationManager::class.java)

    override fun access(): Access = when {
        context.checkSelfPermission(Manifest.permission.ACCESS_FINE_LOCATION) != PackageManager.PERMISSION_GRANTED ->
            Access.ToAsk
        providers().none(manager::isProviderEnabled) -> Access.SwitchedOff
        else -> Access.Granted
    }

    @SuppressLint("MissingPermission")
    override fun watch(tell: (PositionNow) -> Unit): Watching {
        val access = access()
        tell(if (access == Access.Granted) PositionNow.Searching else PositionNow.Closed(access))
        if (access == Access.ToAsk) return Watching {}
        val listener = object : LocationListener {
            override fun onLocationChanged(location: Location) = tell(PositionNow.Fixed(fixOf(location)))
            override fun onProviderEnabled(provider: String) = tell(PositionNow.Searching)
            override fun onProviderDisabled(provider: String) {
                if (access() == Access.SwitchedOff) tell(PositionNow.Closed(Access.SwitchedOff))
            }

            @Deprecated("Called by phones before API 29, which have no default for it.")
            override fun onStatusChanged(provider: String?, status: Int, extras: Bundle?) = Unit
        }
        try {
            providers().forEach { manager.requestLocationUpdates(it, EVERY_MS, 0f, listener, Looper.getMainLooper()) }
        } catch (_: SecurityException) {
            // The permission was taken back since it was looked at.
            tell(PositionNow.Closed(Access.ToAsk))
        } catch (_: IllegalArgumentException) {
            // The provider is gone since it was listed; the other one, if any, goes on.
            if (providers().none(manager::isProviderEnabled)) tell(PositionNow.Closed(Access.SwitchedOff))
        }
        return Watching { manager.removeUpdates(listener) }
    }

    private fun providers(): List<String> =
        listOf(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER).filter(manager.allProviders::contains)

    private fun fixOf(location: Location): Fix {
        val takenMs = location.elapsedRealtimeNanos / 1_000_000
        val age = (SystemClock.elapsedRealtime() - takenMs).coerceAtLeast(0)
        if (location.provider == LocationManager.GPS_PROVIDER && !mocked(location)) clocks.heard(Moment(location.time), takenMs)
        return Fix(
            lat = location.latitude,
            lon = location.longitude,
            accuracyM = if (location.hasAccuracy()) location.accuracy.toDouble() else null,
            at = clocks.wall() - age,
            mock = mocked(location),
            provider = location.provider,
        )
    }

    @Newer(since = 31, why = "before it the older name says the same")
    @Suppress("DEPRECATION")
    private fun mocked(location: Location): Boolean =
        if (Build.VERSION.SDK_INT >= 31) location.isMock else location.isFromMockProvider

    private companion object {
        const val EVERY_MS = 2_000L
    }
}
