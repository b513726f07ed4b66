//! QUERY: asking what became of an order. 1 is paid and 4 is not; 3 says that the platform does not know how it ends.

use serde_json::{Value, json};

use super::{National, SUCCESS, UNPAID, VERSION, dong, seal, time};
use crate::clock::Moment;
use crate::payment::{Return, Verdict};
use crate::store::{Order, Way};

const PAID: &str = "1";
const PENDING: &str = "3";
const NOT_PAID: &str = "4";

/// What became of the payment; an error means that nothing is known and it is to be asked again.
pub(super) async fn ask(of: &National, order: &Order) -> Result<Verdict, String> {
    read(&query(of, order).await?, order)
}

/// Whether the money is back: the platform says of an order that it took no money, after it had said that it did. It knows no other word
/// for it.
pub(super) async fn returned(of: &National, order: &Order) -> Result<Return, String> {
    let told = query(of, order).await?;
    let is_back = told["MaLoi"] == SUCCESS && told["TrangThaiGD"] == NOT_PAID;
    Ok(if is_back { Return::Done } else { Return::NotAsked })
}

async fn query(of: &National, order: &Order) -> Result<Value, String> {
    let settings = &of.settings;
    let created = Moment(order.created_at).vietnamese_compact();
    let values = ["QUERY", VERSION, settings.partner.as_str(), order.reference.as_str(), created.as_str()];
    let seal = seal::of(&settings.secret, &values).ok_or("a value cannot be sealed")?;
    let [kind, version, partner, reference, created] = values;
    let message = json!({
        "LoaiBanTin": kind, "PhienBan": version, "MaDoiTac": partner, "MaThamChieu": reference, "ThoiGianGD": created,
        "MaXacThuc": seal,
    });
    of.send(&settings.query, &message).await
}

fn read(told: &Value, order: &Order) -> Result<Verdict, String> {
    let text = |name: &str| told[name].as_str().unwrap_or_default();
    // Nobody was led to an order without a page: whatever is said of it, nobody is there to pay it.
    let has_page = order.way != Way::None;
    match (text("MaLoi"), text("TrangThaiGD")) {
        (SUCCESS, _) if text("MaThamChieu") != order.reference => {
            Err("the answer speaks of another order".to_owned())
        }
        (SUCCESS, PAID) => {
            let amount = dong(&told["SoTien"]).ok_or("the amount is unreadable")?;
            let transaction = Some(text("MaGiaoDich")).filter(|number| !number.is_empty());
            let transaction = transaction.ok_or("money without a number")?.to_owned();
            Ok(Verdict::Paid { amount, transaction, at: time(text("ThoiGianGD")) })
        }
        (SUCCESS, NOT_PAID) => Ok(Verdict::Refused { code: UNPAID.to_owned() }),
        (SUCCESS, PENDING) if has_page => Ok(Verdict::Unsettled { code: PENDING.to_owned() }),
        _ if !has_page => Ok(Verdict::Open),
        (SUCCESS, other) => Ok(Verdict::Unsettled { code: other.to_owned() }),
        (code, _) => Err(format!("QUERY is answered {code}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Verdict, read};
    use crate::store::{Order, Way};

    fn order(way: Way) -> Order {
        let [reference, dossier, provider] = ["A", "d", "national"].map(str::to_owned);
        Order { reference, dossier, provider, amount: 16_000, way, created_at: 0, transaction: None }
    }

    fn told(code: &str, status: &str) -> Value {
        json!({
            "MaLoi": code, "TrangThaiGD": status, "MaThamChieu": "A", "SoTien": 16_000, "MaGiaoDich": "PP1",
            "ThoiGianGD": "20261121150000",
        })
    }

    #[test]
    fn only_one_is_paid_four_is_not_and_anything_else_is_waited_for() {
        let read = |code, status| read(&told(code, status), &order(Way::Redirect("https://p".to_owned())));
        let (transaction, at) = ("PP1".to_owned(), "2026-11-21T08:00:00Z".to_owned());
        assert_eq!(read("00", "1"), Ok(Verdict::Paid { amount: 16_000, transaction, at }));
        assert_eq!(read("00", "4"), Ok(Verdict::Refused { code: "unpaid".to_owned() }));
        for unknown in ["3", "2", "", "0"] {
            assert_eq!(read("00", unknown), Ok(Verdict::Unsettled { code: unknown.to_owned() }));
        }
        assert!(read("01", "4").is_err() && read("", "").is_err(), "what its other codes mean is not known");
    }

    #[test]
    fn an_order_without_a_page_waits_for_nobody_but_money_for_it_is_money() {
        let read = |code, status| read(&told(code, status), &order(Way::None));
        assert!(matches!(read("00", "1"), Ok(Verdict::Paid { .. })));
        for (code, status) in [("00", "3"), ("01", ""), ("99", "")] {
            assert_eq!(read(code, status), Ok(Verdict::Open));
        }
    }

    #[test]
    fn money_without_a_number_an_amount_or_an_order_of_its_own_is_not_read_as_paid() {
        let order = order(Way::Redirect("https://p".to_owned()));
        for (member, value) in [
            ("SoTien", json!(0)),
            ("SoTien", json!("x")),
            ("MaGiaoDich", json!("")),
            ("MaThamChieu", json!("B")),
        ] {
            let mut wrong = told("00", "1");
            wrong[member] = value;
            assert!(read(&wrong, &order).is_err(), "{member}");
        }
    }
}
