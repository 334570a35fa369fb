package org.ruhu.phone

import android.os.Bundle

/**
 * What is half written in a form, by its place: it outlives the screen (turned, another language, a look at another page)
 * and, in the system's own memory of the app, a kill. It is never on the phone's disk; what must be there is a draft of the
 * core's. A form that is saved is forgotten.
 */
class Forms {
    private val kept = mutableMapOf<String, Bundle>()

    /** What was half written there. */
    fun of(place: Place): Bundle? = kept[place.words()]

    /** Keeps it. */
    fun keep(place: Place, form: Bundle) {
        kept[place.words()] = form
    }

    /** It was saved, or thrown away. */
    fun forget(place: Place) {
        kept.remove(place.words())
    }

    /** Everything, for the system to keep. */
    fun all(): Bundle = Bundle().apply { kept.forEach { (place, form) -> putBundle(place, form) } }

    /** What the system kept; what is here is newer. */
    fun takeBack(all: Bundle) {
        for (place in all.keySet()) if (place !in kept) all.getBundle(place)?.let { kept[place] = it }
    }
}
