//! Handing a dossier over to the one-stop desk until it answers with its code.

use dossier::{Content, Event, Filing, Payment, Signing};

use super::{Outcome, pause};
use crate::app::App;
use crate::desk::{Delivery, Fee};
use crate::dossiers::{Whole, advance, agreements, identity, load, scan};
use crate::error::{Answer, Error, incident};

pub(super) async fn send(app: &App, id: &str, snapshot: u32, tries: u32) -> Answer<Outcome> {
    let whole = load(app, id).await?;
    let Filing::Sending { since, .. } = &whole.record.state.filing else { return Ok(Outcome::Done) };
    let delivery = delivery(app, &whole, snapshot, since).await?;
    match app.desk.deliver(&delivery).await {
        Ok(taken) => {
            let accepted = Event::FilingAccepted { code: taken.code.clone(), at: taken.received_at };
            advance(app, id, |_| Ok(accepted.clone().into())).await?;
            catch_up(app, id, &taken.code).await;
            Ok(Outcome::Done)
        }
        Err(what) => {
            incident(&format!("desk: {what}"));
            advance(app, id, |_| Ok(Event::FilingDelayed.into())).await?;
            Ok(Outcome::Again(pause(tries)))
        }
    }
}

/// The desk's history from its beginning; later changes come by themselves.
pub(super) async fn catch_up(app: &App, id: &str, code: &str) {
    let history = match app.desk.history(code).await {
        Ok(history) => history,
        Err(what) => {
            incident(&format!("desk: {what}"));
            return;
        }
    };
    for event in history {
        if let Err(error) = advance(app, id, |_| Ok(Event::StatusReported(event.clone()).into())).await {
            incident(&format!("desk: {error:?}"));
        }
    }
}

async fn delivery(app: &App, whole: &Whole, snapshot: u32, since: &str) -> Answer<Delivery> {
    let record = &whole.record;
    let id = record.id.clone();
    let attempt = match &record.state.signing {
        Signing::Signed { attempt, .. } => Some(*attempt),
        _ => None,
    };
    let signed = app.store(move |store| match attempt {
        Some(attempt) => {
            let container = store.attempt(&id, attempt)?.and_then(|attempt| attempt.container);
            Ok((container, store.revocation(&id, attempt)?))
        }
        None => Ok((None, None)),
    });
    let (signature, revocation) = signed.await?;
    if attempt.is_some() != signature.is_some() {
        return Err(Error::Internal("a signed dossier without its container".to_owned()));
    }
    let frozen = whole
        .frozen
        .as_ref()
        .filter(|frozen| frozen.number == snapshot)
        .ok_or_else(|| Error::Internal("a dossier to deliver without its bytes".to_owned()))?;
    let content =
        Content::parse(&frozen.content).map_err(|fault| Error::Internal(format!("content: {fault:?}")))?;
    let mut documents = Vec::new();
    for document in content.documents {
        let bytes = app.files.get(&document.sha256).await;
        let bytes = bytes.map_err(|error| Error::Internal(format!("a document: {error}")))?;
        documents.push((document, bytes));
    }
    let scan = match scan::counted(app, whole).await? {
        Some(scan) => {
            let bytes = app.files.get(&scan.sha256).await;
            Some((scan, bytes.map_err(|error| Error::Internal(format!("a scan: {error}")))?))
        }
        None => None,
    };
    let fee = match &record.state.payment {
        Payment::Paid { amount, transaction, .. } => {
            Some(Fee { amount: *amount, receipt: transaction.clone() })
        }
        _ => None,
    };
    let procedure = app.procedures.version(&record.procedure, &record.version);
    let title = procedure.and_then(|procedure| procedure.text("vi", "title")).unwrap_or(&record.procedure);
    Ok(Delivery {
        handle: record.id.clone(),
        snapshot,
        procedure: record.procedure.clone(),
        title: title.to_owned(),
        agency: content.agency,
        applicant_name: content.applicant.name,
        applicant_id: content.applicant.id,
        submitted_at: since.to_owned(),
        content: frozen.content.clone(),
        signature,
        revocation,
        identity: identity::proof(app, whole).await?,
        scan,
        others: agreements::all(app, whole).await?,
        documents,
        fee,
    })
}
