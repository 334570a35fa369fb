package org.ruhu.phone.maps

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.ruhu.phone.core.LatLon
import kotlin.math.abs
import kotlin.math.cos
import kotlin.math.hypot

class Gcj02Test {
    /** Metres between two points that are near each other. */
    private fun metres(a: LatLon, b: LatLon) =
        hypot((a.lat - b.lat) * 111_195, (a.lon - b.lon) * 111_195 * cos(Math.toRadians(a.lat)))

    /** As the public library gcoord 1.0.7 reckons it: true, drawn by most, drawn by Baidu. */
    @Test
    fun `points all over China are shifted as a public library shifts them`() {
        val points = listOf(
            listOf(39.907333, 116.391083, 39.9087342, 116.3973240, 39.9150771, 116.4036971),
            listOf(31.241777, 121.49516, 31.2397779, 121.4996097, 31.2454178, 121.5062203),
            listOf(32.61, 108.72, 32.6077936, 108.7245590, 32.6141049, 108.7309449),
            listOf(18.25, 109.51, 18.2483014, 109.5140896, 18.2540597, 109.5206384),
            listOf(47.35, 130.3, 47.3524474, 130.3078586, 47.3587578, 130.3142329),
            listOf(29.65, 91.1, 29.6473003, 91.1015683, 29.6534194, 91.1080374),
        ).map { (a, b, c, d, e, f) -> Triple(LatLon(a, b), LatLon(c, d), LatLon(e, f)) }
        for ((measured, drawn, baidu) in points) {
            assertEquals("$measured", 0.0, metres(Gcj02.ofWgs84(measured), drawn), 0.1)
            assertEquals("$measured", 0.0, metres(Gcj02.baiduOfWgs84(measured), baidu), 0.5)
        }
    }

    @Test
    fun `the shift is some hundred metres in China, smooth, and nothing outside it`() {
        val home = LatLon(32.61, 108.72)
        val shift = metres(home, Gcj02.ofWgs84(home))
        assertTrue("$shift", shift in 100.0..800.0)
        val beside = LatLon(home.lat + 0.0001, home.lon)
        val kept = metres(Gcj02.ofWgs84(home), Gcj02.ofWgs84(beside)) - metres(home, beside)
        assertTrue("$kept", abs(kept) < 0.1)
        val paris = LatLon(48.8566, 2.3522)
        assertEquals(paris, Gcj02.ofWgs84(paris))
        assertEquals(paris, Gcj02.baiduOfWgs84(paris))
    }

    @Test
    fun `each map app gets the point in its own way`() {
        val home = LatLon(32.61, 108.72)
        assertEquals(home, Datum.ofPackage("com.google.android.apps.maps").of(home))
        assertEquals(Gcj02.ofWgs84(home), Datum.ofPackage("com.autonavi.minimap").of(home))
        assertEquals(Gcj02.baiduOfWgs84(home), Datum.ofPackage("com.baidu.BaiduMap").of(home))
        val baidu = metres(Gcj02.ofWgs84(home), Gcj02.baiduOfWgs84(home))
        assertTrue("$baidu", baidu in 500.0..1_500.0)
    }
}

private operator fun <T> List<T>.component6(): T = this[5]
