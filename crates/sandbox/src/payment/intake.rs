//! A payment request: checked in the gateway's order, then recorded once. The same request again is the same order.

use time::OffsetDateTime;

use super::{Order, Records, signature};
use crate::{clock, config::Config, params::Params, seal};

/// Why a request is not taken, with the gateway's error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// Order reference already used for something else today.
    Repeated,
    /// A parameter is missing or malformed.
    Malformed,
    /// The signature does not fit.
    Signature,
    /// The return address is not the merchant's.
    Address,
    /// No such merchant.
    Merchant,
}

impl Defect {
    /// The code on the error page.
    pub fn code(self) -> &'static str {
        match self {
            Defect::Repeated => "01",
            Defect::Malformed => "03",
            Defect::Signature => "70",
            Defect::Address => "71",
            Defect::Merchant => "72",
        }
    }
}

/// Reads a request into an order.
fn read(params: &Params, config: &Config) -> Result<Order, Defect> {
    let merchant = &config.clients.payment;
    if params.get("vnp_TmnCode") != Some(&merchant.tmn_code) {
        return Err(Defect::Merchant);
    }
    if !signature::is_right(&merchant.secret, params) {
        return Err(Defect::Signature);
    }
    let order = well_formed(params).ok_or(Defect::Malformed)?;
    if !config.is_at_portal(&order.return_url) {
        return Err(Defect::Address);
    }
    Ok(order)
}

fn well_formed(params: &Params) -> Option<Order> {
    let text = |name: &str| params.get(name);
    let is_as_expected = text("vnp_Version")? == "2.1.0"
        && text("vnp_Command")? == "pay"
        && text("vnp_CurrCode")? == "VND"
        && matches!(text("vnp_Locale")?, "vn" | "en")
        && text("vnp_IpAddr").is_some()
        && text("vnp_OrderType").is_some();
    let amount: u64 = text("vnp_Amount")?.parse().ok()?;
    let is_amount = amount > 0 && amount.is_multiple_of(100) && amount < 1_000_000_000_000;
    let info = text("vnp_OrderInfo")?;
    let is_info = info.len() <= 255
        && info.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" .,:-_".contains(&byte));
    let reference = text("vnp_TxnRef")?;
    let is_reference = reference.len() <= 100
        && reference.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let created = text("vnp_CreateDate")?;
    let created_at = clock::from_stamp(created)?;
    let expires_at = match text("vnp_ExpireDate") {
        Some(stamp) => Some(clock::from_stamp(stamp)?),
        None => None,
    };
    let is_period = expires_at.is_none_or(|end| end > created_at);
    (is_as_expected && is_amount && is_info && is_reference && is_period).then(|| Order {
        token: seal::random_name(),
        reference: reference.to_owned(),
        amount,
        info: info.to_owned(),
        return_url: text("vnp_ReturnUrl").unwrap_or_default().to_owned(),
        created: created.to_owned(),
        expires_at: expires_at.map(OffsetDateTime::unix_timestamp),
        taken: None,
        is_at_bank: false,
        outcome: None,
        refund: None,
        queue: Vec::new(),
        sent: Vec::new(),
    })
}

/// The name of an order: references are unique within the day of creation.
pub fn key(created: &str, reference: &str) -> String {
    format!("{}:{reference}", created.get(..8).unwrap_or(created))
}

impl Records {
    /// Takes a request: a new order, or the same one again.
    pub fn take(&mut self, params: &Params, config: &Config, now: OffsetDateTime) -> Result<String, Defect> {
        let order = read(params, config)?;
        let key = key(&order.created, &order.reference);
        if let Some(earlier) = self.orders.get(&key) {
            let is_same = earlier.amount == order.amount
                && earlier.info == order.info
                && earlier.return_url == order.return_url
                && earlier.created == order.created
                && earlier.expires_at == order.expires_at;
            if !is_same {
                return Err(Defect::Repeated);
            }
        } else {
            self.orders.insert(key.clone(), order);
        }
        self.expire(&key, now);
        Ok(key)
    }
}
