//! Small mishaps that nobody asked for and nobody should notice: a message that comes twice or late, a question that is answered only when it
//! is asked again. Which call meets which is drawn from a seed, for each counterparty by its own count, so that a run can be repeated however
//! the calls of several come among each other; two in a row to the same one never meet one.
//! Only what its other side repeats by itself is drawn for: faults that a citizen reads about are set on purpose (`fault`).

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::fault::{Part, scatter};

/// The most that a message comes late.
const LATEST_MILLISECONDS: u64 = 1_500;

/// What happens to one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// The answer to a message is lost, so that it is sent again; a question is answered 503.
    Lost,
    /// It arrives late.
    Late(Duration),
}

/// Who calls whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// A question to a counterparty.
    Question(Part),
    /// A message that it sends.
    Message(Part),
}

/// The draws of one run.
#[derive(Debug)]
pub struct Chaos {
    /// None when nothing goes wrong by itself.
    seed: Option<u64>,
    /// How many calls of each kind there were.
    calls: Mutex<BTreeMap<Call, u64>>,
}

impl Chaos {
    /// None without a seed.
    pub fn new(seed: Option<u64>) -> Self {
        Self { seed, calls: Mutex::default() }
    }

    /// What the present call meets: one in four something.
    pub fn draw(&self, of: Call) -> Option<Mishap> {
        let seed = self.seed?;
        let call = {
            let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
            let count = calls.entry(of).or_default();
            *count += 1;
            *count
        };
        let (Call::Question(part) | Call::Message(part)) = of;
        let kind = 2 * part as u64 + u64::from(matches!(of, Call::Message(_)));
        let drawn = scatter(scatter(seed, kind), call);
        // Every second call at most: what is repeated at once arrives.
        if call.is_multiple_of(2) || !drawn.is_multiple_of(2) {
            return None;
        }
        let rest = drawn >> 2;
        let late = || Duration::from_millis(rest % LATEST_MILLISECONDS);
        Some(if drawn & 2 == 0 { Mishap::Lost } else { Mishap::Late(late()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(seed: Option<u64>) -> Vec<Option<Mishap>> {
        let chaos = Chaos::new(seed);
        (0..200).map(|_| chaos.draw(Call::Question(Part::Payment))).collect()
    }

    #[test]
    fn what_one_counterparty_meets_does_not_depend_on_the_calls_of_others() {
        let chaos = Chaos::new(Some(7));
        let among_others = (0..200).map(|_| {
            chaos.draw(Call::Message(Part::Payment));
            chaos.draw(Call::Question(Part::Bank));
            chaos.draw(Call::Question(Part::Payment))
        });
        assert_eq!(among_others.collect::<Vec<_>>(), drawn(Some(7)));
        let other = Chaos::new(Some(7));
        let messages: Vec<_> = (0..200).map(|_| other.draw(Call::Message(Part::Payment))).collect();
        assert_ne!(messages, drawn(Some(7)));
    }

    #[test]
    fn a_seed_draws_the_same_mishaps_and_never_two_in_a_row() {
        let calls = drawn(Some(7));
        assert_eq!(calls, drawn(Some(7)));
        assert_ne!(calls, drawn(Some(8)));
        assert!(calls.contains(&Some(Mishap::Lost)));
        assert!(calls.iter().any(|call| matches!(call, Some(Mishap::Late(_)))));
        assert!(calls.windows(2).all(|pair| pair[0].is_none() || pair[1].is_none()));
    }

    #[test]
    fn without_a_seed_nothing_goes_wrong() {
        assert_eq!(drawn(None), [None; 200]);
    }
}
