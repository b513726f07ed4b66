//! Violations in words: a code and its parameters become a sentence that says how to put it right.
//!
//! The sentences are in `i18n` (`violation.*`) and, for rules, in the procedure's texts.

use eform::{Kind, Param, Params, Severity, Violation, kinds::business_line};
use leptos::prelude::{untrack, use_context};

use super::{
    catalogues::{Catalogues, communes_of, engine_name},
    handle::Handle,
    place::place,
    present,
};
use crate::i18n::{Locale, grouped};

/// The sentence for `violation` at `field`.
#[must_use]
pub fn text(say: Locale, field: &Handle, violation: &Violation) -> String {
    let code: &str = &violation.code;
    if code.starts_with("rule.") {
        return field.texts.get(code);
    }
    if let Some(of) = code.strip_suffix("ended") {
        return ended(say, field, of);
    }
    let key = match code {
        "required" => ["violation.required.", field.manner()].concat(),
        _ => ["violation.", code].concat(),
    };
    let mut params: Vec<(&str, String)> =
        violation.params.iter().map(|(name, param)| (*name, param_text(say, name, param))).collect();
    // A limit that is another answer stands in no violation: it is a citizen's value. Here she sees her own.
    if params.is_empty() && code.starts_with("date.") {
        let limits = field.store.read(|instance| instance.date_limits(&field.path));
        let named = ["min", "max"].into_iter().zip(limits);
        params.extend(named.filter_map(|(name, day)| Some((name, present::date(say, &day?.iso())))));
    }
    let pairs: Vec<(&str, &str)> = params.iter().map(|(name, text)| (*name, text.as_str())).collect();
    say.fill(&key, &pairs)
}

/// When a code ended and what to choose instead, as far as its list says; `of` is `catalogue.`, `address.province.` or
/// `address.commune.`.
fn ended(say: Locale, field: &Handle, of: &str) -> String {
    let state = untrack(|| field.state());
    let (list, code) = match (field.kind(), of) {
        (Kind::Catalogue(kind), _) => (kind.catalogue, state.text()),
        (Kind::BusinessLine(_), _) => (business_line::CATALOGUE.to_owned(), state.text()),
        (_, "address.province.") => ("provinces".to_owned(), state.part("province")),
        _ => (communes_of(&state.part("province")), state.part("commune")),
    };
    let known = field.store.read(|instance| instance.list(&engine_name(&list))?.term(&code).cloned());
    let term = known.unwrap_or_default();
    let catalogues = use_context::<Catalogues>();
    let next = catalogues.zip(term.next).map(|(catalogues, next)| catalogues.label(&list, &next));
    let to = term.window.to.map(|to| say.date(&to.iso())).unwrap_or_default();
    match next {
        _ if to.is_empty() => say.text("violation.ended"),
        None => say.fill("violation.ended.on", &[("to", &to)]),
        Some(next) => say.fill("violation.ended.next", &[("to", &to), ("next", &next)]),
    }
}

/// The sentence away from its field: after the label, which may be a question, and the row that it stands in.
#[must_use]
pub fn with_label(say: Locale, field: &Handle, violation: &Violation) -> String {
    let mut label = field.label();
    if field.path.contains('/') {
        label = [&label, " (", &place(say, field.store, &field.path), ")"].concat();
    }
    let between = if label.ends_with(['?', '.', '!', ':']) { " " } else { ": " };
    [&label, between, &text(say, field, violation)].concat()
}

/// What the backend found at `field`, after the label; it names a code, and what is found here too says more.
#[must_use]
pub fn refused(say: Locale, field: &Handle, code: &str) -> String {
    let known =
        untrack(|| field.store.violations_at(&field.path)).into_iter().find(|found| found.code == code);
    let violation = known.unwrap_or_else(|| Violation {
        path: field.path.to_string(),
        code: code.to_owned().into(),
        severity: Severity::Error,
        params: Params::new(),
    });
    with_label(say, field, &violation)
}

fn param_text(say: Locale, name: &str, param: &Param) -> String {
    match param {
        Param::Int(bytes) if name == "max_bytes" => present::size(say, bytes.unsigned_abs()),
        Param::Int(number) => {
            let sign = if *number < 0 { "-" } else { "" };
            [sign, &grouped(number.unsigned_abs(), say.lang())].concat()
        }
        Param::Text(text) if is_date(text) => say.date(text),
        Param::Text(text) if matches!(name, "min" | "max") => say.decimal(text),
        Param::Text(text) => text.clone(),
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}
