//! Runtime configuration: `config.json`, which `boot.js` has fetched and left in the page before the app started.
//!
//! A missing or broken file means the defaults below; the portal never fails for it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::browser::page;

/// How this deployment is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Brand {
    /// The portal's name.
    pub name: String,
    /// What it is, in one line.
    pub tagline: String,
}

/// What an operator may set without building again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Config {
    /// Address of the backend; empty for the portal's own origin.
    pub backend: String,
    /// The brand by language.
    pub brand: BTreeMap<String, Brand>,
    /// Languages on offer, the first is the default.
    pub languages: Vec<String>,
    /// Switches by name.
    pub features: BTreeMap<String, bool>,
}

impl Config {
    fn read() -> Config {
        let text = page::meta("app-config").unwrap_or_default();
        let mut config: Config = serde_json::from_str(&text).unwrap_or_default();
        while config.backend.ends_with('/') {
            config.backend.pop();
        }
        if config.languages.is_empty() {
            config.languages = vec!["vi".into(), "en".into()];
        }
        config
    }

    /// The brand in a language, or in whichever there is.
    #[must_use]
    pub fn brand(&self, language: &str) -> Option<&Brand> {
        self.brand.get(language).or_else(|| self.brand.values().next())
    }

    /// Whether a feature is switched on.
    #[must_use]
    pub fn has(&self, feature: &str) -> bool {
        self.features.get(feature).copied().unwrap_or_default()
    }
}

/// The configuration of this page load.
#[must_use]
pub fn use_config() -> &'static Config {
    static CONFIG: OnceLock<Config> = OnceLock::new();
    CONFIG.get_or_init(Config::read)
}
