//! What the checker says: a code, a place, and what shows it. Never a sentence.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::issue::{Param, Params, SchemaIssue};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// A citizen would be stopped or misled.
    Error,
    /// Probably not what the author means.
    Warning,
    /// Something that could not be decided.
    Note,
}

/// Answers, facts and a day that show a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Witness {
    /// Raw answers by path.
    pub answers: BTreeMap<String, Value>,
    /// Facts by name.
    #[serde(default)]
    pub facts: BTreeMap<String, Value>,
    /// The day (ISO).
    pub today: String,
    /// The older version that these are answers of; none for the version that is checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// What was searched without finding it otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Search {
    /// States that the engine evaluated. Branches in which an answer is not asked are counted once.
    pub tried: usize,
    /// The answers, facts and days that were varied, each with how many values.
    pub over: BTreeMap<String, usize>,
    /// Every combination that can matter was tried. Otherwise only those around the constants of the schema were, or
    /// the budget ended.
    pub full: bool,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// A stable word such as `unreachable_field`.
    pub code: String,
    /// How bad it is.
    pub grade: Grade,
    /// `procedure.json` or a file of texts.
    pub file: String,
    /// JSON pointer into that file.
    pub pointer: String,
    /// Names and limits of the schema.
    pub params: Params,
    /// What shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// What was searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<Search>,
}

/// Everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// The findings, in the order of the files.
    pub findings: Vec<Finding>,
    /// How many states the engine evaluated.
    pub tried: usize,
    /// How many questions were asked: conditions, rules, fees, fields to be filled in.
    pub questions: usize,
}

impl Finding {
    /// A finding in `procedure.json`.
    pub(super) fn new(code: &str, grade: Grade, pointer: &str) -> Self {
        Self {
            code: code.to_owned(),
            grade,
            file: "procedure.json".to_owned(),
            pointer: pointer.to_owned(),
            params: Params::new(),
            witness: None,
            search: None,
        }
    }

    /// A mistake that reading or compiling has found.
    pub(super) fn of_schema(issue: &SchemaIssue) -> Self {
        Self { params: issue.params.clone(), ..Self::new(issue.code, Grade::Error, &issue.pointer) }
    }

    /// A mistake in a catalogue or a calendar.
    #[must_use]
    pub fn in_list(file: String, issue: &SchemaIssue) -> Self {
        Self::of_schema(issue).in_file(file)
    }

    /// The same finding in another file.
    pub(super) fn in_file(mut self, file: String) -> Self {
        self.file = file;
        self
    }

    /// The same finding with one more parameter.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.insert(name, value.into());
        self
    }

    /// The same finding with what shows it.
    pub(super) fn shown(mut self, witness: Option<Witness>) -> Self {
        self.witness = witness;
        self
    }

    /// The same finding with what was searched.
    pub(super) fn after(mut self, search: Search) -> Self {
        self.search = Some(search);
        self
    }
}

impl Report {
    /// The worst grade, when there is a finding.
    #[must_use]
    pub fn worst(&self) -> Option<Grade> {
        self.findings.iter().map(|finding| finding.grade).min()
    }
}
