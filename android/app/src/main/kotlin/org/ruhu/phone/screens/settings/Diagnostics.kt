package org.ruhu.phone.screens.settings

import android.content.Context
import android.os.Build
import org.ruhu.phone.Session
import org.ruhu.phone.core.Moment
import org.ruhu.phone.core.OutboxView
import org.ruhu.phone.core.SettingsPage
import org.ruhu.phone.platform.versionOf
import org.ruhu.phone.ui.locale
import java.time.temporal.ChronoUnit

/**
 * What helps whoever looks after the phones, and nothing about anybody: no name, number, place, address of a server, id. Each
 * line is built here from numbers and from words of the system; nothing that a person wrote can get in.
 */
fun diagnostics(context: Context, session: Session, page: SettingsPage, outbox: OutboxView): String {
    val phone = session.platform.phone
    val background = phone.background()
    return listOf(
        "ruhu" to versionOf(context),
        "phone" to phone.model,
        "android api" to Build.VERSION.SDK_INT,
        "security patch" to Build.VERSION.SECURITY_PATCH,
        "language" to context.locale.toLanguageTag(),
        "font scale" to context.resources.configuration.fontScale,
        "time of the phone" to minute(session.platform.clocks.wall()),
        "last heard of the township" to outbox.lastSync?.let(::minute),
        "records not sent" to page.unsent.records,
        "photos not sent" to page.unsent.photos,
        "bytes not sent" to page.unsent.bytes,
        "begun and not written" to page.unsent.begun,
        "stuck" to outbox.stuck.size,
        "sent with receipt" to outbox.sent,
        "originals that may be freed" to page.storage.originals,
        "originals go" to page.settings.originals,
        "last backup" to page.lastBackup?.at?.let(::minute),
        "free on the phone, MB" to context.noBackupFilesDir.usableSpace / MB,
        "network" to session.platform.network.network(),
        "battery" to session.platform.network.battery(),
        "sending last started by the system" to session.preferences.lastJob?.let(::minute),
        "job refused by the system" to (session.platform.jobs.refused ?: "none"),
        "background restricted" to background.restricted,
        "spared by battery saving" to background.spared,
        "standby bucket" to background.bucket,
        "notifications" to session.platform.reminders.access(),
        "reminders" to session.preferences.reminding,
        "location" to session.platform.position.access(),
        "screen lock" to phone.locked(),
        "enrolled" to (page.me != null),
    ).joinToString("\n") { (what, value) -> "$what: ${value ?: "unknown"}" }
}

private const val MB = 1_000_000

private fun minute(moment: Moment): String = moment.toInstant().truncatedTo(ChronoUnit.MINUTES).toString()
