//! What every validator of JSON Schema is asked about exported schemas, with the procedures and lists it is asked about.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eform::export::{MOST_CODES, Texts, UNSAID, UNSAID_FORMS, answers, format};
use eform::{Catalogues, CivilDate, Codes, Instance, Term, Window, cases};
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

/// The lists of the procedures, and one that is too long to be written out. All codes are of every day.
fn lists() -> Catalogues {
    let list = |codes: &mut dyn Iterator<Item = String>| -> Arc<Codes> {
        Arc::new(codes.map(|code| (code, Term::default())).collect())
    };
    let mut lists = Catalogues::new();
    for name in ["ethnicities", "nationalities", "provinces", "relations", "communes/01"] {
        let file = json(&root().join(format!("procedures/catalogues/{name}.json")));
        let entries = file["entries"].as_array().unwrap().iter();
        let codes = &mut entries.map(|entry| entry["code"].as_str().unwrap().to_owned());
        lists.insert(name.to_owned(), list(codes));
    }
    lists.insert("long".to_owned(), list(&mut (0..=MOST_CODES).map(|number| number.to_string())));
    lists
}

/// The same lists with codes that are over and codes that are to come.
fn dated_lists() -> Catalogues {
    let mut lists = lists();
    let day = |day: &str| CivilDate::parse(day);
    let term = |from: &str, to: &str| Term { window: Window { from: day(from), to: day(to) }, next: None };
    let codes = |province: &str| {
        let dated =
            [("90", term("", "2026-11-20")), ("91", term("2026-11-22", "")), (province, Term::default())];
        Arc::new(dated.map(|(code, term)| (code.to_owned(), term)).into_iter().collect::<Codes>())
    };
    lists.insert("dated".to_owned(), codes("x"));
    lists.insert("provinces".to_owned(), codes("01"));
    let commune = ("00090".to_owned(), term("", "2026-11-20"));
    let kept = ("00004".to_owned(), Term::default());
    lists.insert("communes/01".to_owned(), Arc::new([commune, kept].into_iter().collect()));
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
            // A short list is written out, and none of its codes is of another day.
            for code in ["catalogue.unknown", "address.province"] {
                if field["catalogue"] != "long" && tally.unsaid.contains_key(code) {
                    tally.wrong.push(format!("{field}: {code}"));
                }
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
    let lists = dated_lists();
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
    let place = |province: &str, commune: &str| json!({"country": "VN", "province": province, "commune": commune, "detail": "1"});
    let codes = [
        ("address.commune", json!({"kind": "address"}), place("01", "99999")),
        ("address.commune.ended", json!({"kind": "address"}), place("01", "00090")),
        ("address.province", json!({"kind": "address"}), place("91", "00004")),
        ("address.province.ended", json!({"kind": "address"}), place("90", "00004")),
        ("catalogue.ended", json!({"kind": "catalogue", "catalogue": "dated"}), json!("90")),
        ("catalogue.not_yet", json!({"kind": "catalogue", "catalogue": "dated"}), json!("91")),
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
        json!({"id": "x", "kind": "file", "component": "c", "accept": ["pdf"]}),
        rows,
    ];
    assert_eq!(fields.len(), UNSAID_FORMS.len());
    for (field, (form, example)) in fields.iter().zip(UNSAID_FORMS) {
        let value: Value = serde_json::from_str(example).unwrap();
        assert_ne!(ask(std::slice::from_ref(field), &value), Word::Good, "{form}");
    }
}
