//! Judging within a transaction: the rules, fed from the ledger.
