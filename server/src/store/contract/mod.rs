//! What every store promises, written against the traits: a second implementation runs the same tests, by one line of
//! `contract_tests!`.

mod companions;
mod deciding;
mod desk;
mod erasing;
pub mod gate;
mod hearing;
mod judging;
mod keeping;
mod moving;
mod planning;
mod rejudging;
mod succession;
mod taking;
mod town;

#[cfg(test)]
pub use rejudging::a_township_that_joins_a_region_gets_its_policy_by_the_same_file;
pub use town::{Made, Town, cadre, good_visit, household};

/// Makes an empty store.
pub type Make = fn() -> Made;

/// Declares the contract: for each promise a test of its name, in whatever module the macro is called.
macro_rules! contract {
    ($($module:ident: $($name:ident),+ $(,)?;)+) => {
        $($(
            pub fn $name(make: Make) {
                $module::$name(&town::Town::new(make));
            }
        )+)+
        /// Runs the whole contract on the stores that `$make` makes.
        macro_rules! contract_tests {
            ($make:path) => {
                $($(
                    #[test]
                    fn $name() {
                        $crate::store::contract::$name($make);
                    }
                )+)+
            };
        }
        pub(crate) use contract_tests;
    };
}

contract! {
    deciding:
        a_decision_on_what_has_changed_meanwhile_is_a_conflict_and_changes_nothing,
        a_decision_and_its_row_of_the_audit_log_stand_or_fall_together,
        a_preview_says_which_visits_would_stand_otherwise_and_changes_nothing;
    taking:
        a_record_sent_twice_gets_the_same_receipt,
        a_gap_is_taken_marked_and_filled_later,
        one_number_with_two_hashes_is_a_fork_and_both_are_kept,
        a_kind_nobody_knows_is_kept_and_not_judged,
        a_phone_cannot_write_what_only_the_township_may,
        what_is_not_genuine_is_refused_with_its_reason,
        a_visit_that_ends_before_it_starts_is_kept_and_not_judged,
        the_log_grows_by_what_was_taken_and_proves_it,
        every_record_streams_in_order_of_key_and_number;
    judging:
        a_good_visit_counts_and_says_so,
        order_of_arrival_never_matters,
        a_used_photo_that_arrives_late_judges_the_later_visit_again,
        a_second_visit_on_one_day_does_not_count,
        a_visit_is_judged_with_the_place_its_phone_knew,
        a_place_learns_from_counted_visits_and_is_signed,
        a_place_the_township_set_is_never_moved,
        a_correction_changes_statements_whatever_comes_first,
        a_visit_that_met_nobody_goes_to_review_and_a_correction_judges_it_again,
        homes_written_down_at_one_spot_are_noted_whatever_comes_first,
        nothing_is_learnt_from_homes_written_down_at_one_spot,
        a_place_the_township_sets_takes_the_note_back;
    keeping:
        neighbours_in_time_say_what_the_whole_history_would,
        kept_years_follow_whatever_changes_them,
        a_cadres_households_are_those_of_the_day;
    companions:
        a_companion_makes_no_visit_assigned_until_his_own_phone_says_so,
        a_companion_who_has_not_spoken_is_no_evidence_against_his_own_visits,
        a_companion_who_says_no_is_heard_and_the_newest_word_holds,
        a_word_about_another_record_or_from_another_phone_confirms_nothing,
        at_most_eight_known_cadres_are_believed_and_asked,
        a_word_may_come_before_its_visit;
    hearing:
        a_first_sync_is_whole_and_the_next_is_empty,
        a_visit_of_one_cadre_is_told_to_the_other_without_content,
        a_household_that_moved_on_is_removed_and_told_to_its_new_cadre,
        a_cursor_from_another_life_is_answered_whole;
    desk:
        an_assignment_put_right_judges_the_visit_again,
        a_decision_stands_over_the_verdict_and_can_be_taken_back,
        a_waiver_lets_a_phone_call_count,
        an_import_writes_its_record_and_the_first_policy,
        a_households_file_shows_what_happened;
    succession:
        a_first_own_policy_may_begin_in_the_past_and_the_built_in_one_gives_way,
        a_first_own_policy_from_before_the_built_in_one_withdraws_it,
        a_later_policy_ends_the_open_one_before_it,
        a_later_policy_from_yesterday_is_refused_and_nothing_changes,
        an_until_set_on_purpose_clashes_at_its_place_in_the_file,
        a_policy_is_put_in_every_township_of_its_region_or_refused;
    moving:
        a_handover_ends_the_day_before_and_judges_again,
        a_handover_that_makes_no_sense_changes_nothing,
        a_place_set_is_a_new_version_and_learning_never_moves_it,
        a_place_that_cannot_be_is_refused,
        a_waiver_that_makes_no_sense_is_refused,
        a_decision_that_says_nothing_new_is_refused,
        the_log_tells_what_was_decided_newest_first;
    planning:
        a_plan_is_carried_out_only_on_the_roster_it_was_made_from;
    rejudging:
        a_household_that_waits_is_wholly_as_it_was_or_wholly_judged_again,
        pieces_in_any_order_come_to_what_one_transaction_would,
        the_same_file_again_goes_on_until_the_put_has_ended,
        a_policy_queues_only_households_with_visits_of_its_days,
        newer_rules_queue_every_household_once_and_keep_the_history,
        what_touches_many_households_is_queued_and_what_touches_few_is_judged_at_once,
        a_household_that_contradicts_itself_is_left_out_and_named;
    erasing:
        an_erased_household_leaves_its_number_and_its_counts,
        every_record_about_it_becomes_a_tombstone_and_the_log_still_stands,
        what_arrives_afterwards_is_chained_and_erased_at_once,
        phones_hear_of_it_and_of_nothing_else,
        nothing_is_decided_about_it_any_more,
        a_photo_goes_when_nobody_else_names_it;
}
