//! The backend's configuration: one TOML file, unknown keys are errors. Secrets live here and are never printed.
//! What the values mean to a provider is decided in that provider's room.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use contract::SignPolicy;
use serde::Deserialize;

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
    /// The population register.
    pub register: Register,
    /// The remote signing service.
    pub signing: Signing,
    /// The payment gateway.
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

/// The `OpenID` provider.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    pub redirect_uri: String,
    #[serde(default)]
    pub claims: Claims,
}

/// What the provider calls the things we need to know.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Claims {
    /// Twelve-digit personal id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Level of assurance.
    pub level: String,
    /// Date of birth, or the year alone.
    pub birth: String,
    /// Sex.
    pub sex: String,
}

impl Default for Claims {
    fn default() -> Self {
        let [id, name, level, birth, sex] =
            ["so_dinh_danh", "ho_ten", "loa", "ngay_sinh", "gioi_tinh"].map(str::to_owned);
        Self { id, name, level, birth, sex }
    }
}

/// The population register.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    pub base: String,
    pub token: String,
}

/// The remote signing service (CSC API v2).
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    pub base: String,
    pub client_id: String,
    pub client_secret: String,
    /// PEM file of the certification authorities that are trusted.
    pub roots: PathBuf,
}

/// The payment gateway (VNPAY PAY 2.1.0).
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// Where the citizen pays.
    pub base: String,
    /// Where the backend asks what became of an order.
    pub query: String,
    pub tmn_code: String,
    pub secret: String,
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
        for url in [
            &mut config.public_url,
            &mut config.identity.issuer,
            &mut config.register.base,
            &mut config.desk.base,
        ] {
            url.truncate(url.trim_end_matches('/').len());
        }
        for origin in config.allowed_origins.iter_mut().chain(&mut config.portal_url) {
            origin.truncate(origin.trim_end_matches('/').len());
        }
        if config.clock == ClockKind::Steerable && config.control_secret.as_ref().is_none_or(String::is_empty)
        {
            return Err("clock = \"steerable\" needs control_secret".to_owned());
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
