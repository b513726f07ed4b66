//! One form with a field of every kind that the procedures may lack, with what they depend on, at form level and in rows.

use serde_json::{Value, json};

/// `procedure.json` of that form.
pub fn kinds_form() -> String {
    let plain =
        ["tax_code", "social_insurance", "health_insurance", "plate", "bank_account", "signature_place"];
    let mut fields: Vec<Value> =
        plain.iter().map(|kind| json!({"id": kind, "kind": kind, "required": false})).collect();
    fields.extend([
        json!({"id": "passport", "kind": "passport", "foreign": true, "when": {"known": "tax_code"}}),
        json!({"id": "line", "kind": "business_line"}),
        json!({"id": "why", "kind": "choice", "options": ["a", "b"], "other": "b"}),
        json!({"id": "capital", "kind": "money"}),
        json!({"id": "capital_words", "kind": "money_words", "of": "capital"}),
        json!({"id": "area", "kind": "decimal", "places": 3, "min": 0, "max": 5000.5}),
        json!({"id": "half", "kind": "decimal", "computed": {"divide": [{"var": "area"}, 2, 2]}}),
        json!({"id": "consent", "kind": "consent", "required": {"known": "area"}}),
        json!({"id": "g", "kind": "group", "layout": "table", "required": false, "max": 3, "fields": [
            {"id": "size", "kind": "decimal"},
            {"id": "code", "kind": "tax_code", "when": {">": [{"var": "size"}, 1.5]}},
        ]}),
        json!({"id": "sizes", "kind": "decimal", "computed": {"sum": ["g", "size"]}}),
        json!({"id": "paper", "kind": "file", "component": "a", "accept": ["pdf"], "alternative": {"group": "id", "way": "one"}}),
        json!({"id": "other_paper", "kind": "file", "component": "b", "accept": ["pdf"], "alternative": {"group": "id", "way": "two"}}),
        json!({"id": "office", "kind": "agency", "required": false}),
    ]);
    json!({"format": "congdan/procedure/1", "code": "kinds", "version": "1", "effective": {}, "level": "commune",
        "sector": "x", "languages": ["vi"], "service": {}, "sign": "none", "agency": {"field": "office"},
        "pages": [{"id": "p", "step": "form", "fields": fields}],
        "rules": [{"id": "differ", "at": "g", "assert": {"distinct": {"map": [{"var": "g"}, {"var": "size"}]}}}]})
    .to_string()
}
