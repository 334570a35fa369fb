//! What a ledger's transaction does: each method one line into the file that has its SQL.

use super::change::List;
use super::tx::SqliteTx;
use super::visit;
use crate::Result;
use crate::store::{
    AnchorRow, AuditNote, AuditRow, ChainMark, CompanionWord, CorrectionRow, DeviceRow, Granted, Head, HouseholdFacts,
    JudgementRow, LedgerTx, NewRecord, PhoneSaid, PhotoNamed, PolicyRow, RecordRow, Township, TownshipSecrets, Unread,
    VisitRow,
};
use ruhu_core::coverage::KeptYear;
use ruhu_core::domain::{Assignment, PlaceVersion, Ruling};
use ruhu_core::ids::{CadreId, HouseholdNo, KeyId, RegionCode, Sha256, VisitId};
use ruhu_core::record::{ChainAnchors, Leaf};
use ruhu_core::time::{Day, Moment};

impl LedgerTx for SqliteTx<'_> {
    fn township(&mut self) -> Result<Township> {
        super::ledger::township(self.conn, &self.township)
    }
    fn time_of(&self, said: Moment) -> Moment {
        (self.time_of)(said)
    }
    fn note(&mut self, note: &AuditNote, now: Moment) -> Result<()> {
        super::audit::append(self.conn, note, now)
    }
    fn last_note(&mut self) -> Result<Option<AuditRow>> {
        super::audit::last(self.conn)
    }
    fn secrets(&mut self) -> Result<TownshipSecrets> {
        super::ledger::secrets(self.conn, &self.township)
    }

    fn record(&mut self, sha256: &Sha256) -> Result<Option<RecordRow>> {
        self.read_record(sha256)
    }
    fn records_at(&mut self, device: &KeyId, seq: u64) -> Result<Vec<RecordRow>> {
        self.read_records_at(device, seq)
    }
    fn last_of(&mut self, device: &KeyId) -> Result<Option<RecordRow>> {
        self.read_last_of(device)
    }
    fn append(&mut self, record: &NewRecord) -> Result<u64> {
        self.write_record(record)
    }
    fn jws(&mut self, sha256: &Sha256) -> Result<Option<String>> {
        self.read_jws(sha256)
    }
    fn mark(&mut self, sha256: &Sha256, mark: Option<ChainMark>) -> Result<()> {
        self.write_mark(sha256, mark)
    }
    fn set_about(&mut self, sha256: &Sha256, household: &HouseholdNo, day: Day) -> Result<()> {
        self.write_about(sha256, household, day)
    }
    fn set_unread(&mut self, sha256: &Sha256, unread: Option<Unread>) -> Result<()> {
        self.write_unread(sha256, unread)
    }
    fn leaves_from(&mut self, from: u64) -> Result<Vec<Leaf>> {
        self.read_leaves(from)
    }
    fn head(&mut self) -> Result<Option<Head>> {
        self.read_head()
    }
    fn put_head(&mut self, head: &Head) -> Result<()> {
        self.write_head(head)
    }

    fn head_of(&mut self, size: u64) -> Result<Option<Head>> {
        self.read_head_of(size)
    }
    fn head_after(&mut self, size: u64) -> Result<Option<Head>> {
        self.read_head_after(size)
    }
    fn log_time(&mut self) -> Result<Option<Moment>> {
        self.read_log_time()
    }
    fn set_log_time(&mut self, time: Moment) -> Result<()> {
        self.write_log_time(time)
    }
    fn anchor(&mut self, device: &KeyId, seq: u64, record: &Sha256) -> Result<Option<AnchorRow>> {
        self.read_anchor(device, seq, record)
    }
    fn anchors_around(&mut self, device: &KeyId, seq: u64) -> Result<ChainAnchors> {
        self.read_anchors_around(device, seq)
    }
    fn put_anchor(&mut self, anchor: &AnchorRow) -> Result<()> {
        self.write_anchor(anchor)
    }
    fn set_anchors_kept(&mut self) -> Result<()> {
        self.write_anchors_kept()
    }

    fn device(&mut self, kid: &KeyId) -> Result<Option<DeviceRow>> {
        let found = super::device::device(self.conn, kid)?;
        Ok(found.filter(|device| device.township == self.township))
    }
    fn put_device(&mut self, device: &DeviceRow, model: &str, enrolled: Moment) -> Result<()> {
        self.write_device(device, model, enrolled)
    }
    fn set_revoked(&mut self, kid: &KeyId, revoked: Option<Moment>) -> Result<()> {
        self.write_revoked(kid, revoked)
    }
    fn device_seen(&mut self, kid: &KeyId, at: Moment, said: &PhoneSaid) -> Result<()> {
        self.write_seen(kid, at, said)
    }

    fn visit(&mut self, id: &VisitId) -> Result<Option<VisitRow>> {
        self.read_visit(id)
    }
    fn visits_of_household(&mut self, household: &HouseholdNo) -> Result<Vec<VisitRow>> {
        self.read_visits_of_household(household)
    }
    fn visits_beside(&mut self, cadre: &CadreId, visit: &VisitRow) -> Result<Vec<VisitRow>> {
        self.read_visits_beside(cadre, visit)
    }
    fn visits_on(&mut self, cadre: &CadreId, day: Day) -> Result<Vec<VisitRow>> {
        self.read_visits_on(cadre, day)
    }
    fn place_is_set(&mut self, household: &HouseholdNo) -> Result<bool> {
        self.read_place_is_set(household)
    }
    fn visit_ids(&mut self) -> Result<Vec<VisitId>> {
        self.read_visit_ids()
    }
    fn visits_with_original(&mut self, original: &Sha256) -> Result<Vec<VisitRow>> {
        self.read_visits_with_original(original)
    }
    fn put_visit(&mut self, visit: &VisitRow) -> Result<()> {
        self.write_visit(visit)
    }
    fn put_judgement(&mut self, visit: &VisitId, judgement: &JudgementRow) -> Result<()> {
        self.write_judgement(visit, judgement)
    }
    fn put_decision(&mut self, visit: &VisitId, ruling: Option<Ruling>, by: &str, why: &str) -> Result<()> {
        self.write_decision(visit, ruling, by, why)
    }
    fn put_correction(&mut self, correction: &CorrectionRow) -> Result<()> {
        self.write_correction(correction)
    }
    fn corrections_of(&mut self, visit: &VisitId) -> Result<Vec<CorrectionRow>> {
        visit::corrections(self.conn, self.township.as_str(), visit)
    }
    fn put_companion_word(&mut self, word: &CompanionWord) -> Result<()> {
        self.write_companion_word(word)
    }
    fn companion_words(&mut self, visit: &VisitId) -> Result<Vec<CompanionWord>> {
        self.read_companion_words(visit)
    }
    fn put_photos(&mut self, photos: &[PhotoNamed]) -> Result<()> {
        self.write_photos(photos)
    }
    fn visited(&mut self) -> Result<Vec<HouseholdNo>> {
        self.read_visited()
    }
    fn put_kept(&mut self, no: &HouseholdNo, years: &[KeptYear]) -> Result<()> {
        self.write_kept(no, years)
    }
    fn township_kept(&mut self) -> Result<()> {
        self.write_township_kept()
    }

    fn household(&mut self, no: &HouseholdNo) -> Result<Option<HouseholdFacts>> {
        super::household::facts(self.conn, &self.township, no)
    }
    fn households_in(&mut self, region: &RegionCode) -> Result<Vec<HouseholdNo>> {
        self.read_households_in(region)
    }
    fn put_place(&mut self, no: &HouseholdNo, place: &PlaceVersion) -> Result<()> {
        self.write_place(no, place)
    }
    fn put_assignment(&mut self, assignment: &Assignment) -> Result<()> {
        self.write_assignment(assignment)
    }
    fn put_waiver(&mut self, waiver: &Granted) -> Result<()> {
        self.write_waiver(waiver)
    }
    fn put_policy(&mut self, policy: &PolicyRow) -> Result<()> {
        self.write_policy(policy)
    }
    fn policies(&mut self) -> Result<Vec<PolicyRow>> {
        super::household::policies(self.conn, &self.township)
    }

    fn household_changed(&mut self, no: &HouseholdNo) -> Result<()> {
        self.touch_household(no)
    }
    fn policies_changed(&mut self) -> Result<()> {
        self.touch_list(List::Policies)
    }
    fn cadres_changed(&mut self) -> Result<()> {
        self.touch_list(List::Cadres)
    }
}
