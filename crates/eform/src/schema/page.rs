//! A page of the form: one step of the citizen's way.

use serde_json::Value;

use super::field::Field;
use super::reader::Reader;

/// To which step of the portal a page belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Questions.
    Form,
    /// Documents to attach.
    Documents,
}

/// One page and its fields; its texts are `page.<id>.title` and `page.<id>.lede`.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Unique in the procedure.
    pub id: String,
    /// Which step it belongs to.
    pub step: Step,
    /// Whether it is shown; always when absent.
    pub when: Option<Value>,
    /// Fields in order.
    pub fields: Vec<Field>,
    /// JSON pointer of the page.
    pub pointer: String,
}

impl Page {
    /// Reads one page.
    pub(crate) fn read(mut reader: Reader<'_, '_>) -> Self {
        let page = Self {
            id: reader.id("id"),
            step: match reader.word("step", &["form", "documents"]).as_str() {
                "documents" => Step::Documents,
                _ => Step::Form,
            },
            when: reader.expression("when"),
            fields: reader.list("fields", Field::read),
            pointer: reader.pointer().to_owned(),
        };
        reader.finish();
        page
    }
}
