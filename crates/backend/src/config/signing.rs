//! What a deployment says about its remote signing services: one table, or a list of them.
//!
//! What the values mean to a service is decided in `signing`.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// One remote signing service.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// Our word for it, of lower-case letters, digits and hyphens. Attempts to sign remember it: it is never given to another service.
    #[serde(default = "csc")]
    pub id: String,
    /// What it speaks.
    #[serde(default)]
    pub api: SigningApi,
    /// What citizens know it as; without it, as it calls itself.
    #[serde(default)]
    pub name: Option<String>,
    /// Where its API is.
    pub base: String,
    /// Who we are there: the client's id, or the `sp_id`.
    pub client_id: String,
    /// And how we prove it: the client's secret, or the `sp_password`.
    pub client_secret: String,
    /// PEM file of the certification authorities that are trusted.
    pub roots: PathBuf,
    /// What the service sends as a bearer token when it calls back. Without it nobody may call, and the service is only asked.
    #[serde(default)]
    pub webhook_secret: Option<String>,
    /// The authorities behind the national gateway (`ca_name`) whose certificates citizens may use: each is asked for them.
    #[serde(default)]
    pub authorities: Vec<String>,
}

/// What a signing service speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum SigningApi {
    /// The Cloud Signature Consortium API, version 2.
    #[default]
    #[serde(rename = "csc-v2")]
    Csc,
    /// The Cloud Signature Consortium API, version 1.0.4.
    #[serde(rename = "csc-v1")]
    CscV1,
    /// The gateway of VNPT `SmartCA` (`sp769`, version 1).
    #[serde(rename = "smartca")]
    SmartCa,
    /// The national gateway eSign (`sign_v2`).
    #[serde(rename = "esign")]
    ESign,
}

fn csc() -> String {
    "csc".to_owned()
}

/// Whether this can be the id of a service.
#[must_use]
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// What contradicts itself.
pub(super) fn fault(services: &[Signing]) -> Option<String> {
    if services.is_empty() {
        return Some("signing names no service".to_owned());
    }
    let mut ids = BTreeSet::new();
    services.iter().find_map(|service| {
        let id = &service.id;
        if !is_id(id) {
            Some(format!("signing.id {id:?} must be of lower-case letters, digits and hyphens"))
        } else if !ids.insert(id) {
            Some(format!("two signing services have the id {id:?}"))
        } else if matches!(service.api, SigningApi::SmartCa | SigningApi::ESign) && service.name.is_none() {
            Some(format!("signing service {id:?} needs a name: its API tells none"))
        } else if matches!(service.api, SigningApi::Csc | SigningApi::CscV1)
            && service.webhook_secret.is_some()
        {
            Some(format!("signing service {id:?} never calls back: its API knows no webhook"))
        } else if (service.api == SigningApi::ESign) == service.authorities.is_empty() {
            Some(format!("signing service {id:?}: authorities are named for the API esign, and only for it"))
        } else {
            None
        }
    })
}

/// `[signing]` is one service, `[[signing]]` each of several.
pub(super) fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Signing>, D::Error> {
    struct Services;
    impl<'de> Visitor<'de> for Services {
        type Value = Vec<Signing>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a signing service, or a list of them")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            Signing::deserialize(MapAccessDeserializer::new(map)).map(|one| vec![one])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
            Vec::deserialize(SeqAccessDeserializer::new(list))
        }
    }
    from.deserialize_any(Services)
}

#[cfg(test)]
mod tests {
    use super::{Signing, SigningApi, fault, one_or_more};
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct File {
        #[serde(deserialize_with = "one_or_more")]
        signing: Vec<Signing>,
    }

    const CSC: &str = "base = 'b'\nclient_id = 'c'\nclient_secret = 's'\nroots = 'r'\n";

    fn read(text: &str) -> Vec<Signing> {
        toml::from_str::<File>(text).unwrap().signing
    }

    #[test]
    fn one_table_is_one_service_and_a_list_keeps_its_order() {
        let one = read(&format!("[signing]\n{CSC}"));
        assert_eq!(
            one.iter().map(|one| (one.id.as_str(), one.api)).collect::<Vec<_>>(),
            [("csc", SigningApi::Csc)]
        );
        assert_eq!(fault(&one), None);
        let gateway = format!("[[signing]]\nid = 'vnpt'\napi = 'smartca'\nname = 'SmartCA'\n{CSC}");
        let two = read(&format!("{gateway}[[signing]]\n{CSC}"));
        assert_eq!(two.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["vnpt", "csc"]);
        assert_eq!(fault(&two), None);
    }

    #[test]
    fn what_contradicts_itself_is_refused_with_the_service_in_question() {
        for (text, part) in [
            ("signing = []".to_owned(), "no service"),
            (format!("[[signing]]\n{CSC}[[signing]]\n{CSC}"), "two signing services"),
            (format!("[signing]\nid = 'Viettel CA'\n{CSC}"), "lower-case"),
            (format!("[signing]\napi = 'smartca'\n{CSC}"), "needs a name"),
            (format!("[signing]\nwebhook_secret = 'w'\n{CSC}"), "never calls back"),
            (format!("[signing]\napi = 'esign'\nname = 'eSign'\n{CSC}"), "authorities"),
            (format!("[signing]\nauthorities = ['VNPT-CA']\n{CSC}"), "authorities"),
        ] {
            let found = fault(&read(&text)).unwrap_or_default();
            assert!(found.contains(part), "{text}: {found}");
        }
        let unknown = toml::from_str::<File>(&format!("[[signing]]\ncolour = 'red'\n{CSC}"));
        assert!(unknown.err().unwrap().message().contains("unknown field `colour`"));
    }
}
