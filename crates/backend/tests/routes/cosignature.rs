//! The others who must agree sign with their own digital signature: each an attempt and a container of their own, beside one another.

use std::process::Command;

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dossier::{canonical, signature};
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG, THANH};
use crate::cosigning::in_order;
use crate::gateway::at::SMARTCA;
use crate::world::{Answer, World, project};

pub const WALL: &str = "hn-tuong-chung";
pub const MUA: (&str, &str) = ("giang-thi-mua", "010303000456");

async fn world() -> World {
    World::beside(&project("procedures"), &project("tests/agency")).await
}

/// What Hằng answers: the house is Thành's, and Mua lives next door.
pub fn answers() -> Value {
    json!({
        "wall": "Tường giữa nhà số 12 và số 14",
        "owner_name": { "family": "Lê", "middle": "Văn", "given": "Thành" }, "owner_id": THANH.1,
        "neighbour_name": { "family": "Giàng", "middle": "Thị", "given": "Mua" }, "neighbour_id": MUA.1,
    })
}

/// Fixed, with the links of both.
pub async fn fixed(hang: &Citizen<'_>) -> (String, String, String) {
    let id = hang.open(WALL).await["id"].as_str().unwrap().to_owned();
    let saved = hang.save(&id, 1, &answers()).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    let fixed = hang.freeze(&id).await;
    let others = &fixed["state"]["requirements"]["others"];
    assert_eq!((&others[0]["by"], &others[1]["by"]), (&json!("either"), &json!("signature")));
    let (first, second) = (hang.link(&id, 1).await, hang.link(&id, 2).await);
    (id, first, second)
}

impl Citizen<'_> {
    pub async fn cosigning(&self, link: &str) -> Value {
        let answer = self.get(link).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    async fn chooses(&self, link: &str) -> Value {
        self.chooses_at(link, "").await
    }

    /// Chooses the first certificate that can be used, of any provider or of one; gives what must be confirmed.
    async fn chooses_at(&self, link: &str, provider: &str) -> Value {
        let list = self.get(&format!("{link}/credentials")).await.json();
        let mut all = list["credentials"].as_array().unwrap().iter();
        let is_there = |one: &Value| provider.is_empty() || one["provider"] == provider;
        let usable = all.find(|one| is_there(one) && one["unusable"].is_null()).unwrap();
        let key = format!("prepare {}", self.cosigning(link).await["signing_attempts"]);
        self.done(&format!("{link}/signing"), &key, &json!({ "credential": usable["id"] })).await
    }

    async fn lets_go(&self, link: &str, prepared: &Value) -> Answer {
        let body = json!({ "attempt": prepared["attempt"], "requested_hash": prepared["requested_hash"] });
        self.post(&format!("{link}/signing/confirm"), &format!("confirm {}", prepared["attempt"]), &body)
            .await
    }

    /// Chooses and confirms; the phone has been asked afterwards.
    async fn asks_own_phone(&self, link: &str) -> Value {
        let prepared = self.chooses(link).await;
        let waiting = self.lets_go(link, &prepared).await;
        assert_eq!(waiting.json()["signing"]["state"], "waiting", "{}", waiting.text());
        prepared
    }

    pub async fn cosigns(&self, link: &str) {
        self.asks_own_phone(link).await;
        self.answer_phone("accept").await;
        self.world.advance(2).await;
        assert_eq!(self.cosigning(link).await["turn"], "agreed");
    }
}

/// Whether openssl finds the container good over the content.
fn openssl(world: &World, container: &[u8], content: &[u8]) -> bool {
    let [signed, plain] = ["signed.p7s", "content.json"].map(|name| world.path(name));
    std::fs::write(&signed, container).unwrap();
    std::fs::write(&plain, content).unwrap();
    let options =
        ["cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any", "-out", "/dev/null"];
    let mut command = Command::new("openssl");
    command.args(options).arg("-in").arg(signed).arg("-content").arg(plain);
    command.arg("-CAfile").arg(world.path("sandbox/roots.pem"));
    command.output().unwrap().status.success()
}

#[tokio::test]
async fn two_people_sign_beside_one_another_and_the_desk_gets_a_container_of_each() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, first, second) = fixed(&hang).await;
    let (thanh, mua) = (Citizen::sign_in(&world, THANH).await, Citizen::sign_in(&world, MUA).await);
    let asked = thanh.cosigning(&first).await;
    assert_eq!((&asked["by"], &asked["signing"]["state"]), (&json!("either"), &json!("needed")));
    assert_eq!(asked["identity_basis"], "Quy ước của tổ dân phố, Điều 9");
    assert_eq!(mua.cosigning(&second).await["identity_basis"], Value::Null);

    // Both phones ring at once.
    let one = thanh.asks_own_phone(&first).await;
    let other = mua.asks_own_phone(&second).await;
    assert_eq!((&one["attempt"], &other["attempt"]), (&json!(1), &json!(2)));
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body;
    let certificate = STANDARD.decode(one["certificate"].as_str().unwrap()).unwrap();
    let time = one["signing_time"].as_str().unwrap();
    let attributes = signature::signed_attributes(&canonical::sha256(&content), time, &certificate).unwrap();
    assert_eq!(one["requested_hash"], canonical::hex(&signature::requested_hash(&attributes)));
    assert!(one["description"].as_str().unwrap().ends_with(&canonical::fingerprint(&content)));
    let seen = hang.dossier(&id).await;
    assert_eq!(seen["state"]["cosigning"], Value::Null, "what they have at their providers is theirs");
    assert_eq!(seen["allowed"], json!(["thaw", "invite", "discard"]));
    mua.answer_phone("accept").await;
    world.advance(2).await;
    assert_eq!(mua.cosigning(&second).await["turn"], "agreed");
    assert_eq!(thanh.cosigning(&first).await["signing"]["state"], "waiting");
    assert_eq!(hang.dossier(&id).await["state"]["cosigning"][MUA.1]["signer"], "Giàng Thị Mua");
    thanh.answer_phone("accept").await;
    world.advance(2).await;
    assert_eq!(hang.dossier(&id).await["allowed"], json!(["thaw", "file", "discard"]));

    let roots = world.get("/api/signing/roots").await.json();
    let roots = roots["roots"].as_array().unwrap().iter();
    let roots: Vec<Vec<u8>> = roots.map(|root| STANDARD.decode(root.as_str().unwrap()).unwrap()).collect();
    let now = world.get("/api/session").await.json()["now"].as_str().unwrap().to_owned();
    for (number, who, citizen, link) in [(1, THANH.1, &thanh, &first), (2, MUA.1, &mua, &second)] {
        let file = hang.get(&format!("/api/dossiers/{id}/cosignatures/{number}")).await;
        let name = format!("dossier-{}.p7s", number + 1);
        assert!(file.header("content-disposition").ends_with(&name), "a file of their own");
        let signer = signature::verify(&file.body, &content, &roots, &now).unwrap();
        assert_eq!(signer.citizen_id.as_deref(), Some(who));
        assert!(openssl(&world, &file.body, &content), "openssl agrees");
        assert!(!openssl(&world, &file.body, b"{}"), "over nothing else");
        assert_eq!(citizen.get(&format!("{link}/dossier.p7s")).await.body, file.body);
        assert_eq!(citizen.get(&format!("{link}/dossier.json")).await.body, content, "with what it is over");
        assert_eq!(
            citizen.get(&format!("/api/dossiers/{id}/cosignatures/{number}")).await.problem(404),
            "not_found"
        );
    }
    for number in [0, 3] {
        let none = hang.get(&format!("/api/dossiers/{id}/cosignatures/{number}")).await;
        assert_eq!(none.problem(404), "not_found");
    }

    hang.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.advance(2).await;
    let receipt = hang.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    let code = receipt["code"].as_str().unwrap();
    let desk = world.sandbox.page(&format!("/desk/dossiers/{code}")).await;
    for (number, who) in [(1, THANH.1), (2, MUA.1)] {
        let kept = hang.get(&format!("/api/dossiers/{id}/cosignatures/{number}")).await.body;
        let agreed = &receipt["others"][number - 1];
        assert_eq!((&agreed["proof"], &agreed["signature"]["sub"]), (&Value::Null, &json!(who)));
        assert_eq!(agreed["signature"]["sha256"], canonical::sha256_hex(&kept), "the same after filing");
        let name = format!("dossier-{}.p7s", number + 1);
        assert!(desk.contains(&name) && desk.contains(who), "{desk}");
        let url = format!("{}/desk/dossiers/{code}/files/{name}", world.sandbox.base);
        let at_desk = world.sandbox.web.get(url).send().await.unwrap().bytes().await.unwrap();
        assert_eq!(at_desk, kept, "byte for byte");
    }
}

#[tokio::test]
async fn where_there_is_an_order_the_second_signs_when_the_first_has_signed() {
    let world = in_order(WALL).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, first, second) = fixed(&hang).await;
    let (thanh, mua) = (Citizen::sign_in(&world, THANH).await, Citizen::sign_in(&world, MUA).await);
    // However far the first has come, and although the second knows what to choose.
    for step in ["nothing", "on the phone", "refused there"] {
        match step {
            "on the phone" => drop(thanh.asks_own_phone(&first).await),
            "refused there" => {
                thanh.answer_phone("reject").await;
                world.advance(2).await;
            }
            _ => {}
        }
        let told = mua.cosigning(&second).await;
        assert_eq!((&told["turn"], &told["sha256"]), (&json!("not_yet"), &Value::Null), "{step}");
        let early = mua.post(&format!("{second}/signing"), step, &json!({ "credential": "any" })).await;
        assert_eq!(early.json()["refused"], "others_first", "{step}: {}", early.text());
        assert_eq!(mua.get(&format!("{second}/dossier.json")).await.problem(409), "refused", "{step}");
    }
    thanh.cosigns(&first).await;
    assert_eq!(mua.cosigning(&second).await["turn"], "asked");
    mua.cosigns(&second).await;
    assert_eq!(hang.dossier(&id).await["allowed"], json!(["thaw", "file", "discard"]));
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body;
    for number in [1, 2] {
        let file = hang.get(&format!("/api/dossiers/{id}/cosignatures/{number}")).await;
        assert!(openssl(&world, &file.body, &content), "a container of their own over the same bytes");
    }

    // Edited afterwards, the second waits again, although both have signed before.
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    hang.freeze(&id).await;
    assert_eq!(mua.cosigning(&second).await["turn"], "not_yet");
    assert_eq!(thanh.cosigning(&first).await["turn"], "asked");
}

#[tokio::test]
async fn who_may_confirm_does_so_instead_and_who_must_sign_cannot() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, first, second) = fixed(&hang).await;
    let mua = Citizen::sign_in(&world, MUA).await;
    let sha256 = mua.cosigning(&second).await["sha256"].clone();
    let path = format!("{second}/confirmation");
    let refused = mua.call(Method::POST, &path, &json!({ "sha256": sha256 }), &[]).await;
    assert_eq!(refused.json()["refused"], "signature_needed");
    let thanh = Citizen::sign_in(&world, THANH).await;
    thanh.asks_own_phone(&first).await;
    let path = format!("{first}/confirmation");
    let waiting = thanh.call(Method::POST, &path, &json!({ "sha256": sha256 }), &[]).await;
    assert_eq!(waiting.json()["refused"], "signing_open", "while the phone is asked");
    let body = json!({ "attempt": 1 });
    thanh.done(&format!("{first}/signing/cancel"), "cancel", &body).await;
    thanh.agrees(&first, Some(THANH.0)).await;
    mua.cosigns(&second).await;
    hang.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.advance(2).await;
    let others = hang.get(&format!("/api/dossiers/{id}/receipt")).await.json()["others"].clone();
    assert_eq!((&others[0]["proof"]["sub"], &others[0]["signature"]), (&json!(THANH.1), &Value::Null));
    assert_eq!((&others[1]["proof"], &others[1]["signature"]["sub"]), (&Value::Null, &json!(MUA.1)));
}

#[tokio::test]
async fn somebody_elses_certificate_and_attempt_are_nobodys_to_use() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, first, second) = fixed(&hang).await;
    let (thanh, mua) = (Citizen::sign_in(&world, THANH).await, Citizen::sign_in(&world, MUA).await);
    let list = mua.get(&format!("{second}/credentials")).await.json();
    let all = list["credentials"].as_array().unwrap();
    let expired = all.iter().find(|one| one["unusable"] == "expired").unwrap();
    let signing = format!("{second}/signing");
    let refused = mua.post(&signing, "expired", &json!({ "credential": expired["id"] })).await;
    assert_eq!(refused.problem(400), "bad_request");
    let foreign = thanh.get(&format!("{first}/credentials")).await.json()["credentials"][0]["id"].clone();
    let refused = mua.post(&signing, "foreign", &json!({ "credential": foreign })).await;
    assert_eq!(refused.problem(404), "not_found");
    let prepared = thanh.chooses(&first).await;
    let body = json!({ "attempt": prepared["attempt"], "requested_hash": prepared["requested_hash"] });
    for (citizen, path) in
        [(&mua, format!("{second}/signing")), (&hang, format!("/api/dossiers/{id}/signing"))]
    {
        for what in ["confirm", "cancel"] {
            let refused = citizen.post(&format!("{path}/{what}"), what, &body).await;
            assert_eq!(refused.json()["refused"], "other_attempt", "{path} {what}");
        }
    }
    // What comes back signed by somebody else is no signature.
    world.sandbox.fault("signing", "other-signer").await;
    thanh.lets_go(&first, &prepared).await;
    thanh.answer_phone("accept").await;
    world.advance(2).await;
    assert_eq!(thanh.cosigning(&first).await["signing"]["state"], "failed");
    assert_eq!(hang.dossier(&id).await["state"]["agreed"], Value::Null);
}

#[tokio::test]
async fn refused_on_the_phone_and_tried_again_under_a_new_number() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (_, _, link) = fixed(&hang).await;
    let mua = Citizen::sign_in(&world, MUA).await;
    mua.asks_own_phone(&link).await;
    mua.answer_phone("reject").await;
    world.advance(2).await;
    let told = mua.cosigning(&link).await;
    assert_eq!(
        (&told["turn"], &told["signing"]),
        (&json!("asked"), &json!({ "state": "rejected", "attempt": 1 }))
    );
    mua.asks_own_phone(&link).await;
    world.advance(301).await;
    assert_eq!(mua.cosigning(&link).await["signing"], json!({ "state": "expired", "attempt": 2 }));
    mua.cosigns(&link).await;
    assert_eq!(mua.cosigning(&link).await["signing"]["attempt"], 3);
}

#[tokio::test]
async fn sg2_what_is_edited_meanwhile_makes_every_attempt_void() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, first, second) = fixed(&hang).await;
    let (thanh, mua) = (Citizen::sign_in(&world, THANH).await, Citizen::sign_in(&world, MUA).await);
    mua.cosigns(&second).await;
    thanh.asks_own_phone(&first).await;
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    thanh.answer_phone("accept").await;
    world.advance(2).await;
    assert_eq!(thanh.cosigning(&first).await["turn"], "changing");
    assert_eq!(mua.get(&format!("{second}/dossier.p7s")).await.problem(404), "not_found", "dropped");
    assert_eq!(
        mua.get(&format!("{second}/dossier.json")).await.problem(409),
        "refused",
        "and what it was over"
    );
    let again = hang.freeze(&id).await;
    assert_eq!((&again["state"]["agreed"], &again["state"]["cosigning"]), (&Value::Null, &Value::Null));
    assert_eq!(mua.cosigning(&second).await["signing"]["state"], "needed");
    thanh.cosigns(&first).await;
    assert_eq!(thanh.cosigning(&first).await["signing"]["attempt"], 3, "no number comes twice");
}

#[tokio::test]
async fn sg7_an_attempt_goes_on_after_a_restart_on_another_device_and_when_the_gateway_calls_back() {
    let mut world = SMARTCA.begin().await;
    world.offers_also(&project("procedures"), &project("tests/agency")).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, at_gateway, link) = fixed(&hang).await;
    let mua = Citizen::sign_in(&world, MUA).await;
    let prepared = mua.asks_own_phone(&link).await;
    let again = mua.lets_go(&link, &prepared).await;
    assert_eq!(again.json()["signing"]["state"], "waiting");
    let phone = world.sandbox.page(&format!("/phone/{}", MUA.1)).await;
    assert_eq!(phone.matches("value=\"accept\"").count(), 1);
    let sql = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    let answered = "SELECT count(*), total(instr(route, ?1)) FROM answered WHERE route LIKE '%/signing%'";
    let token = link.rsplit('/').next().unwrap();
    let kept: (u32, f64) = sql.query_row(answered, [token], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(kept, (2, 0.0), "answers are kept, and the link is not");
    drop((hang, mua));
    world.restart().await;
    let mua = Citizen::sign_in(&world, MUA).await;
    assert_eq!(mua.cosigning(&link).await["signing"]["state"], "waiting");
    mua.answer_phone("accept").await;
    world.advance(2).await;
    assert_eq!(mua.cosigning(&link).await["turn"], "agreed");

    let thanh = Citizen::sign_in(&world, THANH).await;
    let prepared = thanh.chooses_at(&at_gateway, SMARTCA.id).await;
    assert_eq!(thanh.lets_go(&at_gateway, &prepared).await.json()["signing"]["state"], "waiting");
    world.advance(2).await;
    thanh.answer_phone("accept").await;
    // Nobody's clock has moved: the next look would be in ten seconds.
    world.jobs().await;
    assert_eq!(thanh.cosigning(&at_gateway).await["turn"], "agreed");
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(hang.dossier(&id).await["allowed"], json!(["thaw", "file", "discard"]));
}
