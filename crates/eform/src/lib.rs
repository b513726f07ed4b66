//! The form engine of congdan: one crate that decides in the browser, in the backend and on the command line what is
//! asked, what is wrong, what is computed and what it costs.
//!
//! A procedure is data ([`Schema`]); [`compile`] makes a [`Form`] of it or reports every [`SchemaIssue`]; an
//! [`Instance`] is a form that is being filled in. After compiling nothing fails: any answer, any order, any JSON.
//!
//! Deliberately absent: clock (today is an argument), randomness, network, storage, language, screen. A violation is a
//! code, never a sentence and never the citizen's value.
//!
//! Reading order: `schema`, `kinds`, `expr`, `form`, `instance`, `quote`.

mod beside;
pub mod calendar;
#[cfg(feature = "cases")]
pub mod cases;
pub mod catalogue;
#[cfg(feature = "check")]
pub mod check;
pub mod date;
pub mod explain;
#[cfg(feature = "export")]
pub mod export;
mod expr;
mod facts;
mod form;
mod gather;
mod instance;
mod issue;
pub mod json;
pub mod kinds;
#[cfg(feature = "migrate")]
pub mod migrate;
pub mod name;
mod provenance;
mod quote;
pub mod schema;
pub mod text;
mod violation;
pub mod words;

pub use beside::Beside;
pub use calendar::{CUT_OFF, Calendar, Calendars};
pub use catalogue::{Catalogues, Codes, Standing, Term};
pub use date::CivilDate;
pub use date::partial::PartialDate;
pub use expr::decimal::{Decimal, PLACES, Rounding};
pub use facts::{Fact, Facts, REGISTERS, is_without_register, names as fact_names};
pub use form::{Form, compile};
pub use gather::Gather;
pub use instance::{
    Answers, Asked, Changes, Covered, FieldView, Given, Instance, NOTE_CHARACTERS, PageView, Reuse, State,
    note_path,
};
pub use issue::{Param, Params, SchemaIssue};
pub use kinds::Kind;
pub use provenance::Provenance;
pub use quote::{Line, Quote, Reduced, reduced_by};
pub use schema::Schema;
pub use schema::cosign::{Cosigner, Cosigning};
pub use schema::fee::{Benefit, Fee, Reduction, When};
pub use schema::field::{Field, Prefill, Required, field_key};
pub use schema::page::{Page, Step};
pub use schema::service::{Channel, Service};
pub use schema::sign::{Instead, InsteadWay, Sign, Signature};
pub use schema::{Applicant, FORMAT, Rule, Window};
pub use violation::{Fault, Severity, Violation};
