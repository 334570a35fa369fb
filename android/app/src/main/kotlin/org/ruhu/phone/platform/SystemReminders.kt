package org.ruhu.phone.platform

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import org.ruhu.phone.MainActivity
import org.ruhu.phone.R

/** The system's notifications, on one quiet channel. */
class SystemReminders(private val context: Context) : Reminders {
    private val manager = context.getSystemService(NotificationManager::class.java)

    override fun access(): Access = if (manager.areNotificationsEnabled()) Access.Granted else Access.ToAsk

    override fun remind(title: String, text: String) {
        val channel = NotificationChannel(CHANNEL, context.getString(R.string.remind_channel), NotificationManager.IMPORTANCE_DEFAULT)
        manager.createNotificationChannel(channel)
        val open = PendingIntent.getActivity(
            context,
            0,
            Intent(context, MainActivity::class.java),
            PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT,
        )
        val notification = Notification.Builder(context, CHANNEL)
            .setSmallIcon(R.drawable.ic_launcher_mono)
            .setContentTitle(title)
            .setContentText(text)
            .setContentIntent(open)
            .setAutoCancel(true)
            .build()
        manager.notify(ONE, notification)
    }

    private companion object {
        const val CHANNEL = "reminders"
        const val ONE = 1
    }
}
