//! One widget per kind. A widget draws its control inside the frame and turns what is typed into a raw answer.
//!
//! Widgets do not know each other, pages or the backend.

pub mod address;
pub mod agency;
pub mod attestation;
pub mod catalogue;
pub mod choice;
pub mod choices;
pub mod date;
pub mod date_words;
pub mod email;
pub mod file;
pub mod long_text;
pub mod money;
pub mod notice;
pub mod number;
pub mod partial_date;
pub mod person_name;
pub mod personal_id;
pub mod phone;
pub mod text;
pub mod yes_no;
