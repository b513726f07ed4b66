//! `refund`: the merchant gives money back, all of it (02) or a part (03). The request and its answer are signed like a query. The
//! bank needs an hour; until then the refund is under way, and queries speak of it instead of the payment.

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Order, Records, intake, query};
use crate::{
    clock,
    fault::{Fault, Part},
    problem::Problem,
    seal,
    world::World,
};

/// Seconds until the bank has returned the money.
const BANK: i64 = 3600;

/// Money that goes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Refund {
    /// In hundredths of a đồng.
    pub(super) amount: u64,
    /// 02 for everything, 03 for a part.
    pub(super) kind: String,
    pub(super) asked_at: i64,
}

impl Refund {
    /// The transaction status: under way at the bank, then done.
    pub(super) fn status(&self, now: i64) -> &'static str {
        if now - self.asked_at < BANK { "05" } else { "00" }
    }
}

#[derive(Deserialize)]
struct Request {
    #[serde(rename = "vnp_RequestId")]
    id: String,
    #[serde(rename = "vnp_Version")]
    version: String,
    #[serde(rename = "vnp_TmnCode")]
    tmn_code: String,
    #[serde(rename = "vnp_TransactionType")]
    kind: String,
    #[serde(rename = "vnp_TxnRef")]
    reference: String,
    #[serde(rename = "vnp_Amount")]
    amount: String,
    #[serde(rename = "vnp_TransactionNo")]
    transaction: String,
    #[serde(rename = "vnp_TransactionDate")]
    transaction_date: String,
    #[serde(rename = "vnp_CreateBy")]
    by: String,
    #[serde(rename = "vnp_CreateDate")]
    created: String,
    #[serde(rename = "vnp_IpAddr")]
    ip: String,
    #[serde(rename = "vnp_OrderInfo")]
    info: String,
    #[serde(rename = "vnp_SecureHash")]
    hash: String,
}

impl Request {
    fn signed(&self) -> String {
        [
            &self.id,
            &self.version,
            "refund",
            &self.tmn_code,
            &self.kind,
            &self.reference,
            &self.amount,
            &self.transaction,
            &self.transaction_date,
            &self.by,
            &self.created,
            &self.ip,
            &self.info,
        ]
        .join("|")
    }
}

/// The answer; errors are codes in a signed answer with status 200.
pub(super) fn answer(world: &World, body: &[u8], fault: Fault) -> Result<Json<Value>, Problem> {
    let merchant = &world.config().clients.payment;
    let secret = if fault == Fault::BadSignature { "not the secret" } else { &merchant.secret };
    let tmn_code = &merchant.tmn_code;
    let Ok(request) = serde_json::from_slice::<Request>(body) else {
        return Ok(Json(signed(secret, tmn_code, "03", "Invalid data format", None)));
    };
    let taken = world.change(|ledger, now| {
        let at = now.unix_timestamp();
        let taken = ledger.payment.give_back(&request, tmn_code, &merchant.secret, fault, now);
        taken.map(|order| (order, at))
    })?;
    if fault == Fault::LostAnswer {
        world.change(|ledger, _| ledger.faults.set(Part::Payment, Fault::Ok))?;
        return Err(Problem::unavailable());
    }
    Ok(Json(match taken {
        Ok((order, at)) => signed(secret, tmn_code, "00", "Refund success", Some((&order, at))),
        Err((code, message)) => signed(secret, tmn_code, code, message, None),
    }))
}

impl Records {
    fn give_back(
        &mut self,
        request: &Request,
        tmn_code: &str,
        secret: &str,
        fault: Fault,
        now: OffsetDateTime,
    ) -> Result<Order, (&'static str, &'static str)> {
        let at = now.unix_timestamp();
        if request.tmn_code != tmn_code {
            return Err(("02", "Invalid merchant"));
        }
        let hash = seal::hmac_sha512_hex(secret, request.signed().as_bytes());
        if !seal::same(&hash, &request.hash.to_lowercase()) {
            return Err(("97", "Invalid signature"));
        }
        let amount: u64 = request.amount.parse().unwrap_or(0);
        let is_well_formed = request.version == "2.1.0"
            && matches!(request.kind.as_str(), "02" | "03")
            && amount > 0
            && !request.by.is_empty()
            && (1..=32).contains(&request.id.len())
            && clock::from_stamp(&request.created).is_some()
            && clock::from_stamp(&request.transaction_date).is_some();
        if !is_well_formed {
            return Err(("03", "Invalid data format"));
        }
        self.is_new(&request.id, at)?;
        let key = intake::key(&request.transaction_date, &request.reference);
        let known = self.orders.get_mut(&key).filter(|order| order.created == request.transaction_date);
        let order = known.ok_or(("91", "Transaction not found"))?;
        let is_taken = order.outcome.as_ref().is_some_and(|outcome| {
            outcome.transaction_status == "00"
                && (request.transaction.is_empty() || request.transaction == outcome.transaction)
        });
        if !is_taken || fault == Fault::RefundRefused {
            return Err(("95", "The transaction cannot be refunded"));
        }
        if order.refund.is_some() {
            return Err(("94", "A refund was requested before"));
        }
        let is_whole = amount == order.amount();
        if amount > order.amount() || is_whole != (request.kind == "02") {
            return Err(("03", "Invalid data format"));
        }
        order.refund = Some(Refund { amount, kind: request.kind.clone(), asked_at: at });
        Ok(order.clone())
    }

    /// The money of an order that was paid is returned by hand, at the gateway's own desk; answers whether there was any.
    pub(super) fn return_by_hand(&mut self, reference: &str, now: i64) -> bool {
        let mut paid = self.orders.values_mut().filter(|order| {
            order.reference == reference
                && order.refund.is_none()
                && order.outcome.as_ref().is_some_and(|outcome| outcome.transaction_status == "00")
        });
        let Some(order) = paid.next() else { return false };
        let amount = order.amount();
        order.refund = Some(Refund { amount, kind: "02".to_owned(), asked_at: now - BANK });
        true
    }
}

fn signed(secret: &str, tmn_code: &str, code: &str, message: &str, order: Option<(&Order, i64)>) -> Value {
    let mut fields = query::fields("refund", tmn_code, code, message, order);
    // Promotions are no part of this answer.
    fields.truncate(13);
    let text: Vec<_> = fields.iter().map(|(_, value)| value.as_str()).collect();
    let hash = seal::hmac_sha512_hex(secret, text.join("|").as_bytes());
    let mut answer: Value = fields.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    answer["vnp_SecureHash"] = json!(hash);
    answer
}
