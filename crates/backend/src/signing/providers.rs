//! The signing services of this deployment, and which of them a credential belongs to.

use std::sync::Arc;

use super::SigningProvider;
use super::csc::Csc;
use super::gateway::Gateway;
use crate::config::{self, SigningApi, is_signing_id};

/// Between a service's id and its own id of a key: ids of services cannot contain it.
const MARK: char = ':';

/// One signing service under the id that this deployment gave it.
pub struct Signer {
    /// What credentials and the configuration know it by.
    pub id: String,
    /// The way to it.
    pub port: Box<dyn SigningProvider>,
}

impl Signer {
    /// The service and the key in one: what a dossier and the browser know a credential by.
    #[must_use]
    pub fn credential(&self, key: &str) -> String {
        format!("{}{MARK}{key}", self.id)
    }
}

/// All of them, in the order of the configuration.
pub struct Signers {
    all: Vec<Arc<Signer>>,
    roots: Vec<Vec<u8>>,
}

impl Signers {
    /// The configured services; at least one.
    ///
    /// # Errors
    /// A file of trusted authorities cannot be read or holds no certificate.
    pub fn open(services: &[config::Signing], web: &reqwest::Client) -> Result<Self, String> {
        let open = |settings: &config::Signing| {
            let port: Box<dyn SigningProvider> = match settings.api {
                SigningApi::Csc => Box::new(Csc::v2(settings, web.clone())?),
                SigningApi::CscV1 => Box::new(Csc::v1(settings, web.clone())?),
                SigningApi::SmartCa => Box::new(Gateway::smartca(settings, web.clone())?),
                SigningApi::ESign => Box::new(Gateway::esign(settings, web.clone())?),
            };
            Ok(Arc::new(Signer { id: settings.id.clone(), port }))
        };
        let all = services.iter().map(open).collect::<Result<Vec<_>, String>>()?;
        let mut roots: Vec<_> = all.iter().flat_map(|signer| signer.port.roots().to_vec()).collect();
        roots.sort_unstable();
        roots.dedup();
        Ok(Self { all, roots })
    }

    /// Each of them.
    #[must_use]
    pub fn all(&self) -> &[Arc<Signer>] {
        &self.all
    }

    /// The one with this id.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<&Signer> {
        self.all.iter().map(Arc::as_ref).find(|signer| signer.id == id)
    }

    /// The service that has a credential, and its own id of the key; none when it is not configured any more.
    #[must_use]
    pub fn of<'a>(&self, credential: &'a str) -> Option<(&Signer, &'a str)> {
        match credential.split_once(MARK) {
            Some((id, key)) if is_signing_id(id) => Some((self.named(id)?, key)),
            // Noted when there was one service, whose id nobody had to say.
            _ => Some((self.all.first()?.as_ref(), credential)),
        }
    }

    /// The certification authorities that any of them is trusted with; DER.
    #[must_use]
    pub fn roots(&self) -> &[Vec<u8>] {
        &self.roots
    }
}
