package org.ruhu.phone.screens.settings

import org.ruhu.phone.Reminding
import org.ruhu.phone.core.Backup
import org.ruhu.phone.core.Language
import org.ruhu.phone.core.Originals
import org.ruhu.phone.core.SettingsPage
import org.ruhu.phone.platform.Access
import org.ruhu.phone.platform.ScreenLock
import org.ruhu.phone.road.NewerNow

/** 设置 */
data class SettingsState(
    val language: Speech,
    val textSize: TextSize,
    val reminding: Reminding,
    /** Whether the system lets reminders through. */
    val reminders: Access,
    val lock: ScreenLock,
    /** What the core says; absent until it has answered. */
    val facts: SettingsPage? = null,
    val backup: BackupNow = BackupNow.None,
    /** Stores that were set aside. */
    val aside: AsideNow = AsideNow(),
    /** A newer version of the app. */
    val newer: NewerNow = NewerNow.None,
    /** What its file was called when it was saved. */
    val newerSaved: String? = null,
)

/** How large texts are, over what the system says. */
enum class TextSize(val scale: Float) {
    Usual(1f),
    Large(1.15f),
    Larger(1.3f),
    ;

    companion object {
        /** The step that this factor is nearest to. */
        fun of(scale: Float): TextSize = entries.minBy { kotlin.math.abs(it.scale - scale) }
    }
}

/** In which language. */
enum class Speech(val language: Language?) {
    System(null),
    Chinese(Language.ZH),
    English(Language.EN),
}

/** The backup of what is not sent, as far as it goes in this visit to the page. */
sealed interface BackupNow {
    data object None : BackupNow
    data object Writing : BackupNow
    data class Written(val backup: Backup, val name: String) : BackupNow
}

/** How many stores were set aside, and the file that they were written to in this visit to the page. */
data class AsideNow(val count: Int = 0, val written: String? = null)

/** What the cadre does. */
sealed interface SettingsEvent {
    data class Speak(val language: Speech) : SettingsEvent
    data class Size(val size: TextSize) : SettingsEvent
    data class Send(val originals: Originals) : SettingsEvent
    data class Remind(val reminding: Reminding) : SettingsEvent
    data object Lock : SettingsEvent
    data object Free : SettingsEvent
    data object Export : SettingsEvent
    data object ExportAside : SettingsEvent
    data object FetchApp : SettingsEvent
    data object SaveApp : SettingsEvent
    data object Diagnose : SettingsEvent
    data object Withdraw : SettingsEvent
    data object SignOut : SettingsEvent
    data object Licences : SettingsEvent
    data object Leave : SettingsEvent
}
