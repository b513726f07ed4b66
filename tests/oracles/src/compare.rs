//! Compares the engine with another one. With every answer given, both must say the same. With answers missing, ours may
//! say that it cannot know; but what it does say must be what the other says however the gaps are filled.
//!
//! One difference is meant: two texts are equal here wherever the tone mark of a syllable stands. Pieces of texts can
//! come to differ only in that; such a difference is recognised by its going away when all tones are taken off.

use std::collections::BTreeMap;

use eform::cases;
use serde_json::Value;

use crate::dice::Dice;
use crate::expression::{Maker, Wanted, calculation, foreign};
use crate::number::{decimal, near, same};
use crate::world::{World, without_tones};

/// Another engine: a rule and data to a result.
pub type Engine<'e> = dyn FnMut(&Value, &Value) -> Result<Value, String> + 'e;

/// A rule that explains why another engine differs: its name, and how to ask the same without what makes the difference.
pub type Reason = (&'static str, fn(&Value) -> Value);

/// What a comparison has found.
#[derive(Debug, Default)]
pub struct Tally {
    /// Results that were compared and agree.
    pub agree: usize,
    /// Expressions that ours could not decide for lack of answers.
    pub open: usize,
    /// Differences by the reason that explains them.
    pub explained: BTreeMap<&'static str, usize>,
    /// Differences that nothing explains.
    pub wrong: Vec<String>,
    /// How often each operator was used.
    pub operators: BTreeMap<String, usize>,
}

const WANTED: [Wanted; 3] = [Wanted::Bool, Wanted::Number, Wanted::Text];

/// Compares so many expressions with every answer given.
pub fn with_all_answers(engine: &mut Engine<'_>, reasons: &[Reason], seed: u64, count: usize) -> Tally {
    let mut dice = Dice::new(seed);
    let mut tally = Tally::default();
    for _ in 0..count {
        let wanted = *dice.pick(&WANTED);
        let rule = Maker { dice: &mut dice, sees_missing: true }.make(wanted, 4);
        let world = World::full(&mut dice);
        let (found, is_decimal) = ours(&world, &rule);
        used(&rule, &mut tally.operators);
        judge(engine, reasons, &mut tally, &rule, [&world, &world], (found.as_ref(), is_decimal));
    }
    tally
}

/// Compares so many expressions with some answers missing, each with the gaps filled in three ways.
pub fn with_answers_missing(engine: &mut Engine<'_>, reasons: &[Reason], seed: u64, count: usize) -> Tally {
    let mut dice = Dice::new(seed ^ 0xffff);
    let mut tally = Tally::default();
    for _ in 0..count {
        let wanted = *dice.pick(&WANTED);
        let rule = Maker { dice: &mut dice, sees_missing: false }.make(wanted, 4);
        let part = World::full(&mut dice).without_some(&mut dice);
        let (found, is_decimal) = ours(&part, &rule);
        let Some(found) = found else {
            tally.open += 1;
            continue;
        };
        used(&rule, &mut tally.operators);
        for _ in 0..3 {
            let world = part.filled(&mut dice);
            judge(engine, reasons, &mut tally, &rule, [&part, &world], (Some(&found), is_decimal));
        }
    }
    tally
}

/// Compares so many calculations with decimals that floats cannot hold: both must mean the same but for the error of floats.
pub fn of_decimals(engine: &mut Engine<'_>, seed: u64, count: usize) -> Tally {
    let mut dice = Dice::new(seed ^ 0xdec1);
    let mut tally = Tally::default();
    let world = World::full(&mut dice);
    for _ in 0..count {
        let rule = calculation(&mut dice, 3);
        let exact = ours(&world, &rule).0.as_ref().and_then(decimal);
        let theirs = engine(&rule, &world.data());
        match (exact, &theirs) {
            (Some(exact), Ok(Value::Number(theirs))) if near(exact, &theirs.to_string()) => tally.agree += 1,
            _ => tally.wrong.push(format!("{rule}: ours {exact:?}, theirs {theirs:?}")),
        }
    }
    tally
}

/// Our value of an expression, and whether it is a decimal.
fn ours(world: &World, rule: &Value) -> (Option<Value>, bool) {
    match cases::evaluate(&world.instance(), rule) {
        Ok((kind, value)) => (value, kind == "decimal"),
        Err(issues) => panic!("not well typed: {rule}: {issues:?}"),
    }
}

fn judge(
    engine: &mut Engine<'_>,
    reasons: &[Reason],
    tally: &mut Tally,
    rule: &Value,
    [ours_over, world]: [&World; 2],
    (found, is_decimal): (Option<&Value>, bool),
) {
    let other = foreign(rule);
    let theirs = engine(&other, &world.data());
    if theirs.as_ref().is_ok_and(|theirs| same(found, theirs, is_decimal)) {
        tally.agree += 1;
        return;
    }
    let (plain, plain_rule) = (world.without_tones(), without_tones(rule));
    if let Ok(theirs) = engine(&foreign(&plain_rule), &plain.data())
        && same(ours(&ours_over.without_tones(), &plain_rule).0.as_ref(), &theirs, is_decimal)
    {
        *tally.explained.entry("the place of a tone mark").or_default() += 1;
        return;
    }
    let mut agrees_with =
        |rule: &Value| engine(rule, &world.data()).is_ok_and(|theirs| same(found, &theirs, is_decimal));
    match reasons.iter().find(|(_, rewrite)| agrees_with(&rewrite(&other))) {
        Some((reason, _)) => *tally.explained.entry(reason).or_default() += 1,
        None => tally.wrong.push(format!("{other} over {}: ours {found:?}, theirs {theirs:?}", world.data())),
    }
}

fn used(rule: &Value, out: &mut BTreeMap<String, usize>) {
    match rule {
        Value::Object(map) => {
            for (name, arguments) in map {
                *out.entry(name.clone()).or_default() += 1;
                used(arguments, out);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| used(item, out)),
        _ => {}
    }
}
