//! A field on screen as its widget holds it: its path, its ids, its texts and the two ways to change it.

use std::sync::Arc;

use eform::{Kind, Severity};
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::{reading::FieldState, store::FormStore, texts::Texts};

/// One field on screen. Cheap to clone; reading it inside a view follows its changes.
#[derive(Clone)]
pub struct Handle {
    /// The form it belongs to.
    pub store: FormStore,
    /// `field` or `group/row/field`.
    pub path: Arc<str>,
    /// The procedure's texts.
    pub texts: Texts,
}

impl Handle {
    /// The field at `path` of `store`.
    #[must_use]
    pub fn new(store: FormStore, path: &str) -> Self {
        Self { store, path: path.into(), texts: store.texts() }
    }

    /// The field as it stands; follows its changes.
    #[must_use]
    pub fn state(&self) -> FieldState {
        self.store.state(&self.path)
    }

    /// The id of the control that takes the focus. Unique, rows included.
    #[must_use]
    pub fn id(&self) -> String {
        control_id(&self.path)
    }

    /// The id of a named part of the field.
    #[must_use]
    pub fn part_id(&self, part: &str) -> String {
        [&control_id(&self.path), "-", &part.replace('/', "-")].concat()
    }

    /// The label.
    #[must_use]
    pub fn label(&self) -> String {
        self.texts.label(&self.path)
    }

    /// The kind and its own properties.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.store
            .read(|instance| instance.field(&self.path).map_or(Kind::Notice, |field| field.def.kind.clone()))
    }

    /// Whether the form works the value out itself.
    #[must_use]
    pub fn is_computed(&self) -> bool {
        self.store.read(|instance| instance.field(&self.path).is_some_and(|field| field.def.is_computed()))
    }

    /// How an answer is given, for the text of a missing one: `write`, `choose`, `tick`, `attach` or `add`.
    #[must_use]
    pub fn manner(&self) -> &'static str {
        match self.kind() {
            Kind::Choice(_) | Kind::Choices(_) | Kind::Catalogue(_) | Kind::YesNo | Kind::Agency(_) => {
                "choose"
            }
            Kind::Attestation | Kind::Consent => "tick",
            Kind::File(_) => "attach",
            Kind::Group(_) => "add",
            Kind::Text(_)
            | Kind::LongText(_)
            | Kind::PersonName
            | Kind::PersonalId(_)
            | Kind::Date(_)
            | Kind::PartialDate(_)
            | Kind::DateWords(_)
            | Kind::MoneyWords(_)
            | Kind::Number(_)
            | Kind::Decimal(_)
            | Kind::Money(_)
            | Kind::Phone
            | Kind::Email
            | Kind::Address(_)
            | Kind::TaxCode
            | Kind::SocialInsurance
            | Kind::HealthInsurance
            | Kind::Passport(_)
            | Kind::Plate
            | Kind::BankAccount
            | Kind::BusinessLine(_)
            | Kind::SignaturePlace
            | Kind::Notice => "write",
        }
    }

    /// The autocomplete token that the schema names.
    #[must_use]
    pub fn autocomplete(&self) -> Option<String> {
        self.store
            .read(|instance| instance.field(&self.path).and_then(|field| field.def.autocomplete.clone()))
    }

    /// The answer as one line of text.
    #[must_use]
    pub fn text(&self) -> String {
        self.state().text()
    }

    /// A part of a compound answer; of a part that has parts itself, `name/family`.
    #[must_use]
    pub fn part(&self, name: &str) -> String {
        self.state().part(name)
    }

    /// Whether an error is shown at the field: `"true"`, or nothing, as `aria-invalid` wants it.
    #[must_use]
    pub fn invalid(&self) -> Option<&'static str> {
        self.state()
            .violations
            .iter()
            .any(|violation| violation.severity == Severity::Error)
            .then_some("true")
    }

    /// As [`Handle::invalid`], for one part: only when the error speaks of that part or of no part.
    #[must_use]
    pub fn part_invalid(&self, part: &str) -> Option<&'static str> {
        self.state()
            .violations
            .iter()
            .any(|violation| violation.severity == Severity::Error && speaks_of(&violation.code, part))
            .then_some("true")
    }

    /// Ids of the controls where the error `code` may be put right, the nearest first: of the part that it names, if it has a
    /// box of its own, then of the field.
    #[must_use]
    pub fn targets(&self, code: &str) -> Vec<String> {
        let is_specified = speaks_of_words(code) && matches!(self.kind(), Kind::Choice(_));
        let part = if is_specified { Some("text") } else { part_of(code) };
        let own = part.map(|part| [self.part_id(part), self.part_id(&["name/", part].concat())]);
        own.into_iter().flatten().chain([self.id()]).collect()
    }

    /// The ids of hint, messages and source, for `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> Option<String> {
        let state = self.state();
        let mut ids = Vec::new();
        if self.texts.field(&self.path, "hint").is_some() {
            ids.push(self.part_id("hint"));
        }
        if !state.violations.is_empty() {
            ids.push(self.part_id("error"));
        }
        if state.provenance.is_some() {
            ids.push(self.part_id("source"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Answers with one value.
    pub fn set(&self, raw: impl Into<Value>) {
        self.store.set(&self.path, Some(raw.into()));
    }

    /// Changes one part of a compound answer and keeps the others as they are shown.
    pub fn set_part(&self, name: &str, text: String) {
        self.set_parts(&[(name, text)]);
    }

    /// Changes several parts of a compound answer at once.
    pub fn set_parts<V: Clone + Into<Value>>(&self, changes: &[(&str, V)]) {
        let mut parts = match untrack(|| self.state()).raw {
            Value::Object(parts) => parts,
            _ => Map::new(),
        };
        for (name, part) in changes {
            put(&mut parts, name, part.clone().into());
        }
        self.set(parts);
    }
}

/// Puts a part where it belongs; `name/family` is the part `family` of the part `name`.
fn put(parts: &mut Map<String, Value>, name: &str, value: Value) {
    let Some((outer, inner)) = name.split_once('/') else {
        parts.insert(name.to_owned(), value);
        return;
    };
    let mut within = match parts.remove(outer) {
        Some(Value::Object(within)) => within,
        _ => Map::new(),
    };
    put(&mut within, inner, value);
    parts.insert(outer.to_owned(), Value::Object(within));
}

/// The id of the control of the field at `path`.
#[must_use]
pub fn control_id(path: &str) -> String {
    ["f-", &path.replace('/', "-")].concat()
}

/// Whether an error is about a line of words, which of a choice is the box of what is specified.
fn speaks_of_words(code: &str) -> bool {
    matches!(code, "too_long" | "text.characters")
}

/// The part that an error names: `date.day` speaks of `d`, `name.family` of `family`.
fn part_of(code: &str) -> Option<&str> {
    match code {
        "date.day" => Some("d"),
        "date.month" => Some("m"),
        "date.year" | "date.future" => Some("y"),
        // Who agrees: a name that is wholly missing is asked for where it starts.
        "consent.name" => Some("family"),
        "option.other" => Some("text"),
        "name.characters" => None,
        _ if code.starts_with("id.") => Some("id"),
        _ => {
            let named =
                ["name.", "address.", "consent."].into_iter().find_map(|kind| code.strip_prefix(kind));
            // `address.commune.ended` speaks of `commune`.
            named.map(|named| named.strip_suffix(".ended").unwrap_or(named))
        }
    }
}

/// Codes that name no part speak of all that anything is typed into.
fn speaks_of(code: &str, part: &str) -> bool {
    let part = part.rsplit('/').next().unwrap_or_default();
    // A name without a middle and a place without a house number are complete.
    if code == "required" {
        return !matches!(part, "middle" | "detail" | "text" | "country");
    }
    match part_of(code) {
        Some(named) => named == part,
        None => match part {
            "id" | "agrees" => false,
            "option" => !speaks_of_words(code),
            _ => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::speaks_of;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// The parts of these that the error is announced at.
    fn spoken_of<'a>(code: &str, parts: &[&'a str]) -> Vec<&'a str> {
        parts.iter().copied().filter(|part| speaks_of(code, part)).collect()
    }

    #[test]
    fn an_error_of_one_part_is_not_announced_at_the_others() {
        const OWNER: [&str; 5] = ["agrees", "name/family", "name/middle", "name/given", "id"];
        for (code, part) in [
            ("consent.agrees", "agrees"),
            ("consent.name", "name/family"),
            ("name.given", "name/given"),
            ("consent.id", "id"),
            ("id.length", "id"),
        ] {
            assert_eq!(spoken_of(code, &OWNER), [part], "{code}");
        }
        assert_eq!(spoken_of("name.characters", &OWNER), ["name/family", "name/middle", "name/given"]);
        assert_eq!(spoken_of("option.other", &["option", "text"]), ["text"]);
        assert_eq!(spoken_of("text.characters", &["option", "text"]), ["text"]);
        assert_eq!(spoken_of("required", &["option", "text"]), ["option"]);
        assert_eq!(spoken_of("date.month", &["d", "m", "y"]), ["m"]);
        assert_eq!(spoken_of("date.no_such_day", &["d", "m", "y"]), ["d", "m", "y"]);
    }
}
