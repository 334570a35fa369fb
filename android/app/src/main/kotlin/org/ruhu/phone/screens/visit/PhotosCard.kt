package org.ruhu.phone.screens.visit

import android.content.Context
import android.view.View
import android.view.ViewGroup
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.Mode
import org.ruhu.phone.screens.photos.Thumbs
import org.ruhu.phone.ui.addButton
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.ground
import org.ruhu.phone.ui.grow
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.row
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.smallButton
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.touchable
import org.ruhu.phone.ui.wide

/** Photos, seen as soon as the camera is back; and, as large as the button that takes one, the household's own no. */
class PhotosCard(private val context: Context, private val tell: (VisitEvent) -> Unit) {
    private val title = context.cardTitle(R.string.visit_photos)
    private val thumbs = Thumbs(context) { tell(VisitEvent.SeePhoto(it)) }
    private val take = context.addButton(context.getString(R.string.visit_take_photo)) { tell(VisitEvent.TakePhoto) }
    private val refuse = context.smallButton(context.getString(R.string.visit_refuse)) { tell(VisitEvent.WouldRatherNot) }
    private val notice = context.noticeLine()
    private val whyTitle = context.text(R.style.Text_Small, context.getString(R.string.visit_refuse_why))
    private val why = WhyChips(context, RefusedWhy.entries) { tell(VisitEvent.Refused(it)) }

    val view: LinearLayout = context.titled(
        title,
        thumbs.view.wide().margins(bottom = context.dp(8)),
        context.row(
            take.grow().tall(),
            refuse.grow().tall().margins(left = context.dp(8)),
        ).wide(),
        notice.margins(top = context.dp(8)),
        whyTitle.margins(top = context.dp(10), bottom = context.dp(6)),
        why.view,
    )

    fun show(state: VisitState) {
        val door = state.here.door ?: return
        title.text = titleOf(door)
        thumbs.show(door.draft.photos, state.here.incoming.arriving)
        notice.shownIf(state.here.incoming.notice != null)
        state.here.incoming.notice?.let(notice::setText)
        val refused = door.draft.refusedReason
        val pressed = refused != null || state.refusing
        refuse.background = context.touchable(
            context.ground(if (pressed) R.color.due_soft else R.color.card, if (pressed) R.color.due else R.color.brand_text),
        )
        refuse.setTextColor(context.getColor(if (pressed) R.color.due else R.color.brand_text))
        whyTitle.shownIf(pressed)
        why.view.shownIf(pressed)
        why.show(refused)
    }

    private fun titleOf(door: Door): String {
        val wanted = door.photosWant.toInt()
        val asked = door.draft.mode == Mode.ON_SITE && !door.draft.late && wanted > 0
        return if (asked) {
            context.resources.getQuantityString(R.plurals.visit_photos_wanted, wanted, wanted)
        } else {
            context.getString(R.string.visit_photos)
        }
    }
}

/** Both buttons are as tall as the taller: neither of the two ways is the smaller one. */
private fun <V : View> V.tall(): V = apply {
    (layoutParams as LinearLayout.LayoutParams).height = ViewGroup.LayoutParams.MATCH_PARENT
    minimumHeight = context.dp(64)
}
