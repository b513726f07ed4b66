//! Texts: joined, cut, looked into, folded, and dates, numbers and names as texts.

use std::borrow::Cow;

use serde_json::Value;

use super::{Scope, eval, int};
use crate::expr::{Ir, Out, Spot};
use crate::{name, text, words};

/// The operators that make or measure a text.
pub(super) fn eval_text<'a>(ir: &Ir, scope: &dyn Scope<'a>) -> Out<'a> {
    let made = match ir {
        Ir::DateWords(item) => match eval(item, scope) {
            Out::Day(date) => Some(words::date(date)),
            _ => None,
        },
        Ir::NumberWords(item, money) => match eval(item, scope) {
            Out::Int(number) => {
                let words = if *money { words::money } else { words::number };
                u64::try_from(number).ok().map(words)
            }
            _ => None,
        },
        Ir::Cat(items) => concat(items, scope),
        Ir::FoldText(item) => text_of(item, scope).map(|text| text::fold(&text)),
        Ir::Upper(item) => text_of(item, scope).map(|text| text::upper(&text)),
        Ir::Length(item) => {
            return int(text_of(item, scope).and_then(|text| i64::try_from(text.chars().count()).ok()));
        }
        Ir::Substr(items) => match items.as_ref() {
            [item, start, length @ ..] => substr(item, start, length.first(), scope),
            _ => None,
        },
        Ir::FullName(item) => match eval(item, scope) {
            Out::Json(value) => Some(name::full(value)),
            _ => None,
        },
        Ir::Part(item, key) => {
            return match eval(item, scope) {
                Out::Json(value) => value
                    .get(key.as_ref())
                    .and_then(Value::as_str)
                    .filter(|part| !part.is_empty())
                    .map_or(Out::Missing, |part| Out::Text(Cow::Borrowed(part))),
                _ => Out::Missing,
            };
        }
        _ => None,
    };
    made.map_or(Out::Missing, |text| Out::Text(Cow::Owned(text)))
}

fn text_of<'a>(ir: &Ir, scope: &dyn Scope<'a>) -> Option<Cow<'a, str>> {
    match eval(ir, scope) {
        Out::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether the first text is in the second, at the place asked for.
pub(super) fn within<'a>(pair: &[Ir; 2], spot: Spot, scope: &dyn Scope<'a>) -> Out<'a> {
    let (Some(part), Some(whole)) = (text_of(&pair[0], scope), text_of(&pair[1], scope)) else {
        return Out::Missing;
    };
    let exact = match spot {
        Spot::Anywhere => whole.contains(part.as_ref()),
        Spot::Start => whole.starts_with(part.as_ref()),
        Spot::End => whole.ends_with(part.as_ref()),
    };
    let is_plain = whole.is_ascii() && part.is_ascii();
    Out::Bool(exact || (!is_plain && is_in_key(&text::tone_key(&whole), &text::tone_key(&part), spot)))
}

/// The same where tones stand at the end of their syllable, for whole syllables: otherwise "a" would be in "Hoà".
fn is_in_key(whole: &str, part: &str, spot: Spot) -> bool {
    let in_syllable = |letter: char| letter.is_alphabetic() || text::is_mark(letter);
    whole.match_indices(part).any(|(at, _)| {
        let rest = &whole[at + part.len()..];
        let is_whole = !rest.starts_with(in_syllable) && !whole[..at].ends_with(in_syllable);
        is_whole
            && match spot {
                Spot::Anywhere => true,
                Spot::Start => at == 0,
                Spot::End => rest.is_empty(),
            }
    })
}

fn concat(items: &[Ir], scope: &dyn Scope<'_>) -> Option<String> {
    let mut out = String::new();
    for item in items {
        match eval(item, scope) {
            Out::Text(text) => out.push_str(&text),
            Out::Int(number) => out.push_str(&number.to_string()),
            Out::Decimal(number) => out.push_str(&number.text()),
            Out::Missing | Out::Between(..) | Out::Bool(_) | Out::Day(_) | Out::Json(_) => return None,
        }
    }
    Some(out)
}

fn substr(item: &Ir, start: &Ir, length: Option<&Ir>, scope: &dyn Scope<'_>) -> Option<String> {
    let text = text_of(item, scope)?;
    let Out::Int(start) = eval(start, scope) else { return None };
    let letters = i64::try_from(text.chars().count()).ok()?;
    let from = if start < 0 { letters.saturating_add(start).max(0) } else { start.min(letters) };
    let to = match length.map(|length| eval(length, scope)) {
        None => letters,
        Some(Out::Int(length)) if length < 0 => letters.saturating_add(length),
        Some(Out::Int(length)) => from.saturating_add(length).min(letters),
        Some(_) => return None,
    };
    let skip = usize::try_from(from).ok()?;
    let count = usize::try_from(to.saturating_sub(from)).unwrap_or(0);
    Some(text.chars().skip(skip).take(count).collect())
}
