//! Whom the content of a dossier names, for who holds a signature and knows nobody to hold it against: the applicant, whom they act for,
//! and the people of the answers, among whom are those who must sign too (which of them, only the procedure says).
//!
//! The content is walked once for its texts: a reader of whole JSON would double what this module takes beside the rules of signatures.
//! Canonical bytes write members and numbers plainly; one that is escaped is not found, and names nobody.

use dossier::content::FORMAT;
use dossier::signature::Signer;

/// How long a personal id is. Only people are asked to sign beside the applicant, so of the answers nothing else counts.
const PERSONAL_ID: usize = 12;

/// What the signer is in the content, the closest that is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing. Who only helped to fill it in stands for nothing of it.
    Nobody,
    /// Somebody whom the answers name.
    Answers,
    /// Whom the applicant acts for: a person, or the organisation whose seal it is.
    Represented,
    /// Who submits.
    Applicant,
}

impl Standing {
    /// Nothing when the content is no dossier and so names nobody.
    pub fn of(content: &[u8], signer: &Signer) -> Option<Self> {
        let (mut is_dossier, mut found) = (false, Self::Nobody);
        let (mut depth, mut part, mut member) = (0_usize, &[][..], &[][..]);
        let mut rest = content;
        while let Some((byte, after)) = rest.split_first() {
            rest = after;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => {
                    let text;
                    (text, rest) = string(after);
                    let is_member = rest.trim_ascii_start().first() == Some(&b':');
                    match (is_member, depth) {
                        (true, 1) => (part, member) = (text, &[]),
                        (true, 2) => member = text,
                        (true, _) => {}
                        (false, 1) => is_dossier |= part == b"format" && text == FORMAT.as_bytes(),
                        (false, _) => {
                            let standing = Self::at(depth, part, member, text);
                            if standing > found && is(signer, text) {
                                found = standing;
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        is_dossier.then_some(found)
    }

    /// What a text names somebody as, by where it stands.
    fn at(depth: usize, part: &[u8], member: &[u8], text: &[u8]) -> Self {
        match (part, member, depth) {
            (b"applicant", b"id", 2) => Self::Applicant,
            (b"on_behalf_of", b"id", 2) => Self::Represented,
            (b"answers", ..) if text.len() == PERSONAL_ID => Self::Answers,
            _ => Self::Nobody,
        }
    }

    /// Its word; none for nobody.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Nobody => None,
            Self::Answers => Some("answers"),
            Self::Represented => Some("represented"),
            Self::Applicant => Some("applicant"),
        }
    }
}

fn is(signer: &Signer, id: &[u8]) -> bool {
    str::from_utf8(id).is_ok_and(|id| signer.must_be(id).is_ok())
}

/// A text up to its closing mark, and what comes after that.
fn string(rest: &[u8]) -> (&[u8], &[u8]) {
    let mut is_escaped = false;
    let end = rest.iter().position(|byte| {
        let is_plain = !is_escaped;
        is_escaped = *byte == b'\\' && is_plain;
        *byte == b'"' && is_plain
    });
    let (text, after) = rest.split_at(end.unwrap_or(rest.len()));
    (text, after.get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::Standing;
    use dossier::content::Content;
    use dossier::signature::Signer;

    const HANG: &str = "001195004321";
    const THANH: &str = "079090001234";
    const BAY: &str = "092048000321";
    const BAKERY: &str = "0312345673";

    /// A dossier that Hằng files, as its bytes are fixed: for `whom`, helped by `helper`, with these answers.
    fn content(answers: &str, whom: Option<[&str; 2]>, helper: Option<&str>) -> String {
        let helper = helper.map_or_else(String::new, |id| {
            format!(r#""helped_by":{{"id":"{id}","mandate":"m1","name":"Người giúp"}},"#)
        });
        let whom = whom.map_or_else(String::new, |[id, right]| {
            format!(r#""on_behalf_of":{{"id":"{id}","name":"Ai đó","reference":"R-1","right":"{right}"}},"#)
        });
        let text = [
            r#"{"agency":{"commune":"00082","province":"01"},"answers":"#,
            answers,
            r#","applicant":{"id":"001195004321","name":"Nguyễn Thị Bích Hằng"},"attestations":[],"#,
            r#""created_at":"2026-11-21T08:05:00Z","documents":[],"dossier":"d_7yq2m8","#,
            r#""fee":{"basis":[],"gross":0,"lines":[],"net":0},"format":"congdan/dossier/1","#,
            &helper,
            r#""language":"vi","#,
            &whom,
            r#""procedure":{"code":"1.001193","schema_sha256":"5c","texts_sha256":"7e","version":"2026-09"},"#,
            r#""provenance":{"note":{"note":"036192000789","origin":"typed"}},"snapshot":1}"#,
        ]
        .concat();
        assert!(Content::parse(text.as_bytes()).is_ok(), "{text}");
        text
    }

    fn signer(citizen_id: Option<&str>, tax_code: Option<&str>) -> Signer {
        let none = String::new;
        Signer {
            name: none(),
            citizen_id: citizen_id.map(str::to_owned),
            tax_code: tax_code.map(str::to_owned),
            serial: none(),
            issuer: none(),
            signing_time: none(),
            not_before: none(),
            not_after: none(),
            certificate: Vec::new(),
            stamp: None,
        }
    }

    fn person(content: &str, id: &str) -> Option<Standing> {
        Standing::of(content.as_bytes(), &signer(Some(id), None))
    }

    #[test]
    fn the_applicant_is_named_and_a_stranger_is_not() {
        let own = content("{}", None, None);
        assert_eq!(person(&own, HANG), Some(Standing::Applicant));
        assert_eq!(person(&own, THANH), Some(Standing::Nobody));
        let nameless = signer(None, None);
        assert_eq!(Standing::of(own.as_bytes(), &nameless), Some(Standing::Nobody));
    }

    #[test]
    fn who_is_acted_for_is_named_beside_the_applicant() {
        let own = content("{}", Some([BAY, "mandate"]), None);
        assert_eq!(person(&own, HANG), Some(Standing::Applicant));
        assert_eq!(person(&own, BAY), Some(Standing::Represented));
        assert_eq!(person(&own, THANH), Some(Standing::Nobody));
    }

    #[test]
    fn the_seal_of_the_organisation_is_named_and_that_of_its_branch_or_of_a_person_there_is_not() {
        let own = content("{}", Some([BAKERY, "representative"]), None);
        let by = |citizen, code| Standing::of(own.as_bytes(), &signer(citizen, Some(code)));
        assert_eq!(by(None, BAKERY), Some(Standing::Represented));
        assert_eq!(by(None, "0312345673-001"), Some(Standing::Nobody));
        assert_eq!(by(None, "0301234567"), Some(Standing::Nobody));
        assert_eq!(by(Some(THANH), BAKERY), Some(Standing::Nobody));
        assert_eq!(by(Some(HANG), BAKERY), Some(Standing::Applicant));
    }

    #[test]
    fn who_signs_too_is_named_by_the_answers_also_in_a_row() {
        let answers = format!(
            r#"{{"code":"{BAKERY}","neighbour_id":"{THANH}","owners":[{{"name":"a \"{{b}}\\","owner_id":"{BAY}"}}]}}"#
        );
        let own = content(&answers, None, None);
        assert_eq!(person(&own, THANH), Some(Standing::Answers));
        assert_eq!(person(&own, BAY), Some(Standing::Answers));
        assert_eq!(person(&own, HANG), Some(Standing::Applicant));
        assert_eq!(person(&own, "036192000789"), Some(Standing::Nobody), "only what is answered");
        let seal = signer(None, Some(BAKERY));
        assert_eq!(Standing::of(own.as_bytes(), &seal), Some(Standing::Nobody), "only people sign too");
    }

    #[test]
    fn who_helped_and_whose_number_stands_inside_a_text_or_is_a_member_are_not_named() {
        let answers = format!(r#"{{"{THANH}":"x","why":"hỏi \"{THANH}\""}}"#);
        let own = content(&answers, None, Some(BAY));
        assert_eq!(person(&own, BAY), Some(Standing::Nobody));
        assert_eq!(person(&own, THANH), Some(Standing::Nobody));
    }

    #[test]
    fn what_is_no_dossier_names_nobody() {
        for other in [
            "",
            "{",
            "%PDF-1.7",
            r#"{"answers":{},"snapshot":1}"#,
            r#"{"a":{"format":"congdan/dossier/1"}}"#,
            "\"\\",
        ] {
            assert_eq!(person(other, HANG), None, "{other}");
        }
    }

    #[test]
    fn the_same_in_other_spaces_is_the_same_dossier() {
        let spaced = content("{}", None, None).replace(':', " : ").replace(',', ",\n ");
        assert_eq!(person(&spaced, HANG), Some(Standing::Applicant));
        assert_eq!(person(&spaced, THANH), Some(Standing::Nobody));
    }
}
