package org.ruhu.phone.harness

/** Opens a household's file from the due list, looked for by the householder's name; answers whose it is. */
fun Phone.openFile(town: Town, at: Int = 0): TownHousehold {
    val home = town.households()[at]
    if (!sees(home.head)) {
        tap("找一家")
        tap("姓名、组")
        type(home.head)
    }
    tap(home.head)
    find("一户一档")
    return home
}
