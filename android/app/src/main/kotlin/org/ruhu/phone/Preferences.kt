package org.ruhu.phone

import android.content.Context
import org.ruhu.phone.core.AppStatement
import org.ruhu.phone.core.Day
import org.ruhu.phone.core.Language
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.Sha256

/** The phone's own small settings: needed before the store is open, and personal to nobody. */
class Preferences(context: Context) {
    private val kept = context.getSharedPreferences("habits", Context.MODE_PRIVATE)

    /** The language chosen in the settings; none: the system's. */
    var language: Language?
        get() = when (kept.getString("language", null)) {
            "zh" -> Language.ZH
            "en" -> Language.EN
            else -> null
        }
        set(value) = kept.edit().putString("language", value?.name?.lowercase()).apply()

    /** Texts are this many times as large as the system's. */
    var textSize: Float
        get() = kept.getFloat("text_size", 1f)
        set(value) = kept.edit().putFloat("text_size", value).apply()

    /** Whether to remind in the morning. */
    var reminding: Reminding
        get() = if (kept.getBoolean("reminding", true)) Reminding.On else Reminding.Off
        set(value) = kept.edit().putBoolean("reminding", value == Reminding.On).apply()

    /** The version of the consent's text that was agreed to while no record of it could be signed yet: before enrolment. */
    var agreed: String?
        get() = kept.getString("agreed", null)
        set(value) = kept.edit().putString("agreed", value).apply()

    /** The server's address as it was last typed, so that it is typed once. */
    var address: String
        get() = kept.getString("address", null).orEmpty()
        set(value) = kept.edit().putString("address", value).apply()

    /** The day of the last reminder, so that there is one a day at most. */
    var lastReminded: Day?
        get() = kept.getString("last_reminded", null)?.let(Day::parse)
        set(value) = kept.edit().putString("last_reminded", value?.toString()).apply()

    /** The day on which the cadre was asked whether the app may remind; none: not yet. */
    var askedToRemind: Day?
        get() = kept.getString("asked_to_remind", null)?.let(Day::parse)
        set(value) = kept.edit().putString("asked_to_remind", value?.toString()).apply()

    /** The newer version of the app that the township told of; none: this one is the newest, or nobody has looked. */
    var newer: AppStatement?
        get() = kept.getString("newer_file", null)?.let { file ->
            AppStatement(
                versionName = kept.getString("newer_name", null).orEmpty(),
                versionCode = kept.getInt("newer_code", 0).toUInt(),
                minSdk = kept.getInt("newer_min_sdk", 0).toUInt(),
                bytes = kept.getLong("newer_bytes", 0).toULong(),
                sha256 = Sha256(kept.getString("newer_sha256", null).orEmpty()),
                file = file,
            )
        }
        set(value) = kept.edit().run {
            putString("newer_file", value?.file)
            putString("newer_name", value?.versionName)
            putInt("newer_code", value?.versionCode?.toInt() ?: 0)
            putInt("newer_min_sdk", value?.minSdk?.toInt() ?: 0)
            putLong("newer_bytes", value?.bytes?.toLong() ?: 0)
            putString("newer_sha256", value?.sha256?.text)
            apply()
        }

    /** The day on which the township was last asked for a newer version of the app: once a day is enough. */
    var askedForNewer: Day?
        get() = kept.getString("asked_for_newer", null)?.let(Day::parse)
        set(value) = kept.edit().putString("asked_for_newer", value?.toString()).apply()

    /** When the whole store was last looked through and found sound; 1970 for never. */
    var storeChecked: Moment
        get() = Moment(kept.getLong("store_checked", 0))
        set(value) = kept.edit().putLong("store_checked", value.millis).apply()

    /** When the system last started the sending by itself; none for never. */
    var lastJob: Moment?
        get() = kept.getLong("last_job", 0).takeIf { it > 0 }?.let(::Moment)
        set(value) = kept.edit().putLong("last_job", value?.millis ?: 0).apply()
}

/** Whether reminders are wanted. */
enum class Reminding { On, Off }
