//! Confirming by electronic identity: what it stands for, and when it is too late.

use dossier::{
    Command, Effect, Event, Payment, Refused, Requirements, Signing, Stage, State, allowed_commands,
};

use super::{LATER, NOW, after, frozen, ordered, paid, prepared, receipt_of, refused, signed};

fn confirmed(snapshot: u32) -> Event {
    let sha256 = format!("{snapshot:064}");
    Event::IdentityConfirmed {
        iss: "https://id.example".to_owned(),
        sub: "001195004321".to_owned(),
        acr: "LoA2".to_owned(),
        auth_time: NOW.to_owned(),
        nonce: format!("random.{sha256}"),
        sha256,
    }
}

/// As `frozen`; confirming is enough.
fn confirmable(number: u32, signature: bool, fee: u64) -> Event {
    let Event::Frozen { snapshot, requirements } = frozen(number, signature, fee) else { unreachable!() };
    Event::Frozen { snapshot, requirements: Requirements { confirmation: true, ..requirements } }
}

fn standing(snapshot: u32) -> Signing {
    Signing::Confirmed { sha256: format!("{snapshot:064}"), at: NOW.to_owned() }
}

#[test]
fn who_confirms_stands_by_the_current_snapshot_only_and_goes_on_to_file() {
    let (needed, _) = after(&State::new(), &[confirmable(1, false, 0)]);
    assert_eq!(needed.signing, Signing::Needed);
    assert_eq!(allowed_commands(&needed), [Command::Thaw, Command::ConfirmIdentity, Command::Discard]);
    assert_eq!(refused(&needed, &Event::FilingStarted), Refused::SignatureNeeded);
    assert_eq!(refused(&needed, &prepared(1)), Refused::WrongStage, "nobody asks for a signature");
    assert_eq!(refused(&needed, &confirmed(2)), Refused::OtherSnapshot);
    let (done, effects) = after(&needed, &[confirmed(1)]);
    assert_eq!((&done.signing, effects), (&standing(1), Vec::new()));
    assert_eq!(allowed_commands(&done), [Command::Thaw, Command::File, Command::Discard]);
    assert_eq!(refused(&done, &confirmed(1)), Refused::AlreadyDone);
    let (filing, _) = after(&done, &[Event::FilingStarted]);
    assert_eq!(refused(&filing, &confirmed(1)), Refused::AlreadyDone);
}

#[test]
fn editing_after_confirming_drops_it_and_the_old_word_does_not_count_for_the_new_bytes() {
    let (done, _) = after(&State::new(), &[confirmable(1, false, 0), confirmed(1)]);
    let (draft, effects) = after(&done, &[Event::Thawed]);
    assert_eq!((draft.stage, &draft.signing, effects), (Stage::Draft, &Signing::NotRequired, Vec::new()));
    assert_eq!(refused(&draft, &confirmed(1)), Refused::WrongStage);
    let (again, _) = after(&draft, &[confirmable(2, false, 0)]);
    assert_eq!(refused(&again, &confirmed(1)), Refused::OtherSnapshot);
    assert_eq!(after(&again, &[confirmed(2)]).0.signing, standing(2));
}

#[test]
fn it_stands_for_a_signature_only_where_the_procedure_says_so() {
    let (strict, _) = after(&State::new(), &[frozen(1, true, 0)]);
    assert!(!allowed_commands(&strict).contains(&Command::ConfirmIdentity));
    assert_eq!(refused(&strict, &confirmed(1)), Refused::SignatureNeeded);
    let (state, _) = after(&State::new(), &[confirmable(1, true, 16_000)]);
    let offered = [Command::Thaw, Command::PrepareSigning, Command::ConfirmIdentity, Command::Discard];
    assert_eq!(allowed_commands(&state), offered);
    let (done, _) = after(&state, &[confirmed(1)]);
    assert_eq!(refused(&done, &prepared(1)), Refused::AlreadyDone);
    let (filing, effects) = after(&done, &[ordered("a"), paid("a")]);
    assert!(matches!(filing.payment, Payment::Paid { .. }));
    assert_eq!(effects, [Effect::SendToDesk { snapshot: 1 }, receipt_of("a")], "paid is filed");
}

#[test]
fn a_request_at_the_phone_ends_before_another_way_is_taken() {
    let (waiting, _) =
        after(&State::new(), &[confirmable(1, true, 0), prepared(1), super::confirmed(1, "hash")]);
    assert_eq!(refused(&waiting, &confirmed(1)), Refused::SigningOpen);
    assert!(dossier::apply(&waiting, &confirmed(1), LATER).is_ok(), "silence ended it");
    let (cancelled, _) = after(&waiting, &[Event::SigningCancelled { attempt: 1 }]);
    let (done, _) = after(&cancelled, &[confirmed(1)]);
    assert_eq!(refused(&done, &signed(1, 1)), Refused::OtherAttempt, "one proof, not two");
}

#[test]
fn where_nothing_is_asked_for_it_changes_nothing() {
    let (state, _) = after(&State::new(), &[frozen(1, false, 0)]);
    let (again, effects) = after(&state, &[confirmed(1)]);
    assert_eq!((again, effects), (State { version: 2, ..state }, Vec::new()));
}

#[test]
fn what_was_recorded_before_it_was_bound_to_the_bytes_still_reads() {
    let old = r#"{"event":"identity_confirmed","sub":"001195004321","acr":"LoA2","auth_time":"2026-11-21T08:05:00Z","sha256":"00"}"#;
    let event: Event = serde_json::from_str(old).unwrap();
    assert!(
        matches!(&event, Event::IdentityConfirmed { iss, nonce, .. } if iss.is_empty() && nonce.is_empty())
    );
    assert_eq!(serde_json::to_string(&event).unwrap(), old);
    let asked: Requirements =
        serde_json::from_str(r#"{"signature":true,"fee":0,"gross_fee":0,"waiver_basis":null}"#).unwrap();
    assert!(!asked.confirmation);
}
