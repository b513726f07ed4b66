//! Fixing a dossier: the same engine, the same version of the procedure, facts asked for again, today from the clock.
//!
//! If a register changed its mind since the review page, the citizen reviews again: nothing unseen is ever signed.

use std::collections::BTreeMap;

use contract::{FieldError, FixedLists, SignPolicy};
use dossier::content::{self, Confirmation, Document, Frame, Lacking};
use dossier::{Content, Event, Means, Other, Requirements, Snapshot, canonical};
use eform::{Asked, CivilDate, Facts, Instance, InsteadWay, Severity, Violation, reduced_by};
use serde_json::Value;

use super::{Step, Whole, facts};
use crate::acting;
use crate::app::App;
use crate::clock::Moment;
use crate::error::{Answer, Error};
use crate::papers::Attached;
use crate::procedures::Procedure;
use crate::registry::{self, Known};
use crate::session::Citizen;
use crate::store::{DossierRecord, DraftRecord, Extra, FileRecord, Frozen, Measured, Save};

/// The form as it is answered in a draft.
///
/// # Errors
/// The clock shows no day.
pub fn instance(procedure: &Procedure, draft: &DraftRecord, facts: Facts, now: Moment) -> Answer<Instance> {
    let today =
        CivilDate::parse(&now.vietnamese_day()).ok_or_else(|| Error::Internal("no day".to_owned()))?;
    Ok(Instance::new(procedure.form.clone(), draft.answers.clone(), facts, today))
}

/// Checks everything and gives the step that freezes the dossier.
///
/// # Errors
/// `invalid_answers` with every error; `unconfirmed` with every warning that is not among `confirmed`; `revision_conflict` when a register now says something else than was reviewed.
pub async fn freeze(
    app: &App,
    citizen: &Citizen,
    procedure: &Procedure,
    whole: &Whole,
    confirmed: &[Confirmation],
) -> Answer<Step> {
    let record = &whole.record;
    let draft = whole.draft.as_ref().ok_or(Error::NotFound)?;
    let now = app.clock.now();
    acting::confirmed(app, citizen, procedure, record).await?;
    let now_known = facts::known(app, citizen, record, procedure, whole.consent.as_ref()).await?;
    let Known { facts, trouble } = registry::kept((&draft.facts, &draft.trouble), now_known);
    let reviewed = instance(procedure, draft, draft.facts.clone(), now)?;
    let form = instance(procedure, draft, facts.clone(), now)?;
    let mut errors = violations(&form);
    let is_old = reviewed.evaluated() != form.evaluated()
        || stand_ins(&reviewed) != stand_ins(&form)
        || contradicted(&reviewed) != contradicted(&form)
        || violations(&reviewed) != errors;
    if is_old {
        return Err(Error::RevisionConflict(renew(app, whole, draft, &form, (facts, trouble)).await?));
    }
    errors.extend(unsettled(app, &record.id, &form).await?);
    errors.extend(same_person(citizen, &form));
    if !errors.is_empty() {
        return Err(Error::InvalidAnswers(errors));
    }
    let unconfirmed: Vec<FieldError> = content::to_confirm(&form)
        .iter()
        .filter(|warning| !confirmed.contains(warning))
        .map(|warning| error(&warning.field, &warning.code))
        .collect();
    if !unconfirmed.is_empty() {
        return Err(Error::UnconfirmedWarnings(unconfirmed));
    }
    let at = now.rfc3339();
    let number = record.state.snapshots + 1;
    let (language, texts) = procedure.texts(&record.language).ok_or(Error::NotFound)?;
    let frame = Frame {
        dossier: &record.id,
        snapshot: number,
        language,
        schema_sha256: &procedure.schema_sha256,
        texts_sha256: &texts.sha256,
        applicant_name: &citizen.name,
        applicant_id: &citizen.id,
        on_behalf_of: record.acting_for.as_ref(),
        helped_by: record.help.as_ref().map(|help| &help.by),
        created_at: &at,
    };
    let content = content::of(&form, &frame, &|key| texts.by_key.get(key).cloned()).map_err(lacking)?;
    let id = record.id.clone();
    let files = app.store(move |store| store.files(&id)).await?;
    let attached = Attached::load(app, whole).await?;
    let files = found(&content.documents, &files, &attached, &now.vietnamese_day());
    let files = files.map_err(Error::InvalidAnswers)?;
    let bytes = content.bytes().map_err(|fault| Error::Internal(format!("content: {fault:?}")))?;
    let snapshot = Snapshot { number, sha256: canonical::sha256_hex(&bytes), at };
    let requirements = requirements(procedure, record, &content, &form);
    let frozen = Frozen {
        number,
        content: bytes,
        today: now.vietnamese_day(),
        applicant_name: citizen.name.clone(),
        applicant_id: citizen.id.clone(),
        lists: Some(lists(&form)?),
    };
    Ok(Step {
        events: vec![Event::Frozen { snapshot, requirements }],
        extras: vec![Extra::Frozen {
            frozen,
            files,
            facts,
            trouble,
            revision: draft.revision,
            measured: Measured { reuse: form.reuse(), again: form.again() },
        }],
    })
}

/// The calendars and lists that the form was decided with.
fn lists(form: &Instance) -> Answer<String> {
    serde_json::to_string(&FixedLists::of(form.form()))
        .map_err(|fault| Error::Internal(format!("lists: {fault}")))
}

/// Puts the new facts into the draft, as a new revision to be reviewed.
async fn renew(
    app: &App,
    whole: &Whole,
    draft: &DraftRecord,
    form: &Instance,
    facts: (Facts, BTreeMap<String, String>),
) -> Answer<u64> {
    let save = Save {
        dossier: whole.record.id.clone(),
        revision: draft.revision,
        answers: draft.answers.clone(),
        facts: Some(facts),
        subject: form.subject(),
        page: None,
        language: None,
        at: app.clock.now().0,
    };
    app.store(move |store| store.save(save)).await
}

/// Which papers need not be brought, by whose word and which law; when that was said does not matter.
fn stand_ins(form: &Instance) -> Vec<(String, String, String)> {
    form.all_covered().into_iter().map(|covered| (covered.path, covered.source, covered.basis)).collect()
}

/// Which answers stand although a source says otherwise: who gave one while the source was silent sees first that it does.
fn contradicted(form: &Instance) -> Vec<String> {
    form.paths().into_iter().filter(|path| form.replaced(path).is_some()).collect()
}

fn violations(form: &Instance) -> Vec<FieldError> {
    let errors = form.violations().into_iter().filter(|violation| violation.severity == Severity::Error);
    errors
        .map(|violation| FieldError { params: params(violation), ..error(&violation.path, &violation.code) })
        .collect()
}

/// What the sentence of a violation needs, as JSON.
#[must_use]
pub fn params(violation: &Violation) -> BTreeMap<String, Value> {
    let params = violation.params.iter();
    params
        .map(|(name, value)| ((*name).to_owned(), serde_json::to_value(value).unwrap_or_default()))
        .collect()
}

/// What the engine accepts and the content cannot do without.
fn lacking(lacking: Lacking) -> Error {
    match lacking {
        Lacking::Agency => Error::InvalidAnswers(vec![error("agency", "required")]),
        Lacking::Document(path) => Error::InvalidAnswers(vec![error(&path, "file.missing")]),
        Lacking::Text(key) => Error::Internal(format!("the procedure has no text {key}")),
        Lacking::Fee(id) => Error::Internal(format!("the fee {id} is not known")),
    }
}

/// Files that are still on their way, or have news that the citizen has not seen: without them the dossier would be filed
/// as if they had never been picked.
async fn unsettled(app: &App, id: &str, form: &Instance) -> Answer<Vec<FieldError>> {
    let id = id.to_owned();
    let uploads = app.store(move |store| store.uploads(&id)).await?;
    let is_asked = |path: &str| form.field(path).is_some_and(|field| field.visible);
    let mut fields: Vec<String> =
        uploads.into_iter().filter(|upload| is_asked(&upload.field)).map(|upload| upload.field).collect();
    fields.dedup();
    Ok(fields.iter().map(|field| error(field, "file.unsettled")).collect())
}

/// Nobody signs twice: who files it, for whomever, is none of the others who must agree, and each of these is named once.
fn same_person(citizen: &Citizen, form: &Instance) -> Vec<FieldError> {
    let others = form.others();
    let is_again = |at: usize| {
        let id = &others[at].id;
        *id == citizen.id || others[..at].iter().any(|earlier| earlier.id == *id)
    };
    let again = (0..others.len()).filter(|at| is_again(*at));
    again.map(|at| error(&others[at].path, "same_person")).collect()
}

/// The files that the answers name as documents; or what is not there as they say, or not good any more.
fn found(
    documents: &[Document],
    files: &[FileRecord],
    attached: &Attached,
    today: &str,
) -> Result<Vec<String>, Vec<FieldError>> {
    let is_it = |document: &Document, file: &&FileRecord| {
        file.field == document.field
            && file.sha256 == document.sha256
            && file.size == document.size
            && file.name == document.name
            && file.kind == document.kind
            && attached.is_told(file, document)
    };
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for document in documents {
        match files.iter().find(|file| is_it(document, file)) {
            None => wrong.push(error(&document.field, "file.missing")),
            Some(file) if attached.is_over(file, today) => wrong.push(error(&document.field, "file.over")),
            Some(file) => found.push(file.id.clone()),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// An error at an answer; the path is a JSON pointer (RFC 6901) into the answers.
#[must_use]
pub fn error(path: &str, code: &str) -> FieldError {
    FieldError {
        pointer: format!("/{}", path.replace('~', "~0")),
        code: code.to_owned(),
        params: BTreeMap::<String, Value>::new(),
    }
}

fn requirements(
    procedure: &Procedure,
    record: &DossierRecord,
    content: &Content,
    form: &Instance,
) -> Requirements {
    let basis = reduced_by(form.quote().lines.iter().filter(|line| line.paid.is_filing()));
    Requirements {
        signature: procedure.is_signed(),
        organisation: record
            .acting_for
            .as_ref()
            .filter(|_| procedure.sign == SignPolicy::Organisation)
            .map(|enterprise| enterprise.id.clone()),
        confirmation: procedure.is_confirmable(),
        paper: procedure.takes_paper(),
        fee: content.fee.net,
        gross_fee: content.fee.gross,
        waiver_basis: basis.filter(|_| content.fee.net < content.fee.gross),
        on_notice: content.fee.on_notice,
        on_result: content.fee.on_result,
        others: form.others().into_iter().map(other).collect(),
        in_order: form.form().cosigning().in_order,
    }
}

fn other(asked: Asked<'_>) -> Other {
    let cosigner = asked.cosigner;
    let by = match (cosigner.signs, cosigner.instead(InsteadWay::Identity)) {
        (false, _) => Means::Identity,
        (true, None) => Means::Signature,
        (true, Some(_)) => Means::Either,
    };
    Other { role: cosigner.id.clone(), name: asked.name, id: asked.id, by }
}
