//! Asks a question of a form: which outcomes does it have, and in which state? First over some random states of the
//! whole form, then over random states of what the question depends on, then over all of them. The engine itself is
//! what evaluates each state.

pub(super) mod cover;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cone::{Input, Named, Note, close};
use super::dice::Dice;
use super::domain::{Axis, Makings, axis, whole};
use super::finding::{Finding, Grade, Search, Witness};
use super::proof::{Wishes, impossible};
use super::{Subject, conditions};
use crate::form::Form;
use crate::{CivilDate, Instance};
pub(super) use world::{World, known};

/// States of the whole form that every question looks at first.
const SAMPLES: usize = 40;
/// Random states of what one question depends on.
const TRIES: usize = 400;
/// More of them where rows may have to differ in one certain way.
const ROWS_TRIES: usize = 2_000;

/// A form and what has been learnt of it.
pub(super) struct Explorer {
    pub form: Arc<Form>,
    pub today: CivilDate,
    /// Fields that no answers show.
    pub dead: BTreeSet<u32>,
    /// Pages that no answers show.
    pub dead_pages: BTreeSet<usize>,
    pub tried: usize,
    pub questions: usize,
    named: Named,
    edges: Vec<CivilDate>,
    axes: BTreeMap<Input, Arc<Axis>>,
    samples: Vec<World>,
    dice: Dice,
    budget: usize,
}

/// Which outcomes a question has, as bits of its own.
pub(super) struct Answer {
    /// All that were seen.
    pub seen: u8,
    /// A state for each bit.
    states: [Option<World>; 8],
    /// The budget ended first.
    pub is_open: bool,
    /// What was searched; complete only when it was asked for something that was not found.
    pub search: Search,
}

/// A question: its outcome in one state, 0 where it does not arise.
pub(super) type Judge<'j> = &'j dyn Fn(&Instance) -> u8;

impl Explorer {
    /// A form that is ready to be asked.
    pub fn new(form: Form, subject: &Subject<'_>) -> Self {
        let window = form.schema.effective;
        let mut today = subject.today;
        today = window.from.map_or(today, |from| today.max(from));
        today = window.to.map_or(today, |to| today.min(to));
        let windows = form.fees().iter().flat_map(|fee| {
            std::iter::once(fee.window).chain(fee.reductions.iter().map(|reduction| reduction.window))
        });
        let mut edges: Vec<CivilDate> =
            windows.chain([window]).flat_map(|window| [window.from, window.to]).flatten().collect();
        edges.sort_unstable();
        edges.dedup();
        let mut explorer = Self {
            named: conditions::everything(&form),
            form: Arc::new(form),
            today,
            dead: BTreeSet::new(),
            dead_pages: BTreeSet::new(),
            tried: 0,
            questions: 0,
            edges,
            axes: BTreeMap::new(),
            samples: Vec::new(),
            dice: Dice(7),
            budget: subject.budget,
        };
        let all = explorer.order(&explorer.named.clone());
        for _ in 0..SAMPLES {
            let world = explorer.random(&all);
            explorer.samples.push(world);
        }
        explorer
    }

    /// The values of an input.
    pub fn axis(&mut self, input: Input) -> Arc<Axis> {
        if let Some(axis) = self.axes.get(&input) {
            return axis.clone();
        }
        let makings = Makings { form: &self.form, named: &self.named, today: self.today, edges: &self.edges };
        let found = Arc::new(axis(&makings, input));
        self.axes.insert(input, found.clone());
        found
    }

    /// What can be varied, each after what decides whether it is asked: the day, facts, rows, then answers.
    fn order(&mut self, named: &Named) -> Vec<(Input, Arc<Axis>)> {
        let form = self.form.clone();
        let mut inputs: Vec<Input> = named
            .inputs
            .iter()
            .copied()
            .filter(|input| match input {
                Input::Answer(def) => !form.at(*def).is_computed() && form.layout.kind(*def).is_some(),
                Input::Today | Input::Fact(_) | Input::Rows(_) => true,
            })
            .collect();
        inputs.sort_by_key(|input| match input {
            Input::Today => (0, 0),
            Input::Fact(_) => (1, 0),
            Input::Rows(def) => (2, form.layout.places[*def as usize].depth),
            Input::Answer(def) => (3, form.defs[*def as usize].rank),
        });
        inputs.into_iter().map(|input| (input, self.axis(input))).collect()
    }

    /// Asks a question that depends on what is named. The search ends when all wanted outcomes were seen.
    pub fn ask(&mut self, named: Named, wanted: u8, judge: Judge<'_>) -> Answer {
        self.questions += 1;
        let named = close(&self.form, named);
        let order = self.order(&named);
        let over = order.iter().map(|(input, axis)| (self.name(*input), axis.values.len())).collect();
        let search = Search { tried: 0, over, full: false };
        let mut answer = Answer { seen: 0, is_open: false, states: std::array::from_fn(|_| None), search };
        for sample in &self.samples {
            answer.note(sample, judge);
        }
        let small =
            order.iter().try_fold(1_usize, |size, (_, axis)| size.checked_mul(axis.values.len().max(1)));
        // Rows of one group can differ in more ways than the values of their cells.
        let has_cells = named.notes.contains(&Note::AcrossRows);
        let tries = if has_cells { TRIES } else { small.unwrap_or(TRIES).min(TRIES) };
        self.ask_at_random(&order, tries, wanted, judge, &mut answer);
        if answer.seen & wanted != wanted {
            answer.search.tried = 0;
            let mut world = World::new(&self.form, self.today);
            let mut left = self.budget;
            world.dive(&order, &mut left, &mut |world| {
                answer.note(world, judge);
                answer.seen & wanted == wanted
            });
            answer.search.tried = self.budget - left;
            answer.is_open = left == 0 && answer.seen & wanted != wanted;
            answer.search.full =
                left > 0 && !named.notes.contains(&Note::Loose) && order.iter().all(|(_, axis)| axis.exact);
            if !answer.search.full && !answer.is_open && answer.seen & wanted != wanted {
                self.ask_all(&named, &order, wanted, judge, &mut answer);
                if has_cells {
                    self.ask_at_random(&order, ROWS_TRIES, wanted, judge, &mut answer);
                }
            }
        }
        self.tried += answer.search.tried;
        answer
    }

    /// Tries some random states.
    fn ask_at_random(
        &mut self,
        order: &[(Input, Arc<Axis>)],
        tries: usize,
        wanted: u8,
        judge: Judge<'_>,
        answer: &mut Answer,
    ) {
        for _ in 0..tries {
            if answer.seen & wanted == wanted {
                return;
            }
            let world = self.random(order);
            answer.search.tried += 1;
            answer.note(&world, judge);
        }
    }

    /// Goes on with every value of what has only so many, where samples were not enough.
    fn ask_all(
        &mut self,
        named: &Named,
        order: &[(Input, Arc<Axis>)],
        wanted: u8,
        judge: Judge<'_>,
        answer: &mut Answer,
    ) {
        let all: Vec<Option<Axis>> = order.iter().map(|(input, _)| whole(&self.form, *input)).collect();
        let is_whole = all.iter().all(Option::is_some);
        let order: Vec<(Input, Arc<Axis>)> = order
            .iter()
            .zip(all)
            .map(|((input, axis), all)| (*input, all.map_or_else(|| axis.clone(), Arc::new)))
            .collect();
        let size =
            order.iter().try_fold(1_usize, |size, (_, axis)| size.checked_mul(axis.values.len().max(1)));
        if size.is_none_or(|size| size > self.budget) {
            return;
        }
        let mut left = self.budget;
        World::new(&self.form, self.today).dive(&order, &mut left, &mut |world| {
            answer.note(world, judge);
            answer.seen & wanted == wanted
        });
        answer.search.tried += self.budget - left;
        answer.search.over =
            order.iter().map(|(input, axis)| (self.name(*input), axis.values.len())).collect();
        answer.search.full = is_whole && left > 0 && !named.notes.contains(&Note::AcrossRows);
    }

    /// A random state in which only some inputs are given.
    fn random(&mut self, order: &[(Input, Arc<Axis>)]) -> World {
        let mut world = World::new(&self.form, self.today);
        for (input, axis) in order {
            if axis.values.is_empty() || !world.is_open(*input) {
                continue;
            }
            for _ in 0..4 {
                let value = &axis.values[self.dice.roll(axis.values.len())];
                world.give(*input, value.as_ref());
                self.vary_rows(&mut world, *input, axis);
                if world.is_legal(*input) {
                    break;
                }
                world.give(*input, None);
            }
        }
        world
    }

    /// Gives half of the cells a value of their own in each row.
    fn vary_rows(&mut self, world: &mut World, input: Input, axis: &Axis) {
        let Input::Answer(def) = input else { return };
        if self.form.layout.places[def as usize].group.is_none() || self.dice.roll(2) == 0 {
            return;
        }
        for path in world.paths(def) {
            let value = &axis.values[self.dice.roll(axis.values.len())];
            world.instance.set(&path, value.clone());
        }
    }

    /// An input as findings name it.
    fn name(&self, input: Input) -> String {
        match input {
            Input::Today => "today".to_owned(),
            Input::Fact(fact) => ["fact ", crate::facts::KNOWN[fact].0].concat(),
            Input::Rows(def) => ["rows of ", &self.form.at(def).id].concat(),
            Input::Answer(def) => World::path(&self.form, def),
        }
    }

    /// The path of a field, or of a cell in the first row.
    pub fn path(&self, def: u32) -> String {
        World::path(&self.form, def)
    }

    /// Whether a condition reads something that no answers show, which is reported where it stands.
    pub fn reads_dead(&self, named: &Named) -> bool {
        named.inputs.iter().any(|input| match input {
            Input::Answer(def) | Input::Rows(def) => self.is_dead(*def),
            Input::Today | Input::Fact(_) => false,
        })
    }

    /// Whether no answers show a field.
    pub fn is_dead(&self, def: u32) -> bool {
        let place = &self.form.layout.places[def as usize];
        let group = place.group.map(|group| self.form.layout.groups[group as usize].field);
        self.dead.contains(&def)
            || self.dead_pages.contains(&(place.page as usize))
            || group.is_some_and(|group| self.is_dead(group))
    }
}

impl Answer {
    /// Looks for a proof where the search was not complete; whether what was not found is not there.
    pub fn is_proven(&mut self, form: &Form, wishes: &Wishes<'_>) -> bool {
        if !self.search.full
            && let Some(proof) = impossible(form, wishes)
        {
            (self.search, self.is_open) = (proof, false);
        }
        self.search.full
    }

    /// A finding that rests on this answer; without a complete search it only says that nothing was decided.
    pub fn finding(&self, code: &str, grade: Grade, pointer: &str) -> Finding {
        let undecided = |word: &str| Finding::new(word, Grade::Note, pointer).with("question", code);
        let finding = match (self.search.full, self.is_open) {
            (true, _) => Finding::new(code, grade, pointer),
            (false, true) => undecided("not_searched"),
            (false, false) => undecided("not_decided"),
        };
        finding.after(self.search.clone())
    }

    fn note(&mut self, world: &World, judge: Judge<'_>) {
        let seen = judge(&world.instance);
        if seen & !self.seen == 0 || !world.is_all_legal() {
            return;
        }
        for (bit, state) in self.states.iter_mut().enumerate() {
            if seen >> bit & 1 == 1 && state.is_none() {
                *state = Some(world.clone());
            }
        }
        self.seen |= seen;
    }

    /// A state that has an outcome.
    pub fn state(&self, bit: u8) -> Option<World> {
        self.states.get(usize::try_from(bit.trailing_zeros()).ok()?)?.clone()
    }

    /// The smallest state that still has an outcome.
    pub fn witness(&self, bit: u8, judge: Judge<'_>) -> Option<Witness> {
        let world = self.state(bit)?;
        Some(world.smallest(&|instance| judge(instance) & bit != 0))
    }
}
