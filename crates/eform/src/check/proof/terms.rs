//! What conditions are made of, as far as a proof understands them: comparisons of one expression with a constant, of two
//! expressions with one another, whether something is known, and what joins these. An expression that is the same in two
//! places is one term.

use super::stretch::{LESS, MORE, SAME};
use crate::Decimal;
use crate::expr::guess::{FALSE, MISSING, TRUE};
use crate::expr::{Ir, Quantifier, Slot, Type};
use crate::form::Form;
use crate::kinds::Kind;
use crate::text;

/// An expression that can be something else from answers to answers.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    Var(u32),
    Count(u32),
    Today,
    /// Anything else, in the scope of a group.
    Made(Option<u32>, Ir),
    /// How two expressions compare.
    Order(Box<Key>, Box<Key>),
}

/// A term with the constants that it is compared with.
pub(super) struct Term {
    pub key: Key,
    pub numbers: Vec<Decimal>,
    pub texts: Vec<Box<str>>,
    /// It stands where true or false is asked.
    pub is_truth: bool,
    /// What it can be where it is true or false.
    pub truths: u8,
    /// It is never missing.
    pub is_known: bool,
    pub grain: super::range::Grain,
    /// It may be known as a range only.
    pub is_vague: bool,
    pub range: super::range::Range,
}

impl Term {
    /// The number of a text among those it is compared with.
    pub fn text(&self, wanted: &str) -> usize {
        self.texts.iter().position(|found| text::same(found, wanted)).unwrap_or(usize::MAX)
    }
}

/// A condition over terms.
pub(super) enum Node {
    /// One of these outcomes, whatever the rest is.
    Always(u8),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    If(Vec<Node>),
    /// A term that is true or false.
    Truth(usize),
    /// True when true, otherwise false.
    IsTrue(Box<Node>),
    Present(usize),
    /// Compared with a number: true at these signs.
    Beside(usize, Decimal, u8),
    Is(usize, Box<str>),
    Order(usize, u8),
}

/// All terms of a question.
pub(super) struct Terms<'f> {
    pub form: &'f Form,
    pub list: Vec<Term>,
    /// The group of the row that an array operator looks at.
    row: Option<u32>,
}

impl<'f> Terms<'f> {
    pub fn new(form: &'f Form) -> Self {
        Self { form, list: Vec::new(), row: None }
    }

    /// Terms of one row of a group, as an array operator looks at it.
    pub fn of_rows(form: &'f Form, group: u32) -> Self {
        Self { row: Some(group), ..Self::new(form) }
    }

    /// The definition of a slot in the scope of a group, or of the row that is looked at.
    pub fn def(&self, slot: Slot, group: Option<u32>) -> Option<u32> {
        let layout = &self.form.layout;
        match slot {
            Slot::Form(def) => Some(def),
            Slot::Element(up, place) | Slot::Cell(up, place) => {
                let is_own = matches!(slot, Slot::Cell(..));
                let mut around = if is_own { group } else { self.row }?;
                for _ in 0..up {
                    around = layout.places[layout.groups[around as usize].field as usize].group?;
                }
                Some(layout.groups[around as usize].first + place)
            }
        }
    }

    pub fn key(&self, ir: &Ir, group: Option<u32>) -> Key {
        let made = || Key::Made(group, ir.clone());
        match ir {
            Ir::Var(slot, _) => self.def(*slot, group).map_or_else(made, Key::Var),
            Ir::Count(slot) => self.def(*slot, group).map_or_else(made, Key::Count),
            Ir::Today => Key::Today,
            _ => made(),
        }
    }

    /// The number of a term.
    pub fn term(&mut self, key: Key) -> usize {
        if let Some(found) = self.list.iter().position(|term| term.key == key) {
            return found;
        }
        let (grain, is_vague, is_known) = (self.grain(&key), self.is_vague(&key), matches!(key, Key::Today));
        let range = self.range_of(&key);
        let (numbers, texts) = (Vec::new(), Vec::new());
        self.list.push(Term {
            key,
            numbers,
            texts,
            is_truth: false,
            truths: TRUE | FALSE,
            is_known,
            grain,
            is_vague,
            range,
        });
        self.list.len() - 1
    }

    /// A condition as far as it is understood.
    pub fn node(&mut self, ir: &Ir, group: Option<u32>) -> Node {
        let mut all = |items: &[Ir]| items.iter().map(|item| self.node(item, group)).collect();
        match ir {
            Ir::Bool(truth) => Node::Always(if *truth { TRUE } else { FALSE }),
            Ir::And(items) => Node::And(all(items)),
            Ir::Or(items) => Node::Or(all(items)),
            Ir::If(items) => Node::If(all(items)),
            Ir::Not(item) => Node::Not(Box::new(self.node(item, group))),
            Ir::Truthy(item) if is_truth(item) => Node::IsTrue(Box::new(self.node(item, group))),
            Ir::Known(slot) => match self.def(*slot, group) {
                Some(def) => Node::Present(self.term(Key::Var(def))),
                None => Node::Always(TRUE | FALSE),
            },
            Ir::Eq(pair) => self.compare(pair, SAME, group),
            Ir::Less(pair, or_equal) => self.compare(pair, if *or_equal { LESS | SAME } else { LESS }, group),
            // Three-valued `none` is exactly not `some`.
            Ir::Each(Quantifier::None, list, condition) => {
                let some = Ir::Each(Quantifier::Some, list.clone(), condition.clone());
                Node::Not(Box::new(self.node(&some, group)))
            }
            Ir::Each(quantifier, list, condition) => {
                let truths = self.of_each(*quantifier, list, condition);
                self.truth(ir, group, truths)
            }
            Ir::Within(pair, _) => self.truth(ir, group, self.of_within(pair, group)),
            Ir::In(pair) => match &pair[1] {
                Ir::List(items) => {
                    let one = |item: &Ir| self.compare(&[pair[0].clone(), item.clone()], SAME, group);
                    Node::Or(items.iter().map(one).collect())
                }
                _ => self.truth(ir, group, TRUE | FALSE),
            },
            _ => self.truth(ir, group, TRUE | FALSE),
        }
    }

    fn truth(&mut self, ir: &Ir, group: Option<u32>, truths: u8) -> Node {
        let term = self.term(self.key(ir, group));
        self.list[term].truths = truths;
        self.list[term].is_truth = true;
        self.list[term].is_known |= matches!(ir, Ir::Truthy(_) | Ir::Shown(_) | Ir::FactHeld(_));
        Node::Truth(term)
    }

    fn compare(&mut self, pair: &[Ir; 2], signs: u8, group: Option<u32>) -> Node {
        let turned = (signs & SAME) | ((signs & LESS) << 2) | ((signs & MORE) >> 2);
        match (constant(&pair[0]), constant(&pair[1])) {
            (None, Some(constant)) => self.beside(&pair[0], constant, signs, group),
            (Some(constant), None) => self.beside(&pair[1], constant, turned, group),
            (Some(_), Some(_)) => Node::Always(TRUE | FALSE | MISSING),
            (None, None) => {
                let [left, right] = [0, 1].map(|side| self.key(&pair[side], group));
                let other = Key::Order(Box::new(right.clone()), Box::new(left.clone()));
                if self.list.iter().any(|term| term.key == other) {
                    Node::Order(self.term(other), turned)
                } else {
                    Node::Order(self.term(Key::Order(Box::new(left), Box::new(right))), signs)
                }
            }
        }
    }

    fn beside(&mut self, ir: &Ir, constant: Constant<'_>, signs: u8, group: Option<u32>) -> Node {
        match constant {
            Constant::Truth(wanted) => {
                let node = self.node(ir, group);
                if wanted { node } else { Node::Not(Box::new(node)) }
            }
            Constant::Number(number) => {
                let term = self.term(self.key(ir, group));
                let numbers = &mut self.list[term].numbers;
                if let Err(place) = numbers.binary_search(&number) {
                    numbers.insert(place, number);
                }
                Node::Beside(term, number, signs)
            }
            Constant::Text(text) => {
                let term = self.term(self.key(ir, group));
                if self.list[term].text(text) == usize::MAX {
                    self.list[term].texts.push(text.into());
                }
                Node::Is(term, text.into())
            }
            Constant::Vague => Node::Always(TRUE | FALSE | MISSING),
        }
    }

    /// What is true where the fields that have a value are shown: one with a value is.
    pub fn shown(&mut self) -> Vec<(Node, u8)> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < self.list.len() {
            if let Key::Var(def) | Key::Count(def) = self.list[at].key {
                let form = self.form;
                for wish in super::Wishes::shown(form, def, true).conditions {
                    let when = self.node(wish.ir, wish.group);
                    let hidden = Node::Not(Box::new(Node::Present(at)));
                    found.push((Node::Or(vec![hidden, Node::IsTrue(Box::new(when))]), TRUE));
                }
            }
            at += 1;
        }
        found
    }

    /// The limits of dates that are compared with the same thing elsewhere: no answer breaks them.
    pub fn limits(&mut self) -> Vec<(Node, u8)> {
        let mut found = Vec::new();
        for at in 0..self.list.len() {
            let Key::Order(left, right) = &self.list[at].key else { continue };
            for (one, other, below, above) in
                [(left, right, LESS | SAME, MORE | SAME), (right, left, MORE | SAME, LESS | SAME)]
            {
                let Key::Var(def) = **one else { continue };
                let group = self.form.layout.places[def as usize].group;
                let limits = &self.form.defs[def as usize];
                let is_it = |limit: &Ir| self.key(limit, group) == **other;
                if limits.max.as_ref().is_some_and(is_it) {
                    found.push((Node::Order(at, below), TRUE | MISSING));
                }
                if limits.min.as_ref().is_some_and(is_it) {
                    found.push((Node::Order(at, above), TRUE | MISSING));
                }
            }
        }
        found
    }

    /// A term as findings name it.
    pub fn name(&self, key: &Key) -> String {
        let path = |def: u32| crate::check::search::World::path(self.form, def);
        match key {
            Key::Var(def) => path(*def),
            Key::Count(def) => ["count of ", &path(*def)].concat(),
            Key::Today => "today".to_owned(),
            Key::Made(group, ir) => {
                let mut defs = Vec::new();
                self.reads(ir, *group, &mut defs);
                let names: Vec<String> = defs.into_iter().map(path).collect();
                ["what is made of ", &names.join(" and ")].concat()
            }
            Key::Order(left, right) => [&self.name(left), " beside ", &self.name(right)].concat(),
        }
    }

    /// The fields that an expression reads outside array operators' conditions.
    pub fn reads(&self, ir: &Ir, group: Option<u32>, found: &mut Vec<u32>) {
        use crate::expr::Source;
        let mut add = |slot: Slot| {
            let def = self.def(slot, group).filter(|def| !found.contains(def));
            found.extend(def);
        };
        match ir {
            Ir::Var(slot, _) | Ir::Count(slot) | Ir::Known(slot) | Ir::Shown(slot) => add(*slot),
            Ir::Sum { field, .. } => add(*field),
            _ => {}
        }
        let mut list = ir.list();
        while let Some(source) = list {
            list = match source {
                Source::Filter(inner, _) | Source::Map(inner, _) => Some(inner),
                Source::Rows { field, .. } => {
                    let def = self.def(*field, group).filter(|def| !found.contains(def));
                    found.extend(def);
                    None
                }
                Source::Values(of) => {
                    self.reads(of, group, found);
                    None
                }
                Source::Literal(_) => None,
            };
        }
        ir.operands().iter().for_each(|item| self.reads(item, group, found));
    }

    /// Whether a definition is a date that may lack day and month.
    pub fn is_partial(&self, def: u32) -> bool {
        self.form.layout.kind(def) == Some(Type::Partial)
    }

    pub fn is_vague(&self, key: &Key) -> bool {
        match key {
            Key::Var(def) => self.is_partial(*def),
            Key::Count(_) | Key::Today => false,
            // What rows and facts hold is not looked into.
            Key::Made(group, ir) => {
                has_unclear(ir) || {
                    let mut defs = Vec::new();
                    self.reads(ir, *group, &mut defs);
                    defs.into_iter().any(|def| self.is_partial(def))
                }
            }
            Key::Order(left, right) => self.is_vague(left) || self.is_vague(right),
        }
    }

    /// The options that a definition offers.
    pub fn options(&self, def: u32) -> Option<&[String]> {
        match &self.form.at(def).kind {
            Kind::Choice(choice) => Some(&choice.options),
            _ => None,
        }
    }
}

/// Whether an expression looks at what may be a partial date without naming a field of its own scope.
fn has_unclear(ir: &Ir) -> bool {
    matches!(ir, Ir::Fact(_, Type::Partial) | Ir::Item | Ir::Day(_) if !matches!(ir, Ir::Day(day) if day.exact().is_some()))
        || matches!(ir, Ir::Var(Slot::Element(..), _))
        || (ir.list().is_some()
            && !matches!(ir, Ir::Fold(crate::expr::Fold::Count | crate::expr::Fold::Sum, _)))
        || ir.operands().iter().any(has_unclear)
}

/// A literal.
enum Constant<'i> {
    Truth(bool),
    /// A number, or a day as its number.
    Number(Decimal),
    Text(&'i str),
    /// A day that is not whole.
    Vague,
}

fn constant(ir: &Ir) -> Option<Constant<'_>> {
    Some(match ir {
        Ir::Bool(truth) => Constant::Truth(*truth),
        Ir::Int(number) => Constant::Number((*number).into()),
        Ir::Decimal(number) => Constant::Number(*number),
        Ir::Text(text) => Constant::Text(text),
        Ir::Day(day) => day.exact().map_or(Constant::Vague, |day| Constant::Number(day.epoch_days().into())),
        _ => return None,
    })
}

/// Whether an expression is true or false, as far as its form tells.
fn is_truth(ir: &Ir) -> bool {
    matches!(
        ir,
        Ir::Bool(_)
            | Ir::Var(_, Type::Bool)
            | Ir::Fact(_, Type::Bool)
            | Ir::FactHeld(_)
            | Ir::Eq(_)
            | Ir::Less(..)
            | Ir::And(_)
            | Ir::Or(_)
            | Ir::Not(_)
            | Ir::Truthy(_)
            | Ir::In(_)
            | Ir::Among(..)
            | Ir::Within(..)
            | Ir::Known(_)
            | Ir::Shown(_)
            | Ir::Each(..)
            | Ir::Listed(..)
    )
}
