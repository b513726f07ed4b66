//! Taking a paper out of the store: it leaves every draft as well. A dossier that is frozen or filed keeps its copy.

use dossier::{Refused, Stage};
use serde_json::Value;

use crate::app::App;
use crate::dossiers::{Whole, freeze, load};
use crate::error::{Answer, Error};
use crate::jobs::erase;
use crate::session::Citizen;
use crate::store::{Save, StoreError, UseRecord};

/// How often a draft is changed anew when its citizen saves at the same moment.
const TRIES: u32 = 5;

/// Removes a paper of the citizen.
///
/// # Errors
/// 404; the store or the disk failed.
pub async fn remove(app: &App, citizen: &Citizen, id: &str) -> Answer<()> {
    let (owner, wanted) = (citizen.id.clone(), id.to_owned());
    let found = app.store(move |store| Ok((store.paper(&owner, &wanted)?, store.uses_by(&owner)?))).await?;
    let (Some(paper), uses) = found else { return Err(Error::NotFound) };
    for used in uses.iter().filter(|used| used.paper == paper.id && used.is_there) {
        let whole = load(app, &used.dossier).await?;
        if whole.record.state.stage == Stage::Draft {
            take_out(app, whole, used).await?;
            match erase::of_draft(app, &used.dossier, &used.file, &paper.sha256).await {
                // Fixed at this moment: then it keeps its copy, as others that are fixed.
                Err(Error::Refused(Refused::WrongStage)) | Ok(()) => {}
                Err(error) => return Err(error),
            }
        }
    }
    let (owner, at) = (citizen.id.clone(), app.clock.now().0);
    let _turn = app.files.turn().await;
    let wanted = paper.id.clone();
    if app.store(move |store| store.remove_paper(&owner, &wanted, at)).await? {
        let gone = app.files.delete(&paper.sha256).await;
        gone.map_err(Error::disk)?;
    }
    Ok(())
}

/// Takes the file out of the draft's answers.
async fn take_out(app: &App, mut whole: Whole, used: &UseRecord) -> Answer<()> {
    for _ in 0..TRIES {
        let Some(save) = without(app, &whole, &used.file)? else { return Ok(()) };
        match app.stored(move |store| store.save(save)).await {
            Ok(_) => return Ok(()),
            Err(StoreError::Conflict) => whole = load(app, &used.dossier).await?,
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::InProgress)
}

/// The draft without the file; nothing when no answer names it.
fn without(app: &App, whole: &Whole, file: &str) -> Answer<Option<Save>> {
    let record = &whole.record;
    let Some(draft) = &whole.draft else { return Ok(None) };
    let is_it = |one: &Value| one.get("id").and_then(Value::as_str) == Some(file);
    let mut draft = draft.clone();
    let mut is_named = false;
    for answer in draft.answers.values_mut() {
        if let Value::Array(files) = answer {
            let before = files.len();
            files.retain(|one| !is_it(one));
            is_named |= files.len() != before;
        }
    }
    if !is_named {
        return Ok(None);
    }
    let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
    let now = app.clock.now();
    let subject = freeze::instance(procedure, &draft, draft.facts.clone(), now)?.subject();
    Ok(Some(Save {
        dossier: record.id.clone(),
        revision: draft.revision,
        answers: draft.answers,
        facts: None,
        subject,
        page: None,
        language: None,
        at: now.0,
    }))
}
