//! The counterparties of a citizen portal, each speaking its real protocol over HTTP, with people, money and papers that
//! do not exist: identity provider, registers behind a data-sharing platform, remote signing, time-stamping authority, payment
//! gateway, national payment platform, bank, one-stop desk, virus scanner.
//!
//! Reading order: `config`, `world` (what rooms share), `ledger` and `vault` (what is kept), then one room per
//! counterparty: `identity`, `register`, `signing`, `authority`, `stamp`, `payment`, `national`, `bank`, `desk`, `scanner`; `control` moves the clock and asks for faults.
//! Nothing of the portal is imported here: swapping the sandbox for real providers is configuration.

use std::{io, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path},
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};

mod authority;
mod bank;
mod caller;
mod chaos;
mod citizen;
mod clock;
mod config;
mod control;
mod der;
mod desk;
mod fault;
mod html;
mod identity;
mod ledger;
mod national;
mod outbox;
mod page;
mod params;
mod payment;
mod problem;
mod register;
mod scanner;
mod seal;
mod signing;
mod stamp;
mod start;
mod vault;
mod world;

pub use config::{
    Account, BearerClient, Clients, Config, DeskClient, GatewayClient, IdentityClient, Merchant, Partner,
    SigningClient,
};

/// Papers of one dossier, base64 and all.
const LARGEST_BODY: usize = 96 * 1024 * 1024;

/// The sandbox, opened on its data folder.
#[derive(Clone)]
pub struct Sandbox {
    world: world::World,
}

impl Sandbox {
    /// Opens the data folder; keys and certificates are made on the first start.
    ///
    /// # Errors
    /// When the folder cannot be written, or its records cannot be read.
    pub fn open(config: Config) -> io::Result<Self> {
        Ok(Sandbox { world: world::World::open(config)? })
    }

    /// Every route of every counterparty.
    pub fn router(&self) -> Router {
        Router::new()
            .merge(start::routes())
            .merge(control::routes())
            .merge(identity::routes())
            .merge(register::routes())
            .merge(signing::routes())
            .merge(authority::routes())
            .merge(stamp::routes())
            .merge(payment::routes())
            .merge(national::routes())
            .merge(bank::routes())
            .merge(desk::routes())
            .route("/style/{name}", get(style))
            .fallback(async || problem::problem(404, "not-found", "There is nothing at this address."))
            .layer(middleware::from_fn(caller::only_from_own_pages))
            .layer(DefaultBodyLimit::max(LARGEST_BODY))
            .with_state(self.world.clone())
    }

    /// Opens the virus scanner's door, when the configuration names one; the future answers until the process ends.
    ///
    /// # Errors
    /// When its address cannot be listened on.
    pub async fn scanner(&self) -> io::Result<Option<impl Future<Output = ()> + Send + use<>>> {
        let Some(address) = &self.world.config().scanner else { return Ok(None) };
        let door = scanner::open(address).await?;
        Ok(Some(scanner::answer(self.world.clone(), door)))
    }

    /// One line per citizen: number, name, who that is.
    pub fn citizens() -> impl Iterator<Item = String> {
        citizen::CITIZENS.iter().map(|one| format!("{} {}: {}", one.id, one.name, one.summary))
    }

    /// Does what becomes due by itself, until the process ends: tells the clock's follower where it begins, and sends
    /// payment notifications and credit advices again.
    pub async fn keep_promises(self) {
        let mut every = tokio::time::interval(Duration::from_secs(5));
        let mut is_follower_told = false;
        loop {
            every.tick().await;
            is_follower_told = is_follower_told || control::remind_follower(&self.world).await;
            outbox::send_due(&self.world).await;
        }
    }
}

/// The whole sandbox as one router.
///
/// # Errors
/// As [`Sandbox::open`].
pub fn app(config: Config) -> io::Result<Router> {
    Ok(Sandbox::open(config)?.router())
}

async fn style(Path(name): Path<String>) -> Response {
    match page::stylesheet(&name) {
        Some(sheet) => {
            let mut response = sheet.into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
            response
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
