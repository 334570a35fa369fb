package org.ruhu.phone.screens.settings

import android.net.Uri
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 设置 */
fun settingsScreen(session: Session, stage: Stage): Screen = SettingsScreen(SettingsPresenter(session, stage), stage)

/** The chosen document comes to it. */
private class SettingsScreen(private val settings: SettingsPresenter, stage: Stage) :
    PresentedScreen<SettingsState, SettingsEvent>(settings, { tell -> SettingsView(stage.activity, tell) }) {
    override fun document(request: Int, document: Uri) = settings.document(request, document)
}
