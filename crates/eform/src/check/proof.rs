//! Shows that a combination of conditions can never come about, without samples: what is compared with constants is cut into
//! the finitely many stretches between them, within the range that it can have at all, and every combination of stretches
//! is tried. Each stretch stands for all values in it, so that what no combination shows, no answers show.
//!
//! It only ever says too little: what is not understood may be anything. Ranges are worked out in `range.rs`; what is tried
//! here is told as a search in full, over the expressions that were cut.

mod agree;
mod apart;
mod filled;
mod range;
mod rows;
mod stretch;
mod terms;

use std::collections::BTreeMap;

use super::finding::Search;
use crate::expr::Ir;
use crate::expr::guess::{FALSE, MISSING, TRUE, and, not};
use crate::form::Form;
pub(super) use apart::limits_at_odds;
pub(super) use filled::never_filled;
use stretch::{At, order_bits};
use terms::{Key, Node, Terms};

/// Most combinations that are tried.
const MOST: usize = 60_000;

/// One condition in the scope of a group, and the outcomes that it is asked for.
#[derive(Clone, Copy)]
pub(super) struct Wish<'f> {
    pub ir: &'f Ir,
    pub group: Option<u32>,
    pub outcomes: u8,
}

/// What must hold at once.
#[derive(Clone, Default)]
pub(super) struct Wishes<'f> {
    pub conditions: Vec<Wish<'f>>,
    /// Fields that have a value.
    pub present: Vec<u32>,
}

impl<'f> Wishes<'f> {
    /// The conditions under which a field is shown; its own only where it is asked for.
    pub fn shown(form: &'f Form, def: u32, own: bool) -> Self {
        let mut wishes = Self::default();
        let place = &form.layout.places[def as usize];
        let page = form.pages[place.page as usize].when.as_ref().map(|when| (when, None));
        let mut whens: Vec<(&Ir, Option<u32>)> = page.into_iter().collect();
        if own {
            whens.extend(form.defs[def as usize].when.as_ref().map(|when| (when, place.group)));
        }
        let mut around = place.group;
        while let Some(group) = around {
            let field = form.layout.groups[group as usize].field;
            around = form.layout.places[field as usize].group;
            whens.extend(form.defs[field as usize].when.as_ref().map(|when| (when, around)));
        }
        for (ir, group) in whens {
            wishes = wishes.with(ir, group, TRUE);
        }
        wishes
    }

    /// The same with one more condition.
    pub fn with(mut self, ir: &'f Ir, group: Option<u32>, outcomes: u8) -> Self {
        self.conditions.push(Wish { ir, group, outcomes });
        self
    }
}

/// What was tried when all of it can never hold at once; `None` when that was not shown.
pub(super) fn impossible(form: &Form, wishes: &Wishes<'_>) -> Option<Search> {
    [false, true].into_iter().find_map(|deep| {
        let mut terms = Terms::new(form);
        let mut wanted: Vec<(Node, u8)> =
            wishes.conditions.iter().map(|wish| (terms.node(wish.ir, wish.group), wish.outcomes)).collect();
        for def in &wishes.present {
            let term = terms.term(Key::Var(*def));
            wanted.push((Node::Present(term), TRUE));
        }
        if deep {
            wanted.extend(terms.shown());
        }
        finish(terms, wanted)
    })
}

/// Tries everything, with the limits that no answer breaks.
fn finish(mut terms: Terms<'_>, mut wanted: Vec<(Node, u8)>) -> Option<Search> {
    wanted.extend(terms.limits());
    try_all(&terms, &wanted)
}

fn try_all(terms: &Terms<'_>, wanted: &[(Node, u8)]) -> Option<Search> {
    let domains: Vec<Vec<At>> = (0..terms.list.len()).map(|term| stretch::domain(terms, term)).collect();
    let size = domains.iter().try_fold(1_usize, |size, domain| size.checked_mul(domain.len()))?;
    if size > MOST {
        return None;
    }
    let mut at: Vec<At> = domains.iter().map(|_| At::Missing).collect();
    for number in 0..size {
        let mut rest = number;
        for (place, domain) in at.iter_mut().zip(&domains) {
            *place = domain[rest % domain.len()];
            rest /= domain.len();
        }
        if terms.agree(&at) && wanted.iter().all(|(node, outcomes)| bits(terms, node, &at) & outcomes != 0) {
            return None;
        }
    }
    let mut over = BTreeMap::new();
    for (term, domain) in terms.list.iter().zip(&domains) {
        let name = terms.name(&term.key);
        let mut free = name.clone();
        let mut number = 2;
        while over.contains_key(&free) {
            free = [&name, " (", &number.to_string(), ")"].concat();
            number += 1;
        }
        over.insert(free, domain.len());
    }
    Some(Search { tried: size, over, full: true })
}

/// The outcomes that a condition can have in a combination.
fn bits(terms: &Terms<'_>, node: &Node, at: &[At]) -> u8 {
    match node {
        Node::Always(outcomes) => *outcomes,
        Node::Not(item) => not(bits(terms, item, at)),
        Node::And(items) => items.iter().fold(TRUE, |so_far, item| and(so_far, bits(terms, item, at))),
        Node::Or(items) => {
            not(items.iter().fold(TRUE, |so_far, item| and(so_far, not(bits(terms, item, at)))))
        }
        Node::If(items) => branches(terms, items, at),
        Node::Truth(term) => match at[*term] {
            At::Truth(true) => TRUE,
            At::Truth(false) => FALSE,
            _ => MISSING,
        },
        Node::IsTrue(item) => {
            let found = bits(terms, item, at);
            (found & (TRUE | FALSE)) | if found & MISSING != 0 { FALSE } else { 0 }
        }
        Node::Present(term) => {
            if at[*term] == At::Missing {
                FALSE
            } else {
                TRUE
            }
        }
        Node::Beside(term, number, signs) => stretch::beside(&terms.list[*term], *number, *signs, at[*term]),
        Node::Is(term, text) => match at[*term] {
            At::Missing => MISSING,
            At::Text(found) if found == terms.list[*term].text(text) => TRUE,
            _ => FALSE,
        },
        Node::Order(term, signs) => {
            // Of two ranges one comparison may be decided where another is not.
            let unclear = if terms.list[*term].is_vague { MISSING } else { 0 };
            order_bits(at[*term], *signs) | unclear
        }
    }
}

fn branches(terms: &Terms<'_>, items: &[Node], at: &[At]) -> u8 {
    let mut found = 0;
    for pair in items.chunks(2) {
        let [condition, value] = pair else {
            return found | pair.first().map_or(MISSING, |other| bits(terms, other, at));
        };
        let truth = bits(terms, condition, at);
        if truth & TRUE != 0 {
            found |= bits(terms, value, at);
        }
        found |= truth & MISSING;
        if truth & FALSE == 0 {
            return found;
        }
    }
    found | MISSING
}
