//! A road that remembers: every receipt and every checkpoint that the server's answers carried to a phone. What it has
//! seen, the server has promised.

use ruhu_core::error::Result;
use ruhu_core::record::{Checkpoint, Receipt, ServerKey};
use ruhu_core::sync::{HttpAnswer, HttpRequest, HttpTransport, Transport, TransportError, Trust};
use ruhu_core::wire::{SyncAnswer, TakenState};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// What was promised, by everybody's phones.
#[derive(Default)]
pub struct Promises {
    receipts: Mutex<Vec<Receipt>>,
    checkpoints: Mutex<Vec<Checkpoint>>,
    asked: Mutex<u64>,
    asks: Condvar,
}

impl Promises {
    /// Every receipt seen.
    pub fn receipts(&self) -> Vec<Receipt> {
        self.receipts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// Every checkpoint seen.
    pub fn checkpoints(&self) -> Vec<Checkpoint> {
        self.checkpoints.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    /// Waits until so many requests more have set out than `since`.
    pub fn wait_for_requests(&self, since: u64, more: u64) {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.asks.wait_while(asked, |asked| *asked < since + more);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
    /// How many requests have set out.
    pub fn requests(&self) -> u64 {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn sets_out(&self) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.asks.notify_all();
    }
    fn receipt(&self, server: &ServerKey, jws: &str) {
        let receipt = server.receipt(jws).expect("the server's own signature");
        self.receipts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(receipt);
    }
    fn hear(&self, server: &ServerKey, answer: &HttpAnswer) {
        if let Some(jws) = answer.header("ruhu-receipt") {
            self.receipt(server, jws);
        }
        // Answers of other shapes promise nothing.
        let Ok(sync) = serde_json::from_slice::<SyncAnswer>(&answer.body) else {
            return;
        };
        for taken in &sync.taken {
            if let TakenState::Receipt(jws) = &taken.state {
                self.receipt(server, jws);
            }
        }
        let checkpoint = server.checkpoint(&sync.checkpoint).expect("the server's own signature");
        let mut checkpoints = self.checkpoints.lock().unwrap_or_else(PoisonError::into_inner);
        checkpoints.push(checkpoint);
    }
}

/// One phone's road, watched.
pub struct Witness {
    road: HttpTransport,
    server: ServerKey,
    promises: Arc<Promises>,
}

impl Witness {
    /// A road to this address of this server.
    pub fn to(address: &str, server: ServerKey, promises: Arc<Promises>) -> Result<Self> {
        Ok(Self {
            road: HttpTransport::new(address, &Trust::Roots(Vec::new()))?,
            server,
            promises,
        })
    }
}

impl Transport for Witness {
    fn send(&self, request: &HttpRequest) -> std::result::Result<HttpAnswer, TransportError> {
        self.promises.sets_out();
        let answer = self.road.send(request)?;
        if answer.status < 300 {
            self.promises.hear(&self.server, &answer);
        }
        Ok(answer)
    }
}
