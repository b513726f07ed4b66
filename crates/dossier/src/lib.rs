//! The dossier: one aggregate with its stages and sub-states, its canonical bytes and signature containers.
//!
//! Pure: no clock, no randomness, no network, no storage, no language. Times are arguments.

mod state;

pub use state::{
    Business, BusinessEvent, Command, Filing, NationalStatus, Payment, Refused, Requirements, Signing, Snapshot,
    Stage, State, Timestamp,
};
