//! Which kinds of events an exploration has taken: one that no dossier of the model ever accepts would be proven nothing about.

use dossier::Event;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The kinds, and the name of each: a kind that is added to the machine and not here does not compile.
macro_rules! kinds {
    ($($kind:ident),+ $(,)?) => {
        pub const ALL: &[&str] = &[$(stringify!($kind)),+];

        fn name(event: &Event) -> &'static str {
            match event {
                $(Event::$kind { .. } => stringify!($kind)),+
            }
        }
    };
}

kinds!(
    Frozen,
    Thawed,
    Moved,
    Discarded,
    IdentityConfirmed,
    SignedOnPaper,
    OtherAgreed,
    OtherDeclined,
    SigningPrepared,
    SigningConfirmed,
    SigningGranted,
    Signed,
    SigningRejected,
    SigningExpired,
    SigningCancelled,
    SigningFailed,
    PaymentStarted,
    PaymentConfirmed,
    PaymentRepeated,
    PaymentFailed,
    PaymentSuspect,
    PaymentClaimed,
    PaymentCancelled,
    RefundAsked,
    RefundRefused,
    PaymentRefunded,
    FilingStarted,
    FilingDelayed,
    FilingAccepted,
    StatusReported,
    PaymentTold,
);

thread_local! {
    /// Each test explores on a thread of its own.
    static TAKEN: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// A dossier has accepted it.
pub fn note(event: &Event) {
    TAKEN.with_borrow_mut(|taken| _ = taken.insert(name(event)));
}

/// What is taken while this runs.
pub fn taken_by(explore: impl FnOnce()) -> BTreeSet<&'static str> {
    TAKEN.take();
    explore();
    TAKEN.take()
}
