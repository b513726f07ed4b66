//! The backend's configuration: one TOML file, unknown keys are errors. Secrets live here and are never printed.
//! What the values mean to a provider is decided in that provider's room.

mod identity;
mod payment;
mod signing;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use contract::SignPolicy;
use serde::Deserialize;

pub use identity::{Claims, Confirm, Identity, Level, Session};
pub use payment::{National, Payment, Vietqr, Vnpay};
pub use signing::{Signing, SigningApi, is_id as is_signing_id};

/// Everything a deployment decides.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on; `127.0.0.1` also takes `[::1]`, so that `localhost` works everywhere.
    pub listen: String,
    /// The portal's origin as browsers see it, without a slash at the end.
    pub public_url: String,
    /// Where the portal's pages are when another host serves them, without a slash at the end; by default `public_url`.
    #[serde(default)]
    pub portal_url: Option<String>,
    /// Folder of the built portal; without it only the API is served.
    #[serde(default)]
    pub dist: Option<PathBuf>,
    /// Folder of the database and the citizens' files.
    pub data: PathBuf,
    /// Folders that hold procedure folders.
    pub procedures: Vec<PathBuf>,
    /// Folder of the catalogues; by default every `catalogues` in a folder of procedures.
    #[serde(default)]
    pub catalogues: Option<PathBuf>,
    /// Folder of the calendars; by default every `calendars` in a folder of procedures.
    #[serde(default)]
    pub calendars: Option<PathBuf>,
    /// Other origins whose scripts may call the API with the session cookie.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// Which time the backend lives in.
    #[serde(default)]
    pub clock: ClockKind,
    /// Opens `/control/clock` of a steerable clock.
    #[serde(default)]
    pub control_secret: Option<String>,
    /// `ClamAV`'s daemon, `tcp:<host>:<port>` or `unix:<path>`: files are taken only when it finds nothing. Without it
    /// nothing is scanned.
    #[serde(default)]
    pub scanner: Option<String>,
    /// The identity provider.
    pub identity: Identity,
    /// How long one stays signed in.
    #[serde(default)]
    pub session: Session,
    /// Who signs or submits confirms who they are first, unless a procedure decides otherwise.
    #[serde(default)]
    pub confirm: Option<Confirm>,
    /// The registers.
    pub register: Register,
    /// The remote signing services, in the order in which citizens see them.
    #[serde(deserialize_with = "signing::one_or_more")]
    pub signing: Vec<Signing>,
    /// Time-stamps over signatures (`CAdES` level T); without it signatures stay at level B.
    #[serde(default)]
    pub stamp: Option<Stamp>,
    /// Whether signers' certificates were revoked is asked; without it nobody is asked.
    #[serde(default)]
    pub revocation: Option<Revocation>,
    /// The payment providers.
    pub payment: Payment,
    /// The one-stop desk.
    pub desk: Desk,
    /// What this deployment decides per procedure, by its code.
    #[serde(default)]
    pub procedure: BTreeMap<String, Procedure>,
}

/// Which time the backend lives in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The machine's.
    #[default]
    System,
    /// The machine's plus an offset that the sandbox may set: for demonstrations and tests only.
    Steerable,
}

/// The registers behind a data-sharing platform (X-Road message protocol for REST).
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The platform's address; questions go to `{base}/r1/{service}`.
    pub base: String,
    pub token: String,
    /// What the portal is called on the platform.
    #[serde(default = "portal")]
    pub client: String,
    /// How long one register may take before the form asks instead.
    #[serde(default = "register_patience")]
    pub timeout_ms: u64,
    #[serde(default)]
    pub services: Services,
}

fn portal() -> String {
    "VN/GOV/VPCP/cong-dan".to_owned()
}

fn register_patience() -> u64 {
    4_000
}

/// Service codes of the registers: instance, class, member, subsystem, service.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Services {
    pub population: String,
    pub civil_status: String,
    pub business: String,
    pub tax: String,
    pub health_insurance: String,
}

impl Default for Services {
    fn default() -> Self {
        let [population, civil_status, business, tax, health_insurance] = [
            "VN/GOV/BCA/dan-cu/cong-dan-v1",
            "VN/GOV/BTP/ho-tich/su-kien-v1",
            "VN/GOV/BTC/dang-ky-kinh-doanh/doanh-nghiep-v1",
            "VN/GOV/BTC/thue/nguoi-nop-thue-v1",
            "VN/GOV/BTC/bao-hiem/the-va-chung-sinh-v1",
        ]
        .map(str::to_owned);
        Self { population, civil_status, business, tax, health_insurance }
    }
}

/// The time-stamping authority (RFC 3161 over HTTP).
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    /// Where time-stamps are asked for.
    pub url: String,
    /// PEM file of the roots of authorities whose time-stamps are believed.
    pub roots: PathBuf,
    /// Whether a signature counts only with a time-stamp. If not, it stays at level B when the authority is out of order.
    #[serde(default)]
    pub required: bool,
}

/// Asking certification authorities whether signers' certificates were revoked (RFC 6960, RFC 5280).
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// Who may be asked: `http://ocsp.example.vn`. A certificate names the addresses itself, and could name any in our network; what it
    /// names elsewhere is not called.
    pub origins: Vec<String>,
    /// Whether a signature counts only with an answer. If not, one that could not be had in time is done without.
    #[serde(default)]
    pub required: bool,
}

/// The one-stop desk.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    pub base: String,
    pub token: String,
    /// Signs the desk's status messages.
    pub hmac_secret: String,
}

/// A deployment's own decision about one procedure.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Overrides what the procedure itself asks for.
    pub sign: Option<SignPolicy>,
    /// Who signs or submits confirms who they are first.
    pub confirm: Option<Confirm>,
}

impl Config {
    /// Reads and checks a configuration file.
    ///
    /// # Errors
    /// One sentence: the file cannot be read, has an unknown or missing key, or contradicts itself.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Parses and checks the text of a configuration.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut config: Self = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        for url in [&mut config.public_url, &mut config.register.base, &mut config.desk.base] {
            url.truncate(url.trim_end_matches('/').len());
        }
        for origin in config.allowed_origins.iter_mut().chain(&mut config.portal_url) {
            origin.truncate(origin.trim_end_matches('/').len());
        }
        if config.clock == ClockKind::Steerable && config.control_secret.as_ref().is_none_or(String::is_empty)
        {
            return Err("clock = \"steerable\" needs control_secret".to_owned());
        }
        if let Some(transfer) = &mut config.payment.vietqr {
            transfer.base.truncate(transfer.base.trim_end_matches('/').len());
        }
        let faults = [
            config.identity.fault(),
            config.session.fault(),
            signing::fault(&config.signing),
            config.payment.fault(),
        ];
        if let Some(fault) = faults.into_iter().flatten().next() {
            return Err(fault);
        }
        Ok(config)
    }

    /// The address of a page of the portal; a path when the pages are here.
    #[must_use]
    pub fn page(&self, path: &str) -> String {
        [self.portal_url.as_deref().unwrap_or_default(), path].concat()
    }

    /// Whether scripts of this other origin may call the API.
    #[must_use]
    pub fn is_allowed(&self, origin: &[u8]) -> bool {
        self.allowed_origins.iter().chain(&self.portal_url).any(|allowed| allowed.as_bytes() == origin)
    }

    /// Whether pages of other origins call the API at all.
    #[must_use]
    pub fn has_other_origins(&self) -> bool {
        self.portal_url.is_some() || !self.allowed_origins.is_empty()
    }
}
