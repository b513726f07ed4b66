//! Remote signing, as a signature creation application meets it, with the phone in the other hand.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::{fs, path::Path, process::Command};

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use support::{Answer, HANG, MUA, THANH, World};

const SHA256_OID: &str = "2.16.840.1.101.3.4.2.1";
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
        let token = world.form("/csc/v2/oauth2/token", &pairs).await.json()["access_token"]
            .as_str()
            .unwrap()
            .to_owned();
        Service { world, token }
    }

    async fn call(&self, method: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        self.world.json_with(&format!("/csc/v2/{method}"), body, &[("authorization", &bearer)]).await
    }

    async fn list(&self, user: &str) -> Value {
        let wanted =
            json!({ "userID": user, "credentialInfo": true, "certificates": "chain", "certInfo": true });
        self.call("credentials/list", &wanted).await.json()
    }

    async fn credential(&self, user: &str) -> String {
        let list = self.list(user).await;
        let valid =
            list["credentialInfos"].as_array().unwrap().iter().find(|one| one["cert"]["status"] == "valid");
        valid.unwrap()["credentialID"].as_str().unwrap().to_owned()
    }

    async fn ask(&self, credential: &str, hashes: &[String]) -> Answer {
        let body = json!({
            "credentialID": credential, "numSignatures": hashes.len(), "hashes": hashes,
            "hashAlgorithmOID": SHA256_OID, "description": "Hồ sơ khai sinh <mã> 9F86 D081",
        });
        self.call("credentials/authorize", &body).await
    }

    async fn handle(&self, credential: &str, hashes: &[String]) -> String {
        let answer = self.ask(credential, hashes).await;
        assert_eq!(answer.status, 202, "{}", answer.text());
        assert_eq!(answer.json()["expiresIn"], 300);
        answer.json()["handle"].as_str().unwrap().to_owned()
    }

    async fn phone(&self, user: &str, handle: &str, answer: &str) {
        let pairs = [("handle", handle), ("answer", answer)];
        let moved = self.world.form(&format!("/phone/{user}"), &pairs).await;
        assert_eq!(moved.status, 303);
    }

    async fn check(&self, handle: &str) -> Answer {
        self.call("credentials/authorizeCheck", &json!({ "handle": handle })).await
    }

    async fn accepted(&self, user: &str, credential: &str, hashes: &[String]) -> String {
        let handle = self.handle(credential, hashes).await;
        self.phone(user, &handle, "accept").await;
        self.check(&handle).await.json()["SAD"].as_str().unwrap().to_owned()
    }

    async fn sign(&self, credential: &str, sad: &str, hashes: &[String]) -> Answer {
        let body = json!({
            "credentialID": credential, "SAD": sad, "hashes": hashes, "hashAlgorithmOID": SHA256_OID,
            "signAlgo": ECDSA_SHA256, "operationMode": "S",
        });
        self.call("signatures/signHash", &body).await
    }
}

fn hash(content: &str) -> String {
    STANDARD.encode(digest(&SHA256, content.as_bytes()))
}

/// Runs openssl in a folder; answers whether it succeeded, with what it said.
fn openssl(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new("openssl").current_dir(folder).args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

fn pem(base64: &str) -> String {
    let lines: Vec<_> = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// Writes the chain of a credential into the data folder: `person.pem`, `issuing.pem`, beside `roots.pem`.
async fn write_chain(service: &Service, credential: &str) {
    let wanted = json!({ "credentialID": credential, "certificates": "chain", "certInfo": true });
    let info = service.call("credentials/info", &wanted).await.json();
    let chain = info["cert"]["certificates"].as_array().unwrap().clone();
    assert_eq!(chain.len(), 3);
    for (name, certificate) in ["person.pem", "issuing.pem"].iter().zip(&chain) {
        fs::write(service.world.config.data.join(name), pem(certificate.as_str().unwrap())).unwrap();
    }
}

#[tokio::test]
async fn what_the_phone_accepted_is_signed_and_openssl_verifies_signature_and_chain() {
    let service = Service::new().await;
    let folder = service.world.config.data.clone();
    let credential = service.credential(HANG).await;
    let hashes = [hash("một hồ sơ")];
    let handle = service.handle(&credential, &hashes).await;
    let waiting = service.check(&handle).await;
    assert_eq!((waiting.status.as_u16(), &waiting.json()["status"]), (202, &json!("pending")));
    let phone = service.world.get(&format!("/phone/{HANG}")).await.text();
    assert!(phone.contains("Hồ sơ khai sinh &lt;mã&gt; 9F86 D081"));

    service.phone(HANG, &handle, "accept").await;
    let sad = service.check(&handle).await.json()["SAD"].as_str().unwrap().to_owned();
    let signed = service.sign(&credential, &sad, &hashes).await;
    assert_eq!(signed.status, 200, "{}", signed.text());
    let signatures = signed.json()["signatures"].as_array().unwrap().clone();
    assert_eq!(signatures.len(), 1);

    write_chain(&service, &credential).await;
    fs::write(folder.join("content"), "một hồ sơ").unwrap();
    fs::write(folder.join("signature"), STANDARD.decode(signatures[0].as_str().unwrap()).unwrap()).unwrap();
    let chain = openssl(
        &folder,
        &["verify", "-x509_strict", "-CAfile", "roots.pem", "-untrusted", "issuing.pem", "person.pem"],
    );
    assert!(chain.0, "{}", chain.1);
    let key = openssl(&folder, &["x509", "-in", "person.pem", "-pubkey", "-noout", "-out", "key.pem"]);
    assert!(key.0, "{}", key.1);
    let verify = ["dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "content"];
    let good = openssl(&folder, &verify);
    assert!(good.0, "{}", good.1);
    fs::write(folder.join("content"), "một hồ sơ khác").unwrap();
    assert!(!openssl(&folder, &verify).0);
}

#[tokio::test]
async fn a_certificate_names_its_citizen_and_what_it_is_for() {
    let service = Service::new().await;
    let credential = service.credential(MUA).await;
    write_chain(&service, &credential).await;
    let text = openssl(
        &service.world.config.data,
        &["x509", "-in", "person.pem", "-noout", "-text", "-nameopt", "utf8,sep_comma_plus,sname"],
    );
    for part in [
        "serialNumber=CCCD:010303000456",
        "CN=Giàng Thị Mua",
        "Digital Signature, Non Repudiation",
        "CA:FALSE",
        "ecdsa-with-SHA256",
    ] {
        assert!(text.1.contains(part), "{part} is not in {}", text.1);
    }
}

#[tokio::test]
async fn an_expired_certificate_is_listed_as_such_and_cannot_be_used() {
    let service = Service::new().await;
    let list = service.list(MUA).await;
    let infos = list["credentialInfos"].as_array().unwrap().clone();
    let status: Vec<_> = infos.iter().map(|one| one["cert"]["status"].as_str().unwrap()).collect();
    assert_eq!(status, ["expired", "valid"]);
    let refused = service.ask(infos[0]["credentialID"].as_str().unwrap(), &[hash("x")]).await;
    assert_eq!(refused.status, 400);
    let only_valid =
        service.call("credentials/list", &json!({ "userID": MUA, "onlyValid": true })).await.json();
    assert_eq!(only_valid["credentialIDs"], json!([infos[1]["credentialID"]]));
    assert_eq!(service.list("001093008765").await["credentialIDs"], json!([]));
}

#[tokio::test]
async fn a_valid_certificate_expires_with_the_years() {
    let service = Service::new().await;
    service.world.advance(4 * 365 * 86_400).await;
    let again = Service { token: token(&service.world).await, world: service.world };
    assert_eq!(again.list(HANG).await["credentialInfos"][0]["cert"]["status"], "expired");
}

async fn token(world: &World) -> String {
    let basic = support::basic("congdan", "signing-secret");
    let pairs = [("grant_type", "client_credentials")];
    let request = support::form_request("/csc/v2/oauth2/token", &pairs, &[("authorization", &basic)]);
    world.send(request).await.json()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_rejected_request_is_access_denied_for_ever() {
    let service = Service::new().await;
    let credential = service.credential(HANG).await;
    let handle = service.handle(&credential, &[hash("x")]).await;
    service.phone(HANG, &handle, "reject").await;
    service.phone(HANG, &handle, "accept").await;
    let denied = service.check(&handle).await;
    assert_eq!((denied.status.as_u16(), &denied.json()["error"]), (400, &json!("access_denied")));
}

#[tokio::test]
async fn silence_expires_after_five_minutes_and_a_late_yes_does_not_count() {
    let service = Service::new().await;
    let credential = service.credential(HANG).await;
    let handle = service.handle(&credential, &[hash("x")]).await;
    service.world.advance(295).await;
    assert_eq!(service.check(&handle).await.status, 202);
    service.world.advance(5).await;
    assert_eq!(service.check(&handle).await.json()["error"], "expired");
    service.phone(HANG, &handle, "accept").await;
    assert_eq!(service.check(&handle).await.json()["error"], "expired");
}

#[tokio::test]
async fn nobody_answers_on_another_phone() {
    let service = Service::new().await;
    let credential = service.credential(HANG).await;
    let handle = service.handle(&credential, &[hash("x")]).await;
    service.phone(THANH, &handle, "accept").await;
    assert_eq!(service.check(&handle).await.status, 202);
}

#[tokio::test]
async fn an_authorization_signs_its_own_hashes_in_their_order_and_once() {
    let service = Service::new().await;
    let credential = service.credential(HANG).await;
    let hashes = [hash("a"), hash("b")];
    let sad = service.accepted(HANG, &credential, &hashes).await;
    let turned = [hashes[1].clone(), hashes[0].clone()];
    for other in [&turned[..], &hashes[..1], &[hash("a"), hash("c")]] {
        assert_eq!(service.sign(&credential, &sad, other).await.status, 400, "{other:?}");
    }
    assert_eq!(service.sign(&credential, "another", &hashes).await.status, 400);
    let signed = service.sign(&credential, &sad, &hashes).await.json();
    assert_eq!(signed["signatures"].as_array().unwrap().len(), 2);
    assert_eq!(service.sign(&credential, &sad, &hashes).await.status, 400);
}

#[tokio::test]
async fn an_authorization_is_of_no_use_for_another_key_or_after_its_time() {
    let service = Service::new().await;
    let credential = service.credential(HANG).await;
    let other = service.credential(THANH).await;
    let hashes = [hash("a")];
    let sad = service.accepted(HANG, &credential, &hashes).await;
    assert_eq!(service.sign(&other, &sad, &hashes).await.status, 400);
    service.world.advance(300).await;
    assert_eq!(service.sign(&credential, &sad, &hashes).await.status, 400);
}

#[tokio::test]
async fn requests_that_do_not_fit_are_refused() {
    let service = Service::new().await;
    let credential = service.credential(HANG).await;
    let good = json!({
        "credentialID": credential, "numSignatures": 1, "hashes": [hash("a")], "hashAlgorithmOID": SHA256_OID,
    });
    assert_eq!(service.call("credentials/authorize", &good).await.status, 202);
    for (name, value) in [
        ("numSignatures", json!(2)),
        ("hashes", json!(["YQ=="])),
        ("hashes", json!([])),
        ("hashAlgorithmOID", json!("1.3.14.3.2.26")),
        ("credentialID", json!("CCCD_000000000000_1")),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        let answer = service.call("credentials/authorize", &bad).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["error"]),
            (400, &json!("invalid_request")),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn only_a_service_token_opens_the_service_and_only_for_an_hour() {
    let service = Service::new().await;
    let stranger =
        [("grant_type", "client_credentials"), ("client_id", "congdan"), ("client_secret", "guess")];
    assert_eq!(service.world.form("/csc/v2/oauth2/token", &stranger).await.status, 401);
    assert_eq!(service.world.json("/csc/v2/credentials/list", &json!({ "userID": HANG })).await.status, 401);
    service.world.advance(3600).await;
    assert_eq!(service.call("credentials/list", &json!({ "userID": HANG })).await.status, 401);
}

#[tokio::test]
async fn a_misbehaving_service_answers_what_no_good_one_would() {
    let service = Service::new().await;
    let folder = service.world.config.data.clone();
    let credential = service.credential(HANG).await;
    write_chain(&service, &credential).await;
    openssl(&folder, &["x509", "-in", "person.pem", "-pubkey", "-noout", "-out", "key.pem"]);
    fs::write(folder.join("content"), "a").unwrap();
    for (fault, count, is_good) in
        [("ok", 1, true), ("other-signer", 1, false), ("bad-signature", 1, false), ("wrong-count", 0, false)]
    {
        service.world.fault("signing", fault).await;
        let sad = service.accepted(HANG, &credential, &[hash("a")]).await;
        let signatures = service.sign(&credential, &sad, &[hash("a")]).await.json()["signatures"].clone();
        assert_eq!(signatures.as_array().unwrap().len(), count, "{fault}");
        if let Some(signature) = signatures[0].as_str() {
            fs::write(folder.join("signature"), STANDARD.decode(signature).unwrap()).unwrap();
            let verify = ["dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "content"];
            assert_eq!(openssl(&folder, &verify).0, is_good, "{fault}");
        }
    }
    service.world.fault("signing", "down").await;
    assert_eq!(service.call("credentials/list", &json!({ "userID": HANG })).await.status, 503);
}

#[tokio::test]
async fn a_waiting_request_survives_a_restart() {
    let service = Service::new().await;
    let credential = service.credential(HANG).await;
    let handle = service.handle(&credential, &[hash("a")]).await;
    let again = Service { world: World::new(service.world.config.clone()), token: service.token };
    again.phone(HANG, &handle, "accept").await;
    let sad = again.check(&handle).await.json()["SAD"].as_str().unwrap().to_owned();
    assert_eq!(again.sign(&credential, &sad, &[hash("a")]).await.status, 200);
}
