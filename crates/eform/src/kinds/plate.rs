//! `plate`: the registration number of a vehicle, in capitals and digits without signs between them. Only its pattern is
//! judged: numbers stay with their owner when provinces change, so that the first two digits say nothing. Cars have one or
//! two letters (`30A12345`, `51LD1234`), motorbikes a letter and perhaps a second sign (`29B112345`), electric ones MĐ and
//! perhaps a digit (`29MD112345`), diplomats NG, NN or QT
//! (`80123NG01`), the army two letters and four digits (`TC1234`).

use serde_json::Value;

use super::parsed::{Parsed, printed};

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    printed(raw, |typed| {
        let plate = typed.replace(['Đ', 'đ'], "D");
        // The pattern: D for digits, L for letters, with their numbers.
        let runs = runs(&plate);
        let fits = match runs.as_slice() {
            [('D', 2), ('L', 1 | 2), ('D', 4..=6)] => {
                runs[1].1 == 1 || runs[2].1 <= 5 || &plate[2..4] == "MD"
            }
            [('L', 2), ('D', 4)] => true,
            [('D', 5), ('L', 2), ('D', 2)] => ["NG", "NN", "QT"].contains(&&plate[5..7]),
            _ => false,
        };
        if fits { Parsed::value(plate) } else { Parsed::error("plate.shape") }
    })
}

/// Runs of digits (D), capitals (L) and anything else (?).
fn runs(plate: &str) -> Vec<(char, usize)> {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for letter in plate.chars() {
        let class = match letter {
            '0'..='9' => 'D',
            'A'..='Z' => 'L',
            _ => '?',
        };
        match runs.last_mut() {
            Some((last, count)) if *last == class => *count += 1,
            _ => runs.push((class, 1)),
        }
    }
    runs
}
