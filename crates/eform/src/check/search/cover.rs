//! Cases that cover a procedure: every pair of values that two conditions' answers, facts or days can have together, and
//! every limit just below, at and above. The same seed always makes the same cases.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Explorer, World};
use crate::check::cone::{Input, Named, Note, close, input};
use crate::check::domain::{Axis, edges};
use crate::check::{Subject, Witness, conditions, dice::Dice};
use crate::form::Form;
use crate::form::layout::narrow;
use crate::issue::SchemaIssue;
use crate::kinds::Kind;
use crate::{Instance, Schema, compile};

/// Most states that are tried to bring two values together.
const TRIES: usize = 300;

/// Most values of a number, a date or the like that are paired with others, and how many stand for more than that; the
/// values around limits have cases of their own.
const MOST: usize = 4;
const FEW: usize = 3;

/// Covering cases.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// Answers, facts and a day each.
    pub cases: Vec<Witness>,
    /// Pairs of values that the cases bring together, and single values.
    pub pairs: usize,
    /// Pairs that were not met, nearly always because one answer is not asked beside the other.
    pub not_met: Vec<NotMet>,
    /// How many cases stand at a limit.
    pub limits: usize,
}

/// Two values that no case brings together; one value alone stands beside itself.
#[derive(Clone, Debug, PartialEq)]
pub struct NotMet {
    /// The answers, facts or the day, as findings name them.
    pub names: [String; 2],
    /// Their values; null is not answered.
    pub values: [Value; 2],
    /// Everything that decides whether they are asked was tried: they cannot stand together.
    pub never: bool,
}

/// Two inputs with the numbers of their values.
type Pair = (usize, usize, usize, usize);

/// Makes covering cases from a schema alone.
///
/// # Errors
/// The schema does not compile.
pub fn cover(subject: &Subject<'_>, seed: u64) -> Result<Cover, Vec<SchemaIssue>> {
    let schema = Schema::from_json(subject.schema)?;
    let mut search = Explorer::new(compile(&schema)?.given(&subject.beside), subject);
    search.dice = Dice(seed);
    let form = search.form.clone();
    let order = search.order(&close(&form, conditions::conditions(&form)));
    let order: Vec<_> = order.into_iter().map(|(input, axis)| (input, few(&form, input, &axis))).collect();
    let mut left = pairs(&order);
    let all = left.len();
    let mut cover = Cover::default();
    let mut worlds = Vec::new();
    // Whether each of them can never be.
    let mut not_met: BTreeMap<Pair, bool> = BTreeMap::new();
    while let Some(&pair) = left.iter().find(|pair| !not_met.contains_key(*pair)) {
        let world = match search.meet(&order, pair) {
            Ok(world) => world,
            Err(never) => {
                not_met.insert(pair, never);
                continue;
            }
        };
        let (world, met) = search.fill(world, &order, pair, &left);
        let before = left.len();
        left.retain(|pair| !met.contains(pair));
        if left.len() == before {
            not_met.insert(pair, false);
        } else {
            worlds.push(world);
        }
    }
    if worlds.is_empty() {
        worlds.push(World::new(&form, search.today));
    }
    cover.pairs = all - left.len();
    cover.not_met = not_met
        .into_iter()
        .filter(|(pair, _)| left.contains(pair))
        .map(|((first, one, second, other), never)| {
            let value = |place: usize, value: usize| order[place].1.values[value].clone().unwrap_or_default();
            NotMet {
                names: [first, second].map(|place| search.name(order[place].0)),
                values: [value(first, one), value(second, other)],
                never,
            }
        })
        .collect();
    cover.cases = worlds.iter().map(World::situation).collect();
    let limits = search.at_limits(&worlds);
    cover.limits = limits.len();
    cover.cases.extend(limits);
    Ok(cover)
}

/// What a form makes of a case: what is asked, what is wrong, what it costs.
#[must_use]
pub fn transcript(instance: &Instance) -> Value {
    let pages = instance.pages();
    let asked = pages.iter().flat_map(|page| &page.paths);
    let asked: Vec<&String> =
        asked.filter(|path| instance.field(path).is_some_and(|field| field.visible)).collect();
    let wrong: Vec<String> =
        instance.violations().iter().map(|found| [&found.path, " ", found.code.as_ref()].concat()).collect();
    let quote = instance.quote();
    let total = quote.total.saturating_add(quote.on_notice).saturating_add(quote.on_result);
    json!({"pages": pages.iter().map(|page| &page.id).collect::<Vec<_>>(), "asked": asked, "wrong": wrong,
        "total": total, "pending": quote.pending})
}

/// All options of a choice; of other values a few, from the first to the last, which is not to answer.
fn few(form: &Form, input: Input, axis: &Arc<Axis>) -> Arc<Axis> {
    let last = axis.values.len().saturating_sub(1);
    let is_choice = matches!(input, Input::Answer(def) if matches!(form.at(def).kind, Kind::Choice(_)));
    if axis.values.len() <= MOST || is_choice {
        return axis.clone();
    }
    let values = (0..FEW).map(|step| axis.values[step * last / (FEW - 1)].clone()).collect();
    Arc::new(Axis { values, exact: false })
}

/// Every pair of values of two inputs.
fn pairs(order: &[(Input, Arc<Axis>)]) -> BTreeSet<Pair> {
    let size = |input: usize| order[input].1.values.len();
    let mut all = BTreeSet::new();
    for second in 0..order.len() {
        // Each value once, also where there is nothing to pair it with.
        all.extend((0..size(second)).map(|value| (second, value, second, value)));
        for first in 0..second {
            for one in 0..size(first) {
                all.extend((0..size(second)).map(|other| (first, one, second, other)));
            }
        }
    }
    all
}

impl Explorer {
    /// A state in which two inputs have the given values and both are asked; otherwise whether there is none.
    fn meet(&mut self, order: &[(Input, Arc<Axis>)], pair: Pair) -> Result<World, bool> {
        let (first, one, second, other) = pair;
        let mut named = Named::default();
        named.inputs.extend([order[first].0, order[second].0]);
        let only = |place: usize, value: usize| {
            let axis = &order[place].1;
            Arc::new(Axis { values: vec![axis.values[value].clone()], exact: true })
        };
        let form = self.form.clone();
        let named = close(&form, named);
        let mut cone = self.order(&named);
        for (input, axis) in &mut cone {
            if *input == order[first].0 {
                *axis = only(first, one);
            } else if *input == order[second].0 {
                *axis = only(second, other);
            }
        }
        let are_open = |world: &World| {
            world.is_open(order[first].0) && world.is_open(order[second].0) && world.is_all_legal()
        };
        for _ in 0..TRIES / 10 {
            let world = self.random(&cone);
            if are_open(&world) && has(&world, &order[first], one) && has(&world, &order[second], other) {
                return Ok(world);
            }
        }
        let mut world = World::new(&self.form, self.today);
        let mut left = TRIES;
        world.dive(&cone, &mut left, &mut |world| are_open(world));
        if left > 0 && are_open(&world) {
            return Ok(world);
        }
        let is_exact = cone.iter().all(|(_, axis)| axis.exact);
        Err(left > 0 && is_exact && !named.notes.contains(&Note::Loose))
    }

    /// Gives everything else the values that bring the most pairs together that are still to be met.
    fn fill(
        &mut self,
        mut world: World,
        order: &[(Input, Arc<Axis>)],
        pair: Pair,
        left: &BTreeSet<Pair>,
    ) -> (World, BTreeSet<Pair>) {
        let mut chosen: Vec<(usize, usize)> = Vec::new();
        for (place, (input, axis)) in order.iter().enumerate() {
            if !world.is_open(*input) || axis.values.is_empty() {
                continue;
            }
            let fixed = [(pair.0, pair.1), (pair.2, pair.3)].into_iter().find(|(fixed, _)| *fixed == place);
            let turn = self.dice.roll(axis.values.len());
            let gain = |value: usize| {
                chosen
                    .iter()
                    .chain([&(place, value)])
                    .filter(|(before, one)| left.contains(&(*before, *one, place, value)))
                    .count()
            };
            let values = (0..axis.values.len()).map(|value| (value + turn) % axis.values.len());
            let best = values.max_by_key(|value| gain(*value)).unwrap_or(0);
            let value = fixed.map_or(best, |(_, value)| value);
            let before = world.value(*input);
            if !has(&world, &order[place], value) {
                world.give(*input, axis.values[value].as_ref());
            }
            // The pair that the case is made for stays.
            let stays =
                world.is_legal(*input) && [pair.0, pair.2].iter().all(|kept| world.is_open(order[*kept].0));
            if !stays {
                world.give(*input, before.as_ref());
            }
            let value = if stays {
                Some(value)
            } else {
                (0..axis.values.len()).find(|value| has(&world, &order[place], *value))
            };
            chosen.extend(value.filter(|_| world.is_legal(*input)).map(|value| (place, value)));
        }
        // What was chosen early may no longer be asked.
        chosen.retain(|(place, _)| world.is_open(order[*place].0));
        let met = chosen.iter().enumerate().flat_map(|(at, (second, other))| {
            chosen[..=at].iter().map(move |(first, one)| (*first, *one, *second, *other))
        });
        let met = met.collect();
        (world, met)
    }

    /// One case just below, at and above each limit, in the first state in which the field is asked.
    fn at_limits(&mut self, worlds: &[World]) -> Vec<Witness> {
        let form = self.form.clone();
        let mut cases = Vec::new();
        for def in 0..narrow(form.defs.len()) {
            let input = input(&form, def);
            let values = edges(&form, def, self.today);
            if values.is_empty() || form.at(def).is_computed() {
                continue;
            }
            let Some(world) = worlds.iter().find(|world| world.is_open(input)) else { continue };
            for value in values {
                let mut world = world.clone();
                world.give(input, Some(&value));
                cases.push(world.situation());
            }
        }
        cases
    }
}

/// Whether an input has a value in a state.
fn has(world: &World, (input, axis): &(Input, Arc<Axis>), value: usize) -> bool {
    world.value(*input) == axis.values[value]
}
