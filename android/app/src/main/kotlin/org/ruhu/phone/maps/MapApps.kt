package org.ruhu.phone.maps

import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import org.ruhu.phone.core.LatLon
import java.util.Locale

/**
 * The map apps of the phone and how each reads a `geo:` address. The standard (RFC 5870) says WGS-84 and most keep to it;
 * the three large Chinese apps draw the numbers on their own shifted maps as they come, so they get shifted ones. Other
 * apps that shift have to be added here one by one; none of it could be tried on a device yet (docs/device-test.md).
 */
enum class Datum(val packages: Set<String>) {
    /** As measured. */
    Wgs84(emptySet()),

    /** Amap and Tencent. */
    Gcj02(setOf("com.autonavi.minimap", "com.tencent.map")),

    /** Baidu. */
    Bd09(setOf("com.baidu.BaiduMap")),
    ;

    /** The point as such an app wants it. */
    fun of(point: LatLon): LatLon = when (this) {
        Wgs84 -> point
        Gcj02 -> org.ruhu.phone.maps.Gcj02.ofWgs84(point)
        Bd09 -> org.ruhu.phone.maps.Gcj02.baiduOfWgs84(point)
    }

    companion object {
        /** What this app reads. */
        fun ofPackage(name: String?): Datum = entries.firstOrNull { name in it.packages } ?: Wgs84
    }
}

/** An app that opens a map. */
data class MapApp(val name: String, val packageName: String?) {
    /** Opens the point in it. No name goes with it: a map app need not know whose home it is. */
    fun at(point: LatLon): Intent = geo(Datum.ofPackage(packageName).of(point)).setPackage(packageName)

    companion object {
        /** Whatever the system opens; it says so where there is nothing. */
        val ANY = MapApp("", null)
    }
}

/** The apps that say they open `geo:`, each once. */
fun mapApps(packages: PackageManager): List<MapApp> {
    // The newer call with flags of its own is of API 33; this one works on every phone from 26 on.
    @Suppress("DEPRECATION")
    val found = packages.queryIntentActivities(geo(LatLon(0.0, 0.0)), 0)
    return found.map { MapApp(it.loadLabel(packages).toString(), it.activityInfo.packageName) }.distinctBy { it.packageName }
}

private fun geo(point: LatLon): Intent {
    val at = String.format(Locale.ROOT, "%.6f,%.6f", point.lat, point.lon)
    return Intent(Intent.ACTION_VIEW, Uri.parse("geo:$at?q=$at"))
}
