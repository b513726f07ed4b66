//! The content of a snapshot, from the answers as the engine evaluates them. Browser and backend both call [`of`]; any difference
//! between what they know shows as another hash before anything is signed.

use super::{
    Agency, Applicant, Attestation, Confirmation, Content, Covered, Document, FORMAT, Fee, FeeLine, Helper,
    Later, PaperSource, ProcedureRef, Represented, Source,
};
use eform::json::FromJson;
use eform::{Gather, Instance, Kind, Provenance, Severity, State, When};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the content holds besides the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Our own handle of the dossier.
    pub dossier: &'a str,
    /// The number of the snapshot.
    pub snapshot: u32,
    /// The language of the texts that were shown.
    pub language: &'a str,
    /// SHA-256 of the schema file, lower-case hexadecimal.
    pub schema_sha256: &'a str,
    /// SHA-256 of the texts file, lower-case hexadecimal.
    pub texts_sha256: &'a str,
    /// Full name of who submits.
    pub applicant_name: &'a str,
    /// Twelve-digit personal id of who submits.
    pub applicant_id: &'a str,
    /// Whom they act for, if not for themselves.
    pub on_behalf_of: Option<&'a Represented>,
    /// Who helped to fill it in.
    pub helped_by: Option<&'a Helper>,
    /// When the snapshot was made: [`crate::Snapshot::at`].
    pub created_at: &'a str,
}

/// Why there is no content to freeze.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// The competent office is not known yet.
    Agency,
    /// The texts lack this key: a citizen cannot stand for a statement without words.
    Text(String),
    /// A file answer lacks its name, size, hash or type; names the field.
    Document(String),
    /// The fee is not known yet (names the fee), or is out of bounds.
    Fee(String),
}

/// Builds the content. `text` looks up the texts of the procedure in [`Frame::language`] by flat key.
///
/// # Errors
/// [`Lacking`] names the first thing that is missing. Whether the answers satisfy the procedure is asked of the engine
/// (`Instance::is_complete`), not here.
pub fn of(
    instance: &Instance,
    frame: &Frame<'_>,
    text: &dyn Fn(&str) -> Option<String>,
) -> Result<Content, Lacking> {
    Ok(Content {
        format: FORMAT.to_owned(),
        dossier: frame.dossier.to_owned(),
        snapshot: frame.snapshot,
        procedure: ProcedureRef {
            code: instance.form().code().to_owned(),
            version: instance.form().version().to_owned(),
            schema_sha256: frame.schema_sha256.to_owned(),
            texts_sha256: frame.texts_sha256.to_owned(),
        },
        language: frame.language.to_owned(),
        agency: agency(instance).ok_or(Lacking::Agency)?,
        applicant: Applicant { name: frame.applicant_name.to_owned(), id: frame.applicant_id.to_owned() },
        on_behalf_of: frame.on_behalf_of.cloned(),
        helped_by: frame.helped_by.cloned(),
        answers: instance.evaluated(),
        provenance: provenance(instance),
        attestations: attestations(instance, text)?,
        confirmed: to_confirm(instance),
        documents: documents(instance)?,
        covered: instance.all_covered().into_iter().map(Covered::from).collect(),
        fee: fee(instance)?,
        created_at: frame.created_at.to_owned(),
    })
}

fn provenance(instance: &Instance) -> BTreeMap<String, Source> {
    let sources = instance.provenance().into_iter();
    let noted = |(path, one): (String, Provenance)| {
        let note = instance.note(&path);
        (path, Source { note, ..Source::from(one) })
    };
    sources.map(noted).gather()
}

impl From<Provenance> for Source {
    fn from(provenance: Provenance) -> Self {
        let plain = |origin: &str| Self {
            origin: origin.to_owned(),
            source: None,
            at: None,
            reference: None,
            note: None,
        };
        let held = |origin: &str, source, at, reference| Self {
            origin: origin.to_owned(),
            source: Some(source),
            at: Some(at),
            reference,
            note: None,
        };
        match provenance {
            Provenance::Typed => plain("typed"),
            Provenance::Computed => plain("computed"),
            Provenance::Default => plain("default"),
            Provenance::Register { source, at, reference } => held("register", source, at, reference),
            Provenance::Changed { source, at, reference } => held("changed", source, at, reference),
        }
    }
}

fn agency(instance: &Instance) -> Option<Agency> {
    let agency = instance.agency()?;
    let unit = |name: &str| agency.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Agency { province: unit("province")?, commune: unit("commune")? })
}

fn attestations(
    instance: &Instance,
    text: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<Attestation>, Lacking> {
    let one = |id: String| {
        let key = ["field.", &eform::field_key(&id), ".body"].concat();
        text(&key).map(|text| Attestation { id, text }).ok_or(Lacking::Text(key))
    };
    instance.attestations().into_iter().map(one).collect()
}

/// The warnings that stand: a dossier is frozen only when the citizen has confirmed each.
#[must_use]
pub fn to_confirm(instance: &Instance) -> Vec<Confirmation> {
    let warnings =
        instance.violations().into_iter().filter(|violation| violation.severity == Severity::Warning);
    warnings
        .map(|violation| Confirmation {
            field: violation.path.clone(),
            code: violation.code.clone().into_owned(),
        })
        .collect()
}

/// In the order of the form, then in the order in which they were attached.
fn documents(instance: &Instance) -> Result<Vec<Document>, Lacking> {
    let mut documents = Vec::new();
    for path in instance.pages().into_iter().flat_map(|page| page.paths) {
        let Some(field) = instance.field(&path).filter(|field| field.visible) else { continue };
        if let (Kind::File(_), State::Value(Value::Array(files))) = (&field.def.kind, field.value) {
            for file in files {
                documents.push(document(&path, file).ok_or_else(|| Lacking::Document(path.clone()))?);
            }
        }
    }
    Ok(documents)
}

fn document(path: &str, file: &Value) -> Option<Document> {
    let text = |name: &str| file.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Document {
        field: path.to_owned(),
        name: text("name")?,
        size: file.get("size")?.as_u64()?,
        sha256: text("sha256")?,
        kind: text("type")?,
        paper: match file.get("paper") {
            Some(paper) => Some(PaperSource::from_json(paper.clone()).ok()?),
            None => None,
        },
    })
}

impl From<eform::Covered> for Covered {
    fn from(engine: eform::Covered) -> Self {
        let eform::Covered { path, component, source, at, reference, basis } = engine;
        Self { field: path, component, source, at, reference, basis }
    }
}

fn fee(instance: &Instance) -> Result<Fee, Lacking> {
    let quote = instance.quote();
    if let Some(id) = quote.pending.first() {
        return Err(Lacking::Fee(id.clone()));
    }
    let mut fee = Fee::default();
    for line in quote.lines {
        for basis in
            std::iter::once(&line.basis).chain(line.reduction.as_ref().map(|reduction| &reduction.basis))
        {
            if !fee.basis.contains(basis) {
                fee.basis.push(basis.clone());
            }
        }
        let out_of_bounds = || Lacking::Fee(line.id.clone());
        let dong = |amount: i64| u64::try_from(amount).map_err(|_| out_of_bounds());
        let (gross, net) = (dong(line.gross)?, dong(line.net)?);
        let (paid, sum) = match line.paid {
            When::Filing => {
                fee.gross = fee.gross.checked_add(gross).ok_or_else(out_of_bounds)?;
                (None, &mut fee.net)
            }
            When::Notice => (Some(Later::Notice), &mut fee.on_notice),
            When::Result => (Some(Later::Result), &mut fee.on_result),
        };
        *sum = sum.checked_add(net).ok_or_else(out_of_bounds)?;
        fee.lines.push(FeeLine {
            unit: dong(line.unit)?,
            quantity: dong(line.quantity)?,
            gross,
            net,
            paid,
            reduction: line.reduction.as_ref().map(|reduction| reduction.id.clone()),
            id: line.id,
        });
    }
    Ok(fee)
}
