package org.ruhu.phone.platform

import android.app.NotificationManager
import android.content.Context

/** The one local notification of a day. */
class SystemReminders(private val context: Context) : Reminders {
    override fun access(): Access {
        val manager = context.getSystemService(NotificationManager::class.java)
        return if (manager.areNotificationsEnabled()) Access.Granted else Access.ToAsk
    }

    override fun remind(title: String, text: String) = Unit
}
