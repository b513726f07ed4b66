//! Codes that are read, codes that are refused and why, and that what is written is read again.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use vietqr::{Fault, Service, Transfer, checksum};

const PLAIN: &str =
    "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F";
const CARD: &str =
    "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52";
const PAID: &str = "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E";

/// The text with its right checksum behind it.
fn sealed(text: &str) -> String {
    let text = format!("{text}6304");
    format!("{text}{:04X}", checksum(text.as_bytes()))
}

/// The plain code with something else in one place, and the right checksum again.
fn altered(from: &str, to: &str) -> Result<Transfer, Fault> {
    let text = PLAIN.strip_suffix("63049E6F").unwrap();
    assert!(text.contains(from), "{from}");
    Transfer::read(&sealed(&text.replacen(from, to, 1)))
}

fn at(tags: &[u8]) -> [Option<u8>; 3] {
    [0, 1, 2].map(|place| tags.get(place).copied())
}

#[test]
fn well_formed_codes_say_what_they_ask_for_and_are_written_the_same_again() {
    let plain = Transfer::read(PLAIN).unwrap();
    assert_eq!((plain.bin.as_str(), plain.account.as_str(), plain.amount), ("970403", "0011012345678", None));
    assert!(!plain.is_for_one && plain.service == Service::Account);
    let card = Transfer::read(CARD).unwrap();
    assert_eq!((card.account.as_str(), card.service), ("9704031101234567", Service::Card));
    let paid = Transfer::read(PAID).unwrap();
    assert!(paid.is_for_one);
    assert_eq!(
        (paid.amount, paid.bill.as_deref(), paid.purpose.as_deref()),
        (Some(180_000), Some("NPS6869"), Some("thanh toan don hang"))
    );
    for (text, transfer) in [(PLAIN, plain), (CARD, card), (PAID, paid)] {
        assert_eq!(transfer.write().as_deref(), Ok(text));
    }
}

#[test]
fn the_sample_that_circulates_with_a_length_that_is_one_too_small_is_refused() {
    let text =
        "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5";
    // The account's twelfth digit ends its part; what is left over is no part.
    assert_eq!(Transfer::read(text), Err(Fault::Length(26)));
}

#[test]
fn the_sample_of_another_payload_format_is_refused() {
    let text =
        "00020001021238570010A00000072701270006970436011308810004580860208QRIBFTTA53037045802VN6304CD60";
    assert_eq!(Transfer::read(text), Err(Fault::Value(at(&[0]))));
}

#[test]
fn every_slip_has_its_own_name() {
    for (from, to, fault) in [
        ("000201", "000202", Fault::Value(at(&[0]))),
        ("000201010211", "010211000201", Fault::Order(at(&[0]))),
        ("010211", "010213", Fault::Value(at(&[1]))),
        ("010211", "", Fault::Missing(at(&[1]))),
        ("010211", "010211010211", Fault::Repeated(at(&[1]))),
        ("A000000727", "A000000728", Fault::Value(at(&[38, 0]))),
        ("0006970403", "000697040X", Fault::Value(at(&[38, 1, 0]))),
        ("QRIBFTTA", "QRIBFTTB", Fault::Value(at(&[38, 2]))),
        ("5303704", "5303840", Fault::Value(at(&[53]))),
        ("5303704", "", Fault::Missing(at(&[53]))),
        ("5802VN", "5802LA", Fault::Value(at(&[58]))),
        ("5802VN", "5802VN5802VN", Fault::Repeated(at(&[58]))),
        // Tips, convenience fees, another payee, what nobody knows.
        ("5802VN", "5502015802VN", Fault::Unexpected(at(&[55]))),
        ("3857", "2604ABCD3857", Fault::Unexpected(at(&[26]))),
        ("5802VN", "5802VN8004ABCD", Fault::Unexpected(at(&[80]))),
        ("5802VN", "54005802VN", Fault::Length(80)),
        ("5802VN", "5899VN", Fault::Length(80)),
        ("5802VN", "5x02VN", Fault::Length(80)),
        ("5802VN", "5802V\u{110}", Fault::Character),
    ] {
        assert_eq!(altered(from, to), Err(fault), "{to}");
    }
}

#[test]
fn amounts_are_whole_dong_without_ornaments() {
    let with =
        |amount: &str| altered("5802VN", &format!("54{:02}{amount}5802VN", amount.len())).map(|t| t.amount);
    assert_eq!(with("16000"), Ok(Some(16_000)));
    assert_eq!(with("9999999999999"), Ok(Some(9_999_999_999_999)));
    for wrong in ["0", "016000", "16000.00", "16,000", "-1", "+1", " 1", "1e3", "99999999999999"] {
        assert_eq!(with(wrong), Err(Fault::Value(at(&[54]))), "{wrong}");
    }
}

#[test]
fn the_checksum_is_the_last_part_in_four_capital_digits_and_is_right() {
    assert_eq!(Transfer::read(&PLAIN.replace("9E6F", "9E6E")), Err(Fault::Checksum));
    assert_eq!(Transfer::read(&PLAIN.replace("9E6F", "9e6f")), Err(Fault::Value(at(&[63]))));
    assert_eq!(Transfer::read(&format!("{PLAIN}5802VN")), Err(Fault::Repeated(at(&[58]))));
    assert_eq!(Transfer::read(&format!("{PLAIN}6002HN")), Err(Fault::Order(at(&[63]))));
    assert_eq!(Transfer::read(PLAIN.strip_suffix("63049E6F").unwrap()), Err(Fault::Missing(at(&[63]))));
    assert_eq!(Transfer::read(""), Err(Fault::Missing(at(&[0]))));
}

#[test]
fn a_transfer_that_no_code_can_hold_is_not_written() {
    let right = Transfer::read(PAID).unwrap();
    let wrong = |change: fn(&mut Transfer)| {
        let mut transfer = right.clone();
        change(&mut transfer);
        transfer.write()
    };
    assert_eq!(wrong(|transfer| transfer.bin = "97040".to_owned()), Err(Fault::Value(at(&[38, 1, 0]))));
    assert_eq!(wrong(|transfer| transfer.account = "0011 22".to_owned()), Err(Fault::Value(at(&[38, 1, 1]))));
    assert_eq!(wrong(|transfer| transfer.account = "1".repeat(20)), Err(Fault::Value(at(&[38, 1, 1]))));
    assert_eq!(wrong(|transfer| transfer.amount = Some(0)), Err(Fault::Value(at(&[54]))));
    assert_eq!(wrong(|transfer| transfer.purpose = Some("X".repeat(26))), Err(Fault::Value(at(&[62, 8]))));
    assert_eq!(
        wrong(|transfer| transfer.purpose = Some("Lệ phí".to_owned())),
        Err(Fault::Value(at(&[62, 8])))
    );
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        is_for_one: bool, bin in "[0-9]{6}", account in "[0-9A-Za-z]{1,19}", is_card: bool,
        amount in proptest::option::of(1_u64..10_000_000_000_000), bill in proptest::option::of("[ -~]{1,25}"),
        purpose in proptest::option::of("[ -~]{1,25}"),
    ) {
        let service = if is_card { Service::Card } else { Service::Account };
        let transfer = Transfer { is_for_one, bin, account, service, amount, bill, purpose };
        let text = transfer.write().unwrap();
        prop_assert_eq!(Transfer::read(&text), Ok(transfer));
    }

    #[test]
    fn one_changed_character_is_never_read(place in 0_usize..PAID.len(), by in 1_u8..95) {
        let mut bytes = PAID.as_bytes().to_vec();
        bytes[place] = (bytes[place] - 0x20 + by) % 95 + 0x20;
        prop_assert!(Transfer::read(std::str::from_utf8(&bytes).unwrap()).is_err());
    }

    #[test]
    fn any_text_is_answered(text in ".{0,200}") {
        let _ = Transfer::read(&text);
    }
}
