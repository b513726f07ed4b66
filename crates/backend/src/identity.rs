//! Signing in: `OpenID Connect` code flow with PKCE S256, state and nonce bound to a pre-login cookie. The backend is the
//! confidential client (backend for frontend, RFC 10017); no token ever reaches the browser or the store.
//!
//! Sessions begin where this ends.

mod claims;
mod logout;
mod provider;
mod token;

use std::time::Duration;

use jsonwebtoken::jwk::JwkSet;
use serde_json::{Map, Value};

use crate::config::{Config, Identity as Settings, Level};
use crate::store::Ended;

pub use claims::{Name, Person};
use provider::Keys;
pub use provider::Metadata;
use token::Doubt;

/// What is known before the provider was asked.
const NO_KEYS: JwkSet = JwkSet { keys: Vec::new() };

/// The identity provider, as configured.
pub struct Identity {
    settings: Settings,
    /// Where the provider sends the browser after ending its own session.
    signed_out: String,
    web: reqwest::Client,
    metadata: tokio::sync::OnceCell<Metadata>,
    keys: Keys,
}

/// What a sign-in asks for, and its answer must hold.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub nonce: &'a str,
    /// The least level.
    pub level: Option<Level>,
    /// How long ago the citizen may have proved who they are, in seconds.
    pub max_age: Option<i64>,
    /// Since when they must have proved it, Unix seconds: an earlier sign-in that a provider remembers is no answer.
    pub since: Option<i64>,
}

/// Why nobody is signed in now.
#[derive(Debug)]
pub enum SignInFailed {
    /// The citizen said no at the provider.
    Cancelled,
    /// The sign-in is not (or no longer) one that this browser began.
    Expired,
    /// The level is not enough for what is wanted, or none that we know.
    Level,
    /// Somebody else came back to confirm.
    OtherPerson,
    /// What was to be stood by is not what the dossier holds now.
    Moved,
    /// The provider's answer is not to be trusted, or not complete.
    Failed(String),
    /// The provider did not answer.
    Unavailable(String),
}

impl SignInFailed {
    /// The code that the sign-in page explains.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Level => "level",
            Self::OtherPerson => "other_person",
            Self::Moved => "moved",
            Self::Failed(_) => "failed",
            Self::Unavailable(_) => "unavailable",
        }
    }
}

impl Identity {
    /// A client that has not spoken to the provider yet.
    ///
    /// # Errors
    /// No HTTP client can be made.
    pub fn new(config: &Config) -> Result<Self, String> {
        let web = reqwest::Client::builder()
            .timeout(Duration::from_secs(config.identity.timeout_seconds))
            .redirect(reqwest::redirect::Policy::none())
            .build();
        Ok(Self {
            settings: config.identity.clone(),
            signed_out: format!("{}/auth/sign-out-done", config.public_url),
            web: web.map_err(|error| error.to_string())?,
            metadata: tokio::sync::OnceCell::new(),
            keys: Keys::default(),
        })
    }

    /// Where to send the browser to sign in, or to confirm who they are when an age is wanted.
    ///
    /// # Errors
    /// The provider did not answer.
    pub async fn authorize_url(
        &self,
        state: &str,
        challenge: &str,
        wanted: Wanted<'_>,
    ) -> Result<String, SignInFailed> {
        let metadata = self.metadata().await?;
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("response_type", "code")
            .append_pair("scope", &self.settings.scope)
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.settings.redirect_uri)
            .append_pair("state", state)
            .append_pair("nonce", wanted.nonce)
            .append_pair("code_challenge", challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("acr_values", &self.settings.levels.wanted(wanted.level.unwrap_or(Level::One)));
        if let Some(max_age) = wanted.max_age {
            query.append_pair("max_age", &max_age.to_string()).append_pair("prompt", "login");
        }
        let endpoint = &metadata.authorization_endpoint;
        Ok(format!("{endpoint}{}{}", joint(endpoint), query.finish()))
    }

    /// Where to end the provider's own session as well; no token travels in the address.
    pub async fn end_session_url(&self) -> Option<String> {
        let endpoint = self.metadata().await.ok()?.end_session_endpoint.clone()?;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("post_logout_redirect_uri", &self.signed_out)
            .finish();
        Some(format!("{endpoint}{}{query}", joint(&endpoint)))
    }

    /// Exchanges the code and checks who it speaks of.
    ///
    /// # Errors
    /// The provider did not answer, or its answer fails a check.
    pub async fn person(
        &self,
        code: &str,
        verifier: &str,
        wanted: Wanted<'_>,
        now: i64,
    ) -> Result<Person, SignInFailed> {
        let metadata = self.metadata().await?;
        let tokens = provider::exchange(&self.web, metadata, &self.settings, code, verifier).await?;
        let mut claims = self.read(&tokens.id_token, now, true).await?;
        claims::belongs(&claims, &wanted, now)?;
        if self.settings.userinfo {
            let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
            let mut said = provider::described(&self.web, metadata, &tokens, subject).await?;
            // What is signed goes before what is not.
            said.append(&mut claims);
            claims = said;
        }
        let person = claims::person(&claims, &self.settings, now)?;
        if wanted.level.is_some_and(|least| person.level < least) {
            return Err(SignInFailed::Level);
        }
        Ok(person)
    }

    /// Whose sessions a logout token ends.
    ///
    /// # Errors
    /// It is none, or not to be believed, or the provider's keys are out of reach.
    pub async fn ended(&self, logout_token: &str, now: i64) -> Result<Ended, SignInFailed> {
        let claims = self.read(logout_token, now, self.keys.may_be_asked_for(now)).await?;
        logout::order(&claims).map_err(|what| SignInFailed::Failed(format!("logout token: {what}")))
    }

    /// The claims of a token that the provider has signed. A key that we do not know may be a new one: keys are asked for
    /// once more, when `may_ask`.
    async fn read(&self, token: &str, now: i64, may_ask: bool) -> Result<Map<String, Value>, SignInFailed> {
        let known = self.keys.known();
        // Without keys it is read as well: nobody is asked about what is no token at all.
        match token::read(token, known.as_ref().unwrap_or(&NO_KEYS), &self.settings, now) {
            Err(Doubt::Key) if may_ask => {}
            Err(Doubt::Key) if known.is_none() => {
                return Err(SignInFailed::Unavailable("no keys since the last question".to_owned()));
            }
            result => return result.map_err(doubted),
        }
        self.keys.are_asked_for(now);
        let keys = self.keys.renewed(&self.web, self.metadata().await?).await?;
        token::read(token, &keys, &self.settings, now).map_err(doubted)
    }

    /// Whether a callback's `iss` is the configured issuer (RFC 9207); a provider that announces it must send it.
    ///
    /// # Errors
    /// The provider did not answer.
    pub async fn is_issuer(&self, iss: Option<&str>) -> Result<bool, SignInFailed> {
        let metadata = self.metadata().await?;
        Ok(iss.map_or(!metadata.authorization_response_iss_parameter_supported, |iss| {
            iss == self.settings.issuer
        }))
    }

    async fn metadata(&self) -> Result<&Metadata, SignInFailed> {
        self.metadata.get_or_try_init(|| provider::discover(&self.web, &self.settings.issuer)).await
    }
}

fn doubted(doubt: Doubt) -> SignInFailed {
    SignInFailed::Failed(match doubt {
        Doubt::Key => "token: no known key has signed it".to_owned(),
        Doubt::Token(what) => format!("token: {what}"),
    })
}

fn joint(url: &str) -> char {
    if url.contains('?') { '&' } else { '?' }
}
