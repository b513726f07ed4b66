//! The same service after version 1.0.4 of the CSC API: other names and shapes, and an authorization that keeps its caller on the line
//! until the phone has answered. Authorization is implicit: no PIN and no one-time password is ever taken here.

use std::time::Duration;

use axum::{Json, body::Bytes, extract::State, http::HeaderMap};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ECDSA_SHA256, SHA256, admit,
    authorize::{self, Standing},
    credentials::{ED25519, Lookup, held},
    hash, read,
};
use crate::{
    citizen,
    fault::Fault,
    problem::{Refusal, refuse},
    vault::enterprise,
    world::World,
};

/// Identifiers on one page of a list, whatever was wished for: so few that whoever reads one page alone is found out.
const PAGE: usize = 1;
/// How often the clock is looked at while nothing happens.
const LOOK: Duration = Duration::from_secs(1);

/// `info`.
pub async fn info(State(world): State<World>) -> Json<Value> {
    Json(json!({
        "specs": "1.0.4.0",
        "name": "Dịch vụ ký số thử nghiệm",
        "logo": "",
        "region": "VN",
        "lang": "vi",
        "description": "Sandbox remote signing; its root is trusted by nobody",
        "authType": ["oauth2client"],
        "oauth2": world.url("/csc/v1"),
        "methods": ["oauth2/token", "credentials/list", "credentials/info", "credentials/authorize",
            "signatures/signHash"],
    }))
}

#[derive(Deserialize)]
struct List {
    #[serde(rename = "userID")]
    user_id: Option<String>,
    #[serde(rename = "pageToken")]
    page_token: Option<String>,
}

/// `credentials/list`: identifiers alone, a page at a time; an unknown citizen has an empty list.
pub async fn list(
    State(world): State<World>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let fault = admit(&world, &headers)?;
    let list: List = read(&body)?;
    let user = list.user_id.filter(|user| citizen::is_id(user) || enterprise::is_code(user));
    let user = user.ok_or_else(|| refuse("invalid_request", "Missing or invalid parameter userID."))?;
    let ids: Vec<_> = held(world.vault(), &user, fault).into_iter().map(|one| &one.id).collect();
    let from = list.page_token.as_ref().map_or(Some(0), |token| ids.iter().position(|id| *id == token));
    let from = from.ok_or_else(|| refuse("invalid_request", "Invalid parameter pageToken."))?;
    let mut answer = json!({ "credentialIDs": ids.iter().skip(from).take(PAGE).collect::<Vec<_>>() });
    // The next page is known by what it begins with.
    if let Some(next) = ids.get(from + PAGE) {
        answer["nextPageToken"] = json!(next);
    }
    Ok(Json(answer))
}

/// `credentials/info`: how one is authorized stands in a member of its own.
pub async fn credential(
    State(world): State<World>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let fault = admit(&world, &headers)?;
    let lookup: Lookup = read(&body)?;
    let mut described = lookup.described(&world)?;
    if let Some(members) = described.as_object_mut() {
        members.remove("auth");
    }
    described["authMode"] = json!("implicit");
    if fault == Fault::OddKey && described["cert"]["status"] == "valid" {
        described["key"]["algo"] = json!([ED25519]);
    }
    Ok(Json(described))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ask {
    #[serde(rename = "credentialID")]
    credential_id: String,
    num_signatures: usize,
    hash: Vec<String>,
    #[serde(default)]
    description: String,
    #[serde(rename = "PIN")]
    pin: Option<String>,
    #[serde(rename = "OTP")]
    otp: Option<String>,
}

/// `credentials/authorize`: answers when the phone has, or when its time is over.
pub async fn authorize(
    State(world): State<World>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    admit(&world, &headers)?;
    let Ask { credential_id, num_signatures, hash: hashes, description, pin, otp } = read(&body)?;
    if pin.is_some() || otp.is_some() {
        return Err(refuse("invalid_request", "This credential is authorized on the phone: no PIN, no OTP."));
    }
    let mut news = world.news();
    let wanted = authorize::Wanted { credential_id, num_signatures, hashes, description };
    let handle = authorize::open(&world, wanted)?;
    loop {
        if let Standing::Given(sad, left) = authorize::standing(&world, &handle)? {
            return Ok(Json(json!({ "SAD": sad, "expiresIn": left })));
        }
        // Either something has changed, or a second has gone by: both are reasons to look again.
        let _ = tokio::time::timeout(LOOK, news.changed()).await;
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sign {
    #[serde(rename = "credentialID")]
    credential_id: String,
    #[serde(rename = "SAD")]
    sad: String,
    hash: Vec<String>,
    hash_algo: Option<String>,
    #[serde(rename = "signAlgo")]
    algorithm: String,
}

/// `signatures/signHash`.
pub async fn sign(
    State(world): State<World>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let fault = admit(&world, &headers)?;
    let wanted: Sign = read(&body)?;
    if wanted.hash_algo.is_some_and(|oid| oid != SHA256) || wanted.algorithm != ECDSA_SHA256 {
        return Err(refuse("invalid_request", "Invalid algorithm: ECDSA with SHA-256 only."));
    }
    let wanted = hash::Wanted { credential_id: wanted.credential_id, sad: wanted.sad, hashes: wanted.hash };
    hash::make(&world, &wanted, fault)
}
