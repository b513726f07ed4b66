//! Which fact comes from which register, and from which member of its record. What is null or empty there is no fact.

use eform::{Fact, Facts, Form};
use serde_json::Value;

use super::Entry;

/// A register of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Register {
    /// The national population database.
    Population,
    /// The electronic civil-status database.
    CivilStatus,
    /// The national register of enterprises.
    Business,
    /// The tax register.
    Tax,
    /// Health insurance: cards, and the certificates of birth that hospitals send.
    HealthInsurance,
}

impl Register {
    /// Its name in facts, in the contract and in the texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::CivilStatus => "civil_status",
            Self::Business => "business",
            Self::Tax => "tax",
            Self::HealthInsurance => "health_insurance",
        }
    }
}

/// A fact, and where it is held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    fact: &'static str,
    pub register: Register,
    /// Members of the record, from the outside in.
    path: &'static str,
}

impl Held {
    /// The member of the record that must be asked for.
    pub fn member(self) -> &'static str {
        self.path.split('.').next().unwrap_or(self.path)
    }
}

const fn held(fact: &'static str, register: Register, path: &'static str) -> Held {
    Held { fact, register, path }
}

use Register::{Business, CivilStatus, HealthInsurance, Population, Tax};

/// All of them. What is not here is vouched for by the identity provider (`self.id`, `self.loa`), comes from the citizen's
/// earlier dossiers (`contact.*`), or is held nowhere yet.
const TABLE: &[Held] = &[
    held("birth_registration.book", CivilStatus, "birth_registration.book"),
    held("birth_registration.date", CivilStatus, "birth_registration.date"),
    held("birth_registration.number", CivilStatus, "birth_registration.number"),
    held("birth_registration.place", CivilStatus, "birth_registration.place"),
    held("business.address", Business, "enterprises.address"),
    held("business.code", Business, "enterprises.code"),
    held("business.name", Business, "enterprises.name"),
    held("business.representative_title", Business, "enterprises.representative_title"),
    held("business.tax_code", Business, "enterprises.tax_code"),
    held("child.birth", Population, "children.birth"),
    held("child.ethnicity", Population, "children.ethnicity"),
    held("child.id", Population, "children.id"),
    held("child.name", Population, "children.name"),
    held("child.nationality", Population, "children.nationality"),
    held("child.residence", Population, "children.residence"),
    held("child.sex", Population, "children.sex"),
    held("marriage.book", CivilStatus, "marriage.book"),
    held("marriage.date", CivilStatus, "marriage.date"),
    held("marriage.number", CivilStatus, "marriage.number"),
    held("marriage.place", CivilStatus, "marriage.place"),
    held("newborn.birth", HealthInsurance, "newborn.birth"),
    held("newborn.certificate", HealthInsurance, "newborn.certificate"),
    held("newborn.certificate_number", HealthInsurance, "newborn.certificate_number"),
    held("newborn.facility", HealthInsurance, "newborn.facility"),
    held("newborn.place", HealthInsurance, "newborn.place"),
    held("newborn.place_kind", HealthInsurance, "newborn.place_kind"),
    held("newborn.sex", HealthInsurance, "newborn.sex"),
    held("self.birth", Population, "birth"),
    held("self.digital_citizen", Population, "digital_citizen"),
    held("self.ethnicity", Population, "ethnicity"),
    held("self.health_insurance", HealthInsurance, "card"),
    held("self.hometown", Population, "hometown"),
    held("self.id_issued", Population, "id_issued"),
    held("self.id_issuer", Population, "id_issuer"),
    held("self.married", CivilStatus, "married"),
    held("self.mobile", Population, "mobile"),
    held("self.name", Population, "name"),
    held("self.nationality", Population, "nationality"),
    held("self.residence", Population, "residence"),
    held("self.sex", Population, "sex"),
    held("self.tax_code", Tax, "tax_code"),
    held("spouse.birth", Population, "spouse.birth"),
    held("spouse.digital_citizen", Population, "spouse.digital_citizen"),
    held("spouse.ethnicity", Population, "spouse.ethnicity"),
    held("spouse.hometown", Population, "spouse.hometown"),
    held("spouse.id", Population, "spouse.id"),
    held("spouse.mobile", Population, "spouse.mobile"),
    held("spouse.name", Population, "spouse.name"),
    held("spouse.nationality", Population, "spouse.nationality"),
    held("spouse.residence", Population, "spouse.residence"),
    held("spouse.sex", Population, "spouse.sex"),
];

/// Where a fact is held.
pub(super) fn held_at(fact: &str) -> Option<Held> {
    TABLE.iter().find(|held| held.fact == fact).copied()
}

/// The facts of a register's answer that the form names.
pub(super) fn facts(form: &Form, register: Register, entry: &Entry) -> Facts {
    let wanted = form.facts().filter_map(held_at).filter(|held| held.register == register);
    let known = wanted.filter_map(|held| {
        let value = clean(at(&entry.record, held.path)?)?;
        let fact = Fact {
            value,
            source: register.name().to_owned(),
            at: entry.as_of.clone(),
            reference: Some(entry.reference.clone()),
            guessed: false,
        };
        Some((held.fact.to_owned(), fact))
    });
    known.collect()
}

/// A member of the record. In a list it is the member of the only one: of several nobody has said which is meant.
fn at<'a>(record: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(record, |value, member| match value {
        Value::Array(list) => match list.as_slice() {
            [only] => only.get(member),
            _ => None,
        },
        value => value.get(member),
    })
}

/// Texts in NFC; members that are null or empty are left out, except the middle name, which may be empty.
fn clean(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(Value::String(eform::text::nfc(text))),
        Value::Object(members) => {
            let whole = |(name, member): (&String, &Value)| match clean(member) {
                None if name == "middle" => Some((name.clone(), member.clone())),
                member => Some((name.clone(), member?)),
            };
            Some(members.iter().filter_map(whole).collect())
        }
        other => Some(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Register, TABLE, at, clean};
    use serde_json::json;

    #[test]
    fn a_paper_is_covered_by_every_register_that_there_is() {
        use Register::{Business, CivilStatus, HealthInsurance, Population, Tax};
        let names = [Business, CivilStatus, HealthInsurance, Population, Tax].map(Register::name);
        assert_eq!(names, eform::REGISTERS);
        assert!(TABLE.iter().all(|held| names.contains(&held.register.name())));
    }

    #[test]
    fn every_fact_of_the_table_is_one_that_schemas_may_name_and_has_one_place() {
        let known: Vec<&str> = eform::fact_names().collect();
        assert!(TABLE.iter().all(|held| known.contains(&held.fact)));
        assert!(TABLE.windows(2).all(|pair| pair[0].fact < pair[1].fact));
    }

    #[test]
    fn what_no_register_holds_is_vouched_for_or_was_given_earlier() {
        let elsewhere: Vec<&str> =
            eform::fact_names().filter(|name| TABLE.iter().all(|held| held.fact != *name)).collect();
        let wanted =
            ["contact.address", "contact.email", "contact.phone", "self.email", "self.id", "self.loa"];
        assert_eq!(elsewhere, wanted);
        // The checker lets no paper be covered by these.
        let without: Vec<&str> =
            eform::fact_names().filter(|name| eform::is_without_register(name)).collect();
        assert_eq!(without, wanted);
    }

    #[test]
    fn what_is_null_or_empty_is_no_fact() {
        assert_eq!((clean(&json!(null)), clean(&json!(""))), (None, None));
        assert_eq!(at(&json!({"spouse": null}), "spouse.name"), None);
    }

    #[test]
    fn a_name_in_decomposed_letters_is_composed_and_keeps_its_empty_middle() {
        let name = json!({"family": "Le\u{302}", "middle": "", "given": "Hoa\u{300}"});
        assert_eq!(clean(&name), Some(json!({"family": "Lê", "middle": "", "given": "Hoà"})));
    }

    #[test]
    fn of_two_children_none_is_meant() {
        let of = |children| json!({"children": children});
        assert_eq!(at(&of(json!([{"id": "a"}])), "children.id"), Some(&json!("a")));
        assert_eq!(at(&of(json!([{"id": "a"}, {"id": "b"}])), "children.id"), None);
        assert_eq!(at(&of(json!([])), "children.id"), None);
    }
}
