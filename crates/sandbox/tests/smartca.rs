//! The signing gateway, as a portal meets it, with the phone in the other hand.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::{fs, process::Command};

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use support::{Answer, HANG, MUA, Portal, THANH, World, config, hex};

const BASE: &str = "/sca/sp769/v1";

struct Gateway {
    world: World,
    portal: Portal,
}

impl Gateway {
    async fn new() -> Self {
        let portal = Portal::listen().await;
        Gateway { world: World::new(config(&portal.url)), portal }
    }

    async fn call(&self, method: &str, mut body: Value) -> Answer {
        body["sp_id"] = json!("congdan");
        body["sp_password"] = json!("smartca-secret");
        self.world.json(&format!("{BASE}/{method}"), &body).await
    }

    async fn held(&self, user: &str) -> Vec<Value> {
        let wanted = json!({ "user_id": user, "transaction_id": "list" });
        let answer = self.call("credentials/get_certificate", wanted).await.json();
        answer["data"]["user_certificates"].as_array().unwrap().clone()
    }

    async fn request(&self, transaction: &str, hash: &str) -> Value {
        let held = self.held(HANG).await;
        json!({
            "user_id": HANG, "transaction_id": transaction, "transaction_desc": "Khai sinh <9F86>",
            "serial_number": held[0]["serial_number"], "time_stamp": "20261121010000Z",
            "sign_files": [{ "doc_id": "9F86-D081", "file_type": "json", "sign_type": "hash", "data_to_be_signed": hash }],
        })
    }

    async fn ask(&self, transaction: &str) -> Answer {
        let request = self.request(transaction, &hash("a")).await;
        self.call("signatures/sign", request).await
    }

    async fn asked(&self, transaction: &str) -> String {
        let answer = self.ask(transaction).await.json();
        assert_eq!(
            (&answer["status_code"], &answer["message"]),
            (&json!(200), &json!("sig_wait_for_user_confirm"))
        );
        assert_eq!(answer["data"]["transaction_id"], transaction);
        answer["data"]["tran_code"].as_str().unwrap().to_owned()
    }

    async fn phone(&self, user: &str, code: &str, answer: &str) {
        let pairs = [("handle", code), ("answer", answer)];
        assert_eq!(self.world.form(&format!("/phone/{user}"), &pairs).await.status, 303);
    }

    async fn status(&self, code: &str) -> Value {
        self.world.json(&format!("{BASE}/signatures/sign/{code}/status"), &json!({})).await.json()
    }

    async fn stands(&self, code: &str) -> (i64, String) {
        let status = self.status(code).await;
        (status["status_code"].as_i64().unwrap(), status["message"].as_str().unwrap().to_owned())
    }
}

fn hash(content: &str) -> String {
    hex(digest(&SHA256, content.as_bytes()).as_ref())
}

#[tokio::test]
async fn what_the_phone_accepted_comes_with_the_status_and_openssl_verifies_the_rsa_signature() {
    let gateway = Gateway::new().await;
    let folder = gateway.world.config.data.clone();
    let code = gateway.asked("t-1").await;
    assert_eq!(gateway.stands(&code).await, (4000, "WAITING_FOR_SIGNER_CONFIRM".to_owned()));
    let phone = gateway.world.get(&format!("/phone/{HANG}")).await.text();
    assert!(phone.contains("Khai sinh &lt;9F86&gt;") && phone.contains("SmartCA"));
    gateway.phone(HANG, &code, "accept").await;
    let signed = gateway.status(&code).await;
    assert_eq!((&signed["status_code"], &signed["message"]), (&json!(200), &json!("SUCCESS")));
    assert_eq!(gateway.status(&code).await, signed, "as often as it is asked");
    let signature = &signed["data"]["signatures"][0];
    assert_eq!(signature["doc_id"], "9F86-D081");
    let certificate = STANDARD.decode(gateway.held(HANG).await[0]["cert_data"].as_str().unwrap()).unwrap();
    fs::write(folder.join("person.der"), certificate).unwrap();
    fs::write(folder.join("content"), "a").unwrap();
    let value = STANDARD.decode(signature["signature_value"].as_str().unwrap()).unwrap();
    assert_eq!(value.len(), 256, "RSA, 2048 bits");
    fs::write(folder.join("signature"), value).unwrap();
    for arguments in [
        "x509 -inform DER -in person.der -pubkey -noout -out key.pem",
        "dgst -sha256 -verify key.pem -signature signature content",
    ] {
        let run = Command::new("openssl").current_dir(&folder).args(arguments.split(' ')).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
}

#[tokio::test]
async fn the_portal_is_called_back_once_with_the_secret_that_was_agreed() {
    let gateway = Gateway::new().await;
    let code = gateway.asked("t-1").await;
    gateway.phone(THANH, &code, "accept").await;
    assert!(gateway.portal.calls().is_empty(), "nobody answers on another phone");
    gateway.phone(HANG, &code, "accept").await;
    gateway.phone(HANG, &code, "reject").await;
    let calls = gateway.portal.calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].uri.path(), "/hooks/signing/smartca");
    assert_eq!(calls[0].headers["authorization"], "Bearer webhook-secret");
    let body: Value = serde_json::from_slice(&calls[0].body).unwrap();
    assert_eq!((&body["sp_id"], &body["transaction_id"]), (&json!("congdan"), &json!("t-1")));
    assert_eq!(body["signed_files"][0], gateway.status(&code).await["data"]["signatures"][0]);
}

#[tokio::test]
async fn every_way_to_end_has_its_code() {
    let gateway = Gateway::new().await;
    for (number, (fault, answer, expected)) in [
        ("ok", "reject", (4002, "SIGNER_REJECTED")),
        ("key-failed", "accept", (4003, "AUTHORIZE_KEY_FAILED")),
        ("sign-failed", "accept", (4004, "SIGN_FAILED")),
    ]
    .into_iter()
    .enumerate()
    {
        gateway.world.fault("smartca", fault).await;
        let code = gateway.asked(&format!("t-{number}")).await;
        gateway.phone(HANG, &code, answer).await;
        assert_eq!(gateway.stands(&code).await, (expected.0, expected.1.to_owned()));
        assert_eq!(gateway.status(&code).await["data"]["signatures"], json!([]));
    }
    gateway.world.fault("smartca", "ok").await;
    let code = gateway.asked("t-silent").await;
    gateway.world.advance(300).await;
    gateway.phone(HANG, &code, "accept").await;
    assert_eq!(gateway.stands(&code).await, (4001, "EXPIRED".to_owned()));
    for (fault, status, message) in [
        ("caller-refused", 401, "SP_CREDENTIAL_INVALID"),
        ("credential-status", 403, "CREDENTIAL_STATUS_INVALID"),
        ("quota", 400, "SERVICE_PACK_EXEED_OR_INVALID"),
    ] {
        gateway.world.fault("smartca", "ok").await;
        let request = gateway.request("t-refused", &hash("a")).await;
        gateway.world.fault("smartca", fault).await;
        let refused = gateway.call("signatures/sign", request).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["message"]), (status, &json!(message)));
        assert_eq!(refused.json()["status_code"], status);
    }
}

#[tokio::test]
async fn a_call_back_can_come_before_the_status_knows() {
    let gateway = Gateway::new().await;
    gateway.world.fault("smartca", "webhook-first").await;
    let code = gateway.asked("t-1").await;
    gateway.phone(HANG, &code, "accept").await;
    assert_eq!(gateway.portal.calls().len(), 1);
    assert_eq!(gateway.stands(&code).await.0, 4000);
    gateway.world.advance(5).await;
    assert_eq!(gateway.stands(&code).await.0, 200);
}

#[tokio::test]
async fn an_answer_that_is_lost_leaves_the_question_on_the_phone_and_its_name_used_up() {
    let gateway = Gateway::new().await;
    gateway.world.fault("smartca", "lost-answer").await;
    let request = gateway.request("t-1", &hash("a")).await;
    assert_eq!(gateway.call("signatures/sign", request.clone()).await.status, 503);
    let phone = gateway.world.get(&format!("/phone/{HANG}")).await;
    assert_eq!(phone.text().matches("value=\"accept\"").count(), 1);
    assert_eq!(gateway.call("signatures/sign", request).await.json()["message"], "BAD_REQUEST");
    gateway.asked("t-2").await;
}

#[tokio::test]
async fn people_hold_other_certificates_here_than_elsewhere() {
    let gateway = Gateway::new().await;
    let of = async |user: &str| {
        let held = gateway.held(user).await;
        let said = held.iter().map(|one| {
            let word = |name: &str| one[name].as_str().unwrap().to_owned();
            (word("service_type"), word("cert_status"))
        });
        said.collect::<Vec<_>>()
    };
    let said = |service: &str, status: &str| (service.to_owned(), status.to_owned());
    let good = said("SMARTCA", "Đang hoạt động");
    assert_eq!(of(HANG).await, [good.clone(), said("SMARTCA", "Đã thu hồi")]);
    let seal = said("ESEAL", "Đang hoạt động");
    assert_eq!(of(THANH).await, [good.clone(), said("SMARTCA", "Hết hạn"), seal]);
    assert_eq!(of("031088000987").await, [good]);
    assert_eq!(of(MUA).await, []);
    let revoked = gateway.held(HANG).await[1]["serial_number"].clone();
    let mut request = gateway.request("t-1", &hash("a")).await;
    request["serial_number"] = revoked;
    let refused = gateway.call("signatures/sign", request).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["message"]),
        (403, &json!("CREDENTIAL_STATUS_INVALID"))
    );
}

#[tokio::test]
async fn requests_that_do_not_fit_are_refused() {
    let gateway = Gateway::new().await;
    let good = gateway.request("t-1", &hash("a")).await;
    for (pointer, value) in [
        ("/user_id", json!(THANH)),
        ("/transaction_id", json!("")),
        ("/time_stamp", json!("today")),
        ("/sign_files", json!([])),
        ("/sign_files/0/sign_type", json!("file")),
        ("/sign_files/0/file_type", json!("exe")),
        ("/sign_files/0/data_to_be_signed", json!("YQ==")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        let answer = gateway.call("signatures/sign", bad).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["message"]),
            (400, &json!("BAD_REQUEST")),
            "{pointer}"
        );
    }
    let stranger =
        json!({ "sp_id": "congdan", "sp_password": "guess", "user_id": HANG, "transaction_id": "t" });
    let path = format!("{BASE}/credentials/get_certificate");
    assert_eq!(gateway.world.json(&path, &stranger).await.json()["message"], "SP_CREDENTIAL_INVALID");
    assert_eq!(gateway.stands("nothing").await.0, 400);
}
