package org.ruhu.phone.screens.household

import org.ruhu.phone.Place
import org.ruhu.phone.Session
import org.ruhu.phone.Stage
import org.ruhu.phone.screens.PresentedScreen
import org.ruhu.phone.screens.Screen

/** 一户一档 */
fun householdScreen(place: Place.Household, session: Session, stage: Stage): Screen =
    PresentedScreen(HouseholdPresenter(place.household, session, stage)) { tell -> HouseholdView(stage.activity, tell) }
