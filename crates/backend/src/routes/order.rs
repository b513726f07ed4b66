//! A command of the citizen on one dossier: signed in, theirs, under an idempotency key, with a JSON body.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::response::Response;
use serde::de::DeserializeOwned;

use super::received::Body;
use crate::app::App;
use crate::dossiers::{Command, Whole, once, owned};
use crate::error::{Answer, Error};
use crate::session::Citizen;

/// A command that was received; access is checked, nothing has happened yet.
pub(super) struct Order<T> {
    app: App,
    citizen: Citizen,
    id: String,
    key: Command,
    value: T,
}

/// A command that is being carried out, alone under its key.
pub(super) struct Running<T> {
    pub app: App,
    pub citizen: Citizen,
    pub whole: Whole,
    pub key: Command,
    /// The body.
    pub value: T,
}

impl<T> Order<T> {
    /// Carries the command out, or repeats the answer that its key got before.
    pub(super) async fn once<F>(self, work: impl FnOnce(Running<T>) -> F) -> Answer<Response>
    where
        F: Future<Output = Answer<String>>,
    {
        let Self { app, citizen, id, key, value } = self;
        let backend = app.clone();
        once(&backend, key, |key| async move {
            let whole = owned(&app, &citizen, &id).await?;
            work(Running { app, citizen, whole, key, value }).await
        })
        .await
    }
}

impl<T: DeserializeOwned + Send> FromRequest<App> for Order<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Answer<Self> {
        let (mut parts, body) = request.into_parts();
        let citizen = Citizen::from_request_parts(&mut parts, app).await?;
        let path = Path::<String>::from_request_parts(&mut parts, app).await;
        let Path(id) = path.map_err(|_| Error::NotFound)?;
        owned(app, &citizen, &id).await?;
        let (method, uri, headers) = (parts.method.clone(), parts.uri.clone(), parts.headers.clone());
        let body = Body::from_request(Request::from_parts(parts, body), app).await?;
        let key = Command::read(&citizen, &method, &uri, &headers, &body.bytes)?;
        Ok(Self { app: app.clone(), citizen, id, key, value: body.value })
    }
}
