//! The desk over the synchronisation protocol.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dossier::{BusinessEvent, canonical};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Delivery, Desk, Given, Known, Paid, Taken};
use crate::clock::Moment;
use crate::config::{self, Config};
use crate::dossiers::agreements::Agreed;
use crate::files::MAX_BYTES;
use crate::later::Later;
use crate::receipts::{Issued, Over, ReceiptIssuer, Settled, Stated};
use crate::store::RevocationAnswer;

/// A client of the desk.
pub struct HttpDesk {
    settings: config::Desk,
    callback: String,
    receipts_callback: String,
    web: reqwest::Client,
}

/// What was said about the revocation of a certificate.
fn said(revocation: &RevocationAnswer) -> Value {
    json!({ "source": revocation.source.code(), "content_b64": STANDARD.encode(&revocation.answer) })
}

/// Somebody else who has agreed, with the container of who has signed.
fn cosigner(one: &Agreed) -> Value {
    let Agreed { agreement, signed } = one;
    let signature = agreement.signature.as_ref().zip(signed.as_ref()).map(|(signature, container)| {
        json!({
            "sub": signature.sub, "at": signature.at, "sha256": signature.sha256, "content_b64": STANDARD.encode(&container.bytes),
            "revocation": container.revocation.as_ref().map(said)
        })
    });
    json!({ "role": agreement.role, "name": agreement.name, "proof": agreement.proof, "signature": signature })
}

impl HttpDesk {
    /// A client for the configured desk.
    #[must_use]
    pub fn new(config: &Config, web: reqwest::Client) -> Self {
        let callback = format!("{}{}", config.public_url, contract::paths::DESK_STATUS);
        let receipts_callback = format!("{}{}", config.public_url, contract::paths::DESK_RECEIPTS);
        Self { settings: config.desk.clone(), callback, receipts_callback, web }
    }

    async fn post(&self, delivery: &Delivery) -> Result<Taken, String> {
        #[derive(Deserialize)]
        struct Answer {
            code: String,
            received_at: String,
        }
        let key = format!("{}.{}", delivery.handle, delivery.snapshot);
        let request =
            self.web.post(format!("{}/dossiers", self.settings.base)).bearer_auth(&self.settings.token);
        let request = request.header(contract::Headers::IDEMPOTENCY, key).json(&self.body(delivery));
        let answer = request.send().await.map_err(silent)?;
        if !answer.status().is_success() {
            return Err(format!("status {}", answer.status()));
        }
        let answer: Answer = answer.json().await.map_err(silent)?;
        let received_at = Moment::parse(&answer.received_at).ok_or("its time is unreadable")?.rfc3339();
        Ok(Taken { code: answer.code, received_at })
    }

    fn body(&self, delivery: &Delivery) -> Value {
        let documents = delivery.documents.iter().map(|(document, bytes)| {
            json!({
                "name": document.name, "sha256": document.sha256, "size": document.size,
                "content_b64": STANDARD.encode(bytes)
            })
        });
        json!({
            "handle": delivery.handle,
            "procedure": delivery.procedure,
            "title": delivery.title,
            "agency": { "province": delivery.agency.province, "commune": delivery.agency.commune },
            "applicant": { "name": delivery.applicant_name, "id": delivery.applicant_id },
            "submitted_at": delivery.submitted_at,
            "content_b64": STANDARD.encode(&delivery.content),
            "signature_b64": delivery.signature.as_ref().map(|bytes| STANDARD.encode(bytes)),
            "revocation": delivery.revocation.as_ref().map(said),
            "identity": delivery.identity,
            "scan": delivery.scan.as_ref().map(|(scan, bytes)| json!({
                "of": canonical::sha256_hex(&delivery.content), "fingerprint": canonical::fingerprint(&delivery.content),
                "at": scan.at, "name": scan.name, "sha256": scan.sha256, "size": scan.size,
                "content_b64": STANDARD.encode(bytes)
            })),
            "cosigners": delivery.others.iter().map(cosigner).collect::<Vec<_>>(),
            "documents": documents.collect::<Vec<_>>(),
            "fee": delivery.fee.as_ref().map(|fee| json!({
                "amount": fee.amount, "paid": true, "receipt": fee.receipt
            })),
            "callback": self.callback,
            "receipts_callback": self.receipts_callback
        })
    }

    async fn tell(&self, code: &str, paid: Paid<'_>) -> Result<Known, String> {
        #[derive(Deserialize)]
        struct Answer {
            known_at: String,
        }
        #[derive(Deserialize)]
        struct Refusal {
            code: String,
        }
        let url =
            format!("{}{}", self.settings.base, contract::fill_path("/dossiers/{code}/payments", &[code]));
        let body = json!({
            "notice": paid.notice, "amount": paid.amount, "transaction": paid.transaction, "paid_at": paid.at
        });
        let request = self.web.post(url).bearer_auth(&self.settings.token).json(&body);
        let answer = request.send().await.map_err(silent)?;
        let status = answer.status();
        if status.is_success() {
            let known: Answer = answer.json().await.map_err(silent)?;
            let at = Moment::parse(&known.known_at).ok_or("its time is unreadable")?.rfc3339();
            return Ok(Known::Since(at));
        }
        let refusal = answer.json::<Refusal>().await.map(|refusal| refusal.code).unwrap_or_default();
        if refusal == "notice-over" {
            Ok(Known::Over)
        } else {
            Err(format!("a payment is not heard of: status {status} {refusal}"))
        }
    }

    async fn get(&self, path: &str, of: &[&str]) -> Result<reqwest::Response, String> {
        let url = format!("{}{}", self.settings.base, contract::fill_path(path, of));
        let answer = self.web.get(url).bearer_auth(&self.settings.token).send().await.map_err(silent)?;
        if answer.status().is_success() {
            Ok(answer)
        } else {
            Err(format!("{path}: status {}", answer.status()))
        }
    }

    async fn events(&self, code: &str) -> Result<Vec<BusinessEvent>, String> {
        #[derive(Deserialize)]
        struct History {
            events: Vec<BusinessEvent>,
        }
        let answer = self.get("/dossiers/{code}", &[code]).await?;
        Ok(answer.json::<History>().await.map_err(silent)?.events)
    }

    async fn given(&self, code: &str, handle: &str) -> Result<Vec<Given>, String> {
        #[derive(Deserialize)]
        struct Results {
            handle: String,
            results: Vec<Given>,
        }
        let answer = self.get("/dossiers/{code}/results", &[code]).await?;
        let answer: Results = answer.json().await.map_err(silent)?;
        if answer.handle == handle {
            Ok(answer.results)
        } else {
            Err("results of another dossier".to_owned())
        }
    }

    async fn receipts(&self, of: &Settled) -> Result<Vec<Issued>, String> {
        #[derive(Deserialize)]
        struct Answer {
            handle: String,
            receipts: Vec<Told>,
        }
        // Of a dossier that has not arrived the office knows nothing yet.
        let Some(code) = &of.code else { return Ok(Vec::new()) };
        let answer = self.get("/dossiers/{code}/receipts", &[code]).await?;
        let answer: Answer = answer.json().await.map_err(silent)?;
        if answer.handle != of.dossier {
            return Err("receipts of another dossier".to_owned());
        }
        let own = answer.receipts.into_iter();
        own.filter(|one| Some(&one.transaction) == of.order.transaction.as_ref()).map(Told::read).collect()
    }

    async fn bytes(&self, code: &str, id: &str) -> Result<Vec<u8>, String> {
        let mut answer = self.get("/dossiers/{code}/results/{id}", &[code, id]).await?;
        let mut bytes = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(silent)? {
            bytes.extend_from_slice(&part);
            if bytes.len() as u64 > MAX_BYTES {
                return Err("a result is too large".to_owned());
            }
        }
        Ok(bytes)
    }
}

/// A receipt as the desk tells of it.
#[derive(Deserialize)]
struct Told {
    id: String,
    transaction: String,
    document_b64: String,
    over: Option<Over>,
}

impl Told {
    fn read(self) -> Result<Issued, String> {
        let odd = || "a receipt is unreadable".to_owned();
        let file = STANDARD.decode(&self.document_b64).map_err(|_| odd())?;
        let stated: Stated = serde_json::from_slice(&file).map_err(|_| odd())?;
        let over = match self.over {
            Some(over) => Some(Over { at: Moment::parse(&over.at).ok_or_else(odd)?.rfc3339(), ..over }),
            None => None,
        };
        let name = format!("bien-lai-{}.json", stated.number);
        Ok(Issued { id: self.id, stated, file, name, over })
    }
}

fn silent(error: reqwest::Error) -> String {
    error.without_url().to_string()
}

impl ReceiptIssuer for HttpDesk {
    fn issuer(&self) -> &'static str {
        "desk"
    }

    fn issued<'a>(&'a self, of: &'a Settled) -> Later<'a, Result<Vec<Issued>, String>> {
        Box::pin(self.receipts(of))
    }
}

impl Desk for HttpDesk {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> Later<'a, Result<Taken, String>> {
        Box::pin(self.post(delivery))
    }

    fn paid<'a>(&'a self, code: &'a str, paid: Paid<'a>) -> Later<'a, Result<Known, String>> {
        Box::pin(self.tell(code, paid))
    }

    fn history<'a>(&'a self, code: &'a str) -> Later<'a, Result<Vec<BusinessEvent>, String>> {
        Box::pin(self.events(code))
    }

    fn results<'a>(&'a self, code: &'a str, handle: &'a str) -> Later<'a, Result<Vec<Given>, String>> {
        Box::pin(self.given(code, handle))
    }

    fn result<'a>(&'a self, code: &'a str, id: &'a str) -> Later<'a, Result<Vec<u8>, String>> {
        Box::pin(self.bytes(code, id))
    }
}
