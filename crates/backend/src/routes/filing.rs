//! `POST /api/dossiers/{id}/file` and `GET /api/dossiers/{id}/receipt`.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use contract::Nothing;
use dossier::{Event, Receipt, Refused, receipt::Facts};

use super::order::{Order, Running};
use crate::app::App;
use crate::dossiers::{Step, Whole, agreements, command, identity, owned, scan};
use crate::error::{Answer, Error};
use crate::session::Citizen;

pub(super) async fn file(order: Order<Nothing>) -> Answer<Response> {
    order
        .once(|running| async move {
            let Running { app, citizen, whole, key, .. } = running;
            identity::confirmed(&app, &citizen, &whole.record)?;
            whole.still()?;
            let submitted = |whole: &Whole| {
                let events = identity::stand_by(&app, &citizen, whole).into_iter();
                Ok(Step { events: events.chain([Event::FilingStarted]).collect(), extras: Vec::new() })
            };
            command(&app, whole, &key, submitted, |view, _| view).await
        })
        .await
}

pub(super) async fn receipt(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Json<Receipt>> {
    let whole = owned(&app, &citizen, &id).await?;
    let frozen = whole.frozen.as_ref().ok_or(Error::Refused(Refused::WrongStage))?;
    let receipt = Receipt::of(&whole.record.state, &frozen.content);
    let mut receipt = receipt.map_err(|_| Error::Refused(Refused::WrongStage))?;
    receipt.identity = identity::proof(&app, &whole).await?;
    receipt.scan = scan::counted(&app, &whole).await?;
    let others = agreements::all(&app, &whole).await?;
    receipt.others = others.into_iter().map(|one| one.agreement).collect();
    let number = frozen.number;
    if let Some(reuse) = app.store(move |store| store.reuse(&id, number)).await? {
        receipt.facts = Facts { given: reuse.given, known: reuse.spared() };
    }
    Ok(Json(receipt))
}
