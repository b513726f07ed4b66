//! Papers that come into the store: a result, or an upload of a dossier that was filed, when the citizen wants it kept.

use dossier::content::Content;
use dossier::{Filing, Stage};
use eform::Kind;
use serde_json::Value;

use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::Whole;
use crate::error::{Answer, Error};
use crate::secret;
use crate::store::{FileRecord, PaperRecord, PaperSource};

/// A paper with its bytes.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub record: PaperRecord,
    pub bytes: Vec<u8>,
}

/// Stores a paper, once: the same one again changes nothing.
///
/// # Errors
/// The store or the disk failed.
pub async fn keep(app: &App, arrived: Arrived) -> Answer<()> {
    let Arrived { record, bytes } = arrived;
    let sha256 = record.sha256.clone();
    let _turn = app.files.turn().await;
    let stored = app.files.put(bytes).await;
    if stored.map_err(Error::disk)? != sha256 {
        return Err(Error::Internal("a paper with another digest".to_owned()));
    }
    app.store(move |store| store.keep_paper(record)).await?;
    Ok(())
}

/// Keeps what was uploaded for a filed dossier, when the citizen has said so. The bytes are there already.
///
/// # Errors
/// The store failed.
pub async fn keep_uploads(app: &App, whole: &Whole, content: &Content, files: &[FileRecord]) -> Answer<()> {
    let record = &whole.record;
    let Filing::Accepted { code, at } = &record.state.filing else { return Ok(()) };
    let id = record.id.clone();
    // What was uploaded for somebody else is not the helper's to keep.
    if record.acting_for.is_some()
        || record.state.stage != Stage::Filed
        || !app.store(move |store| store.keeps_uploads(&id)).await?
    {
        return Ok(());
    }
    let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
    let day = Moment::parse(at).map(Moment::vietnamese_day).unwrap_or_default();
    for document in content.documents.iter().filter(|document| document.paper.is_none()) {
        let is_it = |file: &&FileRecord| {
            file.field == document.field && file.name == document.name && file.sha256 == document.sha256
        };
        let Some(file) = files.iter().find(is_it) else { continue };
        let Some(field) = procedure.form.field_at(&document.field) else { continue };
        let Kind::File(slot) = &field.kind else { continue };
        let holder = slot.holder.as_ref().and_then(|name| content.answers.get(name)).and_then(Value::as_str);
        let title = procedure
            .text("vi", &format!("field.{}.label", eform::field_key(&document.field)))
            .unwrap_or(&file.name);
        let paper = PaperRecord {
            id: secret::handle().ok_or_else(Error::no_randomness)?,
            owner: record.owner.clone(),
            source: PaperSource::Upload,
            origin: file.id.clone(),
            component: slot.component.clone(),
            title: title.to_owned(),
            holder: holder.map(str::to_owned),
            reference: code.clone(),
            issuer: None,
            issued_on: day.clone(),
            valid_until: None,
            dossier: record.id.clone(),
            name: file.name.clone(),
            size: file.size,
            sha256: file.sha256.clone(),
            kind: file.kind.clone(),
            kept_at: app.clock.now().0,
        };
        app.store(move |store| store.keep_paper(paper)).await?;
    }
    Ok(())
}
