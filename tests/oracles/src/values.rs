//! Values of every kind: good ones, those at its limits, and what comes of changing them a little. They are canonical values,
//! as a dossier holds them, not what is typed. Those that depend on no property are in `values.json`.

use eform::{Catalogues, Field, Kind};
use serde_json::{Map, Value, json};

use crate::dice::Dice;

/// Signs that make or break values.
const SIGNS: &str =
    "0159AĐaeệz-._/@ \t\n\u{a0}\u{301}\u{302}\u{200b}\u{205f}\u{e000}\u{1}\u{f0001}😀VN'\u{85}";

/// Good values of a field and values at its limits, the first of them good; those of a group are rows of good values.
#[must_use]
pub fn seeds(field: &Field, lists: &Catalogues) -> Vec<Value> {
    let mut all = of_properties(field, lists);
    let listed: Value = serde_json::from_str(include_str!("../values.json")).unwrap_or_default();
    all.extend(listed[field.kind.word()].as_array().cloned().unwrap_or_default());
    all
}

/// Values that follow from the properties of a field.
fn of_properties(field: &Field, lists: &Catalogues) -> Vec<Value> {
    match &field.kind {
        Kind::Text(text) => lengths(text.min, text.max),
        Kind::LongText(text) => lengths(text.limits.min, text.limits.max),
        Kind::SignaturePlace => lengths(0, 100).split_off(1),
        Kind::PersonName => {
            let long = |count: usize| json!({"family": "ộ".repeat(count), "middle": "", "given": "A"});
            vec![long(100), long(101)]
        }
        Kind::Choice(choice) => options(&choice.options, choice.other.as_deref()),
        Kind::Choices(choices) => {
            let all = &choices.options;
            let counts = std::iter::once(choices.min.max(1)).chain(0..=all.len());
            let odd = [json!([all[1], all[0]]), json!([all[0], all[0]]), json!(["unknown"])];
            counts.map(|count| json!(all[..count])).chain(odd).collect()
        }
        Kind::Catalogue(kind) => {
            let listed =
                lists.get(&kind.catalogue).and_then(|codes| codes.iter().next()).map(|code| json!(code.0));
            listed.into_iter().chain([40, 41].map(|count| json!("x".repeat(count)))).collect()
        }
        Kind::Number(number) => integers(number.min, number.max),
        Kind::Money(money) => integers(money.limits.min, money.limits.max),
        Kind::Decimal(decimal) => {
            [decimal.min, decimal.max].into_iter().flatten().map(|limit| json!(limit.text())).collect()
        }
        Kind::Email => emails(),
        Kind::Address(address) => {
            let bare = json!({"country": "VN", "province": "01", "commune": "00004"});
            let bare = (!address.asks_detail(&bare)).then_some(bare);
            let at = |detail: &str| json!({"country": "VN", "province": "01", "commune": "00004", "detail": detail});
            let long = [300, 301].map(|count| "ộ".repeat(count));
            let abroad = long.iter().map(|text| json!({"country": "LA", "commune": text, "text": text}));
            let words = long.iter().map(|text| json!({"country": "VN", "text": text}));
            bare.into_iter().chain(long.iter().map(|text| at(text))).chain(abroad).chain(words).collect()
        }
        Kind::File(file) => files(&file.accept, file.max_files, file.max_bytes),
        Kind::BusinessLine(line) => vec![json!("1".repeat(line.level))],
        Kind::Group(group) => {
            let row = |number: usize| {
                let mut row = Map::new();
                row.insert("id".into(), json!(format!("r{number}")));
                for cell in group.fields.iter().filter(|cell| !cell.is_computed()) {
                    row.extend(seeds(cell, lists).into_iter().next().map(|value| (cell.id.clone(), value)));
                }
                Value::Object(row)
            };
            let (good, most) = (group.min.unwrap_or(0).max(1), group.max.min(30));
            [good, 0, 1, 2, most, most + 1].into_iter().map(|count| (1..=count).map(row).collect()).collect()
        }
        Kind::PersonalId(_)
        | Kind::Date(_)
        | Kind::PartialDate(_)
        | Kind::DateWords(_)
        | Kind::MoneyWords(_)
        | Kind::YesNo
        | Kind::Attestation
        | Kind::Phone
        | Kind::Agency(_)
        | Kind::TaxCode
        | Kind::SocialInsurance
        | Kind::HealthInsurance
        | Kind::Passport(_)
        | Kind::Plate
        | Kind::BankAccount
        | Kind::Consent
        | Kind::Notice => Vec::new(),
    }
}

/// Texts as long as allowed, and a sign shorter and longer; of letters that are one, two, three and four bytes.
fn lengths(min: usize, max: usize) -> Vec<Value> {
    let counts = [min.max(1), min.saturating_sub(1), max, max + 1].into_iter();
    counts.flat_map(|count| ["ộ", "é", "a", "😀"].map(|letter| json!(letter.repeat(count)))).collect()
}

fn emails() -> Vec<Value> {
    let at = |local: usize, label: usize, labels: usize| {
        json!(format!("{}@{}.vn", "a".repeat(local), vec!["b".repeat(label); labels].join(".")))
    };
    vec![at(1, 1, 1), at(64, 1, 1), at(65, 1, 1), at(1, 63, 1), at(1, 64, 1), at(1, 62, 4), at(1, 61, 4)]
}

fn options(all: &[String], other: Option<&str>) -> Vec<Value> {
    let plain = all.iter().map(|option| json!(option));
    let Some(other) = other else { return plain.chain([json!("unknown"), json!("")]).collect() };
    let parts = all.iter().map(|option| json!({ "option": option }));
    let words = [200, 201].map(|count| json!({"option": other, "text": "ộ".repeat(count)}));
    let first = json!({"option": all[0], "text": "vì"});
    parts.chain(words).chain(plain).chain([json!({"option": other, "text": "vì"}), first]).collect()
}

fn integers(min: Option<i64>, max: Option<i64>) -> Vec<Value> {
    let most = 1_i64 << 53;
    let good = Value::from(min.or(max).unwrap_or(0));
    let edges = [0, most, -most, min.unwrap_or(1), max.unwrap_or(1)];
    let around = edges.into_iter().flat_map(|edge| [edge - 1, edge, edge + 1]).map(Value::from);
    std::iter::once(good).chain(around).chain([json!(1.0), json!(1.5)]).collect()
}

fn files(accept: &[String], count: usize, bytes: i64) -> Vec<Value> {
    let file = |size: i64, kind: &str| json!({"id": "f1", "name": "a.pdf", "size": size, "sha256": "0a".repeat(32), "type": kind});
    let kind = accept.first().map_or("pdf", String::as_str);
    let counts = [1, count, count + 1].map(|count| json!(vec![file(1, kind); count]));
    let sizes = [0, bytes, bytes + 1, -1].map(|size| json!([file(size, kind)]));
    let kinds = ["application/pdf", "image/jpeg", "jpeg", "image/png", "pdfx", "x/pdf/", "text/html"];
    counts.into_iter().chain(sizes).chain(kinds.map(|kind| json!([file(1, kind)]))).collect()
}

/// A value changed in one place: a sign, a member, an item, or something else altogether.
#[must_use]
pub fn changed(value: &Value, dice: &mut Dice) -> Value {
    if dice.roll(12) == 0 {
        return dice
            .pick(&[json!(null), json!(true), json!(""), json!(0), json!([]), json!({}), json!("x")])
            .clone();
    }
    match value {
        Value::String(text) => Value::String(changed_text(text, dice)),
        Value::Number(number) => {
            let number = number.as_i64().unwrap_or(1);
            dice.pick(&[
                json!(number.saturating_add(1)),
                json!(number.saturating_sub(1)),
                json!(number.saturating_mul(10)),
                json!(-number),
                json!(number.to_string()),
            ])
            .clone()
        }
        Value::Array(items) => {
            let mut items = items.clone();
            let at = dice.roll(items.len());
            match dice.roll(5) {
                0 if !items.is_empty() => _ = items.remove(at),
                1 if !items.is_empty() => items.push(items[at].clone()),
                2 => items.reverse(),
                _ if !items.is_empty() => items[at] = changed(&items[at], dice),
                _ => items.push(json!("x")),
            }
            Value::Array(items)
        }
        Value::Object(parts) => {
            let mut parts = parts.clone();
            let names: Vec<String> = parts.keys().cloned().collect();
            let name = if names.is_empty() { String::new() } else { dice.pick(&names).clone() };
            match dice.roll(6) {
                0 => _ = parts.remove(&name),
                1 => _ = parts.insert("stranger".into(), json!("x")),
                2 if names.len() > 1 => {
                    let other = dice.pick(&names).clone();
                    let value = parts[&name].clone();
                    parts.insert(other, value);
                }
                _ if !names.is_empty() => {
                    let value = changed(&parts[&name], dice);
                    parts.insert(name, value);
                }
                _ => {}
            }
            Value::Object(parts)
        }
        Value::Bool(answer) => json!(!answer),
        Value::Null => json!("x"),
    }
}

fn changed_text(text: &str, dice: &mut Dice) -> String {
    let mut signs: Vec<char> = text.chars().collect();
    let all: Vec<char> = SIGNS.chars().collect();
    let at = dice.roll(signs.len() + 1);
    let is_in = at < signs.len();
    match dice.roll(7) {
        0 if is_in => _ = signs.remove(at),
        1 if is_in => signs[at] = *dice.pick(&all),
        2 if is_in => signs.insert(at, signs[at]),
        3 if at + 1 < signs.len() => signs.swap(at, at + 1),
        4 if is_in => {
            // A digit becomes the next one, a letter changes its case.
            let sign = signs[at];
            signs[at] = match sign.to_digit(10) {
                Some(digit) => char::from_digit((digit + 1) % 10, 10).unwrap_or('0'),
                None if sign.is_lowercase() => sign.to_uppercase().next().unwrap_or(sign),
                None => sign.to_lowercase().next().unwrap_or(sign),
            };
        }
        _ => signs.insert(at, *dice.pick(&all)),
    }
    signs.into_iter().collect()
}
