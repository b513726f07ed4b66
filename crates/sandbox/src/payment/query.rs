//! `querydr`: what became of an order, its refund included. Request and answer are signed over their own fixed lists of fields, joined by `|`.

use axum::{Json, body::Bytes, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Order, Records, intake, refund};
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
    let fault = world.answers_again(Part::Payment).await?;
    let command = serde_json::from_slice::<Value>(&body).ok();
    if command.is_some_and(|body| body["vnp_Command"] == "refund") {
        return refund::answer(&world, &body, fault);
    }
    let merchant = &world.config().clients.payment;
    let secret = if fault == Fault::BadSignature { "not the secret" } else { &merchant.secret };
    let Ok(query) = serde_json::from_slice::<Query>(&body) else {
        return Ok(Json(signed(secret, &merchant.tmn_code, "03", "Invalid data format", None)));
    };
    let found = world.change(|ledger, now| {
        let found = ledger.payment.look_up(&query, &merchant.tmn_code, &merchant.secret, now);
        found.map(|order| (order, now.unix_timestamp()))
    })?;
    Ok(Json(match found {
        Ok((order, at)) => signed(secret, &merchant.tmn_code, "00", "QueryDR Success", Some((&order, at))),
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
        self.is_new(&query.request_id, at)?;
        let key = intake::key(&query.transaction_date, &query.reference);
        self.expire(&key, now);
        let order = self.orders.get(&key).filter(|order| order.created == query.transaction_date);
        order.cloned().ok_or(("91", "Transaction not found"))
    }

    /// Requests of a day, of either kind, have names of their own.
    pub(super) fn is_new(&mut self, request: &str, at: i64) -> Result<(), (&'static str, &'static str)> {
        self.queries.retain(|_, asked_at| at - *asked_at < DAY);
        match self.queries.insert(request.to_owned(), at) {
            Some(_) => Err(("94", "Duplicate request")),
            None => Ok(()),
        }
    }
}

fn signed(secret: &str, tmn_code: &str, code: &str, message: &str, order: Option<(&Order, i64)>) -> Value {
    let fields = fields("querydr", tmn_code, code, message, order);
    let text: Vec<_> = fields.iter().map(|(_, value)| value.as_str()).collect();
    let hash = seal::hmac_sha512_hex(secret, text.join("|").as_bytes());
    let mut answer: Value = fields.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    answer["vnp_SecureHash"] = json!(hash);
    answer
}

/// What an answer says of an order at a moment, in the order in which it is signed: of its refund, once there is one.
pub(super) fn fields(
    command: &str,
    tmn_code: &str,
    code: &str,
    message: &str,
    order: Option<(&Order, i64)>,
) -> Vec<(&'static str, String)> {
    let at = order.map_or(0, |(_, at)| at);
    let order = order.map(|(order, _)| order);
    let outcome = order.and_then(|order| order.outcome.as_ref());
    let refund = order.and_then(|order| order.refund.as_ref());
    let bank = match outcome {
        Some(outcome) if outcome.bank_transaction.is_some() => "NCB",
        Some(_) => "VNPAY",
        None => "",
    };
    let status = match (order, outcome, refund) {
        (_, _, Some(refund)) => refund.status(at),
        (_, Some(outcome), None) => outcome.transaction_status.as_str(),
        // Not completed: the payer is still at the gateway, or never came.
        (Some(_), None, None) => "01",
        (None, None, None) => "",
    };
    let kind = match (order, refund) {
        (_, Some(refund)) => refund.kind.as_str(),
        (Some(_), None) => "01",
        (None, None) => "",
    };
    let amount = refund.map(|refund| refund.amount).or(order.map(Order::amount));
    vec![
        ("vnp_ResponseId", seal::random_name()),
        ("vnp_Command", command.to_owned()),
        ("vnp_ResponseCode", code.to_owned()),
        ("vnp_Message", message.to_owned()),
        ("vnp_TmnCode", tmn_code.to_owned()),
        ("vnp_TxnRef", order.map(|order| order.reference.clone()).unwrap_or_default()),
        ("vnp_Amount", amount.map(|amount| amount.to_string()).unwrap_or_default()),
        ("vnp_BankCode", bank.to_owned()),
        ("vnp_PayDate", outcome.map(|outcome| outcome.paid_at.clone()).unwrap_or_default()),
        ("vnp_TransactionNo", outcome.map(|outcome| outcome.transaction.clone()).unwrap_or_default()),
        ("vnp_TransactionType", kind.to_owned()),
        ("vnp_TransactionStatus", status.to_owned()),
        ("vnp_OrderInfo", order.map(|order| order.info.clone()).unwrap_or_default()),
        ("vnp_PromotionCode", String::new()),
        ("vnp_PromotionAmount", String::new()),
    ]
}
