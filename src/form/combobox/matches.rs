//! Which entries of a list are offered for what was typed: places in the list, so that one of thousands is searched on each
//! keystroke without being copied.

use eform::CivilDate;

use crate::form::catalogues::{Entry, Loaded};

/// Which entries of a list a field may choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// Those that are in force on this day; all of them when not given.
    pub day: Option<CivilDate>,
    /// Those whose code is so long.
    pub digits: Option<usize>,
}

impl Offers {
    fn holds(self, list: &Loaded, entry: &Entry) -> bool {
        let in_force = |day| list.term(&entry.code).is_none_or(|term| term.window.contains(day));
        self.digits.is_none_or(|digits| entry.code.len() == digits) && self.day.is_none_or(in_force)
    }
}

/// Entries that hold the words: those whose own name begins with them first, then those found by another name, then those
/// that hold them somewhere; each part in the list's own order.
pub fn find(list: &Loaded, offers: Offers, words: &str) -> Vec<usize> {
    let key = eform::text::fold(words);
    let rank = |entry: &Entry| {
        let begins = |name: &String| name.starts_with(&key);
        let names = &entry.keys;
        match () {
            () if names.first().is_some_and(begins) => Some(0_usize),
            () if names.iter().any(begins) => Some(1),
            () if names.iter().any(|name| name.contains(&key)) => Some(2),
            () => None,
        }
    };
    let offered = list.entries.iter().enumerate().filter(|(_, entry)| offers.holds(list, entry));
    let mut found = [const { Vec::new() }; 3];
    for (at, entry) in offered {
        if let Some(rank) = rank(entry) {
            found[rank].push(at);
        }
    }
    found.concat()
}

/// The entry whose code or name is exactly what was typed; one that has ended as well, so that it can be said when and what came
/// after it.
pub fn exact<'a>(list: &'a Loaded, offers: Offers, text: &str) -> Option<&'a Entry> {
    let key = eform::text::fold(text);
    let among = |offers: Offers| list.entries.iter().filter(move |entry| offers.holds(list, entry));
    let ever = Offers { day: None, ..offers };
    let named = |offers| among(offers).find(|entry| entry.keys.contains(&key));
    among(ever).find(|entry| entry.code == text).or_else(|| named(offers)).or_else(|| named(ever))
}

/// What is kept of a text that stands for no entry. When the list is here, a space at its end tells it from a code, so that it
/// can neither be taken for one nor be signed; when it is not, what may be a code stays as it is and the backend judges it.
pub fn unmatched(text: &str, is_here: bool) -> String {
    let text = text.trim();
    if text.is_empty() || (!is_here && eform::kinds::catalogue::is_code(text)) {
        text.to_owned()
    } else {
        [text, " "].concat()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use eform::{CivilDate, Term, Window};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Entry, Loaded, Offers, exact, find, unmatched};

    fn list(entries: Vec<Entry>, ended: &[&str]) -> Loaded {
        let to = CivilDate::parse("2025-06-30");
        let codes = entries.iter().map(|entry| {
            let to = to.filter(|_| ended.contains(&&*entry.code));
            (entry.code.clone(), Term { window: Window { from: None, to }, next: None })
        });
        Loaded { codes: Arc::new(codes.collect()), entries, is_test: false }
    }

    fn names(words: &str) -> Vec<String> {
        let entry = |label: &str, also: &str| Entry::new(label.into(), label.into(), &[also.into()]);
        let list =
            list(vec![entry("Dao", "Kìm Miền"), entry("Kinh", "Việt"), entry("Bru-Vân Kiều", "Trì")], &[]);
        find(&list, Offers::default(), words).into_iter().map(|at| list.entries[at].label.clone()).collect()
    }

    #[test]
    fn an_own_name_that_begins_with_the_words_comes_first() {
        assert_eq!(names("ki"), ["Kinh", "Dao", "Bru-Vân Kiều"]);
    }

    #[test]
    fn marks_are_not_needed_and_another_name_is_found() {
        assert_eq!(names("viet"), ["Kinh"]);
        assert_eq!(names("đao"), ["Dao"]);
        assert_eq!(names("xyz"), [""; 0]);
    }

    #[test]
    fn only_what_is_in_force_and_has_the_right_level_is_offered() {
        let entry = |code: &str| Entry::new(code.into(), [code, " Bán lẻ"].concat(), &[]);
        let list = list(["47", "4711", "4789"].map(entry).into(), &["4789"]);
        let today = CivilDate::parse("2026-11-21");
        let now = Offers { day: today, digits: Some(4) };
        assert_eq!(find(&list, now, "ban le"), [1]);
        assert_eq!(find(&list, Offers { day: None, ..now }, ""), [1, 2]);
        assert!(exact(&list, now, "47").is_none());
        let code = |text: &str| exact(&list, now, text).map(|entry| entry.code.clone()).unwrap_or_default();
        assert_eq!([code("4711"), code("4789"), code("4789 bán lẻ")], ["4711", "4789", "4789"]);
    }

    #[test]
    fn a_list_of_thousands_is_searched_whole_and_by_code() {
        let entry =
            |number: usize| Entry::new(number.to_string(), ["Ngành thử ", &number.to_string()].concat(), &[]);
        let list = list((0..5_200).map(entry).collect(), &[]);
        assert_eq!(find(&list, Offers::default(), "").len(), 5_200);
        assert_eq!(find(&list, Offers::default(), "nganh thu 519").len(), 11);
        assert_eq!(
            exact(&list, Offers::default(), "5199").map(|entry| &*entry.label),
            Some("Ngành thử 5199")
        );
    }

    #[test]
    fn what_may_be_a_code_stays_one_while_there_is_no_list_to_look_it_up_in() {
        assert_eq!(unmatched(" 4711 ", false), "4711");
        assert_eq!(unmatched("4711", true), "4711 ");
        assert_eq!(unmatched("Bán lẻ", false), "Bán lẻ ");
        assert_eq!(unmatched("  ", true), "");
    }
}
