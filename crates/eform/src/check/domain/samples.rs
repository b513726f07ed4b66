//! Plain answers of many kinds; a kind takes those that it accepts, so that a new kind needs at most a sample here.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::CivilDate;
use crate::catalogue::Codes;
use crate::check::cone::Comparison;
use crate::form::Form;
use crate::kinds::Kind;
use crate::name;

/// Two people's numbers.
pub(super) const PERSONAL_IDS: [&str; 2] = ["001195004321", "079090001234"];

const TEXTS: [&str; 33] = [
    "Mot",
    "Hai",
    "x1",
    "x2",
    "0912345678",
    "0987654321",
    "001195004321",
    "079090001234",
    "a@b.vn",
    "c@d.vn",
    "0100109106",
    "0100109106-001",
    "0101245486",
    "DN4010123456789",
    "0123456789",
    "C1234567",
    "B7654321",
    "30A-123.45",
    "51F-678.90",
    "0011001234567",
    "0021002345678",
    "6201",
    "4711",
    "0111",
    "0112",
    "01120",
    "47110",
    "62010",
    "56100",
    "02438220000",
    "02838220000",
    "1",
    "2",
];

/// Texts, numbers and codes of all kinds; long enough for a text that must be long.
pub(super) fn texts(kind: &Kind) -> Vec<Value> {
    let min = match kind {
        Kind::Text(text) => text.min,
        Kind::LongText(text) => text.limits.min,
        _ => 0,
    };
    let long = ["a", "b"].map(|letter| json!(letter.repeat(min)));
    TEXTS.map(|text| json!(text)).into_iter().chain(long.into_iter().filter(|_| min > 0)).collect()
}

/// The raw answer that chooses an option; one that is specified in words comes with some.
pub(in crate::check) fn option(kind: &Kind, option: &str) -> Value {
    match kind {
        Kind::Choice(choice) if choice.other.as_deref() == Some(option) => {
            json!({"option": option, "text": "Mot"})
        }
        _ => json!(option),
    }
}

/// Numbers with places: whole ones, one beside each, and the limits.
pub(super) fn decimals(kind: &Kind, whole: &[i64], beside: &[&Comparison]) -> Vec<Value> {
    let limits = match kind {
        Kind::Decimal(decimal) => [decimal.min, decimal.max],
        _ => [None, None],
    };
    let literals = beside.iter().flat_map(|found| &found.literals).filter(|literal| literal.is_f64());
    let exact = limits
        .into_iter()
        .flatten()
        .map(crate::expr::decimal::Decimal::text)
        .chain(literals.map(Value::to_string));
    let around = whole.iter().flat_map(|number| [number.to_string(), format!("{number}.5")]);
    around.chain(exact).map(|number| kind.show(&json!(number))).collect()
}

/// Two people who agree, and those whom conditions name.
pub(super) fn consents(beside: &[&Comparison]) -> Vec<Value> {
    let literals = beside.iter().flat_map(|found| &found.literals).filter_map(Value::as_str);
    let name = json!({"family": "Le", "middle": "Thi", "given": "An"});
    let ids = PERSONAL_IDS.into_iter().chain(literals);
    ids.map(|id| json!({"agrees": true, "name": name, "id": id})).collect()
}

/// Two people's names, and those that conditions spell out.
pub(super) fn names(beside: &[&Comparison]) -> Vec<Value> {
    let literals = beside.iter().flat_map(|found| &found.literals).filter_map(Value::as_str);
    let spelt = literals.filter_map(name::split);
    let plain = [
        json!({"family": "Le", "middle": "Thi", "given": "An"}),
        json!({"family": "Tran", "middle": "", "given": "Binh"}),
    ];
    // One word may be asked for wherever it stands.
    let words = beside.iter().flat_map(|found| &found.literals).filter_map(Value::as_str);
    let alone = words.filter(|word| !word.trim().is_empty()).flat_map(|word| {
        [
            json!({"family": word, "middle": "", "given": "An"}),
            json!({"family": "Le", "middle": word, "given": word}),
        ]
    });
    spelt.chain(plain).chain(alone).collect()
}

/// Places that the lists know, with the codes that conditions name, and abroad.
pub(super) fn places(form: &Form, day: CivilDate, beside: &[&Comparison]) -> Vec<Value> {
    let mut found = Vec::new();
    let nth = |list: &str, at: usize| {
        form.catalogues.get(list).and_then(|codes| codes.in_force(day).nth(at)).map(str::to_owned)
    };
    let commune =
        |province: &str| nth(&["communes/", province].concat(), 0).unwrap_or_else(|| "00004".to_owned());
    let put = |found: &mut Vec<Value>, province: &str, commune: &str| {
        found.push(json!({"province": province, "commune": commune, "detail": "So 1"}));
        found.push(json!({"province": province, "commune": commune}));
    };
    let province = nth("provinces", 0).unwrap_or_else(|| "01".to_owned());
    put(&mut found, &province, &commune(&province));
    if beside.iter().any(|comparison| comparison.inputs.len() > 1) {
        found.push(json!({"province": province, "commune": commune(&province), "detail": "So 2"}));
    }
    let mut place = |province: &str, commune: &str| put(&mut found, province, commune);
    if let Some(second) = nth("provinces", 1).filter(|_| !beside.is_empty()) {
        place(&second, &commune(&second));
    }
    for comparison in beside {
        for literal in comparison.literals.iter().filter_map(Value::as_str) {
            match comparison.part.as_deref() {
                Some("province") => place(literal, &commune(literal)),
                Some("commune") => {
                    let holds = |(list, codes): (&String, &Arc<Codes>)| {
                        codes
                            .term(literal)
                            .is_some()
                            .then(|| list.strip_prefix("communes/").map(str::to_owned))?
                    };
                    let within = form.catalogues.iter().find_map(holds);
                    place(&within.unwrap_or_else(|| province.clone()), literal);
                }
                _ => {}
            }
        }
    }
    // Abroad: in words where that is legal, in a line of its own where it is not.
    let named = beside.iter().filter(|comparison| comparison.part.as_deref() == Some("country"));
    let literals = named.flat_map(|comparison| &comparison.literals).filter_map(Value::as_str);
    for country in literals.chain(["LA"]) {
        found.push(json!({"country": country, "detail": "1 Main Street", "text": "1 Main Street"}));
        found.push(json!({"country": country, "detail": "1 Main Street"}));
    }
    found.push(json!({"text": "Lang cu"}));
    found
}

/// One document and two, of each common type.
pub(super) fn files() -> Vec<Value> {
    let file = |id: &str, kind: &str| json!({"id": id, "name": "a", "size": 1, "sha256": "a".repeat(64), "type": kind});
    let of = |kind: &str| [json!([file("f1", kind)]), json!([file("f1", kind), file("f2", kind)])];
    ["application/pdf", "image/jpeg", "image/png"].iter().flat_map(|kind| of(kind)).collect()
}
