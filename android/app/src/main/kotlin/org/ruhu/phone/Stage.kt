package org.ruhu.phone

import android.app.Activity
import android.content.Intent
import org.ruhu.phone.core.AppException
import org.ruhu.phone.platform.Launched
import org.ruhu.phone.platform.Platform

/** What a screen may ask of the one activity it stands on. */
interface Stage {
    /** The activity, for views and for the camera. */
    val activity: Activity

    /** Goes to a place; the one before is kept under it. */
    fun go(place: Place)

    /** Goes to a place in this one's stead. */
    fun replace(place: Place)

    /** Back to the place under this one. */
    fun back()

    /** Back to the start, with this place alone on the stage. */
    fun restart(place: Place)

    /** Asks for permissions; the screen hears by `shown` when the cadre has answered. */
    fun askPermissions(vararg permissions: String)

    /** Opens another app. */
    fun launch(intent: Intent): Launched

    /** Opens another app that comes back with an answer to this request. */
    fun launch(intent: Intent, request: Int): Launched

    /** Closes the store, does this without one, opens it again and begins as the app does at its start. */
    fun restartSession(between: suspend (Platform) -> Unit)

    /** Language or text size changed: everything is built anew from disk. */
    fun rebuild()

    /** Tells what went wrong and what to do about it. */
    fun trouble(trouble: AppException)

    /** Asks yes or no. */
    fun confirm(question: Question, yes: () -> Unit)
}

/** A question with its two answers, as texts that are shown. */
data class Question(val title: String, val text: String, val yes: String, val no: String)
