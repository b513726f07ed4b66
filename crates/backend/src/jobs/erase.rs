//! After filing or discarding: what the citizen wants kept goes into their own store, files that the filed snapshot does not name, and those
//! on their way, are deleted, bytes and record; the history of anybody that is over goes as well, and what was
//! erased leaves the disk.

use std::collections::BTreeSet;

use contract::scan_field;
use dossier::{Content, Refused};

use super::Outcome;
use crate::app::App;
use crate::dossiers::{load, scan};
use crate::error::{Answer, Error};
use crate::store::{FileRecord, StoreError, Stored};
use crate::{lookups, papers, uploads};

pub(super) async fn files(app: &App, id: &str) -> Answer<Outcome> {
    let whole = load(app, id).await?;
    let mut kept = BTreeSet::new();
    let dossier = id.to_owned();
    let files = app.store(move |store| store.files(&dossier)).await?;
    if let Some(frozen) = &whole.frozen {
        let content = Content::parse(&frozen.content);
        let content = content.map_err(|fault| Error::Internal(format!("content: {fault:?}")))?;
        papers::keep_uploads(app, &whole, &content, &files).await?;
        kept.extend(
            content.documents.into_iter().map(|document| (document.field, document.name, document.sha256)),
        );
    }
    for file in files {
        let is_kept = scan::counts(&whole, &file)
            || kept.contains(&(file.field.clone(), file.name.clone(), file.sha256.clone()));
        if !is_kept {
            forget(app, file).await?;
        }
    }
    let dossier = id.to_owned();
    for upload in app.store(move |store| store.uploads(&dossier)).await? {
        uploads::end(app, &upload).await?;
    }
    let since = lookups::since(app);
    app.store(move |store| {
        store.erase_history(since)?;
        store.scrub()
    })
    .await?;
    Ok(Outcome::Done)
}

/// The scans of a print of a snapshot that was given up, also those that are on their way.
pub(super) async fn scans(app: &App, id: &str, snapshot: u32) -> Answer<Outcome> {
    let field = scan_field(snapshot);
    let dossier = id.to_owned();
    let (files, uploads) =
        app.store(move |store| Ok((store.files(&dossier)?, store.uploads(&dossier)?))).await?;
    for upload in uploads.into_iter().filter(|upload| upload.field == field) {
        uploads::end(app, &upload).await?;
    }
    for file in files.into_iter().filter(|file| file.field == field) {
        forget(app, file).await?;
    }
    Ok(Outcome::Done)
}

async fn forget(app: &App, file: FileRecord) -> Answer<()> {
    let _turn = app.files.turn().await;
    let FileRecord { dossier, id, sha256, .. } = file;
    if app.store(move |store| store.remove_file(&dossier, &id)).await? {
        drop_bytes(app, &sha256).await?;
    }
    Ok(())
}

/// Forgets one file of a draft; its bytes go when nobody else has the same ones.
///
/// # Errors
/// `WrongStage`: it is no draft any more; the store or the disk failed.
pub async fn of_draft(app: &App, dossier: &str, id: &str, sha256: &str) -> Answer<()> {
    let (dossier, id) = (dossier.to_owned(), id.to_owned());
    let _turn = app.files.turn().await;
    removed(app, app.stored(move |store| store.remove_draft_file(&dossier, &id)).await, sha256).await
}

/// Forgets one scan, in the same way.
///
/// # Errors
/// `WrongStage`: one counts by now; the store or the disk failed.
pub async fn scan(app: &App, dossier: &str, id: &str, sha256: &str) -> Answer<()> {
    let (dossier, id) = (dossier.to_owned(), id.to_owned());
    let _turn = app.files.turn().await;
    removed(app, app.stored(move |store| store.remove_scan(&dossier, &id)).await, sha256).await
}

async fn removed(app: &App, was_last: Stored<bool>, sha256: &str) -> Answer<()> {
    match was_last {
        Ok(true) => drop_bytes(app, sha256).await,
        Ok(false) => Ok(()),
        Err(StoreError::Conflict) => Err(Refused::WrongStage.into()),
        Err(error) => Err(error.into()),
    }
}

async fn drop_bytes(app: &App, sha256: &str) -> Answer<()> {
    app.files.delete(sha256).await.map_err(Error::disk)
}
