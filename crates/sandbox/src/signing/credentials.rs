//! Which certificates a citizen has, and what is in them. An expired one is listed too, and says that it is expired.

use axum::{Json, body::Bytes, extract::State, http::HeaderMap};
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{ECDSA_SHA256, MOST_HASHES, admit, read};
use crate::{
    citizen, clock,
    fault::Fault,
    problem::{Refusal, refuse},
    seal,
    vault::{Credential, Vault, enterprise},
    world::World,
};

/// id-Ed25519
pub const ED25519: &str = "1.3.101.112";

/// How much of the certificates is wanted: `none`, `single`, `chain`.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Certificates {
    None,
    #[default]
    Single,
    Chain,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct List {
    #[serde(rename = "userID")]
    user_id: Option<String>,
    #[serde(default)]
    credential_info: bool,
    #[serde(default)]
    certificates: Certificates,
    #[serde(default)]
    cert_info: bool,
    #[serde(default)]
    only_valid: bool,
}

/// `credentials/list`: an unknown citizen has an empty list.
pub async fn list(
    State(world): State<World>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let fault = admit(&world, &headers)?;
    let list: List = read(&body)?;
    let user = list.user_id.filter(|user| citizen::is_id(user) || enterprise::is_code(user));
    let user = user.ok_or_else(|| refuse("invalid_request", "Missing or invalid parameter userID."))?;
    let now = world.now();
    let mut found = held(world.vault(), &user, fault);
    found.retain(|credential| !list.only_valid || credential.is_valid_at(now));
    let mut answer = json!({ "credentialIDs": found.iter().map(|one| &one.id).collect::<Vec<_>>() });
    if list.credential_info {
        let describe = |one: &&Credential| {
            let mut described = description(world.vault(), one, list.certificates, list.cert_info, now);
            described["credentialID"] = json!(one.id);
            if fault == Fault::OddKey && one.is_valid_at(now) {
                described["key"]["algo"] = json!([ED25519]);
            }
            described
        };
        answer["credentialInfos"] = found.iter().map(describe).collect();
    }
    Ok(Json(answer))
}

/// What is in an account; by mistake also a certificate of somebody else.
pub fn held<'a>(vault: &'a Vault, account: &str, fault: Fault) -> Vec<&'a Credential> {
    let is_astray = |one: &&Credential| fault == Fault::OtherPerson && one.owner != account;
    let astray = vault.credentials().iter().find(|one| is_astray(one) && one.account == one.owner);
    vault.credentials_of(account).chain(astray).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lookup {
    #[serde(rename = "credentialID")]
    credential_id: String,
    #[serde(default)]
    certificates: Certificates,
    #[serde(default)]
    cert_info: bool,
}

impl Lookup {
    /// What is known of the credential that is asked about, as version 2 writes it.
    pub fn described(&self, world: &World) -> Result<Value, Refusal> {
        let credential = world
            .vault()
            .credential(&self.credential_id)
            .ok_or_else(|| refuse("invalid_request", "Invalid parameter credentialID."))?;
        Ok(description(world.vault(), credential, self.certificates, self.cert_info, world.now()))
    }
}

/// `credentials/info`.
pub async fn info(
    State(world): State<World>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    admit(&world, &headers)?;
    let info: Lookup = read(&body)?;
    Ok(Json(info.described(&world)?))
}

fn description(
    vault: &Vault,
    credential: &Credential,
    certificates: Certificates,
    has_details: bool,
    now: OffsetDateTime,
) -> Value {
    let own = seal::base64(&credential.certificate);
    let mut cert = json!({ "status": if credential.is_valid_at(now) { "valid" } else { "expired" } });
    match certificates {
        Certificates::None => (),
        Certificates::Single => cert["certificates"] = json!([own]),
        Certificates::Chain => {
            let above = vault.chain().map(seal::base64);
            cert["certificates"] = json!([own, above[0], above[1]]);
        }
    }
    if has_details {
        let name = citizen::by_id(&credential.owner).map_or("", |owner| owner.name);
        cert["issuerDN"] = json!("CN=Sandbox Issuing CA (not trusted),C=VN");
        cert["subjectDN"] = json!(format!("SERIALNUMBER=CCCD:{},CN={name},C=VN", credential.owner));
        cert["serialNumber"] = json!(credential.serial);
        cert["validFrom"] = json!(generalized(credential.not_before));
        cert["validTo"] = json!(generalized(credential.not_after));
    }
    json!({
        "description": "Chứng thư số cá nhân (thử nghiệm)",
        "key": {
            "status": "enabled",
            "algo": ["1.2.840.10045.2.1", ECDSA_SHA256],
            "len": 256,
            "curve": "1.2.840.10045.3.1.7",
        },
        "cert": cert,
        "auth": { "mode": "explicit", "objects": [] },
        "SCAL": "2",
        "multisign": MOST_HASHES,
        "lang": "vi",
    })
}

/// `20261121080000Z`, always UTC.
fn generalized(seconds: i64) -> String {
    clock::stamp(clock::at(seconds).to_offset(time::UtcOffset::UTC)) + "Z"
}
