package org.ruhu.phone.platform

import android.content.Context
import android.provider.Settings
import org.ruhu.phone.core.AppException
import org.ruhu.phone.core.Keystore
import org.ruhu.phone.core.Moment
import java.io.File
import java.io.IOException

/**
 * Keys in `AndroidKeyStore`: P-256 for signing, which never leaves it, and AES-256-GCM that wraps the store's random key.
 * The wrapped key lies in a file beside the store; without the keystore it is noise. A store that is there never gets a new
 * key: what cannot be opened is told ([KeyErrors.lost]), and nothing is overwritten. A keystore that does not answer is no loss:
 * it is asked again, then told ([KeyErrors.silent]). Neither key asks for the cadre's finger: the sending goes on while the phone
 * lies in a pocket, locked. All of it may wait for seconds: never on the main thread.
 */
class KeystoreKeys internal constructor(private val context: Context, private val calls: KeystoreCalls) : DeviceKeys {
    constructor(context: Context) : this(context, KeystoreCalls())

    private val errors = KeyErrors(context)
    private val wrapper = KeyWrapper(calls)
    private val folder = File(context.noBackupFilesDir, "keys")
    private val wrapped = WrappedKeyFiles(folder)
    private val number = File(folder, "device.number")
    private val silent = SilentBoot(File(folder, "silent.boot")) {
        Settings.Global.getInt(context.contentResolver, Settings.Global.BOOT_COUNT, SilentBoot.UNKNOWN)
    }
    private val signedOut = File(storeFolder(context), "signed-out.json")
    private val database = File(storeFolder(context), "ruhu.db")

    override fun storeKey(): ByteArray = withKeystoreErrors {
        // Somebody signed out and the app died before the keys went: what lies there shall be readable by nobody.
        if (signedOut.exists()) forget()
        val current = wrapped.current()
        val key = when {
            current.file.exists() -> unwrap(current)
            database.exists() && !signedOut.exists() -> throw errors.lost()
            else -> newStoreKey(current)
        }
        silent.over()
        key
    }

    override fun signer(): Keystore = withKeystoreErrors {
        val alias = deviceAlias(deviceNumber())
        if (calls.find(alias) == null) SigningKey(context, calls).make(alias)
        KeystoreSigner(calls, alias)
    }

    override fun renewSigner() = withKeystoreErrors {
        val old = deviceNumber()
        folder.mkdirs()
        writeWhole(number, (old + 1).toString().toByteArray())
        // What it signed stays good by its certificate; nobody will sign with it again.
        calls.withRetries { it.deleteEntry(deviceAlias(old)) }
    }

    override fun setAside(now: Moment) = withKeystoreErrors {
        folder.mkdirs()
        // Another signing key too: where the old one's chain ended stands in the store that is set aside.
        writeWhole(number, (deviceNumber() + 1).toString().toByteArray())
        wrapped.setAside(now)
        silent.over()
    }

    override fun destroy() = withKeystoreErrors { forget() }

    /** The keys of stores that were set aside stay: nobody has said that the township has what is in them. */
    private fun forget() {
        val kept = wrapped.ofSetAside().map { it.alias }.toSet()
        calls.withRetries { keystore ->
            keystore.aliases().toList().filter { it.startsWith(OURS) && it !in kept }.forEach(keystore::deleteEntry)
        }
        remove(wrapped.current().file)
        remove(number)
    }

    /** A number that does not read is the highest that the keystore has: earlier keys were removed when they were renewed. */
    private fun deviceNumber(): Int {
        if (!number.exists()) return 1
        return number.readText().trim().toIntOrNull() ?: calls.withRetries { keystore ->
            keystore.aliases().toList().mapNotNull { it.removePrefix("${OURS}device-").toIntOrNull() }.maxOrNull() ?: 1
        }
    }

    private fun deviceAlias(number: Int) = "${OURS}device-$number"

    private fun newStoreKey(place: WrappedKeyFiles.Wrapped): ByteArray {
        folder.mkdirs()
        val key = KeyWrapper.newKey()
        // Nothing is wrapped by a key of this name yet: its file would be there.
        writeWhole(place.file, wrapper.wrap(key) { newAesKey(place.alias) })
        return key
    }

    /** The file's key. Throws [KeyGone] when the file or its key in the keystore is lost. */
    private fun unwrap(from: WrappedKeyFiles.Wrapped): ByteArray {
        val bytes = from.file.readBytes()
        if (bytes.size != KeyWrapper.WRAPPED_BYTES) throw KeyGone()
        return wrapper.unwrap(bytes, from.alias)
    }

    /** A keystore or a disk that does not do its work is told by kind alone: its words could carry more than that. */
    private fun <T> withKeystoreErrors(task: () -> T): T = try {
        task()
    } catch (known: AppException) {
        throw known
    } catch (_: KeyGone) {
        throw errors.lost()
    } catch (failed: KeystoreSilent) {
        throw if (silent.sinceBefore()) errors.silentAgain(failed.kind) else errors.silent(failed.kind)
    } catch (failed: IOException) {
        throw errors.file(failed)
    }

    private companion object {
        const val OURS = "ruhu-"
    }
}
