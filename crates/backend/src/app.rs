//! Everything a request may reach: configuration, clock, store, files, procedures and the providers.
//!
//! Wiring only; what happens with it is in the rooms.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dossier::signature::Trust;
use tokio::sync::{Notify, Semaphore};

use crate::clock::Clock;
use crate::config::Config;
use crate::desk::Desk;
use crate::error::{Answer, Error};
use crate::files::FileRoom;
use crate::identity::Identity;
use crate::payment::Payments;
use crate::procedures::{Catalogues, Procedures};
use crate::registry::Registers;
use crate::revocation::{Revocations, http as authorities};
use crate::routes::{CHECKS_AT_ONCE, RECEIPT_CHECKS_AT_ONCE};
use crate::scanner::{Scanner, clamd::Clamd};
use crate::signing::Signers;
use crate::stamping::{StampProvider, rfc3161};
use crate::store::sqlite::Sqlite;
use crate::store::{Store, StoreError, Stored, Versions};
use crate::uploads::JUDGED_AT_ONCE;
use crate::{desk, registry};

/// How long a provider may take to answer.
const PROVIDER_SECONDS: u64 = 8;

/// The running backend; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Rooms>);

/// What [`App`] points to.
pub struct Rooms {
    pub config: Config,
    pub clock: Clock,
    store: Arc<dyn Store>,
    pub files: FileRoom,
    pub procedures: Procedures,
    pub catalogues: Catalogues,
    pub identity: Identity,
    pub registers: Arc<dyn Registers>,
    pub signing: Signers,
    /// None stamps nothing.
    pub stamping: Option<Box<dyn StampProvider>>,
    /// None asks nobody.
    pub revocation: Option<Box<dyn Revocations>>,
    pub payments: Payments,
    pub desk: Box<dyn Desk>,
    /// None scans nothing.
    pub scanner: Option<Box<dyn Scanner>>,
    /// Told when there may be something to do in the outbox.
    pub wake: Notify,
    /// Told when a file waits for the scanner.
    pub scan: Notify,
    /// Commands being carried out right now, by owner, route and key.
    pub running: Mutex<HashSet<String>>,
    /// Turns for checks of answers, which anybody may ask for.
    pub checks: Arc<Semaphore>,
    /// Turns for checks of receipts, which anybody may ask for.
    pub receipt_checks: Arc<Semaphore>,
    /// Turns for looking at whole files.
    pub judging: Arc<Semaphore>,
    /// When tasks that were lost were last looked for; Unix seconds.
    pub looked: Mutex<Option<i64>>,
}

impl Deref for App {
    type Target = Rooms;

    fn deref(&self) -> &Rooms {
        &self.0
    }
}

fn said(error: StoreError) -> String {
    match error {
        StoreError::Broken(what) => format!("database: {what}"),
        other => format!("database: {other:?}"),
    }
}

impl App {
    /// Opens the store and loads the procedures; nothing is listened to yet.
    ///
    /// # Errors
    /// One message for the operator: a folder, a procedure or the database is not in order.
    pub fn open(config: Config) -> Result<Self, String> {
        let web = reqwest::Client::builder()
            .timeout(Duration::from_secs(PROVIDER_SECONDS))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| error.to_string())?;
        std::fs::create_dir_all(&config.data).map_err(|e| format!("{}: {e}", config.data.display()))?;
        let catalogues = Catalogues::load(&config)?;
        let mut procedures = Procedures::load(&config, &catalogues)?;
        let store = Sqlite::open(&config.data.join("congdan.sqlite3")).map_err(said)?;
        store.keep_versions(procedures.records()).map_err(said)?;
        procedures.with_past(&store.versions().map_err(said)?, &config, &catalogues)?;
        Ok(Self(Arc::new(Rooms {
            clock: Clock::new(config.clock),
            store: Arc::new(store),
            files: FileRoom::open(&config.data.join("files"))?,
            procedures,
            catalogues,
            identity: Identity::new(&config)?,
            registers: Arc::new(registry::platform::Platform::new(&config.register, web.clone())),
            signing: Signers::open(&config.signing, &web)?,
            stamping: match &config.stamp {
                Some(settings) => Some(Box::new(rfc3161::Authority::new(settings, web.clone())?)),
                None => None,
            },
            revocation: match &config.revocation {
                Some(settings) => Some(Box::new(authorities::Authorities::new(settings, web.clone())?)),
                None => None,
            },
            payments: Payments::new(&config, &web),
            scanner: match &config.scanner {
                Some(address) => Some(Box::new(Clamd::new(address)?)),
                None => None,
            },
            desk: Box::new(desk::http::HttpDesk::new(&config, web)),
            wake: Notify::new(),
            scan: Notify::new(),
            running: Mutex::default(),
            looked: Mutex::default(),
            checks: Arc::new(Semaphore::new(CHECKS_AT_ONCE)),
            receipt_checks: Arc::new(Semaphore::new(RECEIPT_CHECKS_AT_ONCE)),
            judging: Arc::new(Semaphore::new(JUDGED_AT_ONCE)),
            config,
        })))
    }

    /// Whose certificates and time-stamps are trusted in containers.
    #[must_use]
    pub fn trust(&self) -> Trust<'_> {
        let stamps = self.stamping.as_ref().map_or(&[][..], |stamping| stamping.roots());
        Trust { signers: self.signing.roots(), stamps }
    }

    /// Runs a store call off the async threads.
    ///
    /// # Errors
    /// As the call; see [`StoreError`].
    pub async fn stored<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Store) -> Stored<T> + Send + 'static,
    ) -> Stored<T> {
        let store = Arc::clone(&self.store);
        match tokio::task::spawn_blocking(move || work(store.as_ref())).await {
            Ok(result) => result,
            Err(error) => Err(StoreError::Broken(error.to_string())),
        }
    }

    /// [`App::stored`] for callers to whom every store error is an internal one.
    ///
    /// # Errors
    /// The store failed.
    pub async fn store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Store) -> Stored<T> + Send + 'static,
    ) -> Answer<T> {
        self.stored(work).await.map_err(Error::from)
    }
}
