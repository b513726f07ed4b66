//! Single examples of what the machine decides, named after the failures they prevent. All orders at once are in `model.rs`.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use dossier::{
    BusinessEvent, Command, Effect, Event, Filing, NationalStatus, Outcome, Payment, Refused, Requirements,
    Signing, Snapshot, Stage, State, allowed_commands, apply, pending, resumable_order,
};

const NOW: &str = "2026-11-21T08:05:00Z";
const LATER: &str = "2026-11-21T08:20:00Z";

/// Applies events that must all be accepted; the state and the effects of the last.
fn after(state: &State, events: &[Event]) -> (State, Vec<Effect>) {
    events.iter().fold((state.clone(), Vec::new()), |(state, _), event| apply(&state, event, NOW).unwrap())
}

fn refused(state: &State, event: &Event) -> Refused {
    apply(state, event, NOW).unwrap_err()
}

fn frozen(number: u32, signature: bool, fee: u64) -> Event {
    Event::Frozen {
        snapshot: Snapshot { number, sha256: format!("{number:064}"), at: NOW.to_owned() },
        requirements: Requirements {
            signature,
            fee,
            gross_fee: 16_000,
            waiver_basis: (fee == 0).then(|| "Nghị quyết 66.22/2026/NQ-CP".to_owned()),
        },
    }
}

fn prepared(snapshot: u32) -> Event {
    Event::SigningPrepared { snapshot, credential: "key".to_owned(), requested_hash: "hash".to_owned() }
}

fn confirmed(attempt: u32, hash: &str) -> Event {
    let (handle, expires_at) = (format!("handle {attempt}"), LATER.to_owned());
    Event::SigningConfirmed { attempt, hash: hash.to_owned(), handle, expires_at }
}

fn signed(attempt: u32, snapshot: u32) -> Event {
    Event::Signed { attempt, snapshot, signer: "Nguyễn Thị Bích Hằng".to_owned(), at: NOW.to_owned() }
}

fn ordered(order: &str) -> Event {
    Event::PaymentStarted { order: order.to_owned(), amount: 16_000, expires_at: LATER.to_owned() }
}

fn paid(order: &str) -> Event {
    let (transaction, at) = ("14422574".to_owned(), NOW.to_owned());
    Event::PaymentConfirmed { order: order.to_owned(), amount: 16_000, transaction, at }
}

fn failed(order: &str, code: &str) -> Event {
    Event::PaymentFailed { order: order.to_owned(), code: code.to_owned() }
}

fn report(sequence: u32, status: u8) -> Event {
    Event::StatusReported(BusinessEvent {
        sequence,
        status: NationalStatus(status),
        at: NOW.to_owned(),
        actor: "Công chức tiếp nhận".to_owned(),
        note: String::new(),
        appointment: None,
    })
}

fn signed_state() -> State {
    after(&State::new(), &[frozen(1, true, 16_000), prepared(1), confirmed(1, "hash"), signed(1, 1)]).0
}

fn filing_state() -> State {
    after(&State::new(), &[frozen(1, false, 0), Event::FilingStarted]).0
}

#[test]
fn sg1_a_hash_that_was_not_prepared_never_goes_to_the_phone() {
    let (state, _) = after(&State::new(), &[frozen(1, true, 0), prepared(1)]);
    assert_eq!(refused(&state, &confirmed(1, "another")), Refused::HashDiffers);
    let (waiting, effects) = after(&state, &[confirmed(1, "hash")]);
    assert_eq!(effects, [Effect::AskSigner { attempt: 1, handle: "handle 1".to_owned() }]);
    assert_eq!(pending(&waiting), effects);
    assert_eq!(refused(&waiting, &confirmed(1, "hash")), Refused::AlreadyDone);
}

#[test]
fn only_a_draft_moves_to_another_version_and_nothing_else_of_it_changes() {
    let moved = |from: &str| Event::Moved { from: from.to_owned(), to: "2".to_owned() };
    let (draft, effects) = after(&State::new(), &[moved("1")]);
    assert_eq!((draft.clone(), effects), (State { version: 1, ..State::new() }, Vec::new()));
    assert_eq!(refused(&draft, &moved("2")), Refused::AlreadyDone);
    for state in [signed_state(), filing_state(), after(&State::new(), &[Event::Discarded]).0] {
        assert_eq!(refused(&state, &moved("1")), Refused::WrongStage);
    }
}

#[test]
fn sg2_a_signature_that_returns_after_an_edit_is_refused() {
    let (waiting, _) = after(&State::new(), &[frozen(1, true, 0), prepared(1), confirmed(1, "hash")]);
    let (draft, effects) = after(&waiting, &[Event::Thawed]);
    assert_eq!(effects, [Effect::DropSignature { attempt: 1 }]);
    assert_eq!(refused(&draft, &signed(1, 1)), Refused::OtherSnapshot);
    let (again, _) = after(&draft, &[frozen(2, true, 0)]);
    assert_eq!(refused(&again, &signed(1, 1)), Refused::OtherSnapshot);
    let (next, _) = after(&again, &[prepared(2), confirmed(2, "hash")]);
    assert_eq!(refused(&next, &signed(1, 2)), Refused::OtherAttempt);
    assert_eq!(
        after(&next, &[signed(2, 2)]).0.signing.clone(),
        Signing::Signed { attempt: 2, at: NOW.to_owned(), signer: "Nguyễn Thị Bích Hằng".to_owned() }
    );
}

#[test]
fn sg3_after_silence_or_refusal_the_next_try_is_a_new_attempt() {
    for end in [
        Event::SigningExpired { attempt: 1 },
        Event::SigningRejected { attempt: 1 },
        Event::SigningCancelled { attempt: 1 },
        Event::SigningFailed { attempt: 1, code: "4004".to_owned() },
    ] {
        let (state, _) = after(&State::new(), &[frozen(1, true, 0), prepared(1), confirmed(1, "hash"), end]);
        assert!(allowed_commands(&state).contains(&Command::PrepareSigning));
        let (again, _) = after(&state, &[prepared(1)]);
        assert!(matches!(again.signing, Signing::Prepared { attempt: 2, .. }));
        assert_eq!(refused(&again, &confirmed(1, "hash")), Refused::OtherAttempt);
    }
}

#[test]
fn a_late_signature_counts_after_silence_but_not_after_a_refusal() {
    let (waiting, _) = after(&State::new(), &[frozen(1, true, 0), prepared(1), confirmed(1, "hash")]);
    let (expired, _) = after(&waiting, &[Event::SigningExpired { attempt: 1 }]);
    assert!(apply(&expired, &signed(1, 1), NOW).is_ok());
    let (rejected, _) = after(&waiting, &[Event::SigningRejected { attempt: 1 }]);
    assert_eq!(refused(&rejected, &signed(1, 1)), Refused::OtherAttempt);
}

#[test]
fn one_request_waits_at_the_phone_at_a_time() {
    let (waiting, _) = after(&State::new(), &[frozen(1, true, 0), prepared(1), confirmed(1, "hash")]);
    assert_eq!(refused(&waiting, &prepared(1)), Refused::SigningOpen);
    assert!(apply(&waiting, &prepared(1), LATER).is_ok(), "silence ended the first");
}

#[test]
fn sg11_a_procedure_without_signature_has_no_signing_step() {
    let (state, _) = after(&State::new(), &[frozen(1, false, 0)]);
    assert_eq!(state.signing, Signing::NotRequired);
    assert_eq!(allowed_commands(&state), [Command::Thaw, Command::File, Command::Discard]);
    assert_eq!(refused(&state, &prepared(1)), Refused::WrongStage);
}

#[test]
fn editing_after_signing_drops_the_signature() {
    let (draft, effects) = after(&signed_state(), &[Event::Thawed]);
    assert_eq!(effects, [Effect::DropSignature { attempt: 1 }]);
    assert_eq!(
        (draft.stage, draft.signing.clone(), draft.snapshot.clone()),
        (Stage::Draft, Signing::NotRequired, None)
    );
    assert_eq!(refused(&draft, &frozen(1, true, 16_000)), Refused::OtherSnapshot);
    assert_eq!(after(&draft, &[frozen(2, true, 16_000)]).0.signing, Signing::Needed);
}

#[test]
fn py1_money_files_the_dossier_without_a_further_click() {
    let (state, effects) = after(&signed_state(), &[ordered("A"), paid("A")]);
    assert_eq!(state.stage, Stage::Filing);
    assert_eq!(effects, [Effect::SendToDesk { snapshot: 1 }]);
    assert_eq!(allowed_commands(&state), []);
    assert_eq!(pending(&state), effects);
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
    assert_eq!(effects, [close, Effect::SendToDesk { snapshot: 1 }]);
    let (state, effects) = after(&state, &[paid("B")]);
    let refund = Effect::Refund { order: "B".to_owned(), amount: 16_000, transaction: "14422574".to_owned() };
    assert_eq!(effects, std::slice::from_ref(&refund));
    assert!(pending(&state).contains(&refund), "a refund is not forgotten in a crash");
    assert!(matches!(&state.payment, Payment::Paid { order, .. } if order == "A"));
    let (state, _) = after(&state, &[Event::PaymentRefunded { order: "B".to_owned() }]);
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
    assert_eq!(resumable_order(&state, NOW).unwrap().order, "A");
}

#[test]
fn an_expired_order_is_replaced_only_after_the_provider_said_that_it_took_nothing() {
    let (state, _) = after(&signed_state(), &[ordered("A")]);
    assert_eq!(resumable_order(&state, LATER), None);
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
    let (state, _) = after(&state, &[Event::PaymentRefunded { order: "A".to_owned() }]);
    assert!(apply(&state, &Event::Discarded, NOW).is_ok());
}

#[test]
fn py13_while_money_is_doubtful_nobody_pays_again_edits_or_discards() {
    let doubt = Event::PaymentSuspect { order: "A".to_owned(), code: "07".to_owned() };
    let (state, effects) = after(&signed_state(), &[ordered("A"), doubt]);
    assert_eq!(effects, [Effect::AskProvider { order: "A".to_owned() }]);
    assert_eq!(allowed_commands(&state), []);
    assert_eq!(pending(&state), effects, "polling goes on");
    for event in
        [ordered("B"), Event::Thawed, Event::Discarded, Event::PaymentCancelled { order: "A".to_owned() }]
    {
        assert_eq!(refused(&state, &event), Refused::MoneyMoved, "{event:?}");
    }
    assert_eq!(after(&state, &[paid("A")]).0.stage, Stage::Filing);
}

#[test]
fn money_of_another_amount_or_order_is_refused() {
    let (state, _) = after(&signed_state(), &[ordered("A")]);
    let wrong = Event::PaymentConfirmed {
        order: "A".to_owned(),
        amount: 1_600_000,
        transaction: "1".to_owned(),
        at: NOW.to_owned(),
    };
    assert_eq!(refused(&state, &wrong), Refused::AmountDiffers);
    assert_eq!(refused(&state, &paid("B")), Refused::OtherAttempt);
    let wrong = Event::PaymentStarted { order: "A".to_owned(), amount: 8_000, expires_at: LATER.to_owned() };
    assert_eq!(refused(&signed_state(), &wrong), Refused::AmountDiffers);
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
fn as5_one_dossier_gets_one_official_code() {
    let accepted = |code: &str| Event::FilingAccepted { code: code.to_owned(), at: NOW.to_owned() };
    let (state, _) = after(&filing_state(), &[Event::FilingDelayed]);
    assert!(matches!(state.filing, Filing::Sending { tries: 1, .. }));
    assert_eq!(refused(&state, &Event::FilingStarted), Refused::AlreadyDone);
    let (state, effects) = after(&state, &[accepted("H01.04-261121-0001")]);
    assert_eq!((state.stage, effects), (Stage::Filed, vec![Effect::EraseAnswers]));
    assert_eq!(refused(&state, &accepted("H01.04-261121-0001")), Refused::AlreadyDone);
    assert_eq!(refused(&state, &accepted("H01.04-261121-0002")), Refused::CodeDiffers);
    assert_eq!(pending(&state), []);
}

#[test]
fn as6_reports_are_ordered_by_the_desks_counter_and_unknown_codes_are_kept() {
    let (state, _) = after(&filing_state(), &[report(3, 200), report(1, 2), report(2, 4)]);
    assert_eq!(state.business.0.iter().map(|event| event.status.0).collect::<Vec<_>>(), [2, 4, 200]);
    assert_eq!(refused(&state, &report(2, 9)), Refused::AlreadyDone);
    assert_eq!(refused(&signed_state(), &report(1, 2)), Refused::WrongStage);
}

#[test]
fn a_report_that_speaks_of_a_result_has_it_fetched_and_others_do_not() {
    for (status, is_fetched) in [(2, false), (8, false), (9, true), (10, true), (200, false)] {
        let (_, effects) = after(&filing_state(), &[report(3, status)]);
        let wanted = is_fetched.then_some(Effect::FetchResults { sequence: 3 });
        assert_eq!(effects, Vec::from_iter(wanted), "{status}");
    }
}

#[test]
fn a_state_from_before_orders_were_kept_still_reads() {
    let mut old = serde_json::to_value(State::new()).unwrap();
    old.as_object_mut().unwrap().remove("orders");
    assert_eq!(serde_json::from_value::<State>(old).unwrap(), State::new());
}

#[test]
fn events_and_effects_survive_their_json() {
    for event in [frozen(1, true, 0), prepared(1), signed(1, 1), paid("A"), report(1, 200), Event::Thawed] {
        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event, "{text}");
    }
    let effect = Effect::SendToDesk { snapshot: 1 };
    assert_eq!(serde_json::to_string(&effect).unwrap(), r#"{"effect":"send_to_desk","snapshot":1}"#);
}
