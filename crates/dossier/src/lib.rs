//! The dossier: one aggregate with its stages and sub-states, its canonical bytes and signature containers.
//!
//! Pure: no clock, no randomness, no network, no storage, no language. Times are arguments. In reading order: [`State`] is what
//! a dossier can be, [`apply`] what may happen to it, [`content`] what is frozen, [`canonical`] its bytes, [`signature`] the proof
//! over them, [`receipt`] what is left in the citizen's hand.

pub mod canonical;
pub mod content;
mod machine;
pub mod receipt;
pub mod signature;
mod state;

pub use content::Content;
pub use machine::{
    Effect, Event, allowed_commands, apply, asked, due_commands, may_confirm, pending, resumable_order,
    undecided_order,
};
pub use receipt::Receipt;
pub use state::{
    Business, BusinessEvent, Command, Declined, Due, DueClock, DueItem, DueOver, Filing, Means,
    NationalStatus, Notice, NoticeOver, Order, Other, Outcome, Payment, RefundDecision, RefundOf, Refused,
    Requirements, Signing, Snapshot, Stage, State, Timestamp,
};
