//! What the gateway tells the merchant: the signed return through the browser, and the notification from server to
//! server, repeated every five minutes, ten times at most, until it is answered with 00 or 02.

use serde::Deserialize;

use super::{Order, Sent, signature};
use crate::{
    fault::{Fault, Part},
    outbox,
    params::with_query,
    world::World,
};

/// Sends the notifications that are due until a moment; answers how many were taken.
pub async fn send(world: &World, until: Option<i64>) -> usize {
    let due: Vec<(String, usize)> = world.look(|ledger, _| {
        let orders = ledger.payment.orders.iter();
        orders.map(|(key, order)| (key.clone(), outbox::count(&order.queue, until))).collect()
    });
    let mut taken = 0;
    for key in due.iter().flat_map(|(key, count)| std::iter::repeat_n(key, *count)) {
        let Some((order, fault)) = world.look(|ledger, _| {
            ledger.payment.orders.get(key).map(|order| (order.clone(), ledger.faults.of(Part::Payment)))
        }) else {
            continue;
        };
        let answer = tell(world, &order, fault).await;
        let is_taken = matches!(answer.as_str(), "00" | "02");
        taken += usize::from(is_taken);
        // When the records cannot be written the notification stays in the queue, and is sent again: repeats are allowed.
        let _ = world.change(|ledger, now| {
            let Some(order) = ledger.payment.orders.get_mut(key) else { return };
            let at = now.unix_timestamp();
            order.sent.push(Sent { at, answer });
            outbox::sent(&mut order.queue, until, is_taken, at);
        });
    }
    taken
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "RspCode")]
    code: String,
}

/// Sends one notification; answers its `RspCode`, or why there is none.
async fn tell(world: &World, order: &Order, fault: Fault) -> String {
    let merchant = &world.config().clients.payment;
    let ipn = merchant.ipn.clone().unwrap_or_else(|| world.config().at_portal("/hooks/vnpay/ipn"));
    let Some(pairs) = signed(world, order, fault) else { return "nothing to tell".to_owned() };
    let Ok(answer) = world.deliver(Part::Payment, world.http().get(address(&ipn, &pairs))).await else {
        return "no answer".to_owned();
    };
    let status = answer.status().as_u16();
    match answer.json::<Answer>().await {
        Ok(answer) => answer.code,
        Err(_) => format!("HTTP {status}"),
    }
}

/// The address that takes the payer back, signed; none while nothing has happened.
pub fn return_url(world: &World, order: &Order) -> Option<String> {
    signed(world, order, Fault::Ok).map(|pairs| address(&order.return_url, &pairs))
}

fn address(base: &str, pairs: &[(String, String)]) -> String {
    with_query(base, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

fn signed(world: &World, order: &Order, fault: Fault) -> Option<Vec<(String, String)>> {
    let merchant = &world.config().clients.payment;
    let outcome = order.outcome.as_ref()?;
    let amount = if fault == Fault::WrongAmount { order.amount() + 100_000 } else { order.amount() };
    let bank = if outcome.bank_transaction.is_some() { "NCB" } else { "VNPAY" };
    let mut pairs = vec![
        ("vnp_Amount", amount.to_string()),
        ("vnp_BankCode", bank.to_owned()),
        ("vnp_CardType", if outcome.bank_transaction.is_some() { "ATM" } else { "QRCODE" }.to_owned()),
        ("vnp_OrderInfo", order.info.clone()),
        ("vnp_PayDate", outcome.paid_at.clone()),
        ("vnp_ResponseCode", outcome.response_code.clone()),
        ("vnp_TmnCode", merchant.tmn_code.clone()),
        ("vnp_TransactionNo", outcome.transaction.clone()),
        ("vnp_TransactionStatus", outcome.transaction_status.clone()),
        ("vnp_TxnRef", order.reference.clone()),
    ];
    if let Some(number) = &outcome.bank_transaction {
        pairs.insert(2, ("vnp_BankTranNo", number.clone()));
    }
    let mut pairs: Vec<_> = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let hash = match fault {
        Fault::BadSignature => signature::sign("not the secret", &pairs),
        _ => signature::sign(&merchant.secret, &pairs),
    };
    pairs.push(("vnp_SecureHash".to_owned(), hash));
    Some(pairs)
}
