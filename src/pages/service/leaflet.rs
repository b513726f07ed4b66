//! What a procedure says about itself to somebody who only reads: papers, fees, steps, basis.
//!
//! Read from the bundle as it travels; the form is compiled only when it is filled in.

use std::collections::BTreeMap;

use contract::Bundle;
use serde_json::Value;

/// A paper that may be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub name: String,
    pub hint: String,
    /// In which case, in the words of the form's own question and answer; `None` for always.
    pub case: Option<Case>,
    pub is_required: bool,
}

/// The answer that calls for a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Case {
    /// This answer to this question.
    Answer { question: String, answer: String },
    /// A condition that has no short words.
    Depends,
}

/// A fee with what may reduce it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    pub name: String,
    pub amount: u64,
    /// Whether that is for each of as many as are wanted.
    pub is_each: bool,
    /// The key of when it is paid, if not with the filing.
    pub paid: Option<&'static str>,
    /// Ways of filing in which it is asked; every one when empty.
    pub channels: Vec<String>,
    pub basis: String,
    pub reductions: Vec<Reduction>,
}

/// A reduction in its window of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reduction {
    pub name: String,
    pub benefit: Benefit,
    /// Ways of filing in which it is granted; every one when empty.
    pub channels: Vec<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub basis: String,
}

/// What a reduction leaves or takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Benefit {
    /// Nothing is paid.
    Free,
    /// So many percent less.
    Percent(u64),
    /// This amount instead.
    Amount(u64),
}

/// A procedure as a leaflet.
#[derive(Clone, Debug, Default)]
pub struct Leaflet {
    texts: BTreeMap<String, String>,
    schema: Value,
}

impl Leaflet {
    /// Reads a bundle; what cannot be read is left out.
    pub fn read(bundle: &Bundle) -> Leaflet {
        Leaflet {
            texts: eform::json::read(&bundle.texts).unwrap_or_default(),
            schema: eform::json::read(&bundle.schema).unwrap_or_default(),
        }
    }

    /// A text of the procedure; empty when it has none.
    pub fn text(&self, key: &str) -> String {
        self.texts.get(key).cloned().unwrap_or_default()
    }

    /// The steps in order.
    pub fn steps(&self) -> Vec<String> {
        let step = |number: u32| self.texts.get(&["service.steps.", &number.to_string()].concat()).cloned();
        (1..).map_while(step).collect()
    }

    /// The page of the form that comes first.
    pub fn first_page(&self) -> String {
        self.schema["pages"][0]["id"].as_str().unwrap_or("dau").to_owned()
    }

    /// Whether enterprises apply, and not people.
    pub fn is_for_enterprises(&self) -> bool {
        self.schema["applicant"] == "enterprise"
    }

    /// Citations as the law prints them.
    pub fn basis(&self) -> Vec<String> {
        strings(&self.schema["service"]["basis"])
    }

    /// Whether acceptance after 15:00 moves the day.
    pub fn is_after_15h(&self) -> bool {
        self.schema["service"]["after_15h"] == true
    }

    /// Ways to file: `online`, `post`, `counter`.
    pub fn channels(&self) -> Vec<String> {
        let channels = self.schema["service"]["channels"].as_array().map_or(&[][..], Vec::as_slice);
        channels.iter().filter_map(|channel| channel["method"].as_str()).map(str::to_owned).collect()
    }

    /// When the description was last compared with the official one.
    pub fn checked(&self) -> Option<String> {
        self.schema["service"]["source"]["retrieved"].as_str().map(str::to_owned)
    }

    /// Every paper, those always needed first.
    pub fn papers(&self) -> Vec<Paper> {
        let pages = self.schema["pages"].as_array().map_or(&[][..], Vec::as_slice);
        let fields = pages.iter().filter_map(|page| page["fields"].as_array()).flatten();
        let (needed, others): (Vec<Paper>, Vec<Paper>) = fields
            .filter(|field| field["kind"] == "file")
            .map(|field| self.paper(field))
            .partition(|paper| paper.is_required);
        let in_every_case_first = |papers: Vec<Paper>| {
            let (always, in_some): (Vec<Paper>, Vec<Paper>) =
                papers.into_iter().partition(|paper| paper.case.is_none());
            always.into_iter().chain(in_some)
        };
        in_every_case_first(needed).chain(in_every_case_first(others)).collect()
    }

    fn paper(&self, field: &Value) -> Paper {
        let id = field["id"].as_str().unwrap_or_default();
        let text = |part: &str| self.text(&["field.", id, part].concat());
        Paper {
            name: text(".label"),
            hint: text(".hint"),
            case: field.get("when").map(|when| self.case(when)),
            is_required: field.get("required").is_none_or(|required| required == true),
        }
    }

    /// Conditions on papers are nearly always one answer to one question; anything longer only "depends".
    fn case(&self, when: &Value) -> Case {
        let field = when["=="][0]["var"].as_str().unwrap_or_default();
        let option = when["=="][1].as_str().unwrap_or_default();
        let answer = self.text(&["option.", field, ".", option].concat());
        let question = self.text(&["field.", field, ".label"].concat());
        if answer.is_empty() { Case::Depends } else { Case::Answer { question, answer } }
    }

    /// Every fee.
    pub fn fees(&self) -> Vec<Fee> {
        let fees = self.schema["fees"].as_array().map_or(&[][..], Vec::as_slice);
        let fee = |fee: &Value| Fee {
            name: self.named("fee.", fee),
            amount: fee["amount"].as_u64().unwrap_or_default(),
            is_each: fee.get("quantity").is_some(),
            paid: match fee["paid"].as_str() {
                Some("notice") => Some("service.fee.notice"),
                Some("result") => Some("service.fee.result"),
                _ => None,
            },
            channels: strings(&fee["channels"]),
            basis: string(&fee["basis"]).unwrap_or_default(),
            reductions: fee["reductions"]
                .as_array()
                .map_or_else(Vec::new, |all| all.iter().map(|one| self.reduction(one)).collect()),
        };
        fees.iter().map(fee).collect()
    }

    fn reduction(&self, reduction: &Value) -> Reduction {
        Reduction {
            name: self.named("reduction.", reduction),
            benefit: match (reduction["percent"].as_u64(), reduction["amount"].as_u64()) {
                (Some(100), _) | (_, Some(0)) => Benefit::Free,
                (None, Some(amount)) => Benefit::Amount(amount),
                (percent, _) => Benefit::Percent(percent.unwrap_or_default()),
            },
            channels: strings(&reduction["channels"]),
            from: string(&reduction["from"]),
            to: string(&reduction["to"]),
            basis: string(&reduction["basis"]).unwrap_or_default(),
        }
    }

    fn named(&self, prefix: &str, item: &Value) -> String {
        self.text(&[prefix, item["id"].as_str().unwrap_or_default()].concat())
    }
}

impl Reduction {
    /// Whether it still applies on `today`; an expired one is not promised to anybody.
    pub fn is_over(&self, today: &str) -> bool {
        self.to.as_deref().is_some_and(|to| to < today)
    }
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().map_or_else(Vec::new, |all| all.iter().filter_map(string).collect())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use contract::{Bundle, SignPolicy};

    use super::{Benefit, Case, Leaflet};

    fn birth() -> Leaflet {
        let schema = include_str!("../../../procedures/1.001193/procedure.json");
        leaflet(schema, include_str!("../../../procedures/1.001193/texts.vi.json"))
    }

    fn leaflet(schema: &str, texts: &str) -> Leaflet {
        Leaflet::read(&Bundle {
            code: "1.001193".into(),
            version: "2026-09".into(),
            language: "vi".into(),
            schema: schema.into(),
            texts: texts.into(),
            schema_sha256: String::new(),
            texts_sha256: String::new(),
            sign: SignPolicy::None,
            level: None,
            calendars: std::collections::BTreeMap::new(),
            lists: std::collections::BTreeMap::new(),
        })
    }

    #[test]
    fn every_paper_has_a_name_and_says_in_which_case_it_is_needed() {
        let papers = birth().papers();
        assert!(papers.len() >= 5);
        for paper in &papers {
            assert!(!paper.name.is_empty());
            assert_ne!(paper.case, Some(Case::Depends), "{}", paper.name);
        }
        assert!(!papers.last().is_none_or(|paper| paper.is_required), "optional papers come last");
    }

    #[test]
    fn a_fee_names_its_basis_and_a_reduction_its_window() {
        let fees = birth().fees();
        assert_eq!(fees[0].amount, 8000);
        assert!(!fees[0].basis.is_empty());
        let reduction = &fees[0].reductions[0];
        assert!(!reduction.is_over("2027-02-28"));
        assert!(reduction.is_over("2027-03-01"));
    }

    #[test]
    fn a_price_of_a_way_of_filing_says_which_and_how_much() {
        let fees = leaflet(
            r#"{ "fees": [{ "id": "card", "amount": 20000, "reductions": [
                { "id": "a", "amount": 10000, "channels": ["online"] }, { "id": "b", "amount": 0 }, { "id": "c", "percent": 30 }] },
                { "id": "copy", "amount": 5000, "channels": ["post", "counter"] }] }"#,
            "{}",
        )
        .fees();
        let told: Vec<Benefit> = fees[0].reductions.iter().map(|one| one.benefit).collect();
        assert_eq!(told, [Benefit::Amount(10_000), Benefit::Free, Benefit::Percent(30)]);
        assert_eq!(
            (&*fees[0].channels, &*fees[0].reductions[0].channels),
            (&[][..], &["online".to_owned()][..])
        );
        assert_eq!(fees[1].channels, ["post", "counter"]);
    }

    #[test]
    fn a_fee_is_for_each_of_something_only_where_it_is_multiplied() {
        assert!(birth().fees()[0].is_each);
        let once = leaflet(r#"{ "fees": [{ "id": "card", "amount": 20000 }] }"#, "{}").fees();
        assert_eq!((once[0].amount, once[0].is_each), (20_000, false));
    }
}
