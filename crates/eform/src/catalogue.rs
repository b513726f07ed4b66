//! Lists of codes with the days on which each may be chosen. A code is never renumbered or reused: one that ends keeps its
//! place, so that what was filed under it can still be read, and may name its successor. Names of entries are not here
//! (languages are the portal's); reading a catalogue's file is `catalogue/file.rs`.

#[cfg(feature = "files")]
pub mod file;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::date::CivilDate;
use crate::gather::Gather;
use crate::schema::Window;

/// Lists by name. `provinces` holds province codes and `communes/<province>` the communes of one; other names are those of
/// `catalogue` fields, and `<catalogue>/<attribute>` the codes that have an attribute.
pub type Catalogues = BTreeMap<String, Arc<Codes>>;

/// The codes of one list.
///
/// ```
/// use eform::{CivilDate, Codes, Standing, Term, Window};
/// let ended = Term { window: Window { from: None, to: CivilDate::parse("2025-06-30") }, next: Some("92".into()) };
/// let codes: Codes = [("93".to_owned(), ended), ("92".to_owned(), Term::default())].into_iter().collect();
/// let today = CivilDate::parse("2026-11-21").unwrap();
/// assert_eq!(codes.standing("93", today), Standing::Ended);
/// assert_eq!(codes.standing("92", today), Standing::InForce);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes(BTreeMap<Box<str>, Term>);

/// When a code may be chosen, and what came after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// The days on which it is in force.
    pub window: Window,
    /// The code to choose instead once it has ended.
    pub next: Option<Box<str>>,
}

/// How a list sees a code on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The list has never had it.
    Unknown,
    /// It will be in force later.
    NotYet,
    /// It may be chosen.
    InForce,
    /// It was in force earlier.
    Ended,
}

impl Codes {
    /// How the list sees a code on a day.
    #[must_use]
    pub fn standing(&self, code: &str, day: CivilDate) -> Standing {
        match self.0.get(code) {
            None => Standing::Unknown,
            Some(term) if term.window.to.is_some_and(|to| to < day) => Standing::Ended,
            Some(term) if term.window.contains(day) => Standing::InForce,
            Some(_) => Standing::NotYet,
        }
    }

    /// What the list says of a code.
    #[must_use]
    pub fn term(&self, code: &str) -> Option<&Term> {
        self.0.get(code)
    }

    /// All codes with their terms.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Term)> {
        self.0.iter().map(|(code, term)| (code.as_ref(), term))
    }

    /// The codes that may be chosen on a day, in their order.
    #[cfg(feature = "check")]
    pub(crate) fn in_force(&self, day: CivilDate) -> impl Iterator<Item = &str> {
        self.iter().filter(move |(_, term)| term.window.contains(day)).map(|(code, _)| code)
    }
}

impl FromIterator<(String, Term)> for Codes {
    fn from_iter<I: IntoIterator<Item = (String, Term)>>(codes: I) -> Self {
        Self(codes.into_iter().map(|(code, term)| (code.into(), term)).gather())
    }
}
