//! `querydr`: asking what became of an order, and of giving its money back.

use super::exchange::{ANSWER_FIELDS, Told, exchange};
use super::{dong, refund, verdict};
use crate::clock::Moment;
use crate::config::Vnpay;
use crate::payment::{Return, Verdict};
use crate::secret;
use crate::store::Order;

/// Asks about the payment; an error means that nothing is known and it is to be asked again.
pub(super) async fn ask(
    web: &reqwest::Client,
    settings: &Vnpay,
    order: &Order,
    now: Moment,
) -> Result<Verdict, String> {
    paid(&query(web, settings, order, now).await?, order)
}

/// Asks what became of giving `owed` đồng back.
pub(super) async fn returned(
    web: &reqwest::Client,
    settings: &Vnpay,
    order: &Order,
    owed: u64,
    now: Moment,
) -> Result<Return, String> {
    let told = query(web, settings, order, now).await?;
    match told.code_about(order)? {
        "00" => refund::read(&told, owed),
        code => Err(format!("response code {code}")),
    }
}

async fn query(web: &reqwest::Client, settings: &Vnpay, order: &Order, now: Moment) -> Result<Told, String> {
    let id = secret::handle().ok_or("no random numbers")?;
    let fields = vec![
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
    exchange(web, settings, fields, &ANSWER_FIELDS).await
}

/// What an answer says of the payment. One that speaks of giving money back is no payment: what is back counts as never taken, and
/// what is on its way is neither here nor there.
pub(super) fn paid(told: &Told, order: &Order) -> Result<Verdict, String> {
    match told.code_about(order)? {
        "00" => {
            let amount = dong(told.get("vnp_Amount")).ok_or("the amount is unreadable")?;
            let status = told.get("vnp_TransactionStatus");
            Ok(match (told.get("vnp_TransactionType"), status) {
                ("02", "00") => Verdict::Refused { code: GIVEN_BACK.to_owned() },
                ("02" | "03", status) => Verdict::Suspect { code: status.to_owned() },
                _ => verdict("00", status, amount, told.get("vnp_TransactionNo"), told.get("vnp_PayDate")),
            })
        }
        // Not known there: the citizen never arrived.
        "91" => Ok(Verdict::Open),
        code => Err(format!("response code {code}")),
    }
}

/// Our code for an order whose money went back before we heard of it.
const GIVEN_BACK: &str = "refunded";

#[cfg(test)]
mod tests {
    use super::paid;
    use crate::payment::Verdict;
    use crate::payment::vnpay::refund::tests::{order, told};

    #[test]
    fn an_order_whose_money_went_back_is_not_read_as_paid() {
        let read = |kind, status| paid(&told("00", kind, status, "1600000"), &order()).unwrap();
        assert!(matches!(read("01", "00"), Verdict::Paid { amount: 16_000, .. }));
        assert_eq!(read("02", "00"), Verdict::Refused { code: "refunded".to_owned() });
        assert_eq!(read("02", "05"), Verdict::Suspect { code: "05".to_owned() });
        assert_eq!(
            read("03", "00"),
            Verdict::Suspect { code: "00".to_owned() },
            "a part of it is still there"
        );
        assert_eq!(read("02", "09"), Verdict::Suspect { code: "09".to_owned() });
    }
}
