//! The documents of the CSC API that we read, and what we take from them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dossier::signature::Algorithm;
use serde::Deserialize;
use serde_json::Value;

use crate::error::incident;
use crate::signing::Offered;

/// id-sha256
pub(super) const SHA256: &str = "2.16.840.1.101.3.4.2.1";
/// ecdsa-with-SHA256
const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";
/// sha256WithRSAEncryption
const RSA_SHA256: &str = "1.2.840.113549.1.1.11";
/// rsaEncryption: services name it when the hash decides the rest.
const RSA: &str = "1.2.840.113549.1.1.1";

#[derive(Deserialize)]
pub(super) struct Token {
    pub access_token: String,
}

#[derive(Deserialize)]
pub(super) struct Service {
    pub name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listed {
    #[serde(default)]
    pub credential_infos: Vec<Value>,
}

/// A list of version 1.
#[derive(Deserialize)]
pub(super) struct Identified {
    #[serde(rename = "credentialIDs", default)]
    pub credential_ids: Vec<String>,
    /// Says that there is a further page, and which.
    #[serde(rename = "nextPageToken", default)]
    pub next_page_token: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(rename = "credentialID")]
    pub credential_id: String,
    #[serde(flatten)]
    pub info: Info,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Info {
    key: Key,
    cert: Cert,
    /// How one is authorized, in version 1, where PIN and OTP stand beside it.
    #[serde(default)]
    auth_mode: Option<String>,
    #[serde(rename = "PIN", default)]
    pin: Wanted,
    #[serde(rename = "OTP", default)]
    otp: Wanted,
    /// And in version 2.
    #[serde(default)]
    auth: Auth,
}

/// Whether something is to be typed (version 1): `true`, `false` or `optional`, as text or not.
#[derive(Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    presence: Value,
}

impl Wanted {
    fn is_needed(&self) -> bool {
        self.presence == Value::Bool(true) || self.presence == "true"
    }
}

/// How one is authorized (version 2): with what has to be sent along, if anything.
#[derive(Default, Deserialize)]
struct Auth {
    #[serde(default)]
    mode: Option<String>,
    #[serde(default)]
    objects: Vec<Value>,
}

impl Info {
    /// Whether the service asks the citizen itself: a PIN or a one-time password must not pass through the portal, and nobody is led away.
    fn is_authorized_elsewhere(&self) -> bool {
        match self.auth_mode.as_deref().or(self.auth.mode.as_deref()) {
            None | Some("implicit") => true,
            Some("explicit") => {
                !self.pin.is_needed() && !self.otp.is_needed() && self.auth.objects.is_empty()
            }
            Some(_) => false,
        }
    }
}

#[derive(Deserialize)]
struct Key {
    status: String,
    #[serde(default)]
    algo: Vec<String>,
}

#[derive(Deserialize)]
struct Cert {
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    certificates: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Authorized {
    pub handle: String,
    /// Seconds; the specification's answer 202 need not name them.
    #[serde(default)]
    pub expires_in: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Sad {
    #[serde(rename = "SAD")]
    pub sad: String,
}

#[derive(Deserialize)]
pub(super) struct Signatures {
    pub signatures: Vec<String>,
}

/// The credentials of a list. One that cannot be read leaves the others as they are.
pub(super) fn all_offered(described: Vec<Value>) -> Vec<Offered> {
    let read = |value: Value| {
        let named: Named = serde_json::from_value(value).map_err(|error| error.to_string())?;
        offered(named.credential_id, named.info)
    };
    let read = described.into_iter().map(read);
    read.filter_map(|one| {
        one.inspect_err(|what| drop(incident(&format!("signing: a credential: {what}")))).ok()
    })
    .collect()
}

/// A credential as the port knows it.
pub(super) fn offered(id: String, info: Info) -> Result<Offered, String> {
    let chain = info.cert.certificates.iter().map(|text| STANDARD.decode(text));
    let chain = chain.collect::<Result<Vec<_>, _>>().map_err(|_| "a certificate is no base64".to_owned())?;
    let has = |oid: &str| info.key.algo.iter().any(|algo| algo == oid);
    let algorithm = if !info.is_authorized_elsewhere() {
        None
    } else if has(ECDSA_SHA256) {
        Some(Algorithm::EcdsaP256Sha256)
    } else if has(RSA_SHA256) || has(RSA) {
        Some(Algorithm::RsaSha256)
    } else {
        None
    };
    let status = match info.key.status.as_str() {
        "enabled" => info.cert.status.unwrap_or_else(|| "valid".to_owned()),
        other => other.to_owned(),
    };
    Ok(Offered { id, chain, status, algorithm })
}

/// The algorithm's name in requests.
pub(super) const fn oid(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::EcdsaP256Sha256 => ECDSA_SHA256,
        Algorithm::RsaSha256 => RSA_SHA256,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Algorithm, Authorized, Listed, all_offered};

    #[test]
    fn a_credential_of_an_unknown_kind_leaves_the_others_in_the_list() {
        let of = |id: &str, algo: &str, certificate: &str| {
            json!({ "credentialID": id, "key": { "status": "enabled", "algo": [algo] },
                    "cert": { "status": "valid", "certificates": [certificate] } })
        };
        let listed: Listed = serde_json::from_value(json!({ "credentialInfos": [
            of("ed25519", "1.3.101.112", "AAAA"),
            of("p256", "1.2.840.10045.4.3.2", "AAAA"),
            of("garbled", "1.2.840.10045.4.3.2", "no base64!"),
            { "credentialID": "without a key" },
            of("rsa", "1.2.840.113549.1.1.1", "AAAA"),
        ] }))
        .unwrap();
        let offered = all_offered(listed.credential_infos);
        let shown: Vec<_> = offered.iter().map(|one| (one.id.as_str(), one.algorithm)).collect();
        let (p256, rsa) = (Some(Algorithm::EcdsaP256Sha256), Some(Algorithm::RsaSha256));
        assert_eq!(shown, [("ed25519", None), ("p256", p256), ("rsa", rsa)]);
    }

    #[test]
    fn a_credential_that_wants_a_pin_through_the_portal_is_not_used() {
        let of = |mode: Value| {
            let mut one = json!({ "credentialID": "c", "key": { "status": "enabled", "algo": ["1.2.840.10045.4.3.2"] },
                "cert": { "certificates": ["AAAA"] } });
            one.as_object_mut().unwrap().extend(mode.as_object().unwrap().clone());
            all_offered(vec![one]).remove(0).algorithm
        };
        for (mode, is_used) in [
            (json!({}), true),
            (json!({ "authMode": "implicit" }), true),
            (
                json!({ "authMode": "explicit", "PIN": { "presence": "false" }, "OTP": { "presence": "optional" } }),
                true,
            ),
            (json!({ "authMode": "explicit", "PIN": { "presence": "true" } }), false),
            (json!({ "authMode": "explicit", "OTP": { "presence": true, "type": "online" } }), false),
            (json!({ "authMode": "oauth2code" }), false),
            (json!({ "auth": { "mode": "explicit", "objects": [] } }), true),
            (
                json!({ "auth": { "mode": "explicit", "objects": [{ "type": "Password", "id": "PIN" }] } }),
                false,
            ),
            (json!({ "auth": { "mode": "oauth2code" } }), false),
        ] {
            assert_eq!(of(mode.clone()).is_some(), is_used, "{mode}");
        }
    }

    #[test]
    fn a_service_need_not_say_how_long_it_waits() {
        let authorized: Authorized = serde_json::from_value(json!({ "handle": "h" })).unwrap();
        assert_eq!((authorized.handle.as_str(), authorized.expires_in), ("h", None));
    }
}
