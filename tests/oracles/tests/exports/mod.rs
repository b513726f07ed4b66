//! What every validator of JSON Schema is asked about exported schemas, with the procedures and lists it is asked about.

use std::fs;
use std::path::{Path, PathBuf};

use eform::export::{MOST_CODES, Texts, UNSAID, UNSAID_FORMS, answers, format};
use eform::{Catalogues, Instance, cases};
use oracles::dice::{Dice, count, seed};
use oracles::engine::{Word, word};
use oracles::exports::{Judge, Tally, alone, fields, form, on_data, on_forms, plain};
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Every procedure of this repository, agencies' and the gallery included.
fn procedures() -> Vec<Value> {
    let mut all = Vec::new();
    for folder in ["procedures", "tests/agency"] {
        for entry in fs::read_dir(root().join(folder)).unwrap().flatten() {
            let path = entry.path().join("procedure.json");
            all.extend(path.is_file().then(|| json(&path)));
        }
    }
    assert!(all.len() >= 4, "the procedures are found");
    all
}

/// The lists of the procedures, and one that is too long to be written out.
fn lists() -> Catalogues {
    let codes = |list: &Value| {
        let entries = list["entries"].as_array().unwrap();
        entries.iter().map(|entry| entry["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mut lists = Catalogues::new();
    for name in ["ethnicities", "nationalities", "provinces", "relations", "communes/01"] {
        lists.insert(
            name.to_owned(),
            codes(&json(&root().join(format!("procedures/catalogues/{name}.json")))),
        );
    }
    lists.insert("long".to_owned(), (0..=MOST_CODES).map(|number| number.to_string()).collect());
    lists
}

fn report(what: &str, seed: u64, tally: &Tally) {
    println!(
        "{what}, seed {seed}: {} good, {} refused by both, {:?}",
        tally.good, tally.refused, tally.unsaid
    );
    let shown: Vec<&str> = tally.wrong.iter().take(12).map(String::as_str).collect();
    assert!(shown.is_empty(), "seed {seed}: {} differ:\n{}", tally.wrong.len(), shown.join("\n"));
    assert!(tally.good > 50 && tally.refused > 50, "both sides are met");
}

/// One field at a time.
pub fn values_of_every_kind(judge: &mut Judge<'_>) {
    let seed = seed();
    let (mut dice, mut all) = (Dice::new(seed), Tally::default());
    for lists in [lists(), Catalogues::new()] {
        for field in fields() {
            let mut tally = on_data(judge, &alone(&field, &lists), &lists, &mut dice, count() / 5);
            // What only lists too long to be written out may leave unsaid.
            let is_short = field["catalogue"] != "long";
            if is_short && tally.unsaid.contains_key("catalogue.unknown") {
                tally.wrong.push(format!("{field}: a code that is not in a short list"));
            }
            assert!(tally.good > 0 && tally.refused > 0, "{field}: {tally:?}");
            all.add(tally);
        }
    }
    report("values", seed, &all);
}

/// All fields of a procedure at a time, without its conditions.
pub fn whole_procedures(judge: &mut Judge<'_>) {
    let seed = seed();
    let (mut dice, mut all) = (Dice::new(seed), Tally::default());
    for procedure in procedures() {
        let lists = lists();
        all.add(on_data(judge, &plain(&procedure, &lists), &lists, &mut dice, count() / 3));
    }
    report("whole procedures", seed, &all);
}

/// The procedures with their conditions, filled in from states that `start` gives.
pub fn procedures_filled_in(judge: &mut Judge<'_>, start: fn(&Value, &Catalogues) -> Vec<Instance>) {
    let seed = seed();
    let (mut dice, mut all) = (Dice::new(seed), Tally::default());
    for procedure in procedures() {
        let lists = lists();
        let states = start(&procedure, &lists);
        all.add(on_forms(judge, states, &lists, &mut dice, count() / 20));
    }
    report("procedures filled in", seed, &all);
}

/// The exports of all forms that are compared, and the schema of the format.
pub fn all() -> Vec<Value> {
    let lists = lists();
    let fields = fields().into_iter().map(|field| alone(&field, &lists));
    let whole = procedures().into_iter().map(|procedure| form(&procedure, &lists));
    let texts: Texts =
        [("title", "x"), ("summary", "y")].map(|(key, text)| (key.to_owned(), text.to_owned())).into();
    fields.chain(whole).map(|form| answers(&form, &texts)).chain([format()]).collect()
}

/// One example of each thing that is listed as unsaid: the engine refuses it, and the validator does not.
pub fn unsaid(judge: &mut Judge<'_>) {
    let lists = lists();
    let mut ask = |fields: &[Value], value: &Value| {
        let form = form(&cases::complete(&json!({ "fields": fields })), &lists);
        let mut data = json!({"office": {"province": "01", "commune": "00004"}});
        if !value.is_null() {
            data["x"] = value.clone();
        }
        let found = judge(&answers(&form, &Texts::new()), std::slice::from_ref(&data));
        assert_eq!(found.unwrap()[0], [], "{fields:?}: {value}");
        word(&form, &data)
    };
    let place = json!({"country": "VN", "province": "01", "commune": "99999", "detail": "1"});
    let codes = [
        ("address.commune", json!({"kind": "address"}), place),
        ("catalogue.unknown", json!({"kind": "catalogue", "catalogue": "long"}), json!("x")),
        ("date.after_max", json!({"kind": "date", "max": "2020-01-01"}), json!("2021-01-01")),
        ("date.before_min", json!({"kind": "date", "min": "2020-01-01"}), json!("2019-01-01")),
        ("date.future", json!({"kind": "partial_date", "max": "today"}), json!("2027")),
        ("decimal.max", json!({"kind": "decimal", "max": 2}), json!("2.5")),
        ("decimal.min", json!({"kind": "decimal", "min": 2}), json!("1.5")),
        ("tax_code.check", json!({"kind": "tax_code"}), json!("0100109107")),
    ];
    let mut seen = vec!["file.one_of"];
    for (code, mut field, value) in codes {
        field["id"] = json!("x");
        assert_eq!(
            ask(std::slice::from_ref(&field), &value),
            Word::Wrong([code.to_owned()].into()),
            "{field}: {value}"
        );
        seen.push(code);
    }
    let paper = |id: &str| json!({"id": id, "kind": "file", "component": id, "accept": ["pdf"], "alternative": {"group": "g", "way": id}});
    let found = ask(&[paper("x"), paper("y")], &Value::Null);
    assert_eq!(found, Word::Wrong(["file.one_of".to_owned()].into()));
    seen.sort_unstable();
    assert_eq!(seen, UNSAID.map(|(code, _)| code));

    let choices = json!({"id": "x", "kind": "choices", "options": ["a", "b"]});
    let rows = json!({"id": "x", "kind": "group", "fields": [{"id": "a", "kind": "number"}]});
    let fields = [
        json!({"id": "x", "kind": "text"}),
        choices,
        json!({"id": "x", "kind": "number"}),
        json!({"id": "x", "kind": "decimal"}),
        rows,
    ];
    assert_eq!(fields.len(), UNSAID_FORMS.len());
    for (field, (form, example)) in fields.iter().zip(UNSAID_FORMS) {
        let value: Value = serde_json::from_str(example).unwrap();
        assert_ne!(ask(std::slice::from_ref(field), &value), Word::Good, "{form}");
    }
}
