package org.ruhu.phone.harness

import android.widget.EditText
import android.widget.TextView

/** Opens a household's file from the due list, looked for by the householder's name; answers whose it is. */
fun Phone.openFile(town: Town, at: Int = 0): TownHousehold {
    val home = town.households()[at]
    if (!sees(home.head)) {
        tap("找一家")
        tap("姓名、组")
        type(home.head)
    }
    // The name stands in the search's box, too.
    tap(views().first { it.isShown && it is TextView && it !is EditText && it.text.toString() == home.head })
    find("一户一档")
    return home
}
