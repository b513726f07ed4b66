//! Single examples of what the machine decides, named after the failures they prevent. Those about money are in
//! `machine/money.rs`, those about fees that are asked for after filing in `machine/dues.rs`, all orders at once in `model.rs`.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "machine/confirmation.rs"]
mod confirmation;
#[path = "machine/dues.rs"]
mod dues;
#[path = "machine/given_back.rs"]
mod given_back;
#[path = "machine/money.rs"]
mod money;
#[path = "machine/others.rs"]
mod others;
#[path = "machine/paper.rs"]
mod paper;

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
            organisation: None,
            confirmation: false,
            paper: false,
            fee,
            gross_fee: 16_000,
            waiver_basis: (fee == 0).then(|| "Nghị quyết 66.22/2026/NQ-CP".to_owned()),
            on_notice: 0,
            on_result: 0,
            others: Vec::new(),
            in_order: false,
        },
    }
}

fn prepared(snapshot: u32) -> Event {
    prepared_by(None, snapshot)
}

fn prepared_by(other: Option<&str>, snapshot: u32) -> Event {
    let (credential, requested_hash) = ("key".to_owned(), "hash".to_owned());
    Event::SigningPrepared { other: other.map(str::to_owned), snapshot, credential, requested_hash }
}

fn confirmed(attempt: u32, hash: &str) -> Event {
    let (handle, expires_at) = (format!("handle {attempt}"), LATER.to_owned());
    Event::SigningConfirmed { attempt, hash: hash.to_owned(), handle, expires_at }
}

fn signed(attempt: u32, snapshot: u32) -> Event {
    Event::Signed {
        attempt,
        snapshot,
        signer: "Nguyễn Thị Bích Hằng".to_owned(),
        at: NOW.to_owned(),
        revocation: None,
    }
}

fn ordered(order: &str) -> Event {
    Event::PaymentStarted { order: order.to_owned(), amount: 16_000, expires_at: LATER.to_owned(), due: None }
}

fn paid(order: &str) -> Event {
    let (transaction, at) = ("14422574".to_owned(), NOW.to_owned());
    Event::PaymentConfirmed { order: order.to_owned(), amount: 16_000, transaction, at }
}

fn receipt_of(order: &str) -> Effect {
    Effect::AskReceipt { order: order.to_owned() }
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
        notice: None,
        over: None,
        refund: None,
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
        Signing::Signed {
            attempt: 2,
            at: NOW.to_owned(),
            signer: "Nguyễn Thị Bích Hằng".to_owned(),
            revocation: None
        }
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
fn what_was_agreed_to_on_the_phone_ends_signed_or_lost_and_never_expired() {
    let granted = Event::SigningGranted { attempt: 1 };
    let (waiting, _) = after(&State::new(), &[frozen(1, true, 0), prepared(1), confirmed(1, "hash")]);
    let (agreed, effects) = after(&waiting, std::slice::from_ref(&granted));
    assert_eq!(
        (effects, pending(&agreed)),
        (Vec::new(), pending(&waiting)),
        "the signature is still fetched"
    );
    assert_eq!(refused(&agreed, &granted), Refused::AlreadyDone);
    assert_eq!(refused(&agreed, &Event::SigningExpired { attempt: 1 }), Refused::AlreadyDone);
    assert!(matches!(after(&agreed, &[signed(1, 1)]).0.signing, Signing::Signed { .. }));
    let lost = Event::SigningFailed { attempt: 1, code: "lost".to_owned() };
    let (lost, _) = after(&agreed, &[lost]);
    assert!(allowed_commands(&lost).contains(&Command::PrepareSigning));
    assert_eq!(refused(&lost, &granted), Refused::OtherAttempt);
}

#[test]
fn a_wait_from_before_the_phones_word_was_kept_still_reads_and_is_written_as_it_was() {
    let (waiting, _) = after(&State::new(), &[frozen(1, true, 0), prepared(1), confirmed(1, "hash")]);
    let written = serde_json::to_value(&waiting).unwrap();
    assert_eq!(written["signing"].get("granted"), None);
    assert_eq!(serde_json::from_value::<State>(written).unwrap(), waiting);
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
fn an_order_from_before_other_amounts_were_kept_still_reads_and_is_written_as_it_was() {
    let (state, _) = after(&signed_state(), &[ordered("A")]);
    let written = serde_json::to_value(&state).unwrap();
    assert_eq!(written["orders"][0].get("received"), None);
    assert_eq!(serde_json::from_value::<State>(written).unwrap(), state);
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
