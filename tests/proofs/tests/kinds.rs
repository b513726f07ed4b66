//! Every kind of field: made forms have it, its answers are values and mistakes, and what a widget shows of a value means that
//! value. A new kind is asked for by the compiler (in `answers`) and by the first of these tests.
#![cfg(test)]

use std::collections::BTreeSet;

use eform::{Field, Kind, Schema};
use proofs::dice::Dice;
use proofs::{answers, forms, kinds};

/// One field of each kind, and of its variants.
fn fields() -> Vec<Field> {
    let schema = Schema::from_value(&kinds::all()).unwrap_or_else(|issues| panic!("{issues:?}"));
    schema.pages.into_iter().flat_map(|page| page.fields).collect()
}

/// The words of all kinds, as the engine's source has them: there is no list of them at run time.
fn words_of_kinds() -> BTreeSet<&'static str> {
    let source = include_str!("../../../crates/eform/src/kinds.rs");
    let words = source.split("fn word(").nth(1).unwrap().split("fn value_type(").next().unwrap();
    words.split('"').skip(1).step_by(2).collect()
}

#[test]
fn made_forms_have_every_kind_of_field() {
    let mut met = BTreeSet::new();
    let mut in_rows = BTreeSet::new();
    for part in 0..600 {
        let (form, _) = forms::form(&mut Dice::new(1, part));
        for field in form.pages().iter().flat_map(|page| &page.fields) {
            met.insert(field.kind.word());
            in_rows.extend(field.cells().iter().map(|cell| cell.kind.word()));
        }
    }
    let all = words_of_kinds();
    assert!(all.len() >= 32);
    assert_eq!(all.difference(&met).collect::<Vec<_>>(), [&""; 0]);
    let known: BTreeSet<_> = kinds::plain().iter().map(|kind| kind["kind"].to_string()).collect();
    assert!(in_rows.len() + 3 >= known.len(), "{} kinds in rows of {}", in_rows.len(), known.len());
}

#[test]
fn answers_to_every_kind_of_field_are_values_and_mistakes() {
    let mut dice = Dice::new(1, 0);
    for field in fields() {
        let (mut values, mut wrong) = (0, 0);
        for _ in 0..300 {
            let parsed = field.kind.parse(&answers::raw(&mut dice, &field.kind));
            values += usize::from(parsed.value.is_some());
            wrong += usize::from(!parsed.faults.is_empty());
        }
        let is_asked = !matches!(field.kind, Kind::Notice | Kind::MoneyWords(_) | Kind::DateWords(_));
        assert!(!is_asked || (values >= 30 && wrong >= 5), "{}: {values}, {wrong}", field.id);
    }
}

#[test]
fn what_a_widget_shows_of_a_value_means_that_value_for_every_kind() {
    let mut dice = Dice::new(3, 0);
    let mut met = BTreeSet::new();
    for field in fields() {
        let mut values = BTreeSet::new();
        for _ in 0..400 {
            let raw = answers::raw(&mut dice, &field.kind);
            let Some(value) = field.kind.parse(&raw).value else { continue };
            let shown = field.kind.show(&value);
            let again = field.kind.parse(&shown);
            assert_eq!(
                again.value.as_ref(),
                Some(&value),
                "{}: {raw} is shown as {shown}",
                field.kind.word()
            );
            // And showing again changes nothing any more.
            assert_eq!(field.kind.show(&value), shown);
            values.insert(value.to_string());
        }
        met.extend((values.len() > 1).then(|| field.kind.word()));
    }
    let missed: Vec<_> = words_of_kinds().difference(&met).copied().collect();
    // A declaration is only ever made; a notice is only read.
    assert_eq!(missed, ["attestation", "notice"]);
}
