//! Texts in the shape that conditions ask for: with a literal at the start, at the end, or at the place that `substr` names, and
//! as long as a number says. What a kind does not accept is left out by whoever asks.

use serde_json::{Value, json};

use super::samples;
use crate::check::cone::Comparison;
use crate::kinds::Kind;

/// Most texts of one field.
pub(super) const MOST: usize = 60;

/// Samples of a kind with the literals of some comparisons written into them.
pub(super) fn texts(kind: &Kind, beside: &[&Comparison]) -> Vec<Value> {
    let literals = || beside.iter().filter(|found| found.is_loose).flat_map(|found| &found.literals);
    let words: Vec<&str> = literals().filter_map(Value::as_str).collect();
    let numbers: Vec<i64> =
        literals().filter_map(Value::as_i64).filter(|number| number.unsigned_abs() < 300).collect();
    let accepts = |text: &str| {
        let parsed = kind.parse(&json!(text));
        parsed.value.is_some() && !parsed.has_error()
    };
    let samples: Vec<String> = samples::texts(kind)
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .filter(|text| accepts(text))
        .collect();
    let shapes = shapes(&samples);
    let mut found: Vec<String> = Vec::new();
    for word in &words {
        found.push((*word).to_owned());
        for sample in &shapes {
            found.extend([[word, sample.as_str()].concat(), [sample.as_str(), word].concat()]);
            let (length, size) = (count(sample), count(word));
            let ends = [0, length - size].into_iter();
            let places = numbers.iter().map(|number| if *number < 0 { length + number } else { *number });
            found.extend(ends.chain(places).filter_map(|place| overlaid(sample, word, place)));
        }
        for other in &words {
            for length in &numbers {
                found.extend(filled(word, other, *length));
            }
            found.push([*word, *other].concat());
        }
    }
    found.extend(
        numbers
            .iter()
            .flat_map(|length| [length - 1, *length, length + 1])
            .filter_map(|length| filled("", "", length)),
    );
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|text| seen.insert(text.clone()) && accepts(text));
    found.into_iter().map(Value::String).collect()
}

/// Some samples, those of different lengths first.
fn shapes(samples: &[String]) -> Vec<&String> {
    let mut lengths = std::collections::BTreeSet::new();
    let (first, rest): (Vec<&String>, Vec<&String>) =
        samples.iter().partition(|sample| lengths.insert(count(sample)));
    first.into_iter().chain(rest).take(6).collect()
}

fn count(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

/// A text with a word written over it from a place on.
fn overlaid(text: &str, word: &str, place: i64) -> Option<String> {
    let place = usize::try_from(place).ok()?;
    let end = place.checked_add(word.chars().count())?;
    (end <= text.chars().count())
        .then(|| text.chars().take(place).chain(word.chars()).chain(text.chars().skip(end)).collect())
}

/// A text of a length that begins and ends with given words.
fn filled(start: &str, end: &str, length: i64) -> Option<String> {
    let between = usize::try_from(length.checked_sub(count(start))?.checked_sub(count(end))?).ok()?;
    Some([start, &"x".repeat(between), end].concat())
}
