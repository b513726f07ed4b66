//! Freezing a real form: the content holds what the engine evaluates, and nothing is frozen while something is lacking.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use dossier::content::{Agency, Content, Document, Frame, Lacking, Source, of};
use eform::{Answers, CivilDate, Fact, Facts, Instance, Schema, compile};
use serde_json::{Value, json};
use std::sync::Arc;

const PROCEDURE: &str = r#"{
  "format": "congdan/procedure/1", "code": "9.000001", "version": "2026-09",
  "effective": {"from": "2026-09-01"},
  "level": "commune", "sector": "civil_status", "events": ["birth"], "languages": ["vi", "en"],
  "service": {
    "channels": [{"method": "online", "unit": "other"}], "after_15h": true, "basis": ["Luật"],
    "source": {"retrieved": "2026-07-15", "confidence": "high"}
  },
  "sign": "none", "agency": {"field": "office"},
  "fees": [{
    "id": "copy", "amount": 8000, "quantity": {"var": "copies"}, "when": {"==": [{"var": "wants_copies"}, true]},
    "basis": "Thông tư 281/2016/TT-BTC",
    "reductions": [{
      "id": "digital_citizen", "percent": 100, "when": {"fact": "self.digital_citizen"},
      "basis": "Nghị quyết 66.22/2026/NQ-CP"
    }]
  }],
  "pages": [
    {"id": "start", "step": "form", "fields": [
      {"id": "office", "kind": "agency", "level": "commune"},
      {"id": "name", "kind": "person_name", "prefill": [{"fact": "self.name"}]},
      {"id": "wants_copies", "kind": "yes_no"},
      {"id": "copies", "kind": "number", "min": 1, "max": 20, "when": {"==": [{"var": "wants_copies"}, true]}},
      {"id": "truth", "kind": "attestation"}
    ]},
    {"id": "documents", "step": "documents", "fields": [
      {"id": "paper", "kind": "file", "component": "KQ.G09.000001", "accept": ["pdf", "jpg"], "required": false},
      {"id": "proof", "kind": "file", "component": "cu-tru", "accept": ["pdf"], "when": {"known": "name"}, "covered_by": [{"fact": "self.name", "basis": "Luật"}]}
    ]}
  ]
}"#;

fn instance(changes: &[(&str, Value)], is_digital_citizen: bool) -> Instance {
    let form = compile(&Schema::from_json(PROCEDURE).unwrap()).unwrap();
    let fact = |value: Value| Fact {
        value,
        source: "population".to_owned(),
        at: "2026-11-21T08:00:00Z".to_owned(),
        reference: Some("R-1".to_owned()),
        guessed: false,
    };
    let name = json!({"family": "Nguyễn", "middle": "Thị Bích", "given": "Hằng"});
    let facts = Facts::from([
        ("self.name".to_owned(), fact(name)),
        ("self.digital_citizen".to_owned(), fact(json!(is_digital_citizen))),
    ]);
    let answers = Answers::from([
        ("office".to_owned(), json!({"province": "01", "commune": "00004"})),
        ("wants_copies".to_owned(), json!(true)),
        ("copies".to_owned(), json!("2")),
        ("truth".to_owned(), json!(true)),
    ]);
    let mut instance = Instance::new(Arc::new(form), answers, facts, CivilDate::parse("2026-11-21").unwrap());
    for (path, value) in changes {
        instance.set(path, Some(value.clone()));
    }
    instance
}

fn freeze(instance: &Instance) -> Result<Content, Lacking> {
    let frame = Frame {
        dossier: "d_7yq2m8",
        snapshot: 3,
        language: "vi",
        schema_sha256: "5c",
        texts_sha256: "7e",
        applicant_name: "Nguyễn Thị Bích Hằng",
        applicant_id: "001195004321",
        on_behalf_of: None,
        helped_by: None,
        created_at: "2026-11-21T08:05:00Z",
    };
    of(instance, &frame, &|key| {
        (key == "field.truth.body").then(|| "Tôi cam đoan lời khai là đúng.".to_owned())
    })
}

#[test]
fn the_content_is_what_the_engine_evaluates() {
    let content = freeze(&instance(&[], false)).unwrap();
    assert_eq!(content.agency, Agency { province: "01".to_owned(), commune: "00004".to_owned() });
    assert_eq!(
        (content.procedure.code.as_str(), content.procedure.version.as_str()),
        ("9.000001", "2026-09")
    );
    assert_eq!(content.answers["copies"], json!(2));
    assert_eq!(content.answers["name"]["given"], json!("Hằng"));
    assert_eq!(content.attestations[0].text, "Tôi cam đoan lời khai là đúng.");
    let register = Source {
        note: None,
        origin: "register".to_owned(),
        source: Some("population".to_owned()),
        at: Some("2026-11-21T08:00:00Z".to_owned()),
        reference: Some("R-1".to_owned()),
    };
    assert_eq!(content.provenance["name"], register);
    assert_eq!(content.provenance["copies"].origin, "typed");
    assert_eq!((content.fee.gross, content.fee.net), (16_000, 16_000));
    assert_eq!(content.fee.basis, ["Thông tư 281/2016/TT-BTC"]);
    assert_eq!(Content::parse(&content.bytes().unwrap()), Ok(content));
}

#[test]
fn what_is_hidden_is_neither_frozen_nor_charged() {
    let content = freeze(&instance(&[("wants_copies", json!(false))], false)).unwrap();
    assert!(!content.answers.contains_key("copies"));
    assert!(!content.provenance.contains_key("copies"));
    assert_eq!((content.fee.gross, content.fee.lines.len()), (0, 0));
}

#[test]
fn a_waived_fee_names_both_bases() {
    let content = freeze(&instance(&[], true)).unwrap();
    assert_eq!((content.fee.gross, content.fee.net), (16_000, 0));
    assert_eq!(content.fee.lines[0].reduction.as_deref(), Some("digital_citizen"));
    assert_eq!(content.fee.basis, ["Thông tư 281/2016/TT-BTC", "Nghị quyết 66.22/2026/NQ-CP"]);
}

#[test]
fn documents_are_bound_by_their_hash_in_the_order_they_were_attached() {
    let file = |id: &str, name: &str| json!({"id": id, "name": name, "size": 7, "sha256": "ab".repeat(32), "type": "pdf"});
    let files = json!([file("f2", "Sổ hộ khẩu cũ.pdf"), file("f1", "Giấy chứng sinh.pdf")]);
    let content = freeze(&instance(&[("paper", files)], false)).unwrap();
    let document = |name: &str| Document {
        field: "paper".to_owned(),
        name: name.to_owned(),
        size: 7,
        sha256: "ab".repeat(32),
        kind: "pdf".to_owned(),
        paper: None,
    };
    assert_eq!(content.documents, [document("Sổ hộ khẩu cũ.pdf"), document("Giấy chứng sinh.pdf")]);
}

#[test]
fn a_document_of_the_citizens_own_store_says_which_paper_it_is() {
    let from = json!({"source": "result", "reference": "88/TLKS-BS", "at": "2026-11-21"});
    let file = json!({"id": "f1", "name": "a.pdf", "size": 7, "sha256": "ab".repeat(32), "type": "pdf", "paper": from});
    let content = freeze(&instance(&[("paper", json!([file]))], false)).unwrap();
    assert_eq!(serde_json::to_value(&content.documents[0]).unwrap()["paper"], from);
    assert_eq!(Content::parse(&content.bytes().unwrap()).unwrap(), content);
    let mut nameless = file;
    nameless["paper"]["reference"] = json!("");
    assert!(!instance(&[("paper", json!([nameless]))], false).is_complete());
}

#[test]
fn what_stands_in_for_a_paper_is_fixed_with_its_register_reference_and_law() {
    let content = freeze(&instance(&[], false)).unwrap();
    let covered = serde_json::to_value(&content).unwrap()["covered"].clone();
    let wanted = json!([{
        "field": "proof", "component": "cu-tru", "source": "population", "at": "2026-11-21T08:00:00Z", "reference": "R-1",
        "basis": "Luật"
    }]);
    assert_eq!(covered, wanted);
    assert_eq!(Content::parse(&content.bytes().unwrap()), Ok(content));
    let file = json!([{"id": "f1", "name": "a.pdf", "size": 7, "sha256": "ab".repeat(32), "type": "pdf"}]);
    let brought = freeze(&instance(&[("proof", file)], false)).unwrap();
    assert_eq!((brought.covered.len(), brought.documents.len()), (0, 1));
    assert!(!String::from_utf8(brought.bytes().unwrap()).unwrap().contains("covered"));
}

#[test]
fn nothing_is_frozen_while_something_is_lacking() {
    let nowhere = instance(&[("office", json!({"province": "01", "commune": ""}))], false);
    assert_eq!(freeze(&nowhere), Err(Lacking::Agency));
    let how_many = instance(&[("copies", json!(""))], false);
    assert_eq!(freeze(&how_many), Err(Lacking::Fee("copy".to_owned())));
    let frame = Frame {
        dossier: "d",
        snapshot: 1,
        language: "vi",
        schema_sha256: "",
        texts_sha256: "",
        applicant_name: "",
        applicant_id: "",
        on_behalf_of: None,
        helped_by: None,
        created_at: "",
    };
    let wordless = of(&instance(&[], false), &frame, &|_| None);
    assert_eq!(wordless, Err(Lacking::Text("field.truth.body".to_owned())));
}
