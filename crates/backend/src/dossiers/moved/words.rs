//! Answers as they were typed, in words: the labels of options and codes, dates as they are written. No sentence is made here.

use eform::{Answers, Field, Kind, field_key};
use serde_json::{Value, json};

use crate::app::App;
use crate::procedures::Procedure;

/// One version of a form with answers to it.
pub(super) struct Words<'a> {
    pub app: &'a App,
    pub procedure: &'a Procedure,
    pub language: &'a str,
    pub answers: &'a Answers,
}

impl Words<'_> {
    /// The question at a path, with the group and the number of the row that it stands in.
    pub fn label(&self, path: &str) -> String {
        let key = field_key(path);
        let own = self.text(&["field.", &key, ".label"].concat()).unwrap_or(key);
        let Some((outer, _)) = path.rsplit_once('/') else { return own };
        let (group, row) = outer.rsplit_once('/').unwrap_or((outer, ""));
        let rows = self.answers.get(group).and_then(Value::as_array);
        let number = rows.and_then(|rows| rows.iter().position(|known| known == row));
        let number = number.map(|at| [" ", &(at + 1).to_string()].concat()).unwrap_or_default();
        [&self.label(group), &number, ": ", &own].concat()
    }

    /// An answer in words, true or false for a yes or no; nothing when nothing was typed, or only rows were opened.
    pub fn answer(&self, path: &str, raw: &Value) -> Option<Value> {
        let name = field_key(path);
        let words = match (self.procedure.form.field(&name), raw) {
            (_, Value::Bool(yes)) => return Some(json!(yes)),
            (Some(field), raw) => self.typed(field, &name, raw),
            (None, Value::String(text)) => text.clone(),
            (None, _) => String::new(),
        };
        (!words.trim().is_empty()).then(|| json!(words))
    }

    fn typed(&self, field: &Field, name: &str, raw: &Value) -> String {
        let part = |key: &str| raw.get(key).and_then(Value::as_str).filter(|part| !part.is_empty());
        let list = || raw.as_array().into_iter().flatten();
        match (&field.kind, raw) {
            (Kind::Group(_), _) => String::new(),
            (Kind::Choice(_), Value::String(option)) => self.option(name, option),
            (Kind::Choice(_), _) => {
                let option = part("option").map(|option| self.option(name, option));
                joined([option, part("text").map(str::to_owned)], ": ")
            }
            (Kind::Choices(_), _) => {
                joined(list().filter_map(Value::as_str).map(|option| Some(self.option(name, option))), "; ")
            }
            (Kind::Catalogue(kind), Value::String(code)) => self.code(&kind.catalogue, code),
            (Kind::PersonName, _) => eform::name::full(raw),
            (Kind::Date(_) | Kind::PartialDate(_), _) => {
                joined(["d", "m", "y"].map(|key| part(key).map(str::to_owned)), "/")
            }
            (Kind::Address(_) | Kind::Agency(_), _) => place(self.app, raw, self.language),
            (Kind::Consent, _) => {
                let name = raw.get("name").map(eform::name::full).filter(|name| !name.is_empty());
                joined([name, part("id").map(str::to_owned)], ", ")
            }
            (Kind::File(_), _) => {
                joined(list().map(|file| file.get("name").and_then(Value::as_str).map(str::to_owned)), "; ")
            }
            (_, Value::String(text)) => text.clone(),
            (_, Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    fn option(&self, name: &str, option: &str) -> String {
        self.text(&["option.", name, ".", option].concat()).unwrap_or_else(|| option.to_owned())
    }

    fn code(&self, list: &str, code: &str) -> String {
        label(self.app, list, code, self.language)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.procedure.text(self.language, key).map(str::to_owned)
    }
}

/// A place from small to large: what is written, then house, commune, province, country.
#[must_use]
pub fn place(app: &App, place: &Value, language: &str) -> String {
    let part = |key: &str| place.get(key).and_then(Value::as_str).filter(|part| !part.is_empty());
    let label = |list: &str, code| label(app, list, code, language);
    let province = part("province");
    let commune =
        province.zip(part("commune")).map(|(province, code)| label(&["communes-", province].concat(), code));
    let country = part("country").filter(|code| *code != "VN").map(|code| label("nationalities", code));
    let written = ["text", "detail"].map(|key| part(key).map(str::to_owned));
    let named = [commune, province.map(|code| label("provinces", code)), country];
    joined(written.into_iter().chain(named), ", ")
}

fn label(app: &App, list: &str, code: &str, language: &str) -> String {
    app.catalogues.label(list, code, language).unwrap_or_else(|| code.to_owned())
}

fn joined(parts: impl IntoIterator<Item = Option<String>>, between: &str) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(between)
}
