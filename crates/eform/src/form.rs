//! A compiled procedure: fields laid out in slots, expressions typed, dependencies in order. Compiling is the only
//! fallible step of the engine; everything after it is total. Filling in is `instance.rs`.

mod alternatives;
pub(crate) mod build;
mod covers;
mod expressions;
pub(crate) mod graph;
mod intake;
pub(crate) mod layout;
mod references;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use crate::beside::Beside;
use crate::calendar::{Calendar, Calendars};
use crate::catalogue::{Catalogues, Codes};
use crate::expr::{Ir, Slot};
use crate::facts;
use crate::issue::SchemaIssue;
use crate::schema::cosign::Cosigning;
use crate::schema::fee::Fee;
use crate::schema::field::Field;
use crate::schema::page::Page;
use crate::schema::sign::Signature;
use crate::schema::{Applicant, Schema};
use crate::violation::Severity;
use layout::Layout;

/// A procedure that can be filled in.
#[derive(Debug)]
pub struct Form {
    pub(crate) schema: Schema,
    pub(crate) layout: Layout,
    pub(crate) defs: Vec<Def>,
    pub(crate) pages: Vec<PageDef>,
    pub(crate) fees: Vec<FeeIr>,
    pub(crate) catalogues: Arc<Catalogues>,
    pub(crate) calendars: Calendars,
    pub(crate) named: Named,
}

/// Calendars and lists that expressions name, and facts that expressions or prefills name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    /// Places in the list of known facts.
    pub facts: BTreeSet<u32>,
    pub calendars: BTreeSet<Box<str>>,
    pub lists: BTreeSet<Box<str>>,
}

/// What the compiler knows of one page.
#[derive(Debug, Default)]
pub(crate) struct PageDef {
    pub when: Option<Ir>,
    pub rank: u32,
}

/// What the compiler knows of one field or cell.
#[derive(Debug, Default)]
pub(crate) struct Def {
    pub when: Option<Ir>,
    pub required: Need,
    /// Whether a document is asked for when no register answers; only with `covers`.
    pub needed: Option<Need>,
    pub covers: Vec<CoverIr>,
    pub computed: Option<Ir>,
    pub prefill: Vec<PrefillIr>,
    pub default: Option<Value>,
    pub min: Option<Ir>,
    pub max: Option<Ir>,
    pub rules: Vec<RuleIr>,
    pub birth: Option<Slot>,
    pub sex: Option<Slot>,
    pub rank: u32,
    /// Fields whose state reads this one.
    pub state_readers: Vec<Reader>,
    /// Fields whose checks read this one.
    pub check_readers: Vec<Reader>,
    /// Pages whose condition reads this field.
    pub page_readers: Vec<u32>,
}

/// A field or cell that reads another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reader {
    pub def: u32,
    /// How many rows, from the outside in, both stand in: the reader looks no further than these.
    pub shared: u32,
}

/// Whether an answer must be given.
#[derive(Debug)]
pub(crate) enum Need {
    Always(bool),
    When(Ir),
}

impl Default for Need {
    fn default() -> Self {
        Self::Always(false)
    }
}

#[derive(Debug)]
pub(crate) struct PrefillIr {
    /// Place of the fact in the list of known facts.
    pub fact: u32,
    pub when: Option<Ir>,
    pub lock: bool,
}

/// A register's answer that makes a document needless.
#[derive(Debug)]
pub(crate) struct CoverIr {
    /// Place of the fact in the list of known facts.
    pub fact: u32,
    pub when: Option<Ir>,
}

#[derive(Debug)]
pub(crate) struct RuleIr {
    /// `rule.<id>`.
    pub code: String,
    pub assert: Ir,
    pub severity: Severity,
}

#[derive(Debug)]
pub(crate) struct FeeIr {
    pub quantity: Option<Ir>,
    pub when: Option<Ir>,
    /// Conditions of its reductions, in order.
    pub reductions: Vec<Option<Ir>>,
}

/// Compiles a schema.
///
/// # Errors
/// Every mistake at once: names that lead nowhere, types that do not meet, dependencies that go round in a circle.
pub fn compile(schema: &Schema) -> Result<Form, Vec<SchemaIssue>> {
    build::compile(schema)
}

impl Form {
    /// The same form with what stands beside its procedure.
    #[must_use]
    pub fn given(self, beside: &Beside) -> Self {
        self.with_catalogues(&beside.catalogues).with_calendars(&beside.calendars)
    }

    /// The same form with lists of codes: fields of `catalogue`, `address` and `agency` then also check membership.
    #[must_use]
    pub fn with_catalogues(mut self, catalogues: &Catalogues) -> Self {
        let lists = catalogues.iter().map(|(name, codes)| (name.clone(), codes.clone()));
        Arc::make_mut(&mut self.catalogues).extend(lists);
        self
    }

    /// The same form with calendars by the names that its expressions use. What counts working days is missing without.
    #[must_use]
    pub fn with_calendars(mut self, calendars: &Calendars) -> Self {
        self.calendars.extend(calendars.iter().cloned());
        self
    }

    /// Those of the calendars it was given that its expressions name.
    pub fn calendars(&self) -> impl Iterator<Item = &(String, Calendar)> {
        self.calendars.iter().filter(|(name, _)| self.named.calendars.contains(name.as_str()))
    }

    /// The facts that its prefills and expressions name: nothing else needs to be known about the citizen for this form.
    pub fn facts(&self) -> impl Iterator<Item = &'static str> {
        self.named.facts.iter().map(|at| facts::KNOWN[*at as usize].0)
    }

    /// Those of the lists it was given that its expressions look into (`listed`, `has`).
    pub fn lists(&self) -> impl Iterator<Item = (&String, &Codes)> {
        let named = self.catalogues.iter().filter(|(name, _)| self.named.lists.contains(name.as_str()));
        named.map(|(name, codes)| (name, codes.as_ref()))
    }

    /// The procedure as its author wrote it.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Code in the national catalogue.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.schema.code
    }

    /// Version of the form.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.schema.version
    }

    /// Whose dossiers it takes.
    #[must_use]
    pub fn applicant(&self) -> Applicant {
        self.schema.applicant
    }

    /// All pages, shown or not.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.schema.pages
    }

    /// The page that asks the question at a path; its rows need not be there.
    #[must_use]
    pub fn page_of(&self, path: &str) -> Option<&Page> {
        let id = path.split('/').next()?;
        self.schema.pages.iter().find(|page| page.fields.iter().any(|field| field.id == id))
    }

    /// All fees.
    #[must_use]
    pub fn fees(&self) -> &[Fee] {
        &self.schema.fees
    }

    /// What the law asks for as signature, and takes instead.
    #[must_use]
    pub fn signature(&self) -> &Signature {
        &self.schema.signature
    }

    /// Who must agree to a dossier besides the person who files it.
    #[must_use]
    pub fn cosigning(&self) -> &Cosigning {
        &self.schema.cosigning
    }

    /// A field `id`, a cell `group.id`, or a cell of a group in a group `group.group.id`.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.schema.field(id)
    }

    /// The field of a slot's definition.
    pub(crate) fn at(&self, def: u32) -> &Field {
        self.layout.field(&self.schema, def)
    }
}
