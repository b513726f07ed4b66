//! The scan of a print that was signed by hand: which file it is, and when one may be handed in. How it travels is in `uploads`.

use contract::scan_field;
use dossier::receipt::Scan;
use dossier::{Command, Signing, allowed_commands};

use super::Whole;
use crate::app::App;
use crate::error::{Answer, Error};
use crate::store::FileRecord;

/// What the scan of the snapshot in force is uploaded for, while one may be handed in.
#[must_use]
pub fn wanted(whole: &Whole) -> Option<String> {
    let state = &whole.record.state;
    let snapshot = state.snapshot.as_ref()?;
    allowed_commands(state).contains(&Command::SignOnPaper).then(|| scan_field(snapshot.number))
}

/// Whether a file is the scan that counts.
#[must_use]
pub fn counts(whole: &Whole, file: &FileRecord) -> bool {
    let state = &whole.record.state;
    match (&state.signing, &state.snapshot) {
        (Signing::OnPaper { scan, .. }, Some(snapshot)) => {
            file.sha256 == *scan && file.field == scan_field(snapshot.number)
        }
        _ => false,
    }
}

/// The scan that counts, if one does.
///
/// # Errors
/// It is not there, which cannot be; the store failed.
pub async fn counted(app: &App, whole: &Whole) -> Answer<Option<Scan>> {
    let Signing::OnPaper { at, .. } = &whole.record.state.signing else { return Ok(None) };
    let id = whole.record.id.clone();
    let files = app.store(move |store| store.files(&id)).await?;
    let file = files.into_iter().find(|file| counts(whole, file));
    let file = file.ok_or_else(|| Error::Internal("a dossier signed by hand without its scan".to_owned()))?;
    Ok(Some(Scan { name: file.name, size: file.size, sha256: file.sha256, at: at.clone() }))
}
