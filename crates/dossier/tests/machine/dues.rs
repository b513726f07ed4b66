//! Examples about fees that the office asks for after filing: paid once, told to the office, and given back when it asks no more.

use super::*;
use dossier::{DueClock, DueItem, DueOver, Notice, NoticeOver, due_commands};

fn notice(id: &str, amounts: &[u64]) -> Notice {
    let item = |amount: &u64| DueItem { name: "Lệ phí trước bạ".to_owned(), amount: *amount };
    Notice {
        id: id.to_owned(),
        items: amounts.iter().map(item).collect(),
        total: amounts.iter().sum(),
        basis: "Nghị định 10/2022/NĐ-CP".to_owned(),
        until: Some("2026-12-01".to_owned()),
        clock: DueClock::FromPayment,
        online: true,
        on_result: false,
        replaces: None,
    }
}

fn reported(sequence: u32, status: u8, notice: Option<Notice>, over: Option<(&str, DueOver)>) -> Event {
    let Event::StatusReported(plain) = report(sequence, status) else { unreachable!() };
    let over = over.map(|(id, how)| NoticeOver { id: id.to_owned(), how });
    Event::StatusReported(BusinessEvent { notice, over, ..plain })
}

fn asks(sequence: u32) -> Event {
    reported(sequence, 6, Some(notice("TB1", &[500_000, 20_000])), None)
}

fn withdraws(sequence: u32) -> Event {
    reported(sequence, 4, None, Some(("TB1", DueOver::Withdrawn)))
}

fn order_of(due: u32, order: &str) -> Event {
    let (order, expires_at) = (order.to_owned(), LATER.to_owned());
    Event::PaymentStarted { order, amount: 520_000, expires_at, due: Some(due) }
}

fn paid_due(order: &str, amount: u64) -> Event {
    let (transaction, at) = ("14422580".to_owned(), NOW.to_owned());
    Event::PaymentConfirmed { order: order.to_owned(), amount, transaction, at }
}

fn told(due: u32) -> Event {
    Event::PaymentTold { due, at: NOW.to_owned() }
}

fn refund(order: &str) -> Effect {
    Effect::Refund { order: order.to_owned(), amount: 520_000, transaction: "14422580".to_owned() }
}

#[test]
fn py9_a_notice_after_filing_is_paid_from_the_dossier_told_to_the_office_and_files_nothing_again() {
    let (state, _) = after(&filing_state(), &[asks(2)]);
    assert_eq!(allowed_commands(&state), [Command::StartPayment]);
    assert_eq!(refused(&state, &ordered("A")), Refused::WrongStage, "the fee of filing is another");
    let (state, effects) = after(&state, &[order_of(1, "A"), paid_due("A", 520_000)]);
    let tell = Effect::TellPayment { due: 1 };
    assert_eq!(effects, [tell.clone(), receipt_of("A")]);
    assert!(pending(&state).contains(&tell), "it is told until the office knows");
    assert_eq!((state.stage, allowed_commands(&state)), (Stage::Filing, Vec::new()));
    assert_eq!(refused(&state, &order_of(1, "B")), Refused::AlreadyDone);
    let (state, effects) = after(&state, &[told(1)]);
    assert_eq!(effects, []);
    assert!(!pending(&state).contains(&tell));
    assert_eq!(refused(&state, &told(1)), Refused::AlreadyDone);
    assert_eq!(state.payment, filing_state().payment, "the fee of filing stays as it was");
}

#[test]
fn the_same_notice_twice_is_asked_for_once_and_another_under_its_name_is_refused() {
    let (state, _) = after(&filing_state(), &[asks(2), asks(3)]);
    assert_eq!(state.dues.len(), 1);
    assert_eq!(refused(&state, &asks(2)), Refused::AlreadyDone);
    let other = reported(4, 6, Some(notice("TB1", &[1])), None);
    assert_eq!(refused(&state, &other), Refused::NoticeDiffers);
    let odd = reported(4, 6, Some(Notice { total: 7, ..notice("TB2", &[1]) }), None);
    assert_eq!(refused(&state, &odd), Refused::AmountDiffers);
    assert_eq!(refused(&state, &reported(4, 6, Some(notice("TB2", &[])), None)), Refused::AmountDiffers);
}

#[test]
fn reports_about_a_notice_come_to_the_same_in_every_order() {
    let anew = Notice { replaces: Some("TB1".to_owned()), ..notice("TB2", &[7]) };
    let all = [asks(2), withdraws(3), asks(4), reported(5, 6, Some(anew), None), report(6, 4)];
    let ends = |state: &State| {
        let mut dues: Vec<_> =
            state.dues.iter().map(|due| (due.notice.id.clone(), due.over.is_some())).collect();
        dues.sort();
        dues
    };
    for turn in 0..120 {
        // Every arrangement of five, by its number in the factorial system.
        let (mut left, mut rest, mut order) = ((0..all.len()).collect::<Vec<_>>(), turn, Vec::new());
        for size in (1..=left.len()).rev() {
            order.push(all[left.remove(rest % size)].clone());
            rest /= size;
        }
        let (state, _) = after(&filing_state(), &order);
        assert_eq!(ends(&state), [("TB1".to_owned(), true), ("TB2".to_owned(), false)], "{order:?}");
    }
}

#[test]
fn a_notice_that_is_withdrawn_closes_its_order_and_money_for_it_goes_back() {
    let (state, effects) = after(&filing_state(), &[asks(2), order_of(1, "A"), withdraws(3)]);
    let of = || "A".to_owned();
    assert_eq!(effects, [Effect::CloseOrder { order: of() }, Effect::AskProvider { order: of() }]);
    assert_eq!(state.dues[0].over, Some(DueOver::Withdrawn));
    assert_eq!(allowed_commands(&state), []);
    assert_eq!(refused(&state, &order_of(1, "B")), Refused::NothingOwed);
    let (state, effects) = after(&state, &[paid_due("A", 520_000)]);
    assert_eq!(effects, [refund("A")]);
    assert!(matches!(&state.dues[0].payment, Payment::Failed { code, .. } if code == "over"));
    assert_eq!(refused(&state, &told(1)), Refused::OtherAttempt);
}

#[test]
fn a_notice_that_ended_before_the_office_knew_of_the_money_sends_it_back() {
    let (state, _) = after(&filing_state(), &[asks(2), order_of(1, "A"), paid_due("A", 520_000)]);
    for end in [
        withdraws(3),
        reported(3, 6, None, Some(("TB1", DueOver::Collected))),
        reported(3, 6, Some(Notice { replaces: Some("TB1".to_owned()), ..notice("TB2", &[7]) }), None),
        report(3, 8),
    ] {
        let (over, effects) = after(&state, &[end]);
        assert_eq!(effects, [refund("A")]);
        assert_eq!(
            pending(&over).iter().filter(|effect| **effect == Effect::TellPayment { due: 1 }).count(),
            0
        );
        assert!(matches!(&over.dues[0].payment, Payment::Failed { code, .. } if code == "over"));
    }
    let (known, _) = after(&state, &[told(1)]);
    let (later, effects) = after(&known, &[withdraws(3)]);
    assert_eq!(effects, [], "what the office has confirmed stays paid");
    assert_eq!(later.dues, known.dues);
}

#[test]
fn two_notices_are_paid_each_for_itself() {
    let second = reported(3, 6, Some(notice("TB2", &[520_000])), None);
    let (state, _) = after(&filing_state(), &[asks(2), second, order_of(1, "A"), order_of(2, "B")]);
    assert_eq!(resumable_order(&state, Some(2), NOW).unwrap().order, "B");
    let (state, effects) = after(&state, &[paid_due("B", 520_000)]);
    assert_eq!(
        effects,
        [Effect::TellPayment { due: 2 }, receipt_of("B")],
        "the order of the first stays open"
    );
    assert!(matches!(state.dues[0].payment, Payment::Pending { .. }));
    let doubt = Event::PaymentSuspect { order: "A".to_owned(), code: "07".to_owned() };
    let (state, _) = after(&state, &[doubt]);
    assert_eq!(due_commands(&state, 1), []);
    let (state, effects) = after(&state, &[paid_due("A", 1)]);
    assert_eq!(effects.len(), 1, "money of another amount goes back");
    assert_eq!(due_commands(&state, 1), [Command::StartPayment]);
}

#[test]
fn what_is_collected_with_the_result_is_not_offered_here_unless_the_notice_says_so() {
    let postage = |online| Notice { on_result: true, online, ..notice("TB1", &[520_000]) };
    let (state, _) = after(&filing_state(), &[reported(2, 4, Some(postage(false)), None)]);
    assert!(state.dues[0].is_owed() && !state.dues[0].is_asked_now());
    assert_eq!(allowed_commands(&state), []);
    assert_eq!(refused(&state, &order_of(1, "A")), Refused::NothingOwed);
    let (state, _) = after(&filing_state(), &[reported(2, 4, Some(postage(true)), None)]);
    assert_eq!(allowed_commands(&state), [Command::StartPayment]);
    assert!(!state.dues[0].is_asked_now(), "it may be paid before, and need not");
}

#[test]
fn what_was_recorded_before_there_were_notices_still_reads_and_is_written_as_it_was() {
    let event = report(2, 6);
    let text = serde_json::to_string(&event).unwrap();
    assert!(!text.contains("notice") && !text.contains("over"), "{text}");
    assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
    let old = r#"{"event":"payment_started","order":"A","amount":16000,"expires_at":"2026-11-21T08:20:00Z"}"#;
    let started: Event = serde_json::from_str(old).unwrap();
    assert_eq!(started, ordered("A"));
    assert_eq!(serde_json::to_string(&started).unwrap(), old);
    let written = serde_json::to_value(after(&signed_state(), &[ordered("A")]).0).unwrap();
    assert_eq!((written.get("dues"), written["orders"][0].get("due")), (None, None));
    let asked = asks(2);
    let text = serde_json::to_string(&asked).unwrap();
    assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), asked, "{text}");
}

/// A dossier whose procedure charges these after filing, filed without a payment.
fn filed_to_pay_later(on_notice: u64, on_result: u64) -> State {
    let Event::Frozen { snapshot, requirements } = frozen(1, false, 0) else { unreachable!() };
    let requirements =
        Requirements { gross_fee: 0, waiver_basis: None, on_notice, on_result, ..requirements };
    let frozen = Event::Frozen { snapshot, requirements };
    let accepted = Event::FilingAccepted { code: "H01-1".to_owned(), at: NOW.to_owned() };
    after(&State::new(), &[frozen, Event::FilingStarted, accepted]).0
}

#[test]
fn what_is_paid_after_filing_keeps_nothing_from_being_filed_and_is_to_come_until_the_office_asks() {
    let state = filed_to_pay_later(520_000, 20_000);
    assert_eq!((&state.payment, state.stage), (&Payment::NotRequired, Stage::Filed));
    assert_eq!(state.to_come(), (520_000, 20_000));
    assert_eq!(refused(&state, &ordered("A")), Refused::WrongStage);
    let (asked, _) = after(&state, &[asks(2)]);
    assert_eq!(asked.to_come(), (0, 20_000), "the notice takes its place");
    let (paid, _) = after(&asked, &[order_of(1, "A"), paid_due("A", 520_000)]);
    assert_eq!(paid.to_come(), (0, 20_000));
    assert_eq!(after(&asked, &[withdraws(3)]).0.to_come(), (520_000, 20_000));
    let with_result = Notice { on_result: true, ..notice("TB2", &[20_000]) };
    assert_eq!(after(&asked, &[reported(3, 9, Some(with_result), None)]).0.to_come(), (0, 0));
    assert_eq!(after(&state, &[report(2, 3)]).0.to_come(), (0, 0), "nothing is charged for what is refused");
}

#[test]
fn where_only_the_result_is_paid_for_any_notice_speaks_of_that() {
    let state = filed_to_pay_later(0, 520_000);
    assert_eq!(state.to_come(), (0, 520_000));
    assert_eq!(after(&state, &[asks(2)]).0.to_come(), (0, 0));
}
