package org.ruhu.phone.screens.visit

import org.ruhu.phone.R

/**
 * A reason or a phrase that is chosen, not typed. What is written down is Chinese whatever language the phone speaks: the
 * township reads it, and it stays the same when the language is switched in mid-visit. What is shown is in the phone's.
 */
interface Why {
    /** As it is written down. */
    val said: String

    /** As it is shown. */
    val words: Int
}

/** Why the visit was not at the known place. */
enum class FarWhy(override val said: String, override val words: Int) : Why {
    Fields("在地里", R.string.far_fields),
    Office("在村部", R.string.far_office),
    Moved("搬家了", R.string.far_moved),
    WrongPlace("登记位置不准", R.string.far_wrong_place),
}

/** Why there is no position. */
enum class NoFixWhy(override val said: String, override val words: Int) : Why {
    Indoors("屋里收不到信号", R.string.no_fix_indoors),
    Valley("山里收不到信号", R.string.no_fix_valley),
    Phone("手机定位坏了", R.string.no_fix_phone),
    Closed("没有打开定位", R.string.no_fix_closed),
}

/** Why the household would rather not be photographed. */
enum class RefusedWhy(override val said: String, override val words: Int) : Why {
    Unwilling("本人不愿意", R.string.refused_unwilling),
    NotNow("家里不方便", R.string.refused_not_now),
    OldOrChildren("只有老人孩子在家", R.string.refused_old_or_children),
}

/** What changed in the income. */
enum class IncomePhrase(override val said: String, override val words: Int) : Why {
    Same("没有变化", R.string.change_same),
    More("增加了", R.string.change_more),
    Less("减少了", R.string.change_less),
}

/** What changed in the work. */
enum class WorkPhrase(override val said: String, override val words: Int) : Why {
    Same("没有变化", R.string.change_same),
    Away("外出务工", R.string.change_away),
    Home("回乡了", R.string.change_home),
    None("没活干", R.string.change_no_work),
}

/** What changed in the health. */
enum class HealthPhrase(override val said: String, override val words: Int) : Why {
    Same("没有变化", R.string.change_same),
    Better("好转了", R.string.change_better),
    Ill("生病了", R.string.change_ill),
    Hospital("住院了", R.string.change_hospital),
}

/** What comes next. */
enum class NextPhrase(override val said: String, override val words: Int) : Why {
    Again("下期再来", R.string.next_again),
    Follow("跟进问题", R.string.next_follow),
    Policy("送政策上门", R.string.next_policy),
    Work("联系务工", R.string.next_work),
    Papers("帮办手续", R.string.next_papers),
}
