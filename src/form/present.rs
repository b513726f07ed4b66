//! Values as people read them: a date, a name in one line, a place from small to large, the label behind a code.
//!
//! Used for known answers, the review and the receipt; nothing here can be changed by the citizen.

use eform::{Kind, Provenance, kinds::business_line};
use serde_json::Value;

use super::{
    catalogues::{Catalogues, communes_of, use_catalogues},
    handle::Handle,
    texts::Texts,
};
use crate::i18n::{Locale, use_locale};

/// The value of `field` in words; follows the field, its lists and the language.
pub fn value_text(field: &Handle) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let (say, catalogues, field) = (use_locale(), use_catalogues(), field.clone());
    let kind = field.kind();
    move || {
        field
            .state()
            .value
            .as_ref()
            .map_or_else(String::new, |value| text(say, catalogues, &field.texts, &field.path, &kind, value))
    }
}

/// `value` of the field at `path` in words.
#[must_use]
pub fn text(
    say: Locale,
    catalogues: Catalogues,
    texts: &Texts,
    path: &str,
    kind: &Kind,
    value: &Value,
) -> String {
    let line = value.as_str().unwrap_or_default();
    match kind {
        Kind::PersonName => eform::name::full(value),
        Kind::Date(_) | Kind::PartialDate(_) => date(say, line),
        Kind::Choice(choice) if choice.other.is_some() => specified(texts, path, value),
        Kind::Choice(_) => texts.option(path, line),
        Kind::Choices(_) => {
            let chosen = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            chosen.map(|option| texts.option(path, option)).collect::<Vec<_>>().join("; ")
        }
        Kind::Catalogue(list) => catalogues.label(&list.catalogue, line),
        Kind::BusinessLine(_) => catalogues.label(business_line::CATALOGUE, line),
        Kind::YesNo => say.text(if *value == Value::Bool(true) { "form.yes" } else { "form.no" }),
        Kind::Attestation => say.text("form.attested"),
        Kind::Number(_) => value.to_string(),
        Kind::Money(_) => value.as_u64().map_or_else(|| value.to_string(), |amount| say.money(amount)),
        Kind::Decimal(_) => say.decimal(line),
        Kind::Consent => consent(say, value),
        Kind::Address(_) | Kind::Agency(_) => place(catalogues, value),
        Kind::File(_) => {
            let files = value.as_array().into_iter().flatten();
            files.filter_map(|file| file.get("name").and_then(Value::as_str)).collect::<Vec<_>>().join("; ")
        }
        Kind::Text(_)
        | Kind::LongText(_)
        | Kind::PersonalId(_)
        | Kind::DateWords(_)
        | Kind::MoneyWords(_)
        | Kind::Phone
        | Kind::Email
        | Kind::TaxCode
        | Kind::SocialInsurance
        | Kind::HealthInsurance
        | Kind::Passport(_)
        | Kind::Plate
        | Kind::BankAccount
        | Kind::SignaturePlace => line.to_owned(),
        Kind::Notice | Kind::Group(_) => String::new(),
    }
}

/// What was typed into the field at `path`, whether or not it can be read as an answer.
#[must_use]
pub fn typed(
    say: Locale,
    catalogues: Catalogues,
    texts: &Texts,
    path: &str,
    kind: &Kind,
    raw: &Value,
) -> String {
    let part = |name: &str| raw.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    match kind {
        Kind::Date(_) | Kind::PartialDate(_) if raw.is_object() => {
            ["d", "m", "y"].into_iter().filter_map(part).collect::<Vec<_>>().join("/")
        }
        Kind::Consent => {
            let name = raw.get("name").map(eform::name::full).filter(|name| !name.is_empty());
            name.into_iter().chain(part("id").map(str::to_owned)).collect::<Vec<_>>().join(", ")
        }
        Kind::PersonName | Kind::Address(_) | Kind::Agency(_) if raw.is_object() => {
            text(say, catalogues, texts, path, kind, raw)
        }
        Kind::Choice(choice) if choice.other.is_some() && part("option").is_some() => {
            specified(texts, path, raw)
        }
        _ => match raw {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Array(rows) => say.count("form.conflict.rows", rows.len() as u64),
            Value::Null | Value::Bool(_) | Value::Object(_) => String::new(),
        },
    }
}

/// An option, and what was specified with it.
fn specified(texts: &Texts, path: &str, value: &Value) -> String {
    let part = |name: &str| value.get(name).and_then(Value::as_str);
    let option = texts.option(path, part("option").unwrap_or_default());
    part("text").map_or_else(|| option.clone(), |words| [&option, ": ", words].concat())
}

/// Who agrees.
fn consent(say: Locale, value: &Value) -> String {
    let name = value.get("name").map(eform::name::full).unwrap_or_default();
    let id = value.get("id").and_then(Value::as_str).unwrap_or_default();
    say.fill("form.consent.value", &[("name", &name), ("id", id)])
}

/// A place from small to large: what is written, then house, commune, province, country.
fn place(catalogues: Catalogues, value: &Value) -> String {
    let part = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let mut parts: Vec<String> = ["text", "detail"].into_iter().filter_map(part).map(str::to_owned).collect();
    if let Some(province) = part("province") {
        parts.extend(part("commune").map(|commune| catalogues.label(&communes_of(province), commune)));
        parts.push(catalogues.label("provinces", province));
    }
    parts.extend(
        part("country").filter(|code| *code != "VN").map(|code| catalogues.label("nationalities", code)),
    );
    parts.join(", ")
}

/// A date that may be partial: `14/02/1995`, `02/1995`, `1995`.
#[must_use]
pub fn date(say: Locale, iso: &str) -> String {
    match iso.len() {
        10 => say.date(iso),
        7 => [&iso[5..], "/", &iso[..4]].concat(),
        _ => iso.to_owned(),
    }
}

/// Where a value comes from, in a sentence; nothing for what was typed.
#[must_use]
pub fn source_text(say: Locale, provenance: &Provenance) -> Option<String> {
    let source = |name: &str| say.text(&["form.source.", name].concat());
    match provenance {
        Provenance::Register { source: name, at, .. } => {
            Some(say.fill("form.source", &[("source", &source(name)), ("date", &say.date(at))]))
        }
        Provenance::Changed { source: name, .. } => {
            Some(say.fill("form.source.changed", &[("source", &source(name))]))
        }
        Provenance::Computed => Some(say.text("form.source.computed")),
        Provenance::Default => Some(say.text("form.source.default")),
        Provenance::Typed => None,
    }
}

/// A size of bytes as phones and computers show it: `340 KB`, `1,2 MB`.
#[must_use]
pub fn size(say: Locale, bytes: u64) -> String {
    let (tenths, unit) =
        if bytes >= 1 << 20 { ((bytes * 10) >> 20, " MB") } else { (bytes.div_ceil(1 << 10) * 10, " KB") };
    let point = if say.tag() == "vi" { "," } else { "." };
    let whole = (tenths / 10).to_string();
    if tenths % 10 == 0 { whole + unit } else { [&whole, point, &(tenths % 10).to_string(), unit].concat() }
}
