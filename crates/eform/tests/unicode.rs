//! The engine's own NFC against ICU, and the tolerant keys.
#![cfg(test)]

use eform::text::{fold, looks_legacy, nfc, same, upper};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use proptest::prelude::*;

const MARKS: [char; 8] =
    ['\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{306}', '\u{309}', '\u{31b}', '\u{323}'];

/// Every letter that Vietnamese is written with, composed.
const LETTERS: &str =
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";

fn icu(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

#[test]
fn every_base_letter_with_up_to_three_vietnamese_marks_composes_as_icu_composes_it() {
    let mut count = 0;
    let bases = ('a'..='z').chain('A'..='Z').chain(['đ', 'Đ']);
    for base in bases {
        for one in MARKS {
            for two in [None].into_iter().chain(MARKS.map(Some)) {
                for three in [None].into_iter().chain(MARKS.map(Some)) {
                    let text: String = [Some(base), Some(one), two, three].into_iter().flatten().collect();
                    assert_eq!(nfc(&text), icu(&text), "{:?}", text.chars().collect::<Vec<_>>());
                    count += 1;
                }
            }
        }
    }
    assert_eq!(count, 54 * 8 * 9 * 9);
}

#[test]
fn every_composed_letter_with_up_to_two_more_marks_composes_as_icu_composes_it() {
    let composed = (0xc0..0x2000).filter_map(char::from_u32);
    for base in composed.filter(|letter| nfc(&format!("{letter}\u{323}")) != format!("{letter}\u{323}")) {
        for one in MARKS {
            for two in [None].into_iter().chain(MARKS.map(Some)) {
                let text: String = [Some(base), Some(one), two].into_iter().flatten().collect();
                assert_eq!(nfc(&text), icu(&text), "{:?}", text.chars().collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn marks_by_the_hundred_thousand_are_put_in_order_as_icu_does_it() {
    // Nobody writes so; who pastes it must not keep the engine busy.
    for marks in ["\u{301}\u{323}", "\u{31b}\u{301}\u{302}\u{323}"] {
        let text = ["o", &marks.repeat(50_000)].concat();
        assert!(nfc(&text) == icu(&text), "{marks:?}");
    }
}

#[test]
fn vietnamese_letters_survive_every_way_of_writing_them() {
    let decompose = DecomposingNormalizerBorrowed::new_nfd();
    for letters in [LETTERS.to_owned(), upper(LETTERS)] {
        for letter in letters.chars() {
            let letter = letter.to_string();
            assert_eq!(nfc(&letter), letter);
            assert_eq!(nfc(&decompose.normalize(&letter)), letter);
        }
    }
    assert_eq!(upper(LETTERS), LETTERS.to_uppercase());
}

#[test]
fn a_letter_with_a_mark_of_another_language_stays_as_it_was_entered() {
    for text in ["u\u{308}", "a\u{30a}", "e\u{323}\u{308}", "ö\u{301}", "한\u{301}"] {
        assert_eq!(nfc(text), text);
    }
}

#[test]
fn the_tolerant_key_forgets_marks_case_and_spaces() {
    for text in ["Hoà", "Hòa", "Hoa\u{300}", " HOA ", "hoa"] {
        assert_eq!(fold(text), "hoa");
    }
    assert_eq!(fold("Đặng  Thị\tƯỡng"), "dang thi uong");
    assert_eq!(fold("H’Bia K'Đăm"), "h'bia k'dam");
}

#[test]
fn the_place_of_the_tone_mark_makes_no_difference_and_the_tone_does() {
    let pairs = [("Hòa", "Hoà"), ("Thủy", "Thuỷ"), ("khỏe", "khoẻ"), ("Qúy", "Quý"), ("Hoa\u{300}", "Hòa")];
    for (left, right) in pairs {
        assert!(same(left, right) && same(right, left), "{left} {right}");
    }
    for (left, right) in [("Hòa", "Hóa"), ("Hoà", "Hoa"), ("Hòa", "hòa"), ("Hòa Bình", "Hoa Bình")] {
        assert!(!same(left, right), "{left} {right}");
    }
}

#[test]
fn old_encodings_are_suspected_and_vietnamese_is_not() {
    for text in ["NguyÔn ThÞ BÝch H»ng", "TrÇn V¨n B¶y", "Nguyeãn Thò Bích Haèng", "Traàn Vaên Baûy"]
    {
        assert!(looks_legacy(text), "{text}");
    }
    for text in [
        "Nguyễn Thị Mỹ Uyên",
        "Trần Văn Bảy",
        "Thái Nguyên",
        "HOÀNG VĂN CHẬM",
        "hoãn, toán, khoẻ, ngoằn ngoèo",
    ] {
        assert!(!looks_legacy(text), "{text}");
    }
    assert!(!looks_legacy(&LETTERS.chars().flat_map(|letter| [letter, ' ']).collect::<String>()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn composing_agrees_with_icu_on_vietnamese_text(text in "[a-zA-ZđĐàảãáạăâẫêơưởừ ’\\-\u{300}\u{301}\u{302}\u{303}\u{306}\u{309}\u{31b}\u{323}]{0,30}") {
        prop_assert_eq!(nfc(&text), icu(&text));
    }

    #[test]
    fn composing_twice_changes_nothing_and_keys_are_stable(text in "\\PC{0,40}") {
        prop_assert_eq!(nfc(&nfc(&text)), nfc(&text));
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert!(same(&text, &text));
        let _ = looks_legacy(&text);
    }
}
