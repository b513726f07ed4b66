//! Examples about money: it counts once, in the right amount and for what it was meant for, and everything else goes back.

use super::*;

fn asked_back(order: &str, request: &str) -> Event {
    let (request, until) = (request.to_owned(), LATER.to_owned());
    Event::RefundAsked { order: order.to_owned(), request, until }
}

fn not_returned(order: &str) -> Event {
    Event::RefundRefused { order: order.to_owned(), code: "95".to_owned() }
}

fn returned(order: &str) -> Event {
    Event::PaymentRefunded { order: order.to_owned(), at: NOW.to_owned() }
}

#[test]
fn py1_money_files_the_dossier_without_a_further_click() {
    let (state, effects) = after(&signed_state(), &[ordered("A"), paid("A")]);
    assert_eq!(state.stage, Stage::Filing);
    assert_eq!(effects, [Effect::SendToDesk { snapshot: 1 }, receipt_of("A")]);
    assert_eq!(allowed_commands(&state), []);
    assert_eq!(pending(&state), effects[..1]);
}

#[test]
fn nobody_pays_before_signing() {
    let (state, _) = after(&State::new(), &[frozen(1, true, 16_000)]);
    assert_eq!(refused(&state, &ordered("A")), Refused::SignatureNeeded);
    assert_eq!(refused(&state, &Event::FilingStarted), Refused::SignatureNeeded);
    assert_eq!(refused(&signed_state(), &Event::FilingStarted), Refused::PaymentNeeded);
}

#[test]
fn py3_a_late_success_after_failure_counts_once() {
    let (state, _) = after(&signed_state(), &[ordered("A"), failed("A", "51")]);
    assert!(matches!(&state.payment, Payment::Failed { code, .. } if code == "51"));
    let (state, _) = after(&state, &[paid("A")]);
    assert!(matches!(&state.payment, Payment::Paid { order, .. } if order == "A"));
    assert_eq!(refused(&state, &paid("A")), Refused::AlreadyDone);
    assert_eq!(refused(&state, &failed("A", "99")), Refused::AlreadyDone);
}

#[test]
fn py3_a_late_success_closes_the_second_order_and_what_that_takes_goes_back() {
    let (state, effects) =
        after(&signed_state(), &[ordered("A"), failed("A", "51"), ordered("B"), paid("A")]);
    let close = Effect::CloseOrder { order: "B".to_owned() };
    assert_eq!(effects, [close, Effect::SendToDesk { snapshot: 1 }, receipt_of("A")]);
    let (state, effects) = after(&state, &[paid("B")]);
    let refund = Effect::Refund { order: "B".to_owned(), amount: 16_000, transaction: "14422574".to_owned() };
    assert_eq!(effects, std::slice::from_ref(&refund));
    assert!(pending(&state).contains(&refund), "a refund is not forgotten in a crash");
    assert!(matches!(&state.payment, Payment::Paid { order, .. } if order == "A"));
    let (state, _) = after(&state, &[returned("B")]);
    assert!(!pending(&state).contains(&refund));
    assert_eq!(refused(&state, &paid("B")), Refused::AlreadyDone);
}

#[test]
fn py4_the_same_notification_twice_changes_nothing() {
    let (state, _) = after(&signed_state(), &[ordered("A"), paid("A")]);
    assert_eq!(refused(&state, &paid("A")), Refused::AlreadyDone);
    assert_eq!(refused(&state, &ordered("A")), Refused::AlreadyDone);
    assert_eq!(refused(&state, &ordered("B")), Refused::AlreadyDone);
}

#[test]
fn py5_a_double_click_or_a_second_tab_makes_no_second_order() {
    let (state, _) = after(&signed_state(), &[ordered("A")]);
    assert_eq!(refused(&state, &ordered("A")), Refused::AlreadyDone);
    assert_eq!(refused(&state, &ordered("B")), Refused::PaymentOpen);
    assert_eq!(resumable_order(&state, None, NOW).unwrap().order, "A");
}

#[test]
fn an_expired_order_is_replaced_only_after_the_provider_said_that_it_took_nothing() {
    let (state, _) = after(&signed_state(), &[ordered("A")]);
    assert_eq!(resumable_order(&state, None, LATER), None);
    assert_eq!(apply(&state, &ordered("B"), LATER), Err(Refused::PaymentOpen));
    let (state, _) = after(&state, &[failed("A", "expired")]);
    assert!(apply(&state, &ordered("B"), LATER).is_ok());
}

#[test]
fn py8_an_order_that_was_left_is_taken_up_again() {
    let left = Event::PaymentCancelled { order: "A".to_owned() };
    let (state, effects) = after(&signed_state(), &[ordered("A"), left.clone()]);
    assert!(effects.contains(&Effect::CloseOrder { order: "A".to_owned() }));
    assert!(matches!(&state.payment, Payment::Failed { code, .. } if code == "cancelled"));
    assert_eq!(refused(&state, &left), Refused::AlreadyDone);
    assert_eq!(refused(&state, &ordered("B")), Refused::PaymentOpen);
    let (again, _) = after(&state, &[ordered("A")]);
    assert!(matches!(again.payment, Payment::Pending { attempt: 1, .. }));
    assert!(apply(&state, &paid("A"), NOW).is_ok(), "a late success still counts");
}

#[test]
fn py6_money_for_a_version_that_was_taken_back_goes_back() {
    let left = Event::PaymentCancelled { order: "A".to_owned() };
    let (state, _) = after(&signed_state(), &[ordered("A"), left, Event::Thawed]);
    assert_eq!(refused(&state, &Event::Discarded), Refused::PaymentOpen);
    let (state, effects) = after(&state, &[paid("A")]);
    assert_eq!(effects.len(), 1);
    assert!(matches!(effects[0], Effect::Refund { .. }));
    assert!(matches!(state.orders[0].outcome, Outcome::Surplus { .. }));
    assert_eq!(refused(&state, &Event::Discarded), Refused::MoneyMoved);
    let (state, _) = after(&state, &[returned("A")]);
    assert!(apply(&state, &Event::Discarded, NOW).is_ok());
}

#[test]
fn py13_while_money_is_doubtful_nobody_pays_again_edits_or_discards() {
    let doubt = Event::PaymentSuspect { order: "A".to_owned(), code: "07".to_owned() };
    let (state, effects) = after(&signed_state(), &[ordered("A"), doubt]);
    assert_eq!(effects, [Effect::AskProvider { order: "A".to_owned() }]);
    assert_eq!(allowed_commands(&state), []);
    assert!(matches!(&state.payment, Payment::Suspect { since, .. } if since == NOW), "{:?}", state.payment);
    assert_eq!(pending(&state), effects, "polling goes on");
    for event in
        [ordered("B"), Event::Thawed, Event::Discarded, Event::PaymentCancelled { order: "A".to_owned() }]
    {
        assert_eq!(refused(&state, &event), Refused::MoneyMoved, "{event:?}");
    }
    assert_eq!(after(&state, &[paid("A")]).0.stage, Stage::Filing);
    let over = Event::PaymentFailed { order: "A".to_owned(), code: "99".to_owned() };
    let (state, _) = after(&state, &[over]);
    assert!(
        matches!(&state.payment, Payment::Failed { code, .. } if code == "cleared"),
        "{:?}",
        state.payment
    );
    assert_eq!(after(&state, &[ordered("B"), paid("B")]).0.stage, Stage::Filing);
}

/// The provider took 1,600,000 đồng for an order of 16,000.
fn paid_other(order: &str) -> Event {
    let (transaction, at) = ("14422575".to_owned(), NOW.to_owned());
    Event::PaymentConfirmed { order: order.to_owned(), amount: 1_600_000, transaction, at }
}

#[test]
fn an_order_of_another_amount_or_of_nobody_is_refused() {
    let (state, _) = after(&signed_state(), &[ordered("A")]);
    assert_eq!(refused(&state, &paid("B")), Refused::OtherAttempt);
    let (order, expires_at) = ("A".to_owned(), LATER.to_owned());
    let wrong = Event::PaymentStarted { order, amount: 8_000, expires_at, due: None };
    assert_eq!(refused(&signed_state(), &wrong), Refused::AmountDiffers);
}

#[test]
fn money_of_another_amount_goes_back_whole_and_the_fee_can_be_paid_again() {
    let (state, effects) = after(&signed_state(), &[ordered("A"), paid_other("A")]);
    let refund =
        Effect::Refund { order: "A".to_owned(), amount: 1_600_000, transaction: "14422575".to_owned() };
    assert_eq!(effects, std::slice::from_ref(&refund));
    assert_eq!(pending(&state), effects, "it is owed until it is back");
    assert!(matches!(&state.payment, Payment::Failed { code, .. } if code == "amount"));
    assert_eq!((state.orders[0].received, state.orders[0].taken()), (Some(1_600_000), 1_600_000));
    assert!(allowed_commands(&state).contains(&Command::StartPayment));
    assert_eq!(refused(&state, &paid_other("A")), Refused::AlreadyDone);
    assert_eq!(refused(&state, &paid("A")), Refused::AlreadyDone);
    assert_eq!(refused(&state, &Event::Discarded), Refused::MoneyMoved);
    let (state, _) = after(&state, &[ordered("B"), paid("B")]);
    assert!(matches!(&state.payment, Payment::Paid { order, .. } if order == "B"));
    assert_eq!(state.stage, Stage::Filing);
    assert!(pending(&state).contains(&refund), "and still goes back");
}

#[test]
fn money_of_another_amount_for_an_order_that_was_over_goes_back_and_changes_nothing_else() {
    let (state, _) = after(&signed_state(), &[ordered("A"), failed("A", "51"), ordered("B")]);
    let (later, _) = after(&state, &[paid_other("A")]);
    assert_eq!(later.payment, state.payment, "the second order stays open");
    assert!(matches!(later.orders[0].outcome, Outcome::Surplus { .. }));
    let (counted, _) = after(&signed_state(), &[ordered("A"), paid("A")]);
    assert_eq!(refused(&counted, &paid_other("A")), Refused::AmountDiffers);
}

#[test]
fn thawing_and_discarding_end_where_money_moved() {
    let (state, _) = after(&signed_state(), &[ordered("A")]);
    assert_eq!(refused(&state, &Event::Thawed), Refused::PaymentOpen);
    let (state, _) = after(&state, &[paid("A")]);
    assert_eq!(refused(&state, &Event::Thawed), Refused::MoneyMoved);
    assert_eq!(refused(&state, &Event::Discarded), Refused::MoneyMoved);
}

#[test]
fn py12_a_waived_fee_has_its_basis_and_no_payment_step() {
    let (state, _) = after(&State::new(), &[frozen(1, false, 0)]);
    let basis = "Nghị quyết 66.22/2026/NQ-CP".to_owned();
    assert_eq!(state.payment, Payment::Waived { gross: 16_000, basis });
    assert_eq!(refused(&state, &ordered("A")), Refused::NothingOwed);
    assert_eq!(after(&state, &[Event::FilingStarted]).0.stage, Stage::Filing);
}

#[test]
fn money_is_asked_back_under_one_name_and_owed_until_the_provider_says_that_it_is_back() {
    let (owed, effects) = after(&signed_state(), &[ordered("A"), paid_other("A")]);
    assert_eq!(refused(&owed, &not_returned("A")), Refused::OtherAttempt, "nobody was asked");
    let (asked, _) = after(&owed, &[asked_back("A", "request")]);
    assert_eq!(pending(&asked), effects);
    assert_eq!(refused(&asked, &asked_back("A", "another")), Refused::AlreadyDone);
    assert_eq!(refused(&asked, &Event::Discarded), Refused::MoneyMoved);
    let (back, _) = after(&asked, &[returned("A")]);
    assert_eq!(back.orders[0].outcome, Outcome::Refunded { at: NOW.to_owned() });
    assert_eq!(pending(&back), []);
    for event in [returned("A"), not_returned("A"), asked_back("A", "another"), paid("A")] {
        assert_eq!(refused(&back, &event), Refused::AlreadyDone, "{event:?}");
    }
    assert!(apply(&back, &Event::Discarded, NOW).is_ok());
}

#[test]
fn money_that_the_provider_does_not_return_stays_owed_until_a_person_has_returned_it() {
    let (asked, effects) = after(&signed_state(), &[ordered("A"), paid_other("A")]);
    let (refusal, _) = after(&asked, &[asked_back("A", "request"), not_returned("A")]);
    assert!(matches!(&refusal.orders[0].outcome, Outcome::RefundRefused { code, .. } if code == "95"));
    assert_eq!(pending(&refusal), effects);
    assert_eq!(refused(&refusal, &not_returned("A")), Refused::AlreadyDone);
    assert_eq!(refused(&refusal, &Event::Discarded), Refused::MoneyMoved);
    let (back, _) = after(&refusal, &[returned("A")]);
    assert_eq!(pending(&back), []);
}

#[test]
fn money_that_counts_is_not_given_back() {
    let (state, _) = after(&signed_state(), &[ordered("A"), paid("A")]);
    for event in [asked_back("A", "request"), not_returned("A"), returned("A")] {
        assert_eq!(refused(&state, &event), Refused::OtherAttempt, "{event:?}");
    }
}

#[test]
fn refunds_from_before_their_day_was_kept_still_read() {
    let event = r#"{"event":"payment_refunded","order":"A"}"#;
    let event: Event = serde_json::from_str(event).unwrap();
    assert_eq!(event, Event::PaymentRefunded { order: "A".to_owned(), at: String::new() });
    let (state, _) = after(&signed_state(), &[ordered("A"), paid_other("A"), event]);
    let mut old = serde_json::to_value(&state).unwrap();
    old["orders"][0]["outcome"].as_object_mut().unwrap().remove("at");
    assert_eq!(serde_json::from_value::<State>(old).unwrap(), state);
}

fn paid_again(order: &str, of: &str, amount: u64) -> Event {
    let (order, of) = (order.to_owned(), of.to_owned());
    Event::PaymentRepeated { order, of, amount, transaction: "FT2".to_owned(), at: NOW.to_owned() }
}

#[test]
fn money_that_comes_again_for_an_order_that_counts_goes_back_by_itself() {
    let (counted, _) = after(&signed_state(), &[ordered("A"), paid("A")]);
    let (state, effects) = after(&counted, &[paid_again("A2", "A", 16_000)]);
    let refund = Effect::Refund { order: "A2".to_owned(), amount: 16_000, transaction: "FT2".to_owned() };
    assert_eq!(effects, [refund]);
    assert!(matches!(&state.payment, Payment::Paid { order, .. } if order == "A"));
    assert_eq!((state.orders[1].attempt, state.orders[1].snapshot), (2, 1));
    assert_eq!(refused(&state, &paid_again("A2", "A", 16_000)), Refused::AlreadyDone);
}

#[test]
fn the_right_amount_after_another_amount_for_the_same_order_counts() {
    let (odd, _) = after(&signed_state(), &[ordered("A"), paid_other("A")]);
    let (state, effects) = after(&odd, &[paid_again("A2", "A", 16_000)]);
    assert!(matches!(&state.payment, Payment::Paid { order, attempt: 2, .. } if order == "A2"));
    assert_eq!(effects, [Effect::SendToDesk { snapshot: 1 }, receipt_of("A2")]);
    assert!(
        pending(&state).iter().any(|effect| matches!(effect, Effect::Refund { order, .. } if order == "A"))
    );
    let (twice_odd, _) = after(&odd, &[paid_again("A2", "A", 1)]);
    assert_eq!(twice_odd.orders[1].received, Some(1));
}

#[test]
fn money_comes_again_only_for_an_order_that_has_taken_some() {
    let (open, _) = after(&signed_state(), &[ordered("A")]);
    assert_eq!(refused(&open, &paid_again("A2", "A", 16_000)), Refused::OtherAttempt);
    assert_eq!(refused(&open, &paid_again("B2", "B", 16_000)), Refused::OtherAttempt);
    assert_eq!(refused(&open, &paid_again("A", "A", 16_000)), Refused::AlreadyDone);
}

#[test]
fn that_the_citizen_says_to_have_transferred_is_kept_and_pays_nothing() {
    let says = Event::PaymentClaimed { order: "A".to_owned() };
    let (state, effects) = after(&signed_state(), &[ordered("A"), says.clone()]);
    assert_eq!((&effects[..], state.orders[0].claimed_at.as_deref()), (&[][..], Some(NOW)));
    let (mut silent, _) = after(&signed_state(), &[ordered("A")]);
    (silent.orders[0].claimed_at, silent.version) = (Some(NOW.to_owned()), state.version);
    assert_eq!(state, silent, "nothing else has changed");
    assert_eq!(refused(&state, &says), Refused::AlreadyDone);
    let (paid, _) = after(&state, &[paid("A")]);
    assert_eq!(paid.stage, Stage::Filing);
    assert_eq!(refused(&paid, &says), Refused::AlreadyDone, "there is nothing left to say");
}

#[test]
fn py11_an_order_that_is_over_is_disputed_until_its_money_comes_and_the_provider_is_asked_once_more() {
    let says = Event::PaymentClaimed { order: "A".to_owned() };
    let failed = Event::PaymentFailed { order: "A".to_owned(), code: "51".to_owned() };
    let left = Event::PaymentCancelled { order: "A".to_owned() };
    let asks = [Effect::AskProvider { order: "A".to_owned() }];
    for (end, asked) in [(failed, &asks[..]), (left, &[])] {
        let (over, _) = after(&signed_state(), &[ordered("A"), end]);
        assert!(!over.orders[0].is_disputed());
        let (state, effects) = after(&over, std::slice::from_ref(&says));
        assert_eq!((&effects[..], state.orders[0].is_disputed()), (asked, true));
        assert_eq!((&state.payment, state.stage), (&over.payment, over.stage), "it pays nothing");
        assert_eq!(refused(&state, &says), Refused::AlreadyDone);
        let (paid, _) = after(&state, &[paid("A")]);
        assert_eq!((paid.stage, paid.orders[0].is_disputed()), (Stage::Filing, false));
    }
}
