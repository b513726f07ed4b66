//! The virus scanner as a port: bytes in, verdict out. Without one in the configuration nothing is scanned.

pub mod clamd;

use crate::later::Later;

/// What a scanner says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It knows nothing bad about the bytes.
    Clean,
    /// It found something.
    Infected,
}

/// A virus scanner.
pub trait Scanner: Send + Sync {
    /// Scans one file. An error means that there is no verdict: ask again later.
    fn scan<'a>(&'a self, bytes: &'a [u8]) -> Later<'a, Result<Verdict, String>>;
}
