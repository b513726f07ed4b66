//! The citizen portal, a Leptos app for the browser. Read it in this order:
//!
//! [`app`] the frame and the only table of routes · [`route`] every path · [`pages`] one file per route ·
//! [`form`] a compiled form on screen · [`steps`] what comes after the form · [`ui`] blocks that know nothing ·
//! [`standing`] where a dossier stands · [`signature`] what a signature says · [`search`] finding a service · [`remote`] a request as a page sees it · [`later`] a screen that is downloaded when it is first asked for · [`api`] the typed client · [`session`] who is signed in ·
//! [`config`] what an operator sets · [`i18n`] texts and formats · [`browser`] the only door to `web_sys`.
//!
//! No rule of a procedure lives here: those are in `eform`, and what a dossier may do is in `dossier`.
#![allow(
    clippy::must_use_candidate,
    reason = "a component is called by the view macro, which uses what it returns"
)]

pub mod api;
pub mod app;
pub mod browser;
pub mod config;
pub mod events;
pub mod form;
pub mod i18n;
pub mod later;
pub mod pages;
pub mod remote;
pub mod route;
pub mod search;
pub mod session;
pub mod signature;
pub mod standing;
pub mod steps;
pub mod ui;

pub use app::{start, start_dossier};
