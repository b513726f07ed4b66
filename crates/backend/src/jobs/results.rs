//! Fetching the electronic results of a dossier from the one-stop desk into the citizen's own store.

use attachment::Kind;
use dossier::Filing;
use dossier::content::{Represented, Right};

use super::{Outcome, pause};
use crate::app::App;
use crate::desk::Given;
use crate::dossiers::{Whole, load};
use crate::error::{Answer, Error, incident};
use crate::files::name;
use crate::papers::{Arrived, keep};
use crate::secret;
use crate::store::{DossierRecord, PaperRecord, PaperSource};

pub(super) async fn fetch(app: &App, id: &str, tries: u32) -> Answer<Outcome> {
    let whole = load(app, id).await?;
    // What an enterprise is given is not its representative's own: it has no store here, and the office hands the result over.
    if whole.record.acting_for.as_ref().is_some_and(|one| one.right == Right::Representative) {
        return Ok(Outcome::Done);
    }
    let code = match &whole.record.state.filing {
        Filing::Accepted { code, .. } => code.clone(),
        // The report has overtaken the desk's answer to the hand-over.
        Filing::Sending { .. } => return Ok(Outcome::Again(pause(tries))),
        Filing::NotYet => return Ok(Outcome::Done),
    };
    let given = match app.desk.results(&code, id).await {
        Ok(given) => given,
        Err(what) => {
            incident(&format!("desk: {what}"));
            return Ok(Outcome::Again(pause(tries)));
        }
    };
    let mut is_all = true;
    for one in given {
        let origin = one.id.clone();
        if app.store(move |store| store.knows_paper(PaperSource::Result, &origin)).await? {
            continue;
        }
        match arrived(app, &whole, &code, one).await? {
            Ok(paper) => keep(app, paper).await?,
            Err(what) => {
                incident(&format!("desk: {what}"));
                is_all = false;
            }
        }
    }
    Ok(if is_all { Outcome::Done } else { Outcome::Again(pause(tries)) })
}

/// One result with its bytes, which must be those that were announced.
async fn arrived(app: &App, whole: &Whole, code: &str, given: Given) -> Answer<Result<Arrived, String>> {
    let bytes = match app.desk.result(code, &given.id).await {
        Ok(bytes) => bytes,
        Err(what) => return Ok(Err(what)),
    };
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if secret::sha256_hex(&bytes) != given.sha256 || size != given.size {
        return Ok(Err("a result has not its announced digest".to_owned()));
    }
    let Some(kind) = Kind::of(&bytes) else { return Ok(Err("a result is no document".to_owned())) };
    let record = PaperRecord {
        id: secret::handle().ok_or_else(Error::no_randomness)?,
        owner: owner(&whole.record).to_owned(),
        source: PaperSource::Result,
        origin: given.id,
        component: given.component,
        title: given.title,
        holder: given.holder,
        reference: given.number,
        issuer: Some(given.issuer),
        issued_on: given.issued_on,
        valid_until: given.valid_until,
        dossier: whole.record.id.clone(),
        name: name(&given.name),
        size,
        sha256: given.sha256,
        kind: kind.as_str().to_owned(),
        kept_at: app.clock.now().0,
    };
    Ok(Ok(Arrived { record, bytes }))
}

/// To whom a result goes: of a dossier by mandate to who gave it, of a child's to the parent.
fn owner(record: &DossierRecord) -> &str {
    match &record.acting_for {
        Some(Represented { right: Right::Mandate, id, .. }) => id,
        _ => &record.owner,
    }
}
