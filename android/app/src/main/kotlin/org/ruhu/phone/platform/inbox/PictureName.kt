package org.ruhu.phone.platform.inbox

import org.ruhu.phone.core.Moment

/**
 * What a picture on its way in is called: whose it is and when the camera was opened, and, once it has come in whole,
 * when the camera began to write it. The name alone must say it: the process that asked may be gone by then.
 */
internal data class PictureName(val owner: String, val opened: Moment, val written: Moment? = null) {
    /** The last part of the address that the camera is handed. */
    fun asked(): String = "${owner}_$opened.jpg"

    /** The file that it lies in, sealed. */
    fun sealed(written: Moment): String = "${owner}_${opened}_$written$SEALED"

    companion object {
        private const val SEALED = ".shot"
        private val ASKED = Regex("([A-Za-z0-9-]+)_([0-9]{1,15})\\.jpg")
        private val LIES = Regex("([A-Za-z0-9-]+)_([0-9]{1,15})_([0-9]{1,15})\\.shot")

        /** The name in an address; none for anything that this app did not make. */
        fun ofAddress(last: String): PictureName? =
            ASKED.matchEntire(last)?.destructured?.let { (owner, opened) -> PictureName(owner, opened.toLong()) }

        /** The name of a file; none for one that is not whole. */
        fun ofFile(name: String): PictureName? = LIES.matchEntire(name)?.destructured?.let { (owner, opened, written) ->
            PictureName(owner, opened.toLong(), written.toLong())
        }
    }
}
