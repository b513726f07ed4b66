//! What others than us have on record when a story ends: all of it, whether the dossier knows of it or not.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Killable;

/// Money that came, as who took it has it on record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    /// What it says that it is for; the order, among other words or alone.
    of: String,
    /// In đồng.
    taken: u64,
    /// What of it has gone back, in đồng.
    back: u64,
}

/// All money that ever came to the gateway, the national platform and the bank, by their number for it.
pub fn money(ledger: &Value) -> BTreeMap<String, Money> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let orders = |of: &str| ledger[of]["orders"].as_object().unwrap().values().cloned().collect::<Vec<_>>();
    let taken = |order: &Value| order["taken"].as_u64().or(order["amount"].as_u64()).unwrap();
    let mut all = BTreeMap::new();
    for order in orders("payment") {
        if order["outcome"]["transaction_status"] == "00" {
            // The gateway counts hundredths.
            let back = order["refund"]["amount"].as_u64().unwrap_or_default() / 100;
            let money = Money { of: text(&order["reference"]), taken: taken(&order) / 100, back };
            all.insert(text(&order["outcome"]["transaction"]), money);
        }
    }
    for order in orders("national") {
        if order["outcome"]["is_paid"] == true {
            let back = if order["is_returned"] == true { taken(&order) } else { 0 };
            let money = Money { of: text(&order["reference"]), taken: taken(&order), back };
            all.insert(text(&order["outcome"]["transaction"]), money);
        }
    }
    let returns = ledger["bank"]["returns"].as_array().unwrap();
    for credit in ledger["bank"]["credits"].as_array().unwrap() {
        let own = returns.iter().filter(|give| give["transaction"] == credit["transaction"]);
        let back = own.map(|give| give["amount"].as_u64().unwrap()).sum();
        let money = Money { of: text(&credit["content"]), taken: taken(credit), back };
        all.insert(text(&credit["transaction"]), money);
    }
    all
}

/// All money that came since the story before is what the dossier says: one order counts, with this amount, its money was kept but for what
/// the office gave back, all other money has gone back, and there is none of which the dossier does not know.
pub fn paid_once(own: &mut Killable<'_>, state: &Value, amount: u64, at: usize) {
    let now = money(&own.ledger());
    let before = std::mem::replace(&mut own.money, now.clone());
    for (number, money) in &before {
        assert_eq!(now.get(number), Some(money), "killed at write {at}: what was settled stays as it was");
    }
    let known = state["orders"].as_array().unwrap();
    let counted: Vec<_> = known.iter().filter(|order| order["outcome"]["state"] == "counted").collect();
    assert_eq!(counted.len(), 1, "killed at write {at}: paid once: {known:?}");
    assert_eq!(counted[0]["amount"], amount);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    // Money that came again for an order is named after it, and the bank's words contain it.
    let order_in = |words: &str| {
        let names = known.iter().map(|order| order["order"].as_str().unwrap());
        names.filter(|name| words.contains(name)).min_by_key(|name| name.len()).unwrap_or(words).to_owned()
    };
    let told = known.iter().filter(|order| {
        order["refund_of"].is_null()
            && ["counted", "refunded"].iter().any(|state| order["outcome"]["state"] == *state)
    });
    let mut told: Vec<_> = told
        .map(|order| {
            let taken = order["received"].as_u64().or(order["amount"].as_u64()).unwrap();
            let is_back = order["outcome"]["state"] == "refunded";
            let back = if is_back { taken } else { given_back(known, &order["order"]) };
            Money { of: order_in(&text(&order["order"])), taken, back }
        })
        .collect();
    let mut there: Vec<_> = now
        .iter()
        .filter(|(number, _)| !before.contains_key(*number))
        .map(|(_, money)| Money { of: order_in(&money.of), ..money.clone() })
        .collect();
    told.sort();
    there.sort();
    assert_eq!(there, told, "killed at write {at}: all money there is, and what the dossier says: {known:?}");
    let dues = state["dues"].as_array().into_iter().flatten().map(|due| &due["payment"]);
    let paid = dues.chain([&state["payment"]]).find(|paid| paid["order"] == counted[0]["order"]).unwrap();
    let number = paid["transaction"].as_str().unwrap();
    assert_eq!(
        now.get(number).map(|money| order_in(&money.of)),
        Some(text(&paid["order"])),
        "killed at write {at}: the number of the money is the order's"
    );
}

/// What has gone back of an order by the office's decision, in đồng.
fn given_back(known: &[Value], order: &Value) -> u64 {
    let back = known
        .iter()
        .filter(|one| one["refund_of"]["order"] == *order && one["outcome"]["state"] == "refunded");
    back.map(|one| one["amount"].as_u64().unwrap()).sum()
}

/// The only dossier of the desk with this handle.
pub fn filed_once<'a>(ledger: &'a Value, id: &str, at: usize) -> &'a Value {
    let filings = ledger["desk"]["dossiers"].as_object().unwrap().values();
    let filings: Vec<_> = filings.filter(|one| one["handle"] == id).collect();
    assert_eq!(filings.len(), 1, "killed at write {at}: filed once");
    filings[0]
}
