package org.ruhu.phone.harness

import android.graphics.Rect
import android.view.View
import android.view.ViewGroup
import android.view.inspector.WindowInspector
import android.widget.TextView

/** Reads the screen as a person does, or as TalkBack reads it to one. */
object Eye {
    /** Every view that is shown, window by window, from the top of each. */
    fun views(): List<View> = WindowInspector.getGlobalWindowViews().flatMap(::under)

    private fun under(view: View): List<View> {
        if (view.visibility != View.VISIBLE) return emptyList()
        val children = (view as? ViewGroup)?.let { group -> (0 until group.childCount).map(group::getChildAt) }.orEmpty()
        return listOf(view) + children.flatMap(::under)
    }

    /** What a view says. */
    fun says(view: View): String = plain(
        view.contentDescription ?: (view as? TextView)?.let { text -> text.text.ifEmpty { text.hint ?: "" } } ?: "",
    )

    /** As it is read: what only says where no line ends is a space, or nothing. */
    private fun plain(words: CharSequence): String = words.toString().replace('\u00A0', ' ').replace("\u2060", "")

    /** The view that says just this, else the first that says it among other words; of the newest window first. */
    fun find(views: List<View>, words: String): View? {
        val said = views.filter { it.isShown && (says(it).isNotEmpty() || it is TextView) }
        return said.lastOrNull { texts(it).any { text -> text == words } && said.count { texts(it).contains(words) } == 1 }
            ?: said.firstOrNull { texts(it).contains(words) }
            ?: said.firstOrNull { texts(it).any { text -> text.contains(words) } }
    }

    /** The view whose words begin so: of one that says its state, too. */
    fun starting(views: List<View>, words: String): View =
        views.firstOrNull { it.isShown && says(it).startsWith(words) }
            ?: throw AssertionError("nothing begins with \"$words\"; there is:\n" + reads(views).joinToString("\n"))

    private fun texts(view: View): List<String> {
        val text = view as? TextView
        return listOfNotNull(view.contentDescription, text?.text, text?.hint).map(::plain)
    }

    fun reads(views: List<View>): List<String> = views.filter { it.isShown }.map(::says).filter { it.isNotEmpty() }

    /** What a thumb hits at this point of the screen: the last drawn of what can be tapped there. */
    fun under(views: List<View>, x: Int, y: Int): View? = views.lastOrNull { view ->
        val seen = Rect()
        val corner = IntArray(2)
        view.rootView.getLocationOnScreen(corner)
        view.isClickable && view.isShown && view.getGlobalVisibleRect(seen) && seen.contains(x - corner[0], y - corner[1])
    }

    /** Whether any of it is inside the window. */
    fun inSight(view: View): Boolean = view.getGlobalVisibleRect(Rect())
}
