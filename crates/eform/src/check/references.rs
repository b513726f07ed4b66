//! Names outside the schema: catalogues that are not there, and codes that a list does not have or no longer has.
//! What the schema names of itself is compiled in `form/`.

use serde_json::Value;

use super::finding::{Finding, Grade, Report};
use crate::Catalogues;
use crate::kinds::Kind;
use crate::schema::Schema;
use crate::schema::field::{Field, Required};
use crate::schema::reader::join;

/// Reports what the lists do not have; nothing without lists.
pub(super) fn check(schema: &Schema, catalogues: &Catalogues, report: &mut Report) {
    if catalogues.is_empty() {
        return;
    }
    let mut walk = Walk { schema, catalogues, groups: Vec::new(), report };
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

struct Walk<'a> {
    schema: &'a Schema,
    catalogues: &'a Catalogues,
    /// The groups whose rows are in scope, from the outside in.
    groups: Vec<&'a Field>,
    report: &'a mut Report,
}

impl<'a> Walk<'a> {
    fn field(&mut self, field: &'a Field) {
        let at = |key: &str| join(&field.pointer, key);
        if let Kind::Catalogue(kind) = &field.kind {
            match self.catalogues.get(&kind.catalogue) {
                None => {
                    let finding = Finding::new("unknown_catalogue", Grade::Error, &at("catalogue"));
                    self.report.findings.push(finding.with("catalogue", kind.catalogue.as_str()));
                }
                Some(codes) => {
                    if let Some(default) = field.default.as_ref().and_then(Value::as_str) {
                        self.code(codes, default, &at("default"));
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
        self.groups.push(field);
        field.cells().iter().for_each(|cell| self.field(cell));
        self.groups.pop();
    }

    fn condition(&mut self, expression: Option<&Value>, pointer: &str) {
        match expression {
            Some(Value::Object(map)) => {
                for (operator, arguments) in map {
                    let pointer = join(pointer, operator);
                    if matches!(operator.as_str(), "==" | "!=" | "in")
                        && let Some([left, right]) = arguments.as_array().map(Vec::as_slice)
                    {
                        self.compare(left, right, &join(&pointer, "1"));
                        self.compare(right, left, &join(&pointer, "0"));
                    }
                    self.condition(Some(arguments), &pointer);
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
        let catalogues = self.catalogues;
        let Some(codes) = self.list(field).and_then(|list| catalogues.get(list)) else { return };
        match literal {
            Value::String(code) => self.code(codes, code, pointer),
            Value::Array(items) => {
                for (at, code) in items.iter().enumerate() {
                    if let Some(code) = code.as_str() {
                        self.code(codes, code, &join(pointer, &at.to_string()));
                    }
                }
            }
            _ => {}
        }
    }

    /// The list that the values of an expression come from.
    fn list(&self, expression: &Value) -> Option<&'a str> {
        if let Some(part) = expression.get("part") {
            return (part.get(1)?.as_str()? == "province").then_some("provinces");
        }
        let name = expression.get("var")?.as_str()?;
        let cells = self.groups.iter().rev().flat_map(|group| group.cells());
        let cell = cells.into_iter().find(|cell| cell.id == name);
        match &cell.or_else(|| self.schema.field(name))?.kind {
            Kind::Catalogue(kind) => Some(&kind.catalogue),
            _ => None,
        }
    }

    fn code(&mut self, codes: &[String], code: &str, pointer: &str) {
        if !codes.iter().any(|known| known == code) {
            self.report.findings.push(Finding::new("unknown_code", Grade::Error, pointer).with("code", code));
        }
    }
}
