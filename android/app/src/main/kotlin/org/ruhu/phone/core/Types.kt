/*
 * The core's own types under this app's roof. Nothing is mirrored: these are names for what uniffi generated from Rust.
 * No file outside this folder imports a generated package (tests/tests/it/layering.rs holds us to it), so that what the
 * generator does tomorrow is felt here and nowhere else.
 */
package org.ruhu.phone.core

typealias AppStatement = org.ruhu.core.AppStatement
typealias Assignment = org.ruhu.core.Assignment
typealias Backup = org.ruhu.core.Backup
typealias BackupCovers = org.ruhu.core.BackupCovers
typealias BackupMade = org.ruhu.core.BackupMade
typealias Battery = org.ruhu.core.Battery
typealias Cadre = org.ruhu.core.Cadre
typealias Cell = org.ruhu.core.Cell
typealias Changes = org.ruhu.core.Changes
typealias Door = org.ruhu.core.Door
typealias Draft = org.ruhu.core.Draft
typealias DraftLine = org.ruhu.core.DraftLine
typealias DueFilter = org.ruhu.core.DueFilter
typealias DueOrder = org.ruhu.core.DueOrder
typealias DueRow = org.ruhu.core.DueRow
typealias Fetched = org.ruhu.core.Fetched
typealias Finished = org.ruhu.core.Finished
typealias FirstStep = org.ruhu.core.FirstStep
typealias Fix = org.ruhu.core.Fix
typealias Front = org.ruhu.core.Front
typealias HelpBegun = org.ruhu.core.HelpBegun
typealias HelpGiven = org.ruhu.core.HelpGiven
typealias HelpKind = org.ruhu.core.HelpKind
typealias HelpPage = org.ruhu.core.HelpPage
typealias HelpLog = org.ruhu.core.HelpLog
typealias Household = org.ruhu.core.Household
typealias HouseholdClass = org.ruhu.core.Class
typealias HouseholdFile = org.ruhu.core.HouseholdFile
typealias Language = org.ruhu.core.Language
typealias LatLon = org.ruhu.core.LatLon
typealias Line = org.ruhu.core.Line
typealias Living = org.ruhu.core.Living
typealias Look = org.ruhu.core.Look
typealias Mark = org.ruhu.core.Mark
typealias Me = org.ruhu.core.Me
typealias Measure = org.ruhu.core.Measure
typealias Met = org.ruhu.core.Met
typealias Mode = org.ruhu.core.Mode
typealias Network = org.ruhu.core.Network
typealias NextVisit = org.ruhu.core.NextVisit
typealias Notice = org.ruhu.core.Notice
typealias Opened = org.ruhu.core.Opened
typealias Originals = org.ruhu.core.Originals
typealias OutboxView = org.ruhu.core.OutboxView
typealias PhotoEntry = org.ruhu.core.PhotoEntry
typealias PhotoFrom = org.ruhu.core.PhotoFrom
typealias PhotoTaken = org.ruhu.core.PhotoTaken
typealias PhotoView = org.ruhu.core.PhotoView
typealias PlaceVersion = org.ruhu.core.PlaceVersion
typealias Plan = org.ruhu.core.Plan
typealias Problem = org.ruhu.core.Problem
typealias ProblemFound = org.ruhu.core.ProblemFound
typealias ProblemNow = org.ruhu.core.ProblemNow
typealias ProblemOrigin = org.ruhu.core.ProblemOrigin
typealias ProblemState = org.ruhu.core.ProblemState
typealias Progress = org.ruhu.core.Progress
typealias Proxy = org.ruhu.core.Proxy
typealias Reason = org.ruhu.core.Reason
typealias ReasonCode = org.ruhu.core.ReasonCode
typealias RoadNow = org.ruhu.core.RoadNow
typealias Ruling = org.ruhu.core.Ruling
typealias Sentence = org.ruhu.core.Sentence
typealias ServerShown = org.ruhu.core.ServerShown
typealias Settings = org.ruhu.core.Settings
typealias SettingsPage = org.ruhu.core.SettingsPage
typealias StampPicture = org.ruhu.core.StampPicture
typealias State = org.ruhu.core.State
typealias Statements = org.ruhu.core.Statements
typealias Storage = org.ruhu.core.Storage
typealias StrokePoint = org.ruhu.core.StrokePoint
typealias StuckItem = org.ruhu.core.StuckItem
typealias StuckReason = org.ruhu.core.StuckReason
typealias SyncReport = org.ruhu.core.SyncReport
typealias Text = org.ruhu.core.Text
typealias TimeEvidence = org.ruhu.core.TimeEvidence
typealias Today = org.ruhu.core.Today
typealias TodayAsk = org.ruhu.core.TodayAsk
typealias Unsent = org.ruhu.core.Unsent
typealias Urgency = org.ruhu.core.Urgency
typealias Verdict = org.ruhu.core.Verdict
typealias VisitLine = org.ruhu.core.VisitLine
typealias Waiver = org.ruhu.core.Waiver
typealias WaiverKind = org.ruhu.core.WaiverKind
typealias Which = org.ruhu.core.Which

// Ids and moments are types of their own, a day is the library's LocalDate of China's calendar.
typealias CadreId = org.ruhu.core.CadreId
typealias Day = org.ruhu.core.Day
typealias DraftId = org.ruhu.core.DraftId
typealias HouseholdNo = org.ruhu.core.HouseholdNo
typealias Moment = org.ruhu.core.Moment
typealias ProblemId = org.ruhu.core.ProblemId
typealias RecordId = org.ruhu.core.RecordId
typealias Sha256 = org.ruhu.core.Sha256
typealias VisitId = org.ruhu.core.VisitId

// A visit of a colleague that names this cadre.
typealias CompanionAsk = org.ruhu.core.CompanionAsk

// What a draft is changed by.
typealias DraftChange = org.ruhu.core.DraftChange
typealias ModeChange = org.ruhu.core.DraftChange.Mode
typealias StatementsChange = org.ruhu.core.DraftChange.Statements
typealias CompanionsChange = org.ruhu.core.DraftChange.Companions
typealias FixChange = org.ruhu.core.DraftChange.Fix
typealias NoFixReasonChange = org.ruhu.core.DraftChange.NoFixReason
typealias FarReasonChange = org.ruhu.core.DraftChange.FarReason
typealias RefusedReasonChange = org.ruhu.core.DraftChange.RefusedReason
typealias SignatureChange = org.ruhu.core.DraftChange.Signature
typealias ToldChange = org.ruhu.core.DraftChange.Told

// The order of the due list.
typealias ByNeed = org.ruhu.core.DueOrder.Need
typealias ByDistance = org.ruhu.core.DueOrder.Near

// How the store was found.
typealias OpenedFresh = org.ruhu.core.Opened.Fresh
typealias OpenedAsLeft = org.ruhu.core.Opened.AsLeft
typealias OpenedSetAside = org.ruhu.core.Opened.SetAside

// What comes first when the app is opened.
typealias NewKeyFirst = org.ruhu.core.FirstStep.NewKey
typealias EnrolFirst = org.ruhu.core.FirstStep.Enrol
typealias ConsentFirst = org.ruhu.core.FirstStep.Consent
typealias ReadyNow = org.ruhu.core.FirstStep.Ready

// How a sending ended.
typealias SyncEnd = org.ruhu.core.SyncEnd
typealias SyncDone = org.ruhu.core.SyncEnd.Done
typealias SyncNoNetwork = org.ruhu.core.SyncEnd.NoNetwork
typealias SyncOriginalsHeld = org.ruhu.core.SyncEnd.OriginalsHeld
typealias SyncLater = org.ruhu.core.SyncEnd.Later
typealias SyncStopped = org.ruhu.core.SyncEnd.Stopped

// What goes wrong, by its remedy.
typealias AppException = org.ruhu.core.AppException
typealias TryLater = org.ruhu.core.AppException.TryLater
typealias SignInAgain = org.ruhu.core.AppException.SignInAgain
typealias FixThis = org.ruhu.core.AppException.FixThis
typealias PhoneFull = org.ruhu.core.AppException.PhoneFull
typealias Report = org.ruhu.core.AppException.Report

// What the platform hands to the core.
typealias AppWatcher = org.ruhu.bindings.AppWatcher
typealias Clocks = org.ruhu.bindings.Clocks
typealias GoOn = org.ruhu.bindings.GoOn
typealias Keystore = org.ruhu.bindings.Keystore
typealias KeystoreException = org.ruhu.bindings.KeystoreException
typealias KeystoreFailed = org.ruhu.bindings.KeystoreException.Failed
typealias Proxies = org.ruhu.bindings.Proxies
typealias Watcher = org.ruhu.bindings.Watcher
