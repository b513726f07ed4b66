//! Random expressions, each of one type, over the form of [`crate::world`]. Numbers stay small and are whole or parts of
//! two, so that floats are exact and any difference in the result is a difference of meaning. What JSON Logic has no
//! operator for (`count`, `sum`) is told to it with `reduce`.

use serde_json::{Value, json};

use crate::dice::Dice;
use crate::world::{OPTIONS, TEXTS};

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// True or false.
    Bool,
    /// A number.
    Number,
    /// A text.
    Text,
}

/// What `var` can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Form,
    Row,
    Number,
    Text,
}

/// Makes expressions.
#[derive(Debug)]
pub struct Maker<'d> {
    /// The chance.
    pub dice: &'d mut Dice,
    /// Whether operators may be used that see what is missing (`!!`).
    pub sees_missing: bool,
}

impl Maker<'_> {
    /// An expression of a type.
    pub fn make(&mut self, wanted: Wanted, depth: usize) -> Value {
        self.of(wanted, depth, Inside::Form)
    }

    fn of(&mut self, wanted: Wanted, depth: usize, inside: Inside) -> Value {
        if depth == 0 || self.dice.roll(6) == 0 {
            return self.leaf(wanted, inside);
        }
        if self.dice.roll(9) == 0 {
            let word = if self.dice.roll(3) == 0 { "?:" } else { "if" };
            let condition = self.of(Wanted::Bool, depth - 1, inside);
            return json!({word: [condition, self.of(wanted, depth - 1, inside), self.of(wanted, depth - 1, inside)]});
        }
        match wanted {
            Wanted::Bool => self.bool(depth - 1, inside),
            Wanted::Number => self.number(depth - 1, inside),
            Wanted::Text => self.text(depth - 1, inside),
        }
    }

    fn leaf(&mut self, wanted: Wanted, inside: Inside) -> Value {
        let literal = self.dice.roll(3) == 0;
        let names: &[&str] = match (wanted, inside) {
            _ if literal => &[],
            (Wanted::Bool, Inside::Form) => &["b0", "b1"],
            (Wanted::Number, Inside::Form) => &["n0", "n1", "n2"],
            (Wanted::Text, Inside::Form) => &["t0", "t1"],
            (Wanted::Bool, Inside::Row) => &["f"],
            (Wanted::Number, Inside::Row) => &["q"],
            (Wanted::Text, Inside::Row) => &["k"],
            (Wanted::Number, Inside::Number) | (Wanted::Text, Inside::Text) => &[""],
            (_, Inside::Number | Inside::Text) => &[],
        };
        if !names.is_empty() {
            return json!({"var": self.dice.pick(names)});
        }
        match wanted {
            Wanted::Bool => json!(self.dice.roll(2) == 0),
            Wanted::Number => {
                self.dice.pick(&[json!(0), json!(1), json!(-3), json!(7), json!(0.5), json!(-1.25)]).clone()
            }
            Wanted::Text => json!(self.dice.pick(&TEXTS)),
        }
    }

    fn bool(&mut self, depth: usize, inside: Inside) -> Value {
        let wanted = *self.dice.pick(&[Wanted::Bool, Wanted::Number, Wanted::Text]);
        match self.dice.roll(12) {
            0 | 1 => {
                let word = *self.dice.pick(&["==", "!=", "===", "!=="]);
                json!({word: [self.of(wanted, depth, inside), self.of(wanted, depth, inside)]})
            }
            2 | 3 => {
                let word = *self.dice.pick(&["<", "<=", ">", ">="]);
                json!({word: self.some(Wanted::Number, depth, inside, 2)})
            }
            4 => json!({(*self.dice.pick(&["<", "<="])): self.some(Wanted::Number, depth, inside, 3)}),
            5 | 6 => {
                let count = 1 + self.dice.roll(3);
                json!({(*self.dice.pick(&["and", "or"])): self.some(Wanted::Bool, depth, inside, count)})
            }
            7 if self.sees_missing => json!({"!!": [self.of(wanted, depth, inside)]}),
            7 => json!({"!": [self.of(Wanted::Bool, depth, inside)]}),
            8 => json!({"in": [self.of(Wanted::Text, depth, inside), self.of(Wanted::Text, depth, inside)]}),
            9 if inside == Inside::Form => json!({"in": [self.dice.pick(&OPTIONS), {"var": "c"}]}),
            9 => {
                let list = self.some(wanted, 0, inside, 3);
                json!({"in": [self.of(wanted, depth, inside), list]})
            }
            _ => {
                let (list, element) = self.list(depth, inside);
                let word = *self.dice.pick(&["all", "some", "none"]);
                json!({word: [list, self.of(Wanted::Bool, depth, element)]})
            }
        }
    }

    fn number(&mut self, depth: usize, inside: Inside) -> Value {
        match self.dice.roll(10) {
            0 | 1 => {
                let count = 1 + self.dice.roll(3);
                json!({"+": self.some(Wanted::Number, depth, inside, count)})
            }
            2 | 3 => {
                let count = 1 + self.dice.roll(2);
                json!({"-": self.some(Wanted::Number, depth, inside, count)})
            }
            4 => json!({"*": self.some(Wanted::Number, 0, inside, 2)}),
            5 => json!({"%": [self.of(Wanted::Number, depth, inside), self.dice.pick(&[1, 2, 3, 5, -4])]}),
            6 => json!({"/": [self.leaf(Wanted::Number, inside), self.dice.pick(&[1, 2, 4, -2])]}),
            7 => {
                let count = 1 + self.dice.roll(3);
                json!({(*self.dice.pick(&["min", "max"])): self.some(Wanted::Number, depth, inside, count)})
            }
            8 => json!({"count": {"filter": self.pair(depth, inside, Wanted::Bool)}}),
            _ => json!({"sum": {"map": self.pair(depth, inside, Wanted::Number)}}),
        }
    }

    fn text(&mut self, depth: usize, inside: Inside) -> Value {
        let start = i64::try_from(self.dice.roll(7)).unwrap_or(0) - 3;
        let length = i64::try_from(self.dice.roll(6)).unwrap_or(0) - 2;
        match self.dice.roll(3) {
            0 => json!({"substr": [self.of(Wanted::Text, depth, inside), start]}),
            1 => json!({"substr": [self.of(Wanted::Text, depth, inside), start, length]}),
            _ => {
                let kinds = [Wanted::Text, Wanted::Number];
                let parts: Vec<Value> = (0..=self.dice.roll(3))
                    .map(|_| {
                        let wanted = *self.dice.pick(&kinds);
                        self.of(wanted, depth, inside)
                    })
                    .collect();
                json!({"cat": parts})
            }
        }
    }

    fn some(&mut self, wanted: Wanted, depth: usize, inside: Inside, count: usize) -> Vec<Value> {
        (0..count).map(|_| self.of(wanted, depth, inside)).collect()
    }

    /// A list and an expression over each of its elements.
    fn pair(&mut self, depth: usize, inside: Inside, wanted: Wanted) -> Value {
        let (list, element) = self.list(depth, inside);
        json!([list, self.of(wanted, depth, element)])
    }

    fn list(&mut self, depth: usize, inside: Inside) -> (Value, Inside) {
        let (list, element) = match self.dice.roll(4) {
            0 | 1 if inside == Inside::Form => (json!({"var": "g"}), Inside::Row),
            2 if inside == Inside::Form => (json!({"var": "c"}), Inside::Text),
            _ => (json!(self.some(Wanted::Number, 0, inside, 3)), Inside::Number),
        };
        if depth == 0 {
            return (list, element);
        }
        match self.dice.roll(5) {
            0 => (json!({"filter": [list, self.of(Wanted::Bool, depth - 1, element)]}), element),
            1 => (json!({"map": [list, self.of(Wanted::Number, depth - 1, element)]}), Inside::Number),
            _ => (list, element),
        }
    }
}

/// Sums, differences and products of numbers with up to four places.
pub fn calculation(dice: &mut Dice, depth: usize) -> Value {
    let leaf = |dice: &mut Dice| {
        let text =
            format!("{}.{:04}", i64::try_from(dice.roll(2_000)).unwrap_or(0) - 1_000, dice.roll(10_000));
        serde_json::from_str(&text).unwrap_or(Value::Null)
    };
    match dice.roll(if depth == 0 { 2 } else { 6 }) {
        0 => leaf(dice),
        1 => json!({"*": [leaf(dice), leaf(dice)]}),
        2 | 3 => json!({"-": [calculation(dice, depth - 1), calculation(dice, depth - 1)]}),
        _ => json!({"+": [calculation(dice, depth - 1), calculation(dice, depth - 1), leaf(dice)]}),
    }
}

/// The same expression for engines without `count` and `sum`.
#[must_use]
pub fn foreign(ours: &Value) -> Value {
    match ours {
        Value::Object(map) => {
            let parts = map.iter().map(|(name, arguments)| {
                let list = foreign(arguments);
                match name.as_str() {
                    "count" => ("reduce", json!([list, {"+": [{"var": "accumulator"}, 1]}, 0])),
                    "sum" => {
                        ("reduce", json!([list, {"+": [{"var": "accumulator"}, {"var": "current"}]}, 0]))
                    }
                    name => (name, list),
                }
            });
            parts.map(|(name, arguments)| (name.to_owned(), arguments)).collect()
        }
        Value::Array(items) => items.iter().map(foreign).collect(),
        _ => ours.clone(),
    }
}
