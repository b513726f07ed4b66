//! Runtime configuration: `config.json`, which `boot.js` has fetched and left in the page before the app started.
//!
//! A missing or broken file means the defaults below, and so does a key that holds something else than it should; the portal
//! never fails for it, and one slip costs no other key.

use std::sync::OnceLock;

use serde_json::Value;

use crate::browser::page;

/// How this deployment is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// The portal's name.
    pub name: String,
    /// What it is, in one line.
    pub tagline: String,
}

/// What an operator may set without building again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Address of the backend; empty for the portal's own origin.
    pub backend: String,
    /// The brand by language.
    pub brand: Vec<(String, Brand)>,
    /// Languages on offer, the first is the default.
    pub languages: Vec<String>,
    /// The features that are switched off.
    pub off: Vec<String>,
}

impl Config {
    fn from_json(text: &str) -> Config {
        let whole: Value = serde_json::from_str(text).unwrap_or_default();
        let texts = whole["languages"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut languages: Vec<String> = texts.map(str::to_owned).collect();
        if languages.is_empty() {
            languages = vec!["vi".into(), "en".into()];
        }
        let part = |brand: &Value, name: &str| brand[name].as_str().unwrap_or_default().trim().to_owned();
        let brands = whole["brand"].as_object().into_iter().flatten().map(|(language, brand)| {
            (language.clone(), Brand { name: part(brand, "name"), tagline: part(brand, "tagline") })
        });
        let switches = whole["features"].as_object().into_iter().flatten();
        Config {
            backend: whole["backend"].as_str().unwrap_or_default().trim_end_matches('/').to_owned(),
            brand: brands.filter(|(_, brand)| !brand.name.is_empty()).collect(),
            languages,
            off: switches.filter(|(_, on)| **on == false).map(|(name, _)| name.clone()).collect(),
        }
    }

    /// The brand in a language, or in whichever there is; none when nobody has named the portal.
    #[must_use]
    pub fn brand(&self, language: &str) -> Option<&Brand> {
        let named = self.brand.iter().find(|(known, _)| known == language);
        named.or_else(|| self.brand.first()).map(|(_, brand)| brand)
    }

    /// The language to start in: the one the citizen has chosen before if it is on offer, otherwise the first on offer.
    #[must_use]
    pub fn language(&self, chosen: Option<&str>) -> Option<&str> {
        let chosen = self.languages.iter().find(|offered| chosen == Some(offered.as_str()));
        chosen.or_else(|| self.languages.first()).map(String::as_str)
    }

    /// Feature `read_ahead`, on unless switched off: while nothing else is to do, the files of the steps of a dossier are
    /// fetched before the citizen opens the first step.
    #[must_use]
    pub fn reads_ahead(&self) -> bool {
        !self.off.iter().any(|name| name == "read_ahead")
    }
}

/// Whom fees are transferred to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// The bank's number, six digits.
    pub bin: String,
    /// The account's number.
    pub account: String,
    /// What the bank is called.
    pub bank: String,
    /// Whom the account belongs to, as banking apps show it.
    pub name: String,
}

impl Payee {
    fn from_json(text: &str) -> Option<Payee> {
        let whole: Value = serde_json::from_str(text).ok()?;
        let part =
            |name: &str| whole["payee"][name].as_str().filter(|part| !part.is_empty()).map(str::to_owned);
        Some(Payee { bin: part("bin")?, account: part("account")?, bank: part("bank")?, name: part("name")? })
    }
}

/// The payee of this page load, from the file that came with the page and not with the code; none when nobody has named one. Read
/// where it is needed: few visits do.
#[must_use]
pub fn payee() -> Option<Payee> {
    Payee::from_json(&page::meta("app-config")?)
}

/// The configuration of this page load.
#[must_use]
pub fn use_config() -> &'static Config {
    static CONFIG: OnceLock<Config> = OnceLock::new();
    CONFIG.get_or_init(|| Config::from_json(&page::meta("app-config").unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Config, Payee};

    #[test]
    fn the_first_language_on_offer_is_the_default() {
        let config = Config::from_json(r#"{"languages": ["en", "vi"]}"#);
        assert_eq!(config.language(None), Some("en"));
        assert_eq!(config.language(Some("vi")), Some("vi"));
    }

    #[test]
    fn a_language_chosen_before_counts_only_while_it_is_on_offer() {
        let config = Config::from_json(r#"{"languages": ["vi"]}"#);
        assert_eq!(config.language(Some("en")), Some("vi"));
        assert_eq!(Config::from_json("broken").language(Some("en")), Some("en"));
    }

    #[test]
    fn a_key_that_holds_something_else_means_its_default_and_costs_no_other_key() {
        let config = Config::from_json(
            r#"{"backend": 5, "brand": [], "languages": ["en", 7], "features": {"read_ahead": false, "x": "y"}}"#,
        );
        assert_eq!(config.backend, "");
        assert_eq!(config.brand("vi"), None);
        assert_eq!(config.languages, ["en"]);
        assert!(!config.reads_ahead());
        let config = Config::from_json(
            r#"{"backend": "https://api.example.vn/", "brand": {"vi": 5, "en": {"name": "Desk"}}, "languages": "vi"}"#,
        );
        assert_eq!(config.backend, "https://api.example.vn");
        assert_eq!(config.brand("vi").map(|brand| brand.name.as_str()), Some("Desk"));
        assert_eq!(config.languages, ["vi", "en"]);
        for nothing in ["", "null", "[]", "<!doctype html>"] {
            assert_eq!(Config::from_json(nothing), Config::from_json("{}"), "{nothing}");
        }
    }

    #[test]
    fn a_payee_is_whole_or_is_not_there() {
        let whole = r#"{"payee": {"bin": "970999", "account": "0011", "bank": "B", "name": "N"}}"#;
        assert_eq!(Payee::from_json(whole).map(|payee| payee.account).as_deref(), Some("0011"));
        assert_eq!(Payee::from_json(&whole.replace("0011", "")), None);
        assert_eq!(Payee::from_json("{}"), None);
    }

    #[test]
    fn reading_ahead_is_on_unless_it_is_switched_off() {
        assert!(Config::from_json("{}").reads_ahead());
        assert!(!Config::from_json(r#"{"features": {"read_ahead": false}}"#).reads_ahead());
    }
}
