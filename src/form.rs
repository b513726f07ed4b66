//! A compiled form on screen: store, fields, frame, groups, error summary, autosave.
//!
//! Nothing here calls the backend: pages hand in callbacks. Only [`store`] changes answers.

pub mod autosave;
pub mod catalogues;
pub mod charge;
mod combobox;
pub mod conflict;
pub mod covered;
pub mod error_summary;
pub mod field;
pub mod files;
mod frame;
mod group;
pub mod handle;
mod known;
mod line;
pub mod link;
mod listed;
pub mod messages;
mod name_boxes;
mod option;
mod papers;
mod part_line;
mod photo;
pub mod place;
pub mod present;
pub mod progress;
mod reading;
pub mod reasons;
pub mod saving;
pub mod statement;
pub mod store;
pub mod texts;
mod three_parts;
mod units;
mod widgets;
mod words;

pub use autosave::{Autosave, SaveOutcome};
pub use field::page_fields;
pub use store::FormStore;
pub use texts::Texts;
