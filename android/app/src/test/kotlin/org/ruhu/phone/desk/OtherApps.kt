package org.ruhu.phone.desk

import android.app.Activity
import android.app.Application
import android.provider.MediaStore
import org.robolectric.Shadows.shadowOf
import org.ruhu.phone.harness.Phone
import org.ruhu.phone.harness.SheetPhoto
import org.ruhu.phone.harness.Where
import org.ruhu.phone.harness.photo
import java.io.File

/**
 * The other apps of the phone: the camera hands back real photos, one after the other, or the enrolment sheet while the
 * phone has none; of every other app it is told that it was opened.
 */
class OtherApps(private val phone: Phone, private val sheet: () -> String?, private val tell: (String) -> Unit) {
    private val photos: List<String> = File(Where.root, "tests/data/photos").list().orEmpty()
        .filter { it.endsWith(".jpg") && it !in DAMAGED }
        .sorted()
        .also { check(it.isNotEmpty()) { "tests/data/photos has no photo" } }
    private var taken = 0

    /** Plays the part of whatever the app has opened since. */
    fun play() {
        val activity = shadowOf(phone.activity)
        while (true) {
            val asked = activity.peekNextStartedActivityForResult()?.intent ?: break
            if (asked.action == MediaStore.ACTION_IMAGE_CAPTURE) {
                phone.takePhoto(picture())
            } else {
                activity.nextStartedActivityForResult
                tell("手机打开了别的应用，什么也没选 opened and left again: ${asked.action}")
                activity.receiveResult(asked, Activity.RESULT_CANCELED, null)
            }
        }
        while (true) {
            val opened = shadowOf(phone.app as Application).nextStartedActivity ?: break
            if (opened.action == MediaStore.ACTION_IMAGE_CAPTURE) continue
            tell("手机打开了别的应用 opened: ${opened.action} ${opened.data ?: ""}")
        }
    }

    private fun picture(): File {
        sheet()?.let {
            tell("照相机对着登记单 the camera sees the enrolment sheet")
            return SheetPhoto(it, angle = 3f).file()
        }
        val name = photos[taken++ % photos.size]
        tell("照相机拍下了 the camera took: $name")
        return photo(name)
    }

    private companion object {
        /** Damaged on purpose: for tests of refusing. */
        val DAMAGED = setOf("corrupted.jpg", "image00971.jpg", "image01713.jpg")
    }
}
