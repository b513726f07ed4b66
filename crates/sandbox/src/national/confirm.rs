//! What the platform tells its partner by itself: the browser's return, which says only which order it is, and the confirmation from server
//! to server, repeated every five minutes, ten times at most, until it is answered with `MaLoi` 00.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Order, seal};
use crate::{
    config::Partner,
    fault::{Fault, Part},
    outbox,
    params::with_query,
    world::World,
};

/// What a confirmation names too much when it is asked to, in đồng.
const TOO_MUCH: u64 = 1_000;

/// Sends the confirmations that are due until a moment; answers how many were taken.
pub async fn send(world: &World, until: Option<i64>) -> usize {
    let Some(partner) = &world.config().clients.national else { return 0 };
    let due: Vec<(String, usize)> = world.look(|ledger, _| {
        let orders = ledger.national.orders.values();
        orders.map(|order| (order.reference.clone(), outbox::count(&order.queue, until))).collect()
    });
    let mut taken = 0;
    for reference in due.iter().flat_map(|(reference, count)| std::iter::repeat_n(reference, *count)) {
        let Some((order, fault)) = world.look(|ledger, _| {
            let order = ledger.national.orders.get(reference)?;
            Some((order.clone(), ledger.faults.of(Part::National)))
        }) else {
            continue;
        };
        let answer = tell(world, partner, &order, fault).await;
        let is_taken = answer == "00";
        taken += usize::from(is_taken);
        // When the records cannot be written the confirmation stays in the queue, and is sent again: repeats are allowed.
        let _ = world.change(|ledger, now| {
            let Some(order) = ledger.national.orders.get_mut(reference) else { return };
            order.answers.push(answer);
            outbox::sent(&mut order.queue, until, is_taken, now.unix_timestamp());
        });
    }
    taken
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "MaLoi")]
    code: String,
}

/// Sends one confirmation; answers its `MaLoi`, or why there is none.
async fn tell(world: &World, partner: &Partner, order: &Order, fault: Fault) -> String {
    let url = partner.confirm.clone();
    let url = url.unwrap_or_else(|| world.config().at_portal("/hooks/national/confirm"));
    let Some(message) = message(partner, order, fault) else { return "nothing to tell".to_owned() };
    let Ok(answer) = world.deliver(Part::National, world.http().post(url).json(&message)).await else {
        return "no answer".to_owned();
    };
    let status = answer.status().as_u16();
    match answer.json::<Answer>().await {
        Ok(answer) => answer.code,
        Err(_) => format!("HTTP {status}"),
    }
}

/// The confirmation; none while nothing has happened.
fn message(partner: &Partner, order: &Order, fault: Fault) -> Option<Value> {
    let outcome = order.outcome.as_ref()?;
    let code = if outcome.is_paid { "00" } else { "99" };
    let amount = if fault == Fault::WrongAmount { order.amount() + TOO_MUCH } else { order.amount() };
    let secret = if fault == Fault::BadSignature { "not the secret" } else { &partner.secret };
    let values = [
        "CONFIRM",
        code,
        &partner.id,
        &order.reference,
        &amount.to_string(),
        "VND",
        &outcome.transaction,
        &outcome.bank,
        &outcome.at,
        &order.info,
    ];
    Some(json!({
        "LoaiBanTin": "CONFIRM", "MaLoi": code, "MaDoiTac": partner.id, "MaThamChieu": order.reference,
        "SoTien": amount, "MaTienTe": "VND", "MaGiaoDich": outcome.transaction, "MaNganHang": outcome.bank,
        "ThoiGianGD": outcome.at, "ThongTinGiaoDich": order.info, "MaXacThuc": seal::of(secret, &values),
    }))
}

/// The address that takes the payer back; none without a partner.
pub fn return_url(world: &World, order: &Order) -> Option<String> {
    let partner = world.config().clients.national.as_ref()?;
    let base = partner.returns.clone().unwrap_or_else(|| world.config().at_portal("/pay/return"));
    Some(with_query(&base, [("MaThamChieu", order.reference.as_str())]))
}
