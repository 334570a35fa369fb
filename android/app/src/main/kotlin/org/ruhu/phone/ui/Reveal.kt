package org.ruhu.phone.ui

import android.animation.ValueAnimator
import android.graphics.Rect
import android.view.View
import android.view.animation.DecelerateInterpolator

private const val REVEAL_MS = 600L

/** The view comes from left to right, once, when it has its size. Where the phone's owner wants nothing to move, it is there. */
fun View.reveal() {
    if (!ValueAnimator.areAnimatorsEnabled()) return
    post {
        ValueAnimator.ofInt(0, width).apply {
            duration = REVEAL_MS
            interpolator = DecelerateInterpolator()
            addUpdateListener { clipBounds = Rect(0, 0, it.animatedValue as Int, height) }
            start()
        }
    }
}
