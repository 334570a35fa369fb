package org.ruhu.phone.ui

import android.graphics.Rect
import android.view.View
import org.ruhu.phone.harness.Eye

/** Pairs of views that lie over one another without one holding the other. */
internal fun overlapping(placed: List<Pair<View, Rect>>): List<Finding> = buildList {
    placed.forEachIndexed { at, (view, rect) ->
        for ((other, theirs) in placed.drop(at + 1)) {
            val common = Rect(rect)
            if (!common.intersect(theirs) || holds(view, other) || holds(other, view)) continue
            // Rounding may let neighbours share a pixel.
            if (common.width() <= 2 || common.height() <= 2) continue
            val over = Finding(Fault.Overlapping, other, "lies over \"${Eye.says(view).take(24)}\"")
            add(over)
        }
    }
}

private fun holds(outer: View, inner: View): Boolean = generateSequence(inner.parent) { it.parent }.any { it === outer }
