package org.ruhu.phone

import org.ruhu.phone.screens.Screen

/** The stack of places. Screens under the top keep their views, so that a list is where it was. */
class Navigator {
    private class Entry(val place: Place, build: (Place) -> Screen) {
        private val made = lazy { build(place) }
        val screen: Screen by made
        fun end() {
            if (made.isInitialized()) screen.end()
        }
    }

    private val stack = ArrayDeque<Entry>()

    val top: Screen? get() = stack.lastOrNull()?.screen
    val depth: Int get() = stack.size

    fun places(): List<Place> = stack.map { it.place }

    fun begin(places: List<Place>, build: (Place) -> Screen) {
        end()
        places.forEach { push(it, build) }
    }

    fun push(place: Place, build: (Place) -> Screen) = stack.addLast(Entry(place, build))

    fun pop() = stack.removeLast().end()

    fun end() {
        stack.forEach { it.end() }
        stack.clear()
    }
}
