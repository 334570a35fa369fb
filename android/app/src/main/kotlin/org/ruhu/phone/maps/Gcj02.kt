package org.ruhu.phone.maps

import org.ruhu.phone.core.LatLon
import kotlin.math.PI
import kotlin.math.abs
import kotlin.math.atan2
import kotlin.math.cos
import kotlin.math.sin
import kotlin.math.sqrt

/**
 * The shift that maps sold in China are drawn with (GCJ-02), and Baidu's own on top of it (BD-09), by the formulas the
 * public has worked out from the maps. Nothing is ever stored shifted: this is for handing a point to an app that draws so.
 */
object Gcj02 {
    /** The Krasovsky ellipsoid, which the shift is reckoned on: semi-major axis in metres, eccentricity squared. */
    private const val AXIS = 6_378_245.0
    private const val ECCENTRICITY = 0.00669342162296594323

    /** Baidu's own circle constant. */
    private const val BAIDU = PI * 3000 / 180

    /** A true point as a Chinese map draws it. Outside China's bounding box nothing is shifted. */
    fun ofWgs84(point: LatLon): LatLon {
        if (!insideChina(point)) return point
        val x = point.lon - 105
        val y = point.lat - 35
        val phi = point.lat / 180 * PI
        val curve = 1 - ECCENTRICITY * sin(phi) * sin(phi)
        val north = northMetres(x, y) * 180 / (AXIS * (1 - ECCENTRICITY) / (curve * sqrt(curve)) * PI)
        val east = eastMetres(x, y) * 180 / (AXIS / sqrt(curve) * cos(phi) * PI)
        return LatLon(point.lat + north, point.lon + east)
    }

    /** A true point as Baidu's map draws it. */
    fun baiduOfWgs84(point: LatLon): LatLon {
        if (!insideChina(point)) return point
        val gcj = ofWgs84(point)
        val radius = sqrt(gcj.lon * gcj.lon + gcj.lat * gcj.lat) + 0.00002 * sin(gcj.lat * BAIDU)
        val angle = atan2(gcj.lat, gcj.lon) + 0.000003 * cos(gcj.lon * BAIDU)
        return LatLon(radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065)
    }

    private fun insideChina(point: LatLon) = point.lat in 0.8293..55.8271 && point.lon in 72.004..137.8347

    private fun northMetres(x: Double, y: Double): Double =
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) +
            waves(x, 6.0 to 20.0, 2.0 to 20.0) + waves(y, 1.0 to 20.0, 1.0 / 3 to 40.0, 1.0 / 12 to 160.0, 1.0 / 30 to 320.0)

    private fun eastMetres(x: Double, y: Double): Double =
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) +
            waves(x, 6.0 to 20.0, 2.0 to 20.0, 1.0 to 20.0, 1.0 / 3 to 40.0, 1.0 / 12 to 150.0, 1.0 / 30 to 300.0)

    /** Two thirds of a sum of sines: frequency in half turns a degree, height in metres. */
    private fun waves(at: Double, vararg waves: Pair<Double, Double>): Double =
        waves.sumOf { (frequency, height) -> height * sin(at * frequency * PI) } * 2 / 3
}
