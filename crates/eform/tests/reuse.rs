//! The count of what did not have to be given, and the facts that a form names.
#![allow(missing_docs, clippy::unwrap_used)]

use std::sync::Arc;

use eform::{CivilDate, Fact, Facts, Form, Instance, Reuse, Schema, compile};
use serde_json::{Value, json};

fn form(fields: &Value, rules: &Value) -> Arc<Form> {
    let schema = json!({
        "format": "congdan/procedure/1", "code": "t", "version": "1", "effective": {"from": "2026-01-01", "to": null},
        "level": "commune", "sector": "civil_status", "events": [], "languages": ["vi"],
        "service": {"channels": [], "after_15h": false, "basis": [], "source": {"retrieved": "2026-01-01", "confidence": "high"}},
        "sign": "none", "agency": {"field": "agency"},
        "pages": [{"id": "p", "step": "form", "fields": fields}],
        "rules": rules
    });
    let schema = Schema::from_json(&schema.to_string()).unwrap();
    Arc::new(compile(&schema).unwrap())
}

fn facts(known: &Value) -> Facts {
    let fact = |value: &Value| Fact {
        value: value.clone(),
        source: "population".to_owned(),
        at: "2026-11-21T01:00:00Z".to_owned(),
        reference: None,
        guessed: false,
    };
    known.as_object().unwrap().iter().map(|(name, value)| (name.clone(), fact(value))).collect()
}

fn fields() -> Value {
    json!([
        {"id": "agency", "kind": "agency", "level": "commune", "prefill": [{"fact": "self.residence", "lock": false}]},
        {"id": "name", "kind": "person_name", "prefill": [{"fact": "self.name", "lock": true}]},
        {"id": "phone", "kind": "phone", "prefill": [{"fact": "contact.phone"}, {"fact": "self.mobile"}]},
        {"id": "mail", "kind": "email", "required": false},
        {"id": "copies", "kind": "number", "min": 1, "max": 9, "default": 1},
        {"id": "born", "kind": "date"},
        {"id": "words", "kind": "date_words", "of": "born"},
        {"id": "extra", "kind": "text", "max": 9, "when": {"fact": "self.married"}},
        {"id": "rows", "kind": "group", "min": 0, "max": 3, "fields": [{"id": "cell", "kind": "text", "max": 9}]},
        {"id": "paper", "kind": "file", "component": "c", "accept": ["pdf"]},
        {"id": "pledge", "kind": "attestation"}
    ])
}

fn open(known: &Value) -> Instance {
    let today = CivilDate::parse("2026-11-21").unwrap();
    Instance::new(form(&fields(), &json!([])), eform::Answers::new(), facts(known), today)
}

#[test]
fn a_form_names_the_facts_of_its_prefills_and_conditions_and_no_others() {
    let rules = json!([{"id": "r", "assert": {"!=": [{"fact": "spouse.sex"}, "male"]}, "at": "name", "severity": "warning"}]);
    let named: Vec<&str> = form(&fields(), &rules).facts().collect();
    let mut wanted =
        ["self.residence", "self.name", "contact.phone", "self.mobile", "self.married", "spouse.sex"];
    wanted.sort_unstable();
    assert_eq!(named, wanted);
}

#[test]
fn required_answers_are_given_known_or_proposed_and_papers_count_apart() {
    let nothing = open(&json!({})).reuse();
    // Agency, name, phone, date; the group is optional and empty, the date in words is computed.
    assert_eq!(nothing, Reuse { missing: 4, proposed: 1, papers_given: 1, ..Reuse::default() });
    let known = json!({
        "self.residence": {"province": "01", "commune": "00082"},
        "self.name": {"family": "Lê", "middle": "", "given": "Hoà"}, "self.mobile": "0912345678"
    });
    let mut form = open(&known);
    assert_eq!(
        form.reuse(),
        Reuse { missing: 1, known: 3, proposed: 1, papers_given: 1, ..Reuse::default() }
    );
    assert_eq!(form.reuse().percent(), Some(80));
    form.set("phone", Some(json!("0987654321")));
    assert_eq!(
        form.reuse(),
        Reuse { given: 1, missing: 1, known: 2, proposed: 1, papers_given: 1, ..Reuse::default() }
    );
    form.set("phone", Some(json!("0912 345 678")));
    assert_eq!(form.reuse().known, 3, "what a register holds and the citizen repeats was known");
}

#[test]
fn cells_count_row_by_row_and_what_is_hidden_or_optional_does_not() {
    let mut form = open(&json!({}));
    let before = form.reuse();
    form.set("mail", Some(json!("a@b.vn")));
    form.set("extra", Some(json!("x")));
    assert_eq!(form.reuse(), before);
    form.set("rows", Some(json!(["r1", "r2"])));
    assert_eq!(form.reuse().missing, before.missing + 2);
}

#[test]
fn a_form_that_asks_nothing_has_no_share() {
    assert_eq!(Reuse::default().percent(), None);
}

#[test]
fn what_a_citizen_gave_for_contact_may_be_offered_again_and_nothing_else() {
    let mut form = open(&json!({"self.mobile": "0912345678"}));
    form.set("born", Some(json!({"d": "1", "m": "2", "y": "2026"})));
    let again = form.again();
    assert_eq!(again.into_iter().collect::<Vec<_>>(), [("contact.phone".to_owned(), json!("0912345678"))]);
}
