//! The bank's service for one account: its credits by the text they carry, and money that goes back to who sent it. JSON over HTTPS under a
//! bearer token; the bank answers the same request for a return the same way again.

use reqwest::{RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::clock::Moment;
use crate::config;
use crate::payment::{GiveBack, Return, Verdict};
use crate::store::Order;

/// Our code for money that the bank's service does not return: a person does, at the bank.
const BY_HAND: &str = "by_hand";
/// Our code for a return of less than all.
const PART: &str = "part";

/// Money that came.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Credit {
    /// The bank's own number, never used twice.
    pub transaction_id: String,
    pub account: String,
    /// In đồng.
    pub amount: u64,
    pub currency: String,
    /// RFC 3339.
    pub credited_at: String,
    /// What the transfer says.
    pub content: String,
}

impl Credit {
    /// Whether it is đồng that came at a time, under a number.
    pub(super) fn is_money(&self) -> bool {
        self.amount > 0
            && self.currency == "VND"
            && !self.transaction_id.is_empty()
            && Moment::parse(&self.credited_at).is_some()
    }

    /// What it says of its order.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        let at = Moment::parse(&self.credited_at).map(Moment::rfc3339).unwrap_or_default();
        Verdict::Paid { amount: self.amount, transaction: self.transaction_id, at }
    }
}

#[derive(Deserialize)]
struct Credits {
    credits: Vec<Credit>,
}

#[derive(Deserialize)]
struct Returned {
    /// In đồng.
    amount: u64,
    status: Status,
    #[serde(default)]
    code: String,
}

#[derive(Deserialize)]
struct Returns {
    returns: Vec<Returned>,
}

#[derive(Deserialize)]
struct Refusal {
    code: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Status {
    Processing,
    Done,
    Rejected,
}

impl Returned {
    fn read(self, owed: u64) -> Return {
        match self.status {
            Status::Processing => Return::Underway,
            Status::Done if self.amount >= owed => Return::Done,
            Status::Done => Return::Refused { code: PART.to_owned() },
            Status::Rejected => Return::Refused { code: self.code },
        }
    }
}

/// The credits since an order was made whose text holds its reference, oldest first. An error means that nothing is known.
pub(super) async fn credits(
    web: &reqwest::Client,
    settings: &config::Vietqr,
    order: &Order,
) -> Result<Vec<Credit>, String> {
    let path = format!("{}/accounts/{}/credits", settings.base, settings.account);
    let since = Moment(order.created_at).rfc3339();
    let asked = web.get(with(&path, &[("reference", &order.reference), ("from", &since)]));
    let answer = send(asked, settings).await?;
    read::<Credits>(answer).await.map(|told| told.credits)
}

/// What became of giving the money of an order back.
pub(super) async fn returned(
    web: &reqwest::Client,
    settings: &config::Vietqr,
    order: &Order,
    owed: u64,
) -> Result<Return, String> {
    let transaction = order.transaction.as_deref().ok_or("money without a number")?;
    let path = format!("{}/returns", settings.base);
    let answer = send(web.get(with(&path, &[("transactionId", transaction)])), settings).await?;
    let told = read::<Returns>(answer).await?;
    Ok(told.returns.into_iter().next_back().map_or(Return::NotAsked, |last| last.read(owed)))
}

/// Asks to give money back. A bank whose agreement has no such request answers 501: a person asks at its counter.
pub(super) async fn give_back(
    web: &reqwest::Client,
    settings: &config::Vietqr,
    wanted: GiveBack<'_>,
) -> Result<Return, String> {
    let body = json!({
        "requestId": wanted.request, "transactionId": wanted.transaction, "amount": wanted.amount, "reason": "Hoan tien",
    });
    let answer = send(web.post(format!("{}/returns", settings.base)).json(&body), settings).await?;
    match answer.status() {
        StatusCode::NOT_IMPLEMENTED => Ok(Return::Refused { code: BY_HAND.to_owned() }),
        StatusCode::UNPROCESSABLE_ENTITY => {
            let refusal: Refusal = answer.json().await.map_err(said)?;
            Ok(Return::Refused { code: refusal.code })
        }
        _ => read::<Returned>(answer).await.map(|told| told.read(wanted.amount)),
    }
}

fn with(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    format!("{path}?{}", query.finish())
}

async fn send(request: RequestBuilder, settings: &config::Vietqr) -> Result<Response, String> {
    request.bearer_auth(&settings.token).send().await.map_err(said)
}

async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, String> {
    if !answer.status().is_success() {
        return Err(format!("status {}", answer.status()));
    }
    answer.json().await.map_err(said)
}

/// An error without the address that was asked: it names an order.
fn said(error: reqwest::Error) -> String {
    error.without_url().to_string()
}
