//! The national signing gateway, as a portal meets it, with the phone in the other hand: what it does unlike `SmartCA`.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Value, json};
use support::{Answer, HANG, MUA, Portal, World, config, hex};

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
        body["sp_password"] = json!("esign-secret");
        self.world.json(&format!("/esign/sign_v2/{method}"), &body).await
    }

    async fn held(&self, user: &str, authority: Option<&str>) -> Vec<Value> {
        let mut wanted = json!({ "user_id": user, "transaction_id": "list" });
        if let Some(authority) = authority {
            wanted["ca_name"] = json!(authority);
        }
        let answer = self.call("get_certificate", wanted).await.json();
        answer["data"]["user_certificates"].as_array().unwrap().clone()
    }

    async fn request(&self, transaction: &str) -> Value {
        let held = self.held(HANG, Some("Viettel-CA")).await;
        json!({
            "user_id": HANG, "ca_name": "Viettel-CA", "transaction_id": transaction, "transaction_desc": "Khai sinh <9F86>",
            "serial_number": held[0]["serial_number"], "time_stamp": "20261121010000Z",
            "sign_files": [{ "doc_id": "9F86-D081", "file_type": "json", "sign_type": "hash",
                "data_to_be_signed": hex(digest(&SHA256, b"a").as_ref()) }],
        })
    }

    async fn phone(&self, code: &str, answer: &str) {
        let pairs = [("handle", code), ("answer", answer)];
        assert_eq!(self.world.form(&format!("/phone/{HANG}"), &pairs).await.status, 303);
    }

    async fn status(&self, code: &str) -> Value {
        self.call("status", json!({ "tran_code": code })).await.json()
    }
}

#[tokio::test]
async fn certificates_are_listed_by_authority_each_with_those_above_it() {
    let gateway = Gateway::new().await;
    assert_eq!(gateway.held(HANG, Some("VNPT-CA")).await.len(), 2);
    assert_eq!(gateway.held(HANG, Some("Viettel-CA")).await.len(), 1);
    assert_eq!(gateway.held(HANG, None).await.len(), 3);
    assert_eq!(gateway.held(MUA, Some("VNPT-CA")).await, Vec::<Value>::new());
    let one = &gateway.held(HANG, Some("Viettel-CA")).await[0];
    assert_eq!(one["chain_data"].as_array().unwrap().len(), 2);
    let unknown = json!({ "user_id": HANG, "ca_name": "Nobody-CA", "transaction_id": "t" });
    assert_eq!(gateway.call("get_certificate", unknown).await.json()["message"], "BAD_REQUEST");
}

#[tokio::test]
async fn only_the_caller_is_told_where_a_transaction_stands_and_it_is_called_back_once() {
    let gateway = Gateway::new().await;
    let asked = gateway.call("sign", gateway.request("t-1").await).await.json();
    assert_eq!(asked["message"], "sig_wait_for_user_confirm");
    let code = asked["data"]["tran_code"].as_str().unwrap();
    assert_eq!(gateway.status(code).await["status_code"], 4000);
    let stranger = json!({ "tran_code": code, "sp_id": "congdan", "sp_password": "guess" });
    let refused = gateway.world.json("/esign/sign_v2/status", &stranger).await;
    assert_eq!(refused.json()["message"], "SP_CREDENTIAL_INVALID");
    let phone = gateway.world.get(&format!("/phone/{HANG}")).await.text();
    assert!(phone.contains("Khai sinh &lt;9F86&gt;") && phone.contains("Cổng eSign"));
    gateway.phone(code, "accept").await;
    gateway.phone(code, "reject").await;
    let signed = gateway.status(code).await;
    assert_eq!((&signed["status_code"], &signed["data"]["tran_code"]), (&json!(200), &json!(code)));
    let calls = gateway.portal.calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].uri.path(), "/hooks/signing/esign");
    assert_eq!(calls[0].headers["authorization"], "Bearer esign-webhook");
    let told: Value = serde_json::from_slice(&calls[0].body).unwrap();
    assert_eq!(told["signed_files"], signed["data"]["signatures"]);
}

#[tokio::test]
async fn a_request_names_the_authority_of_its_certificate() {
    let gateway = Gateway::new().await;
    let good = gateway.request("t-1").await;
    for authority in [Value::Null, json!("VNPT-CA"), json!("Nobody-CA")] {
        let mut bad = good.clone();
        bad["ca_name"] = authority;
        let answer = gateway.call("sign", bad).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["message"]), (400, &json!("BAD_REQUEST")));
    }
    let mut elsewhere = good;
    elsewhere["sp_id"] = json!("congdan");
    elsewhere["sp_password"] = json!("esign-secret");
    let refused = gateway.world.json("/sca/sp769/v1/signatures/sign", &elsewhere).await;
    assert_eq!(refused.json()["message"], "SP_CREDENTIAL_INVALID", "another gateway, another account");
}
