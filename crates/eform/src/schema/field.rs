//! A field: what all kinds have in common. What a kind has of its own is in `kinds/`.

use serde_json::Value;

use super::reader::Reader;
use crate::kinds::Kind;

/// Whether an answer must be given.
#[derive(Clone, Debug, PartialEq)]
pub enum Required {
    /// Always (true, the default) or never.
    Always(bool),
    /// When an expression is true.
    When(Value),
}

/// A value that the state already knows and that may be filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Prefill {
    /// Name of the fact, such as `self.name`.
    pub fact: String,
    /// Whether it applies; always when absent.
    pub when: Option<Value>,
    /// The citizen cannot change it here.
    pub lock: bool,
}

/// One field of a page or one cell of a group; its texts are `field.<id>.label` and so on.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Unique in the form; a cell's id is unique in its group.
    pub id: String,
    /// Kind with its own properties.
    pub kind: Kind,
    /// Whether an answer must be given.
    pub required: Required,
    /// Whether it is shown; always when absent.
    pub when: Option<Value>,
    /// Expression that gives its value; such a field is never typed.
    pub computed: Option<Value>,
    /// Value until the citizen answers, in raw or canonical form.
    pub default: Option<Value>,
    /// Facts that may fill it, the first that applies wins.
    pub prefill: Vec<Prefill>,
    /// Token of the HTML autocomplete attribute.
    pub autocomplete: Option<String>,
    /// JSON pointer of the field.
    pub pointer: String,
}

/// The name of the field at a path, whatever the rows. Texts and [`crate::Form::field`] know it by this name.
///
/// ```
/// assert_eq!(eform::field_key("homes/r1/children/r12/name"), "homes.children.name");
/// ```
#[must_use]
pub fn field_key(path: &str) -> String {
    path.split('/').step_by(2).collect::<Vec<_>>().join(".")
}

impl Field {
    /// Reads one field; a mistake in its kind leaves a notice in its place, so that reading goes on.
    pub(crate) fn read(mut reader: Reader<'_, '_>) -> Self {
        let id = reader.id("id");
        let kind = Kind::read(&mut reader).unwrap_or(Kind::Notice);
        let field = Self {
            id,
            kind,
            required: match reader.expression("required") {
                None => Required::Always(true),
                Some(Value::Bool(required)) => Required::Always(required),
                Some(expression) => Required::When(expression),
            },
            when: reader.expression("when"),
            computed: reader.expression("computed"),
            default: reader.take("default").cloned(),
            prefill: reader.list("prefill", Prefill::read),
            autocomplete: reader.text_or_none("autocomplete"),
            pointer: reader.pointer().to_owned(),
        };
        reader.finish();
        field
    }

    /// The cells of a group; nothing for other kinds.
    #[must_use]
    pub fn cells(&self) -> &[Self] {
        match &self.kind {
            Kind::Group(group) => &group.fields,
            _ => &[],
        }
    }

    /// Whether its value is never typed.
    #[must_use]
    pub fn is_computed(&self) -> bool {
        self.computed.is_some() || matches!(self.kind, Kind::DateWords(_) | Kind::MoneyWords(_))
    }
}

impl Prefill {
    fn read(mut reader: Reader<'_, '_>) -> Self {
        let prefill = Self {
            fact: reader.text("fact"),
            when: reader.expression("when"),
            lock: reader.flag("lock", false),
        };
        reader.finish();
        prefill
    }
}
