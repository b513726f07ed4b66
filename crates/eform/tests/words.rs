//! Numbers, money and dates in words: the vectors of the forms, and a reader that understands what is written.
#![cfg(test)]

use eform::{PartialDate, words};
use proptest::prelude::*;

#[test]
fn money_is_written_in_english_beside() {
    for (amount, text) in [
        (0, "zero dong"),
        (5, "five dong"),
        (16_000, "sixteen thousand dong"),
        (21_040, "twenty-one thousand and forty dong"),
        (120_000, "one hundred and twenty thousand dong"),
        (100_100, "one hundred thousand one hundred dong"),
        (1_234_567, "one million two hundred and thirty-four thousand five hundred and sixty-seven dong"),
        (2_000_000_021, "two billion and twenty-one dong"),
        (1_000_000_000_000, "one trillion dong"),
    ] {
        assert_eq!(words::money_in_english(amount), text);
    }
    assert!(words::money_in_english(u64::MAX).starts_with("eighteen quintillion four hundred and forty-six"));
}

#[test]
fn numbers_are_written_as_the_forms_write_them() {
    let vectors = [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (1_015, "một nghìn không trăm mười lăm"),
        (150_000, "một trăm năm mươi nghìn"),
        (1_000_000, "một triệu"),
        (1_000_001, "một triệu không trăm linh một"),
        (1_234_567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy"),
        (1_000_000_000, "một tỷ"),
        (2_000_000_021, "hai tỷ không trăm hai mươi mốt"),
        (1_000_000_000_000, "một nghìn tỷ"),
    ];
    for (number, text) in vectors {
        assert_eq!(words::number(number), text);
    }
    assert_eq!(words::money(150_000), "một trăm năm mươi nghìn đồng");
    assert_eq!(words::money(1_234_567), "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng");
}

#[test]
fn dates_are_written_with_what_is_known_of_them() {
    let words = |text: &str| words::date(PartialDate::parse(text).unwrap());
    assert_eq!(words("2026-04-15"), "ngày mười lăm tháng tư năm hai nghìn không trăm hai mươi sáu");
    assert_eq!(words("2000-01-01"), "ngày một tháng một năm hai nghìn");
    assert_eq!(words("1995-02"), "tháng hai năm một nghìn chín trăm chín mươi lăm");
    assert_eq!(words("1948"), "năm một nghìn chín trăm bốn mươi tám");
}

/// Reads words back, with the variants that people use.
fn read(text: &str) -> u64 {
    let digit = |word: &str| match word {
        "không" => Some(0),
        "một" | "mốt" => Some(1),
        "hai" => Some(2),
        "ba" => Some(3),
        "bốn" | "tư" => Some(4),
        "năm" | "lăm" => Some(5),
        "sáu" => Some(6),
        "bảy" => Some(7),
        "tám" => Some(8),
        "chín" => Some(9),
        _ => None,
    };
    let (mut total, mut part, mut group, mut pending) = (0, 0, 0, 0);
    for word in text.split(' ') {
        match (word, digit(word)) {
            (_, Some(value)) => pending = value,
            ("mười", _) => (group, pending) = (group + 10, 0),
            ("mươi", _) => (group, pending) = (group + pending * 10, 0),
            ("trăm", _) => (group, pending) = (group + pending * 100, 0),
            ("linh", _) => {}
            ("nghìn" | "triệu", _) => {
                part += (group + pending) * if word == "nghìn" { 1_000 } else { 1_000_000 };
                (group, pending) = (0, 0);
            }
            ("tỷ", _) => {
                total = (total + part + group + pending) * 1_000_000_000;
                (part, group, pending) = (0, 0, 0);
            }
            _ => panic!("unknown word {word}"),
        }
    }
    total + part + group + pending
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_read_back(number in 0..u64::MAX, shift in 0..64_u32) {
        let number = number >> shift;
        prop_assert_eq!(read(&words::number(number)), number);
    }
}
