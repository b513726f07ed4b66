//! A command of the citizen on one dossier: signed in, theirs to give, under an idempotency key, with a JSON body.

use std::marker::PhantomData;

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::response::Response;
use serde::de::DeserializeOwned;

use super::received::Body;
use crate::app::App;
use crate::dossiers::{Command, Whole, filled, once, owned};
use crate::error::{Answer, Error};
use crate::session::Citizen;

/// How a citizen has come to the dossier that a command is about.
pub(super) trait Access: Send + Sync + 'static {
    /// The dossier, if the citizen may give commands on it because of what stands in the path.
    fn whole(app: &App, citizen: &Citizen, named: &str) -> impl Future<Output = Answer<Whole>> + Send;

    /// What is written down of that.
    fn kept(named: &str) -> String {
        named.to_owned()
    }
}

/// It is theirs.
pub(super) struct Own;

impl Access for Own {
    async fn whole(app: &App, citizen: &Citizen, named: &str) -> Answer<Whole> {
        owned(app, citizen, named).await
    }
}

/// It is theirs, or they help to fill it in.
pub(super) struct Filling;

impl Access for Filling {
    async fn whole(app: &App, citizen: &Citizen, named: &str) -> Answer<Whole> {
        filled(app, citizen, named).await
    }
}

/// A command that was received; access is checked, nothing has happened yet.
pub(super) struct Order<T, By = Own> {
    app: App,
    citizen: Citizen,
    named: String,
    key: Command,
    value: T,
    by: PhantomData<By>,
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

impl<T, By: Access> Order<T, By> {
    /// Carries the command out, or repeats the answer that its key got before.
    pub(super) async fn once<F>(self, work: impl FnOnce(Running<T>) -> F) -> Answer<Response>
    where
        F: Future<Output = Answer<String>>,
    {
        let Self { app, citizen, named, key, value, .. } = self;
        let backend = app.clone();
        once(&backend, key, |key| async move {
            let whole = By::whole(&app, &citizen, &named).await?;
            work(Running { app, citizen, whole, key, value }).await
        })
        .await
    }
}

impl<T: DeserializeOwned + Send, By: Access> FromRequest<App> for Order<T, By> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Answer<Self> {
        let (mut parts, body) = request.into_parts();
        let citizen = Citizen::from_request_parts(&mut parts, app).await?;
        let path = Path::<String>::from_request_parts(&mut parts, app).await;
        let Path(named) = path.map_err(|_| Error::NotFound)?;
        By::whole(app, &citizen, &named).await?;
        let (method, headers) = (parts.method.clone(), parts.headers.clone());
        let path = parts.uri.path().replace(&named, &By::kept(&named));
        let body = Body::from_request(Request::from_parts(parts, body), app).await?;
        let key = Command::read(&citizen, &method, &path, &headers, &body.bytes)?;
        Ok(Self { app: app.clone(), citizen, named, key, value: body.value, by: PhantomData })
    }
}
