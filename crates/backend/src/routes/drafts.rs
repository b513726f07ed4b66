//! `PATCH /api/dossiers/{id}/answers`: changes since a revision. Nobody silently wins.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{FieldError, SaveAnswers, Saved};
use dossier::{Refused, Stage};
use eform::{Answers, Form};
use serde_json::Value;

use super::received::Body;
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::tag::{self, Seen};
use crate::dossiers::{filled, freeze, load};
use crate::error::{Answer, Error};
use crate::session::Writer;
use crate::store::{Save, StoreError};

/// Longest path of an answer.
const PATH_CHARACTERS: usize = 200;
/// Most bytes of all answers of a draft together; many times what any form needs.
const DRAFT_BYTES: usize = 2 * 1024 * 1024;
/// Most rows, papers and ticked options of a draft together: each row is opened with all of its questions.
const DRAFT_ROWS: usize = 10_000;

pub(super) async fn save(
    State(app): State<App>,
    Writer(citizen): Writer,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body<SaveAnswers>,
) -> Answer<Response> {
    let mut whole = filled(&app, &citizen, &id).await?;
    let seen = Seen::read(&headers)?;
    let Some(mut draft) = whole.draft.take().filter(|_| whole.record.state.stage == Stage::Draft) else {
        return Err(Refused::WrongStage.into());
    };
    if !seen.is(draft.revision) {
        return Err(Error::RevisionConflict(draft.revision));
    }
    let record = &whole.record;
    let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
    let SaveAnswers { changes, page, language } = body.value;
    if language.as_ref().is_some_and(|language| !procedure.texts.contains_key(language)) {
        return Err(Error::BadRequest("The procedure has no texts in this language."));
    }
    change(&procedure.form, &mut draft.answers, changes)?;
    let now = app.clock.now();
    let form = freeze::instance(procedure, &draft, draft.facts.clone(), now)?;
    let page = page.filter(|page| procedure.form.pages().iter().any(|known| known.id == *page));
    let save = Save {
        dossier: id.clone(),
        revision: draft.revision,
        subject: form.subject(),
        answers: draft.answers,
        facts: None,
        page,
        language,
        at: now.0,
    };
    match app.stored(move |store| store.save(save)).await {
        Ok(revision) => {
            let saved = Saved { revision, saved_at: Moment(now.0).rfc3339() };
            Ok(tag::tagged(Json(saved), Some(revision)))
        }
        Err(StoreError::Conflict) => Err(overtaken(&app, &id).await?),
        Err(error) => Err(error.into()),
    }
}

/// Puts the changes into the answers; all of them, or none.
fn change(form: &Form, answers: &mut Answers, changes: BTreeMap<String, Value>) -> Answer<()> {
    if changes.keys().any(|path| path.is_empty() || path.len() > PATH_CHARACTERS) {
        return Err(Error::BadRequest("A path is empty or too long."));
    }
    let refused =
        changes.iter().filter_map(|(path, raw)| Some(freeze::error(path, form.refusal(path, raw)?)));
    let refused: Vec<FieldError> = refused.collect();
    if !refused.is_empty() {
        return Err(Error::InvalidAnswers(refused));
    }
    for (path, raw) in changes {
        if raw.is_null() {
            answers.remove(&path);
        } else {
            answers.insert(path, raw);
        }
    }
    let size = |(path, raw): (&String, &Value)| path.len() + raw.to_string().len();
    let rows = answers.values().filter_map(Value::as_array).map(Vec::len).sum::<usize>();
    if answers.iter().map(size).sum::<usize>() > DRAFT_BYTES || rows > DRAFT_ROWS {
        return Err(Error::BodyTooLarge);
    }
    Ok(())
}

/// Somebody saved or froze in the meantime.
async fn overtaken(app: &App, id: &str) -> Answer<Error> {
    let whole = load(app, id).await?;
    Ok(match whole.draft {
        Some(draft) if whole.record.state.stage == Stage::Draft => Error::RevisionConflict(draft.revision),
        _ => Refused::WrongStage.into(),
    })
}
