//! What the officer does: moves the status, pushes again, takes a paper to look at.

use std::fs;

use axum::{
    Form,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use time::{Date, OffsetDateTime, macros::format_description};

use super::{Dossier, Event, folder, page, papers, push, results, status};
use crate::{clock, ledger, world::World};

const LONGEST_NOTE: usize = 1000;

/// What the officer filled in.
#[derive(Deserialize)]
pub struct Act {
    status: Option<u8>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    appointment: String,
    #[serde(default)]
    valid_until: String,
}

/// Why a move is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not from this status.
    Move,
    /// The note is too long.
    Note,
    /// The date is no date, or in the past.
    Appointment,
    /// The day until which the result is good is no day, or in the past.
    Validity,
    /// A fee without its name or its amount.
    Items,
    /// The last day to pay on is no day, or in the past.
    Until,
    /// The notice was never given, is paid, or is over already.
    Notice,
    /// The payment has a receipt, the receipt is over, or no reason was given.
    Receipt,
    /// No such payment, one of which something was given back, no law, or more than was paid.
    Refund,
}

/// `POST`: a move, or without one another push of what waits.
pub async fn act(State(world): State<World>, Path(code): Path<String>, Form(act): Form<Act>) -> Response {
    let Some(status) = act.status else { return pushed(&world, &code).await };
    let moved = world.change(|ledger, now| {
        ledger.desk.dossiers.get_mut(&code).map(|dossier| {
            dossier.go(status, &act, now)?;
            if status == status::DONE { dossier.finish(&folder(&world, &code), &act, now) } else { Ok(()) }
        })
    });
    match moved {
        Ok(Some(Ok(()))) => pushed(&world, &code).await,
        Ok(Some(Err(refused))) => page::refused(&code, refused).into_response(),
        Ok(None) => page::unknown().into_response(),
        Err(problem) => problem.into_response(),
    }
}

pub(super) async fn pushed(world: &World, code: &str) -> Response {
    if !world.look(|ledger, _| ledger.desk.dossiers.contains_key(code)) {
        return page::unknown().into_response();
    }
    push::push(world, code).await;
    Redirect::to(&format!("/desk/dossiers/{code}")).into_response()
}

impl Dossier {
    fn go(&mut self, status: u8, act: &Act, now: OffsetDateTime) -> Result<(), Refused> {
        if !status::next(self.status()).contains(&status) {
            return Err(Refused::Move);
        }
        let note = act.note.trim();
        if note.chars().count() > LONGEST_NOTE {
            return Err(Refused::Note);
        }
        let appointment = match act.appointment.trim() {
            "" => None,
            // Where the time limit begins with the payment, the day is promised then.
            _ if status != status::RECEIVED && (self.status(), status) != (status::OWES, status::AT_WORK) => {
                None
            }
            text => Some(promised(text, now).ok_or(Refused::Appointment)?),
        };
        Self::validity(act, now)?;
        let sequence = self.events.last().map_or(1, |event| event.sequence + 1);
        self.events.push(Event {
            sequence,
            status,
            at: clock::rfc3339(now),
            actor: "Cán bộ một cửa".to_owned(),
            note: note.to_owned(),
            appointment,
            ..Event::default()
        });
        Ok(())
    }
}

impl Dossier {
    /// The last day on which the result is good, as the officer says.
    fn validity(act: &Act, now: OffsetDateTime) -> Result<Option<String>, Refused> {
        match act.valid_until.trim() {
            "" => Ok(None),
            text => promised(text, now).map(Some).ok_or(Refused::Validity),
        }
    }

    /// Gives the electronic result out, when the procedure has one.
    fn finish(&mut self, folder: &std::path::Path, act: &Act, now: OffsetDateTime) -> Result<(), Refused> {
        let content = fs::read(folder.join(papers::CONTENT)).unwrap_or_default();
        let valid_until = Self::validity(act, now)?;
        let Some((issued, bytes)) = results::issue(self, &content, valid_until, now) else { return Ok(()) };
        // A result that cannot be kept is not given out; the status moves all the same, as at a real desk.
        if ledger::write(&folder.join(results::file(self.results.len())), &bytes).is_ok() {
            self.results.push(issued);
        }
        Ok(())
    }
}

pub(super) fn promised(text: &str, now: OffsetDateTime) -> Option<String> {
    let day = Date::parse(text, format_description!("[year]-[month]-[day]")).ok()?;
    (day >= now.date()).then(|| text.to_owned())
}

/// `GET` of a paper: always an attachment, never shown in the browser.
pub async fn download(
    State(world): State<World>,
    Path((code, name)): Path<(String, String)>,
) -> Result<Response, StatusCode> {
    let dossier =
        world.look(|ledger, _| ledger.desk.dossiers.get(&code).cloned()).ok_or(StatusCode::NOT_FOUND)?;
    let known = (0..dossier.documents.len()).map(papers::document);
    let said = dossier.revocation.map(|source| source.file().to_owned());
    let others = dossier.cosigners.iter().enumerate().flat_map(|(position, cosigner)| {
        let said = |source| papers::cosignature_revocation(position, source);
        let signature = cosigner.signature.as_ref();
        let names = signature.map(|one| [Some(papers::cosignature(position)), one.revocation.map(said)]);
        names.into_iter().flatten().flatten()
    });
    let own = [papers::CONTENT, papers::SIGNATURE, papers::SCAN].map(str::to_owned);
    let mut known = known.chain(own).chain(said).chain(others);
    if !known.any(|file| file == name) {
        return Err(StatusCode::NOT_FOUND);
    }
    let bytes = fs::read(folder(&world, &code).join(&name)).map_err(|_| StatusCode::NOT_FOUND)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    headers.insert(header::CONTENT_DISPOSITION, disposition.map_err(|_| StatusCode::NOT_FOUND)?);
    Ok((headers, bytes).into_response())
}
