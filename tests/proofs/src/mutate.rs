//! Spoils schemas: parts are taken from other schemas, left out, doubled, made deep, long, huge or odd; now and then the text
//! itself is spoilt. What results mostly still looks like a procedure, so that it is read to the end.

use std::collections::BTreeMap;

use eform::{Answers, Facts, Instance, cases};
use serde_json::{Value, json};

use crate::answers::{number, odd, thing};
use crate::dice::Dice;
use crate::forms;
use crate::input::Input;
use crate::steps::{Step, first_day};

/// What schemas are spoilt with.
pub struct Spoiler {
    seeds: Vec<Value>,
    /// Parts of all seeds by the key that they stand at.
    parts: BTreeMap<String, Vec<Value>>,
}

/// Most bytes of a schema.
const MOST: usize = 120_000;

impl Spoiler {
    /// Seeds are the procedures, the schemas of the engine's cases, and what is handed in.
    #[must_use]
    pub fn new(more: &[Input]) -> Self {
        let read = |text: &str| serde_json::from_str::<Value>(text).ok();
        let of_case = |(_, text): &(&str, &str)| cases::schema_of(&read(text)?);
        let procedures = web::PROCEDURES.iter().map(|(_, text)| (*text).to_owned());
        let cases = web::ENGINE_CASES.iter().filter_map(of_case);
        let texts = procedures.chain(cases).chain(more.iter().map(|input| input.schema.clone()));
        let seeds: Vec<Value> = texts.filter_map(|text| read(&text)).collect();
        let mut parts = BTreeMap::new();
        for seed in &seeds {
            collect(seed, &mut parts);
        }
        Self { seeds, parts }
    }

    /// A spoilt schema, and steps through it if it still makes a form.
    #[must_use]
    pub fn input(&self, dice: &mut Dice) -> Input {
        let mut schema = if dice.one_in(4) { forms::schema(dice) } else { dice.pick(&self.seeds).clone() };
        // Most are spoilt in one place: a form that is spoilt in many is none any more.
        let times = if dice.one_in(3) { dice.within(2..6) } else { 1 };
        for _ in 0..times {
            self.spoil(dice, &mut schema);
        }
        let mut text = schema.to_string();
        if dice.one_in(12) {
            text = spoilt_text(dice, &text);
        }
        text.truncate(text.floor_char_boundary(MOST));
        let mut input = Input { schema: text, steps: Vec::new() };
        let Some(form) = input.form() else { return input };
        let mut instance = Instance::new(form, Answers::new(), Facts::new(), first_day());
        for _ in 0..dice.within(1..16) {
            let step = Step::next(dice, &instance);
            step.take(&mut instance);
            input.steps.push(step);
        }
        input
    }

    /// Changes one part.
    fn spoil(&self, dice: &mut Dice, schema: &mut Value) {
        let pointers = pointers(schema);
        let pointer = dice.pick(&pointers).clone();
        let key =
            pointer.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default().to_owned();
        let ids = self.parts.get("id").cloned().unwrap_or_default();
        let Some(part) = schema.pointer_mut(&pointer) else { return };
        match dice.roll(14) {
            0..=3 => {
                if let Some(parts) = self.parts.get(&key) {
                    *part = dice.pick(parts).clone();
                }
            }
            4 => leave_out(dice, part),
            5 => double(dice, part),
            6 => *part = number(dice),
            7 => *part = json!(odd(dice)),
            8 => *part = thing(dice, 3),
            9 => *part = ids.get(dice.roll(ids.len())).cloned().unwrap_or_default(),
            10 => deepen(dice, part),
            11 => *part = self.expression(dice, 3),
            12 => {
                let others: Vec<&Value> = self.parts.values().map(|parts| &parts[0]).collect();
                *part = (*dice.pick(&others)).clone();
            }
            _ => rename(dice, part, &self.parts),
        }
    }

    /// An expression of any operators over the seeds' names.
    fn expression(&self, dice: &mut Dice, depth: usize) -> Value {
        let operator = *dice.pick(cases::operators());
        let argument = |dice: &mut Dice| match dice.roll(if depth == 0 { 4 } else { 7 }) {
            0 => number(dice),
            1 => json!({"var": self.parts.get("id").map(|ids| dice.pick(ids).clone())}),
            2 => json!(odd(dice)),
            3 => json!(*dice.pick(&["2024-02-29", "half_up", "vn", "9999-12-31", "0001-01-01"])),
            _ => self.expression(dice, depth - 1),
        };
        let arguments: Vec<Value> = (0..dice.roll(4)).map(|_| argument(dice)).collect();
        json!({operator: arguments})
    }
}

fn collect(value: &Value, parts: &mut BTreeMap<String, Vec<Value>>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let known = parts.entry(key.clone()).or_default();
                if known.len() < 400 {
                    known.push(value.clone());
                }
                collect(value, parts);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, parts)),
        _ => {}
    }
}

/// Where every part is.
#[must_use]
pub fn pointers(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut waiting = vec![(String::new(), value)];
    while let Some((pointer, value)) = waiting.pop() {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(map) => {
                map.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
            }
            Value::Array(items) => {
                items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect()
            }
            _ => continue,
        };
        for (key, child) in children {
            let at = [&pointer, "/", &key].concat();
            found.push(at.clone());
            waiting.push((at, child));
        }
    }
    found
}

fn leave_out(dice: &mut Dice, part: &mut Value) {
    match part {
        Value::Array(items) if !items.is_empty() => _ = items.remove(dice.roll(items.len())),
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(dice.roll(map.len())).cloned().unwrap_or_default();
            map.remove(&key);
        }
        part => *part = Value::Null,
    }
}

/// Elements again, a few times or very often; with ids of their own every other time.
fn double(dice: &mut Dice, part: &mut Value) {
    let Value::Array(items) = part else { return };
    if items.is_empty() {
        return;
    }
    let item = dice.pick(items).clone();
    let is_fresh = dice.one_in(2);
    let times = if dice.one_in(6) { dice.within(100..700) } else { dice.within(1..4) };
    for number in 0..times {
        let mut item = item.clone();
        if is_fresh && let Some(id) = item.get_mut("id") {
            *id = json!(format!("n{number}"));
        }
        items.push(item);
    }
}

/// One operator or list around a part, over and over.
fn deepen(dice: &mut Dice, part: &mut Value) {
    let depth = if dice.one_in(3) { dice.within(40..130) } else { dice.within(1..6) };
    let operator = *dice.pick(cases::operators());
    let times = if depth < 12 && dice.one_in(2) { 2 } else { 1 };
    for _ in 0..depth {
        let inner = part.take();
        *part = match operator {
            "==" => Value::Array(vec![inner]),
            _ => json!({operator: vec![inner; times]}),
        };
    }
}

fn rename(dice: &mut Dice, part: &mut Value, parts: &BTreeMap<String, Vec<Value>>) {
    let Value::Object(map) = part else { return };
    let Some(old) = map.keys().nth(dice.roll(map.len())).cloned() else { return };
    let names: Vec<&String> = parts.keys().collect();
    let new = if dice.one_in(4) { odd(dice) } else { (*dice.pick(&names)).clone() };
    let value = map.remove(&old).unwrap_or_default();
    map.insert(new, value);
}

/// A text that is no longer what a serializer writes: keys twice, brackets without end, numbers without measure.
fn spoilt_text(dice: &mut Dice, text: &str) -> String {
    let places: Vec<usize> = text.match_indices(['{', '[', ':']).map(|(at, _)| at + 1).collect();
    let Some(at) = places.get(dice.roll(places.len())) else { return odd(dice) };
    let (head, tail) = text.split_at(*at);
    let middle = match dice.roll(6) {
        0 => "\"id\":\"twice\",\"id\":\"twice\",\"when\":true,".to_owned(),
        1 => "[".repeat(dice.within(1..400)),
        2 => "{\"a\":".repeat(dice.within(1..400)),
        3 => [&"9".repeat(dice.within(1..500)), ","].concat(),
        4 => "1e999999999,".to_owned(),
        _ => "\"\\ud800\",".to_owned(),
    };
    [head, &middle, tail].concat()
}

/// The same input in less: parts are left out and steps dropped as long as `is_same` holds.
pub fn shrunk(input: &Input, is_same: &mut dyn FnMut(&Input) -> bool) -> Input {
    let mut best = input.clone();
    let mut at = 0;
    while at < best.steps.len() {
        let mut less = best.clone();
        less.steps.remove(at);
        if is_same(&less) { best = less } else { at += 1 }
    }
    let Ok(mut schema) = serde_json::from_str::<Value>(&best.schema) else { return best };
    let mut tries = 600;
    loop {
        let before = best.schema.len();
        let mut pointers = pointers(&schema);
        pointers.sort_by_key(|pointer| pointer.matches('/').count());
        for pointer in pointers {
            let mut less = schema.clone();
            if !remove(&mut less, &pointer) {
                continue;
            }
            let candidate = Input { schema: less.to_string(), steps: best.steps.clone() };
            if is_same(&candidate) {
                (schema, best) = (less, candidate);
            }
            tries -= 1;
            if tries == 0 {
                return best;
            }
        }
        if best.schema.len() == before {
            return best;
        }
    }
}

/// Takes a part out of what it stands in.
fn remove(schema: &mut Value, pointer: &str) -> bool {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return false };
    match schema.pointer_mut(parent) {
        Some(Value::Object(map)) => map.remove(&key.replace("~1", "/").replace("~0", "~")).is_some(),
        Some(Value::Array(items)) => match key.parse::<usize>() {
            Ok(at) if at < items.len() => {
                items.remove(at);
                true
            }
            _ => false,
        },
        _ => false,
    }
}
