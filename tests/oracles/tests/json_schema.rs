//! Exported schemas of answers, judged by the crate `jsonschema`, beside the engine: on data of every kind, and on the
//! procedures as they are filled in. A run is repeated with `ORACLE_SEED`, made longer with `ORACLE_COUNT`.
#![cfg(test)]

mod exports;
mod suite;

use std::collections::BTreeSet;

use eform::export::{ANNOTATIONS, KEYWORDS};
use jsonschema::error::ValidationErrorKind;
use oracles::exports::{Problem, covered};
use serde_json::Value;

fn judge(schema: &Value, data: &[Value]) -> Result<Vec<Vec<Problem>>, String> {
    let problem = |error: jsonschema::ValidationError<'_>| Problem {
        pointer: error.instance_path().to_string(),
        missing: match error.kind() {
            ValidationErrorKind::Required { property } => property.as_str().map(str::to_owned),
            _ => None,
        },
    };
    let validator = jsonschema::draft202012::new(schema).map_err(|error| error.to_string())?;
    Ok(data.iter().map(|data| validator.iter_errors(data).map(problem).collect()).collect())
}

#[test]
fn an_export_and_the_engine_say_the_same_of_values_of_every_kind() {
    exports::values_of_every_kind(&mut judge);
}

#[test]
fn an_export_and_the_engine_say_the_same_of_whole_procedures() {
    exports::whole_procedures(&mut judge);
}

#[test]
fn an_export_and_the_engine_find_the_same_places_wrong_while_a_procedure_is_filled_in() {
    exports::procedures_filled_in(&mut judge, covered);
}

#[test]
fn the_validator_passes_the_official_tests_of_every_keyword_that_exports_use() {
    suite::replay(&mut judge, "jsonschema");
}

#[test]
fn everything_that_is_listed_as_unsaid_is_unsaid_and_wrong_to_the_engine() {
    exports::unsaid(&mut judge);
}

#[test]
fn exports_use_the_listed_keywords_all_of_them_and_no_other() {
    let mut used = BTreeSet::new();
    for schema in exports::all() {
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{schema}");
        keywords(&schema, &mut used);
    }
    let listed: BTreeSet<&str> = KEYWORDS.iter().chain(ANNOTATIONS).copied().collect();
    assert_eq!(used.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
}

/// The keywords of a schema and of all schemas in it.
fn keywords(schema: &Value, found: &mut BTreeSet<String>) {
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        found.insert(keyword.clone());
        let within: Vec<&Value> = match (keyword.as_str(), value) {
            ("properties" | "$defs", Value::Object(schemas)) => schemas.values().collect(),
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => schemas.iter().collect(),
            ("items" | "additionalProperties" | "if" | "then", schema) => vec![schema],
            _ => Vec::new(),
        };
        for schema in within {
            keywords(schema, found);
        }
    }
}
