//! `PATCH /api/dossiers/{id}/answers`: changes since a revision. Nobody silently wins.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{SaveAnswers, Saved};
use dossier::{Refused, Stage};

use super::received::Body;
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::tag::{self, Seen};
use crate::dossiers::{freeze, load, owned};
use crate::error::{Answer, Error};
use crate::session::Writer;
use crate::store::{Save, StoreError};

/// Longest path of an answer.
const PATH_CHARACTERS: usize = 200;

pub(super) async fn save(
    State(app): State<App>,
    Writer(citizen): Writer,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body<SaveAnswers>,
) -> Answer<Response> {
    let mut whole = owned(&app, &citizen, &id).await?;
    let seen = Seen::read(&headers)?;
    let Some(mut draft) = whole.draft.take().filter(|_| whole.record.state.stage == Stage::Draft) else {
        return Err(Refused::WrongStage.into());
    };
    if !seen.is(draft.revision) {
        return Err(Error::RevisionConflict(draft.revision));
    }
    for (path, value) in body.value.changes {
        if path.is_empty() || path.len() > PATH_CHARACTERS {
            return Err(Error::BadRequest("A path is empty or too long."));
        }
        if value.is_null() {
            draft.answers.remove(&path);
        } else {
            draft.answers.insert(path, value);
        }
    }
    let record = &whole.record;
    let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
    let now = app.clock.now();
    let form = freeze::instance(procedure, &draft, draft.facts.clone(), now)?;
    let page = body.value.page.filter(|page| procedure.form.pages().iter().any(|known| known.id == *page));
    let save = Save {
        dossier: id.clone(),
        revision: draft.revision,
        subject: form.subject(),
        answers: draft.answers,
        facts: None,
        page,
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

/// Somebody saved or froze in the meantime.
async fn overtaken(app: &App, id: &str) -> Answer<Error> {
    let whole = load(app, id).await?;
    Ok(match whole.draft {
        Some(draft) if whole.record.state.stage == Stage::Draft => Error::RevisionConflict(draft.revision),
        _ => Refused::WrongStage.into(),
    })
}
