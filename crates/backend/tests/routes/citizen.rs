//! A citizen at the portal: signs in for real, calls the contract, answers on the phone and at the gateway.

use axum::body::Body;
use axum::http::{Method, Request, header};
use contract::PIECE_BYTES;
use serde_json::{Value, json};

use crate::world::{Answer, World, hidden};

pub const HANG: (&str, &str) = ("nguyen-thi-bich-hang", "001195004321");
pub const THANH: (&str, &str) = ("le-van-thanh", "079090001234");

/// Signs in, and is unknown to the register.
pub const KHONG_CO: (&str, &str) = ("pham-thi-khong-co", "036192000789");
/// Signs in, and the register breaks down over him.
pub const CHAM: (&str, &str) = ("hoang-van-cham", "031088000987");

pub const BIRTH: &str = "1.001193";
pub const EXTRACT: &str = "2.000635";
/// Labour rules: a procedure for enterprises.
pub const RULES: &str = "2.001955";

/// A signed-in citizen.
pub struct Citizen<'a> {
    pub world: &'a World,
    pub cookie: String,
    pub id: &'static str,
}

/// A PDF without pages, whole as far as anybody looks who draws nothing.
pub fn paper(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n% {text}\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n0\n%%EOF\n").into_bytes()
}

/// `Content-Digest` of a body (RFC 9530).
pub fn content_digest(bytes: &[u8]) -> String {
    use base64::Engine;
    format!("sha-256=:{}:", base64::engine::general_purpose::STANDARD.encode(digest(bytes)))
}

fn digest(bytes: &[u8]) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref().to_vec()
}

/// What a browser holds after `Set-Cookie`.
pub fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let set = answer.headers.get_all(header::SET_COOKIE).iter();
    let pairs = set.filter_map(|value| value.to_str().ok()?.split(';').next());
    let pair = pairs.filter_map(|pair| pair.split_once('=')).find(|(found, _)| *found == name);
    pair.map(|(_, value)| value.to_owned()).filter(|value| !value.is_empty())
}

/// Goes to the identity provider and comes back to the callback's address, which is not called yet.
pub async fn at_callback(world: &World, slug: &str) -> (String, String) {
    let login = world.get("/auth/login?return_to=/ho-so").await;
    assert_eq!(login.status, 303);
    let begun = cookie(&login, "__Host-congdan-signin").unwrap();
    let query = login.header("location").split_once('?').unwrap().1.to_owned();
    let back =
        world.sandbox.form("/identity/authorize", &[("request", &query), ("citizen", slug)]).await.unwrap();
    (begun, back.strip_prefix(&world.portal).unwrap().to_owned())
}

/// One of the cases that a procedure brings along.
pub fn of_case(procedure: &str, case: &str) -> Value {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures");
    let text = std::fs::read_to_string(folder.join(procedure).join(format!("cases/{case}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

impl<'a> Citizen<'a> {
    pub async fn sign_in(world: &'a World, who: (&str, &'static str)) -> Self {
        let (begun, callback) = at_callback(world, who.0).await;
        let request = Request::get(callback).header(header::COOKIE, format!("__Host-congdan-signin={begun}"));
        let answer = world.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/ho-so"));
        let cookie = cookie(&answer, "__Host-congdan").unwrap();
        Self { world, cookie, id: who.1 }
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, format!("__Host-congdan={}", self.cookie));
        self.world.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn call(&self, method: Method, path: &str, body: &Value, more: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, format!("__Host-congdan={}", self.cookie))
            .header(header::ORIGIN, &self.world.portal)
            .header("Sec-Fetch-Site", "same-origin")
            .header("X-Congdan", "1")
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        self.world.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn post(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, body, &[("Idempotency-Key", key)]).await
    }

    /// A command that must succeed.
    pub async fn done(&self, path: &str, key: &str, body: &Value) -> Value {
        let answer = self.post(path, key, body).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Lets registers be asked for a service, or not.
    pub async fn decide(&self, procedure: &str, agree: bool) -> Value {
        let body = json!({ "agree": agree, "text": contract::CONSENT_TEXT });
        let answer = self.call(Method::POST, &format!("/api/consents/{procedure}"), &body, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// What opens a dossier: for oneself or, where the service is an enterprise's, for the first that one represents.
    pub async fn wanted(&self, procedure: &str) -> Value {
        let mut wanted = json!({ "procedure": procedure, "language": "vi" });
        if procedure == RULES {
            let path = format!("/api/procedures/{procedure}/principals");
            wanted["acting_for"] = self.get(&path).await.json()["principals"][0]["id"].clone();
        }
        wanted
    }

    /// A draft of a citizen who lets registers be asked.
    pub async fn open(&self, procedure: &str) -> Value {
        self.decide(procedure, true).await;
        self.done("/api/dossiers", "open", &self.wanted(procedure).await).await
    }

    pub async fn save(&self, id: &str, revision: u64, changes: &Value) -> Answer {
        let tag = format!("\"{revision}\"");
        let path = format!("/api/dossiers/{id}/answers");
        self.call(Method::PATCH, &path, &json!({ "changes": changes }), &[("If-Match", &tag)]).await
    }

    pub async fn dossier(&self, id: &str) -> Value {
        let answer = self.get(&format!("/api/dossiers/{id}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Sends a whole file and takes its news off the list; the answer is the stored file, or why there is none.
    pub async fn upload(&self, id: &str, field: &str, name: &str, bytes: &[u8]) -> Answer {
        let begun = self.begin(id, field, name, bytes).await;
        if begun.status != 200 {
            return begun;
        }
        let upload = begun.json()["id"].as_str().unwrap().to_owned();
        let mut answer = self.piece(id, &upload, 0, &bytes[..bytes.len().min(PIECE_BYTES)]).await;
        for (number, piece) in bytes.chunks(PIECE_BYTES).enumerate().skip(1) {
            answer = self.piece(id, &upload, number * PIECE_BYTES, piece).await;
        }
        if answer.status == 200 && answer.json()["state"] == "clean" {
            let path = format!("/api/dossiers/{id}/uploads/{upload}");
            assert_eq!(self.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
            answer.body = answer.json()["file"].to_string().into();
        }
        answer
    }

    /// Announces a file.
    pub async fn begin(&self, id: &str, field: &str, name: &str, bytes: &[u8]) -> Answer {
        let sha256: String =
            digest(bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        let wanted = json!({ "field": field, "name": name, "size": bytes.len(), "sha256": sha256 });
        self.call(Method::POST, &format!("/api/dossiers/{id}/uploads"), &wanted, &[]).await
    }

    /// Sends a piece of an announced file.
    pub async fn piece(&self, id: &str, upload: &str, offset: usize, bytes: &[u8]) -> Answer {
        let request = Request::patch(format!("/api/dossiers/{id}/uploads/{upload}"))
            .header(header::COOKIE, format!("__Host-congdan={}", self.cookie))
            .header(header::ORIGIN, &self.world.portal)
            .header("X-Congdan", "1")
            .header("Upload-Offset", offset)
            .header("Content-Digest", content_digest(bytes))
            .body(Body::from(bytes.to_vec()))
            .unwrap();
        self.world.send(request).await
    }

    /// A dossier of birth that is ready to be frozen; the fee is 16,000 đồng for who is no digital citizen.
    pub async fn birth(&self) -> String {
        self.birth_of("married-mother").await
    }

    /// The same, signed and waiting for its fee.
    pub async fn to_pay(&self) -> String {
        let id = self.birth().await;
        self.freeze(&id).await;
        self.sign(&id).await;
        id
    }

    /// One that is ready to be frozen from another of the procedure's cases.
    pub async fn birth_of(&self, case: &str) -> String {
        self.filled(BIRTH, case).await
    }

    /// A dossier with the answers of one of the procedure's own cases.
    pub async fn filled(&self, procedure: &str, case: &str) -> String {
        let opened = self.open(procedure).await;
        self.fill(opened["id"].as_str().unwrap(), procedure, case).await
    }

    /// Fills an open draft with the answers of a case; documents are really uploaded.
    pub async fn fill(&self, id: &str, procedure: &str, case: &str) -> String {
        let mut changes = serde_json::Map::new();
        for step in of_case(procedure, case)["steps"].as_array().unwrap() {
            let (path, mut value) = (step["set"].as_str().unwrap(), step["to"].clone());
            if value[0]["sha256"].is_string() {
                let file = self.upload(id, path, "Giấy chứng sinh.pdf", &paper("a birth")).await;
                assert_eq!(file.status, 200, "{}", file.text());
                value = json!([file.json()]);
            }
            changes.insert(path.to_owned(), value);
        }
        let saved = self.save(id, 1, &Value::Object(changes)).await;
        assert_eq!(saved.status, 200, "{}", saved.text());
        id.to_owned()
    }

    pub async fn freeze(&self, id: &str) -> Value {
        let revision = self.dossier(id).await["draft"]["revision"].clone();
        let snapshots = self.dossier(id).await["state"]["snapshots"].clone();
        self.done(
            &format!("/api/dossiers/{id}/freeze"),
            &format!("freeze {snapshots}"),
            &json!({ "revision": revision }),
        )
        .await
    }

    /// Prepares a signature; gives what must be confirmed for the phone to be asked.
    pub async fn prepared(&self, id: &str) -> Value {
        let list = self.get(&format!("/api/dossiers/{id}/credentials")).await.json();
        let usable =
            list["credentials"].as_array().unwrap().iter().find(|one| one["unusable"].is_null()).unwrap();
        let attempts = self.dossier(id).await["state"]["signing_attempts"].clone();
        let path = format!("/api/dossiers/{id}/signing");
        let prepared =
            self.done(&path, &format!("prepare {attempts}"), &json!({ "credential": usable["id"] })).await;
        json!({ "attempt": prepared["attempt"], "requested_hash": prepared["requested_hash"] })
    }

    /// Prepares and confirms; the phone has been asked afterwards.
    pub async fn ask_phone(&self, id: &str) -> Value {
        let attempts = self.dossier(id).await["state"]["signing_attempts"].clone();
        let confirmation = self.prepared(id).await;
        let path = format!("/api/dossiers/{id}/signing/confirm");
        self.done(&path, &format!("confirm {attempts}"), &confirmation).await
    }

    /// Answers the request that waits on the phone.
    pub async fn answer_phone(&self, answer: &str) {
        let path = format!("/phone/{}", self.id);
        let handle = hidden(&self.world.sandbox.page(&path).await, "handle");
        self.world.sandbox.form(&path, &[("handle", &handle), ("answer", answer)]).await;
    }

    pub async fn sign(&self, id: &str) -> Value {
        self.ask_phone(id).await;
        self.answer_phone("accept").await;
        self.world.advance(2).await;
        let dossier = self.dossier(id).await;
        assert_eq!(dossier["state"]["signing"]["state"], "signed", "{}", dossier["state"]["signing"]);
        dossier
    }

    /// Leaves to stand by what is fixed: the pre-login cookie, and what the identity provider is asked.
    pub async fn leaves_to_confirm(&self, id: &str) -> (String, String) {
        let sha256 = self.dossier(id).await["state"]["snapshot"]["sha256"].clone();
        let path = format!("/api/dossiers/{id}/confirmation");
        let answer = self.call(Method::POST, &path, &json!({ "sha256": sha256 }), &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let url = answer.json()["redirect_url"].as_str().unwrap().to_owned();
        (cookie(&answer, "__Host-congdan-signin").unwrap(), url.split_once('?').unwrap().1.to_owned())
    }

    /// Answers at the identity provider as somebody, or with no; gives the way back, which is not gone yet.
    pub async fn at_provider(&self, request: &str, who: Option<&str>) -> String {
        let citizen = who.map(|slug| ("citizen", slug));
        let pairs: Vec<_> = [("request", request)].into_iter().chain(citizen).collect();
        let back = self.world.sandbox.form("/identity/authorize", &pairs).await.unwrap();
        back.strip_prefix(&self.world.portal).unwrap().to_owned()
    }

    /// Comes back from the identity provider with what this browser holds.
    pub async fn comes_back(&self, begun: &str, path: &str) -> Answer {
        let cookies = format!("__Host-congdan-signin={begun}; __Host-congdan={}", self.cookie);
        let request = Request::get(path).header(header::COOKIE, cookies);
        self.world.send(request.body(Body::empty()).unwrap()).await
    }

    /// Stands by what is fixed with the electronic identity; it is a new session that goes on.
    pub async fn confirm(self, slug: &str, id: &str) -> Self {
        let (begun, request) = self.leaves_to_confirm(id).await;
        let back = self.at_provider(&request, Some(slug)).await;
        let answer = self.comes_back(&begun, &back).await;
        assert_eq!(answer.header("location"), format!("/ho-so/{id}/ky"));
        Self { cookie: cookie(&answer, "__Host-congdan").unwrap(), ..self }
    }

    /// Opens an order; gives the gateway's name for it.
    pub async fn order(&self, id: &str) -> String {
        let attempts = self.dossier(id).await["state"]["payment_attempts"].clone();
        let started =
            self.done(&format!("/api/dossiers/{id}/payment"), &format!("pay {attempts}"), &Value::Null).await;
        hidden(&self.world.sandbox.page(started["redirect_url"].as_str().unwrap()).await, "order")
    }

    /// Does something at the gateway; gives where the browser is led, if anywhere.
    pub async fn at_gateway(&self, order: &str, choice: &str) -> Option<String> {
        let pairs = [("order", order), ("choice", choice), ("code", "51")];
        self.world.sandbox.form("/vnpay/paymentv2/choose", &pairs).await
    }
}
