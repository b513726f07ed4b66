//! Which sum an issuer's Vietnamese words say. Issuers write them each in their own way: only what reads back to the same words counts as
//! read, and what does not is nobody's mistake.

use eform::words::number;

/// Whether the words say, beyond doubt, another sum than this one.
pub(super) fn say_another(words: &str, amount: u64) -> bool {
    let said = fold(words);
    said != fold(&number(amount))
        && read(&said).is_some_and(|sum| sum != amount && fold(&number(sum)) == said)
}

/// The words of the sum alone, each in one of the forms that it has in the country. Hundreds that are none may be left out.
fn fold(words: &str) -> Vec<String> {
    let lower = words.to_lowercase();
    let parts = lower.split(|letter: char| !letter.is_alphabetic()).filter(|part| !part.is_empty());
    let mut folded: Vec<&str> = Vec::new();
    for part in parts {
        let part = match part {
            "ngàn" => "nghìn",
            "lẻ" => "linh",
            "tỉ" => "tỷ",
            "mươi" => "mười",
            "mốt" => "một",
            "tư" => "bốn",
            "lăm" | "nhăm" => "năm",
            part => part,
        };
        if part == "trăm" && folded.last() == Some(&"không") {
            folded.pop();
        } else {
            folded.push(part);
        }
    }
    for end in [&["chẵn"][..], &["việt", "nam"], &["đồng"]] {
        if folded.ends_with(end) {
            folded.truncate(folded.len() - end.len());
        }
    }
    folded.into_iter().map(str::to_owned).collect()
}

/// The sum of folded words, if they are numerals in an order that may be one.
fn read(words: &[String]) -> Option<u64> {
    const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
    let (mut whole, mut section, mut group) = (0_u64, 0_u64, 0_u64);
    let mut digit = None;
    for word in words {
        if let Some(at) = DIGITS.iter().position(|digit| digit == word) {
            if digit.replace(u64::try_from(at).ok()?).is_some() {
                return None;
            }
            continue;
        }
        let ones = digit.take();
        let below = group.checked_add(ones.unwrap_or_default())?;
        match word.as_str() {
            "linh" if ones.is_none() => {}
            "mười" => group = group.checked_add(ones.unwrap_or(1).checked_mul(10)?)?,
            "trăm" => group = group.checked_add(ones?.checked_mul(100)?)?,
            "nghìn" | "triệu" => {
                let unit = if word == "nghìn" { 1_000 } else { 1_000_000 };
                section = section.checked_add(below.checked_mul(unit)?)?;
                group = 0;
            }
            "tỷ" => {
                whole = whole.checked_add(section)?.checked_add(below)?.checked_mul(1_000_000_000)?;
                (section, group) = (0, 0);
            }
            _ => return None,
        }
    }
    whole.checked_add(section)?.checked_add(group)?.checked_add(digit.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{fold, read, say_another};
    use eform::words::{money, number};

    #[test]
    fn the_words_of_a_sum_read_back_to_it_and_are_another_one_for_every_other() {
        let odd = [
            0,
            5,
            10,
            15,
            21,
            24,
            105,
            1_000,
            1_005,
            1_050,
            16_000,
            1_000_016,
            1_000_000_000,
            7_005_000_000_024,
        ];
        for sum in odd.into_iter().chain((0..3_000_000).step_by(997)) {
            assert_eq!(read(&fold(&number(sum))), Some(sum), "{}", number(sum));
            assert!(!say_another(&money(sum), sum), "{sum}");
            assert!(say_another(&money(sum), sum + 1) && say_another(&money(sum), sum * 10 + 1), "{sum}");
        }
    }

    #[test]
    fn the_same_sum_in_the_words_of_another_place_is_the_same() {
        for (words, sum) in [
            ("Mười sáu nghìn đồng.", 16_000),
            ("MƯỜI SÁU NGÀN  ĐỒNG CHẴN./.", 16_000),
            ("Một triệu, không trăm lẻ năm ngàn, hai trăm hai mươi bốn đồng Việt Nam", 1_005_224),
            ("một nghìn lẻ năm đồng", 1_005),
            ("hai mươi nhăm nghìn đồng chẵn", 25_000),
            ("hai tỉ đồng", 2_000_000_000),
        ] {
            assert!(!say_another(words, sum), "{words}");
            assert!(say_another(words, sum + 2_000), "{words}");
        }
    }

    #[test]
    fn what_cannot_be_read_for_certain_is_no_other_sum() {
        for words in [
            "Sixteen thousand dong",
            "Bằng chữ: mười bảy nghìn đồng",
            "trăm rưỡi",
            "một nghìn mấy",
            "hai hai nghìn",
            "*",
        ] {
            assert!(!say_another(words, 16_000), "{words}");
        }
        // Another sum for some, and for others this one.
        assert!(!say_another("một trăm năm đồng", 150));
    }
}
