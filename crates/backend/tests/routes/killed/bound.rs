//! `kill -9` at a write while a citizen signs at a signing gateway, or stands by what is fixed with the electronic identity.

use std::sync::Mutex;

use axum::http::Method;
use dossier::signature::{pem_certificates, verify};
use serde_json::{Value, json};

use super::phones::asked_once;
use super::records::{filed_once, paid_once};
use super::{FEE, Killable, frozen_birth, next, papers_at_desk, to_the_end, tried};
use crate::citizen::{Citizen, HANG, cookie};
use crate::gateway::at::{ESIGN, Gateway, SMARTCA};
use crate::world::World;

/// Writes of each story that each run tries.
const SAMPLE: usize = 3;

/// From what is fixed, signed at this gateway, to the official code.
async fn signed_there(own: &mut Killable<'_>, at: usize, gateway: &Gateway) -> usize {
    let hang = Citizen::sign_in(own.world, HANG).await;
    let id = frozen_birth(&hang, at).await;
    let writes = to_the_end(own, &hang, &id, at, async |own| next(own, &hang, &id, gateway.id).await).await;
    own.settle().await;
    let hang = Citizen::sign_in(own.world, HANG).await;
    let state = hang.dossier(&id).await["state"].clone();
    let filing = filed_once(&own.ledger(), &id, at)["code"].clone();
    assert_eq!(filing, state["filing"]["code"], "killed at write {at}");
    paid_once(own, &state, FEE, at);
    asked_once(own, &id, &[&state["signing"]], at);
    let [content, container] =
        papers_at_desk(own, &hang, &id, &filing, ["dossier.json", "dossier.p7s"]).await;
    let roots = std::fs::read_to_string(own.world.path(gateway.roots)).unwrap();
    let signer = verify(&container, &content, &pem_certificates(&roots).unwrap(), &own.now().await).unwrap();
    assert_eq!(signer.must_be(hang.id), Ok(()), "killed at write {at}");
    writes
}

/// Goes to the identity provider and comes back; whatever is answered, the page is looked at again. Nothing when the backend is gone.
async fn stand_by(hang: &Citizen<'_>, path: &str, state: &Value) -> Option<String> {
    let wanted = json!({ "sha256": state["snapshot"]["sha256"] });
    let left = hang.call(Method::POST, &format!("{path}/confirmation"), &wanted, &[]).await;
    if left.status != 200 {
        return None;
    }
    let begun = cookie(&left, "__Host-congdan-signin")?;
    let url = left.json()["redirect_url"].as_str()?.to_owned();
    let back = hang.at_provider(url.split_once('?')?.1, Some(HANG.0)).await;
    cookie(&hang.comes_back(&begun, &back).await, "__Host-congdan")
}

/// From what is fixed, confirmed with the electronic identity, to the official code.
async fn confirmed(own: &mut Killable<'_>, at: usize) -> usize {
    let hang = Citizen::sign_in(own.world, HANG).await;
    let id = frozen_birth(&hang, at).await;
    let path = format!("/api/dossiers/{id}");
    let session = Mutex::new(hang.cookie.clone());
    let step = async |own: &Killable<'_>| {
        let cookie = session.lock().unwrap().clone();
        let hang = Citizen { world: own.world, cookie, id: HANG.1 };
        let page = hang.get(&path).await;
        if page.status == 401 {
            // The session of before was over, and nobody heard of the new one.
            let cookie = Citizen::sign_in(own.world, HANG).await.cookie;
            *session.lock().unwrap() = cookie;
            return Some(false);
        }
        if page.status == 200 && page.json()["state"]["signing"]["state"] == "needed" {
            let cookie = stand_by(&hang, &path, &page.json()["state"]).await?;
            *session.lock().unwrap() = cookie;
            return Some(false);
        }
        next(own, &hang, &id, "").await
    };
    let writes = to_the_end(own, &hang, &id, at, step).await;
    own.settle().await;
    let hang = Citizen::sign_in(own.world, HANG).await;
    let state = hang.dossier(&id).await["state"].clone();
    let ledger = own.ledger();
    let filing = filed_once(&ledger, &id, at);
    assert_eq!(filing["code"], state["filing"]["code"], "killed at write {at}");
    paid_once(own, &state, FEE, at);
    asked_once(own, &id, &[], at);
    let [content] = papers_at_desk(own, &hang, &id, &filing["code"], ["dossier.json"]).await;
    let sha256 = dossier::canonical::hex(&dossier::canonical::sha256(&content));
    assert_eq!(state["signing"]["state"], "confirmed", "killed at write {at}");
    assert_eq!(state["signing"]["sha256"], sha256, "killed at write {at}: by what the desk has");
    let proof = &filing["identity"];
    assert_eq!((&proof["sub"], &proof["sha256"]), (&json!(HANG.1), &json!(sha256)), "killed at write {at}");
    assert_eq!(proof["auth_time"], state["signing"]["at"], "killed at write {at}");
    writes
}

async fn whenever_it_is_killed(gateway: &Gateway) {
    let world = gateway.begin().await;
    let mut own = Killable::start(&world).await;
    let story = async |own: &mut Killable<'_>, at| signed_there(own, at, gateway).await;
    tried(gateway.name, &mut own, SAMPLE, story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_backend_is_killed_what_was_signed_at_smartca_is_what_is_filed() {
    whenever_it_is_killed(&SMARTCA).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_backend_is_killed_what_was_signed_at_esign_is_what_is_filed() {
    whenever_it_is_killed(&ESIGN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_backend_is_killed_what_was_confirmed_with_the_identity_is_what_is_filed() {
    let world = World::start().await;
    let mut own = Killable::start(&world).await;
    tried("confirming with the identity", &mut own, SAMPLE, confirmed).await;
}
