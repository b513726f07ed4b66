//! `POST /api/dossiers/{id}/freeze` and `/thaw`.

use axum::response::Response;
use contract::{Freeze, Nothing};
use dossier::{Event, Refused, Stage};

use super::order::{Order, Running};
use crate::dossiers::{Whole, command, freeze as freezing};
use crate::error::{Answer, Error};

pub(super) async fn freeze(order: Order<Freeze>) -> Answer<Response> {
    order.once(fix).await
}

async fn fix(running: Running<Freeze>) -> Answer<String> {
    let Running { app, citizen, whole, key, value } = running;
    let record = &whole.record;
    if record.state.stage != Stage::Draft {
        return Err(Refused::WrongStage.into());
    }
    let revision = whole.draft.as_ref().ok_or(Error::NotFound)?.revision;
    if revision != value.revision {
        return Err(Error::RevisionConflict(revision));
    }
    let today = app.clock.now().vietnamese_day();
    if app.procedures.newer(&record.procedure, &record.version, &today).is_some() {
        return Err(Error::FormChanged);
    }
    let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
    let step = freezing::freeze(&app, &citizen, procedure, &whole, &value.confirmed).await?;
    let decide = |whole: &Whole| match &whole.draft {
        Some(draft) if draft.revision != revision => Err(Error::RevisionConflict(draft.revision)),
        _ => Ok(step.clone()),
    };
    command(&app, whole, &key, decide, |view, _| view).await
}

pub(super) async fn thaw(order: Order<Nothing>) -> Answer<Response> {
    order
        .once(|running| async move {
            let Running { app, whole, key, .. } = running;
            whole.still()?;
            command(&app, whole, &key, |_| Ok(Event::Thawed.into()), |view, _| view).await
        })
        .await
}
