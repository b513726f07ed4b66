//! Finding a service by what one would say: with or without diacritics, with i or y ("kí", "ký"), with spaces or without them, in any
//! order of words.

use std::collections::BTreeMap;

use contract::ServiceCard;
use eform::text::fold;

/// The services that a question means, best first. Every word must be found somewhere; an empty question finds nothing.
#[must_use]
pub fn find<'a>(question: &str, services: &'a [ServiceCard]) -> Vec<&'a ServiceCard> {
    let folded = key(question);
    let words: Vec<&str> = folded.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: BTreeMap<usize, Vec<&ServiceCard>> = BTreeMap::new();
    for service in services {
        if let Some(distance) = distance(&words, service) {
            found.entry(distance).or_default().push(service);
        }
    }
    found.into_values().flatten().collect()
}

/// Smaller is better: words in the title count least, in the summary most. `None` when one is nowhere.
fn distance(words: &[&str], service: &ServiceCard) -> Option<usize> {
    let places = [&service.title, &service.code, &service.keywords, &service.summary].map(|text| key(text));
    let mut total = 0;
    for word in words {
        total += places.iter().position(|place| has_words(place, word))?;
    }
    Some(total)
}

/// What is compared. Only here i and y are one: in a name they are two letters.
fn key(text: &str) -> String {
    fold(text).replace('y', "i")
}

/// Whether words of `place` that follow each other start with `asked`: "sin" finds "sinh", "khaisinh" finds "khai sinh", "inh"
/// finds neither.
fn has_words(place: &str, asked: &str) -> bool {
    let words: Vec<&str> = place.split(|c: char| !c.is_alphanumeric() && c != '.').collect();
    (0..words.len()).any(|first| words[first..].concat().starts_with(asked))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use contract::ServiceCard;

    use super::find;

    fn service(title: &str, keywords: &str) -> ServiceCard {
        ServiceCard {
            code: "1.001193".into(),
            title: title.into(),
            summary: String::new(),
            keywords: keywords.into(),
            events: Vec::new(),
            sector: String::new(),
            level: String::new(),
            applicant: String::new(),
        }
    }

    #[test]
    fn a_service_is_found_without_diacritics_and_by_everyday_words() {
        let all = [
            service("Cấp bản sao trích lục hộ tịch", "trích lục khai sinh"),
            service("Đăng ký khai sinh", "làm khai sinh cho con"),
        ];
        for question in
            ["dang ky khai sinh", "Đăng ký khai sinh", "lam khai sinh cho con", "  KHAI   sinh cho con "]
        {
            assert_eq!(
                find(question, &all).first().map(|found| found.title.as_str()),
                Some("Đăng ký khai sinh"),
                "{question}"
            );
        }
    }

    #[test]
    fn words_of_the_title_come_before_words_around_it() {
        let all = [service("Cấp bản sao trích lục hộ tịch", "khai sinh"), service("Đăng ký khai sinh", "")];
        let titles: Vec<_> = find("khai sinh", &all).into_iter().map(|found| found.title.as_str()).collect();
        assert_eq!(titles, ["Đăng ký khai sinh", "Cấp bản sao trích lục hộ tịch"]);
    }

    #[test]
    fn everyday_spelling_finds_what_the_law_spells_otherwise() {
        let all = [service("Đăng ký khai sinh", "đk khai sinh, birth certificate")];
        for question in [
            "đăng kí khai sinh",
            "khaisinh",
            "dangky khaisinh",
            "dangkikhaisinh",
            "dk khai sinh",
            "Birth certificate",
        ] {
            assert_eq!(find(question, &all).len(), 1, "{question}");
        }
        for question in ["aisinh", "khaisinhx", "inh"] {
            assert!(find(question, &all).is_empty(), "{question}");
        }
    }

    #[test]
    fn nothing_asked_and_nothing_known_find_nothing() {
        let all = [service("Đăng ký khai sinh", "")];
        assert!(find("  ", &all).is_empty());
        assert!(find("ho chieu", &all).is_empty());
    }
}
