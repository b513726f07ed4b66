//! Suspect payments (07) and their end: somebody at the gateway has looked, and the money stays or went back; and money that
//! somebody there returned by hand. The merchant is not notified: its next query tells it. Pressing the lever is in `control`.

use serde::Deserialize;

use super::Records;

/// What the look has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cleared {
    /// It was a payment like any other.
    Paid,
    /// The transaction was refused, and the payer has the money back.
    Refunded,
    /// A payment without any doubt, whose money somebody has returned by hand.
    Returned,
}

impl Cleared {
    /// Response code and transaction status from now on.
    fn codes(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Paid => Some(("00", "00")),
            Self::Refunded => Some(("99", "02")),
            Self::Returned => None,
        }
    }
}

impl Records {
    /// The references of the orders that are suspect, with their amounts in đồng.
    pub fn suspects(&self) -> Vec<(String, u64)> {
        let suspect = self
            .orders
            .values()
            .filter(|order| order.outcome.as_ref().is_some_and(|outcome| outcome.transaction_status == "07"));
        suspect.map(|order| (order.reference.clone(), order.amount / 100)).collect()
    }

    /// Ends the doubt about an order; answers whether there was one.
    pub fn clear(&mut self, reference: &str, cleared: Cleared, now: i64) -> bool {
        let Some((response, status)) = cleared.codes() else { return self.return_by_hand(reference, now) };
        let mut doubts = self
            .orders
            .values_mut()
            .filter(|order| order.reference == reference)
            .filter_map(|order| order.outcome.as_mut())
            .filter(|outcome| outcome.transaction_status == "07");
        let Some(outcome) = doubts.next() else { return false };
        response.clone_into(&mut outcome.response_code);
        status.clone_into(&mut outcome.transaction_status);
        true
    }
}
