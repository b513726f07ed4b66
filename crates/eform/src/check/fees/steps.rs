//! Fees by size: those whose conditions read one and the same number or day, as "up to 10" and "above 10" do. A value between
//! two of them at which nobody pays, or a single one at which two are charged that are never charged together elsewhere, is a
//! step that was not closed. That some do not pay at all, and that several fees are charged together, is otherwise as the law
//! has it.

use serde_json::Value;

use crate::Instance;
use crate::check::cone::{Input, Named};
use crate::check::finding::{Finding, Grade, Report};
use crate::check::search::{Explorer, World};
use crate::expr::Type;
use crate::expr::guess::TRUE;
use crate::form::Form;
use crate::schema::reader::join;

/// Reports steps that are not closed.
pub(super) fn check(search: &mut Explorer, form: &Form, report: &mut Report) {
    let mut families: Vec<(u32, Vec<usize>)> = Vec::new();
    for at in 0..form.fees().len() {
        if let Some(def) = size(form, at) {
            match families.iter_mut().find(|(found, _)| *found == def) {
                Some((_, family)) => family.push(at),
                None => families.push((def, vec![at])),
            }
        }
    }
    for (def, family) in families.into_iter().filter(|(_, family)| family.len() > 1) {
        judge(search, form, def, &family, report);
    }
}

/// The one number or day that the condition of a fee reads that may be asked here.
fn size(form: &Form, at: usize) -> Option<u32> {
    let mut named = Named::default();
    let fee = form.fees().get(at).filter(|fee| fee.is_online)?;
    named.add(form, fee.when.as_ref()?, None);
    let [Input::Answer(def)] = named.inputs.into_iter().collect::<Vec<_>>()[..] else { return None };
    let place = &form.layout.places[def as usize];
    let is_size = matches!(form.layout.kind(def), Some(Type::Int | Type::Decimal | Type::Date));
    (is_size && place.group.is_none() && !form.at(def).is_computed()).then_some(def)
}

fn judge(search: &mut Explorer, form: &Form, def: u32, family: &[usize], report: &mut Report) {
    let input = Input::Answer(def);
    let path = search.path(def);
    let mut steps: Vec<(World, Vec<usize>)> = Vec::new();
    let canonical = |value: &Value| Some((form.at(def).kind.parse(value).value?, value.clone()));
    let mut values: Vec<(Value, Value)> =
        search.axis(input).values.iter().flatten().filter_map(canonical).collect();
    values.sort_by(|(one, _), (other, _)| order(one, other));
    for (_, value) in values {
        // Where the number is asked only in some cases, one of them is looked for.
        let mut named = Named::default();
        named.inputs.insert(input);
        let judge = |instance: &Instance| {
            let is_it = instance.answers().get(&path) == Some(&value);
            if is_it && instance.field(&path).is_some_and(|field| field.visible) { TRUE } else { 0 }
        };
        let Some(world) = search.ask(named, TRUE, &judge).state(TRUE) else { continue };
        let charged = family.iter().copied().filter(|at| is_charged(form, *at, &world.instance)).collect();
        steps.push((world, charged));
    }
    for at in 0..steps.len() {
        let (world, here) = &steps[at];
        let before = steps[..at].iter().rev().map(|(_, charged)| charged).find(|charged| *charged != here);
        let after = steps[at + 1..].iter().map(|(_, charged)| charged).find(|charged| *charged != here);
        let (Some(before), Some(after)) = (before, after) else { continue };
        let is_edge = |charged: &Vec<usize>| charged.len() == 1 && here.contains(&charged[0]);
        let code = match here.as_slice() {
            [] => "fee_step_open",
            [_, _] if is_edge(before) && is_edge(after) && before != after && single(&steps, at) => {
                "fee_step_twice"
            }
            _ => continue,
        };
        let fee = after.first().or(before.first()).copied().unwrap_or(family[0]);
        let pointer = join(&join("/fees", &fee.to_string()), "when");
        if report.findings.iter().any(|found| found.code == code && found.pointer == pointer) {
            continue;
        }
        let shows = |instance: &Instance| {
            instance.answers().get(&path) == world.value(input).as_ref()
                && family.iter().filter(|at| is_charged(form, **at, instance)).count() == here.len()
        };
        let witness = world.smallest(&shows);
        let finding = Finding::new(code, Grade::Warning, &pointer).with("by", path.as_str());
        report.findings.push(finding.shown(Some(witness)));
    }
}

/// Whether only one value has these fees.
fn single(steps: &[(World, Vec<usize>)], at: usize) -> bool {
    let is_same = |other: usize| steps.get(other).is_some_and(|(_, charged)| *charged == steps[at].1);
    !is_same(at + 1) && at.checked_sub(1).is_none_or(|before| !is_same(before))
}

/// Whether a fee is asked for, whatever its window says.
pub(super) fn is_charged(form: &Form, at: usize, instance: &Instance) -> bool {
    form.fees[at].when.as_ref().is_none_or(|when| instance.truth_of_form(when) == TRUE)
}

/// Fees whose condition reads the same number or day as that of another.
pub(in crate::check) fn charged_beside(form: &Form, at: usize, instance: &Instance) -> usize {
    let of = size(form, at);
    let family = (0..form.fees().len()).filter(|other| of.is_some() && size(form, *other) == of);
    family.filter(|other| is_charged(form, *other, instance)).count()
}

fn order(one: &Value, other: &Value) -> std::cmp::Ordering {
    use crate::expr::eval::decimal_of;
    decimal_of(one).cmp(&decimal_of(other)).then_with(|| one.as_str().cmp(&other.as_str()))
}
