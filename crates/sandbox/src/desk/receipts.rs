//! Electronic receipts of the office that collects: one for every payment that the desk knows of, issued at once or, with the fault `late-receipts`, when
//! the officer does; the API by which the portal asks for them, and the hint that there is news.
//!
//! Fields as in decree 123/2020; that a receipt travels as one JSON document is our own reading.

mod officer;
mod page;
mod words;

use axum::{
    Json,
    extract::{Path, State},
    http::HeaderMap,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::Dossier;
use crate::{
    caller, clock,
    fault::{Fault, Part},
    ledger::Ledger,
    problem::{Problem, problem},
    seal,
    world::World,
};

pub use officer::act;
pub use page::section;

/// A receipt that was given out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// Unique at the desk.
    id: String,
    /// The provider's number of the payment that it is for.
    transaction: String,
    number: String,
    /// The look-up code.
    code: String,
    /// What was issued, byte for byte.
    document: String,
    over: Option<Over>,
}

/// That it is not good any more.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Over {
    /// `cancelled` or `replaced`.
    how: String,
    at: String,
    reason: String,
    /// The receipt in its place.
    by: Option<String>,
}

/// A payment that the desk knows of.
pub(super) struct Known {
    pub(super) transaction: String,
    pub(super) amount: u64,
    /// What it was for.
    items: Vec<Value>,
}

impl Dossier {
    pub(super) fn payments(&self) -> Vec<Known> {
        let fee = self.fee.iter().filter(|fee| fee.paid).filter_map(|fee| {
            let transaction = fee.receipt.clone()?;
            let items = vec![json!({ "name": format!("Phí, lệ phí: {}", self.title), "amount": fee.amount })];
            Some(Known { transaction, amount: fee.amount, items })
        });
        let dues = self.paid.iter().filter_map(|paid| {
            let notice = self.notices().find(|notice| notice.id == paid.notice)?;
            let items = notice.items.iter().map(|item| json!(item)).collect();
            Some(Known { transaction: paid.transaction.clone(), amount: paid.amount, items })
        });
        fee.chain(dues).collect()
    }

    /// Whether a payment has a receipt that is good.
    fn has_receipt(&self, transaction: &str) -> bool {
        self.receipts.iter().any(|one| one.transaction == transaction && one.over.is_none())
    }
}

/// Issues what a dossier lacks, unless receipts are late.
pub fn issue_at_once(ledger: &mut Ledger, code: &str, now: OffsetDateTime) {
    if ledger.faults.of(Part::Desk) == Fault::LateReceipts {
        return;
    }
    let payments = ledger.desk.dossiers.get(code).map(Dossier::payments).unwrap_or_default();
    for payment in payments {
        issue(ledger, code, &payment.transaction, None, now);
    }
}

/// Issues the receipt of a payment that has none; gives its id.
fn issue(
    ledger: &mut Ledger,
    code: &str,
    transaction: &str,
    replaces: Option<&str>,
    now: OffsetDateTime,
) -> Option<String> {
    let records = &mut ledger.desk;
    let dossier = records.dossiers.get_mut(code)?;
    let payment = dossier.payments().into_iter().find(|payment| payment.transaction == transaction)?;
    if dossier.has_receipt(transaction) {
        return None;
    }
    records.receipts += 1;
    let number = format!("{:07}", records.receipts);
    let id = format!("{code}.BL{number}");
    let look_up = look_up_code();
    let day = clock::rfc3339(now)[..10].to_owned();
    let (province, commune) = (&dossier.agency.province, &dossier.agency.commune);
    let document = json!({
        "form": "01BLP0-001",
        "symbol": format!("{province}AA-{}E", &day[2..4]),
        "number": number,
        "issued_on": day,
        "office": format!("Ủy ban nhân dân, mã đơn vị {commune}"),
        "tax_code": format!("{province}{commune}001"),
        "payer": dossier.applicant.name,
        "items": payment.items,
        "amount": payment.amount,
        "words": words::money(payment.amount),
        "code": look_up,
        "replaces": replaces
    });
    dossier.receipts.push(Receipt {
        id: id.clone(),
        transaction: transaction.to_owned(),
        number,
        code: look_up,
        document: document.to_string(),
        over: None,
    });
    Some(id)
}

/// Sixteen letters and digits, eighty random bits.
fn look_up_code() -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let random = seal::sha256(seal::random_name().as_bytes());
    random.iter().take(16).map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// `GET /desk/v1/dossiers/{code}/receipts`.
pub async fn list(
    State(world): State<World>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    if !caller::has_bearer(&headers, &world.config().clients.desk.token) {
        return Err(Problem::unauthorized());
    }
    world.answers(Part::Desk)?;
    let dossier = world
        .look(|ledger, _| ledger.desk.dossiers.get(&code).cloned())
        .ok_or_else(|| problem(404, "dossier-unknown", "No such dossier is at the desk."))?;
    let receipts = dossier.receipts.iter().map(|one| {
        json!({
            "id": one.id, "transaction": one.transaction,
            "document_b64": seal::base64(one.document.as_bytes()), "over": one.over
        })
    });
    let receipts: Vec<Value> = receipts.collect();
    Ok(Json(json!({ "code": dossier.code, "handle": dossier.handle, "receipts": receipts })))
}

/// Tells the portal that there is news, once: it asks by itself too.
async fn tell(world: &World, code: &str) {
    let Some(dossier) = world.look(|ledger, _| ledger.desk.dossiers.get(code).cloned()) else { return };
    let body = json!({ "code": dossier.code, "handle": dossier.handle }).to_string();
    let signature = seal::hmac_sha256_hex(&world.config().clients.desk.hmac_secret, body.as_bytes());
    let call = world
        .http()
        .post(&dossier.receipts_callback)
        .header("Content-Type", "application/json")
        .header("X-Desk-Signature", signature)
        .body(body);
    // Not heard is no failure.
    let _ = call.send().await;
}
