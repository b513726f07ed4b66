//! Random forms of every kind of field, with conditions, requirements, computed values, prefills, defaults, rules and fees over
//! the fields before them. What does not compile is thrown again.

use std::sync::Arc;

use eform::{Form, Schema, cases, compile};
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::expressions::{Known, condition, number};
use crate::kinds::{NESTING, OF_ANOTHER, field};

/// A form that compiles, with the text of its schema.
pub fn form(dice: &mut Dice) -> (Arc<Form>, String) {
    loop {
        let text = schema(dice).to_string();
        if let Ok(form) = Schema::from_json(&text).and_then(|schema| compile(&schema)) {
            return (Arc::new(form), text);
        }
    }
}

/// A schema that mostly compiles.
pub fn schema(dice: &mut Dice) -> Value {
    let mut known: Vec<Known> = Vec::new();
    let mut pages = Vec::new();
    for page in 0..dice.within(1..4) {
        let before = known.clone();
        let fields: Vec<Value> = (0..dice.within(1..9))
            .flat_map(|_| {
                let id = format!("f{}", known.len());
                let field = top_field(dice, &id, &mut known);
                std::iter::once(field).chain(dice.one_in(9).then(|| total(dice, &mut known)).flatten())
            })
            .collect();
        let mut page = json!({"id": format!("p{page}"), "step": "form", "fields": fields});
        if dice.one_in(4) {
            page["when"] = condition(dice, &before, 2);
        }
        pages.push(page);
    }
    let rules: Vec<Value> = (0..dice.roll(4)).map(|number| rule(dice, &known, number)).collect();
    let fees: Vec<Value> = (0..dice.roll(3)).map(|number| fee(dice, &known, number)).collect();
    cases::complete(&json!({"code": "random", "pages": pages, "rules": rules, "fees": fees}))
}

/// A field at form level, with what its author may say of it.
fn top_field(dice: &mut Dice, id: &str, known: &mut Vec<Known>) -> Value {
    if dice.one_in(12) {
        let (kind, of) = *dice.pick(&OF_ANOTHER);
        if let Some((source, _)) = known.iter().find(|(_, known)| known == of).cloned() {
            known.push((id.to_owned(), kind.to_owned()));
            return json!({"id": id, "kind": kind, "of": source});
        }
    }
    let mut field = field(dice, id, 1 + NESTING);
    says(dice, &mut field, known);
    let mut within = known.clone();
    for cell in field.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten() {
        says(dice, cell, &within);
        within.push(of(cell));
    }
    known.push(of(&field));
    field
}

/// Conditions and where a value comes from.
fn says(dice: &mut Dice, field: &mut Value, known: &[Known]) {
    if dice.one_in(2) {
        field["when"] = condition(dice, known, 2);
    }
    match dice.roll(4) {
        0 => field["required"] = condition(dice, known, 1),
        1 => field["required"] = json!(false),
        _ => {}
    }
    let (_, kind) = of(field);
    let same = known.iter().find(|(_, other)| *other == kind).cloned();
    match (kind.as_str(), dice.roll(6), same) {
        ("number" | "decimal", 0, Some((id, kind))) => field["computed"] = number(dice, &id, &kind),
        ("text" | "yes_no" | "date" | "choice", 0, Some((id, _))) => field["computed"] = json!({"var": id}),
        ("number" | "money", 1, _) => field["default"] = json!(dice.roll(30)),
        ("yes_no", 1, _) => field["default"] = json!(true),
        ("person_name", 0..3, _) => field["prefill"] = prefill(dice, "self.name", known),
        ("personal_id", 0..3, _) => field["prefill"] = prefill(dice, "self.id", known),
        ("partial_date", 0..3, _) => field["prefill"] = prefill(dice, "self.birth", known),
        ("phone", 0..3, _) => field["prefill"] = prefill(dice, "self.mobile", known),
        ("address", 0..3, _) => field["prefill"] = prefill(dice, "self.residence", known),
        _ => {}
    }
}

fn prefill(dice: &mut Dice, fact: &str, known: &[Known]) -> Value {
    let mut prefill = json!({"fact": fact, "lock": dice.one_in(3)});
    if dice.one_in(3) {
        prefill["when"] = condition(dice, known, 1);
    }
    json!([prefill])
}

/// A number over all the rows of a group before.
fn total(dice: &mut Dice, known: &mut Vec<Known>) -> Option<Value> {
    let (group, _) = known.iter().find(|(_, kind)| kind == "group")?.clone();
    let id = format!("f{}", known.len());
    known.push((id.clone(), "number".to_owned()));
    let list = json!({"filter": [{"var": group}, {"known": format!("{group}_0")}]});
    Some(match dice.roll(2) {
        0 => json!({"id": id, "kind": "number", "computed": {"count": {"var": group}}}),
        _ => json!({"id": id, "kind": "number", "computed": {"count": list}}),
    })
}

fn rule(dice: &mut Dice, known: &[Known], number: usize) -> Value {
    let (at, kind) = dice.clone().pick(known).clone();
    let assert = match kind.as_str() {
        "group" if dice.one_in(2) => {
            json!({"distinct": {"map": [{"var": at}, {"var": format!("{at}_0")}]}})
        }
        _ => condition(dice, known, 2),
    };
    let severity = if dice.one_in(3) { "warning" } else { "error" };
    json!({"id": format!("rule{number}"), "at": at, "assert": assert, "severity": severity})
}

fn fee(dice: &mut Dice, known: &[Known], number: usize) -> Value {
    let mut fee = json!({"id": format!("fee{number}"), "amount": 1000 * (1 + dice.roll(90)), "basis": "x",
        "when": condition(dice, known, 1)});
    if let Some((id, _)) = known.iter().find(|(_, kind)| kind == "number") {
        fee["quantity"] = json!({"var": id});
    }
    fee
}

/// The id and the kind of a field.
fn of(field: &Value) -> Known {
    let word = |key: &str| field[key].as_str().unwrap_or_default().to_owned();
    (word("id"), word("kind"))
}
