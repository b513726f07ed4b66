//! The reference backend of congdan: the HTTP contract on axum, embedded `SQLite`, and adapters to the counterparties.
//!
//! In reading order: `config` and `app` (what there is), `routes` (what is answered), `dossiers` (one atomic step at
//! a time), `store` (what is remembered), `jobs` (what is done in the background), and the ports: `identity`,
//! `registry`, `signing`, `stamping`, `payment`, `receipts`, `desk`, `files`, `scanner`. `papers` is the citizen's own store, `mine` everything that is known about them. What may happen to a dossier is decided in crate `dossier`,
//! what a form means in crate `eform`; neither is repeated here.

mod acting;
mod app;
mod clock;
mod config;
mod consents;
mod desk;
mod dossiers;
mod error;
mod files;
mod identity;
mod jobs;
mod later;
mod lookups;
mod mine;
mod papers;
mod payment;
mod procedures;
mod receipts;
mod registry;
mod revocation;
mod routes;
mod scanner;
mod secret;
mod serve;
mod session;
pub mod signing;
mod stamping;
mod store;
mod uploads;
mod web;

pub use app::App;
pub use config::{Config, Signing, SigningApi};
pub use jobs::run_due;
pub use routes::router;
pub use serve::serve;
pub use uploads::run_due as scan_due;
