//! One widget per kind. A widget draws its control inside the frame and turns what is typed into a raw answer.
//!
//! Widgets do not know each other, pages or the backend.

pub mod address;
pub mod agency;
pub mod attestation;
pub mod bank_account;
pub mod business_line;
pub mod catalogue;
pub mod choice;
pub mod choices;
pub mod consent;
pub mod date;
pub mod date_words;
pub mod decimal;
pub mod email;
pub mod file;
pub mod health_insurance;
pub mod long_text;
pub mod money;
pub mod money_words;
pub mod notice;
pub mod number;
pub mod partial_date;
pub mod passport;
pub mod person_name;
pub mod personal_id;
pub mod phone;
pub mod plate;
pub mod signature_place;
pub mod social_insurance;
pub mod tax_code;
pub mod text;
pub mod yes_no;
