//! `querydr`: asking what became of an order. Both directions are signed over fixed lists of fields joined by `|`.

use serde_json::{Map, Value};

use super::{dong, verdict};
use crate::clock::Moment;
use crate::config::Payment;
use crate::payment::Verdict;
use crate::secret;
use crate::store::Order;

const ANSWER_FIELDS: [&str; 15] = [
    "vnp_ResponseId",
    "vnp_Command",
    "vnp_ResponseCode",
    "vnp_Message",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_BankCode",
    "vnp_PayDate",
    "vnp_TransactionNo",
    "vnp_TransactionType",
    "vnp_TransactionStatus",
    "vnp_OrderInfo",
    "vnp_PromotionCode",
    "vnp_PromotionAmount",
];

/// Asks; an error means that nothing is known and it is to be asked again.
pub(super) async fn ask(
    web: &reqwest::Client,
    settings: &Payment,
    order: &Order,
    now: Moment,
) -> Result<Verdict, String> {
    let id = secret::handle().ok_or("no random numbers")?;
    // In the order in which the gateway wants them signed.
    let fields = [
        ("vnp_RequestId", id),
        ("vnp_Version", "2.1.0".to_owned()),
        ("vnp_Command", "querydr".to_owned()),
        ("vnp_TmnCode", settings.tmn_code.clone()),
        ("vnp_TxnRef", order.reference.clone()),
        ("vnp_TransactionDate", Moment(order.created_at).vietnamese_compact()),
        ("vnp_CreateDate", now.vietnamese_compact()),
        ("vnp_IpAddr", "127.0.0.1".to_owned()),
        ("vnp_OrderInfo", format!("Hoi giao dich {}", order.reference)),
    ];
    let signed = fields.each_ref().map(|(_, value)| value.as_str()).join("|");
    let mut body: Map<String, Value> =
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    body.insert("vnp_SecureHash".to_owned(), secret::hmac_sha512_hex(&settings.secret, &signed).into());
    let silent = |error: reqwest::Error| error.without_url().to_string();
    let answer = web.post(&settings.query).json(&body).send().await.map_err(silent)?;
    if !answer.status().is_success() {
        return Err(format!("status {}", answer.status()));
    }
    read(settings, order, &answer.json::<Value>().await.map_err(silent)?)
}

fn read(settings: &Payment, order: &Order, answer: &Value) -> Result<Verdict, String> {
    let get = |name: &str| answer[name].as_str().unwrap_or_default();
    let signed = ANSWER_FIELDS.map(get).join("|");
    let hash = secret::hmac_sha512_hex(&settings.secret, &signed);
    if !secret::same(&get("vnp_SecureHash").to_ascii_lowercase(), &hash) {
        return Err("the answer's signature does not fit".to_owned());
    }
    match get("vnp_ResponseCode") {
        "00" if get("vnp_TxnRef") != order.reference => Err("the answer speaks of another order".to_owned()),
        "00" => {
            let amount = dong(get("vnp_Amount")).ok_or("the amount is unreadable")?;
            let status = get("vnp_TransactionStatus");
            Ok(verdict("00", status, amount, get("vnp_TransactionNo"), get("vnp_PayDate")))
        }
        // Not known there: the citizen never arrived.
        "91" => Ok(Verdict::Open),
        code => Err(format!("response code {code}")),
    }
}
