package org.ruhu.phone.ui

import android.app.Activity
import android.content.Context
import android.content.ContextWrapper
import android.content.res.Configuration
import android.view.View

/** The colour of the system's bar above a page: the page's own bar goes on under it. No activity, no bar. */
internal fun Context.statusBar(colour: Int) {
    generateSequence(this) { (it as? ContextWrapper)?.baseContext }.filterIsInstance<Activity>().firstOrNull()
        ?.window?.statusBarColor = colour
}

/** Whether the system's icons under the page are dark: on paper by day they must be, on dark paper they must not. */
@Suppress("DEPRECATION") // Its successor is of API 30; this one works on every phone from 26 on.
internal fun Activity.navigationIcons() {
    val night = resources.configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES
    window.decorView.systemUiVisibility = if (night) 0 else View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR
}
