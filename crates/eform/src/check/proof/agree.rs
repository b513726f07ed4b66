//! Which combinations of stretches there can be: terms that are made of one another are known together, and a text does not
//! begin in two ways. Only what is sure is ruled out.

use super::stretch::At;
use super::terms::{Key, Terms};
use crate::expr::{Ir, Spot};

impl Terms<'_> {
    /// Whether a combination is one in itself: what is made of something missing is missing, and nothing else is where that
    /// is sure.
    pub fn agree(&self, at: &[At]) -> bool {
        let find = |key: &Key| self.list.iter().position(|term| term.key == *key);
        let known = |place: usize| at[place] != At::Missing;
        self.list.iter().zip(at).all(|(term, here)| {
            let is_true_here = *here == At::Truth(true);
            let here = *here != At::Missing;
            match &term.key {
                Key::Count(def) => find(&Key::Var(*def)).is_none_or(|of| known(of) == here),
                Key::Made(group, Ir::Length(of)) => {
                    find(&self.key(of, *group)).is_none_or(|of| known(of) == here)
                }
                Key::Order(left, right) => {
                    let both = [find(left), find(right)];
                    let is_open = |side: &Option<usize>| side.is_none_or(|side| self.list[side].is_vague);
                    !both.iter().flatten().any(|side| here && !known(*side))
                        && (here
                            || both.iter().any(is_open)
                            || both.into_iter().flatten().any(|side| !known(side)))
                }
                Key::Made(group, Ir::Within(pair, spot)) => {
                    // A text does not begin, or end, in two ways.
                    let is_true = |place: usize| at[place] == At::Truth(true);
                    !self.list.iter().enumerate().any(|(place, other)| {
                        matches!(&other.key, Key::Made(beside, Ir::Within(others, also))
                            if beside == group && also == spot && others[1] == pair[1] && is_true(place))
                            && is_true_here
                            && excludes(&term.key, &other.key)
                    })
                }
                Key::Var(_) | Key::Today | Key::Made(..) => true,
            }
        })
    }
}

/// Whether one text cannot begin, or end, with both of two literals.
fn excludes(one: &Key, other: &Key) -> bool {
    let (Key::Made(_, Ir::Within(one, spot)), Key::Made(_, Ir::Within(other, _))) = (one, other) else {
        return false;
    };
    let (Ir::Text(one), Ir::Text(other)) = (&one[0], &other[0]) else { return false };
    // Where tone marks stand makes no difference: only plain letters are sure to differ.
    let is_plain = one.is_ascii() && other.is_ascii();
    is_plain
        && match spot {
            Spot::Start => !one.starts_with(&**other) && !other.starts_with(&**one),
            Spot::End => !one.ends_with(&**other) && !other.ends_with(&**one),
            Spot::Anywhere => false,
        }
}
