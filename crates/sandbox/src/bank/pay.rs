//! What the payer did, what of it reaches the account, and when the account's owner is told.

use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{code, page};
use crate::{outbox, world::World};

/// An advice that comes late comes after ten minutes, or when it is asked for.
const LATE: i64 = 600;
/// What is transferred too much when another amount is, in đồng.
const TOO_MUCH: u64 = 2_000;

/// A choice on the page.
#[derive(Deserialize)]
pub struct Choice {
    code: String,
    #[serde(rename = "choice")]
    way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Way {
    /// What the code says.
    Pay,
    /// 2,000 đồng more than the code says.
    Other,
    /// The same transfer twice.
    Twice,
    /// The bank writes the purpose in its own way, with everything still in it.
    Written,
    /// One character of the purpose is another.
    Mangled,
    /// The advice comes much later.
    Late,
    /// No advice comes.
    Silent,
}

/// `POST`: the transfer.
pub async fn pay(State(world): State<World>, Form(choice): Form<Choice>) -> Response {
    let (Ok(scanned), Some(account)) = (code::read(&choice.code), &world.config().clients.bank) else {
        return page::error("Mã bị hỏng", StatusCode::BAD_REQUEST).into_response();
    };
    if (&scanned.bin, &scanned.account) != (&account.bin, &account.account) {
        return page::error("Không có tài khoản này", StatusCode::NOT_FOUND).into_response();
    }
    let Some(asked) = scanned.amount else {
        return page::error("Mã không có số tiền", StatusCode::BAD_REQUEST).into_response();
    };
    let amount = if choice.way == Way::Other { asked + TOO_MUCH } else { asked };
    let content = written(choice.way, &scanned.purpose);
    let noted = world.change(|ledger, now| {
        let at = now.unix_timestamp();
        let advised: &[i64] = match choice.way {
            Way::Late => &[at + LATE],
            Way::Silent => &[],
            _ => &[at],
        };
        for _ in 0..if choice.way == Way::Twice { 2 } else { 1 } {
            ledger.bank.credit(amount, &content, at, advised);
        }
    });
    if let Err(problem) = noted {
        return problem.into_response();
    }
    outbox::send_due(&world).await;
    page::paid(amount, &scanned).into_response()
}

/// What arrives of the purpose.
fn written(way: Way, purpose: &str) -> String {
    match way {
        Way::Written => {
            let pieces: Vec<_> = purpose.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
            format!("IBFT.8812 {} tu tai khoan khac", pieces.join(" ").to_lowercase())
        }
        Way::Mangled => {
            let mut mangled = purpose.to_owned();
            let last = mangled.pop();
            mangled.push(if last == Some('X') { 'Y' } else { 'X' });
            mangled
        }
        Way::Pay | Way::Other | Way::Twice | Way::Late | Way::Silent => format!("IBFT {purpose}"),
    }
}
