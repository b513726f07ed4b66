//! The engine's word on any answers: for agencies and communities that try a procedure out, and for programs that fill
//! forms. Public and without a memory: nothing is stored, no register is asked.

use std::collections::BTreeMap;

use eform::{Answers, Facts, Provenance, Reuse};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoint::{_Endpoint, endpoint};

/// Answers to be judged. Use invented persons only: what is sent here belongs to nobody's dossier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Raw answers by path, as a draft holds them (`{"d":"1","m":"2","y":"2026"}` for a date).
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub answers: Answers,
    /// What registers would know, by name of the fact (`self.name`): value, source, and when it answered.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub facts: Facts,
    /// The day to judge on (`YYYY-MM-DD`); today when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
}

/// What the engine says of the answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Checked {
    /// National code of the procedure.
    pub procedure: String,
    /// Version that judged.
    pub version: String,
    /// The day that was judged on (`YYYY-MM-DD`).
    pub today: String,
    /// Whether nothing must be put right; warnings may stay.
    pub complete: bool,
    /// The pages that are shown, in order.
    pub pages: Vec<CheckedPage>,
    /// Every field by its path (`field` or `group/row/field`), hidden ones included.
    pub fields: BTreeMap<String, CheckedField>,
    /// Everything that is wrong, in the order of the form.
    pub violations: Vec<CheckedViolation>,
    /// The values that would be submitted.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub evaluated: Map<String, Value>,
    /// The fee: `lines`, `total` in đồng, and what is `pending` until its quantity is known.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub quote: Value,
    /// Whom or what it is about, when the procedure names such an answer.
    pub subject: Option<String>,
    /// How many required facts and papers did not have to be given: `given`, `known`, `proposed`, `papers_given`,
    /// `papers_known`.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub reuse: Reuse,
    /// Paths of answers that the form does not have.
    pub orphans: Vec<String>,
}

/// One page that is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckedPage {
    /// Its id.
    pub id: String,
    /// `form` or `documents`.
    pub step: String,
    /// Whether nothing on it must be put right.
    pub complete: bool,
    /// Visible fields that have or could have an answer.
    pub fields: usize,
    /// Those that have a value.
    pub answered: usize,
    /// Those whose value a source gave.
    pub reused: usize,
    /// Those that are required and have no value.
    pub missing: usize,
}

/// The three states of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ValueState {
    /// Visible, without a value.
    Unset,
    /// Visible, with a value.
    Value,
    /// Hidden: neither required nor wrong nor sent.
    NotApplicable,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckedField {
    /// Its kind (`date`, `person_name`).
    pub kind: String,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether an answer must be given.
    pub required: bool,
    /// Whether a source holds it and it cannot be changed here.
    pub locked: bool,
    /// Whether it has a value.
    pub state: ValueState,
    /// The value, where it has one.
    pub value: Option<Value>,
    /// What its widget would show.
    pub shown: Option<Value>,
    /// Where the value comes from: `origin`, and for sources `source`, `at` and `reference`.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub provenance: Option<Provenance>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckedViolation {
    /// Path of the answer.
    pub path: String,
    /// What is wrong, as the form engine names it (`required`, `date.future`, `rule.<id>`).
    pub code: String,
    /// `error` stops the dossier, `warning` asks to look again.
    pub severity: String,
    /// Limits that the text names.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub params: BTreeMap<String, Value>,
}

/// Largest body of a check, in bytes.
pub const CHECK_BYTES: usize = 128 * 1024;
/// Most rows of all groups together in a check.
pub const CHECK_ROWS: usize = 500;

endpoint!(CheckAnswers = Post "/api/procedures/{code}/check",
    "What the form engine says of any answers: visibility, requirements, values, violations, pages, fee.",
    Check => Checked, SIGNED_IN = false, QUERY = &["version"],
    DESCRIPTION = "Stateless: nothing is stored, logged or looked up, so send invented persons only. Judged by the version in force \
        on the day that is judged on, or by `version`. Evaluating costs time in proportion to the fields and rows: the body may have \
        131072 bytes and 500 rows in all groups together (413 beyond), and a backend carries out only a few checks at a time \
        (429 `too_many_requests` with `Retry-After` beyond).");

#[cfg(test)]
mod tests {
    use super::{CHECK_BYTES, CHECK_ROWS, CheckAnswers};
    use crate::Endpoint;

    #[test]
    fn the_description_names_the_limits_that_hold() {
        for limit in [CHECK_BYTES, CHECK_ROWS] {
            assert!(CheckAnswers::DESCRIPTION.contains(&format!(" {limit} ")), "{limit}");
        }
    }
}
