//! Texts in which a literal is a piece: what begins or ends with it, has it at some place, or lies between two of them.

use serde_json::{Value, json};

use super::samples;
use crate::check::cone::Comparison;
use crate::kinds::Kind;

/// Most literals that are woven into answers.
const MOST: usize = 8;
/// Longest text that is filled up to a length that a condition names.
const LONGEST: usize = 60;

/// Answers of a kind that hold the literals of some comparisons.
pub(super) fn texts(kind: &Kind, beside: &[&Comparison]) -> Vec<Value> {
    let literals = || beside.iter().filter(|found| found.is_woven).flat_map(|found| &found.literals);
    let pieces: Vec<&str> =
        literals().filter_map(Value::as_str).filter(|piece| !piece.is_empty()).take(MOST).collect();
    let numbers: Vec<usize> = literals()
        .filter_map(Value::as_u64)
        .filter_map(|number| usize::try_from(number).ok())
        .filter(|number| *number <= LONGEST)
        .collect();
    let is_taken = |text: &Value| {
        let parsed = kind.parse(text);
        parsed.value.is_some() && !parsed.has_error()
    };
    let mut bases: Vec<String> = samples::texts(kind)
        .iter()
        .filter(|sample| is_taken(sample))
        .take(3)
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    bases.extend(
        numbers.iter().flat_map(|length| [length.saturating_sub(1), *length, length + 1]).map(filler),
    );
    let mut found: Vec<Value> = Vec::new();
    for piece in &pieces {
        let mut own = Vec::new();
        for base in &bases {
            own.extend([[*piece, base].concat(), [base, *piece].concat()]);
            let places = std::iter::once(0).chain(numbers.iter().copied());
            own.extend(places.chain(length(base).checked_sub(length(piece))).map(|at| laid(base, piece, at)));
            own.extend(pieces.iter().map(|end| {
                let both = length(base).saturating_sub(length(piece) + length(end));
                [*piece, &filler(both), *end].concat()
            }));
        }
        let own: Vec<Value> = own.into_iter().map(|text| json!(text)).filter(is_taken).collect();
        for text in own {
            if !found.contains(&text) {
                found.push(text);
            }
        }
    }
    found.truncate(MOST * MOST);
    found
}

/// A text with a piece laid over it.
fn laid(base: &str, piece: &str, at: usize) -> String {
    let after = base.chars().skip(at + length(piece));
    base.chars().take(at).chain(piece.chars()).chain(after).collect()
}

fn filler(count: usize) -> String {
    "x".repeat(count)
}

fn length(text: &str) -> usize {
    text.chars().count()
}
