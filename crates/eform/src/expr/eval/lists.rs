//! Array operators: each walks its list once, front to back, without building it.

use std::ops::ControlFlow;

use serde_json::Value;

use super::{Scope, equal, eval, int, less, number, typed};
use crate::calendar::Calendar;
use crate::catalogue::{Codes, Standing};
use crate::date::CivilDate;
use crate::expr::decimal::Decimal;
use crate::expr::{Fold, Ir, Out, Quantifier, Slot, Source, Type};

/// A row or a value of a list, inside whatever was visible before.
struct Inner<'s, 'a> {
    outer: &'s dyn Scope<'a>,
    /// First entry of the row.
    base: Option<u32>,
    item: Out<'a>,
}

impl<'a> Scope<'a> for Inner<'_, 'a> {
    fn value(&self, slot: Slot) -> Option<&'a Value> {
        self.outer.value(self.seen(slot))
    }

    fn applies(&self, slot: Slot) -> bool {
        self.outer.applies(self.seen(slot))
    }

    fn fact(&self, at: u32) -> Option<&'a Value> {
        self.outer.fact(at)
    }

    fn is_held(&self, at: u32) -> bool {
        self.outer.is_held(at)
    }

    fn today(&self) -> CivilDate {
        self.outer.today()
    }

    fn entry(&self, slot: Slot) -> u32 {
        self.outer.entry(self.seen(slot))
    }

    fn around(&self, base: u32, up: u32) -> u32 {
        self.outer.around(base, up)
    }

    fn sum(&self, group: u32, cell: u32) -> Option<Decimal> {
        self.outer.sum(group, cell)
    }

    fn row(&self, group: u32, at: usize) -> Option<u32> {
        self.outer.row(group, at)
    }

    fn codes(&self, list: &str) -> Option<&'a Codes> {
        self.outer.codes(list)
    }

    fn calendar(&self, name: &str) -> Option<&'a Calendar> {
        self.outer.calendar(name)
    }

    fn item(&self) -> Out<'a> {
        self.item.clone()
    }
}

impl Inner<'_, '_> {
    /// A cell of the row as the entry that it is.
    fn seen(&self, slot: Slot) -> Slot {
        match (slot, self.base) {
            (Slot::Element(0, place), Some(base)) => Slot::Form(base + place),
            (Slot::Element(up, place), Some(base)) => Slot::Form(self.outer.around(base, up) + place),
            (Slot::Form(_) | Slot::Cell(..) | Slot::Element(..), _) => slot,
        }
    }
}

/// Shows the rows of a group one by one, each as its own conditions see it.
pub(in crate::expr) fn rows<'a>(field: Slot, scope: &dyn Scope<'a>, visit: &mut dyn FnMut(&dyn Scope<'a>)) {
    let (group, mut at) = (scope.entry(field), 0);
    while let Some(base) = scope.row(group, at) {
        at += 1;
        visit(&Inner { outer: scope, base: Some(base), item: Out::Missing });
    }
}

/// What is told to the walker of a list: the scope of each element, whose `item` is its value.
type Visit<'v, 'a> = &'v mut dyn FnMut(&dyn Scope<'a>) -> ControlFlow<()>;

/// Walks a list; `None` when the list, or what comes next in it, is missing.
fn walk<'a>(list: &Source, scope: &dyn Scope<'a>, visit: Visit<'_, 'a>) -> Option<ControlFlow<()>> {
    match list {
        Source::Rows { field, .. } => {
            scope.value(*field)?;
            let (group, mut at) = (scope.entry(*field), 0);
            while let Some(base) = scope.row(group, at) {
                at += 1;
                if visit(&Inner { outer: scope, base: Some(base), item: Out::Missing }).is_break() {
                    return Some(ControlFlow::Break(()));
                }
            }
        }
        Source::Values(values) => {
            let Out::Json(Value::Array(items)) = eval(values, scope) else { return None };
            for item in items {
                let item = typed(Some(item), Type::Text);
                if visit(&Inner { outer: scope, base: None, item }).is_break() {
                    return Some(ControlFlow::Break(()));
                }
            }
        }
        Source::Literal(items) => {
            for item in items {
                let item = eval(item, scope);
                if visit(&Inner { outer: scope, base: None, item }).is_break() {
                    return Some(ControlFlow::Break(()));
                }
            }
        }
        Source::Filter(list, condition) => {
            let mut missing = false;
            let flow = walk(list, scope, &mut |element| match eval(condition, element) {
                Out::Bool(true) => visit(element),
                Out::Bool(false) => ControlFlow::Continue(()),
                _ => {
                    missing = true;
                    ControlFlow::Break(())
                }
            })?;
            return if missing { None } else { Some(flow) };
        }
        Source::Map(list, body) => {
            return walk(list, scope, &mut |element| {
                let item = match body.as_ref() {
                    Ir::Var(slot, _) if !element.applies(*slot) => return ControlFlow::Continue(()),
                    body => eval(body, element),
                };
                visit(&Inner { outer: element, base: None, item })
            });
        }
    }
    Some(ControlFlow::Continue(()))
}

/// `count`, `sum`, `min`, `max`, `distinct`.
pub(super) fn fold<'a>(fold: Fold, list: &Source, scope: &dyn Scope<'a>) -> Out<'a> {
    match fold {
        Fold::Count => {
            let mut count = 0;
            let flow = walk(list, scope, &mut |_| {
                count += 1;
                ControlFlow::Continue(())
            });
            int(flow.map(|_| count))
        }
        Fold::Sum => {
            let mut sum = Some(Decimal::from(0));
            let flow = walk(list, scope, &mut |element| {
                sum = sum.zip(element.item().number()).and_then(|(sum, number)| sum.plus(number));
                if sum.is_some() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            number(flow.and(sum))
        }
        Fold::Min | Fold::Max => extreme(fold == Fold::Min, list, scope),
        Fold::Distinct => {
            let mut seen: Vec<Out<'a>> = Vec::new();
            let flow = walk(list, scope, &mut |element| {
                let item = element.item();
                if seen.iter().any(|known| equal(known, &item) == Some(true)) {
                    return ControlFlow::Break(());
                }
                seen.push(item);
                ControlFlow::Continue(())
            });
            flow.map_or(Out::Missing, |flow| Out::Bool(flow.is_continue()))
        }
    }
}

fn extreme<'a>(least: bool, list: &Source, scope: &dyn Scope<'a>) -> Out<'a> {
    let mut best: Option<Out<'a>> = None;
    let flow = walk(list, scope, &mut |element| {
        let item = element.item();
        let Some(known) = &best else {
            // Alone it is the extreme only when it is known itself.
            let is_known = less(&item, &item, true) == Some(true);
            best = Some(if is_known { item } else { Out::Missing });
            return if is_known { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        };
        let is_better = if least { less(&item, known, false) } else { less(known, &item, false) };
        match is_better {
            Some(true) => best = Some(item),
            Some(false) => {}
            None => {
                best = Some(Out::Missing);
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    });
    flow.and(best).unwrap_or(Out::Missing)
}

/// `all`, `some`, `none`.
pub(super) fn each<'a>(
    quantifier: Quantifier,
    list: &Source,
    condition: &Ir,
    scope: &dyn Scope<'a>,
) -> Out<'a> {
    let stop = quantifier != Quantifier::All;
    let (mut stopped, mut missing, mut empty) = (false, false, true);
    let flow = walk(list, scope, &mut |element| {
        empty = false;
        match eval(condition, element) {
            Out::Bool(value) if value == stop => {
                stopped = true;
                return ControlFlow::Break(());
            }
            Out::Bool(_) => {}
            _ => missing = true,
        }
        ControlFlow::Continue(())
    });
    match (stopped, flow.is_none() || missing) {
        (true, _) => Out::Bool(quantifier == Quantifier::Some),
        (false, true) => Out::Missing,
        (false, false) => Out::Bool(match quantifier {
            Quantifier::All => !empty,
            Quantifier::Some => false,
            Quantifier::None => true,
        }),
    }
}

/// `in` a list that is walked.
pub(super) fn among<'a>(item: &Ir, list: &Source, scope: &dyn Scope<'a>) -> Out<'a> {
    let item = eval(item, scope);
    if matches!(item, Out::Missing) {
        return Out::Missing;
    }
    let (mut found, mut missing) = (false, false);
    let flow = walk(list, scope, &mut |element| match equal(&item, &element.item()) {
        Some(true) => {
            found = true;
            ControlFlow::Break(())
        }
        Some(false) => ControlFlow::Continue(()),
        None => {
            missing = true;
            ControlFlow::Continue(())
        }
    });
    match (found, flow.is_none() || missing) {
        (true, _) => Out::Bool(true),
        (false, true) => Out::Missing,
        (false, false) => Out::Bool(false),
    }
}

/// `in` a literal list or the options of a choice.
pub(super) fn contains<'a>(item: &Ir, list: &Ir, scope: &dyn Scope<'a>) -> Out<'a> {
    let item = eval(item, scope);
    if matches!(item, Out::Missing) {
        return Out::Missing;
    }
    if let Ir::List(options) = list {
        let mut missing = false;
        for option in options {
            match equal(&item, &eval(option, scope)) {
                Some(true) => return Out::Bool(true),
                Some(false) => {}
                None => missing = true,
            }
        }
        return if missing { Out::Missing } else { Out::Bool(false) };
    }
    match (eval(list, scope), item) {
        (Out::Json(Value::Array(items)), Out::Text(text)) => {
            Out::Bool(items.iter().any(|item| item.as_str() == Some(&text)))
        }
        _ => Out::Missing,
    }
}

/// Rows of a group, files, chosen options.
pub(super) fn count<'a>(slot: Slot, scope: &dyn Scope<'a>) -> Out<'a> {
    match scope.value(slot) {
        Some(Value::Array(items)) => int(i64::try_from(items.len()).ok()),
        _ => Out::Missing,
    }
}

/// Whether a code is in a list.
pub(super) fn listed<'a>(list: &str, code: &Ir, scope: &dyn Scope<'a>) -> Out<'a> {
    match (scope.codes(list), eval(code, scope)) {
        (Some(codes), Out::Text(code)) => {
            Out::Bool(codes.standing(&code, scope.today()) == Standing::InForce)
        }
        _ => Out::Missing,
    }
}
