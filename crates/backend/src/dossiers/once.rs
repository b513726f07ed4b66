//! Idempotency: a command with the same key is carried out once and answered the same ever after.
//!
//! The answer is stored in the transaction of its effect; only answers with an effect are stored, so a command that was
//! refused may be tried again. Answers are erased with the dossier's draft; afterwards its state decides.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use contract::Headers;
use dossier::Stage;

use super::view::answer;
use super::{load, tag};
use crate::app::App;
use crate::error::{Answer, Error};
use crate::secret;
use crate::session::Citizen;
use crate::store::Answered;

const MAX_KEY: usize = 200;

/// One command under its key.
#[derive(Clone, Debug)]
pub struct Command {
    owner: String,
    route: String,
    key: String,
    fingerprint: String,
}

impl Command {
    /// Reads the key of a command.
    ///
    /// # Errors
    /// `missing_idempotency_key`.
    pub fn read(
        citizen: &Citizen,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Answer<Self> {
        let key = headers.get(Headers::IDEMPOTENCY).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if key.is_empty() || key.len() > MAX_KEY {
            return Err(Error::MissingKey);
        }
        Ok(Self {
            owner: citizen.id.clone(),
            route: format!("{method} {path}"),
            key: key.to_owned(),
            fingerprint: secret::sha256_hex(body),
        })
    }

    /// What is stored beside the effect.
    #[must_use]
    pub fn answered(&self, dossier: &str, status: StatusCode, body: String) -> Answered {
        Answered {
            owner: self.owner.clone(),
            route: self.route.clone(),
            key: self.key.clone(),
            fingerprint: self.fingerprint.clone(),
            dossier: dossier.to_owned(),
            status: status.as_u16(),
            body,
        }
    }

    /// The answer that was given before.
    async fn replay(&self, app: &App) -> Answer<Option<Response>> {
        let (owner, route, key) = (self.owner.clone(), self.route.clone(), self.key.clone());
        match app.store(move |store| store.answered(&owner, &route, &key)).await? {
            None => Ok(None),
            Some(before) if before.fingerprint != self.fingerprint => Err(Error::KeyMismatch),
            // What was answered then is erased; what is left of the dossier is shown.
            Some(before) if before.body.is_empty() => {
                let whole = load(app, &before.dossier).await?;
                if whole.record.owner != self.owner || whole.record.state.stage == Stage::Discarded {
                    return Err(Error::NotFound);
                }
                answer(app, &whole).map(Some)
            }
            Some(before) => {
                // An old answer shows no more than a new one would.
                load(app, &before.dossier).await?.repeatable(&self.owner)?;
                let status = StatusCode::from_u16(before.status).unwrap_or(StatusCode::OK);
                Ok(Some(json(status, before.body)))
            }
        }
    }
}

/// Carries a command out, or repeats its answer.
///
/// # Errors
/// As the work; `idempotency_mismatch`, `in_progress`.
pub async fn once<F>(app: &App, command: Command, work: impl FnOnce(Command) -> F) -> Answer<Response>
where
    F: Future<Output = Answer<String>>,
{
    if let Some(before) = command.replay(app).await? {
        return Ok(before);
    }
    let _running = Running::begin(app, &command)?;
    // It may have ended between the look and the lock.
    if let Some(before) = command.replay(app).await? {
        return Ok(before);
    }
    work(command).await.map(|body| json(StatusCode::OK, body))
}

fn json(status: StatusCode, body: String) -> Response {
    let revision = tag::in_body(&body);
    tag::tagged((status, [(header::CONTENT_TYPE, "application/json")], body), revision)
}

/// Holds a name while what has this name runs.
pub struct Running<'a> {
    app: &'a App,
    name: String,
}

impl<'a> Running<'a> {
    fn begin(app: &'a App, command: &Command) -> Answer<Self> {
        Self::alone(app, format!("{} {} {}", command.owner, command.route, command.key))
    }

    /// Takes the name until this is dropped.
    ///
    /// # Errors
    /// `in_progress`: somebody has it.
    pub fn alone(app: &'a App, name: String) -> Answer<Self> {
        let mut running = app.running.lock().map_err(|_| Error::Internal("a command panicked".to_owned()))?;
        if running.insert(name.clone()) { Ok(Self { app, name }) } else { Err(Error::InProgress) }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if let Ok(mut running) = self.app.running.lock() {
            running.remove(&self.name);
        }
    }
}
