//! Several people who stand by one dossier: who, when, and what becomes of it when one refuses.

use std::collections::BTreeMap;

use dossier::{
    Command, Declined, Effect, Event, Means, Other, Payment, Refused, Requirements, Signing, Stage, State,
    allowed_commands, apply, pending,
};

use super::{LATER, NOW, after, confirmed, frozen, ordered, paid, prepared_by, refused, signed};

const WIFE: &str = "001195004321";
const OWNER: &str = "079090001234";

fn agreed(sub: &str, snapshot: u32) -> Event {
    let sha256 = format!("{snapshot:064}");
    Event::OtherAgreed {
        iss: "https://id.example".to_owned(),
        sub: sub.to_owned(),
        acr: "LoA2".to_owned(),
        auth_time: NOW.to_owned(),
        nonce: format!("random.{sha256}"),
        sha256,
    }
}

fn declined(sub: &str, snapshot: u32) -> Event {
    Event::OtherDeclined {
        sub: sub.to_owned(),
        sha256: format!("{snapshot:064}"),
        reason: "Sai số nhà".to_owned(),
        at: NOW.to_owned(),
    }
}

/// As `frozen`; the wife and the owner must agree.
fn shared(number: u32, signature: bool, fee: u64, in_order: bool) -> Event {
    let Event::Frozen { snapshot, requirements } = frozen(number, signature, fee) else { unreachable!() };
    let other = |role: &str, name: &str, id: &str| Other {
        role: role.to_owned(),
        name: name.to_owned(),
        id: id.to_owned(),
        by: Means::Identity,
    };
    let others = vec![other("spouse", "Nguyễn Thị Bích Hằng", WIFE), other("owner", "Lê Văn Thành", OWNER)];
    Event::Frozen { snapshot, requirements: Requirements { others, in_order, ..requirements } }
}

#[test]
fn py14_nothing_is_paid_or_sent_before_everybody_has_agreed() {
    let (state, _) = after(&State::new(), &[shared(1, false, 16_000, false), agreed(OWNER, 1)]);
    assert_eq!(allowed_commands(&state), [Command::Thaw, Command::Invite, Command::Discard]);
    assert_eq!(refused(&state, &ordered("a")), Refused::SignatureNeeded);
    assert_eq!(refused(&state, &Event::FilingStarted), Refused::SignatureNeeded);
    let (state, _) = after(&state, &[agreed(WIFE, 1)]);
    assert_eq!(allowed_commands(&state), [Command::Thaw, Command::StartPayment, Command::Discard]);
    let (filing, _) = after(&state, &[ordered("a"), paid("a")]);
    assert!(matches!((filing.stage, &filing.payment), (Stage::Filing, Payment::Paid { .. })));
    assert_eq!(filing.agreed.len(), 2, "who has agreed is known afterwards");
}

#[test]
fn sg8_who_refuses_opens_it_for_all_and_what_the_others_agreed_to_is_void() {
    let (state, _) = after(&State::new(), &[shared(1, false, 0, false), agreed(WIFE, 1), declined(OWNER, 1)]);
    assert_eq!((state.stage, &state.agreed, &state.snapshot), (Stage::Draft, &BTreeMap::new(), &None));
    let told =
        Declined {
            name: "Lê Văn Thành".to_owned(), reason: "Sai số nhà".to_owned(), at: NOW.to_owned()
        };
    assert_eq!(state.declined, Some(told));
    assert_eq!(refused(&state, &agreed(WIFE, 1)), Refused::WrongStage);
    let (again, _) = after(&state, &[shared(2, false, 0, false)]);
    assert_eq!(again.declined, None);
    assert_eq!(
        refused(&again, &agreed(WIFE, 1)),
        Refused::OtherSnapshot,
        "her word was for the bytes of before"
    );
    assert_eq!(refused(&again, &declined(OWNER, 1)), Refused::OtherSnapshot, "and so was his");
}

#[test]
fn editing_drops_what_everybody_has_agreed_to() {
    let (state, _) =
        after(&State::new(), &[shared(1, false, 0, false), agreed(WIFE, 1), agreed(OWNER, 1), Event::Thawed]);
    assert_eq!((state.stage, &state.agreed), (Stage::Draft, &BTreeMap::new()));
}

#[test]
fn sg9_each_is_asked_once_and_a_stranger_never() {
    let (state, _) = after(&State::new(), &[shared(1, false, 0, false), agreed(WIFE, 1)]);
    assert_eq!(refused(&state, &agreed(WIFE, 1)), Refused::AlreadyDone);
    assert_eq!(refused(&state, &declined(WIFE, 1)), Refused::AlreadyDone);
    assert_eq!(refused(&state, &agreed("036192000789", 1)), Refused::NotAsked);
    assert_eq!(refused(&state, &declined("036192000789", 1)), Refused::NotAsked);
}

#[test]
fn the_others_follow_who_files_it() {
    let (state, _) = after(&State::new(), &[shared(1, true, 0, false)]);
    assert_eq!(refused(&state, &agreed(WIFE, 1)), Refused::SignatureNeeded);
    assert!(!allowed_commands(&state).contains(&Command::Invite));
    let events = [super::prepared(1), super::confirmed(1, "hash"), signed(1, 1), agreed(WIFE, 1)];
    assert_eq!(after(&state, &events).0.agreed.len(), 1);
}

#[test]
fn in_order_means_that_nobody_is_asked_before_their_turn() {
    let (state, _) = after(&State::new(), &[shared(1, false, 0, true)]);
    assert_eq!(refused(&state, &agreed(OWNER, 1)), Refused::OthersFirst);
    assert_eq!(refused(&state, &declined(OWNER, 1)), Refused::OthersFirst);
    let (state, _) = after(&state, &[agreed(WIFE, 1), agreed(OWNER, 1)]);
    assert_eq!(allowed_commands(&state), [Command::Thaw, Command::File, Command::Discard]);
}

/// As `shared`; the owner must sign, and the wife may.
fn to_be_signed(number: u32, in_order: bool) -> Event {
    let Event::Frozen { snapshot, mut requirements } = shared(number, false, 0, in_order) else {
        unreachable!()
    };
    requirements.others[0].by = Means::Either;
    requirements.others[1].by = Means::Signature;
    Event::Frozen { snapshot, requirements }
}

#[test]
fn who_must_sign_agrees_by_a_signature_only_and_each_has_an_attempt_of_their_own() {
    let (state, _) = after(&State::new(), &[to_be_signed(1, false)]);
    assert_eq!(refused(&state, &agreed(OWNER, 1)), Refused::SignatureNeeded);
    let both =
        [prepared_by(Some(OWNER), 1), prepared_by(Some(WIFE), 1), confirmed(2, "hash"), confirmed(1, "hash")];
    let (state, _) = after(&state, &both);
    let asked = [2, 1].map(|attempt| Effect::AskSigner { attempt, handle: format!("handle {attempt}") });
    assert_eq!(pending(&state), asked, "hers has the smaller number");
    assert_eq!(state.attempt(1).unwrap().0, Some(OWNER));
    assert_eq!(refused(&state, &prepared_by(Some(OWNER), 1)), Refused::SigningOpen);
    let (state, _) = after(&state, &[signed(1, 1)]);
    assert_eq!((state.agreed.len(), &state.signing), (1, &Signing::NotRequired));
    assert_eq!(allowed_commands(&state), [Command::Thaw, Command::Invite, Command::Discard]);
    let (state, _) = after(&state, &[Event::SigningRejected { attempt: 2 }, agreed(WIFE, 1)]);
    assert_eq!(state.cosigning.len(), 1, "she has confirmed in the end");
    assert_eq!(allowed_commands(&state), [Command::Thaw, Command::File, Command::Discard]);
    assert_eq!(
        refused(&state, &signed(2, 1)),
        Refused::OtherAttempt,
        "a late signature is not hers any more"
    );
    let (filing, _) = after(&state, &[Event::FilingStarted]);
    assert_eq!(refused(&filing, &signed(1, 1)), Refused::AlreadyDone);
}

#[test]
fn only_who_is_asked_to_sign_signs_and_in_turn() {
    let (state, _) = after(&State::new(), &[shared(1, false, 0, false)]);
    assert_eq!(
        refused(&state, &prepared_by(Some(WIFE), 1)),
        Refused::WrongStage,
        "confirming is what counts"
    );
    let (state, _) = after(&State::new(), &[to_be_signed(1, true)]);
    assert_eq!(refused(&state, &prepared_by(Some(OWNER), 1)), Refused::OthersFirst);
    assert_eq!(refused(&state, &prepared_by(Some("036192000789"), 1)), Refused::NotAsked);
    assert_eq!(refused(&state, &prepared_by(None, 1)), Refused::WrongStage, "nobody asked who files it");
}

#[test]
fn while_the_phone_is_asked_nothing_else_is_confirmed_and_editing_ends_it_for_all() {
    let begun = [
        to_be_signed(1, false),
        prepared_by(Some(WIFE), 1),
        confirmed(1, "hash"),
        prepared_by(Some(OWNER), 1),
    ];
    let (state, _) = after(&State::new(), &begun);
    assert_eq!(refused(&state, &agreed(WIFE, 1)), Refused::SigningOpen);
    assert!(apply(&state, &agreed(WIFE, 1), LATER).is_ok(), "silence is over");
    let (open, effects) = after(&state, &[declined(OWNER, 1)]);
    assert_eq!(effects, [1, 2].map(|attempt| Effect::DropSignature { attempt }));
    assert_eq!(open.cosigning, BTreeMap::new());
    let (again, _) = after(&open, &[to_be_signed(2, false)]);
    assert_eq!(
        refused(&again, &signed(1, 1)),
        Refused::OtherSnapshot,
        "a signature of what is not fixed any more"
    );
    assert_eq!(refused(&again, &signed(1, 2)), Refused::OtherAttempt);
    assert_eq!(after(&again, &[prepared_by(Some(WIFE), 2)]).0.signing_attempts, 3, "no number comes twice");
}

#[test]
fn what_was_fixed_before_the_others_could_sign_reads_as_to_be_confirmed() {
    let (state, _) = after(&State::new(), &[shared(1, false, 0, false)]);
    let written = serde_json::to_value(&state).unwrap();
    assert_eq!(written["requirements"]["others"][0].get("by"), None);
    assert_eq!(written.get("cosigning"), None);
    assert_eq!(serde_json::from_value::<State>(written).unwrap(), state);
}
