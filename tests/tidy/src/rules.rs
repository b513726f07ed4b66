//! The rules, one file each.

pub mod crates;
pub mod headers;
pub mod interface;
pub mod length;
pub mod rooms;
pub mod shown;
pub mod style;
pub mod texts;
pub mod words;

use crate::Finding;
use crate::repository::Repository;

/// A rule with the name that its failure shows.
pub type Rule = (&'static str, fn(&Repository) -> Vec<Finding>);

/// All rules.
pub const ALL: &[Rule] = &[
    ("every file begins with what lives in it", headers::check),
    ("no file is past 400 lines", length::check),
    ("packages depend on each other as the house says", crates::check),
    ("rooms of the portal call each other as the house says", rooms::check),
    ("texts are complete in every language", texts::parity),
    ("texts are in composed form", texts::composed),
    ("texts that the portal asks for exist", texts::asked_for),
    ("the steps of a dossier ask for no text of the front", texts::of_the_other_part),
    ("no interface text in Rust", interface::check),
    ("style sheets mirror the Rust files", style::check),
    ("cases of incidents are shown by tests that are there", shown::check),
    ("nothing unfinished, skipped, unsafe or private is left behind", words::check),
];
