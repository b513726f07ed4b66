//! Small mishaps that nobody asked for and nobody should notice: a message that comes twice or late, a question that is answered only when it
//! is asked again. Which call meets which is drawn from a seed, so that a run can be repeated; two in a row never meet one.
//! Only what its other side repeats by itself is drawn for: faults that a citizen reads about are set on purpose (`fault`).

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use crate::fault::scatter;

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

/// The draws of one run.
#[derive(Debug)]
pub struct Chaos {
    /// None when nothing goes wrong by itself.
    seed: Option<u64>,
    calls: AtomicU64,
}

impl Chaos {
    /// None without a seed.
    pub fn new(seed: Option<u64>) -> Self {
        Self { seed, calls: AtomicU64::new(0) }
    }

    /// What the present call meets: one in four something.
    pub fn draw(&self) -> Option<Mishap> {
        let seed = self.seed?;
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let drawn = scatter(seed, call);
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
        (0..200).map(|_| chaos.draw()).collect()
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
