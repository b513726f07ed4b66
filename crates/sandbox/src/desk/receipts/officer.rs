//! What the officer does about receipts: issues one that is late, cancels one, or issues another in its place.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use time::OffsetDateTime;

use super::{Over, issue, tell};
use crate::{
    clock,
    desk::{officer::Refused, page},
    ledger::Ledger,
    world::World,
};

/// What the officer filled in: `issue` names a payment, `cancel` and `replace` a receipt.
#[derive(Deserialize)]
pub struct Act {
    issue: Option<String>,
    cancel: Option<String>,
    replace: Option<String>,
    #[serde(default)]
    reason: String,
}

/// `POST /desk/dossiers/{code}/receipts`.
pub async fn act(State(world): State<World>, Path(code): Path<String>, Form(act): Form<Act>) -> Response {
    if !world.look(|ledger, _| ledger.desk.dossiers.contains_key(&code)) {
        return page::unknown().into_response();
    }
    match world.change(|ledger, now| act.carry_out(ledger, &code, now)) {
        Ok(Some(())) => {
            tell(&world, &code).await;
            Redirect::to(&format!("/desk/dossiers/{code}")).into_response()
        }
        Ok(None) => page::refused(&code, Refused::Receipt).into_response(),
        Err(problem) => problem.into_response(),
    }
}

impl Act {
    fn carry_out(&self, ledger: &mut Ledger, code: &str, now: OffsetDateTime) -> Option<()> {
        if let Some(transaction) = &self.issue {
            return issue(ledger, code, transaction, None, now).map(|_| ());
        }
        let (id, how) = match (&self.cancel, &self.replace) {
            (Some(id), _) => (id, "cancelled"),
            (None, Some(id)) => (id, "replaced"),
            (None, None) => return None,
        };
        let reason = Some(self.reason.trim()).filter(|reason| !reason.is_empty())?.to_owned();
        let over = Over { how: how.to_owned(), at: clock::rfc3339(now), reason, by: None };
        let dossier = ledger.desk.dossiers.get_mut(code)?;
        let one = dossier.receipts.iter_mut().find(|one| one.id == *id && one.over.is_none())?;
        one.over = Some(over);
        let transaction = one.transaction.clone();
        if how == "replaced" {
            let by = issue(ledger, code, &transaction, Some(id), now)?;
            let receipts = &mut ledger.desk.dossiers.get_mut(code)?.receipts;
            receipts.iter_mut().find(|one| one.id == *id)?.over.as_mut()?.by = Some(by);
        }
        Some(())
    }
}
