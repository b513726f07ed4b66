//! Walks: a form, and steps through it by dice. The real procedures, the gallery and made forms take turns. What is seen after
//! every step, and the bytes that would be signed, go into a digest; natively each is also compared with the same draft opened anew, and with what was reported.

use std::io::{self, Write};
use std::sync::Arc;

use eform::{Answers, Beside, Changes, Facts, Form, Instance, Schema, cases, compile};

use crate::dice::Dice;
use crate::seen::{broken_promises, reported, seen};
use crate::steps::{Step, day, facts, first_day};
use crate::{forms, frozen};

/// Steps of one walk.
pub const STEPS: u64 = 50;

/// The forms of the repository: every procedure with its lists of codes and calendars, compiled once.
pub struct Forms(Vec<(String, Arc<Form>)>);

impl Forms {
    /// Compiles them.
    ///
    /// # Panics
    /// When a procedure of the repository does not compile, or what lies beside it is not read.
    #[must_use]
    pub fn of_the_repository() -> Self {
        let names =
            |(name, text): &(&'static str, &'static str)| (name.trim_start_matches("procedures/"), *text);
        let beside = Beside::read(web::BESIDE.iter().map(names));
        let beside = beside.unwrap_or_else(|issues| panic!("{issues:?}"));
        let compiled = |(name, text): &(&str, &str)| {
            let form = Schema::from_json(text).and_then(|schema| compile(&schema));
            let form = form.unwrap_or_else(|issues| panic!("{name}: {issues:?}"));
            ((*name).to_owned(), Arc::new(form.given(&beside)))
        };
        Self(web::PROCEDURES.iter().map(compiled).collect())
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The form of a walk, and what it is called: every other one is made for it.
    fn take(&self, walk: u64, dice: &mut Dice) -> (String, Arc<Form>) {
        let turn = usize::try_from(walk / 2 % self.0.len() as u64).unwrap_or_default();
        if walk.is_multiple_of(2) {
            return self.0[turn].clone();
        }
        let (form, text) = forms::form(dice);
        (text, form)
    }
}

/// FNV-1a over what is written to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Write for Digest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Digest {
    fn take(&mut self, text: &str) {
        _ = self.write_all(text.as_bytes());
    }

    /// Its sixteen hexadecimal digits.
    #[must_use]
    pub fn text(self) -> String {
        format!("{:016x}", self.0)
    }
}

/// Whether each step is also compared with the draft opened anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// It is.
    WithScratch,
    /// Only the digest is made.
    No,
}

/// Walks so many steps from a seed, by walks that are numbered from `first`; gives the digest of all that was seen.
///
/// # Errors
/// What was found to be wrong, with the walk and the step.
pub fn walk(forms: &Forms, seed: u64, first: u64, steps: u64, compare: Compare) -> Result<Digest, String> {
    let mut digest = Digest::default();
    let mut left = steps;
    for number in first.. {
        if left == 0 {
            break;
        }
        let count = left.min(STEPS);
        left -= count;
        one(forms, seed, number, count, compare, &mut digest)
            .map_err(|wrong| format!("seed {seed}, walk {number}: {wrong}"))?;
    }
    Ok(digest)
}

fn one(
    forms: &Forms,
    seed: u64,
    number: u64,
    count: u64,
    compare: Compare,
    digest: &mut Digest,
) -> Result<(), String> {
    let mut dice = Dice::new(seed, number);
    let (name, form) = forms.take(number, &mut dice);
    let today = if dice.one_in(8) { day(&mut dice) } else { first_day() };
    let known = if dice.one_in(2) { facts(&mut dice) } else { Facts::new() };
    let mut instance = Instance::new(form, Answers::new(), known, today);
    digest.take(&seen(&instance));
    for at in 0..count {
        let step = Step::next(&mut dice, &instance);
        let last = (compare == Compare::WithScratch).then(|| instance.clone());
        let changes = step.take(&mut instance);
        digest.take(&reported(&changes).to_string());
        let now = seen(&instance);
        digest.take(&now);
        digest.take(&frozen::text(&instance));
        if at % 10 == 9 {
            explained(&instance, &mut dice, digest);
        }
        if let Some(last) = last {
            let wrong = compared(&last, &instance, &changes, &now);
            if !wrong.is_empty() {
                return Err(format!("step {at} ({step:?}): {}\nform: {name}", wrong.join("\n")));
            }
        }
    }
    Ok(())
}

/// Why one field and the fees are what they are.
fn explained(instance: &Instance, dice: &mut Dice, digest: &mut Digest) {
    let paths = instance.paths();
    if let Some(path) = paths.get(dice.roll(paths.len())) {
        digest.take(&serde_json::json!(instance.explain(path)).to_string());
    }
    for fee in instance.form().fees() {
        digest.take(&serde_json::json!(instance.explain_fee(&fee.id)).to_string());
    }
}

/// What differs from the draft opened anew, what changed without being reported, and what breaks a promise.
#[must_use]
pub fn compared(last: &Instance, instance: &Instance, changes: &Changes, now: &str) -> Vec<String> {
    let form = instance.form().clone();
    let scratch = Instance::new(form, instance.answers().clone(), instance.facts(), instance.today());
    let mut wrong = broken_promises(instance);
    wrong.extend(frozen::broken_promises(instance));
    if seen(&scratch) != now {
        wrong.push("not what the same draft shows when it is opened anew".to_owned());
        wrong.extend(cases::differences(instance, &scratch));
    }
    for path in instance.paths() {
        if last.field(&path) != instance.field(&path) && !changes.paths.contains(&path) {
            wrong.push(format!("{path} changed and was not reported"));
        }
    }
    wrong
}
