//! Credit advices: one signed message per credit from server to server, repeated every five minutes, ten times at most, until it is answered with success.

use serde_json::{Value, json};

use super::Credit;
use crate::{
    clock,
    config::Account,
    fault::{Fault, Part},
    outbox, seal,
    world::World,
};

/// Sends the advices that are due until a moment; answers how many were taken.
pub async fn send(world: &World, until: Option<i64>) -> usize {
    let Some(account) = &world.config().clients.bank else { return 0 };
    let due: Vec<(Credit, usize)> = world.look(|ledger, _| {
        let credits = ledger.bank.credits.iter();
        credits.map(|credit| (credit.clone(), outbox::count(&credit.queue, until))).collect()
    });
    let mut taken = 0;
    for credit in due.iter().flat_map(|(credit, count)| std::iter::repeat_n(credit, *count)) {
        let fault = world.look(|ledger, _| ledger.faults.of(Part::Bank));
        let (is_taken, answer) = tell(world, account, credit, fault).await;
        taken += usize::from(is_taken);
        // When the records cannot be written the advice stays in the queue, and is sent again: repeats are allowed.
        let _ = world.change(|ledger, now| {
            let mut all = ledger.bank.credits.iter_mut();
            let Some(credit) = all.find(|known| known.transaction == credit.transaction) else { return };
            credit.answers.push(answer);
            outbox::sent(&mut credit.queue, until, is_taken, now.unix_timestamp());
        });
    }
    taken
}

async fn tell(world: &World, account: &Account, credit: &Credit, fault: Fault) -> (bool, String) {
    let url = account.advice.clone().unwrap_or_else(|| world.config().at_portal("/hooks/vietqr/credit"));
    let body = message(account, credit).to_string();
    let secret = if fault == Fault::BadSignature { "not the secret" } else { &account.hmac_secret };
    let call = world
        .http()
        .post(url)
        .header("Content-Type", "application/json")
        .header("X-Bank-Signature", seal::hmac_sha256_hex(secret, body.as_bytes()))
        .body(body);
    match world.deliver(Part::Bank, call).await {
        Ok(answer) => (answer.status().is_success(), answer.status().as_u16().to_string()),
        Err(_) => (false, "no answer".to_owned()),
    }
}

/// A credit as the bank tells it, by itself or when it is asked.
pub fn message(account: &Account, credit: &Credit) -> Value {
    json!({
        "transactionId": credit.transaction,
        "account": account.account,
        "amount": credit.amount,
        "currency": "VND",
        "creditedAt": clock::rfc3339(clock::at(credit.at)),
        "content": credit.content,
    })
}
