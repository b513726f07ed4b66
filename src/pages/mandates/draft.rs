//! What was filled in of a mandate that is not given yet. The page keeps it in another language, and, written down, while the citizen is
//! away confirming who they are; nobody else gets it back.

use contract::{Extent, FieldError, Person};
use leptos::prelude::*;

use crate::browser::away;
use crate::session::use_session;

/// For how many months a mandate may be given.
pub const MONTHS: [u16; 4] = [1, 3, 6, 12];

/// What was filled in, and what is wrong with it.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The personal id of who is authorised.
    pub grantee: RwSignal<String>,
    /// Their name.
    pub name: RwSignal<String>,
    /// Codes of the procedures.
    pub procedures: RwSignal<Vec<String>>,
    /// How far it goes.
    pub extent: RwSignal<Extent>,
    /// For how many months.
    pub months: RwSignal<u16>,
    /// What the backend calls wrong.
    pub wrong: RwSignal<Vec<FieldError>>,
    /// Whether it was there before the citizen confirmed who they are.
    pub is_back: RwSignal<bool>,
    /// Whether the citizen has yet to be led there.
    is_due: StoredValue<bool>,
}

impl Draft {
    /// Nothing yet, for three months; or what the same citizen had filled in when they left to confirm who they are.
    pub fn new() -> Self {
        let draft = Self {
            grantee: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            procedures: RwSignal::new(Vec::new()),
            extent: RwSignal::new(Extent::Act),
            months: RwSignal::new(MONTHS[1]),
            wrong: RwSignal::new(Vec::new()),
            is_back: RwSignal::new(false),
            is_due: StoredValue::new(false),
        };
        let (session, kept) = (use_session(), StoredValue::new(away::take()));
        Effect::new(move |_| {
            if let Some(person) = session.person()
                && let Some(text) = kept.try_update_value(Option::take).flatten()
                && let Some(filled) = Filled::read(&text, &person)
            {
                draft.grantee.set(filled.grantee);
                draft.name.set(filled.name);
                draft.procedures.set(filled.procedures);
                draft.extent.set(if filled.assists { Extent::Assist } else { Extent::Act });
                draft.months.set(filled.months);
                draft.is_due.set_value(true);
                draft.is_back.set(true);
            }
        });
        draft
    }

    /// Whether to lead the citizen to what is back: once, and not again when only the language changes. Tracked.
    pub fn leads_back(self) -> bool {
        self.is_back.get() && self.is_due.try_update_value(std::mem::take) == Some(true)
    }

    /// Keeps it for the way to the identity provider and back.
    pub fn keep_for(self, person: &Person) {
        let filled = Filled {
            grantee: self.grantee.get_untracked(),
            name: self.name.get_untracked(),
            procedures: self.procedures.get_untracked(),
            assists: self.extent.get_untracked() == Extent::Assist,
            months: self.months.get_untracked(),
        };
        away::keep(&filled.written(person));
    }
}

/// The line of a mandate that goes no further than helping.
const ASSISTS: &str = "assist";

/// The same as a text: a line each. No line can be typed that holds another.
#[derive(Clone, Debug, PartialEq)]
struct Filled {
    grantee: String,
    name: String,
    procedures: Vec<String>,
    assists: bool,
    months: u16,
}

impl Filled {
    fn written(&self, person: &Person) -> String {
        let Self { grantee, name, procedures, assists, months } = self;
        let (procedures, months) = (procedures.join(" "), months.to_string());
        let extent = if *assists { ASSISTS } else { "" };
        [&person.masked_id, &person.name, grantee, name, &procedures, extent, &months]
            .map(|line| line.replace('\n', " "))
            .join("\n")
    }

    /// What `person` has filled in; nothing of anybody else's.
    fn read(text: &str, person: &Person) -> Option<Self> {
        let lines: Vec<&str> = text.split('\n').collect();
        let [id, own, grantee, name, procedures, extent, months] = lines.as_slice() else { return None };
        let is_theirs = *id == person.masked_id && *own == person.name;
        let months = months.parse().ok().filter(|months| MONTHS.contains(months))?;
        is_theirs.then(|| Self {
            grantee: (*grantee).to_owned(),
            name: (*name).to_owned(),
            procedures: procedures.split_whitespace().map(str::to_owned).collect(),
            assists: *extent == ASSISTS,
            months,
        })
    }
}

#[cfg(test)]
mod tests {
    use contract::Person;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Filled;

    fn person(name: &str) -> Person {
        Person { name: name.into(), masked_id: "0920****0321".into(), level: "LoA2".into() }
    }

    fn filled(procedures: &[&str]) -> Filled {
        Filled {
            grantee: "079090001234".into(),
            name: "Lê Văn Thành".into(),
            procedures: procedures.iter().map(|code| (*code).to_owned()).collect(),
            assists: procedures.len() > 1,
            months: 6,
        }
    }

    #[test]
    fn whoever_filled_it_in_gets_it_back_as_it_was() {
        let bay = person("Trần Văn Bảy");
        for one in [filled(&["2.000635", "1.001193"]), filled(&[])] {
            assert_eq!(Filled::read(&one.written(&bay), &bay), Some(one));
        }
    }

    #[test]
    fn nobody_else_does_and_what_is_no_mandate_is_none() {
        let bay = person("Trần Văn Bảy");
        let text = filled(&["2.000635"]).written(&bay);
        assert_eq!(Filled::read(&text, &person("Trần Văn Tám")), None);
        let other = Person { masked_id: "0920****0322".into(), ..bay.clone() };
        assert_eq!(Filled::read(&text, &other), None);
        assert_eq!(Filled::read("", &bay), None);
        assert_eq!(Filled::read(&text.replace("\n6", "\n7"), &bay), None);
    }
}
