//! From the register's entry to facts: names, and nothing else. What is null in the register is no fact.

use eform::{Fact, Facts};
use serde_json::{Value, json};

use super::Entry;

/// Fields that mean the same for the citizen and the spouse.
const OF_A_PERSON: &[&str] = &[
    "id",
    "name",
    "birth",
    "sex",
    "ethnicity",
    "nationality",
    "residence",
    "hometown",
    "mobile",
    "digital_citizen",
];
const OF_A_PAPER: &[&str] = &["number", "book", "date", "place"];

/// All facts that the entry holds.
pub(super) fn facts(entry: &Entry) -> Facts {
    let mut facts = Facts::new();
    let mut add = |name: String, value: &Value, source: &str| {
        if value.is_null() || value.as_str().is_some_and(str::is_empty) {
            return;
        }
        let fact = Fact {
            value: clean(value),
            source: source.to_owned(),
            at: entry.as_of.clone(),
            reference: Some(entry.reference.clone()),
        };
        facts.insert(name, fact);
    };
    let person = &entry.person;
    for field in OF_A_PERSON {
        add(format!("self.{field}"), &person[field], "population");
        add(format!("spouse.{field}"), &person["spouse"][field], "population");
    }
    let home = &person["residence"];
    if home["commune"].is_string() {
        let office = json!({"province": home["province"], "commune": home["commune"]});
        add("self.residence_office".to_owned(), &office, "population");
    }
    add("self.married".to_owned(), &Value::Bool(person["marriage"].is_object()), "civil_status");
    for paper in ["marriage", "birth_registration"] {
        for field in OF_A_PAPER {
            add(format!("{paper}.{field}"), &person[paper][field], "civil_status");
        }
    }
    facts
}

/// Texts in NFC; members that are null or empty are left out, except the middle name, which may be empty.
fn clean(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(eform::text::nfc(text)),
        Value::Object(members) => members
            .iter()
            .filter(|(name, member)| {
                *name == "middle" || !(member.is_null() || member.as_str().is_some_and(str::is_empty))
            })
            .map(|(name, member)| (name.clone(), clean(member)))
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, facts};
    use serde_json::json;

    fn entry(person: serde_json::Value) -> Entry {
        Entry { reference: "R-1".to_owned(), as_of: "2026-11-21T01:00:00Z".to_owned(), person }
    }

    #[test]
    fn what_is_null_in_the_register_is_no_fact() {
        let facts =
            facts(&entry(json!({"id": "001195004321", "mobile": null, "spouse": null, "marriage": null})));
        assert!(facts.contains_key("self.id"));
        assert!(!facts.keys().any(|name| name == "self.mobile" || name.starts_with("spouse.")));
        assert_eq!(facts["self.married"].value, json!(false));
    }

    #[test]
    fn a_name_in_decomposed_letters_is_composed_and_keeps_its_empty_middle() {
        let name = json!({"family": "Le\u{302}", "middle": "", "given": "Hoa\u{300}"});
        let facts = facts(&entry(json!({"name": name})));
        assert_eq!(facts["self.name"].value, json!({"family": "Lê", "middle": "", "given": "Hoà"}));
    }

    #[test]
    fn the_competent_office_is_suggested_from_the_residence() {
        let home = json!({"province": "01", "commune": "00082", "detail": "Số 12"});
        let facts = facts(&entry(json!({"residence": home})));
        assert_eq!(facts["self.residence_office"].value, json!({"province": "01", "commune": "00082"}));
        assert_eq!(facts["self.residence_office"].reference.as_deref(), Some("R-1"));
    }
}
