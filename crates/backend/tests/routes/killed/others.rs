//! `kill -9` at a write while other people than who files it have a part in a dossier: two who sign it themselves, with both phones
//! ringing at once, and a helper who hands over what they have filled in.

use axum::http::Method;
use dossier::signature::{pem_certificates, verify};
use serde_json::{Value, json};

use super::phones::asked_once;
use super::records::filed_once;
use super::{Killable, SERVICE, moment, sign, to_the_end, tried};
use crate::citizen::{Citizen, EXTRACT, HANG, THANH};
use crate::cosignature::{MUA, WALL, answers};
use crate::mandates::{open_for, principals};
use crate::world::{World, project};

/// Writes of each story that each run tries.
const SAMPLE: usize = 3;

/// One of the others takes the next step at their link: their phone is asked, and answers. Nothing when the backend is gone.
async fn cosign(own: &Killable<'_>, who: &Citizen<'_>, link: &str) -> Option<()> {
    let page = who.get(link).await;
    if page.status == 502 {
        return None;
    }
    let asked = page.json();
    match (asked["turn"].as_str()?, asked["signing"]["state"].as_str()?) {
        ("agreed", _) => Some(()),
        (_, "waiting") => {
            if own.world.sandbox.page(&format!("/phone/{}", who.id)).await.contains("name=\"handle\"") {
                who.answer_phone("accept").await;
            }
            Some(())
        }
        _ => sign(who, link, &asked, SERVICE).await,
    }
}

/// From what is fixed, through the signatures of two others, to the official code.
async fn signed_by_others(own: &mut Killable<'_>, at: usize) -> usize {
    let hang = Citizen::sign_in(own.world, HANG).await;
    let others = [Citizen::sign_in(own.world, THANH).await, Citizen::sign_in(own.world, MUA).await];
    hang.decide(WALL, true).await;
    let mut wanted = hang.wanted(WALL).await;
    wanted["another"] = json!(true);
    let opened = hang.done("/api/dossiers", &format!("open {at}"), &wanted).await;
    let id = opened["id"].as_str().unwrap().to_owned();
    assert_eq!(hang.save(&id, 1, &answers()).await.status, 200);
    hang.freeze(&id).await;
    let links = [hang.link(&id, 1).await, hang.link(&id, 2).await];
    let path = format!("/api/dossiers/{id}");
    let next = async |own: &Killable<'_>| {
        let page = hang.get(&path).await;
        if page.status == 502 {
            return None;
        }
        let (state, allowed) = (page.json()["state"].clone(), page.json()["allowed"].clone());
        if state["stage"] == "filed" {
            return Some(true);
        }
        if allowed.as_array()?.contains(&json!("file")) {
            hang.post(&format!("{path}/file"), "file", &Value::Null).await;
        } else if state["stage"] == "frozen" {
            for (who, link) in others.iter().zip(&links) {
                cosign(own, who, link).await?;
            }
        }
        moment(own, &hang, &path, &state, 2).await;
        Some(false)
    };
    let writes = to_the_end(own, &hang, &id, at, next).await;
    own.settle().await;
    each_has_signed_what_the_desk_has(own, &id, at).await;
    writes
}

/// The desk has the dossier once, with one container of each over exactly its bytes, as who filed it has them.
async fn each_has_signed_what_the_desk_has(own: &mut Killable<'_>, id: &str, at: usize) {
    let hang = Citizen::sign_in(own.world, HANG).await;
    let state = hang.dossier(id).await["state"].clone();
    let ledger = own.ledger();
    let filing = filed_once(&ledger, id, at);
    assert_eq!(filing["code"], state["filing"]["code"], "killed at write {at}");
    asked_once(own, id, &[THANH, MUA].map(|who| &state["cosigning"][who.1]), at);
    let code = filing["code"].as_str().unwrap();
    let at_desk =
        |name: &str| std::fs::read(own.world.path(&format!("sandbox/papers/{code}/{name}"))).unwrap();
    let content = at_desk("dossier.json");
    assert_eq!(hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body, content);
    let roots = std::fs::read_to_string(own.world.path("sandbox/roots.pem")).unwrap();
    let (roots, now) = (pem_certificates(&roots).unwrap(), own.now().await);
    for (number, who) in [(1, THANH.1), (2, MUA.1)] {
        let container = at_desk(&format!("dossier-{}.p7s", number + 1));
        let kept = hang.get(&format!("/api/dossiers/{id}/cosignatures/{number}")).await;
        assert_eq!(kept.body, container, "killed at write {at}: the desk has what was signed");
        let signer = verify(&container, &content, &roots, &now).unwrap();
        assert_eq!(signer.must_be(who), Ok(()), "killed at write {at}");
        assert_eq!(state["cosigning"][who]["state"], "signed", "killed at write {at}");
        assert!(state["agreed"][who].is_string(), "killed at write {at}");
    }
}

/// Whatever is answered: the page is looked at again.
async fn passes(who: &Citizen<'_>, path: &str) {
    who.call(Method::POST, path, &Value::Null, &[]).await;
}

/// From the hand-over by who has helped, through the citizen's own part, to the official code.
async fn handed_over(own: &mut Killable<'_>, at: usize) -> usize {
    let (hang, thanh) = (Citizen::sign_in(own.world, HANG).await, Citizen::sign_in(own.world, THANH).await);
    let found = principals(&hang, EXTRACT).await;
    let opened = open_for(&hang, EXTRACT, &found[0]["id"], &format!("help {at}")).await;
    let id = hang.fill(opened.json()["id"].as_str().unwrap(), EXTRACT, "own-birth").await;
    let path = format!("/api/dossiers/{id}");
    let next = async |own: &Killable<'_>| {
        let page = thanh.get(&path).await;
        if page.status == 502 {
            return None;
        }
        let dossier = page.json();
        let (state, draft) = (&dossier["state"], &dossier["draft"]);
        match (state["stage"].as_str()?, dossier["help"]["hands"].as_str()?) {
            ("filed", _) => return Some(true),
            (_, "helper") => passes(&hang, &format!("{path}/hand-over")).await,
            (_, "waiting") => passes(&thanh, &format!("{path}/take-up")).await,
            ("draft", _) if draft["answers"]["pledge"] != true => {
                thanh.save(&id, draft["revision"].as_u64()?, &json!({ "pledge": true })).await;
            }
            ("draft", _) => {
                let wanted = json!({ "revision": draft["revision"] });
                thanh.post(&format!("{path}/freeze"), "freeze", &wanted).await;
            }
            ("frozen", _) => _ = thanh.post(&format!("{path}/file"), "file", &Value::Null).await,
            _ => moment(own, &thanh, &path, state, 11).await,
        }
        Some(false)
    };
    let writes = to_the_end(own, &thanh, &id, at, next).await;
    own.settle().await;
    let (hang, thanh) = (Citizen::sign_in(own.world, HANG).await, Citizen::sign_in(own.world, THANH).await);
    let state = thanh.dossier(&id).await["state"].clone();
    let ledger = own.ledger();
    let filing = filed_once(&ledger, &id, at);
    assert_eq!(filing["code"], state["filing"]["code"], "killed at write {at}");
    let content = format!("sandbox/papers/{}/dossier.json", filing["code"].as_str().unwrap());
    let content: Value = serde_json::from_slice(&std::fs::read(own.world.path(&content)).unwrap()).unwrap();
    let (applicant, helper) = (&content["applicant"]["id"], &content["helped_by"]["id"]);
    assert_eq!((applicant, helper), (&json!(THANH.1), &json!(HANG.1)), "killed at write {at}");
    assert_eq!(hang.get(&path).await.problem(403), "mandate_over", "killed at write {at}");
    writes
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_backend_is_killed_two_others_sign_what_is_filed_each_with_their_own_container() {
    let world = World::beside(&project("procedures"), &project("tests/agency")).await;
    let mut own = Killable::start(&world).await;
    tried("others' signatures", &mut own, SAMPLE, signed_by_others).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_backend_is_killed_what_a_helper_hands_over_is_filed_once_by_whose_it_is() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    thanh.decide(EXTRACT, true).await;
    let help = json!({
        "grantee": HANG.1, "grantee_name": "Nguyễn Thị Bích Hằng", "procedures": [EXTRACT],
        "extent": "assist", "ends_on": "2026-12-31",
    });
    assert_eq!(thanh.call(Method::POST, "/api/mandates", &help, &[]).await.status, 200);
    let mut own = Killable::start(&world).await;
    tried("hand-over by a helper", &mut own, SAMPLE, handed_over).await;
}
