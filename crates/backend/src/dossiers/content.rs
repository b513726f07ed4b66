//! The content of a snapshot, from the answers as the engine evaluates them.
//!
//! The browser builds the same content from the same draft; any difference shows as another hash before signing.

use std::collections::BTreeMap;

use dossier::content::{
    Agency, Applicant, Attestation, Content, Document, FORMAT, Fee, FeeLine, ProcedureRef, Source,
};
use eform::{Instance, Kind, Provenance, State};
use serde_json::Value;

use crate::procedures::Procedure;

/// What the content holds besides the answers.
pub struct Frame<'a> {
    pub dossier: &'a str,
    pub snapshot: u32,
    pub language: &'a str,
    pub applicant_name: &'a str,
    pub applicant_id: &'a str,
    /// RFC 3339 in UTC.
    pub created_at: &'a str,
}

/// Builds the content; none when the procedure lacks texts in this language or the competent office is not known.
#[must_use]
pub fn content(instance: &Instance, procedure: &Procedure, frame: &Frame<'_>) -> Option<Content> {
    let (language, texts) = procedure.texts(frame.language)?;
    let agency = instance.agency()?;
    let unit = |name: &str| agency.get(name).and_then(Value::as_str).map(str::to_owned);
    let attestations = instance.attestations().into_iter().map(|id| {
        let text = texts.by_key.get(&format!("field.{id}.body")).cloned().unwrap_or_default();
        Attestation { id, text }
    });
    Some(Content {
        format: FORMAT.to_owned(),
        dossier: frame.dossier.to_owned(),
        snapshot: frame.snapshot,
        procedure: ProcedureRef {
            code: procedure.code.clone(),
            version: procedure.version.clone(),
            schema_sha256: procedure.schema_sha256.clone(),
            texts_sha256: texts.sha256.clone(),
        },
        language: language.to_owned(),
        agency: Agency { province: unit("province")?, commune: unit("commune")? },
        applicant: Applicant { name: frame.applicant_name.to_owned(), id: frame.applicant_id.to_owned() },
        answers: instance.evaluated(),
        provenance: sources(instance),
        attestations: attestations.collect(),
        documents: documents(instance),
        fee: fee(instance),
        created_at: frame.created_at.to_owned(),
    })
}

fn sources(instance: &Instance) -> BTreeMap<String, Source> {
    let plain = |origin: &str| Source { origin: origin.to_owned(), source: None, at: None, reference: None };
    let from = |origin: &str, source, at, reference| Source {
        origin: origin.to_owned(),
        source: Some(source),
        at: Some(at),
        reference,
    };
    let one = |provenance| match provenance {
        Provenance::Typed => plain("typed"),
        Provenance::Computed => plain("computed"),
        Provenance::Default => plain("default"),
        Provenance::Register { source, at, reference } => from("register", source, at, reference),
        Provenance::Changed { source, at, reference } => from("changed", source, at, reference),
    };
    instance.provenance().into_iter().map(|(path, provenance)| (path, one(provenance))).collect()
}

/// In the order of the form, then in the order in which they were attached.
fn documents(instance: &Instance) -> Vec<Document> {
    let mut documents = Vec::new();
    for path in instance.pages().into_iter().flat_map(|page| page.paths) {
        let Some(field) = instance.field(&path).filter(|field| field.visible) else { continue };
        let (Kind::File(_), State::Value(Value::Array(files))) = (&field.def.kind, field.value) else {
            continue;
        };
        for file in files {
            let text = |name: &str| file.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            documents.push(Document {
                field: path.clone(),
                name: text("name"),
                size: file.get("size").and_then(Value::as_u64).unwrap_or_default(),
                sha256: text("sha256"),
                kind: text("type"),
            });
        }
    }
    documents
}

fn fee(instance: &Instance) -> Fee {
    let dong = |amount: i64| u64::try_from(amount).unwrap_or_default();
    let mut fee = Fee::default();
    for line in instance.quote().lines {
        let bases =
            std::iter::once(&line.basis).chain(line.reduction.as_ref().map(|reduction| &reduction.basis));
        for basis in bases {
            if !fee.basis.contains(basis) {
                fee.basis.push(basis.clone());
            }
        }
        fee.gross += dong(line.gross);
        fee.net += dong(line.net);
        fee.lines.push(FeeLine {
            id: line.id,
            unit: dong(line.unit),
            quantity: dong(line.quantity),
            gross: dong(line.gross),
            net: dong(line.net),
            reduction: line.reduction.map(|reduction| reduction.id),
        });
    }
    fee
}
