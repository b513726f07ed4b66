//! `querydr`: what became of an order. Request and answer are signed over their own fixed lists of fields, joined by `|`.

use axum::{Json, body::Bytes, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Order, Records, intake};
use crate::{
    clock,
    fault::{Fault, Part},
    problem::Problem,
    seal,
    world::World,
};

const DAY: i64 = 86_400;

#[derive(Deserialize)]
struct Query {
    #[serde(rename = "vnp_RequestId")]
    request_id: String,
    #[serde(rename = "vnp_Version")]
    version: String,
    #[serde(rename = "vnp_Command")]
    command: String,
    #[serde(rename = "vnp_TmnCode")]
    tmn_code: String,
    #[serde(rename = "vnp_TxnRef")]
    reference: String,
    #[serde(rename = "vnp_OrderInfo")]
    info: String,
    #[serde(rename = "vnp_TransactionDate")]
    transaction_date: String,
    #[serde(rename = "vnp_CreateDate")]
    created: String,
    #[serde(rename = "vnp_IpAddr")]
    ip: String,
    #[serde(rename = "vnp_SecureHash")]
    hash: String,
}

impl Query {
    fn signed(&self) -> String {
        [
            &self.request_id,
            &self.version,
            &self.command,
            &self.tmn_code,
            &self.reference,
            &self.transaction_date,
            &self.created,
            &self.ip,
            &self.info,
        ]
        .map(String::as_str)
        .join("|")
    }
}

/// `POST`: the answer; errors are codes in a signed answer with status 200, as at the real gateway.
pub async fn answer(State(world): State<World>, body: Bytes) -> Result<Json<Value>, Problem> {
    let fault = world.answers(Part::Payment)?;
    let merchant = &world.config().clients.payment;
    let secret = if fault == Fault::BadSignature { "not the secret" } else { &merchant.secret };
    let Ok(query) = serde_json::from_slice::<Query>(&body) else {
        return Ok(Json(signed(secret, &merchant.tmn_code, "03", "Invalid data format", None)));
    };
    let found = world
        .change(|ledger, now| ledger.payment.look_up(&query, &merchant.tmn_code, &merchant.secret, now))?;
    Ok(Json(match found {
        Ok(order) => signed(secret, &merchant.tmn_code, "00", "QueryDR Success", Some(&order)),
        Err((code, message)) => signed(secret, &merchant.tmn_code, code, message, None),
    }))
}

impl Records {
    fn look_up(
        &mut self,
        query: &Query,
        tmn_code: &str,
        secret: &str,
        now: OffsetDateTime,
    ) -> Result<Order, (&'static str, &'static str)> {
        let at = now.unix_timestamp();
        if query.tmn_code != tmn_code {
            return Err(("02", "Invalid merchant"));
        }
        let hash = seal::hmac_sha512_hex(secret, query.signed().as_bytes());
        if !seal::same(&hash, &query.hash.to_lowercase()) {
            return Err(("97", "Invalid signature"));
        }
        let is_well_formed = query.version == "2.1.0"
            && query.command == "querydr"
            && clock::from_stamp(&query.created).is_some()
            && clock::from_stamp(&query.transaction_date).is_some();
        if !is_well_formed {
            return Err(("03", "Invalid data format"));
        }
        self.queries.retain(|_, asked_at| at - *asked_at < DAY);
        if self.queries.insert(query.request_id.clone(), at).is_some() {
            return Err(("94", "Duplicate request"));
        }
        let key = intake::key(&query.transaction_date, &query.reference);
        self.expire(&key, now);
        let order = self.orders.get(&key).filter(|order| order.created == query.transaction_date);
        order.cloned().ok_or(("91", "Transaction not found"))
    }
}

fn signed(secret: &str, tmn_code: &str, code: &str, message: &str, order: Option<&Order>) -> Value {
    let outcome = order.and_then(|order| order.outcome.as_ref());
    let bank = match outcome {
        Some(outcome) if outcome.bank_transaction.is_some() => "NCB",
        Some(_) => "VNPAY",
        None => "",
    };
    let status = match (order, outcome) {
        (_, Some(outcome)) => outcome.transaction_status.as_str(),
        // Not completed: the payer is still at the gateway, or never came.
        (Some(_), None) => "01",
        (None, None) => "",
    };
    let fields = [
        ("vnp_ResponseId", seal::random_name()),
        ("vnp_Command", "querydr".to_owned()),
        ("vnp_ResponseCode", code.to_owned()),
        ("vnp_Message", message.to_owned()),
        ("vnp_TmnCode", tmn_code.to_owned()),
        ("vnp_TxnRef", order.map(|order| order.reference.clone()).unwrap_or_default()),
        ("vnp_Amount", order.map(|order| order.amount.to_string()).unwrap_or_default()),
        ("vnp_BankCode", bank.to_owned()),
        ("vnp_PayDate", outcome.map(|outcome| outcome.paid_at.clone()).unwrap_or_default()),
        ("vnp_TransactionNo", outcome.map(|outcome| outcome.transaction.clone()).unwrap_or_default()),
        ("vnp_TransactionType", if order.is_some() { "01" } else { "" }.to_owned()),
        ("vnp_TransactionStatus", status.to_owned()),
        ("vnp_OrderInfo", order.map(|order| order.info.clone()).unwrap_or_default()),
        ("vnp_PromotionCode", String::new()),
        ("vnp_PromotionAmount", String::new()),
    ];
    let text = fields.each_ref().map(|(_, value)| value.as_str()).join("|");
    let mut answer: Value = fields.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    answer["vnp_SecureHash"] = json!(seal::hmac_sha512_hex(secret, text.as_bytes()));
    answer
}
