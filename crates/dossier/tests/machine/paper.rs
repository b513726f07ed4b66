//! A print that is signed by hand: what its scan stands for, and when it is too late.

use dossier::{
    Command, Effect, Event, Payment, Refused, Requirements, Signing, Stage, State, allowed_commands,
};

use super::{LATER, NOW, after, frozen, ordered, paid, prepared, refused, signed};

fn scanned(snapshot: u32) -> Event {
    Event::SignedOnPaper { sha256: format!("{snapshot:064}"), scan: "f".repeat(64), at: NOW.to_owned() }
}

/// As `frozen`, with a signature; a print that is signed by hand is enough.
fn printable(number: u32, fee: u64) -> Event {
    let Event::Frozen { snapshot, requirements } = frozen(number, true, fee) else { unreachable!() };
    Event::Frozen { snapshot, requirements: Requirements { paper: true, ..requirements } }
}

fn on_paper(snapshot: u32) -> Signing {
    Signing::OnPaper { sha256: format!("{snapshot:064}"), scan: "f".repeat(64), at: NOW.to_owned() }
}

#[test]
fn the_scan_of_the_current_snapshot_stands_for_its_signature_and_is_paid_for_and_filed() {
    let (needed, _) = after(&State::new(), &[printable(1, 16_000)]);
    let offered = [Command::Thaw, Command::PrepareSigning, Command::SignOnPaper, Command::Discard];
    assert_eq!(allowed_commands(&needed), offered);
    assert_eq!(refused(&needed, &scanned(2)), Refused::OtherSnapshot);
    let (done, effects) = after(&needed, &[scanned(1)]);
    assert_eq!((&done.signing, effects), (&on_paper(1), Vec::new()));
    assert_eq!(refused(&done, &scanned(1)), Refused::AlreadyDone);
    assert_eq!(refused(&done, &prepared(1)), Refused::AlreadyDone);
    let (filing, effects) = after(&done, &[ordered("a"), paid("a")]);
    assert!(matches!(filing.payment, Payment::Paid { .. }));
    assert!(effects.contains(&Effect::SendToDesk { snapshot: 1 }), "paid is filed: {effects:?}");
    assert_eq!(refused(&filing, &scanned(1)), Refused::AlreadyDone);
}

#[test]
fn editing_drops_the_scan_and_the_old_print_does_not_count_for_the_new_bytes() {
    let (done, _) = after(&State::new(), &[printable(1, 0), scanned(1)]);
    let (draft, effects) = after(&done, &[Event::Thawed]);
    assert_eq!((draft.stage, &draft.signing), (Stage::Draft, &Signing::NotRequired));
    assert_eq!(effects, [Effect::DropScans { snapshot: 1 }]);
    assert_eq!(refused(&draft, &scanned(1)), Refused::WrongStage);
    let (again, _) = after(&draft, &[printable(2, 0)]);
    assert_eq!(refused(&again, &scanned(1)), Refused::OtherSnapshot);
    assert_eq!(after(&again, &[scanned(2)]).0.signing, on_paper(2));
    let (_, effects) = after(&again, &[Event::Thawed]);
    assert_eq!(effects, [Effect::DropScans { snapshot: 2 }], "also what has not counted yet");
}

#[test]
fn it_stands_for_a_signature_only_where_the_procedure_says_so() {
    let (strict, _) = after(&State::new(), &[frozen(1, true, 0)]);
    assert!(!allowed_commands(&strict).contains(&Command::SignOnPaper));
    assert_eq!(refused(&strict, &scanned(1)), Refused::SignatureNeeded);
    let (free, _) = after(&State::new(), &[frozen(1, false, 0)]);
    assert_eq!(refused(&free, &scanned(1)), Refused::SignatureNeeded);
    assert!(!after(&free, &[Event::Thawed]).1.contains(&Effect::DropScans { snapshot: 1 }));
}

#[test]
fn a_request_at_the_phone_ends_before_paper_is_taken() {
    let (waiting, _) = after(&State::new(), &[printable(1, 0), prepared(1), super::confirmed(1, "hash")]);
    assert_eq!(refused(&waiting, &scanned(1)), Refused::SigningOpen);
    assert!(dossier::apply(&waiting, &scanned(1), LATER).is_ok(), "silence ended it");
    let (cancelled, _) = after(&waiting, &[Event::SigningCancelled { attempt: 1 }]);
    let (done, _) = after(&cancelled, &[scanned(1)]);
    assert_eq!(refused(&done, &signed(1, 1)), Refused::OtherAttempt, "one proof, not two");
}

#[test]
fn what_was_fixed_before_paper_was_known_still_reads() {
    let asked: Requirements = serde_json::from_str(
        r#"{"signature":true,"confirmation":true,"fee":0,"gross_fee":0,"waiver_basis":null}"#,
    )
    .unwrap();
    assert!(!asked.paper);
}
