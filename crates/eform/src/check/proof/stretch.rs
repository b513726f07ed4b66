//! The stretches of one term: the constants it is compared with and the gaps between them, as far as its range and its
//! kind admit them; true, false; the texts that are named and any other; and not known.

use super::range::Grain;
use super::terms::{Key, Term, Terms};
use crate::Decimal;
use crate::expr::Ir;
use crate::expr::guess::{FALSE, MISSING, TRUE};
use crate::kinds::Kind;
use crate::kinds::address::HOME;

/// Before the other.
pub(super) const LESS: u8 = 1;
/// The same.
pub(super) const SAME: u8 = 2;
/// After the other.
pub(super) const MORE: u8 = 4;

/// Where a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Missing,
    Truth(bool),
    /// From one stretch to another, the same where it is known exactly. Even ones are gaps, odd ones constants.
    Stretch(usize, usize),
    /// One of the texts it is compared with.
    Text(usize),
    /// Any other value.
    Other,
    /// How two compare: one of [`LESS`], [`SAME`] and [`MORE`].
    Order(u8),
}

/// Everywhere that a term can be.
pub(super) fn domain(terms: &Terms<'_>, term: usize) -> Vec<At> {
    let term = &terms.list[term];
    let mut found: Vec<At> = match &term.key {
        Key::Order(left, right) => orders(terms, left, right),
        _ if term.is_truth => truths(terms, term),
        _ if !term.texts.is_empty() => texts(terms, term),
        _ if !term.numbers.is_empty() => stretches(term),
        _ => vec![At::Other],
    };
    if !term.is_known {
        found.push(At::Missing);
    }
    found
}

fn truths(terms: &Terms<'_>, term: &Term) -> Vec<At> {
    let only_true = matches!(term.key, Key::Var(def) if matches!(terms.form.at(def).kind, Kind::Attestation));
    let may = |truth: bool| term.truths & if truth { TRUE } else { FALSE } != 0;
    let all = [true, false].into_iter().filter(|truth| may(*truth) && (*truth || !only_true));
    all.map(At::Truth).collect()
}

fn texts(terms: &Terms<'_>, term: &Term) -> Vec<At> {
    let options = match term.key {
        Key::Var(def) => terms.options(def),
        _ => None,
    };
    let is_offered = |text: &str| options.is_none_or(|options| options.iter().any(|option| option == text));
    let others = options.is_none_or(|options| options.iter().any(|option| term.text(option) == usize::MAX));
    // What is folded, or in capitals, equals nothing that is not.
    let is_made = |text: &str| match &term.key {
        Key::Made(_, Ir::FoldText(_)) => crate::text::fold(text) == text,
        // An address that may not lie abroad is at home.
        Key::Made(group, Ir::Part(of, part)) if **part == *"country" => match terms.key(of, *group) {
            Key::Var(def) => match &terms.form.at(def).kind {
                Kind::Address(address) => address.foreign || text == HOME,
                _ => true,
            },
            _ => true,
        },
        Key::Made(_, Ir::Upper(_)) => crate::text::same(&crate::text::upper(text), text),
        _ => true,
    };
    let named = term.texts.iter().enumerate().filter(|(_, text)| is_offered(text) && is_made(text));
    named.map(|(at, _)| At::Text(at)).chain(others.then_some(At::Other)).collect()
}

fn orders(terms: &Terms<'_>, left: &Key, right: &Key) -> Vec<At> {
    if left == right {
        return vec![At::Order(SAME)];
    }
    let (one, other) = (terms.range_of(left), terms.range_of(right));
    let (fewest, most) = terms.days_apart(left, right);
    let admits = |sign: u8| match sign {
        LESS => most.is_none_or(|most| most > 0),
        MORE => fewest.is_none_or(|fewest| fewest < 0),
        _ => fewest.is_none_or(|fewest| fewest <= 0) && most.is_none_or(|most| most >= 0),
    };
    let is_sure = !terms.is_unsure(left) && !terms.is_unsure(right);
    let may = |sign: u8| {
        let before = |low: Option<Decimal>, high: Option<Decimal>| low.zip(high);
        !is_sure
            || match sign {
                LESS => before(one.low, other.high).is_none_or(|(low, high)| low < high),
                MORE => before(other.low, one.high).is_none_or(|(low, high)| low < high),
                _ => {
                    before(one.low, other.high).is_none_or(|(low, high)| low <= high)
                        && before(other.low, one.high).is_none_or(|(low, high)| low <= high)
                }
            }
    };
    [LESS, SAME, MORE].into_iter().filter(|sign| may(*sign) && admits(*sign)).map(At::Order).collect()
}

fn stretches(term: &Term) -> Vec<At> {
    let last = term.numbers.len() * 2;
    let mut found = Vec::new();
    for from in 0..=last {
        for to in from..=if term.is_vague { last } else { from } {
            // What is known as a range has one end that keeps each limit.
            let is_there =
                if term.is_vague { reaches(term, to) && starts(term, from) } else { fits(term, from) };
            if is_there {
                found.push(At::Stretch(from, to));
            }
        }
    }
    found
}

/// The constants on both sides of a stretch, both the same where it is one.
pub(super) fn ends(term: &Term, at: usize) -> (Option<Decimal>, Option<Decimal>) {
    let number = |at: Option<usize>| at.and_then(|at| term.numbers.get(at)).copied();
    if at % 2 == 1 {
        (number(Some(at / 2)), number(Some(at / 2)))
    } else {
        (number((at / 2).checked_sub(1)), number(Some(at / 2)))
    }
}

fn reaches(term: &Term, at: usize) -> bool {
    let (_, high) = ends(term, at);
    term.range.low.zip(high).is_none_or(|(low, high)| if at % 2 == 1 { high >= low } else { high > low })
}

fn starts(term: &Term, at: usize) -> bool {
    let (low, _) = ends(term, at);
    term.range.high.zip(low).is_none_or(|(high, low)| if at % 2 == 1 { low <= high } else { low < high })
}

/// Whether a value of the range lies in a stretch.
fn fits(term: &Term, at: usize) -> bool {
    if !reaches(term, at) || !starts(term, at) {
        return false;
    }
    let (low, high) = ends(term, at);
    if at % 2 == 1 {
        return term.grain == Grain::Any || low.is_none_or(|number| number.whole().is_some());
    }
    // Between two whole numbers that follow one another there is none.
    let after = |number: Decimal| {
        number
            .round(0, crate::Rounding::Down)
            .and_then(|down| if down > number { Some(down) } else { down.plus(1.into()) })
    };
    term.grain == Grain::Any
        || match (low.and_then(after).into_iter().chain(term.range.low).max(), high) {
            (Some(first), Some(high)) => first < high,
            _ => true,
        }
}

/// How a term beside a number turns out.
pub(super) fn beside(term: &Term, number: Decimal, signs: u8, at: At) -> u8 {
    let At::Stretch(from, to) = at else { return MISSING };
    let Ok(place) = term.numbers.binary_search(&number) else { return TRUE | FALSE | MISSING };
    let sign = |at: usize| match at.cmp(&(place * 2 + 1)) {
        std::cmp::Ordering::Less => LESS,
        std::cmp::Ordering::Equal => SAME,
        std::cmp::Ordering::Greater => MORE,
    };
    let truth = |at: usize| if sign(at) & signs != 0 { TRUE } else { FALSE };
    if !term.is_vague {
        return truth(from);
    }
    // What lies on both sides is not decided.
    match (sign(from), sign(to)) {
        (first, last) if first == last => truth(from) | MISSING,
        _ => truth(from) & truth(to) | MISSING,
    }
}

/// How two that are compared turn out.
pub(super) fn order_bits(at: At, signs: u8) -> u8 {
    match at {
        At::Order(sign) if sign & signs != 0 => TRUE,
        At::Order(_) => FALSE,
        _ => MISSING,
    }
}

impl Terms<'_> {
    /// Whether the range of an expression does not hold for both ends of what is known as a range.
    fn is_unsure(&self, key: &Key) -> bool {
        match key {
            Key::Var(def) => self.is_partial(*def),
            Key::Count(_) | Key::Today => false,
            Key::Made(_, ir) => !matches!(ir, Ir::Int(_)) && self.is_vague(key),
            Key::Order(..) => true,
        }
    }
}
