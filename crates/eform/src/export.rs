//! What a procedure means to programs that do not have this engine: JSON Schema 2020-12 of its answers ([`answers`]) for
//! systems that receive dossiers, and of `procedure.json` itself ([`format`]) for editors. A schema says what one value may
//! be; what needs other answers, lists of the whole country or arithmetic it cannot say, and [`UNSAID`] lists all of that.
//! For the command line, never for the portal.

mod answers;
mod format;
mod patterns;
mod values;

use std::collections::BTreeMap;

pub use answers::answers;
pub use format::{SHAPE, format};

/// Texts of one language by key, for titles.
pub type Texts = BTreeMap<String, String>;

/// The longest list of codes that is written out as `enum`; of a longer one only the shape of its codes is said.
pub const MOST_CODES: usize = 500;

/// Every keyword that an export may use and that judges something.
pub const KEYWORDS: &[&str] = &[
    "$defs",
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "enum",
    "if",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "then",
    "type",
    "uniqueItems",
];

/// Every keyword that an export may use and that judges nothing.
pub const ANNOTATIONS: &[&str] = &["$comment", "$schema", "description", "title"];

/// Codes of violations that an exported schema does not see, each with the reason. Rules of the procedure (`rule.…`), that
/// nobody signs twice (`same_person`) and warnings are not seen either, and an answer is only missed where it is asked of everybody. Whatever else the engine
/// refuses in a value, the schema refuses; and the schema refuses no value that the engine gives.
pub const UNSAID: [(&str, &str); 14] = [
    ("address.commune", "which commune lies in which province is in lists of the whole country"),
    ("address.commune.ended", "a schema does not know which day it is"),
    ("address.province", "a schema does not know which day it is, and a code may be of a later one"),
    ("address.province.ended", "a schema does not know which day it is"),
    ("catalogue.ended", "a schema does not know which day it is"),
    ("catalogue.not_yet", "a schema does not know which day it is"),
    ("catalogue.unknown", "a list of more than 500 codes, or of none, is not written out"),
    ("date.after_max", "JSON Schema does not compare dates, and the day may be another answer"),
    ("date.before_min", "JSON Schema does not compare dates, and the day may be another answer"),
    ("date.future", "a schema does not know which day it is"),
    ("decimal.max", "decimals are texts, which JSON Schema does not compare"),
    ("decimal.min", "decimals are texts, which JSON Schema does not compare"),
    ("file.one_of", "whether a paper is needed depends on the other papers"),
    ("tax_code.check", "a check digit needs arithmetic"),
];

/// Ways of writing that a schema accepts and the engine never has, each with an example.
pub const UNSAID_FORMS: [(&str, &str); 6] = [
    ("a letter and its mark apart where one letter has both (not NFC)", "\"e\u{302}\""),
    ("options of a list in another order than the form has them", "[\"b\",\"a\"]"),
    ("a whole number written as a fraction", "1.0"),
    ("a decimal of nineteen digits that is too much for 64 bits", "\"9999999999999999999\""),
    (
        "two different files with one id",
        concat!(
            r#"[{"id":"a","name":"a","size":1,"type":"application/pdf","sha256":"0000000000000000000000000000000000000000000000000000000000000000"},"#,
            r#"{"id":"a","name":"b","size":1,"type":"application/pdf","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}]"#
        ),
    ),
    ("two different rows with one id", "[{\"id\":\"r1\",\"a\":1},{\"id\":\"r1\",\"a\":2}]"),
];
