package org.ruhu.phone.screens.visit

import android.content.Context
import android.view.View
import android.widget.FrameLayout
import android.widget.TextView
import org.ruhu.phone.R
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.Mode
import org.ruhu.phone.core.ReasonCode
import org.ruhu.phone.screens.Showing
import org.ruhu.phone.screens.photos.PhotoOverlay
import org.ruhu.phone.ui.Page
import org.ruhu.phone.ui.Tone
import org.ruhu.phone.ui.band
import org.ruhu.phone.ui.bandToned
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.here
import org.ruhu.phone.ui.mainButton
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.textButton
import org.ruhu.phone.ui.tone
import org.ruhu.phone.ui.wide

/** The page of a visit as drawn: one page from the door to the last word, the verdict always in view above the button. */
class VisitView(
    private val context: Context,
    cureOf: () -> PositionCure?,
    private val tell: (VisitEvent) -> Unit,
) : Showing<VisitState> {
    private val page = Page(context)
    private val position = PositionCard(context, cureOf, tell)
    private val photos = PhotosCard(context, tell)
    private val met = MetCard(context, tell)
    private val living = LivingCard(context, tell)
    private val note = NoteCard(context, tell)
    private val mode = ModeCard(context, tell)
    private val companions = CompanionsCard(context, tell)
    private val more = MoreCard(context, tell)
    private val sign = context.smallButton { tell(VisitEvent.Sign) }.wide().margins(bottom = context.dp(10))
    private val band: TextView = context.band()
    private val finish = context.mainButton(context.getString(R.string.visit_finish)) { tell(VisitEvent.Finish) }
    private val large = PhotoOverlay(context, { tell(VisitEvent.ClosePhoto) }) { tell(VisitEvent.RemovePhoto(it)) }
    private val pad = SignatureOverlay(context, tell)

    override val view = FrameLayout(context)

    init {
        page.backButton { tell(VisitEvent.Back) }
        // What another app lays over the button must not sign in the cadre's name.
        finish.filterTouchesWhenObscured = true
        val beside = context.row(
            context.smallButton(context.getString(R.string.visit_help)) { tell(VisitEvent.Help) }.grow(),
            context.smallButton(context.getString(R.string.visit_problem)) { tell(VisitEvent.Problem) }
                .grow().margins(left = context.dp(8)),
        ).wide().margins(bottom = context.dp(10))
        val cards = listOf(
            position.view, photos.view, met.view, living.view, note.view, beside, mode.view, companions.view, more.view, sign,
            context.textButton(context.getString(R.string.visit_cancel)) { tell(VisitEvent.Cancel) }.wide(),
        )
        cards.forEach(page.content::addView)
        page.bottom.addView(band)
        page.bottom.addView(finish)
        listOf(page.view, large.view, pad.view).forEach(view::addView)
        large.view.shownIf(false)
        pad.view.shownIf(false)
    }

    override fun show(state: VisitState) {
        val door = state.here.door
        page.content.visibility = if (door == null) View.INVISIBLE else View.VISIBLE
        finish.isEnabled = door != null
        if (door == null) return
        page.title(context.getString(R.string.home_of, door.head))
        page.subtitle(subtitleOf(door))
        position.show(state.here)
        photos.show(state)
        met.show(state.statements.met)
        living.show(state.statements.living)
        note.show(state.statements.note)
        mode.show(door)
        companions.show(state)
        more.show(state.statements, state.open)
        sign.setText(if (door.draft.signature.isEmpty()) R.string.visit_sign else R.string.visit_signed)
        band.bandToned(door.tone(), door.band.here(context))
        showOverlay(state, door)
    }

    /** What lies over the page hides it from the finger and from TalkBack. */
    private fun showOverlay(state: VisitState, door: Door) {
        val photo = state.large
        large.view.shownIf(photo != null)
        pad.view.shownIf(state.signing)
        page.view.visibility = if (photo != null || state.signing) View.INVISIBLE else View.VISIBLE
        if (photo != null) large.show(photo)
        if (state.signing) pad.show(door.head, door.draft.signature)
    }

    private fun subtitleOf(door: Door): String = when {
        door.draft.late -> context.getString(R.string.visit_subtitle_late)
        door.draft.mode == Mode.ON_SITE -> context.getString(R.string.visit_subtitle, door.minutes.toInt())
        door.draft.mode == Mode.PHONE -> context.getString(R.string.visit_subtitle_phone, door.minutes.toInt())
        else -> context.getString(R.string.visit_subtitle_video, door.minutes.toInt())
    }
}

/** The band's tone: amber where something is missing that can be brought at once. */
fun Door.tone(): Tone = if (reason(ReasonCode.PHOTOS_MISSING) != null) Tone.Due else verdict.tone()
