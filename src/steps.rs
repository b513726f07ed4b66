//! What comes after the form, and what all steps of one dossier share: the open dossier and its folder.
//!
//! A step asks the backend only for commands that the dossier allows. Routes and pages live elsewhere.

mod acting;
mod answered;
pub mod answers;
pub mod ask_again;
mod carrier;
pub mod changed;
pub mod check;
pub mod clock;
pub mod command;
mod confirm;
pub mod consent;
pub mod cosign;
mod dispute;
pub mod due;
pub mod fee;
pub mod filed;
pub mod folder;
pub mod hand_over;
mod language;
mod left;
mod lists;
pub mod locked;
mod moved;
pub mod open;
pub mod others;
pub mod own_papers;
mod paper;
pub mod pay;
mod pay_way;
pub mod poll;
pub mod press;
pub mod questions;
pub mod receipt;
pub mod receipt_facts;
pub mod sign;
pub mod sign_choice;
pub mod sign_wait;
pub mod signatory;
pub mod signed;
pub mod submit;
pub mod take_back;
pub mod thaw;
pub mod transfer;
pub mod trouble;
pub mod way;
pub mod wysiwys;

pub use open::{OpenDossier, Opened, provide_open_dossier, use_open_dossier};
pub use way::StepName;
