//! JSON Schema of `procedure.json`. Which keys there are, what stands at them and which must be there is asked from the reader
//! itself: it reads empty objects, and what it asks for and misses is written down. Only what it checks after reading (numbers
//! of options, limits) is told here, at [`refined`]. Types, names and dependencies are the checker's.

use serde_json::{Map, Value, json};

use super::patterns;
use crate::expr::OPERATORS;
use crate::facts;
use crate::kinds::WORDS;
use crate::schema::reader::Sort;
use crate::schema::{FORMAT, probe};

/// Codes of issues that the schema sees as well: it refuses what has one of them. Other issues are the checker's alone.
pub const SHAPE: [&str; 19] = [
    "expected_bool",
    "expected_codes",
    "expected_count",
    "expected_integer",
    "expected_list",
    "expected_object",
    "expected_places",
    "expected_text",
    "expected_texts",
    "fee_amount",
    "format",
    "id_characters",
    "missing_key",
    "options_count",
    "reduction_benefit",
    "unknown_key",
    "unknown_kind",
    "unknown_level",
    "unknown_word",
];

/// Codes that say that something must stand at a key.
const MISSED: [&str; 4] = ["missing_key", "expected_codes", "fee_amount", "options_count"];

const ABOUT: &str = "A procedure as an author writes it (see procedures/README.md). Made by `cargo xtask schema`; what needs \
knowledge of the whole (names, types of expressions, circles, texts) is found by `cargo xtask check`.";

/// The table of keys, for authors.
const KEYS: &str = include_str!("../../../../procedures/keys.md");

/// The pointer of a field, wherever fields are.
const FIELD: &str = "/pages/0/fields/0";
const PREFILL: &str = "/pages/0/fields/0/prefill/0";
const COVER: &str = "/pages/0/fields/0/covered_by/0";
const REDUCTION: &str = "/fees/0/reductions/0";
const CHANNEL: &str = "/service/channels/0";
const STEP: &str = "/migrations/0/steps/0";

/// The keys by which the steps of a migration are told apart.
const STEPS: [&str; 5] = ["move", "map", "drop", "ask", "compute"];

/// JSON Schema 2020-12 of `procedure.json`.
#[must_use]
pub fn format() -> Value {
    let mut schema = object("", "");
    let kinds: Vec<Value> = WORDS
        .iter()
        .map(|word| {
            let of_kind = ["#/$defs/field.", word].concat();
            json!({"if": {"properties": {"kind": {"const": word}}}, "then": {"$ref": of_kind}})
        })
        .collect();
    let mut shared = Map::new();
    shared.insert(
        "field".into(),
        json!({"type": "object", "required": ["kind"], "properties": {"kind": {"enum": WORDS}}, "allOf": kinds}),
    );
    for word in WORDS {
        shared.insert(["field.", word].concat(), object(FIELD, word));
    }
    shared.insert("prefill".into(), json!({"type": "array", "items": object(PREFILL, "")}));
    shared.insert("fact".into(), json!({"enum": facts::names().collect::<Vec<_>>()}));
    expressions(&mut shared);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "procedure.json".into();
    schema["$comment"] = ABOUT.into();
    schema["$defs"] = Value::Object(shared);
    schema
}

/// The schema of the objects at a pointer; for fields and for steps of migrations, those of a kind.
fn object(pointer: &str, kind: &str) -> Value {
    let (log, issues) = probe(&bare(pointer, kind));
    let missed = |key: &str| match (pointer, key) {
        // The compiler asks for an office and for pages, not the reader.
        (FIELD, "kind") | ("", "agency" | "pages") => true,
        // Said below.
        (CHANNEL, "amount") => false,
        (STEP, key) if key == kind => true,
        _ => {
            let at = [pointer, "/", key].concat();
            issues.iter().any(|issue| issue.pointer == at && MISSED.contains(&issue.code))
        }
    };
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for ((at, key), sort) in log.into_inner() {
        if at != pointer {
            continue;
        }
        let within = [pointer, "/", key].concat();
        let mut schema = match (pointer, key) {
            (FIELD, "kind") => json!({ "const": kind }),
            _ => refined(pointer, kind, key).unwrap_or_else(|| value(sort, &within, kind, key)),
        };
        if missed(key) {
            required.push(key);
        } else {
            schema = or_null(schema);
        }
        if let Some(meaning) = meaning(pointer, kind, key) {
            schema["description"] = meaning.into();
        }
        properties.insert(key.into(), schema);
    }
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let either = |one: &str, other: &str| json!({"required": [one], "properties": {one: {"type": "integer"}, other: {"type": "null"}}});
    match pointer {
        REDUCTION => schema["oneOf"] = json!([either("percent", "amount"), either("amount", "percent")]),
        CHANNEL => {
            let amount = json!({"required": ["amount"], "properties": {"amount": {"type": "integer"}}});
            schema["anyOf"] = json!([amount, {"properties": {"unit": {"const": "other"}}}]);
        }
        _ => {}
    }
    schema
}

/// What stands at a key, as authors read it: a line of the table of keys, for an object, or for fields of a kind.
fn meaning(pointer: &str, kind: &str, key: &str) -> Option<&'static str> {
    let object = object_name(pointer);
    let of = |object: &str| {
        let start = ["| ", object, " | `", key, "` | "].concat();
        KEYS.lines().find_map(|line| line.strip_prefix(&start)?.strip_suffix(" |"))
    };
    of(object).or_else(|| if object == "field" { of(kind) } else { None })
}

/// What the table of keys calls the object at a pointer.
fn object_name(pointer: &str) -> &str {
    match pointer {
        "" => "procedure",
        FIELD => "field",
        REDUCTION => "reduction",
        CHANNEL => "channel",
        STEP => "step",
        PREFILL => "prefill",
        COVER => "cover",
        "/fees/0" => "fee",
        "/sign_instead/0" => "instead",
        "/cosigners/0" => "cosigner",
        "/cosigners/0/sign_instead/0" => "cosigner instead",
        "/pages/0" => "page",
        "/rules/0" => "rule",
        "/migrations/0" => "migration",
        other => other.rsplit('/').next().unwrap_or_default(),
    }
}

/// A procedure in which nothing is said but that there is an object at a pointer.
fn bare(pointer: &str, kind: &str) -> Value {
    let mut value = json!({});
    for part in pointer.rsplit('/').filter(|part| !part.is_empty()) {
        value = if part == "0" { json!([value]) } else { json!({ part: value }) };
    }
    if let Some(field) = value.pointer_mut(FIELD) {
        field["kind"] = kind.into();
    }
    if let Some(step) = value.pointer_mut(STEP) {
        step[kind] = "x".into();
    }
    value
}

/// What may stand at a key, as the reader has asked for it.
fn value(sort: Sort, pointer: &str, kind: &str, key: &str) -> Value {
    match sort {
        Sort::Any => json!({}),
        Sort::Expression if ["when", "required", "assert"].contains(&key) => {
            json!({"$ref": "#/$defs/condition"})
        }
        Sort::Expression => json!({"$ref": "#/$defs/expression"}),
        Sort::Text => json!({"type": "string", "minLength": 1}),
        Sort::Id => json!({"type": "string", "pattern": patterns::ID}),
        Sort::Word(words) => json!({ "enum": words }),
        Sort::Flag => json!({"type": "boolean"}),
        Sort::Int => json!({"type": "integer"}),
        Sort::Count => json!({"type": "integer", "minimum": 0}),
        Sort::Date => json!({"type": "string", "pattern": patterns::ISO_DAY}),
        Sort::Texts => json!({"type": "array", "items": {"type": "string"}}),
        Sort::Words(words) => json!({"type": "array", "items": {"enum": words}}),
        Sort::Object => object(pointer, kind),
        Sort::List if key == "fields" => json!({"type": "array", "items": {"$ref": "#/$defs/field"}}),
        Sort::List if key == "steps" => {
            let steps = STEPS.map(|word| object(STEP, word));
            json!({"type": "array", "items": {"anyOf": steps}})
        }
        Sort::List => json!({"type": "array", "items": object(&[pointer, "/0"].concat(), kind)}),
    }
}

/// What is checked after reading.
fn refined(pointer: &str, kind: &str, key: &str) -> Option<Value> {
    Some(match (pointer, kind, key) {
        ("", _, "format") => json!({ "const": FORMAT }),
        ("/fees/0", _, "amount") => json!({"type": "integer", "minimum": 1000}),
        (REDUCTION, _, "percent") => json!({"type": "integer", "minimum": 1, "maximum": 100}),
        (REDUCTION, _, "amount") => json!({"type": "integer", "minimum": 0}),
        // Words are computed anyway.
        (FIELD, "date_words" | "money_words", "computed") => json!({ "const": null }),
        ("", _, "pages") => json!({"type": "array", "items": object("/pages/0", ""), "minItems": 1}),
        (FIELD, _, "prefill") => json!({"$ref": "#/$defs/prefill"}),
        (PREFILL | COVER, _, "fact") => json!({"$ref": "#/$defs/fact"}),
        (STEP, word, key) if key != word && STEPS.contains(&key) => json!({ "const": null }),
        (STEP, _, "reason") => json!({"type": "string", "pattern": patterns::ID}),
        (STEP, _, "codes") => {
            json!({"type": "object", "additionalProperties": {"type": ["string", "boolean", "null"]}})
        }
        (STEP, _, "of") => json!({"type": "array", "items": {"type": "string"}, "minItems": 1}),
        (FIELD, "choice" | "choices", "options") => {
            let option = json!({"type": "string", "pattern": patterns::ID});
            json!({"type": "array", "items": option, "minItems": 2, "maxItems": 8, "uniqueItems": true})
        }
        (FIELD, "date" | "partial_date", "min" | "max") => {
            json!({"anyOf": [{"const": "today"}, {"type": "string", "pattern": patterns::ISO_DAY}, {"$ref": "#/$defs/operation"}]})
        }
        (FIELD, "decimal", "min" | "max") => json!({"type": "number"}),
        (FIELD, "decimal", "places") => json!({"type": "integer", "minimum": 1, "maximum": 9}),
        (FIELD, "business_line", "level") => json!({"enum": [4, 5]}),
        (FIELD, "file", "accept") => {
            json!({"type": "array", "items": {"type": "string"}, "minItems": 1})
        }
        (FIELD, "group", "fields") => {
            json!({"type": "array", "items": {"$ref": "#/$defs/field"}, "minItems": 1})
        }
        _ => return None,
    })
}

/// The same or null, which counts as absent.
fn or_null(schema: Value) -> Value {
    match schema.get("type") {
        Some(Value::String(sort)) if schema.get("enum").is_none() => {
            let both = json!([sort, "null"]);
            let mut schema = schema;
            schema["type"] = both;
            schema
        }
        _ if schema == json!({}) => schema,
        _ => json!({"anyOf": [schema, {"type": "null"}]}),
    }
}

/// Expressions: an object with one operator, or a literal. Which arguments an operator takes is the compiler's to say, but
/// names that are known in advance are listed.
fn expressions(shared: &mut Map<String, Value>) {
    let operators: Map<String, Value> = OPERATORS
        .iter()
        .map(|name| {
            let arguments = match *name {
                "fact" => json!({"$ref": "#/$defs/fact"}),
                "var" | "known" | "shown" | "row" => json!({"type": ["string", "array"]}),
                _ => json!({"$ref": "#/$defs/arguments"}),
            };
            ((*name).to_owned(), arguments)
        })
        .collect();
    let operation = json!({"type": "object", "properties": operators, "additionalProperties": false,
        "minProperties": 1, "maxProperties": 1});
    let literal = |types: Value| json!({"anyOf": [{"type": types}, {"$ref": "#/$defs/operation"}]});
    shared.insert("operation".into(), operation);
    shared.insert("condition".into(), literal(json!("boolean")));
    shared.insert("expression".into(), literal(json!(["boolean", "number", "string"])));
    shared.insert(
        "arguments".into(),
        json!({"anyOf": [{"$ref": "#/$defs/expression"}, {"type": "array", "items": {"$ref": "#/$defs/arguments"}}]}),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::reader::is_id;
    use std::collections::BTreeSet;

    /// The descriptions of every property of an object with keys that are known, but operators.
    fn properties(schema: &Value, found: &mut Vec<(String, Option<String>)>) {
        match schema {
            Value::Object(members) => {
                if let Some(Value::Object(keys)) = members.get("properties") {
                    let is_object = members.get("additionalProperties").is_some();
                    let is_operation = keys.contains_key("var");
                    for (key, value) in keys.iter().filter(|_| is_object && !is_operation) {
                        let text = value["description"].as_str().map(str::to_owned);
                        found.push((key.clone(), text));
                    }
                }
                members.values().for_each(|member| properties(member, found));
            }
            Value::Array(items) => items.iter().for_each(|item| properties(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_key_has_its_meaning_and_every_meaning_its_key() {
        let mut found = Vec::new();
        properties(&format(), &mut found);
        let unsaid: BTreeSet<&String> =
            found.iter().filter(|(_, text)| text.is_none()).map(|(key, _)| key).collect();
        assert_eq!(unsaid, BTreeSet::new());
        let said: BTreeSet<(&str, &str)> =
            found.iter().filter_map(|(key, text)| Some((key.as_str(), text.as_deref()?))).collect();
        let rows = KEYS.lines().filter_map(|line| {
            let (_, row) = line.strip_prefix("| ")?.split_once(" | `")?;
            row.strip_suffix(" |")?.split_once("` | ")
        });
        let rows: BTreeSet<(&str, &str)> = rows.collect();
        assert!(rows.len() > 80);
        assert_eq!(rows, said);
    }

    #[test]
    fn every_kind_that_is_read_is_in_the_list_of_kinds() {
        let source = include_str!("../kinds.rs");
        let read: BTreeSet<&str> = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" => Self::"))
            .map(|(word, _)| word)
            .collect();
        assert_eq!(read, WORDS.into_iter().collect());
        assert!(WORDS.iter().all(|word| is_id(word)));
    }
}
