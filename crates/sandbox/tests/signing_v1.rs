//! Remote signing over version 1 of the CSC API: the caller stays on the line until the phone in the other hand has answered.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use support::{Answer, HANG, World};
use tokio::task::JoinHandle;

const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";

struct Service {
    world: World,
    token: String,
}

impl Service {
    async fn new() -> Self {
        let world = World::fresh();
        let pairs = [
            ("grant_type", "client_credentials"),
            ("client_id", "congdan"),
            ("client_secret", "signing-secret"),
        ];
        let answer = world.form("/csc/v1/oauth2/token", &pairs).await.json();
        let token = answer["access_token"].as_str().unwrap().to_owned();
        Service { world, token }
    }

    async fn call(&self, method: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        self.world.json_with(&format!("/csc/v1/{method}"), body, &[("authorization", &bearer)]).await
    }

    async fn credential(&self) -> String {
        let list = self.call("credentials/list", &json!({ "userID": HANG })).await.json();
        assert!(list.get("credentialInfos").is_none());
        list["credentialIDs"][0].as_str().unwrap().to_owned()
    }

    /// Asks, and stays on the line; gives the handle that the phone shows.
    async fn on_the_line(&self, body: Value) -> (JoinHandle<Answer>, String) {
        let (world, token) = (
            World { router: self.world.router.clone(), config: self.world.config.clone() },
            self.token.clone(),
        );
        let line =
            tokio::spawn(async move { Service { world, token }.call("credentials/authorize", &body).await });
        loop {
            tokio::task::yield_now().await;
            let phone = self.world.get(&format!("/phone/{HANG}")).await;
            if phone.text().contains("name=\"handle\"") {
                return (line, phone.hidden("handle"));
            }
        }
    }

    async fn phone(&self, handle: &str, answer: &str) {
        let pairs = [("handle", handle), ("answer", answer)];
        assert_eq!(self.world.form(&format!("/phone/{HANG}"), &pairs).await.status, 303);
    }
}

fn hash() -> String {
    STANDARD.encode(digest(&SHA256, b"a").as_ref())
}

fn wanted(credential: &str) -> Value {
    json!({ "credentialID": credential, "numSignatures": 1, "hash": [hash()], "description": "Khai sinh 9F86" })
}

#[tokio::test]
async fn the_grant_comes_when_the_phone_has_agreed_and_signs_its_hash_once() {
    let service = Service::new().await;
    let credential = service.credential().await;
    let info = json!({ "credentialID": credential, "certificates": "chain" });
    let info = service.call("credentials/info", &info).await.json();
    assert_eq!((&info["authMode"], &info["SCAL"]), (&json!("implicit"), &json!("2")));
    assert_eq!(info["cert"]["certificates"].as_array().unwrap().len(), 3);
    let (line, handle) = service.on_the_line(wanted(&credential)).await;
    assert!(!line.is_finished());
    service.phone(&handle, "accept").await;
    let granted = line.await.unwrap();
    assert_eq!(granted.status, 200, "{}", granted.text());
    let mut sign = json!({ "credentialID": credential, "SAD": granted.json()["SAD"], "hash": [hash()], "signAlgo": ECDSA_SHA256 });
    sign["hash"] = json!([STANDARD.encode([0; 32])]);
    assert_eq!(service.call("signatures/signHash", &sign).await.json()["error"], "invalid_request");
    sign["hash"] = json!([hash()]);
    let signed = service.call("signatures/signHash", &sign).await;
    assert_eq!(signed.json()["signatures"].as_array().unwrap().len(), 1);
    assert_eq!(service.call("signatures/signHash", &sign).await.json()["error"], "invalid_request");
}

#[tokio::test]
async fn a_refusal_and_silence_end_the_call() {
    let service = Service::new().await;
    let credential = service.credential().await;
    let (line, handle) = service.on_the_line(wanted(&credential)).await;
    service.phone(&handle, "reject").await;
    let refused = line.await.unwrap();
    assert_eq!((refused.status.as_u16(), &refused.json()["error"]), (400, &json!("access_denied")));
    let (line, _) = service.on_the_line(wanted(&credential)).await;
    service.world.advance(300).await;
    assert_eq!(line.await.unwrap().json()["error"], "expired");
}

#[tokio::test]
async fn no_pin_is_taken_and_only_the_token_opens_the_service() {
    let service = Service::new().await;
    let credential = service.credential().await;
    let mut pin = wanted(&credential);
    pin["PIN"] = json!("123456");
    assert_eq!(service.call("credentials/authorize", &pin).await.json()["error"], "invalid_request");
    let bare = service.world.json("/csc/v1/credentials/authorize", &wanted(&credential)).await;
    assert_eq!((bare.status.as_u16(), &bare.json()["error"]), (401, &json!("invalid_token")));
    let phone = service.world.get(&format!("/phone/{HANG}")).await;
    assert!(!phone.text().contains("name=\"handle\""), "nobody was asked");
}
