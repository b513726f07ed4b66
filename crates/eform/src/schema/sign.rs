//! What the law asks of the person who files, in place of a hand on paper, and what it takes instead.

use super::reader::Reader;

/// What the law asks of the person who files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    /// Nothing beside having signed in.
    #[default]
    None,
    /// Confirming what is filed with the national identity (NQ 66.22/2026/NQ-CP, article 7).
    Identity,
    /// A personal digital signature.
    Personal,
    /// A digital signature of the enterprise that the dossier is for.
    Organisation,
}

/// A way for who has no certificate, where a signature is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsteadWay {
    /// Confirming what is filed with the national identity counts as much.
    Identity,
    /// The national app gives a signature that costs nothing; with it the citizen signs like anybody else.
    NationalApp,
    /// What is filed is printed, signed by hand and scanned.
    Paper,
}

/// What the law takes, and where it says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instead {
    /// What the citizen does.
    pub way: InsteadWay,
    /// Legal basis, cited as the law prints it.
    pub basis: String,
}

/// What is asked for, its legal basis, and the ways for who has no certificate, in the order in which they are offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// What is asked for. A deployment may ask for something else.
    pub asked: Sign,
    /// Legal basis, cited as the law prints it. The checker misses it when something is asked for.
    pub basis: Option<String>,
    /// What the law takes where a signature is asked for, be it by a deployment only.
    pub instead: Vec<Instead>,
}

impl Signature {
    /// Reads `sign`, `sign_basis` and `sign_instead` of a procedure.
    pub(crate) fn read(procedure: &mut Reader<'_, '_>) -> Self {
        let asked = match procedure.word("sign", &["none", "identity", "personal", "organisation"]).as_str() {
            "identity" => Sign::Identity,
            "personal" => Sign::Personal,
            "organisation" => Sign::Organisation,
            _ => Sign::None,
        };
        let basis = procedure.text_or_none("sign_basis");
        let instead = procedure.list("sign_instead", read_instead);
        if is_told_twice(&instead) {
            procedure.issue("sign_instead", "duplicate_id");
        }
        Self { asked, basis, instead }
    }

    /// What the law says about a way, if it allows it.
    #[must_use]
    pub fn instead(&self, way: InsteadWay) -> Option<&Instead> {
        self.instead.iter().find(|one| one.way == way)
    }
}

impl Instead {
    /// Reads a way, of those that there are here.
    pub(super) fn read(mut reader: Reader<'_, '_>, ways: &'static [&'static str]) -> Self {
        let way = match reader.word("way", ways).as_str() {
            "identity" => InsteadWay::Identity,
            "paper" => InsteadWay::Paper,
            _ => InsteadWay::NationalApp,
        };
        let instead = Self { way, basis: reader.text("basis") };
        reader.finish();
        instead
    }
}

/// Whether two of these are the same way.
pub(super) fn is_told_twice(instead: &[Instead]) -> bool {
    (0..instead.len()).any(|at| instead[..at].iter().any(|earlier| earlier.way == instead[at].way))
}

fn read_instead(reader: Reader<'_, '_>) -> Instead {
    Instead::read(reader, &["identity", "national_app", "paper"])
}

#[cfg(test)]
mod tests {
    use super::{InsteadWay, Sign};
    use crate::schema::Schema;
    use serde_json::{Value, json};

    fn read(sign: Value) -> Result<Schema, Vec<String>> {
        let mut schema = json!({
            "format": "congdan/procedure/1", "code": "x", "version": "1", "level": "commune", "sector": "x",
            "languages": ["vi"], "service": {}, "fees": [], "pages": [],
        });
        schema.as_object_mut().unwrap().extend(sign.as_object().unwrap().clone());
        let code = |issue: crate::SchemaIssue| format!("{} {}", issue.pointer, issue.code);
        Schema::from_value(&schema).map_err(|issues| issues.into_iter().map(code).collect())
    }

    #[test]
    fn what_is_taken_instead_is_told_with_its_legal_basis_and_once() {
        let schema = read(json!({
            "sign": "personal", "sign_basis": "Luật A",
            "sign_instead": [{"way": "identity", "basis": "Luật B"}, {"way": "national_app", "basis": "Luật C"}, {"way": "paper", "basis": "Luật D"}],
        }))
        .unwrap();
        assert_eq!(schema.signature.asked, Sign::Personal);
        assert_eq!(schema.signature.instead(InsteadWay::Identity).unwrap().basis, "Luật B");
        assert_eq!(schema.signature.instead(InsteadWay::Paper).unwrap().basis, "Luật D");
        let of_enterprise = read(json!({"applicant": "enterprise", "sign": "organisation"})).unwrap();
        assert_eq!(of_enterprise.signature.asked, Sign::Organisation);
        assert_eq!(read(json!({"sign": "none"})).unwrap().signature.instead(InsteadWay::NationalApp), None);
        for (sign, wrong) in [
            (json!({"sign": "organisation"}), "/sign organisation_of_nobody"),
            (
                json!({"sign": "none", "sign_instead": [{"way": "identity"}]}),
                "/sign_instead/0/basis missing_key",
            ),
            (
                json!({"sign": "none", "sign_instead": [{"way": "scan", "basis": "x"}]}),
                "/sign_instead/0/way unknown_word",
            ),
            (
                json!({"sign": "none", "sign_instead": [{"way": "identity", "basis": "x"}, {"way": "identity", "basis": "y"}]}),
                "/sign_instead duplicate_id",
            ),
        ] {
            assert_eq!(read(sign).unwrap_err(), [wrong]);
        }
    }
}
