//! The only door to the browser: every `web_sys` name of the portal is behind it.
//!
//! What the app decides (texts, routes, answers) does not live here; these are verbs that a page can do.

pub mod again;
mod ahead;
pub mod away;
pub mod crash;
pub mod fetch;
pub mod files;
pub mod focus;
pub mod history;
pub mod net;
pub mod page;
pub mod picture;
pub mod tabs;
pub mod timer;
pub mod upload;
pub mod verifier;
