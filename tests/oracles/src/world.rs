//! Random answers to one small form, as the form has them and as JSON Logic's data.

use eform::{Answers, Instance};
use serde_json::{Map, Value, json};

use crate::data;
use crate::dice::Dice;

/// Texts that answers and literals are made of; all in composed form, none a tone variant of another (that they are
/// equal here and nowhere else is tested in the engine's own cases).
pub const TEXTS: [&str; 8] = ["Hoà Bình", "Hoà", "Bình", "a", "b", "12", "Đặng Thị Ơ", "x y"];

/// Options of the multiple choice.
pub const OPTIONS: [&str; 3] = ["a", "b", "c"];

/// Answers by name; a group is a list of objects.
#[derive(Clone, Debug)]
pub struct World(Map<String, Value>);

impl World {
    /// Every field answered, the group with at least one row.
    pub fn full(dice: &mut Dice) -> Self {
        let mut out = Map::new();
        for name in ["n0", "n1", "n2"] {
            out.insert(name.into(), number(dice));
        }
        for name in ["t0", "t1"] {
            out.insert(name.into(), json!(dice.pick(&TEXTS)));
        }
        for name in ["b0", "b1"] {
            out.insert(name.into(), json!(dice.roll(2) == 0));
        }
        let first = dice.roll(3);
        let chosen: Vec<&str> = OPTIONS
            .iter()
            .enumerate()
            .filter(|(at, _)| *at == first || dice.roll(2) == 0)
            .map(|(_, id)| *id)
            .collect();
        out.insert("c".into(), json!(chosen));
        let rows: Vec<Value> = (0..=dice.roll(3)).map(|_| row(dice)).collect();
        out.insert("g".into(), json!(rows));
        Self(out)
    }

    /// The same answers without some of them; cells of rows count too.
    #[must_use]
    pub fn without_some(&self, dice: &mut Dice) -> Self {
        let mut out = self.0.clone();
        out.retain(|_, _| dice.roll(3) > 0);
        for row in out.get_mut("g").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(row) = row.as_object_mut() {
                row.retain(|_, _| dice.roll(4) > 0);
            }
        }
        Self(out)
    }

    /// The same answers with every gap filled by chance.
    #[must_use]
    pub fn filled(&self, dice: &mut Dice) -> Self {
        let mut out = Self::full(dice);
        for (name, value) in &self.0 {
            let value = match value.as_array().filter(|_| name == "g") {
                Some(rows) => rows.iter().map(|part| filled_row(part, dice)).collect(),
                None => value.clone(),
            };
            out.0.insert(name.clone(), value);
        }
        out
    }

    /// The same answers without tones in their texts.
    #[must_use]
    pub fn without_tones(&self) -> Self {
        match without_tones(&self.data()) {
            Value::Object(map) => Self(map),
            _ => self.clone(),
        }
    }

    /// As JSON Logic takes it.
    #[must_use]
    pub fn data(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// As a form that is being filled in.
    #[must_use]
    pub fn instance(&self) -> Instance {
        let field = |id: &str, kind: &str| json!({"id": id, "kind": kind, "required": false});
        let cells = [field("q", "number"), field("k", "text"), field("f", "yes_no")];
        let fields = [
            field("n0", "number"),
            field("n1", "number"),
            field("n2", "number"),
            field("t0", "text"),
            field("t1", "text"),
            field("b0", "yes_no"),
            field("b1", "yes_no"),
            json!({"id": "c", "kind": "choices", "options": OPTIONS, "required": false}),
            json!({"id": "g", "kind": "group", "required": false, "max": 8, "fields": cells}),
        ];
        let mut answers = Answers::new();
        for (name, value) in &self.0 {
            let Some(rows) = value.as_array().filter(|_| name == "g") else {
                answers.insert(name.clone(), value.clone());
                continue;
            };
            let ids: Vec<String> = (1..=rows.len()).map(|number| format!("r{number}")).collect();
            for (row, id) in rows.iter().zip(&ids) {
                for (cell, value) in row.as_object().into_iter().flatten() {
                    answers.insert(format!("g/{id}/{cell}"), value.clone());
                }
            }
            answers.insert(name.clone(), json!(ids));
        }
        data::open(&fields, answers)
    }
}

/// The texts of a JSON value without the tones that [`TEXTS`] has.
#[must_use]
pub fn without_tones(value: &Value) -> Value {
    match value {
        Value::String(text) => text
            .chars()
            .map(|letter| match letter {
                'à' => 'a',
                'ì' | 'ị' => 'i',
                'ặ' => 'ă',
                other => other,
            })
            .collect::<String>()
            .into(),
        Value::Array(items) => items.iter().map(without_tones).collect(),
        Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), without_tones(value))).collect(),
        other => other.clone(),
    }
}

fn number(dice: &mut Dice) -> Value {
    json!(i64::try_from(dice.roll(13)).unwrap_or(0) - 4)
}

fn row(dice: &mut Dice) -> Value {
    json!({"q": number(dice), "k": dice.pick(&TEXTS), "f": dice.roll(2) == 0})
}

fn filled_row(part: &Value, dice: &mut Dice) -> Value {
    let mut out = row(dice);
    for (cell, value) in part.as_object().into_iter().flatten() {
        out[cell] = value.clone();
    }
    out
}
