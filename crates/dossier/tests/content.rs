//! The signed content and the receipt: exact bytes, strict reading, and nothing stated about other bytes than the filed ones.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use dossier::canonical::sha256_hex;
use dossier::content::{
    Agency, Applicant, Attestation, Content, Document, FORMAT, Fee, FeeLine, NotContent, ProcedureRef, Source,
};
use dossier::receipt::{Facts, NoReceipt, Receipt};
use dossier::{Event, Requirements, Snapshot, State, apply};
use serde_json::{Value, json};

const NOW: &str = "2026-11-21T08:05:00Z";

fn source(origin: &str, register: Option<&str>) -> Source {
    Source {
        note: None,
        origin: origin.to_owned(),
        source: register.map(str::to_owned),
        at: register.map(|_| NOW.to_owned()),
        reference: None,
    }
}

fn content() -> Content {
    let answers = json!({
        "child_name": {"family": "Trần", "middle": "Bình", "given": "An"},
        "copies": 2,
        "wants_copies": true
    });
    let Value::Object(answers) = answers else { unreachable!() };
    Content {
        format: FORMAT.to_owned(),
        dossier: "d_7yq2m8".to_owned(),
        snapshot: 1,
        procedure: ProcedureRef {
            code: "1.001193".to_owned(),
            version: "2026-09".to_owned(),
            schema_sha256: sha256_hex(b"schema"),
            texts_sha256: sha256_hex(b"texts"),
        },
        language: "vi".to_owned(),
        agency: Agency { province: "01".to_owned(), commune: "00004".to_owned() },
        applicant: Applicant {
            name: "Nguyễn Thị Bích Hằng".to_owned(), id: "001195004321".to_owned()
        },
        on_behalf_of: None,
        helped_by: None,
        answers,
        provenance: [
            ("child_name".to_owned(), source("typed", None)),
            ("copies".to_owned(), source("changed", Some("population"))),
            ("wants_copies".to_owned(), source("register", Some("population"))),
        ]
        .into(),
        attestations: vec![Attestation { id: "truth".to_owned(), text: "Tôi cam đoan…".to_owned() }],
        confirmed: Vec::new(),
        documents: vec![Document {
            field: "birth_notice".to_owned(),
            name: "Giấy chứng sinh.pdf".to_owned(),
            size: 7,
            sha256: sha256_hex(b"content"),
            kind: "pdf".to_owned(),
            paper: None,
        }],
        covered: Vec::new(),
        fee: Fee {
            gross: 16_000,
            net: 16_000,
            on_notice: 0,
            on_result: 0,
            lines: vec![FeeLine {
                id: "copy".to_owned(),
                unit: 8_000,
                quantity: 2,
                gross: 16_000,
                net: 16_000,
                paid: None,
                reduction: None,
            }],
            basis: vec!["Thông tư 281/2016/TT-BTC".to_owned()],
        },
        created_at: NOW.to_owned(),
    }
}

fn filed(content: &[u8]) -> State {
    let snapshot = Snapshot { number: 1, sha256: sha256_hex(content), at: NOW.to_owned() };
    let requirements = Requirements {
        signature: false,
        organisation: None,
        confirmation: false,
        paper: false,
        fee: 16_000,
        gross_fee: 16_000,
        waiver_basis: None,
        on_notice: 0,
        on_result: 0,
        others: Vec::new(),
        in_order: false,
    };
    let events = [
        Event::Frozen { snapshot, requirements },
        Event::PaymentStarted {
            order: "A".to_owned(),
            amount: 16_000,
            expires_at: "2026-11-21T08:20:00Z".to_owned(),
            due: None,
        },
        Event::PaymentConfirmed {
            order: "A".to_owned(),
            amount: 16_000,
            transaction: "14422574".to_owned(),
            at: NOW.to_owned(),
        },
        Event::FilingAccepted { code: "H01.04-261121-0001".to_owned(), at: NOW.to_owned() },
    ];
    events.iter().fold(State::new(), |state, event| apply(&state, event, NOW).unwrap().0)
}

#[test]
fn the_bytes_are_exactly_these() {
    let expected = [
        r#"{"agency":{"commune":"00004","province":"01"},"#,
        r#""answers":{"child_name":{"family":"Trần","given":"An","middle":"Bình"},"copies":2,"wants_copies":true},"#,
        r#""applicant":{"id":"001195004321","name":"Nguyễn Thị Bích Hằng"},"#,
        r#""attestations":[{"id":"truth","text":"Tôi cam đoan…"}],"created_at":"2026-11-21T08:05:00Z","#,
        r#""documents":[{"field":"birth_notice","name":"Giấy chứng sinh.pdf","sha256":""#,
        &sha256_hex(b"content"),
        r#"","size":7,"type":"pdf"}],"dossier":"d_7yq2m8","#,
        r#""fee":{"basis":["Thông tư 281/2016/TT-BTC"],"gross":16000,"#,
        r#""lines":[{"gross":16000,"id":"copy","net":16000,"quantity":2,"unit":8000}],"net":16000},"#,
        r#""format":"congdan/dossier/1","language":"vi","#,
        r#""procedure":{"code":"1.001193","schema_sha256":""#,
        &sha256_hex(b"schema"),
        r#"","texts_sha256":""#,
        &sha256_hex(b"texts"),
        r#"","version":"2026-09"},"#,
        r#""provenance":{"child_name":{"origin":"typed"},"#,
        r#""copies":{"at":"2026-11-21T08:05:00Z","origin":"changed","source":"population"},"#,
        r#""wants_copies":{"at":"2026-11-21T08:05:00Z","origin":"register","source":"population"}},"snapshot":1}"#,
    ];
    assert_eq!(String::from_utf8(content().bytes().unwrap()).unwrap(), expected.concat());
}

#[test]
fn canonical_bytes_read_back_and_nothing_else_does() {
    let bytes = content().bytes().unwrap();
    assert_eq!(Content::parse(&bytes), Ok(content()));
    let text = String::from_utf8(bytes).unwrap();
    let wrong = [
        (text.replace(':', ": "), NotContent::NotCanonical),
        (format!("{text}\n"), NotContent::NotCanonical),
        (text.replace("\"copies\":2", "\"copies\":2.0"), NotContent::NotCanonical),
        (text.replace("\"copies\":2", "\"copies\":1,\"copies\":2"), NotContent::NotCanonical),
        (text.replace("dossier/1", "dossier/2"), NotContent::Format),
        (text.replace("\"language\"", "\"lang\""), NotContent::Shape),
        (format!("{text}{{}}"), NotContent::Shape),
        (String::new(), NotContent::Shape),
    ];
    for (other, fault) in wrong {
        assert_ne!(other, text);
        assert_eq!(Content::parse(other.as_bytes()), Err(fault), "{other}");
    }
}

#[test]
fn an_answer_with_a_fraction_has_no_bytes() {
    let mut content = content();
    content.answers.insert("copies".to_owned(), json!(1.5));
    assert!(content.bytes().is_err());
}

#[test]
fn the_receipt_states_what_was_filed() {
    let bytes = content().bytes().unwrap();
    let receipt = Receipt::of(&filed(&bytes), &bytes).unwrap();
    assert_eq!(receipt.code, "H01.04-261121-0001");
    assert_eq!(receipt.handle, "d_7yq2m8");
    assert_eq!(receipt.content.sha256, sha256_hex(&bytes));
    assert_eq!(receipt.content.size, u64::try_from(bytes.len()).unwrap());
    assert_eq!(receipt.documents, content().documents);
    assert_eq!(receipt.payment.unwrap().transaction, "14422574");
    assert_eq!(receipt.signer, None);
    assert_eq!(receipt.facts, Facts { given: 2, known: 1 });
}

#[test]
fn there_is_no_receipt_before_the_code_or_for_other_bytes() {
    let bytes = content().bytes().unwrap();
    assert_eq!(Receipt::of(&State::new(), &bytes), Err(NoReceipt::NotFiled));
    let mut other = content();
    other.answers.insert("copies".to_owned(), json!(3));
    assert_eq!(Receipt::of(&filed(&bytes), &other.bytes().unwrap()), Err(NoReceipt::OtherContent));
    assert_eq!(Receipt::of(&filed(b"{}"), b"{}"), Err(NoReceipt::OtherContent));
}
