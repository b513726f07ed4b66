//! The walks natively, in small, and that they reach what they should. The comparison with WebAssembly is `cargo xtask steps`.
#![cfg(test)]

use std::collections::BTreeSet;

use eform::{Answers, Instance, State};
use proofs::dice::Dice;
use proofs::seen::seen;
use proofs::steps::{Step, facts, first_day};
use proofs::walk::{Compare, Forms, walk};
use proofs::{answers, forms, frozen};
use serde_json::json;

/// Another seed every day, printed; a failure names it as well.
fn seed() -> u64 {
    let seed = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs() / 86_400);
    println!("seed {seed}");
    seed
}

#[test]
fn after_every_step_a_form_is_what_it_would_be_had_it_been_opened_from_its_draft() {
    let forms = Forms::of_the_repository();
    assert!(forms.count() >= 3, "the procedures are embedded");
    let digest = walk(&forms, seed(), 0, 2000, Compare::WithScratch);
    assert!(digest.is_ok(), "{}", digest.unwrap_err());
}

#[test]
fn the_same_seed_walks_the_same_way_and_another_does_not() {
    let forms = Forms::of_the_repository();
    let digest = |seed| walk(&forms, seed, 3, 200, Compare::No).unwrap();
    assert_eq!(digest(5), digest(5));
    assert_ne!(digest(5), digest(6));
}

#[test]
fn a_walk_in_parts_is_the_walk_as_a_whole() {
    let forms = Forms::of_the_repository();
    let part = |first, steps| walk(&forms, 5, first, steps, Compare::No).unwrap();
    assert_ne!(part(0, 50), part(1, 50));
    assert_ne!(part(0, 50), part(0, 100));
    assert_eq!(part(7, 50), part(7, 50));
}

#[test]
fn walks_show_and_hide_and_fill_and_compute_and_break_rules() {
    let mut met: BTreeSet<String> = BTreeSet::new();
    for part in 0..150 {
        let mut dice = Dice::new(2, part);
        let (form, _) = forms::form(&mut dice);
        let mut instance = Instance::new(form, Answers::new(), facts(&mut dice), first_day());
        for _ in 0..40 {
            let step = Step::next(&mut dice, &instance);
            let changes = step.take(&mut instance);
            met.extend(changes.structure.then(|| "structure".to_owned()));
        }
        for path in instance.paths() {
            let field = instance.field(&path).unwrap();
            met.extend(
                field.provenance.map(|provenance| serde_json::json!(provenance)["origin"].to_string()),
            );
            met.extend(field.locked.then(|| "locked".to_owned()));
            met.extend(
                (field.value == State::NotApplicable && field.raw.is_some()).then(|| "hidden".to_owned()),
            );
            met.extend(path.contains('/').then(|| "cell".to_owned()));
        }
        met.extend(instance.violations().iter().map(|found| found.code.to_string()));
        met.extend(instance.quote().lines.iter().map(|_| "fee".to_owned()));
    }
    for word in ["structure", "locked", "hidden", "cell", "fee", "required", "rule.rule0", "group.max"] {
        assert!(met.contains(word), "{word} was never met");
    }
    for origin in ["typed", "register", "changed", "computed", "default"] {
        assert!(met.contains(&format!("\"{origin}\"")), "{origin} was never met");
    }
    assert!(met.len() > 40, "{met:?}");
}

#[test]
fn the_order_of_answering_does_not_matter_whatever_the_kinds() {
    let seed = seed();
    let (mut compared, mut signed) = (0, 0);
    for part in 0..120 {
        let mut dice = Dice::new(seed, 10_000 + part);
        let (form, text) = forms::form(&mut dice);
        // What a register locks at the moment cannot be answered, so there the order does matter.
        if text.contains("\"lock\":true") {
            continue;
        }
        let open =
            || Instance::new(form.clone(), Answers::new(), facts(&mut Dice::new(seed, part)), first_day());
        let mut rows = open();
        for group in
            form.pages().iter().flat_map(|page| &page.fields).filter(|field| !field.cells().is_empty())
        {
            rows.add_row(&group.id);
            rows.add_row(&group.id);
        }
        let can_be_typed = |path: &String| {
            let field = rows.field(path).unwrap().def;
            !field.is_computed() && field.cells().is_empty()
        };
        let paths: Vec<String> = rows.paths().into_iter().filter(can_be_typed).collect();
        let answers: Vec<_> = paths
            .iter()
            .map(|path| (path, answers::raw(&mut dice, &rows.field(path).unwrap().def.kind)))
            .collect();
        let (mut forwards, mut backwards) = (rows.clone(), rows.clone());
        for (path, raw) in &answers {
            forwards.set(path, Some(raw.clone()));
        }
        for (path, raw) in answers.iter().rev() {
            backwards.set(path, Some(raw.clone()));
        }
        assert_eq!(seen(&forwards), seen(&backwards), "seed {seed}, part {part}: {text}");
        assert_eq!(frozen::text(&forwards), frozen::text(&backwards), "seed {seed}, part {part}: {text}");
        compared += 1;
        signed += usize::from(frozen::content(&forwards).is_ok());
    }
    assert!(compared > 30 && signed > 8, "{compared}, {signed}");
}

#[test]
fn what_is_signed_holds_what_is_evaluated_and_depends_on_nothing_hidden() {
    let seed = seed();
    let (mut signed, mut hidden) = (0, 0);
    for part in 0..200 {
        let mut dice = Dice::new(seed, 20_000 + part);
        let (form, text) = forms::form(&mut dice);
        let mut instance = Instance::new(form, Answers::new(), facts(&mut dice), first_day());
        let office = json!({"province": "01", "commune": "00082"});
        for _ in 0..30 {
            Step::next(&mut dice, &instance).take(&mut instance);
            instance.set("office", Some(office.clone()));
            let broken = frozen::broken_promises(&instance);
            assert!(broken.is_empty(), "seed {seed}, part {part}: {broken:?}\n{text}");
            signed += usize::from(frozen::content(&instance).is_ok());
            hidden += usize::from(frozen::without_hidden(&instance).answers() != instance.answers());
        }
    }
    println!("{signed} contents, {hidden} drafts with hidden answers");
    assert!(signed > 2000 && hidden > 2000, "{signed}, {hidden}");
}
