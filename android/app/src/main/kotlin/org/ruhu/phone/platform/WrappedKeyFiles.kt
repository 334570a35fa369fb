package org.ruhu.phone.platform

import org.ruhu.phone.core.Moment
import java.io.File
import java.io.IOException

/**
 * The files of wrapped store keys: `store.key` is wrapped by the keystore's `ruhu-store`, `store-2.key` by `ruhu-store-2` and
 * so on. A set-aside one has `.aside-DATE` behind its name and keeps its number, which is never given again: file and
 * keystore key of a store that was set aside stay together.
 */
internal class WrappedKeyFiles(private val folder: File) {
    /** One wrapped key: its file, and the name of the keystore's key that wraps it. */
    class Wrapped(val file: File, val alias: String)

    /** The one in use; where none is, the one to make. */
    fun current(): Wrapped {
        val named = named()
        val number = named.filter { it.aside.isEmpty() }.maxOfOrNull { it.number } ?: ((named.maxOfOrNull { it.number } ?: 0) + 1)
        return wrapped(Named(number, ""))
    }

    /** Those of stores that were set aside. */
    fun ofSetAside(): List<Wrapped> = named().filter { it.aside.isNotEmpty() }.map(::wrapped)

    /** The one in use is set aside, dated; none does nothing. */
    fun setAside(now: Moment) {
        val file = current().file
        if (!file.exists()) return
        val aside = File(folder, "${file.name}$ASIDE${datedName(now)}")
        if (aside.exists() || !file.renameTo(aside)) throw IOException("the key's file cannot be set aside")
    }

    private class Named(val number: Int, val aside: String)

    private fun wrapped(named: Named): Wrapped {
        val part = if (named.number == 1) "" else "-${named.number}"
        return Wrapped(File(folder, "store$part.key${named.aside}"), "ruhu-store$part")
    }

    private fun named(): List<Named> {
        val names = folder.list() ?: if (folder.exists()) throw IOException("the keys' folder cannot be read") else return emptyList()
        return names.mapNotNull { name ->
            NAME.matchEntire(name)?.destructured?.let { (number, aside) -> Named(number.toIntOrNull() ?: 1, aside) }
        }
    }

    private companion object {
        const val ASIDE = ".aside-"
        val NAME = Regex("store(?:-([0-9]{1,4}))?\\.key(\\.aside-[0-9-]+)?")
    }
}

/** Since which start of the phone the keystore does not answer: a restart is what is advised, and it may not have helped. */
internal class SilentBoot(private val file: File, private val bootCount: () -> Int) {
    /** Whether it was silent before the phone's last restart too; notes this start when it is the first. */
    fun sinceBefore(): Boolean {
        val now = bootCount()
        val first = if (file.exists()) file.readText().trim().toIntOrNull() else null
        if (first != null) return now != UNKNOWN && first != UNKNOWN && now > first
        file.parentFile?.mkdirs()
        writeWhole(file, now.toString().toByteArray())
        return false
    }

    /** It answered. */
    fun over() = remove(file)

    companion object {
        /** The phone does not say how often it was started. */
        const val UNKNOWN = -1
    }
}
