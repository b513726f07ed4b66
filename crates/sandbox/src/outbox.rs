//! Messages that a counterparty sends by itself: every five minutes, ten times at most, until they are taken.

use serde::{Deserialize, Serialize};

use crate::{bank, national, payment, world::World};

/// Seconds between two attempts.
const PAUSE: i64 = 300;
/// Attempts before the sender gives up.
const MOST_ATTEMPTS: u32 = 10;

/// A message that has yet to be taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Due {
    at: i64,
    attempts: u32,
}

impl Due {
    /// To be sent at a moment.
    pub fn at(at: i64) -> Self {
        Self { at, attempts: 0 }
    }

    /// Whether its time has come; without a moment always.
    pub fn is_due(&self, until: Option<i64>) -> bool {
        until.is_none_or(|until| self.at <= until)
    }
}

/// How many of a queue are due.
pub fn count(queue: &[Due], until: Option<i64>) -> usize {
    queue.iter().filter(|due| due.is_due(until)).count()
}

/// Says of the first that is due that it was sent: it leaves the queue, or waits for its next turn.
pub fn sent(queue: &mut Vec<Due>, until: Option<i64>, is_taken: bool, now: i64) {
    let Some(place) = queue.iter().position(|due| due.is_due(until)) else { return };
    let attempts = queue.remove(place).attempts + 1;
    if !is_taken && attempts < MOST_ATTEMPTS {
        queue.push(Due { at: now + PAUSE, attempts });
    }
}

/// Sends every message whose time has come.
pub async fn send_due(world: &World) {
    send(world, Some(world.now().unix_timestamp())).await;
}

/// Sends every message that waits; answers how many were taken and how many still wait.
pub async fn send_all(world: &World) -> (usize, usize) {
    let taken = send(world, None).await;
    let waiting = |ledger: &crate::ledger::Ledger| {
        ledger.payment.waiting() + ledger.national.waiting() + ledger.bank.waiting()
    };
    (taken, world.look(|ledger, _| waiting(ledger)))
}

async fn send(world: &World, until: Option<i64>) -> usize {
    let _alone = world.outgoing().await;
    payment::send(world, until).await + national::send(world, until).await + bank::send(world, until).await
}
