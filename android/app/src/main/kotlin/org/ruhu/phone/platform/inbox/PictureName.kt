package org.ruhu.phone.platform.inbox

import org.ruhu.phone.core.Moment

/**
 * What a picture on its way in is called: whose it is and when the camera was opened, and, once it has come in whole,
 * when the camera began to write it. The name alone must say it: the process that asked may be gone by then. An owner may be
 * any text; in the name its letters, digits and hyphens stand for themselves, every other byte of it as `~` and two
 * hexadecimal digits, so that `_` parts the name and nothing in it is a path.
 */
internal data class PictureName(val owner: String, val opened: Moment, val written: Moment? = null) {
    /** The last part of the address that the camera is handed. */
    fun asked(): String = "${escaped(owner)}_$opened.jpg"

    /** The file that it lies in, sealed. */
    fun sealed(written: Moment): String = "${escaped(owner)}_${opened}_$written$SEALED"

    companion object {
        private const val SEALED = ".shot"
        private const val OWNER = "((?:[A-Za-z0-9-]|~[0-9a-f]{2})+)"
        private val ASKED = Regex("${OWNER}_([0-9]{1,15})\\.jpg")
        private val LIES = Regex("${OWNER}_([0-9]{1,15})_([0-9]{1,15})\\.shot")

        /** The name in an address; none for anything that this app did not make. */
        fun ofAddress(last: String): PictureName? = ASKED.matchEntire(last)?.destructured?.let { (owner, opened) ->
            PictureName(unescaped(owner), Moment(opened.toLong()))
        }

        /** The name of a file; none for one that is not whole, or set aside. */
        fun ofFile(name: String): PictureName? = LIES.matchEntire(name)?.destructured?.let { (owner, opened, written) ->
            PictureName(unescaped(owner), Moment(opened.toLong()), Moment(written.toLong()))
        }

        private fun escaped(owner: String): String = owner.toByteArray().joinToString("") { byte ->
            val letter = byte.toInt().toChar()
            if (letter in 'a'..'z' || letter in 'A'..'Z' || letter in '0'..'9' || letter == '-') "$letter" else "~%02x".format(byte)
        }

        private fun unescaped(name: String): String {
            val bytes = Regex("~([0-9a-f]{2})|(.)").findAll(name).map { found ->
                val (hex, letter) = found.destructured
                if (hex.isEmpty()) letter[0].code.toByte() else hex.toInt(16).toByte()
            }
            return String(bytes.toList().toByteArray())
        }
    }
}
