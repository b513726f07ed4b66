//! VNPAY PAY 2.1.0: redirect, notice (return and IPN share their form), `querydr` and `refund`. Amounts travel in đồng × 100.

mod exchange;
#[cfg(test)]
mod explored;
mod query;
mod refund;
mod signature;

use form_urlencoded::parse;

use super::{GiveBack, Notice, PaymentProvider, Return, Verdict, Wanted};
use crate::clock::Moment;
use crate::config;
use crate::later::Later;
use crate::secret;
use crate::store::{Order, Way};

/// A merchant at the gateway.
pub struct Vnpay {
    settings: config::Vnpay,
    return_url: String,
    web: reqwest::Client,
}

impl Vnpay {
    /// A client for the configured merchant.
    #[must_use]
    pub fn new(settings: config::Vnpay, public_url: &str, web: reqwest::Client) -> Self {
        let return_url = format!("{public_url}{}", contract::paths::PAYMENT_RETURN);
        Self { settings, return_url, web }
    }

    /// Reads a signed query string; none when the signature does not fit.
    #[must_use]
    pub fn notice(&self, query: &str) -> Option<Notice> {
        let pairs: Vec<(String, String)> = parse(query.as_bytes()).into_owned().collect();
        if !signature::is_right(&self.settings.secret, &pairs) {
            return None;
        }
        let get = |name: &str| pairs.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
        let amount = dong(get("vnp_Amount"))?;
        let (response, status) = (get("vnp_ResponseCode"), get("vnp_TransactionStatus"));
        // The address that leads to the gateway is signed with the same key: only what says how it went is a notice.
        if response.is_empty() || status.is_empty() || get("vnp_TmnCode") != self.settings.tmn_code {
            return None;
        }
        let verdict = verdict(response, status, amount, get("vnp_TransactionNo"), get("vnp_PayDate"));
        Some(Notice { order: get("vnp_TxnRef").to_owned(), amount, verdict })
    }
}

/// Its short name.
pub const NAME: &str = "vnpay";

/// The gateway's code for a failure without a reason of its own.
pub const OTHER: &str = "99";

/// What the two codes of an answer say. `00` in both is the only success; what is not known to be a refusal is suspect.
fn verdict(response: &str, status: &str, amount: u64, transaction: &str, pay_date: &str) -> Verdict {
    const REFUSALS: [&str; 11] = ["09", "10", "11", "12", "13", "24", "51", "65", "75", "79", OTHER];
    match (response, status) {
        ("00", "00") if !transaction.is_empty() => Verdict::Paid {
            amount,
            transaction: transaction.to_owned(),
            at: Moment::parse_vietnamese_compact(pay_date).map(Moment::rfc3339).unwrap_or_default(),
        },
        ("00", "01") => Verdict::Open,
        (code, "02") if REFUSALS.contains(&code) => Verdict::Refused { code: code.to_owned() },
        // A query answers 00 for itself, and of the reason only that the transaction failed: 99, other.
        ("00", "02") => Verdict::Refused { code: OTHER.to_owned() },
        ("00", other) => Verdict::Suspect { code: other.to_owned() },
        (code, _) => Verdict::Suspect { code: code.to_owned() },
    }
}

/// Đồng from the gateway's hundredths; nothing at all is no payment.
fn dong(text: &str) -> Option<u64> {
    let hundredths: u64 = text.parse().ok()?;
    (hundredths > 0 && hundredths.is_multiple_of(100)).then_some(hundredths / 100)
}

impl PaymentProvider for Vnpay {
    fn name(&self) -> &'static str {
        NAME
    }

    fn reference(&self) -> Option<String> {
        secret::handle()
    }

    fn way(&self, wanted: &Wanted<'_>) -> Result<Way, String> {
        let pairs = [
            ("vnp_Version", "2.1.0".to_owned()),
            ("vnp_Command", "pay".to_owned()),
            ("vnp_TmnCode", self.settings.tmn_code.clone()),
            ("vnp_Amount", wanted.amount.saturating_mul(100).to_string()),
            ("vnp_CurrCode", "VND".to_owned()),
            ("vnp_TxnRef", wanted.order.to_owned()),
            ("vnp_OrderInfo", format!("Nop phi ho so {}", wanted.dossier)),
            ("vnp_OrderType", "other".to_owned()),
            ("vnp_Locale", if wanted.language == "en" { "en" } else { "vn" }.to_owned()),
            ("vnp_ReturnUrl", self.return_url.clone()),
            // Required by the gateway; the citizen's real address is not handed on.
            ("vnp_IpAddr", "127.0.0.1".to_owned()),
            ("vnp_CreateDate", wanted.created.vietnamese_compact()),
            ("vnp_ExpireDate", wanted.expires.vietnamese_compact()),
        ];
        let pairs: Vec<_> = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let query = signature::canonical(&pairs);
        let hash = signature::sign(&self.settings.secret, &pairs);
        Ok(Way::Redirect(format!("{}?{query}&vnp_SecureHash={hash}", self.settings.base)))
    }

    fn takes_again(&self) -> bool {
        false
    }

    fn ask<'a>(&'a self, order: &'a Order, now: Moment) -> Later<'a, Result<Vec<Verdict>, String>> {
        Box::pin(async move { Ok(vec![query::ask(&self.web, &self.settings, order, now).await?]) })
    }

    fn returned<'a>(&'a self, order: &'a Order, owed: u64, now: Moment) -> Later<'a, Result<Return, String>> {
        Box::pin(query::returned(&self.web, &self.settings, order, owed, now))
    }

    fn give_back<'a>(
        &'a self,
        order: &'a Order,
        wanted: GiveBack<'a>,
        now: Moment,
    ) -> Later<'a, Result<Return, String>> {
        Box::pin(refund::ask(&self.web, &self.settings, order, wanted, now))
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, dong, verdict};

    #[test]
    fn money_is_taken_only_when_both_codes_say_so() {
        let paid = verdict("00", "00", 16_000, "14000001", "20261121150000");
        let at = "2026-11-21T08:00:00Z".to_owned();
        assert_eq!(paid, Verdict::Paid { amount: 16_000, transaction: "14000001".to_owned(), at });
        assert_eq!(verdict("24", "02", 1, "", ""), Verdict::Refused { code: "24".to_owned() });
        assert_eq!(verdict("07", "00", 1, "", ""), Verdict::Suspect { code: "07".to_owned() });
        assert_eq!(verdict("77", "02", 1, "", ""), Verdict::Suspect { code: "77".to_owned() });
        assert_eq!(verdict("00", "01", 1, "", ""), Verdict::Open);
        assert_eq!(verdict("00", "07", 1, "", ""), Verdict::Suspect { code: "07".to_owned() });
    }

    #[test]
    fn hundredths_that_are_no_dong_are_refused() {
        assert_eq!(dong("1600000"), Some(16_000));
        assert_eq!(dong("1600001"), None);
        assert_eq!(dong("-100"), None);
        assert_eq!(dong("0"), None);
    }
}
