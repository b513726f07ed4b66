//! Questions from server to server and their answers: both directions are signed over fixed lists of fields joined by `|`.

use serde_json::{Map, Value};

use crate::config::Vnpay;
use crate::secret;
use crate::store::Order;

/// What an answer is signed over, in this order.
pub(super) const ANSWER_FIELDS: [&str; 15] = [
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

/// An answer whose signature fits.
#[derive(Debug)]
pub(super) struct Told(Value);

impl Told {
    /// A field's value, empty when it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    /// The response code; an answer that succeeded must speak of `order`.
    pub(super) fn code_about(&self, order: &Order) -> Result<&str, String> {
        match self.get("vnp_ResponseCode") {
            "00" if self.get("vnp_TxnRef") != order.reference => {
                Err("the answer speaks of another order".to_owned())
            }
            code => Ok(code),
        }
    }

    /// Reads an answer that is signed over these fields.
    pub(super) fn read(settings: &Vnpay, signed: &[&str], answer: Value) -> Result<Self, String> {
        let told = Self(answer);
        let text: Vec<_> = signed.iter().map(|name| told.get(name)).collect();
        let hash = secret::hmac_sha512_hex(&settings.secret, &text.join("|"));
        if secret::same(&told.get("vnp_SecureHash").to_ascii_lowercase(), &hash) {
            Ok(told)
        } else {
            Err("the answer's signature does not fit".to_owned())
        }
    }
}

/// Sends fields, in the order in which the gateway wants them signed. An error means that nothing is known.
pub(super) async fn exchange(
    web: &reqwest::Client,
    settings: &Vnpay,
    fields: Vec<(&'static str, String)>,
    answered: &[&str],
) -> Result<Told, String> {
    let signed: Vec<_> = fields.iter().map(|(_, value)| value.as_str()).collect();
    let hash = secret::hmac_sha512_hex(&settings.secret, &signed.join("|"));
    let mut body: Map<String, Value> =
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    body.insert("vnp_SecureHash".to_owned(), hash.into());
    let silent = |error: reqwest::Error| error.without_url().to_string();
    let answer = web.post(&settings.query).json(&body).send().await.map_err(silent)?;
    if !answer.status().is_success() {
        return Err(format!("status {}", answer.status()));
    }
    Told::read(settings, answered, answer.json::<Value>().await.map_err(silent)?)
}
