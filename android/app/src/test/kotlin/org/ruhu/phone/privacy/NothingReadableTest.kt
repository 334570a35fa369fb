package org.ruhu.phone.privacy

import android.content.Context
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.HelpGiven
import org.ruhu.phone.core.HelpKind
import org.ruhu.phone.harness.MORNING
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.SheetPhoto
import org.ruhu.phone.harness.Signal
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.Town
import org.ruhu.phone.harness.onCore
import org.ruhu.phone.harness.photo
import org.ruhu.phone.harness.quickVisit
import org.ruhu.phone.harness.signal
import org.ruhu.phone.platform.KeystoreKeys
import java.io.ByteArrayOutputStream
import java.io.File
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

/** After a day of use and a kill, every file that the app has left is read: nothing of anybody can be found in it. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "zh-rCN-w360dp-h640dp-xhdpi")
class NothingReadableTest {
    @Test
    fun `no file of the app tells of a household, a picture or a key`() = Town.open().use { town ->
        Phone(MORNING).use { phone ->
            phone.signal(Signal.Wifi)
            val code = town.code()
            phone.open()
            phone.tap("同意")
            phone.tap("扫登记单")
            phone.takePhoto(SheetPhoto(code.qr).file())
            phone.tap("去看今天该去谁家")
            val homes = town.households()
            val files = homes.map { home -> phone.onCore { household(home.household) } }

            // A visit by the core, one by the screen with the camera, killed in the middle; help; a backup that failed.
            phone.signal(Signal.None)
            phone.quickVisit(homes[0])
            val given = HelpGiven(homes[1].household, null, HelpKind.OTHER, Day.parse("2026-11-25"), NOTE, 12_000L, null)
            phone.onCore { help(given) }
            phone.dieAndOpen()
            phone.tap("开始走访")
            phone.tap("拍照")
            val asked = phone.askedOfCamera()
            phone.leave()
            phone.die()
            org.ruhu.phone.harness.FakeCamera.writes(phone.app, asked, photo())
            val aborted = File(phone.app.noBackupFilesDir, "outgoing/sealed").apply { parentFile?.mkdirs() }
            phone.onCore { backup(aborted) }
            phone.onCore { pause() }
            phone.die()

            val key = KeystoreKeys(phone.app).storeKey()
            val needles = Needles(
                words = files.flatMap { file ->
                    listOfNotNull(file.household.head, file.household.phone, file.household.villageName)
                } + homes.map { it.household.text } + listOf(NOTE, town.cadre.name, town.name, code.code),
                bytes = listOf(key, key.copyOf(16), key.copyOfRange(16, 32)),
            )
            val left = filesOf(phone.app)
            assertTrue("the day has left something: $left", left.size > 5 && left.sumOf { it.length() } > 500_000)
            assertEquals(emptyList<String>(), left.flatMap(needles::findIn))

            // And it would be found.
            for ((name, planted) in planted(town, needles)) {
                val file = File(phone.app.cacheDir, name)
                file.writeBytes(planted)
                assertTrue("$name is found", filesOf(phone.app).flatMap(needles::findIn).isNotEmpty())
                file.delete()
            }
        }
    }

    private fun planted(town: Town, needles: Needles): Map<String, ByteArray> {
        val name = town.households().first().head
        val zip = ByteArrayOutputStream().also { out ->
            ZipOutputStream(out).use {
                it.putNextEntry(ZipEntry("note.txt"))
                it.write("$name $NOTE".repeat(20).toByteArray())
            }
        }.toByteArray()
        return mapOf(
            "utf8" to "…$name…".toByteArray(),
            "utf16" to "…$name…".toByteArray(Charsets.UTF_16LE),
            "utf16be" to "…$name…".toByteArray(Charsets.UTF_16BE),
            "zip" to zip,
            "photo" to photo().readBytes(),
            "half-a-photo" to ByteArray(100) + photo().readBytes().copyOf(5000),
            "database" to "SQLite format 3\u0000".toByteArray(),
            "key" to ByteArray(7) + needles.bytes.first(),
        )
    }

    /** Every file under every folder that Android gives to the app. */
    private fun filesOf(app: Context): List<File> = listOfNotNull(
        app.dataDir, app.filesDir, app.noBackupFilesDir, app.cacheDir, app.codeCacheDir, app.externalCacheDir,
        app.getExternalFilesDir(null), app.getDatabasePath("x").parentFile,
    ).flatMap { folder -> folder.walkTopDown().filter(File::isFile).toList() }.distinct()

    private companion object {
        const val NOTE = "屋顶漏雨已经报给镇里修缮"
    }
}
