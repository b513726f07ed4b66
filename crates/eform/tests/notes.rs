//! Notes about locked values, and names that were only guessed from one line.
#![allow(missing_docs, clippy::unwrap_used)]

use std::sync::Arc;

use eform::{Answers, CivilDate, Fact, Facts, Instance, Provenance, Schema, compile, note_path};
use serde_json::{Value, json};

fn open(name: bool, guessed: bool) -> Instance {
    let schema = json!({
        "format": "congdan/procedure/1", "code": "t", "version": "1", "effective": {"from": "2026-01-01", "to": null},
        "level": "commune", "sector": "civil_status", "events": [], "languages": ["vi"],
        "service": {"channels": [], "after_15h": false, "basis": [], "source": {"retrieved": "2026-01-01", "confidence": "high"}},
        "sign": "none", "agency": {"field": "agency"},
        "pages": [{"id": "p", "step": "form", "fields": [
            {"id": "agency", "kind": "agency", "level": "commune"},
            {"id": "hides", "kind": "yes_no"},
            {"id": "name", "kind": "person_name", "when": {"!": [{"and": [{"known": "hides"}, {"==": [{"var": "hides"}, true]}]}]},
                "prefill": [{"fact": "self.name", "lock": true}]},
            {"id": "phone", "kind": "phone", "prefill": [{"fact": "self.mobile"}]}
        ]}],
        "rules": []
    });
    let form = compile(&Schema::from_json(&schema.to_string()).unwrap()).unwrap();
    let fact = Fact {
        value: json!({"family": "Lê", "middle": "", "given": "Hoà"}),
        source: "population".to_owned(),
        at: "2026-11-21T01:00:00Z".to_owned(),
        reference: None,
        guessed,
    };
    let facts: Facts = name.then(|| ("self.name".to_owned(), fact)).into_iter().collect();
    Instance::new(Arc::new(form), Answers::new(), facts, CivilDate::parse("2026-11-21").unwrap())
}

fn noted(form: &mut Instance, note: &str) {
    form.set(&note_path("name"), Some(Value::from(note)));
}

#[test]
fn a_note_about_a_locked_value_is_kept_and_changes_nothing_else() {
    let mut form = open(true, false);
    let (evaluated, provenance) = (form.evaluated(), form.provenance());
    noted(&mut form, "  Chữ đệm là Thi\u{323}, không để trống ");
    assert_eq!(form.note("name").as_deref(), Some("Chữ đệm là Thị, không để trống"));
    assert_eq!((form.evaluated(), form.provenance()), (evaluated, provenance));
    assert_eq!(form.orphans().count(), 0);
    let again = Instance::new(form.form().clone(), form.answers().clone(), form.facts(), form.today());
    assert_eq!((again.note("name"), again.orphans().count()), (form.note("name"), 0));
}

#[test]
fn a_note_counts_only_while_its_value_is_shown_and_locked() {
    let mut form = open(true, false);
    noted(&mut form, "sai");
    form.set("hides", Some(json!(true)));
    assert_eq!(form.note("name"), None);
    form.set("hides", Some(json!(false)));
    assert!(form.note("name").is_some());
    form.set_facts(Facts::new());
    assert_eq!(form.note("name"), None);
    noted(&mut form, "   ");
    assert_eq!(form.note("name"), None);
}

#[test]
fn a_draft_takes_short_texts_as_notes_about_fields_that_can_be_locked() {
    let form = open(true, false).form().clone();
    let refusal = |path: &str, raw: &Value| form.refusal(path, raw);
    assert_eq!(refusal("name/!", &json!("sai")), None);
    assert_eq!(refusal("name/!", &json!("x".repeat(500))), None);
    assert_eq!(refusal("name/!", &json!("x".repeat(501))), Some("malformed"));
    assert_eq!(refusal("name/!", &json!({"a": 1})), Some("malformed"));
    assert_eq!(refusal("phone/!", &json!("sai")), Some("path.unknown"), "what can be changed needs no note");
    assert_eq!(refusal("nobody/!", &json!("sai")), Some("path.unknown"));
}

#[test]
fn a_guessed_fact_is_offered_and_never_locked() {
    let mut form = open(true, true);
    assert!(!form.field("name").unwrap().locked);
    assert!(matches!(form.provenance()["name"], Provenance::Register { .. }));
    form.set("name", Some(json!({"family": "Lê", "middle": "Hoà", "given": "Bình"})));
    assert!(matches!(form.provenance()["name"], Provenance::Changed { .. }));
    assert_eq!(form.replaced("name"), Some(&json!({"family": "Lê", "middle": "", "given": "Hoà"})));
    form.set("name", None);
    assert_eq!(form.replaced("name"), None, "nothing stands in place of what the source holds");
    assert!(open(true, false).field("name").unwrap().locked);
    assert!(open(false, false).field("name").unwrap().raw.is_none());
}
