package org.ruhu.phone.ui

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Rect
import android.view.View
import android.view.ViewGroup
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import android.widget.TextView
import org.ruhu.phone.harness.Eye

/**
 * Walks through a window as somebody would who cannot see well, or has thick fingers: everything that is pressed is large
 * enough and has a name, every text stands out from its ground, nothing is cut off and nothing lies over something else.
 */
class Walk private constructor(private val root: View) {
    private val shown: List<View> = under(root)
    private val picture: Bitmap by lazy {
        Bitmap.createBitmap(root.width, root.height, Bitmap.Config.ARGB_8888).also { root.draw(Canvas(it)) }
    }

    private fun findings(): List<Finding> =
        shown.flatMap(::ofTarget) +
            shown.flatMap(::ofName) +
            shown.flatMap(::ofKeyboard) +
            shown.filterIsInstance<TextView>().filter { it.isEnabled }.flatMap { text ->
                sight(text)?.let { faint(text, picture, it) }.orEmpty()
            } +
            shown.flatMap(::cutOff) +
            overlapping(shown.filter(::carries).mapNotNull { view -> sight(view)?.let { view to it } })

    private fun ofTarget(view: View): List<Finding> {
        if (!view.isClickable && !view.isLongClickable) return emptyList()
        val density = view.resources.displayMetrics.density
        val (width, height) = view.width / density to view.height / density
        // A pixel's rounding is nobody's finger.
        if (width >= TARGET - 0.5f && height >= TARGET - 0.5f) return emptyList()
        return listOf(Finding(Fault.SmallTarget, view, "%.0f x %.0f dp, less than %d".format(width, height, TARGET)))
    }

    private fun ofName(view: View): List<Finding> {
        if (view.importantForAccessibility == View.IMPORTANT_FOR_ACCESSIBILITY_NO) return emptyList()
        if (view.isClickable && names(view).all(String::isBlank)) {
            return listOf(Finding(Fault.Nameless, view, "can be pressed, and TalkBack has no word for it"))
        }
        val drawn = view !is ViewGroup && view !is TextView && view.javaClass != View::class.java
        if (drawn && !view.isClickable && view.contentDescription == null && names(view.parent as? View).all(String::isBlank)) {
            return listOf(Finding(Fault.Nameless, view, "is drawn, and TalkBack has no word for it"))
        }
        return emptyList()
    }

    private fun ofKeyboard(view: View): List<Finding> {
        val learns = (view as? EditText)?.let { it.imeOptions and EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING == 0 } ?: return emptyList()
        return if (learns) listOf(Finding(Fault.Learnt, view, "the keyboard may learn what is typed")) else emptyList()
    }

    /** What TalkBack says of a view: its own words, or those inside it. */
    private fun names(view: View?): List<String> = when {
        view == null -> emptyList()
        view.contentDescription != null -> listOf(view.contentDescription.toString())
        view is ViewGroup -> children(view).filter { it.visibility == View.VISIBLE }.flatMap(::names)
        else -> listOf(Eye.says(view))
    }

    /** Where the view can be seen in the window; nothing where it cannot. */
    private fun sight(view: View): Rect? {
        val seen = Rect()
        if (!view.getGlobalVisibleRect(seen) || seen.width() < 2 || seen.height() < 2) return null
        return seen.takeIf { it.intersect(0, 0, root.width, root.height) }
    }

    /** Whether something is lost when another thing lies over it. */
    private fun carries(view: View): Boolean =
        view.isClickable || view is EditText || (view is TextView && view.text.isNotEmpty())

    companion object {
        /** What a finger hits, in dp. */
        private const val TARGET = 48

        /** All that is wrong with this window. */
        fun check(root: View): List<Finding> = Walk(root).findings()

        internal fun children(group: ViewGroup): List<View> = (0 until group.childCount).map(group::getChildAt)

        private fun under(view: View): List<View> {
            if (view.visibility != View.VISIBLE || view.alpha == 0f) return emptyList()
            return listOf(view) + (view as? ViewGroup)?.let(::children).orEmpty().flatMap(::under)
        }
    }
}

/** What can be wrong. */
enum class Fault { SmallTarget, Nameless, Learnt, Faint, CutOff, Overlapping }

/** Something wrong with a view. */
class Finding(val fault: Fault, view: View, private val why: String) {
    private val what: String = "${view.javaClass.simpleName} \"${Eye.says(view).take(24)}\""

    override fun toString() = "$fault: $what: $why"
}
