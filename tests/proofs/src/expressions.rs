//! Random conditions over the fields of a form that is being made, by their kinds; most of them well typed.

use serde_json::{Value, json};

use crate::dice::Dice;

/// A field that conditions may speak of: its id and its kind.
pub type Known = (String, String);

/// A condition over some of the fields; `true` when there are none.
pub fn condition(dice: &mut Dice, known: &[Known], depth: usize) -> Value {
    if depth > 0 && dice.one_in(3) {
        let parts: Vec<Value> = (0..dice.within(1..4)).map(|_| condition(dice, known, depth - 1)).collect();
        return match dice.roll(4) {
            0 => json!({"!": [condition(dice, known, depth - 1)]}),
            1 => json!({"and": parts}),
            2 => json!({"if": [condition(dice, known, depth - 1), condition(dice, known, depth - 1), false]}),
            _ => json!({"or": parts}),
        };
    }
    if dice.one_in(10) {
        let fact = ["self.digital_citizen", "self.married"];
        return json!({"fact": dice.pick(&fact)});
    }
    match known {
        [] => json!(dice.one_in(2)),
        known => atom(dice, dice.clone().pick(known)),
    }
}

/// A condition over one field.
fn atom(dice: &mut Dice, (id, kind): &Known) -> Value {
    dice.draw();
    let var = json!({"var": id});
    if dice.one_in(4) {
        let operator = *dice.pick(&["known", "shown"]);
        return json!({operator: id});
    }
    let order = *dice.pick(&["<", "<=", ">", ">=", "==", "!="]);
    match kind.as_str() {
        "yes_no" | "attestation" => match dice.roll(3) {
            0 => var,
            1 => json!({"!": [var]}),
            _ => json!({"==": [var, false]}),
        },
        "number" | "money" | "decimal" => json!({order: [number(dice, id, kind), dice.roll(20)]}),
        "choice" => json!({"in": [var, ["a", "c"]]}),
        "choices" => json!({"in": [dice.pick(&["a", "b"]), var]}),
        "date" | "partial_date" => match dice.roll(3) {
            0 => json!({order: [{"years": [var, {"today": []}]}, 18]}),
            1 => json!({order: [var, "2010-06-15"]}),
            _ => json!({"<": [{"add_months": [var, 6]}, {"today": []}]}),
        },
        "person_name" => json!({"==": [{"name": id}, "Lê Hoà"]}),
        "address" | "agency" => json!({"==": [{"part": [id, "province"]}, "01"]}),
        "group" | "file" => json!({order: [{"count": var}, 1]}),
        "consent" | "notice" => json!({"known": id}),
        _ => match dice.roll(3) {
            0 => json!({"==": [{"fold": var}, "hoa"]}),
            1 => json!({order: [{"length": var}, 4]}),
            _ => json!({"in": ["0", var]}),
        },
    }
}

/// A whole number or decimal over one field.
pub fn number(dice: &mut Dice, id: &str, kind: &str) -> Value {
    let var = json!({"var": [id, 1]});
    match (kind, dice.roll(5)) {
        (_, 0) => json!({"var": id}),
        (_, 1) => json!({"+": [var, 1]}),
        (_, 2) => json!({"*": [var, {"var": id}]}),
        ("decimal", _) => json!({"round": [{"*": [var, 0.5]}, 1]}),
        (_, 3) => json!({"divide": [var, 3, 0, "half_even"]}),
        _ => json!({"max": [var, 7]}),
    }
}
