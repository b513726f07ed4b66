//! `refund`: giving back all that was taken for an order (transaction type 02) or a part (03), under a request id that was written down
//! before.

use super::dong;
use super::exchange::{ANSWER_FIELDS, Told, exchange};
use crate::clock::Moment;
use crate::config::Vnpay;
use crate::payment::{GiveBack, Return};
use crate::store::Order;

/// The answer is signed like that to a query, without the promotions at its end.
const SIGNED: usize = 13;
const WHOLE: &str = "02";
const PART: &str = "03";

/// Asks to give money back; an error means that nothing is known.
pub(super) async fn ask(
    web: &reqwest::Client,
    settings: &Vnpay,
    order: &Order,
    wanted: GiveBack<'_>,
    now: Moment,
) -> Result<Return, String> {
    let kind = if wanted.is_part { PART } else { WHOLE };
    let fields = vec![
        ("vnp_RequestId", wanted.request.to_owned()),
        ("vnp_Version", "2.1.0".to_owned()),
        ("vnp_Command", "refund".to_owned()),
        ("vnp_TmnCode", settings.tmn_code.clone()),
        ("vnp_TransactionType", kind.to_owned()),
        ("vnp_TxnRef", order.reference.clone()),
        ("vnp_Amount", wanted.amount.saturating_mul(100).to_string()),
        ("vnp_TransactionNo", wanted.transaction.to_owned()),
        ("vnp_TransactionDate", Moment(order.created_at).vietnamese_compact()),
        ("vnp_CreateBy", "congdan".to_owned()),
        ("vnp_CreateDate", now.vietnamese_compact()),
        ("vnp_IpAddr", "127.0.0.1".to_owned()),
        ("vnp_OrderInfo", format!("Hoan tien {}", order.reference)),
    ];
    let told = exchange(web, settings, fields, &ANSWER_FIELDS[..SIGNED]).await?;
    answered(&told, order, wanted.amount)
}

fn answered(told: &Told, order: &Order, owed: u64) -> Result<Return, String> {
    match told.code_about(order)? {
        "00" => match read(told, owed)? {
            // It took the request without saying more; queries will.
            Return::NotAsked => Ok(Return::Underway),
            read => Ok(read),
        },
        // The same request, or one for the same money, is there.
        "94" => Ok(Return::Underway),
        // Not known, more than was taken, or not taken at all in its books.
        code @ ("91" | "93" | "95") => Ok(Return::Refused { code: code.to_owned() }),
        code => Err(format!("response code {code}")),
    }
}

/// What an answer says of giving `owed` đồng back.
pub(super) fn read(told: &Told, owed: u64) -> Result<Return, String> {
    let kind = told.get("vnp_TransactionType");
    if !matches!(kind, WHOLE | PART) {
        return Ok(Return::NotAsked);
    }
    let amount = dong(told.get("vnp_Amount")).ok_or("the amount is unreadable")?;
    Ok(match told.get("vnp_TransactionStatus") {
        "00" if amount >= owed => Return::Done,
        // Somebody has given back a part by hand: the rest is still owed.
        "00" => Return::Refused { code: PART.to_owned() },
        "01" | "05" | "06" => Return::Underway,
        code => Return::Refused { code: code.to_owned() },
    })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::{Return, answered, read};
    use crate::payment::vnpay::exchange::{ANSWER_FIELDS, Told};
    use crate::store::{Order, Way};
    use crate::{config, secret};

    pub fn order() -> Order {
        Order {
            reference: "A".to_owned(),
            dossier: "d".to_owned(),
            provider: "vnpay".to_owned(),
            amount: 16_000,
            way: Way::Redirect(String::new()),
            created_at: 0,
            transaction: None,
        }
    }

    /// A signed answer about order A.
    pub fn told(code: &str, kind: &str, status: &str, amount: &str) -> Told {
        let settings = config::Vnpay {
            base: String::new(),
            query: String::new(),
            tmn_code: "DEMO0001".to_owned(),
            secret: "secret".to_owned(),
        };
        let mut answer = json!({
            "vnp_ResponseCode": code, "vnp_TxnRef": "A", "vnp_TransactionType": kind,
            "vnp_TransactionStatus": status, "vnp_Amount": amount, "vnp_TransactionNo": "14000001",
        });
        let text = ANSWER_FIELDS.map(|name| answer[name].as_str().unwrap_or_default().to_owned()).join("|");
        assert!(Told::read(&settings, &ANSWER_FIELDS, answer.clone()).is_err(), "it is not signed");
        answer["vnp_SecureHash"] = json!(secret::hmac_sha512_hex("secret", &text));
        Told::read(&settings, &ANSWER_FIELDS, answer).unwrap()
    }

    #[test]
    fn money_is_back_only_when_all_of_it_is() {
        let read = |kind, status, amount| read(&told("00", kind, status, amount), 16_000).unwrap();
        assert_eq!(read("01", "00", "1600000"), Return::NotAsked, "that is the payment");
        assert_eq!(read("02", "00", "1600000"), Return::Done);
        assert_eq!(read("03", "00", "800000"), Return::Refused { code: "03".to_owned() });
        for underway in ["01", "05", "06"] {
            assert_eq!(read("02", underway, "1600000"), Return::Underway);
        }
        assert_eq!(read("02", "09", "1600000"), Return::Refused { code: "09".to_owned() });
    }

    #[test]
    fn a_request_that_is_there_already_is_on_its_way_and_our_own_mistakes_are_no_refusal() {
        let answered = |code| answered(&told(code, "", "", ""), &order(), 16_000);
        assert_eq!(answered("94"), Ok(Return::Underway));
        assert_eq!(answered("95"), Ok(Return::Refused { code: "95".to_owned() }));
        for mistake in ["02", "03", "97", "99"] {
            assert!(answered(mistake).is_err(), "{mistake}");
        }
    }
}
