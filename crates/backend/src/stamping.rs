//! Time-stamps as a port: somebody trusted says that a signature was there at a moment.
//!
//! Containers are stamped and judged by `dossier::signature`; when they are is decided in `jobs`.

pub mod rfc3161;

use crate::later::Later;

/// A time-stamping authority.
pub trait StampProvider: Send + Sync {
    /// The container with a time-stamp over its signature. An error means: ask again later; its text is for the log.
    fn stamp<'a>(&'a self, container: &'a [u8]) -> Later<'a, Result<Vec<u8>, String>>;
    /// The roots of authorities whose time-stamps are believed; DER.
    fn roots(&self) -> &[Vec<u8>];
    /// Whether a signature counts only with a time-stamp. If not, one that could not be had in time is done without.
    fn is_required(&self) -> bool;
}
