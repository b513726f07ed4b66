//! The schema of a form's evaluated data: an object with a member for each field that has a value, rows of groups as a list
//! of objects. The schema of one value is in `values.rs`.

use serde_json::{Map, Value, json};

use super::Texts;
use super::patterns::ROW_ID;
use crate::form::Form;
use crate::kinds::Kind;
use crate::kinds::group::Group;
use crate::schema::field::{Field, Required};

const ABOUT: &str = "The evaluated data of a dossier, as it is signed and sent: canonical values, not what was typed. \
Only what each value may be by itself is said here. Which questions are asked (conditions), what answers have to do with one \
another (rules), limits of dates and decimals, check digits and warnings are not: only the engine judges a whole dossier.";

/// What is collected while the schema is made.
pub(super) struct Maker<'a> {
    pub form: &'a Form,
    pub texts: &'a Texts,
    /// Schemas that several members refer to, by name.
    pub shared: Map<String, Value>,
}

/// JSON Schema 2020-12 of [`crate::Instance::evaluated`], with titles in the language of the texts. Lists of codes that the
/// form was given ([`Form::with_catalogues`]) are part of it.
///
/// Evaluated data is valid when the engine finds nothing wrong with any of its values by itself; what that leaves out is
/// listed at [`super::UNSAID`]. A member is required when its field is asked of everybody.
#[must_use]
pub fn answers(form: &Form, texts: &Texts) -> Value {
    let mut maker = Maker { form, texts, shared: Map::new() };
    let pages = &form.schema.pages;
    let fields = pages.iter().flat_map(|page| page.fields.iter().map(|field| (field, page.when.is_none())));
    let mut schema = maker.object("", fields);
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    let version = format!("Procedure {}, version {}. {ABOUT}", form.code(), form.version());
    schema.insert("$comment".into(), version.into());
    for (keyword, key) in [("title", "title"), ("description", "summary")] {
        if let Some(text) = texts.get(key) {
            schema.insert(keyword.into(), text.as_str().into());
        }
    }
    if !maker.shared.is_empty() {
        schema.insert("$defs".into(), Value::Object(maker.shared));
    }
    Value::Object(schema)
}

impl Maker<'_> {
    /// An object with the values of some fields, each with whether what it stands in is always shown.
    fn object<'f>(
        &mut self,
        prefix: &str,
        fields: impl Iterator<Item = (&'f Field, bool)>,
    ) -> Map<String, Value> {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (field, is_asked) in fields {
            let name = [prefix, &field.id].concat();
            let Some(mut schema) = self.member(&name, field) else { continue };
            if let Some(title) = self.texts.get(&["field.", &name, ".label"].concat()) {
                schema.insert("title".into(), title.as_str().into());
            }
            if is_asked && is_needed(field) {
                required.push(field.id.clone());
            }
            properties.insert(field.id.clone(), Value::Object(schema));
        }
        let mut object = Map::new();
        object.insert("type".into(), "object".into());
        object.insert("properties".into(), Value::Object(properties));
        if !required.is_empty() {
            object.insert("required".into(), json!(required));
        }
        object.insert("additionalProperties".into(), false.into());
        object
    }

    /// The schema of a field; a notice has none.
    fn member(&mut self, name: &str, field: &Field) -> Option<Map<String, Value>> {
        let schema = match &field.kind {
            Kind::Group(group) => self.rows(name, group, &field.required),
            kind => self.value(name, kind)?,
        };
        match schema {
            Value::Object(schema) => Some(schema),
            _ => None,
        }
    }

    fn rows(&mut self, name: &str, group: &Group, required: &Required) -> Value {
        let prefix = [name, "."].concat();
        let mut row = self.object(&prefix, group.fields.iter().map(|field| (field, true)));
        if let Some(properties) = row.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert("id".into(), json!({"type": "string", "pattern": ROW_ID}));
        }
        match row.get_mut("required").and_then(Value::as_array_mut) {
            Some(required) => required.insert(0, "id".into()),
            None => _ = row.insert("required".into(), json!(["id"])),
        }
        let min = fewest_rows(group, required).max(1);
        json!({"type": "array", "items": row, "uniqueItems": true, "minItems": min, "maxItems": group.max})
    }
}

/// How many rows there must be whatever else is answered.
fn fewest_rows(group: &Group, required: &Required) -> usize {
    group.min.unwrap_or(usize::from(*required == Required::Always(true)))
}

/// Whether a field has a value in every complete dossier, wherever what it stands in is shown.
fn is_needed(field: &Field) -> bool {
    field.when.is_none()
        && match &field.kind {
            Kind::Group(group) => fewest_rows(group, &field.required) > 0,
            // Another paper may do, or a register's answer.
            Kind::File(file) if file.alternative.is_some() || !file.covered_by.is_empty() => false,
            _ => field.required == Required::Always(true),
        }
}
