//! The configuration file: where the sandbox listens, where it keeps its records, and which clients it knows.
//! Every key is written down here; an unknown one is an error. No environment variable is read.

use std::{fs, path::Path, path::PathBuf};

use serde::{Deserialize, Deserializer, de::Error};
use time::OffsetDateTime;

use crate::clock;

/// Everything the sandbox is told from outside.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on, `127.0.0.1:8081`.
    pub listen: String,
    /// Folder for keys and records.
    pub data: PathBuf,
    /// Public address of the portal, `http://localhost:8080`: pages may only lead back there.
    pub portal: String,
    /// Origin of the portal's pages when it is another one than `portal`: forms may lead there too, and links do.
    pub portal_pages: Option<String>,
    /// Address under which browsers and the portal reach the sandbox; `http://{listen}` when absent.
    pub public_url: Option<String>,
    /// Address that is told the clock's offset before the clock moves.
    pub clock_follower: Option<String>,
    /// Sent to the follower as `X-Control-Secret`.
    #[serde(default)]
    pub control_secret: String,
    /// Where the clock stands when the data folder is new, and after a reset, `2026-11-21T01:00:00Z`; the system's time
    /// when absent. It may lie in the past.
    #[serde(default, deserialize_with = "moment")]
    pub start: Option<OffsetDateTime>,
    /// Seed of the `flaky` fault, so that a failing run can be repeated.
    #[serde(default)]
    pub seed: u64,
    /// Seed of small mishaps that nobody should notice: messages that come twice or late, questions that are answered late; none happen
    /// when absent.
    #[serde(default)]
    pub chaos: Option<u64>,
    /// Whether answers to questions are lost as well, so that they have to be asked again.
    #[serde(default)]
    pub chaos_loses: bool,
    /// Where the virus scanner listens, `tcp:<host>:<port>` or `unix:<path>`; nowhere when absent.
    #[serde(default)]
    pub scanner: Option<String>,
    /// The clients that the counterparties know.
    pub clients: Clients,
}

/// One client per counterparty.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clients {
    /// The relying party of the identity provider.
    pub identity: IdentityClient,
    /// The caller of the data-sharing platform.
    pub register: BearerClient,
    /// The signing service's client.
    pub signing: SigningClient,
    /// The caller of the signing gateway; nobody may call when absent.
    #[serde(default)]
    pub smartca: Option<GatewayClient>,
    /// The caller of the national signing gateway; nobody may call when absent.
    #[serde(default)]
    pub esign: Option<GatewayClient>,
    /// The merchant at the payment gateway.
    pub payment: Merchant,
    /// The partner of the national payment platform; it knows nobody when absent.
    #[serde(default)]
    pub national: Option<Partner>,
    /// The account that fees are transferred to; the bank has none when it is absent.
    #[serde(default)]
    pub bank: Option<Account>,
    /// The one-stop desk's portal.
    pub desk: DeskClient,
}

/// A confidential client of the identity provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityClient {
    /// Client identifier.
    pub id: String,
    /// Client secret, for `client_secret_basic`.
    pub secret: String,
    /// The only address that codes are sent to; compared byte for byte.
    pub redirect_uri: String,
    /// The only address a signed-out citizen is sent to; `{portal}/auth/sign-out-done` when absent.
    pub post_logout_redirect_uri: Option<String>,
}

/// A caller known by a bearer token.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BearerClient {
    /// The bearer token.
    pub token: String,
}

/// A client of the signing service.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SigningClient {
    /// Client identifier.
    pub id: String,
    /// Client secret, for `client_credentials`.
    pub secret: String,
}

/// A caller of a signing gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayClient {
    /// The `sp_id`.
    pub id: String,
    /// The `sp_password`.
    pub secret: String,
    /// Where the gateway tells that a phone has answered; nowhere when absent.
    pub webhook: Option<String>,
    /// What it proves itself with there, as a bearer token.
    #[serde(default)]
    pub webhook_secret: String,
}

/// A merchant of the payment gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merchant {
    /// The merchant's terminal code, 8 characters at the real gateway.
    pub tmn_code: String,
    /// Secret of the HMAC-SHA512 signatures, both directions.
    pub secret: String,
    /// Where the gateway notifies; `{portal}/hooks/vnpay/ipn` when absent.
    pub ipn: Option<String>,
}

/// A partner of the national payment platform.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// `MaDoiTac`.
    pub id: String,
    /// Secret of `MaXacThuc`, both directions.
    pub secret: String,
    /// Where payers are led back to; `{portal}/pay/return` when absent.
    pub returns: Option<String>,
    /// Where the platform confirms; `{portal}/hooks/national/confirm` when absent.
    pub confirm: Option<String>,
}

/// An account whose owner is told of every credit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The bank's number, six digits.
    pub bin: String,
    /// The account's number.
    pub account: String,
    /// Whom it belongs to, as payers see it.
    pub name: String,
    /// Bearer token of the owner's questions.
    pub token: String,
    /// Secret of the `X-Bank-Signature` header on credit advices.
    pub hmac_secret: String,
    /// Where credits are told; `{portal}/hooks/vietqr/credit` when absent.
    pub advice: Option<String>,
}

/// The portal as the desk knows it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskClient {
    /// Bearer token of the filing API.
    pub token: String,
    /// Secret of the `X-Desk-Signature` header on pushed status changes.
    pub hmac_secret: String,
}

fn moment<'de, D: Deserializer<'de>>(text: D) -> Result<Option<OffsetDateTime>, D::Error> {
    let text = String::deserialize(text)?;
    let refused = || D::Error::custom(format!("`{text}` is no moment like 2026-11-21T01:00:00Z"));
    clock::from_rfc3339(&text).map(Some).ok_or_else(refused)
}

impl Config {
    /// Reads a configuration file; the message of an error names the file and the key.
    ///
    /// # Errors
    /// When the file cannot be read, is not TOML, lacks a key or has an unknown one.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    pub(crate) fn base(&self) -> String {
        let base = self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        base.trim_end_matches('/').to_owned()
    }

    pub(crate) fn at_portal(&self, path: &str) -> String {
        format!("{}{path}", self.portal.trim_end_matches('/'))
    }

    /// Where citizens meet the portal.
    pub(crate) fn pages(&self) -> &str {
        self.portal_pages.as_deref().unwrap_or(&self.portal)
    }

    /// The origins that a form's answer may lead to, as a policy lists them.
    pub(crate) fn ways_back(&self) -> String {
        match &self.portal_pages {
            Some(pages) => format!("{} {pages}", self.portal),
            None => self.portal.clone(),
        }
    }

    /// Whether an address lies on the portal's own origin: nobody else is redirected to or called back.
    pub(crate) fn is_at_portal(&self, url: &str) -> bool {
        url.strip_prefix(self.portal.trim_end_matches('/'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('?'))
    }
}
