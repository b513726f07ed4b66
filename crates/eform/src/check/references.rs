//! Names outside the schema: catalogues and calendars that are not there, and codes that a list does not have or no longer has.
//! What the schema names of itself is compiled in `form/`.

use serde_json::Value;

use super::Subject;
use super::cone::covers;
use super::finding::{Finding, Grade, Report};
use crate::catalogue::{Codes, Standing};
use crate::kinds::{Kind, business_line};
use crate::schema::Schema;
use crate::schema::field::{Field, Required};
use crate::schema::reader::join;

/// The tokens of autofill that name a value (HTML, 4.10.18.7.1), without those of payments and passwords, which no procedure asks for.
const AUTOFILL: [&str; 30] = [
    "name",
    "honorific-prefix",
    "given-name",
    "additional-name",
    "family-name",
    "honorific-suffix",
    "nickname",
    "username",
    "organization-title",
    "organization",
    "street-address",
    "address-line1",
    "address-line2",
    "address-line3",
    "address-level4",
    "address-level3",
    "address-level2",
    "address-level1",
    "country",
    "country-name",
    "postal-code",
    "language",
    "bday",
    "bday-day",
    "bday-month",
    "bday-year",
    "sex",
    "url",
    "photo",
    "one-time-code",
];

/// Those of them that name a way to reach somebody; before these stands where that is.
const CONTACT: [&str; 8] = [
    "tel",
    "tel-country-code",
    "tel-national",
    "tel-area-code",
    "tel-local",
    "tel-extension",
    "email",
    "impp",
];
const PLACES: [&str; 5] = ["home", "work", "mobile", "fax", "pager"];

/// Reports tokens of autofill that no browser knows, and what the lists do not have; nothing of these without lists.
pub(super) fn check(schema: &Schema, subject: &Subject<'_>, report: &mut Report) {
    let fields = schema.pages.iter().flat_map(|page| &page.fields);
    fields.for_each(|field| autofill(field, report));
    if subject.beside.catalogues.is_empty() && subject.beside.calendars.is_empty() {
        return;
    }
    let mut walk = Walk { schema, subject, groups: Vec::new(), looked_at: Vec::new(), report };
    for page in &schema.pages {
        walk.condition(page.when.as_ref(), &join(&page.pointer, "when"));
        for field in &page.fields {
            walk.field(field);
        }
    }
    for (at, rule) in schema.rules.iter().enumerate() {
        let outer = rule.at.match_indices('.').filter_map(|(dot, _)| schema.field(&rule.at[..dot]));
        walk.groups = outer.collect();
        walk.condition(Some(&rule.assert), &join(&join("/rules", &at.to_string()), "assert"));
        walk.groups.clear();
    }
    for (at, fee) in schema.fees.iter().enumerate() {
        let pointer = join("/fees", &at.to_string());
        walk.condition(fee.when.as_ref(), &join(&pointer, "when"));
        walk.condition(fee.quantity.as_ref(), &join(&pointer, "quantity"));
        for (number, reduction) in fee.reductions.iter().enumerate() {
            let pointer = join(&join(&join(&pointer, "reductions"), &number.to_string()), "when");
            walk.condition(reduction.when.as_ref(), &pointer);
        }
    }
}

/// A field's tokens, and those of its cells.
fn autofill(field: &Field, report: &mut Report) {
    if let Some(token) = field.autocomplete.as_deref().filter(|tokens| !is_autofill(tokens)) {
        let finding =
            Finding::new("unknown_autocomplete", Grade::Warning, &join(&field.pointer, "autocomplete"));
        report.findings.push(finding.with("token", token));
    }
    field.cells().iter().for_each(|cell| autofill(cell, report));
}

/// Whether these are tokens of autofill in their order: a section, an address, where somebody is reached, and what is asked.
fn is_autofill(tokens: &str) -> bool {
    let tokens = tokens.to_ascii_lowercase();
    let tokens: Vec<&str> = tokens.split_ascii_whitespace().collect();
    let is_among = |names: &[&str], token: &&str| names.contains(token);
    let Some((name, before)) = tokens.split_last() else { return true };
    let is_contact = is_among(&CONTACT, name);
    let mut before = before.iter().rev().peekable();
    _ = before.next_if(|token| is_contact && is_among(&PLACES, token));
    _ = before.next_if(|token| is_among(&["shipping", "billing"], token));
    _ = before.next_if(|token| token.starts_with("section-"));
    let is_alone = tokens.len() == 1 && is_among(&["on", "off"], name);
    is_alone || (before.next().is_none() && (is_contact || is_among(&AUTOFILL, name)))
}

struct Walk<'a> {
    schema: &'a Schema,
    subject: &'a Subject<'a>,
    /// The groups whose rows are in scope, from the outside in.
    groups: Vec<&'a Field>,
    /// The groups whose rows an array operator looks at, likewise.
    looked_at: Vec<&'a Field>,
    report: &'a mut Report,
}

impl<'a> Walk<'a> {
    fn field(&mut self, field: &'a Field) {
        let at = |key: &str| join(&field.pointer, key);
        if let Kind::Catalogue(kind) = &field.kind {
            match self.subject.beside.catalogues.get(&kind.catalogue) {
                None if self.subject.beside.catalogues.is_empty() => {}
                None => {
                    let finding = Finding::new("unknown_catalogue", Grade::Error, &at("catalogue"));
                    self.report.findings.push(finding.with("catalogue", kind.catalogue.as_str()));
                }
                Some(codes) => {
                    if let Some(default) = field.default.as_ref().and_then(Value::as_str) {
                        self.code(codes, default, kind.historical, &at("default"));
                    }
                }
            }
        }
        self.condition(field.when.as_ref(), &at("when"));
        self.condition(field.computed.as_ref(), &at("computed"));
        if let Required::When(when) = &field.required {
            self.condition(Some(when), &at("required"));
        }
        for (number, prefill) in field.prefill.iter().enumerate() {
            let pointer = join(&join(&at("prefill"), &number.to_string()), "when");
            self.condition(prefill.when.as_ref(), &pointer);
        }
        for (number, cover) in covers(field).iter().enumerate() {
            let pointer = join(&join(&at("covered_by"), &number.to_string()), "when");
            self.condition(cover.when.as_ref(), &pointer);
        }
        self.groups.push(field);
        field.cells().iter().for_each(|cell| self.field(cell));
        self.groups.pop();
    }

    fn condition(&mut self, expression: Option<&Value>, pointer: &str) {
        match expression {
            Some(Value::Object(map)) => {
                for (operator, arguments) in map {
                    let pointer = join(pointer, operator);
                    if matches!(operator.as_str(), "add_working_days" | "working_days" | "received") {
                        self.calendar(arguments, &join(&pointer, "2"));
                    }
                    if matches!(operator.as_str(), "listed" | "has") {
                        self.list_named(operator, arguments, &pointer);
                    }
                    if matches!(operator.as_str(), "==" | "!=" | "in")
                        && let Some([left, right]) = arguments.as_array().map(Vec::as_slice)
                    {
                        self.compare(left, right, &join(&pointer, "1"));
                        self.compare(right, left, &join(&pointer, "0"));
                    }
                    match (operator.as_str(), arguments.as_array().map(Vec::as_slice)) {
                        ("all" | "some" | "none" | "filter" | "map", Some([list, each])) => {
                            self.condition(Some(list), &join(&pointer, "0"));
                            let looked_at = self.rows_of(list);
                            let around = std::mem::replace(&mut self.looked_at, looked_at);
                            self.condition(Some(each), &join(&pointer, "1"));
                            self.looked_at = around;
                        }
                        _ => self.condition(Some(arguments), &pointer),
                    }
                }
            }
            Some(Value::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    self.condition(Some(item), &join(pointer, &at.to_string()));
                }
            }
            _ => {}
        }
    }

    /// Looks up literals beside a field of a list, or beside the province of a place.
    fn compare(&mut self, field: &Value, literal: &Value, pointer: &str) {
        let Some((list, historical)) = self.list(field) else { return };
        let Some(codes) = self.subject.beside.catalogues.get(list) else { return };
        match literal {
            Value::String(code) => self.code(codes, code, historical, pointer),
            Value::Array(items) => {
                for (at, code) in items.iter().enumerate() {
                    if let Some(code) = code.as_str() {
                        self.code(codes, code, historical, &join(pointer, &at.to_string()));
                    }
                }
            }
            _ => {}
        }
    }

    /// The list that the values of an expression come from, and whether one that has ended may stand there.
    fn list(&self, expression: &Value) -> Option<(&'a str, bool)> {
        if let Some(part) = expression.get("part") {
            let historical = self.field_of(part.get(0)?).is_some_and(|field| match &field.kind {
                Kind::Address(address) => address.historical,
                _ => false,
            });
            return (part.get(1)?.as_str()? == "province").then_some(("provinces", historical));
        }
        match &self.field_of(expression)?.kind {
            Kind::Catalogue(kind) => Some((&kind.catalogue, kind.historical)),
            Kind::BusinessLine(_) => Some((business_line::CATALOGUE, false)),
            _ => None,
        }
    }

    /// The field that is named, alone, as `{"var": …}` with a default or without, or as `{"row": …}`.
    fn field_of(&self, expression: &Value) -> Option<&'a Field> {
        let own = expression.get("row");
        let name = own.or_else(|| expression.get("var")).unwrap_or(expression);
        let name = name.as_array().and_then(|items| items.first()).unwrap_or(name).as_str()?;
        let looked_at = self.looked_at.iter().filter(|_| own.is_none());
        let mut cells = self.groups.iter().chain(looked_at).rev().flat_map(|group| group.cells());
        cells.find(|cell| cell.id == name).or_else(|| self.schema.field(name))
    }

    /// The groups that a list is made of rows of, from the outside in; none where it is made of values.
    fn rows_of(&self, list: &Value) -> Vec<&'a Field> {
        if let Some(within) = list.get("filter") {
            return within.get(0).map(|list| self.rows_of(list)).unwrap_or_default();
        }
        let Some(group) = list.get("var").and_then(|_| self.field_of(list)) else { return Vec::new() };
        let is_within = |around: &&'a Field| around.cells().iter().any(|cell| std::ptr::eq(cell, group));
        let mut groups: Vec<&'a Field> = self.looked_at.iter().copied().filter(is_within).collect();
        groups.push(group);
        groups
    }

    fn code(&mut self, codes: &Codes, code: &str, historical: bool, pointer: &str) {
        let finding = match codes.standing(code, self.subject.today) {
            Standing::Unknown => "unknown_code",
            Standing::Ended if !historical => "ended_code",
            Standing::InForce | Standing::NotYet | Standing::Ended => return,
        };
        self.report.findings.push(Finding::new(finding, Grade::Error, pointer).with("code", code));
    }

    /// Looks up the list of `listed` and `has`, and the attribute that entries must have.
    fn list_named(&mut self, operator: &str, arguments: &Value, pointer: &str) {
        let lists = &self.subject.beside.catalogues;
        let word = |at: usize| arguments.get(at).and_then(Value::as_str).unwrap_or_default();
        if lists.is_empty() {
            return;
        }
        let finding = if !lists.contains_key(word(0)) {
            Finding::new("unknown_catalogue", Grade::Error, &join(pointer, "0")).with("catalogue", word(0))
        } else if operator == "has" && !lists.contains_key(&[word(0), "/", word(1)].concat()) {
            Finding::new("unknown_attribute", Grade::Error, &join(pointer, "1")).with("attribute", word(1))
        } else {
            return;
        };
        self.report.findings.push(finding);
    }

    /// Looks up the calendar that an operator names in third place.
    fn calendar(&mut self, arguments: &Value, pointer: &str) {
        let Some(name) = arguments.get(2).and_then(Value::as_str) else { return };
        let calendars = &self.subject.beside.calendars;
        if !calendars.is_empty() && !calendars.iter().any(|(known, _)| known == name) {
            let finding = Finding::new("unknown_calendar", Grade::Error, pointer);
            self.report.findings.push(finding.with("calendar", name));
        }
    }
}
