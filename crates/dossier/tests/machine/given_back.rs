//! Examples of what the office gives back of money that counts: by its decision, once, and beside the payment, which stays what it is.

use super::*;
use dossier::{DueClock, DueItem, Notice, RefundDecision, RefundOf};

fn decides(sequence: u32, id: &str, transaction: &str, amount: u64) -> Event {
    let Event::StatusReported(plain) = report(sequence, 4) else { unreachable!() };
    let basis = "Thông tư 281/2016/TT-BTC".to_owned();
    let refund = RefundDecision { id: id.to_owned(), transaction: transaction.to_owned(), amount, basis };
    Event::StatusReported(BusinessEvent { refund: Some(refund), ..plain })
}

/// Paid 16,000 đồng with order A, and filed.
fn paid_state() -> (State, String) {
    let (state, _) = after(&signed_state(), &[ordered("A"), paid("A")]);
    let Payment::Paid { transaction, .. } = state.payment.clone() else { unreachable!() };
    (state, transaction)
}

#[test]
fn py11_a_part_goes_back_by_the_offices_decision_and_the_payment_stays() {
    let (before, transaction) = paid_state();
    let (state, effects) = after(&before, &[decides(2, "QD1", &transaction, 6_000)]);
    let order = "A-R".to_owned();
    let back = Effect::Refund { order, amount: 6_000, transaction: transaction.clone() };
    assert_eq!(effects, std::slice::from_ref(&back));
    assert!(pending(&state).contains(&back), "it is asked for until it is back");
    assert_eq!((&state.payment, &state.orders[0]), (&before.payment, &before.orders[0]));
    let origin = state.orders[1].refund_of.clone().unwrap();
    assert_eq!(
        origin,
        RefundOf { order: "A".into(), decision: "QD1".into(), basis: "Thông tư 281/2016/TT-BTC".into() }
    );
    let asked = Event::RefundAsked { order: "A-R".into(), request: "r".into(), until: LATER.into() };
    let back = Event::PaymentRefunded { order: "A-R".into(), at: NOW.into() };
    let (state, _) = after(&state, &[asked, back]);
    assert!(matches!(state.orders[1].outcome, Outcome::Refunded { .. }));
    assert!(pending(&state).iter().all(|effect| !matches!(effect, Effect::Refund { .. })));
    assert_eq!(state.payment, before.payment, "what was paid is still paid");
}

#[test]
fn a_decision_is_carried_out_once_and_of_one_payment_there_is_one() {
    let (state, transaction) = paid_state();
    let (state, _) = after(&state, &[decides(2, "QD1", &transaction, 6_000)]);
    let (again, effects) = after(&state, &[decides(3, "QD1", &transaction, 6_000)]);
    assert_eq!((again.orders.len(), effects), (2, Vec::new()));
    assert_eq!(refused(&state, &decides(3, "QD1", &transaction, 7_000)), Refused::NoticeDiffers);
    assert_eq!(refused(&state, &decides(3, "QD2", &transaction, 6_000)), Refused::MoneyMoved);
}

#[test]
fn nobody_gets_back_more_than_they_paid_or_what_nobody_paid() {
    let (state, transaction) = paid_state();
    for amount in [0, 16_001] {
        assert_eq!(refused(&state, &decides(2, "QD1", &transaction, amount)), Refused::AmountDiffers);
    }
    assert_eq!(refused(&state, &decides(2, "QD1", "0", 1)), Refused::OtherAttempt);
    let (_, effects) = after(&state, &[decides(2, "QD1", &transaction, 16_000)]);
    assert!(
        matches!(effects[..], [Effect::Refund { amount: 16_000, .. }]),
        "all of it is no less than a part"
    );
}

#[test]
fn a_fee_after_filing_is_given_back_once_the_office_is_known_to_have_heard_of_its_money() {
    let notice = Notice {
        id: "TB1".to_owned(),
        items: vec![DueItem { name: "Lệ phí trước bạ".to_owned(), amount: 520_000 }],
        total: 520_000,
        basis: String::new(),
        until: None,
        clock: DueClock::Runs,
        online: true,
        on_result: false,
        replaces: None,
    };
    let Event::StatusReported(plain) = report(2, 6) else { unreachable!() };
    let asks = Event::StatusReported(BusinessEvent { notice: Some(notice), ..plain });
    let (order, expires_at) = ("B".to_owned(), LATER.to_owned());
    let opened = Event::PaymentStarted { order: order.clone(), amount: 520_000, expires_at, due: Some(1) };
    let (transaction, at) = ("14422580".to_owned(), NOW.to_owned());
    let paid = Event::PaymentConfirmed { order, amount: 520_000, transaction, at };
    let (state, _) = after(&filing_state(), &[asks, opened, paid]);
    let decision = decides(3, "QD1", "14422580", 20_000);
    assert_eq!(
        refused(&state, &decision),
        Refused::OtherAttempt,
        "it may still end the notice, and all goes back"
    );
    let (state, effects) = after(&state, &[Event::PaymentTold { due: 1, at: NOW.to_owned() }, decision]);
    assert!(matches!(&effects[..], [Effect::Refund { order, amount: 20_000, .. }] if order == "B-R"));
    assert_eq!(state.orders.last().unwrap().due, Some(1));
}
