package org.ruhu.phone.screens

import android.net.Uri
import android.view.View

/** One place on the stage: its view and its life. */
abstract class Screen {
    /** The whole page. */
    abstract val view: View

    /** It came to the front, or the app did while it was there. */
    open fun shown() = Unit

    /** It went from the front; whatever it watched it watches no more. */
    open fun hidden() = Unit

    /** The camera, or another app that was asked for something, came back. */
    open fun result(request: Int, result: Int) = Unit

    /** A document that the cadre chose in another app, for this request. */
    open fun document(request: Int, document: Uri) = Unit

    /** The cadre went back; answers who deals with it. */
    open fun back(): Back = Back.Leave

    /** It leaves the stage for good. */
    open fun end() = Unit
}

/** Who deals with going back. */
enum class Back {
    /** The stage: the place is left. */
    Leave,

    /** The screen did. */
    Done,
}
