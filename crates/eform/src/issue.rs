//! What is wrong with a schema: the author's mistakes, each with a pointer. What is wrong with an answer is a
//! [`crate::Violation`] and lives in `violation.rs`.

use std::collections::BTreeMap;

use serde::Serialize;

/// One parameter of an issue or of a violation: a limit, a name of the schema, never something a citizen typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Param {
    /// A number: characters, rows, bytes, đồng; the code says which.
    Int(i64),
    /// A name of the schema or an ISO date.
    Text(String),
}

/// Named parameters of an issue or a violation.
pub type Params = BTreeMap<&'static str, Param>;

impl From<i64> for Param {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<usize> for Param {
    fn from(value: usize) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<&str> for Param {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Param {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl std::fmt::Display for Param {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Int(value) => value.fmt(out),
            Self::Text(value) => out.write_str(value),
        }
    }
}

/// A mistake of the author, found while reading or compiling a procedure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SchemaIssue {
    /// JSON pointer (RFC 6901) into `procedure.json`.
    pub pointer: String,
    /// A stable word such as `unknown_field` or `cycle`.
    pub code: &'static str,
    /// What the code speaks of: names and limits of the schema.
    pub params: Params,
}

impl SchemaIssue {
    /// An issue without parameters.
    pub(crate) fn new(pointer: &str, code: &'static str) -> Self {
        Self { pointer: pointer.to_owned(), code, params: Params::new() }
    }

    /// The same issue with one more parameter.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.insert(name, value.into());
        self
    }
}

impl std::fmt::Display for SchemaIssue {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.pointer)?;
        out.write_str(": ")?;
        out.write_str(self.code)?;
        for (name, value) in &self.params {
            out.write_str(" ")?;
            out.write_str(name)?;
            out.write_str("=")?;
            value.fmt(out)?;
        }
        Ok(())
    }
}
