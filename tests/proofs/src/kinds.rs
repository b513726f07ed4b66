//! Every kind of field as an author writes it, with the properties that change what it does. A test compares the list with the
//! kinds that the engine has.

use eform::cases;
use serde_json::{Value, json};

use crate::dice::Dice;

/// How deep groups may stand in groups.
pub const NESTING: usize = 2;

/// A field of each kind but groups, ways of one kind beside each other; without ids, and only with what a kind needs.
#[must_use]
pub fn plain() -> Vec<Value> {
    vec![
        json!({"kind": "text"}),
        json!({"kind": "text", "min": 2, "max": 12}),
        json!({"kind": "long_text", "max": 60}),
        json!({"kind": "person_name"}),
        json!({"kind": "personal_id"}),
        json!({"kind": "date"}),
        json!({"kind": "date", "max": "today", "min": "1990-05-01"}),
        json!({"kind": "partial_date"}),
        json!({"kind": "partial_date", "max": "today"}),
        json!({"kind": "choice", "options": ["a", "b", "c"]}),
        json!({"kind": "choice", "options": ["a", "b"], "other": "b"}),
        json!({"kind": "choices", "options": ["a", "b", "c"], "min": 1, "max": 2}),
        json!({"kind": "catalogue", "catalogue": "nationalities"}),
        json!({"kind": "yes_no"}),
        json!({"kind": "attestation"}),
        json!({"kind": "number"}),
        json!({"kind": "number", "min": 1, "max": 20}),
        json!({"kind": "decimal"}),
        json!({"kind": "decimal", "places": 3, "min": 0, "max": 5000.5}),
        json!({"kind": "money"}),
        json!({"kind": "phone"}),
        json!({"kind": "email"}),
        json!({"kind": "address"}),
        json!({"kind": "address", "detail": "optional", "foreign": true, "historical": true}),
        json!({"kind": "agency"}),
        json!({"kind": "tax_code"}),
        json!({"kind": "social_insurance"}),
        json!({"kind": "health_insurance"}),
        json!({"kind": "passport", "foreign": true}),
        json!({"kind": "plate"}),
        json!({"kind": "bank_account"}),
        json!({"kind": "business_line", "level": 5}),
        json!({"kind": "consent"}),
        json!({"kind": "signature_place"}),
        json!({"kind": "notice"}),
        json!({"kind": "file", "component": "a", "accept": ["pdf", "jpg"]}),
        json!({"kind": "file", "component": "b", "accept": ["pdf"], "alternative": {"group": "home", "way": "own"}}),
        json!({"kind": "file", "component": "c", "accept": ["pdf"], "alternative": {"group": "home", "way": "rented"}}),
    ]
}

/// Kinds that need another field: what they say of it, and the kind it must have.
pub const OF_ANOTHER: [(&str, &str); 2] = [("money_words", "money"), ("date_words", "date")];

/// One form with a field of every kind.
#[must_use]
pub fn all() -> Value {
    let number = |(at, mut field): (usize, Value)| {
        field["id"] = json!(format!("f{at}"));
        field
    };
    let mut fields: Vec<Value> = plain().into_iter().enumerate().map(number).collect();
    for (kind, of) in OF_ANOTHER {
        let source = fields.iter().find(|field| field["kind"] == of).map(|field| field["id"].clone());
        fields.push(json!({"id": kind, "kind": kind, "of": source}));
    }
    fields.push(json!({"id": "g", "kind": "group", "fields": [{"id": "cell", "kind": "text"}]}));
    cases::complete(&json!({ "fields": fields }))
}

/// A random field of any kind, groups with their cells included, under an id.
pub fn field(dice: &mut Dice, id: &str, depth: usize) -> Value {
    let plain = plain();
    let mut field = if depth > 0 && dice.one_in(5) {
        let cells: Vec<Value> = (0..dice.within(1..5))
            .map(|cell| self::field(dice, &format!("{id}_{cell}"), depth - 1))
            .collect();
        json!({"kind": "group", "fields": cells, "max": dice.within(1..6)})
    } else {
        dice.pick(&plain).clone()
    };
    field["id"] = json!(id);
    field
}
