//! What one evaluation of an expression costs at most, in steps: one for each operator and literal, those inside an
//! array operator once for each element there can be. The limit keeps a keystroke short on an old phone.

use super::{Ir, Source};
use crate::calendar;
use crate::form::layout::Layout;

/// Most steps of one evaluation.
pub(crate) const LIMIT: u64 = 20_000;

/// Chosen options of a choice (`kinds/choice.rs` allows eight).
const OPTIONS: u64 = 8;

/// Steps of one evaluation.
pub(crate) fn cost(ir: &Ir, layout: &Layout) -> u64 {
    let own = all(ir.operands(), layout);
    match ir {
        Ir::AddWorkingDays(..) | Ir::WorkingDays(..) | Ir::Received(..) => {
            own.saturating_add(calendar::MOST.unsigned_abs())
        }
        Ir::Sum { group, .. } => rows(*group, layout),
        Ir::Among(item, list) => cost(item, layout).saturating_add(walk(list, layout).1),
        // Each value is compared with those before it.
        Ir::Fold(super::Fold::Distinct, list) => {
            let (count, steps) = walk(list, layout);
            count.saturating_mul(count).saturating_add(steps)
        }
        Ir::Fold(_, list) => walk(list, layout).1,
        Ir::Each(_, list, condition) => {
            let (count, steps) = walk(list, layout);
            count.saturating_mul(cost(condition, layout)).saturating_add(steps)
        }
        _ => own,
    }
}

/// One step, and those of what it is calculated from.
fn all(items: &[Ir], layout: &Layout) -> u64 {
    items.iter().map(|item| cost(item, layout)).fold(1, u64::saturating_add)
}

/// How many elements a list may have, and the steps to walk it.
fn walk(list: &Source, layout: &Layout) -> (u64, u64) {
    match list {
        Source::Rows { group, .. } => (rows(*group, layout), rows(*group, layout)),
        Source::Values(values) => (OPTIONS, OPTIONS.saturating_add(cost(values, layout))),
        Source::Literal(items) => (u64::try_from(items.len()).unwrap_or(u64::MAX), all(items, layout)),
        Source::Filter(list, body) | Source::Map(list, body) => {
            let (count, steps) = walk(list, layout);
            (count, count.saturating_mul(cost(body, layout)).saturating_add(steps))
        }
    }
}

/// Rows that a group may have.
fn rows(group: u32, layout: &Layout) -> u64 {
    layout.groups.get(group as usize).map_or(1, |group| u64::from(group.max).max(1))
}
