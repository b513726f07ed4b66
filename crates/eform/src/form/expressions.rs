//! Types every expression of a schema and notes who reads whom. Two kinds of reading are kept apart: a field's state
//! (shown, value) and its checks (required, bounds, rules). Nothing reads a check, so two fields may each be required
//! because of the other without a cycle.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::alternatives;
use super::build::Parts;
use super::covers;
use super::layout::narrow;
use super::{FeeIr, Need, PrefillIr, Reader, RuleIr};
use crate::expr::cost::{LIMIT, cost};
use crate::expr::typing::{Read, Typing};
use crate::expr::{Ir, Slot, Type};
use crate::facts;
use crate::issue::SchemaIssue;
use crate::kinds::Kind;
use crate::kinds::date::{Bound, Date};
use crate::schema::field::{Field, Required};
use crate::schema::reader::join;
use crate::violation::Severity;

/// Who reads: what is told when a field changes.
#[derive(Clone, Copy)]
pub(super) enum Who {
    State(u32),
    Check(u32),
    Page(u32),
    /// Fees are computed on demand.
    Nobody,
}

/// Compiles all expressions.
pub(super) fn compile(parts: &mut Parts<'_>) {
    for number in 0..parts.pages.len() {
        let page = &parts.schema.pages[number];
        let reader = Who::Page(narrow(number));
        parts.pages[number].when =
            condition(parts, page.when.as_ref(), None, &join(&page.pointer, "when"), reader);
    }
    for def in 0..narrow(parts.defs.len()) {
        compile_field(parts, def);
    }
    compile_rules(parts);
    compile_cosigners(parts);
    compile_fees(parts);
}

fn compile_field(parts: &mut Parts<'_>, def: u32) {
    let field = parts.field(def);
    let group = parts.layout.places[def as usize].group;
    let at = |key: &str| join(&field.pointer, key);
    let (state, check) = (Who::State(def), Who::Check(def));

    let when = condition(parts, field.when.as_ref(), group, &at("when"), state);
    let computed = computed(parts, field, group, def);
    let required = match &field.required {
        Required::Always(required) => Need::Always(*required),
        Required::When(expression) => condition(parts, Some(expression), group, &at("required"), check)
            .map_or(Need::default(), Need::When),
    };
    let is_asked = !field.is_computed() && !matches!(field.kind, Kind::Notice);
    let required = if is_asked { required } else { Need::Always(false) };
    let mut prefill = Vec::new();
    for (number, entry) in field.prefill.iter().enumerate() {
        let pointer = join(&at("prefill"), &number.to_string());
        let when = condition(parts, entry.when.as_ref(), group, &join(&pointer, "when"), state);
        if let Some(fact) = prefill_fact(parts, field, &entry.fact, &pointer) {
            prefill.push(PrefillIr { fact, when, lock: entry.lock });
        }
    }
    let limits = match &field.kind {
        Kind::Date(date) => Some(date),
        Kind::PartialDate(date) => Some(&date.limits),
        _ => None,
    };
    let (min, max) = limits.map_or((None, None), |limits| bounds(parts, limits, group, field, check));
    let (birth, sex) = match &field.kind {
        Kind::PersonalId(id) => (
            named(parts, id.birth.as_deref(), group, &at("birth"), Type::Partial, check),
            named(parts, id.sex.as_deref(), group, &at("sex"), Type::Text, check),
        ),
        _ => (None, None),
    };
    let mut required = alternatives::required(parts, def, required);
    let covers = covers::compile(parts, def, def);
    let found = &mut parts.defs[def as usize];
    if let Some(covered) = covers::any(&covers) {
        let open = covers::uncovered(&required, covered);
        found.needed = Some(std::mem::replace(&mut required, open));
        found.covers = covers;
    }
    found.when = when;
    found.computed = computed;
    found.required = required;
    found.prefill = prefill;
    found.min = min;
    found.max = max;
    found.birth = birth;
    found.sex = sex;
    found.default = field.default.as_ref().and_then(|default| default_value(&field.kind, default));
    if field.default.is_some() && found.default.is_none() {
        parts.issues.push(SchemaIssue::new(&at("default"), "default_invalid"));
    }
}

/// A default in canonical or raw form.
fn default_value(kind: &Kind, default: &Value) -> Option<Value> {
    if is_given_only(kind) {
        return None;
    }
    let parsed = [kind.show(default), default.clone()].into_iter().map(|raw| kind.parse(&raw));
    parsed.filter(|parsed| !parsed.has_error()).find_map(|parsed| parsed.value)
}

/// Kinds whose value only the citizen gives: never computed, prefilled or there from the start.
fn is_given_only(kind: &Kind) -> bool {
    matches!(kind, Kind::Group(_) | Kind::File(_) | Kind::Attestation | Kind::Consent | Kind::Notice)
}

/// What a kind writes out in words: the field, and the type that it must have.
fn words_of(kind: &Kind) -> Option<(&str, Type)> {
    match kind {
        Kind::DateWords(words) => Some((&words.of, Type::Partial)),
        Kind::MoneyWords(words) => Some((&words.of, Type::Int)),
        _ => None,
    }
}

fn computed(parts: &mut Parts<'_>, field: &Field, group: Option<u32>, def: u32) -> Option<Ir> {
    let reader = Who::State(def);
    if let Some((of, wanted)) = words_of(&field.kind) {
        let pointer = join(&field.pointer, "of");
        if field.computed.is_some() {
            parts.issues.push(SchemaIssue::new(&join(&field.pointer, "computed"), "unknown_key"));
        }
        let slot = named(parts, Some(of), group, &pointer, wanted, reader)?;
        let value = Box::new(Ir::Var(slot, wanted));
        return Some(if wanted == Type::Int { Ir::NumberWords(value, true) } else { Ir::DateWords(value) });
    }
    let expression = field.computed.as_ref()?;
    let pointer = join(&field.pointer, "computed");
    if is_given_only(&field.kind) {
        parts.issues.push(SchemaIssue::new(&pointer, "cannot_be_computed"));
        return None;
    }
    let wanted = field.kind.value_type()?;
    typed(parts, expression, group, &pointer, wanted, reader)
}

fn bounds(
    parts: &mut Parts<'_>,
    limits: &Date,
    group: Option<u32>,
    field: &Field,
    reader: Who,
) -> (Option<Ir>, Option<Ir>) {
    let mut bound = |bound: &Option<Bound>, key: &str| match bound {
        None => None,
        Some(Bound::Today) => Some(Ir::Today),
        Some(Bound::On(date)) => Some(Ir::Day((*date).into())),
        Some(Bound::When(expression)) => {
            typed(parts, expression, group, &join(&field.pointer, key), Type::Partial, reader)
        }
    };
    (bound(&limits.min, "min"), bound(&limits.max, "max"))
}

/// Place of a fact that can fill a field.
fn prefill_fact(parts: &mut Parts<'_>, field: &Field, name: &str, pointer: &str) -> Option<u32> {
    let pointer = join(pointer, "fact");
    let Some(fact) = facts::find(name) else {
        parts.issues.push(SchemaIssue::new(&pointer, "unknown_fact").with("fact", name));
        return None;
    };
    parts.named.facts.insert(narrow(fact));
    let found = facts::KNOWN[fact].1;
    // A partial date from a register may fill a whole date: it is used when it turns out to be whole.
    let fits = field
        .kind
        .value_type()
        .is_some_and(|wanted| wanted == found || (wanted.is_date() && found.is_date()));
    if !fits || field.is_computed() {
        parts.issues.push(SchemaIssue::new(&pointer, "prefill_type").with("found", found.word()));
    }
    Some(narrow(fact))
}

fn compile_rules(parts: &mut Parts<'_>) {
    let mut ids = BTreeSet::new();
    for (number, rule) in parts.schema.rules.iter().enumerate() {
        let pointer = join("/rules", &number.to_string());
        if !ids.insert(rule.id.as_str()) {
            parts.issues.push(SchemaIssue::new(&pointer, "duplicate_id").with("id", rule.id.as_str()));
        }
        let Some(def) = parts.layout.named(&rule.at) else {
            let issue =
                SchemaIssue::new(&join(&pointer, "at"), "unknown_field").with("field", rule.at.as_str());
            parts.issues.push(issue);
            continue;
        };
        let at = join(&pointer, "assert");
        let group = parts.layout.places[def as usize].group;
        if let Some(assert) = condition(parts, Some(&rule.assert), group, &at, Who::Check(def)) {
            let code = ["rule.", &rule.id].concat();
            parts.defs[def as usize].rules.push(RuleIr { code, assert, severity: rule.severity });
        }
    }
}

/// Nobody signs twice: who must agree besides is neither the person whom the form is about nor another of them.
fn compile_cosigners(parts: &mut Parts<'_>) {
    let cosigners = &parts.schema.cosigning.cosigners;
    for (number, cosigner) in cosigners.iter().enumerate() {
        // What is not there is reported with the names.
        let Some(def) = parts.layout.named(&cosigner.person) else { continue };
        let pointer = join(&join("/cosigners", &number.to_string()), "person");
        let group = parts.layout.places[def as usize].group;
        let own = cosigner.person.rsplit('.').next();
        let layout = parts.layout;
        let earlier = cosigners[..number].iter().filter(|one| layout.form_level(&one.person).is_some());
        let earlier = earlier.map(|one| json!({"var": one.person}));
        for other in std::iter::once(json!({"fact": "self.id"})).chain(earlier) {
            let assert = json!({"!=": [{"var": own}, other]});
            if let Some(assert) = condition(parts, Some(&assert), group, &pointer, Who::Check(def)) {
                let code = "same_person".to_owned();
                parts.defs[def as usize].rules.push(RuleIr { code, assert, severity: Severity::Error });
            }
        }
    }
}

fn compile_fees(parts: &mut Parts<'_>) {
    let mut ids = BTreeSet::new();
    for (number, fee) in parts.schema.fees.iter().enumerate() {
        let pointer = join("/fees", &number.to_string());
        if !ids.insert(fee.id.as_str()) {
            parts.issues.push(SchemaIssue::new(&pointer, "duplicate_id").with("id", fee.id.as_str()));
        }
        let quantity = fee.quantity.as_ref().and_then(|quantity| {
            typed(parts, quantity, None, &join(&pointer, "quantity"), Type::Int, Who::Nobody)
        });
        let when = condition(parts, fee.when.as_ref(), None, &join(&pointer, "when"), Who::Nobody);
        let mut reductions = Vec::new();
        for (number, reduction) in fee.reductions.iter().enumerate() {
            let at = join(&join(&join(&pointer, "reductions"), &number.to_string()), "when");
            reductions.push(condition(parts, reduction.when.as_ref(), None, &at, Who::Nobody));
        }
        parts.fees.push(FeeIr { quantity, when, reductions });
    }
}

pub(super) fn condition(
    parts: &mut Parts<'_>,
    expression: Option<&Value>,
    group: Option<u32>,
    pointer: &str,
    reader: Who,
) -> Option<Ir> {
    typed(parts, expression?, group, pointer, Type::Bool, reader)
}

fn typed(
    parts: &mut Parts<'_>,
    expression: &Value,
    group: Option<u32>,
    pointer: &str,
    wanted: Type,
    reader: Who,
) -> Option<Ir> {
    let mut typing = Typing::new(parts.layout, group, &mut parts.issues);
    let ir = typing.expect(expression, pointer, wanted);
    let reads = std::mem::take(&mut typing.reads);
    let mut named = std::mem::take(&mut typing.named);
    parts.named.calendars.append(&mut named.calendars);
    parts.named.lists.append(&mut named.lists);
    parts.named.facts.append(&mut named.facts);
    note(parts, &reads, reader);
    let steps = ir.as_ref().map_or(0, |ir| cost(ir, parts.layout));
    if steps > LIMIT {
        let issue = SchemaIssue::new(pointer, "expression_too_costly");
        let steps = i64::try_from(steps).unwrap_or(i64::MAX);
        parts.issues.push(issue.with("steps", steps).with("limit", i64::try_from(LIMIT).unwrap_or(i64::MAX)));
    }
    ir
}

/// The slot of a field named by a property.
fn named(
    parts: &mut Parts<'_>,
    name: Option<&str>,
    group: Option<u32>,
    pointer: &str,
    wanted: Type,
    reader: Who,
) -> Option<Slot> {
    let mut typing = Typing::new(parts.layout, group, &mut parts.issues);
    let (slot, found) = typing.variable(&Value::String(name?.to_owned()), pointer)?;
    let reads = std::mem::take(&mut typing.reads);
    note(parts, &reads, reader);
    if wanted.accepts(found) {
        return Some(slot);
    }
    let issue =
        SchemaIssue::new(pointer, "type_mismatch").with("wanted", wanted.word()).with("found", found.word());
    parts.issues.push(issue);
    None
}

fn note(parts: &mut Parts<'_>, reads: &[Read], who: Who) {
    for &Read { def: read, shared } in reads {
        let source = &mut parts.defs[read as usize];
        let (readers, def) = match who {
            Who::State(def) => (&mut source.state_readers, def),
            Who::Check(def) => (&mut source.check_readers, def),
            Who::Page(page) => {
                if source.page_readers.last() != Some(&page) {
                    source.page_readers.push(page);
                }
                continue;
            }
            Who::Nobody => continue,
        };
        // Readers come in order; a repetition further back costs nothing but its place.
        let reader = Reader { def, shared };
        if readers.last() != Some(&reader) {
            readers.push(reader);
        }
    }
}
