//! After filing or discarding: what the citizen wants kept goes into their own store, files that the filed snapshot does not name, and those
//! on their way, are deleted, bytes and record; the history of anybody that is over goes as well, and what was
//! erased leaves the disk.

use std::collections::BTreeSet;

use dossier::{Content, Refused};

use super::Outcome;
use crate::app::App;
use crate::dossiers::load;
use crate::error::{Answer, Error};
use crate::store::StoreError;
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
        let is_kept = kept.contains(&(file.field.clone(), file.name.clone(), file.sha256.clone()));
        if !is_kept {
            let dossier = id.to_owned();
            let _turn = app.files.turn().await;
            if app.store(move |store| store.remove_file(&dossier, &file.id)).await? {
                drop_bytes(app, &file.sha256).await?;
            }
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

/// Forgets one file of a draft; its bytes go when nobody else has the same ones.
///
/// # Errors
/// `WrongStage`: it is no draft any more; the store or the disk failed.
pub async fn of_draft(app: &App, dossier: &str, id: &str, sha256: &str) -> Answer<()> {
    let (dossier, id) = (dossier.to_owned(), id.to_owned());
    let _turn = app.files.turn().await;
    match app.stored(move |store| store.remove_draft_file(&dossier, &id)).await {
        Ok(true) => drop_bytes(app, sha256).await,
        Ok(false) => Ok(()),
        Err(StoreError::Conflict) => Err(Refused::WrongStage.into()),
        Err(error) => Err(error.into()),
    }
}

async fn drop_bytes(app: &App, sha256: &str) -> Answer<()> {
    app.files.delete(sha256).await.map_err(Error::disk)
}
