package org.ruhu.phone.screens.visit

import org.ruhu.phone.core.Look

/** The living check by taps: fine; again: a problem; again: not looked at. */
fun Look?.tapped(): Look? = when (this) {
    null -> Look.FINE
    Look.FINE -> Look.PROBLEM
    Look.PROBLEM -> null
}
