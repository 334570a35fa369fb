package org.ruhu.phone.screens.visit

import android.content.Context
import android.widget.LinearLayout
import org.ruhu.phone.R
import org.ruhu.phone.core.Door
import org.ruhu.phone.core.Mode
import org.ruhu.phone.screens.photos.Thumbs
import org.ruhu.phone.ui.dp
import org.ruhu.phone.ui.margins
import org.ruhu.phone.ui.shownIf
import org.ruhu.phone.ui.text
import org.ruhu.phone.ui.wide

/** Photos, seen as soon as the camera is back; and, as large as the button that takes one, the household's own no. */
class PhotosCard(private val context: Context, private val tell: (VisitEvent) -> Unit) {
    private val title = context.cardTitle(R.string.visit_photos)
    private val thumbs = Thumbs(context) { tell(VisitEvent.SeePhoto(it)) }
    private val ways = PhotoOrRefuse(context, { tell(VisitEvent.TakePhoto) }, { tell(VisitEvent.WouldRatherNot) })
    private val notice = context.noticeLine()
    private val whyTitle = context.text(R.style.Text_Small, context.getString(R.string.visit_refuse_why))
    private val why = WhyChips(context, RefusedWhy.entries) { tell(VisitEvent.Refused(it)) }

    val view: LinearLayout = context.titled(
        title,
        thumbs.view.wide().margins(bottom = context.dp(8)),
        ways.view,
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
        ways.show(pressed)
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
