//! Bank transfers by VietQR: the code that a citizen scans, and what the account's bank tells of the credits that come. Amounts travel in đồng.
//!
//! The bank's service is one shape of what banks offer under many names (decision 0025); `bank` speaks it. A reference stands in the text of the
//! transfer, which banks and people change on the way: it is looked for, and never believed to stand alone.

mod bank;

use ::vietqr::Fault;

use super::{GiveBack, PaymentProvider, Return, Verdict, Wanted};
use crate::clock::Moment;
use crate::config;
use crate::later::Later;
use crate::secret;
use crate::store::{Order, Way};

pub use bank::Credit;

/// Its short name.
pub const NAME: &str = "vietqr";
/// What every reference begins with.
const PREFIX: &str = "CD";
/// A reference: the prefix and sixty random bits, short enough to be typed by hand.
const LENGTH: usize = 14;
/// No bank carries a longer text.
const LONGEST_CONTENT: usize = 500;

/// An account that fees are transferred to.
pub struct Vietqr {
    settings: config::Vietqr,
    web: reqwest::Client,
}

impl Vietqr {
    /// A client for the configured account.
    #[must_use]
    pub fn new(settings: config::Vietqr, web: reqwest::Client) -> Self {
        Self { settings, web }
    }

    /// Whether the bank has signed this.
    #[must_use]
    pub fn is_signed(&self, body: &[u8], mac: &str) -> bool {
        secret::is_hmac_sha256(&self.settings.hmac_secret, body, mac)
    }

    /// A credit advice about our account; none when it is something else.
    #[must_use]
    pub fn credit(&self, body: &[u8]) -> Option<Credit> {
        let credit: Credit = serde_json::from_slice(body).ok()?;
        (credit.account == self.settings.account && credit.is_money()).then_some(credit)
    }
}

/// Everything in the text of a transfer that may be a reference of ours, however it was spaced, dotted or put into other words.
pub fn references(content: &str) -> Vec<String> {
    let plain: String = content
        .chars()
        .take(LONGEST_CONTENT)
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_uppercase())
        .collect();
    let windows = (0..plain.len()).filter_map(|from| plain.get(from..from + LENGTH));
    windows.filter(|window| window.starts_with(PREFIX)).map(str::to_owned).collect()
}

impl PaymentProvider for Vietqr {
    fn name(&self) -> &'static str {
        NAME
    }

    fn reference(&self) -> Option<String> {
        let random = secret::handle()?.to_ascii_uppercase();
        random.get(..LENGTH - PREFIX.len()).map(|random| [PREFIX, random].concat())
    }

    fn way(&self, wanted: &Wanted<'_>) -> Result<Way, String> {
        let said = |fault: Fault| format!("the transfer cannot be written as a code: {fault:?}");
        self.settings.to_pay(wanted.amount, wanted.order).write().map(Way::Transfer).map_err(said)
    }

    fn takes_again(&self) -> bool {
        true
    }

    fn ask<'a>(&'a self, order: &'a Order, _now: Moment) -> Later<'a, Result<Vec<Verdict>, String>> {
        Box::pin(async move {
            let credits = bank::credits(&self.web, &self.settings, order).await?;
            // The bank searches by its own rules: only what names the order by ours is its money.
            let own = credits
                .into_iter()
                .filter(|credit| credit.is_money() && references(&credit.content).contains(&order.reference));
            let words: Vec<_> = own.map(Credit::verdict).collect();
            Ok(if words.is_empty() { vec![Verdict::Open] } else { words })
        })
    }

    fn returned<'a>(
        &'a self,
        order: &'a Order,
        owed: u64,
        _now: Moment,
    ) -> Later<'a, Result<Return, String>> {
        Box::pin(bank::returned(&self.web, &self.settings, order, owed))
    }

    fn give_back<'a>(
        &'a self,
        _order: &'a Order,
        wanted: GiveBack<'a>,
        _now: Moment,
    ) -> Later<'a, Result<Return, String>> {
        Box::pin(bank::give_back(&self.web, &self.settings, wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn a_reference_is_found_however_banks_and_people_write_it() {
        for content in [
            "CDABCDEFGH2345",
            "cdabcdefgh2345",
            "MBVCB.6789.CDABCDEFGH2345.CT tu 0011 toi 0022",
            "CD ABCD EFGH 2345",
            "nop phi CD-ABCD-EFGH-2345; cam on",
        ] {
            assert!(references(content).contains(&"CDABCDEFGH2345".to_owned()), "{content}");
        }
        for content in ["", "CDABCDEFGH234", "CDABCDEFGX2345", "Nộp lệ phí"] {
            assert!(!references(content).contains(&"CDABCDEFGH2345".to_owned()), "{content}");
        }
    }
}
