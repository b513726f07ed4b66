//! The national payment platform, version 1.0.6: an order's page is asked for (INIT) when the order is on record, the platform confirms from
//! server to server, and is asked (QUERY). Amounts travel in đồng.
//!
//! What of it is public and what is inferred stands in decision 0033. It knows no request to give money back: a person does.

mod init;
mod query;
mod seal;

use serde::Deserialize;
use serde_json::Value;

use super::{Bill, GiveBack, Notice, PaymentProvider, Return, Verdict, Wanted};
use crate::clock::Moment;
use crate::config;
use crate::later::Later;
use crate::secret;
use crate::store::{Order, Way};

/// Its short name.
pub const NAME: &str = "national";
/// Version of the protocol.
const VERSION: &str = "1.0.6";
/// Its code for success.
const SUCCESS: &str = "00";
/// Our code for an order that took no money, as the platform says without a reason: cancelled there, or not finished.
pub const UNPAID: &str = "unpaid";
/// Our code for money that only a person returns.
const BY_HAND: &str = "by_hand";

/// A partner at the platform.
pub struct National {
    settings: config::National,
    web: reqwest::Client,
}

/// A confirmation.
#[derive(Deserialize)]
struct Confirmation {
    #[serde(rename = "LoaiBanTin")]
    kind: String,
    #[serde(rename = "MaLoi")]
    code: String,
    #[serde(rename = "MaDoiTac")]
    partner: String,
    #[serde(rename = "MaThamChieu")]
    reference: String,
    #[serde(rename = "SoTien")]
    amount: Value,
    #[serde(rename = "MaTienTe")]
    currency: String,
    #[serde(rename = "MaGiaoDich")]
    transaction: String,
    #[serde(rename = "MaNganHang")]
    bank: String,
    #[serde(rename = "ThoiGianGD")]
    at: String,
    #[serde(rename = "ThongTinGiaoDich")]
    info: String,
    #[serde(rename = "MaXacThuc")]
    seal: String,
}

impl National {
    /// A client for the configured partner.
    #[must_use]
    pub fn new(settings: config::National, web: reqwest::Client) -> Self {
        Self { settings, web }
    }

    /// Reads a confirmation; none when its seal does not fit or it speaks to somebody else. Only success is a word: what the other codes
    /// mean is not published, so they make us ask.
    #[must_use]
    pub fn notice(&self, body: &[u8]) -> Option<Notice> {
        let told: Confirmation = serde_json::from_slice(body).ok()?;
        let amount = dong(&told.amount)?;
        let sum = amount.to_string();
        let sealed = [
            &told.kind,
            &told.code,
            &told.partner,
            &told.reference,
            &sum,
            &told.currency,
            &told.transaction,
            &told.bank,
            &told.at,
            &told.info,
        ];
        let is_right = seal::is_right(&self.settings.secret, &sealed.map(String::as_str), &told.seal);
        if !is_right || told.partner != self.settings.partner || told.currency != "VND" {
            return None;
        }
        let verdict = if told.code == SUCCESS && !told.transaction.is_empty() {
            Verdict::Paid { amount, transaction: told.transaction, at: time(&told.at) }
        } else {
            Verdict::Unsettled { code: told.code }
        };
        Some(Notice { order: told.reference, amount, verdict })
    }

    /// Sends a message; its answer, whatever it says. An error means that nothing is known.
    async fn send(&self, url: &str, message: &Value) -> Result<Value, String> {
        let said = |error: reqwest::Error| error.without_url().to_string();
        let request = self.web.post(url).json(message);
        let request = match &self.settings.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let answer = request.send().await.map_err(said)?;
        if !answer.status().is_success() {
            return Err(format!("status {}", answer.status()));
        }
        answer.json().await.map_err(said)
    }
}

/// Đồng, as a number or in digits.
fn dong(value: &Value) -> Option<u64> {
    let amount = value.as_u64().or_else(|| value.as_str()?.parse().ok());
    amount.filter(|amount| *amount > 0)
}

/// The platform's time as RFC 3339; empty when it is unreadable.
fn time(stamp: &str) -> String {
    Moment::parse_vietnamese_compact(stamp).map(Moment::rfc3339).unwrap_or_default()
}

impl PaymentProvider for National {
    fn name(&self) -> &'static str {
        NAME
    }

    fn reference(&self) -> Option<String> {
        secret::handle()
    }

    fn way(&self, _wanted: &Wanted<'_>) -> Result<Way, String> {
        Ok(Way::None)
    }

    fn page<'a>(&'a self, wanted: &'a Wanted<'_>, bill: &'a Bill) -> Later<'a, Result<String, String>> {
        Box::pin(init::ask(self, wanted, bill))
    }

    fn takes_again(&self) -> bool {
        false
    }

    fn ask<'a>(&'a self, order: &'a Order, _now: Moment) -> Later<'a, Result<Vec<Verdict>, String>> {
        Box::pin(async move { Ok(vec![query::ask(self, order).await?]) })
    }

    fn returned<'a>(
        &'a self,
        order: &'a Order,
        _owed: u64,
        _now: Moment,
    ) -> Later<'a, Result<Return, String>> {
        Box::pin(query::returned(self, order))
    }

    fn give_back<'a>(
        &'a self,
        _order: &'a Order,
        _wanted: GiveBack<'a>,
        _now: Moment,
    ) -> Later<'a, Result<Return, String>> {
        Box::pin(async { Ok(Return::Refused { code: BY_HAND.to_owned() }) })
    }
}
