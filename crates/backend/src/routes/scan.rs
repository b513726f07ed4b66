//! `POST /api/dossiers/{id}/scan`: the citizen says that an uploaded file is the scan of what is fixed, signed by hand.

use axum::response::Response;
use contract::Scanned;
use dossier::{Event, Refused};

use super::order::{Order, Running};
use crate::dossiers::{Step, Whole, command, entitled, identity, scan};
use crate::error::{Answer, Error};
use crate::store::Extra;

pub(super) async fn hand_in(order: Order<Scanned>) -> Answer<Response> {
    order.once(count).await
}

async fn count(running: Running<Scanned>) -> Answer<String> {
    let Running { app, citizen, whole, key, value: Scanned { sha256, file } } = running;
    identity::confirmed(&app, &citizen, &whole.record)?;
    entitled(&app, &citizen, &whole).await?;
    let (id, wanted) = (whole.record.id.clone(), file.clone());
    let Some(found) = app.store(move |store| store.file(&id, &wanted)).await? else {
        // The scan of what was fixed before went with it: a page that does not know yet is told that.
        let is_current = whole.record.state.snapshot.as_ref().is_some_and(|now| now.sha256 == sha256);
        return Err(if is_current { Error::NotFound } else { Refused::OtherSnapshot.into() });
    };
    let at = app.clock.now().rfc3339();
    let decide = |whole: &Whole| {
        if scan::wanted(whole).is_some_and(|field| field != found.field) {
            return Err(Refused::OtherSnapshot.into());
        }
        let event =
            Event::SignedOnPaper { sha256: sha256.clone(), scan: found.sha256.clone(), at: at.clone() };
        Ok(Step { events: vec![event], extras: vec![Extra::Scan { file: file.clone() }] })
    };
    command(&app, whole, &key, decide, |view, _| view).await
}
