package org.ruhu.phone.screens.settings

import org.ruhu.phone.Reminding
import org.ruhu.phone.core.Backup
import org.ruhu.phone.core.Language
import org.ruhu.phone.core.Me
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.Originals
import org.ruhu.phone.core.Storage
import org.ruhu.phone.platform.Access
import org.ruhu.phone.platform.ScreenLock

/** 设置 */
data class SettingsState(
    /** None: the system's. */
    val language: Language?,
    val textSize: TextSize,
    val reminding: Reminding,
    /** Whether the system lets reminders through. */
    val reminders: Access,
    val lock: ScreenLock,
    /** What the core says; absent until it has answered. */
    val facts: SettingsFacts? = null,
    val backup: BackupNow = BackupNow.None,
)

/** What the core knows that this page shows. */
data class SettingsFacts(
    val me: Me?,
    val originals: Originals,
    val storage: Storage,
    /** Records that are not with the township yet, or some photo of theirs is not. */
    val unsent: Int,
    val unsentBytes: ULong,
    val stuck: Int,
    val lastSync: Moment?,
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

/** The backup of what is not sent, as far as it goes in this visit to the page. */
sealed interface BackupNow {
    data object None : BackupNow
    data object Writing : BackupNow
    data class Written(val backup: Backup, val name: String) : BackupNow
}

/** What the cadre does. */
sealed interface SettingsEvent {
    data class Speak(val language: Language?) : SettingsEvent
    data class Size(val size: TextSize) : SettingsEvent
    data class Send(val originals: Originals) : SettingsEvent
    data class Remind(val reminding: Reminding) : SettingsEvent
    data object Lock : SettingsEvent
    data object Free : SettingsEvent
    data object Export : SettingsEvent
    data object Diagnose : SettingsEvent
    data object Withdraw : SettingsEvent
    data object SignOut : SettingsEvent
    data object Licences : SettingsEvent
    data object Leave : SettingsEvent
}
