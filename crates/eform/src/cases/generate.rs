//! Makes forms of any size, so that the cost of a keystroke can be measured against the size of the form.

use serde_json::{Value, json};

use crate::Answers;

/// A procedure of about `n` fields, as JSON text: pages of twenty fields in blocks of five. In each block a yes or no
/// shows a name and a required number, a number is computed from two others, and a rule compares them. A change
/// touches its own block only, so what one keystroke has to do is the same at every size.
#[must_use]
pub fn bench_form(n: usize) -> String {
    let blocks = n.div_ceil(5).max(1);
    let mut pages = Vec::new();
    let mut rules = Vec::new();
    for (number, page) in (0..blocks).collect::<Vec<_>>().chunks(4).enumerate() {
        let fields: Vec<Value> = page.iter().flat_map(|block| fields(*block)).collect();
        pages.push(json!({"id": format!("p{number}"), "step": "form", "fields": fields}));
        for block in page {
            rules.push(json!({"id": format!("limit{block}"), "at": format!("amount{block}"),
                "assert": {"<=": [{"var": format!("total{block}")}, 1_000_000]}}));
        }
    }
    pages.push(json!({"id": "office", "step": "form", "fields": [{"id": "office", "kind": "agency"}]}));
    let mut schema =
        super::schema::complete(&json!({"pages": pages, "rules": rules, "agency": {"field": "office"}}));
    schema["code"] = json!("bench");
    schema.to_string()
}

fn fields(block: usize) -> Vec<Value> {
    let id = |word: &str| format!("{word}{block}");
    let asked = json!({"==": [{"var": id("asked")}, true]});
    vec![
        json!({"id": id("asked"), "kind": "yes_no"}),
        json!({"id": id("name"), "kind": "text", "when": asked}),
        json!({"id": id("amount"), "kind": "number", "min": 0, "required": asked}),
        json!({"id": id("times"), "kind": "number", "default": 2}),
        json!({"id": id("total"), "kind": "number",
            "computed": {"*": [{"var": id("amount")}, {"var": id("times")}]}}),
    ]
}

/// Answers for every field of [`bench_form`].
#[must_use]
pub fn bench_answers(n: usize) -> Answers {
    let mut answers = Answers::new();
    for block in 0..n.div_ceil(5).max(1) {
        answers.insert(format!("asked{block}"), json!(true));
        answers.insert(format!("name{block}"), json!("Nguyễn Thị Bích Hằng"));
        answers.insert(format!("amount{block}"), json!("1200"));
    }
    answers
}
