//! What every room shares: configuration, keys, clock, records, and the client for outgoing calls.
//! A change of the records is all or nothing: it is on disk before it can be seen.

use std::{
    fs, io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use time::OffsetDateTime;

use crate::{
    chaos::{Call, Chaos, Mishap},
    clock,
    config::Config,
    fault::{Fault, Part},
    ledger::{self, Ledger},
    problem::Problem,
    vault::Vault,
};

/// A handle to the shared things; cheap to clone.
#[derive(Clone)]
pub struct World(Arc<Shared>);

struct Shared {
    config: Config,
    vault: Vault,
    ledger: Mutex<Ledger>,
    chaos: Chaos,
    http: reqwest::Client,
    outgoing: tokio::sync::Mutex<()>,
    changed: tokio::sync::watch::Sender<()>,
}

impl World {
    /// Opens the data folder, making it and the keys when they are missing.
    pub fn open(config: Config) -> io::Result<Self> {
        fs::create_dir_all(&config.data)?;
        let mut ledger: Ledger = ledger::read(&config.data.join("ledger.json"))?;
        ledger.begin_at(config.start);
        // Written at once: after a crash the clock runs on from here too.
        ledger::write(&config.data.join("ledger.json"), &serde_json::to_vec(&ledger)?)?;
        let has_gateway = config.clients.smartca.is_some() || config.clients.esign.is_some();
        let now = clock::now(ledger.offset_seconds);
        let vault = Vault::open(&config.data, now, has_gateway, &config.base())?;
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(io::Error::other)?;
        let (ledger, outgoing) = (Mutex::new(ledger), tokio::sync::Mutex::new(()));
        let changed = tokio::sync::watch::Sender::new(());
        let chaos = Chaos::new(config.chaos);
        Ok(World(Arc::new(Shared { config, vault, ledger, chaos, http, outgoing, changed })))
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The keys and certificates.
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// The client for outgoing calls.
    pub fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    /// Sends a message to the portal. By mishap it comes late, or twice: as when the first answer is lost, which is the one that counts.
    pub async fn deliver(
        &self,
        from: Part,
        message: reqwest::RequestBuilder,
    ) -> reqwest::Result<reqwest::Response> {
        let again = message.try_clone();
        match (self.0.chaos.draw(Call::Message(from)), again) {
            (Some(Mishap::Lost), Some(again)) => {
                let first = message.send().await;
                // Whatever the repeat meets: the first has arrived.
                drop(again.send().await);
                first
            }
            (Some(Mishap::Late(by)), _) => {
                tokio::time::sleep(by).await;
                message.send().await
            }
            _ => message.send().await,
        }
    }

    /// A path below the sandbox's own address.
    pub fn url(&self, path: &str) -> String {
        self.0.config.base() + path
    }

    /// A file in the data folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.config.data.join(name)
    }

    /// Held while messages are pushed, so that two pushes of one queue never overlap.
    pub async fn outgoing(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.outgoing.lock().await
    }

    /// Hears of every change of the records from now on.
    pub fn news(&self) -> tokio::sync::watch::Receiver<()> {
        self.0.changed.subscribe()
    }

    /// Looks at the records.
    pub fn look<T>(&self, at: impl FnOnce(&Ledger, OffsetDateTime) -> T) -> T {
        let ledger = self.0.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        at(&ledger, clock::now(ledger.offset_seconds))
    }

    /// Changes the records; when they cannot be written nothing has changed.
    pub fn change<T>(&self, act: impl FnOnce(&mut Ledger, OffsetDateTime) -> T) -> Result<T, Problem> {
        let mut ledger = self.0.ledger.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = ledger.clone();
        let outcome = act(&mut next, clock::now(ledger.offset_seconds));
        let bytes = serde_json::to_vec(&next).map_err(|_| Problem::storage())?;
        ledger::write(&self.file("ledger.json"), &bytes).map_err(|_| Problem::storage())?;
        *ledger = next;
        self.0.changed.send_replace(());
        Ok(outcome)
    }

    /// The sandbox's time.
    pub fn now(&self) -> OffsetDateTime {
        self.look(|_, now| now)
    }

    /// Whether a part answers the present call, and with which fault.
    pub fn answers(&self, part: Part) -> Result<Fault, Problem> {
        if self.look(|ledger, _| ledger.faults.of(part)) == Fault::Ok {
            return Ok(Fault::Ok);
        }
        let seed = self.0.config.seed;
        self.change(|ledger, _| ledger.faults.call(part, seed))?.ok_or_else(Problem::unavailable)
    }

    /// The same for a question that its asker repeats by itself: by mishap it is answered late, or only the next time.
    pub async fn answers_again(&self, part: Part) -> Result<Fault, Problem> {
        let fault = self.answers(part)?;
        if fault == Fault::Ok {
            self.stumble(part).await?;
        }
        Ok(fault)
    }

    /// The mishap of one question.
    pub async fn stumble(&self, part: Part) -> Result<(), Problem> {
        match self.0.chaos.draw(Call::Question(part)) {
            Some(Mishap::Lost) if self.0.config.chaos_loses => return Err(Problem::unavailable()),
            Some(Mishap::Late(by)) => tokio::time::sleep(by).await,
            Some(Mishap::Lost) | None => {}
        }
        Ok(())
    }
}
