//! Golden transcripts: `golden.jsonl` beside a procedure holds cases that were made from its schema alone, one a line, each with
//! what the form made of it. They are played as they are, so that a change shows what it changes; `congdan cases --renew` makes
//! them anew.

use crate::folder;
use eform::check::{NotMet, Subject, Witness, cover, open, transcript};
use eform::{CivilDate, Form, Schema, compile};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const FILE: &str = "golden.jsonl";
const SEED: u64 = 7;

/// Plays the transcripts of a procedure: how many hold, and what does not. `None` when it has none.
pub fn play(folder: &Path) -> Result<Option<(usize, Vec<String>)>, String> {
    let file = folder.join(FILE);
    if !file.is_file() {
        return Ok(None);
    }
    let form = form(folder)?;
    let (mut held, mut broken) = (0, Vec::new());
    for (number, line) in folder::read(&file)?.lines().enumerate() {
        let place = format!("{}:{}", file.display(), number + 1);
        let golden: Value = serde_json::from_str(line).map_err(|error| format!("{place}: {error}."))?;
        let case: Witness =
            serde_json::from_value(golden["case"].clone()).map_err(|error| format!("{place}: {error}."))?;
        let instance = open(&form, &case).ok_or_else(|| format!("{place}: `{}` is no day.", case.today))?;
        let differences = differences(&golden["then"], &transcript(&instance));
        if differences.is_empty() {
            held += 1;
        } else {
            broken.push(format!("{place}\n  {}\n", differences.join("\n  ")));
        }
    }
    Ok(Some((held, broken)))
}

/// Makes the transcripts of a procedure anew; what they cover, in one line.
pub fn renew(folder: &Path) -> Result<String, String> {
    let schema = folder::schema(folder)?;
    let form = form(folder)?;
    // Cases belong to the days on which the form is open, not to the day on which they are made.
    let today =
        form.schema().effective.from.or(CivilDate::new(2026, 11, 21)).ok_or("there is no such day.")?;
    let subject = Subject { beside: folder::beside(folder)?, ..Subject::new(&schema, today) };
    let cover =
        cover(&subject, SEED).map_err(|issues| format!("the procedure does not compile: {issues:?}."))?;
    let mut lines = String::new();
    for case in &cover.cases {
        let instance = open(&form, case).ok_or("a case has no day.")?;
        lines.push_str(&json!({"case": case, "then": transcript(&instance)}).to_string());
        lines.push('\n');
    }
    let file = folder.join(FILE);
    std::fs::write(&file, lines).map_err(|error| format!("could not write {}: {error}.", file.display()))?;
    Ok(format!(
        "{}: {} cases, {} of them at limits; {} pairs of values met, {} not\n{}",
        file.display(),
        cover.cases.len(),
        cover.limits,
        cover.pairs,
        cover.not_met.len(),
        not_met(&cover.not_met)
    ))
}

/// The pairs that were not met, a line for each two questions, with one pair as an example.
fn not_met(pairs: &[NotMet]) -> String {
    let mut together: BTreeMap<(&[String; 2], bool), Vec<&NotMet>> = BTreeMap::new();
    for pair in pairs {
        together.entry((&pair.names, pair.never)).or_default().push(pair);
    }
    let line = |((names, never), pairs): (&(&[String; 2], bool), &Vec<&NotMet>)| {
        let why = if *never { "never stand together" } else { "were not found together" };
        let [one, other] = pairs.first().map(|pair| &pair.values)?;
        let count = pairs.len();
        Some(format!("  {} and {}: {count} {why}, such as {one} and {other}\n", names[0], names[1]))
    };
    together.iter().filter_map(line).collect()
}

fn form(folder: &Path) -> Result<Arc<Form>, String> {
    let form = Schema::from_json(&folder::schema(folder)?).and_then(|schema| compile(&schema));
    let form = form.map_err(|issues| format!("{} does not compile: {issues:?}.", folder.display()))?;
    Ok(Arc::new(form.given(&folder::beside(folder)?)))
}

/// What is there and was not, and the other way round, part by part.
fn differences(wanted: &Value, found: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for (part, found) in found.as_object().into_iter().flatten() {
        match (wanted[part].as_array(), found.as_array()) {
            (Some(before), Some(now)) => {
                let gone = before
                    .iter()
                    .filter(|item| !now.contains(item))
                    .map(|item| format!("{part}: {item} is gone"));
                let new = now
                    .iter()
                    .filter(|item| !before.contains(item))
                    .map(|item| format!("{part}: {item} is new"));
                let count = out.len();
                out.extend(gone.chain(new));
                if out.len() == count && before != now {
                    out.push(format!("{part}: the order is another"));
                }
            }
            _ if wanted[part] == *found => {}
            _ => out.push(format!("{part} is {found}, not {}", wanted[part])),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_what_is_gone_and_what_is_new() {
        let wanted = json!({"asked": ["a", "b"], "wrong": [], "total": 0});
        let found = json!({"asked": ["b", "c"], "wrong": [], "total": 8000});
        assert_eq!(
            differences(&wanted, &found),
            ["asked: \"a\" is gone", "asked: \"c\" is new", "total is 8000, not 0"]
        );
        assert!(differences(&found, &found).is_empty());
        assert_eq!(
            differences(&json!({"asked": [1, 2]}), &json!({"asked": [2, 1]})),
            ["asked: the order is another"]
        );
    }

    #[test]
    fn transcripts_that_were_made_hold_and_a_spoilt_one_does_not() {
        let folder = std::env::temp_dir().join(format!("congdan-golden-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let fields = json!([
            {"id": "a", "kind": "yes_no"},
            {"id": "n", "kind": "number", "min": 1, "max": 9, "when": {"==": [{"var": "a"}, true]}}
        ]);
        let schema = eform::cases::complete(&json!({ "fields": fields })).to_string();
        std::fs::write(folder.join("procedure.json"), schema).expect("a schema");
        assert_eq!(play(&folder), Ok(None));
        let said = renew(&folder).expect("they are made");
        let played = play(&folder).expect("they are played").expect("they are there");
        let file = folder.join(FILE);
        let spoilt =
            std::fs::read_to_string(&file).expect("lines").replace("n number.max", "n number.digits");
        std::fs::write(&file, spoilt).expect("a file");
        let again = play(&folder).expect("they are played").expect("they are there");
        std::fs::remove_dir_all(&folder).expect("the folder goes");
        assert!(said.contains("pairs of values met"), "{said}");
        assert!(played.0 > 5 && played.1.is_empty(), "{played:?}");
        assert!(again.0 + 1 == played.0 && again.1[0].contains("number.max"), "{again:?}");
    }
}
