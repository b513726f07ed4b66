//! What a draft takes: everything that a widget can hold, nothing that nobody can have typed.
#![cfg(test)]

use std::path::Path;

use eform::{Form, Kind, Schema, compile};
use serde_json::{Value, json};

fn form(code: &str) -> Form {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures");
    let text = std::fs::read_to_string(root.join(code).join("procedure.json")).unwrap();
    compile(&Schema::from_json(&text).unwrap()).unwrap()
}

/// The fields of the gallery, which has one of every kind, with their paths.
fn fields(form: &Form) -> Vec<(String, &Kind)> {
    let mut all = Vec::new();
    let form_level = form.pages().iter().flat_map(|page| &page.fields);
    let mut waiting: Vec<_> = form_level.map(|field| (field.id.clone(), field)).collect();
    while let Some((path, field)) = waiting.pop() {
        if !field.is_computed() {
            all.push((path.clone(), &field.kind));
        }
        waiting.extend(field.cells().iter().map(|cell| (format!("{path}/r1/{}", cell.id), cell)));
    }
    assert!(all.iter().any(|(path, _)| path.matches('/').count() == 4), "a group in a group");
    all
}

#[test]
fn half_filled_answers_and_wrong_ones_are_taken() {
    let form = form("gallery");
    let mut kinds = std::collections::BTreeSet::new();
    for (path, kind) in fields(&form) {
        let raws = match kind {
            Kind::PersonName => {
                vec![json!({"family": "Lê"}), json!({"family": "", "middle": null, "given": "  "})]
            }
            Kind::Date(_) | Kind::PartialDate(_) => {
                vec![json!({"d": "31", "m": "2"}), json!({"d": "", "m": "x", "y": "20266"}), json!({})]
            }
            Kind::Address(_) => {
                vec![json!({"province": "01"}), json!({"text": "Sài Gòn", "commune": "", "country": "VN"})]
            }
            Kind::Agency(_) => vec![json!({"province": "01", "commune": ""})],
            Kind::Choices(_) => vec![json!([]), json!(["of another version"])],
            Kind::YesNo | Kind::Attestation => vec![json!(true), json!(false)],
            Kind::File(_) => {
                vec![json!([]), json!([{"id": "f", "name": "a.exe", "size": 0, "sha256": "", "type": "exe"}])]
            }
            Kind::Group(_) => vec![json!([]), json!(["r1", "r7"])],
            Kind::Consent => {
                vec![
                    json!({}),
                    json!({"agrees": false, "name": {"family": "Lê", "given": null}, "id": "0011"}),
                    json!({"agrees": true, "name": null, "id": null}),
                ]
            }
            Kind::Choice(choice) if choice.other.is_some() => {
                vec![json!("work"), json!({"option": "other"}), json!({"option": null, "text": ""})]
            }
            Kind::Number(_) | Kind::Money(_) | Kind::Decimal(_) => {
                vec![json!("1.5"), json!("mười"), json!(7), json!("")]
            }
            Kind::DateWords(_) | Kind::MoneyWords(_) | Kind::Notice => continue,
            Kind::Text(_)
            | Kind::LongText(_)
            | Kind::PersonalId(_)
            | Kind::Choice(_)
            | Kind::Catalogue(_)
            | Kind::Phone
            | Kind::Email
            | Kind::TaxCode
            | Kind::SocialInsurance
            | Kind::HealthInsurance
            | Kind::Passport(_)
            | Kind::Plate
            | Kind::BankAccount
            | Kind::BusinessLine(_)
            | Kind::SignaturePlace => {
                vec![json!(""), json!("T\u{e9}n c\u{f2} d\u{1ea5}u \u{b7}"), json!("x".repeat(5000))]
            }
        };
        kinds.insert(kind.word());
        for raw in raws.into_iter().chain([Value::Null]) {
            assert_eq!(form.refusal(&path, &raw), None, "{path}: {raw}");
        }
    }
    assert!(kinds.len() >= 29, "{kinds:?}");
}

#[test]
fn what_nobody_can_have_typed_is_refused() {
    let form = form("gallery");
    for (path, kind) in fields(&form) {
        let nonsense = [json!({"note": "x"}), json!([{"id": 1}]), json!([[]]), json!({"d": 1}), json!([7])];
        // Only a number with places may come as one.
        let number = (!matches!(kind, Kind::Decimal(_))).then(|| json!(1.5));
        for raw in nonsense.into_iter().chain(number) {
            assert_eq!(
                form.refusal(&path, &raw),
                Some(if matches!(kind, Kind::Notice) { "path.computed" } else { "malformed" }),
                "{path}: {raw}"
            );
        }
    }
    assert_eq!(form.refusal("members", &json!(["r1", "r01"])), Some("malformed"));
    assert_eq!(form.refusal("members", &json!("r1")), Some("malformed"));
    let rows = |count: u32| (1..=count).map(|row| format!("r{row}")).collect::<Vec<_>>();
    assert_eq!(form.refusal("members", &json!(rows(21))), None, "one too many is a violation, and kept");
    assert_eq!(form.refusal("members", &json!(rows(1_001))), Some("malformed"));
}

#[test]
fn only_paths_of_the_form_are_taken() {
    let form = form("gallery");
    let cell = fields(&form).into_iter().find(|(path, _)| path.matches('/').count() == 2).unwrap().0;
    let [group, _, id] = cell.split('/').collect::<Vec<_>>()[..] else { panic!("{cell}") };
    for path in [
        "nowhere",
        "",
        "/",
        "members/",
        "members/r1",
        "members.r1",
        &format!("{group}.{id}"),
        &format!("{group}/x1/{id}"),
        &format!("{group}/r0/{id}"),
        &format!("{group}/r1/nowhere"),
        &format!("{group}/r1/{id}/more"),
        "assets/r1/owners.share",
        "assets.owners/r1/share",
        "assets/r1/owners/r1",
        "assets/r1/owners/01/share",
        "assets/r1/what/r1/share",
        "assets/r1/owners/r1/share/r1/more",
        "assets/owners/#",
        "assets/r1/what/#",
        "nowhere/#",
        "#",
    ] {
        assert_eq!(form.refusal(path, &json!("x")), Some("path.unknown"), "{path}");
        assert_eq!(form.refusal(path, &Value::Null), None, "taking away is always possible");
    }
    assert_ne!(form.refusal(&format!("{group}/r999999999/{id}"), &json!(0)), Some("path.unknown"));
    assert_eq!(form.refusal(&format!("{group}/#"), &json!(12)), None);
    assert_eq!(form.refusal("assets/r2/owners/#", &json!(3)), None);
    assert_eq!(form.refusal("assets/r2/owners/r3/share", &json!("5")), None);
    assert_eq!(form.refusal("assets/r2/shares", &json!("5")), Some("path.computed"));
    for raw in [json!("12"), json!(-1), json!(1_000_000_000_u64)] {
        assert_eq!(form.refusal(&format!("{group}/#"), &raw), Some("malformed"), "{raw}");
    }
    let computed =
        form.pages().iter().flat_map(|page| &page.fields).find(|field| field.is_computed()).unwrap();
    assert_eq!(form.refusal(&computed.id, &json!("1")), Some("path.computed"));
}
