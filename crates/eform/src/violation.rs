//! What is wrong with an answer: a path, a code and parameters. Never a sentence (texts belong to the languages of
//! the portal) and never the citizen's value (violations are logged, counted and sent).

use std::borrow::Cow;

use serde::Serialize;

use crate::issue::{Param, Params};

/// Whether a violation stops the dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Must be put right.
    Error,
    /// Asks the citizen to look again; the answer may stand (a sex or a year in an old personal id can be wrong in law).
    Warning,
}

/// One violation of the form as it is answered now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Violation {
    /// Path of the answer: `field` or `group/row/field`.
    pub path: String,
    /// Kind code such as `date.future`, or `rule.<id>` for a rule of the procedure.
    pub code: Cow<'static, str>,
    /// Whether it stops the dossier.
    pub severity: Severity,
    /// Limits and names of the schema that the text needs.
    pub params: Params,
}

/// A violation found by a kind alone, before it has a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Kind code, see [`Violation::code`].
    pub code: &'static str,
    /// Whether it stops the dossier.
    pub severity: Severity,
    /// See [`Violation::params`].
    pub params: Params,
}

impl Fault {
    /// A fault that must be put right.
    pub(crate) fn error(code: &'static str) -> Self {
        Self { code, severity: Severity::Error, params: Params::new() }
    }

    /// A fault that asks the citizen to look again.
    pub(crate) fn warning(code: &'static str) -> Self {
        Self { code, severity: Severity::Warning, params: Params::new() }
    }

    /// The same fault with one more parameter.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.insert(name, value.into());
        self
    }

    /// The fault at a place of the form.
    pub(crate) fn at(&self, path: &str) -> Violation {
        Violation {
            path: path.to_owned(),
            code: Cow::Borrowed(self.code),
            severity: self.severity,
            params: self.params.clone(),
        }
    }
}
