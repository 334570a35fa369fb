package org.ruhu.phone.platform

import android.content.Context
import android.net.Uri
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.Report
import org.ruhu.phone.harness.FakeAndroidKeyStore
import org.ruhu.phone.harness.FakeClocks
import org.ruhu.phone.harness.TestApp
import org.ruhu.phone.harness.photo
import org.ruhu.phone.platform.inbox.PictureName
import java.io.File
import java.io.FileNotFoundException

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class)
class PhotoInboxTest {
    private val app: Context get() = RuntimeEnvironment.getApplication()
    private val folder get() = File(app.noBackupFilesDir, "camera")
    private val clocks = FakeClocks(Moment(1_790_000_000_000))
    private lateinit var camera: SystemCamera

    @Before
    fun install() {
        FakeAndroidKeyStore.install()
        TestApp.clocks = clocks
        camera = SystemCamera(app, clocks)
    }

    private fun address(owner: String) = Uri.parse("content://org.ruhu.phone.photos/${PictureName(owner, clocks.wall()).asked()}")

    private fun writes(owner: String, bytes: ByteArray) =
        checkNotNull(app.contentResolver.openOutputStream(address(owner), "w")).use { it.write(bytes) }

    @Test
    fun `a picture comes out as the camera wrote it, whatever its size`() {
        for (size in listOf(1, 65_535, 65_536, 65_537, 131_072, 3_000_001)) {
            val bytes = ByteArray(size) { (it * 31 % 251).toByte() }
            writes("draft-$size", bytes)
            val shot = camera.waiting("draft-$size").single()
            assertArrayEquals(bytes, camera.read(shot))
            camera.done(shot)
            assertEquals(emptyList<Shot>(), camera.waiting("draft-$size"))
        }
    }

    @Test
    fun `nothing readable lies on the disk while a picture waits`() {
        val picture = photo("DSCN0010.jpg").readBytes()
        writes("draft", picture)
        assertEquals(1, camera.waiting("draft").size)
        // Short marks stand in any noise sooner or later; twelve bytes do not.
        val start = String(picture.copyOf(12), Charsets.ISO_8859_1)
        assertTrue("the picture has no words to look for", "NIKON" in String(picture, Charsets.ISO_8859_1))
        for (file in folder.walk().filter { it.isFile }) {
            val text = String(file.readBytes(), Charsets.ISO_8859_1)
            assertTrue(file.name, start !in text && "Exif\u0000\u0000" !in text && "NIKON" !in text)
        }
    }

    @Test
    fun `a camera that wrote nothing left no picture`() {
        writes("draft", ByteArray(0))
        assertEquals(emptyList<Shot>(), camera.waiting("draft"))
        assertEquals(0, folder.list().orEmpty().size)
    }

    @Test
    fun `pictures belong to whoever asked for them, oldest first`() {
        writes("one", byteArrayOf(1))
        clocks.passMinutes(1)
        writes("two", byteArrayOf(2))
        clocks.passMinutes(1)
        writes("one", byteArrayOf(3))
        assertEquals(listOf(1, 3), camera.waiting("one").map { camera.read(it).single().toInt() })
        assertEquals(listOf(2), camera.waiting("two").map { camera.read(it).single().toInt() })
    }

    @Test
    fun `a file that was cut, changed or given to another owner does not open`() {
        writes("draft", ByteArray(200_000) { 7 })
        val shot = camera.waiting("draft").single()
        val file = File(folder, shot.name)
        val whole = file.readBytes()
        for (end in listOf(30, 100, 65_612, whole.size - 1)) {
            file.writeBytes(whole.copyOf(end))
            assertThrows("cut at $end", BrokenPicture::class.java) { camera.read(shot) }
        }
        file.writeBytes(whole.copyOf().also { it[70_000] = (it[70_000] + 1).toByte() })
        assertThrows(BrokenPicture::class.java) { camera.read(shot) }
        file.writeBytes(whole)
        assertThrows(BrokenPicture::class.java) { camera.read(shot.copy(owner = "another")) }
        assertEquals(200_000, camera.read(shot).size)
    }

    @Test
    fun `any household number that the server takes names a picture, and no other household's`() {
        val letters = ('a'..'z') + ('A'..'Z') + ('0'..'9') + listOf('-', '_', '.')
        val random = java.util.Random(14)
        val numbers = letters.map { "$it" } + listOf("..", "._-", "a_1", "a-1", "a.1", "A_1", "1_2_3.jpg", "x.shot", "9".repeat(40)) +
            List(300) { String(CharArray(1 + random.nextInt(40)) { letters[random.nextInt(letters.size)] }) }
        val owners = (numbers.map { "help-$it" } + "张三" + "~5f" + "a b/../c").distinct()
        for (owner in owners) {
            val name = PictureName(owner, Moment(1_790_000_000_000))
            assertEquals(name, PictureName.ofAddress(name.asked()))
            assertEquals(name.copy(written = Moment(7)), PictureName.ofFile(name.sealed(Moment(7))))
            assertTrue(name.sealed(Moment(7)), '/' !in name.sealed(Moment(7)) && name.sealed(Moment(7)).toByteArray().size < 256)
        }
        assertEquals(owners.size, owners.map { PictureName(it, Moment(1)).asked() }.toSet().size)
        for (owner in listOf("help-a_1", "help-a.1", "help-a-1")) writes(owner, owner.toByteArray())
        for (owner in listOf("help-a_1", "help-a.1", "help-a-1")) {
            assertEquals(owner, String(camera.read(camera.waiting(owner).single())))
        }
    }

    @Test
    fun `a keystore that does not answer breaks no picture, and it opens later`() {
        writes("draft", byteArrayOf(1, 2, 3))
        val camera = SystemCamera(app, clocks, KeystoreCalls(RetriesAtOnce(mutableListOf())))
        val shot = camera.waiting("draft").single()
        FakeAndroidKeyStore.unreachable = true
        assertThrows(Report::class.java) { camera.read(shot) }
        FakeAndroidKeyStore.unreachable = false
        assertArrayEquals(byteArrayOf(1, 2, 3), camera.read(shot))
        // Emptied for good: then it is broken, and kept aside.
        FakeAndroidKeyStore.install()
        assertThrows(BrokenPicture::class.java) { camera.read(shot) }
        camera.setAside(shot)
        assertEquals(emptyList<Shot>(), camera.waiting("draft"))
        assertEquals(listOf(shot.name + ".aside"), folder.list().orEmpty().toList())
    }

    @Test
    fun `attempts that ended with the process are counted, those that ended well are not`() {
        writes("draft", byteArrayOf(1))
        val shot = camera.waiting("draft").single()
        assertEquals(0, camera.begin(shot))
        camera.ended(shot)
        assertEquals(listOf(0, 1, 2), List(3) { SystemCamera(app, clocks).begin(shot) })
        camera.done(shot)
        assertEquals(0, folder.list().orEmpty().size)
    }

    @Test
    fun `nobody reads here, and nobody writes where nothing was asked for`() {
        assertThrows(FileNotFoundException::class.java) { app.contentResolver.openFileDescriptor(address("draft"), "r") }
        val odd = Uri.parse("content://org.ruhu.phone.photos/..%2Fcore%2Fruhu.db")
        assertThrows(FileNotFoundException::class.java) { app.contentResolver.openFileDescriptor(odd, "w") }
    }

    @Test
    fun `the shutter is believed when it was pressed while the camera was open`() {
        val old = photo("DSCN0010.jpg").readBytes()
        val shot = Shot("draft", "name", opened = clocks.wall() - 20_000, taken = clocks.wall())
        assertEquals(shot.taken, shutterTime(shot, old))
        // The picture says 2008-10-22 16:28:39 of its own zone, which is this machine's here.
        val said = java.time.LocalDateTime.of(2008, 10, 22, 16, 28, 39).atZone(java.time.ZoneId.systemDefault())
        val then = Moment.of(said.toInstant())
        assertEquals(then, shutterTime(Shot("draft", "name", then - 5_000, then + 4_000), old))
    }
}
