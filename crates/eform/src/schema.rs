//! A procedure as its author wrote it: the shape of `procedure.json`, read but not yet compiled. Expressions are kept
//! as JSON here; `form/` gives them types and slots. Reading one JSON object is in `schema/reader.rs`.

pub mod cosign;
pub mod fee;
pub mod field;
pub mod page;
pub(crate) mod reader;
pub mod service;
pub mod sign;

use serde_json::Value;

use crate::date::CivilDate;
use crate::issue::SchemaIssue;
use crate::violation::Severity;
use cosign::Cosigning;
use fee::Fee;
use page::Page;
use reader::Reader;
use service::Service;
use sign::{Sign, Signature};

/// The `format` this engine reads.
pub const FORMAT: &str = "congdan/procedure/1";

/// Whose dossiers a procedure takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicant {
    /// People, for themselves or for a person whom they represent.
    Person,
    /// Enterprises, through their legal representative (Civil Code 2015, article 137).
    Enterprise,
}

/// Days on which something is in force, both ends included; an open end is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub from: Option<CivilDate>,
    /// Last day.
    pub to: Option<CivilDate>,
}

impl Window {
    /// Whether a day lies in the window.
    #[must_use]
    pub fn contains(&self, day: CivilDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Reads `from` and `to` of an object.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let window = Self { from: reader.date("from"), to: reader.date("to") };
        if let (Some(from), Some(to)) = (window.from, window.to)
            && from > to
        {
            reader.issue("to", "min_above_max");
        }
        window
    }
}

/// A rule over several answers; its text is `rule.<id>`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Unique in the procedure.
    pub id: String,
    /// The expression that must be true; a missing result is not asserted.
    pub assert: Value,
    /// The field that shows the violation; `group.field` is checked in each row.
    pub at: String,
    /// Whether it stops the dossier.
    pub severity: Severity,
}

/// A procedure as read from `procedure.json`.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// Code in the national catalogue, such as `1.001193`.
    pub code: String,
    /// Version of this form; what is frozen stays with the version it was frozen under.
    pub version: String,
    /// Days on which this version may be opened.
    pub effective: Window,
    /// Level of the competent office: `commune`, `province` or `ministry`.
    pub level: String,
    /// Sector, such as `civil_status`.
    pub sector: String,
    /// Life events under which the procedure is listed.
    pub events: Vec<String>,
    /// Languages of its texts; the first is the main one.
    pub languages: Vec<String>,
    /// What the citizen is told before starting.
    pub service: Service,
    /// Who may apply.
    pub applicant: Applicant,
    /// What the law asks for as signature, and takes instead.
    pub signature: Signature,
    /// Who must agree besides.
    pub cosigning: Cosigning,
    /// The field that names the competent office.
    pub agency: Option<String>,
    /// The field that names the dossier in lists.
    pub subject: Option<String>,
    /// Fees, in the order of the quote.
    pub fees: Vec<Fee>,
    /// Pages in order.
    pub pages: Vec<Page>,
    /// Rules over several answers.
    pub rules: Vec<Rule>,
    /// How answers that were given under older versions are taken over.
    #[cfg(feature = "migrate")]
    pub migrations: Vec<crate::migrate::Migration>,
}

impl Schema {
    /// Reads `procedure.json`.
    ///
    /// # Errors
    /// Every mistake of shape at once: what is not JSON, unknown or missing keys, values of the wrong type.
    pub fn from_json(text: &str) -> Result<Self, Vec<SchemaIssue>> {
        match serde_json::from_str(text) {
            Ok(value) => Self::from_value(&value),
            Err(error) => {
                // The reader stops at 128 arrays and objects in one another; it has no other word for it.
                let is_deep = error.to_string().starts_with("recursion limit");
                let code = if is_deep { "json_too_deep" } else { "json" };
                let issue = SchemaIssue::new("", code).with("line", error.line());
                Err(vec![issue.with("column", error.column())])
            }
        }
    }

    /// Reads a procedure that is already parsed.
    ///
    /// # Errors
    /// See [`Schema::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Vec<SchemaIssue>> {
        let mut issues = Vec::new();
        let schema = Reader::new(value, String::new(), &mut issues).map(read);
        match schema {
            Some(schema) if issues.is_empty() => Ok(schema),
            _ => Err(issues),
        }
    }

    /// A field or a cell by its name in texts: `field`, `group.field`, `group.group.field` and so on.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&field::Field> {
        let mut parts = id.split('.');
        let first = parts.next()?;
        let field = self.pages.iter().flat_map(|page| &page.fields).find(|field| field.id == first)?;
        parts.try_fold(field, |group, part| group.cells().iter().find(|cell| cell.id == part))
    }
}

/// What the reader asks for where this stands instead of a procedure, and what it finds wrong.
#[cfg(feature = "export")]
pub(crate) fn probe(value: &Value) -> (reader::Log, Vec<SchemaIssue>) {
    let (log, mut issues) = (reader::Log::default(), Vec::new());
    if let Some(reader) = Reader::new(value, String::new(), &mut issues) {
        read(reader.logged(Some(&log)));
    }
    (log, issues)
}

fn read(mut reader: Reader<'_, '_>) -> Schema {
    // Where an editor finds the schema of this format.
    reader.text_or_none("$schema");
    if reader.text("format") != FORMAT {
        reader.issue("format", "format");
    }
    let schema = Schema {
        code: reader.text("code"),
        version: reader.text("version"),
        effective: reader.object("effective").map_or_else(Window::default, |mut part| {
            let window = Window::read(&mut part);
            part.finish();
            window
        }),
        level: reader.word("level", &["commune", "province", "ministry"]),
        sector: reader.text("sector"),
        events: reader.texts("events"),
        languages: reader.texts("languages"),
        service: Service::read(&mut reader),
        applicant: match reader.word_or("applicant", "person", &["person", "enterprise"]).as_str() {
            "enterprise" => Applicant::Enterprise,
            _ => Applicant::Person,
        },
        signature: Signature::read(&mut reader),
        cosigning: Cosigning::read(&mut reader),
        agency: named_field(&mut reader, "agency"),
        subject: named_field(&mut reader, "subject"),
        fees: reader.list("fees", Fee::read),
        pages: reader.list("pages", Page::read),
        rules: reader.list("rules", read_rule),
        #[cfg(feature = "migrate")]
        migrations: reader.list("migrations", crate::migrate::Migration::read),
    };
    if schema.signature.asked == Sign::Organisation && schema.applicant != Applicant::Enterprise {
        reader.issue("sign", "organisation_of_nobody");
    }
    // Who does not move drafts does not read how.
    #[cfg(not(feature = "migrate"))]
    reader.take("migrations");
    reader.finish();
    schema
}

/// Reads `{"field": "<id>"}`.
fn named_field(reader: &mut Reader<'_, '_>, key: &'static str) -> Option<String> {
    let mut part = reader.object(key)?;
    let field = part.text("field");
    part.finish();
    Some(field)
}

fn read_rule(mut reader: Reader<'_, '_>) -> Rule {
    let rule = Rule {
        id: reader.id("id"),
        assert: reader.expression("assert").unwrap_or_else(|| {
            reader.issue("assert", "missing_key");
            Value::Bool(true)
        }),
        at: reader.text("at"),
        severity: match reader.word_or("severity", "error", &["error", "warning"]).as_str() {
            "warning" => Severity::Warning,
            _ => Severity::Error,
        },
    };
    reader.finish();
    rule
}
