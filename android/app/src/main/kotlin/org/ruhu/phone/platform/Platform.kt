package org.ruhu.phone.platform

import android.app.Activity
import android.content.Intent
import org.ruhu.phone.core.Battery
import org.ruhu.phone.core.Clocks
import org.ruhu.phone.core.Fix
import org.ruhu.phone.core.Keys
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.Network
import org.ruhu.phone.core.Proxies
import org.ruhu.phone.core.Roots
import java.io.File

/**
 * Everything that a phone has and a test machine has not. Each part is small, has one Android implementation in this
 * folder and one honest fake in the tests; nothing above this folder asks Android for hardware.
 */
class Platform(
    val keys: DeviceKeys,
    val clocks: PhoneClocks,
    val roots: Roots,
    val position: Position,
    val camera: Camera,
    val network: NetworkNow,
    val jobs: Jobs,
    val reminders: Reminders,
    val phone: PhoneFacts,
    val appFile: AppFile,
)

/** The keystore: the store's wrapped key and the signing key that never leaves it. */
interface DeviceKeys : Keys {
    /** A new signing key in place of one that a damaged store made unusable. */
    fun renewSigner()

    /** The store's wrapped key is set aside, dated, with its store; the next keys are others. Nothing is deleted. */
    fun setAside(now: Moment)

    /** Both keys in use go: what is on the disk can never be read again. Only for signing out. */
    fun destroy()
}

/** The phone's clocks; told of each fix, so that the satellites' time can be carried on by the monotonic clock. */
interface PhoneClocks : Clocks {
    fun wall(): Moment = now().wall

    /** A fix of the satellites said that it was `gnss` when the monotonic clock said `monotonicMs`. */
    fun heard(gnss: Moment, monotonicMs: Long)
}

/** Where the phone is; read only while somebody watches, and somebody watches only during a visit or a list by distance. */
interface Position {
    fun access(): Access

    /** Tells each position as it comes, on the main thread, until the answer is stopped. */
    fun watch(tell: (PositionNow) -> Unit): Watching
}

/** Whether something may be used. */
enum class Access {
    /** It may. */
    Granted,

    /** The cadre has not been asked, or said no once. */
    ToAsk,

    /** It is switched off for the whole phone. */
    SwitchedOff,
}

/** What is known of the position now. */
sealed interface PositionNow {
    /** The providers are being waited for. */
    data object Searching : PositionNow

    /** A fix came in. It is of now: nothing is remembered from before. */
    data class Fixed(val fix: Fix) : PositionNow

    /** Location is switched off, or not allowed. */
    data class Closed(val access: Access) : PositionNow
}

/** Something that goes on until it is stopped. */
fun interface Watching {
    fun stop()
}

/** The system's camera; the app itself asks for no camera and no storage. */
interface Camera {
    /** Opens it to take one picture for this owner (a draft, a help log being written). */
    fun open(activity: Activity, owner: String, request: Int): Launched

    /** The camera came back to this request: whether a picture came with it. The pictures are in [waiting]. */
    fun back(request: Int, result: Int, data: Intent?)

    /** Pictures taken for this owner that were not taken in yet, oldest first; they outlive a kill. */
    fun waiting(owner: String): List<Shot>

    /** The size of the picture's file in bytes. */
    fun size(shot: Shot): Long

    /**
     * The picture's JPEG bytes. Throws [BrokenPicture] for one that will never open again; an `AppException` when the phone's
     * keystore or disk does not answer, and the picture stays.
     */
    fun read(shot: Shot): ByteArray

    /** An attempt to take it in begins. Answers how many attempts before this one ended together with the process. */
    fun begin(shot: Shot): Int

    /** The attempt ended, and the process goes on. */
    fun ended(shot: Shot)

    /** It has been taken in, or is not wanted: its file goes. */
    fun done(shot: Shot)

    /** It cannot be taken in: it is kept under another name and waits no more. */
    fun setAside(shot: Shot)
}

/**
 * A picture that the camera wrote for somebody: when the camera was opened for it, and when it began to write. The shutter
 * was pressed in between ([shutterTime]).
 */
data class Shot(val owner: String, val name: String, val opened: Moment, val taken: Moment)

/** A picture's file was changed, or its key is gone: it will never open again. */
class BrokenPicture(cause: Exception) : Exception("a picture of the inbox does not open", cause)

/** Whether another app could be opened. */
enum class Launched { Opened, NobodyThere }

/** The network and the battery; and the proxy that the network wants, which changes with it. */
interface NetworkNow : Proxies {
    fun network(): Network
    fun battery(): Battery

    /** Whether the phone is at a charger. */
    fun charging(): Boolean

    /** Tells on the main thread when the network comes, goes or changes. */
    fun watch(tell: () -> Unit): Watching
}

/** Work that the system starts by itself. */
interface Jobs {
    /** Something waits to be sent. A later call takes the place of an earlier one. */
    fun send(at: SendWhen)

    /** Nothing waits any more. */
    fun stopSending()

    /** A look on the next morning after `now`; asked for again at each start, which changes nothing. */
    fun remindEachMorning(now: Moment)

    /** The reminders were switched off. */
    fun stopReminding()

    /** Which job the system refused when it was last asked for one, and how; none when it took it. */
    val refused: String?
}

/** When the system is to send by itself. Each survives a reboot. */
sealed interface SendWhen {
    /** When there is any network. */
    data object Online : SendWhen

    /** When there is one that does not cost by the byte: originals wait for it. */
    data object OnWifi : SendWhen

    /** When there is any network and the phone is being charged: originals wait for it when the battery is low. */
    data object Charging : SendWhen

    /** When there is any network, not before so many milliseconds have passed. */
    data class After(val millis: Long) : SendWhen
}

/** The one local notification of a day. */
interface Reminders {
    fun access(): Access

    /** Shows it; a second one takes the first one's place. Nothing is shown where the cadre does not allow it. */
    fun remind(title: String, text: String)
}

/** What kind of phone this is. */
interface PhoneFacts {
    /** For the enrolment: maker and model. */
    val model: String

    /** The installed app's version: "0.1.0 (1000)". */
    val version: String

    /** The maker as the system names it, in lower case. */
    val maker: String

    /** Whether a screen lock is set. */
    fun locked(): ScreenLock

    /** How much memory the system means for one app, in MiB (`ActivityManager.memoryClass`). */
    val memoryMiB: Int

    /** What the system lets this app do while nobody looks at it, as far as it says so. */
    fun background(): Background
}

/** What the system says of this app's work in the background. Makers add limits of their own, which nobody tells. */
data class Background(
    /** The cadre, or the system for him, has forbidden it; unknown before Android 9. */
    val restricted: Boolean?,
    /** It is spared by the battery's saving. */
    val spared: Boolean,
    /** How often the system thinks the app is used: 10 active, 20 working set, 30 frequent, 40 rare, 45 restricted. */
    val bucket: Int?,
)

/** Whether the phone is locked when it is put away. */
enum class ScreenLock { Set, Missing }

/** The app as a file, before somebody installs it over this one. */
interface AppFile {
    /** The versionCode of the app that runs. */
    val installed: UInt

    /** Whether the system would take this file in the app's place, by its signature too. Reads the file: off the main thread. */
    fun check(file: File): AppCheck
}

/** What a file is that came as a newer version of the app. */
enum class AppCheck {
    /** This app, newer, signed by who signed the one that runs. */
    Good,

    /** It is as old as the one that runs, or older. */
    NotNewer,

    /** Somebody else signed it: the system would refuse it, and nobody should try. */
    OtherSigner,

    /** Another app. */
    OtherApp,

    /** No app, or one whose own signature does not hold. */
    NoApp,
}
