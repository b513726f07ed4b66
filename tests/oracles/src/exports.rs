//! Compares the engine with a validator of JSON Schema that was given the export of a form. Here on data that is brought to
//! both; on forms that are filled in in `places.rs`. The forms are in `forms.rs`.

mod forms;
mod places;

use std::collections::BTreeMap;
use std::sync::Arc;

use eform::export::{Texts, UNSAID, answers};
use eform::{Catalogues, Field, Form};
use serde_json::{Map, Value, json};

use crate::dice::Dice;
use crate::engine::{Word, unsaid_form, whole, word};
use crate::values::{changed, seeds};
pub use forms::{alone, fields, form, plain};
pub use places::{covered, on_forms};

/// What a validator finds wrong: where (a JSON pointer), and the member that is missing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// JSON pointer into the data.
    pub pointer: String,
    /// The name of a member that must be there.
    pub missing: Option<String>,
}

/// A validator of JSON Schema 2020-12: what is wrong with each of some data, or with the schema.
pub type Judge<'j> = dyn FnMut(&Value, &[Value]) -> Result<Vec<Vec<Problem>>, String> + 'j;

/// What a comparison has found.
#[derive(Debug, Default)]
pub struct Tally {
    /// Data that both call good.
    pub good: usize,
    /// Data that both refuse.
    pub refused: usize,
    /// Data that only the engine refuses, by the reason that is listed for it.
    pub unsaid: BTreeMap<String, usize>,
    /// Differences that nothing explains.
    pub wrong: Vec<String>,
}

/// Brings data of all sorts to both: good values, values at the limits, and so many that are changed a little.
///
/// # Panics
/// When the engine refuses what should be good, or the validator the schema.
pub fn on_data(
    judge: &mut Judge<'_>,
    form: &Arc<Form>,
    lists: &Catalogues,
    dice: &mut Dice,
    count: usize,
) -> Tally {
    let fields: Vec<&Field> = form.pages().iter().flat_map(|page| &page.fields).collect();
    let choices: Vec<(&str, Vec<Value>)> =
        fields.iter().map(|field| (field.id.as_str(), seeds(field, lists))).collect();
    let good: Map<String, Value> =
        choices.iter().map(|(id, seeds)| ((*id).to_owned(), seeds[0].clone())).collect();
    let mut all = vec![json!({}), Value::Object(good.clone())];
    for (id, seeds) in &choices {
        all.extend(seeds.iter().map(|seed| with(&good, id, seed.clone())));
    }
    for _ in 0..count {
        let (id, seeds) = dice.pick(&choices);
        let mut value = dice.pick(seeds).clone();
        for _ in 0..=dice.roll(2) {
            value = changed(&value, dice);
        }
        all.push(if dice.roll(40) == 0 { changed(&json!(good), dice) } else { with(&good, id, value) });
    }
    let schema = answers(form, &Texts::new());
    let found = judge(&schema, &all).unwrap_or_else(|error| panic!("{error}: {schema}"));
    let mut tally = Tally::default();
    for (data, problems) in all.iter().zip(&found) {
        let read = whole(data);
        if read != *data && word(form, data) != Word::Good {
            tally.count("a whole number as a fraction");
        }
        tally.compare(&read, &word(form, &read), problems);
    }
    assert!(matches!(word(form, &all[1]), Word::Good), "good values are found: {}", all[1]);
    tally
}

fn with(data: &Map<String, Value>, id: &str, value: Value) -> Value {
    let mut data = data.clone();
    data.insert(id.to_owned(), value);
    Value::Object(data)
}

impl Tally {
    fn compare(&mut self, data: &Value, word: &Word, problems: &[Problem]) {
        let form = match word {
            Word::Rewritten(evaluated) => unsaid_form(data, Some(evaluated)),
            Word::Good | Word::Wrong(_) => unsaid_form(data, None),
        };
        match (word, problems.is_empty(), form) {
            (Word::Good, true, _) => self.good += 1,
            (Word::Wrong(_) | Word::Rewritten(_), false, _) => self.refused += 1,
            (Word::Wrong(_) | Word::Rewritten(_), true, Some(form)) => self.count(form),
            (Word::Wrong(codes), true, None) if codes.iter().all(|code| is_unsaid(code)) => {
                let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
                self.count(&codes.join("+"));
            }
            _ => self.wrong.push(format!("{data}: the engine {word:?}, the validator {problems:?}")),
        }
    }

    fn count(&mut self, reason: &str) {
        *self.unsaid.entry(reason.to_owned()).or_default() += 1;
    }

    /// Adds what another comparison has found.
    pub fn add(&mut self, other: Self) {
        self.good += other.good;
        self.refused += other.refused;
        self.wrong.extend(other.wrong);
        for (reason, count) in other.unsaid {
            *self.unsaid.entry(reason).or_default() += count;
        }
    }
}

fn is_unsaid(code: &str) -> bool {
    UNSAID.iter().any(|(known, _)| *known == code)
}
