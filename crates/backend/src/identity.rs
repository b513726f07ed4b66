//! Signing in: `OpenID` Connect code flow with PKCE S256, state and nonce bound to a pre-login cookie. The backend is the
//! confidential client (BFF); no token ever reaches the browser or the store.
//!
//! Sessions begin where this ends.

mod claims;
mod provider;

use crate::config::{Config, Identity as Settings};

pub use claims::Person;
pub use provider::Metadata;

/// The identity provider, as configured.
pub struct Identity {
    settings: Settings,
    /// Where the provider sends the browser after ending its own session.
    signed_out: String,
    web: reqwest::Client,
    metadata: tokio::sync::OnceCell<Metadata>,
}

/// Why nobody is signed in now.
#[derive(Debug)]
pub enum SignInFailed {
    /// The citizen said no at the provider.
    Cancelled,
    /// The sign-in is not (or no longer) one that this browser began.
    Expired,
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
            Self::Failed(_) => "failed",
            Self::Unavailable(_) => "unavailable",
        }
    }
}

impl Identity {
    /// A client that has not spoken to the provider yet.
    #[must_use]
    pub fn new(config: &Config, web: reqwest::Client) -> Self {
        Self {
            settings: config.identity.clone(),
            signed_out: format!("{}/auth/sign-out-done", config.public_url),
            web,
            metadata: tokio::sync::OnceCell::new(),
        }
    }

    /// Where to send the browser to sign in.
    ///
    /// # Errors
    /// The provider did not answer.
    pub async fn authorize_url(
        &self,
        state: &str,
        nonce: &str,
        challenge: &str,
    ) -> Result<String, SignInFailed> {
        let metadata = self.metadata().await?;
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("scope", "openid")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.settings.redirect_uri)
            .append_pair("state", state)
            .append_pair("nonce", nonce)
            .append_pair("code_challenge", challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("acr_values", "LoA2 LoA1")
            .finish();
        Ok(format!("{}{}{query}", metadata.authorization_endpoint, joint(&metadata.authorization_endpoint)))
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
        nonce: &str,
        now: i64,
    ) -> Result<Person, SignInFailed> {
        let metadata = self.metadata().await?;
        let id_token = provider::exchange(&self.web, metadata, &self.settings, code, verifier).await?;
        let keys = provider::keys(&self.web, metadata).await?;
        claims::check(&id_token, &keys, &self.settings, nonce, now)
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

fn joint(url: &str) -> char {
    if url.contains('?') { '&' } else { '?' }
}
