//! What an author declares about older versions: `migrations` of `procedure.json`, read. Whether the names lead somewhere
//! is the checker's question (`check/migrations.rs`); a step that leads nowhere does nothing here.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::schema::reader::Reader;

/// How the answers of one older version are taken over. What no step names is carried where a question of the same id
/// takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Migration {
    /// The older version.
    pub from: String,
    /// Steps; an answer follows the first that names it, or that names the group it is in.
    pub steps: Vec<Step>,
    /// JSON pointer of the migration.
    pub pointer: String,
}

/// One declared step. Names are those of texts: `field` or `group.cell`.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What becomes of the answer.
    pub does: Does,
    /// Why, as the text `migration.<reason>`: told to the citizen with every answer that this step does not carry.
    pub reason: Option<String>,
    /// JSON pointer of the step.
    pub pointer: String,
}

/// What becomes of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    /// `{"move": OLD, "to": NEW}`: the same question under another id, in or out of a group.
    Move {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// `{"map": OLD, "codes": {CODE: CODE | bool | null}, "to": NEW}`: other options; null is an option that has no
    /// successor. What is not named stays. `true` and `false` are the codes of a yes or no.
    Map {
        /// The old name.
        from: String,
        /// The new name; the same when not given.
        to: String,
        /// What becomes of each option.
        codes: BTreeMap<String, Value>,
    },
    /// `{"drop": OLD, "reason": …}`: no longer asked.
    Drop {
        /// The old name.
        from: String,
    },
    /// `{"ask": OLD, "to": NEW, "reason": …}`: the question means something else now, the answer is asked for again.
    Ask {
        /// The old name.
        from: String,
        /// The new name; the same when not given.
        to: String,
    },
    /// `{"compute": NEW, "of": [OLD, …], "as": EXPR}`: made from old answers; the expression reads the old form.
    Compute {
        /// The old names.
        of: Vec<String>,
        /// The new name.
        to: String,
        /// An expression over the old form.
        by: Value,
    },
}

impl Migration {
    pub(crate) fn read(mut reader: Reader<'_, '_>) -> Self {
        let migration = Self {
            from: reader.text("from"),
            steps: reader.list("steps", Step::read),
            pointer: reader.pointer().to_owned(),
        };
        reader.finish();
        migration
    }
}

impl Step {
    fn read(mut reader: Reader<'_, '_>) -> Self {
        let named = |reader: &mut Reader<'_, '_>, key: &'static str| reader.text_or_none(key);
        let does = if let Some(from) = named(&mut reader, "move") {
            Does::Move { from, to: reader.text("to") }
        } else if let Some(from) = named(&mut reader, "map") {
            let to = named(&mut reader, "to").unwrap_or_else(|| from.clone());
            Does::Map { from, to, codes: codes(&mut reader) }
        } else if let Some(from) = named(&mut reader, "drop") {
            Does::Drop { from }
        } else if let Some(from) = named(&mut reader, "ask") {
            let to = named(&mut reader, "to").unwrap_or_else(|| from.clone());
            Does::Ask { from, to }
        } else {
            let to = reader.text("compute");
            let of = reader.texts("of");
            if of.is_empty() {
                reader.issue("of", "missing_key");
            }
            let by = reader.foreign_expression("as").unwrap_or_else(|| {
                reader.issue("as", "missing_key");
                Value::Null
            });
            Does::Compute { of, to, by }
        };
        let reason = match does {
            Does::Drop { .. } | Does::Ask { .. } => Some(reader.id("reason")),
            Does::Move { .. } | Does::Map { .. } | Does::Compute { .. } => {
                named(&mut reader, "reason").map(|_| reader.id("reason"))
            }
        };
        let step = Self { does, reason, pointer: reader.pointer().to_owned() };
        reader.finish();
        step
    }

    /// The old names that it speaks of.
    pub(crate) fn names(&self) -> Vec<&str> {
        match &self.does {
            Does::Move { from, .. }
            | Does::Map { from, .. }
            | Does::Drop { from }
            | Does::Ask { from, .. } => {
                vec![from]
            }
            Does::Compute { of, .. } => of.iter().map(String::as_str).collect(),
        }
    }

    /// The new name that it leads to.
    pub(crate) fn target(&self) -> Option<&str> {
        match &self.does {
            Does::Move { to, .. }
            | Does::Map { to, .. }
            | Does::Ask { to, .. }
            | Does::Compute { to, .. } => Some(to),
            Does::Drop { .. } => None,
        }
    }
}

fn codes(reader: &mut Reader<'_, '_>) -> BTreeMap<String, Value> {
    // Null means something here, which `Reader::take` would call absent only at the key itself.
    match reader.take("codes") {
        Some(Value::Object(codes))
            if codes.values().all(|to| to.is_null() || to.is_string() || to.is_boolean()) =>
        {
            codes.iter().map(|(code, to)| (code.clone(), to.clone())).collect()
        }
        _ => {
            reader.issue("codes", "expected_codes");
            BTreeMap::new()
        }
    }
}
