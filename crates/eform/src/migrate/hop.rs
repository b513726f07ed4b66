//! From one version to the next: every answer is put at its new place, or set aside with where it came from. Nothing here
//! forgets an answer; what is said to the citizen is decided in `report.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::Reason;
use super::fit::{is_asked, is_same, mapped};
use super::place::{Place, field};
use super::steps::{Does, Step};
use crate::form::Form;
use crate::kinds::Kind;
use crate::{Answers, Instance};

/// Old answers as they were typed, by their first path.
pub(super) type Was = BTreeMap<String, Value>;

/// An answer that has a place.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub raw: Value,
    pub was: Was,
    pub reason: Option<Reason>,
    /// Computed, so that the old answers may be in others too.
    pub made: bool,
}

/// Answers that have none.
#[derive(Clone, Debug)]
pub(super) struct Lost {
    pub was: Was,
    /// The question that asks for it again.
    pub to: Option<String>,
    pub reason: Option<Reason>,
}

/// Everything on its way.
#[derive(Clone, Debug, Default)]
pub(super) struct Load {
    pub held: BTreeMap<String, Held>,
    pub lost: Vec<Lost>,
    /// Highest row numbers ever given; no answers.
    pub marks: Answers,
}

impl Load {
    /// The draft as it was typed.
    pub fn new(answers: &Answers) -> Self {
        let mut load = Self::default();
        for (path, raw) in answers {
            if path.ends_with("/#") {
                load.marks.insert(path.clone(), raw.clone());
            } else {
                let was = Was::from([(path.clone(), raw.clone())]);
                load.held.insert(path.clone(), Held { raw: raw.clone(), was, reason: None, made: false });
            }
        }
        load
    }

    /// The draft as it is now.
    pub fn answers(&self) -> Answers {
        let held = self.held.iter().map(|(path, held)| (path.clone(), held.raw.clone()));
        held.chain(self.marks.clone()).collect()
    }
}

/// The steps from one version to another; none when nothing was declared.
pub(super) fn steps<'f>(old: &Form, new: &'f Form) -> &'f [Step] {
    let declared = new.schema().migrations.iter().find(|migration| migration.from == old.version());
    declared.map_or(&[], |migration| &migration.steps)
}

/// The step that an answer follows, by its number, and what of its name the step does not say.
fn step_of(steps: &[Step], name: &str) -> Option<(usize, String)> {
    let mut known = name;
    loop {
        if let Some(at) = steps.iter().position(|step| step.names().contains(&known)) {
            return Some((at, name[known.len()..].to_owned()));
        }
        known = known.rsplit_once('.')?.0;
    }
}

/// Where the question of a path is asked in the next version.
pub(super) fn question(steps: &[Step], path: &str) -> Option<String> {
    let place = Place::of(path)?;
    match step_of(steps, &place.name) {
        None => Some(path.to_owned()),
        Some((at, rest)) => Some(place.under(&[steps[at].target()?, &rest].concat())?.path()),
    }
}

/// Takes everything to the next version. `old` holds the load as its answers.
pub(super) fn hop(load: Load, old: &Instance, new: &Arc<Form>) -> Load {
    let steps = steps(old.form(), new);
    let mut out = Arrival { old, new, load: Load::default(), live: Vec::new() };
    out.load.lost = load.lost.into_iter().map(|lost| set_aside(lost, steps, new)).collect();
    for (path, mark) in load.marks {
        let group = path.strip_suffix("/#").and_then(|group| question(steps, group));
        if let Some(group) =
            group.filter(|group| out.kind(group).is_some_and(|kind| matches!(kind, Kind::Group(_))))
        {
            out.load.marks.insert(group + "/#", mark);
        }
    }
    let mut rest = Vec::new();
    let mut by_step: BTreeMap<usize, Vec<(Place, String, Held)>> = BTreeMap::new();
    // Rows that only a step opened are opened again where answers still come into them.
    for (path, held) in load.held.into_iter().filter(|(_, held)| !held.was.is_empty()) {
        let place = Place::of(&path).filter(|place| field(old.form(), &place.name).is_some());
        match place {
            // An answer to a question that the old form did not have either.
            None => out.lose(held, None, None),
            Some(place) => match step_of(steps, &place.name) {
                None => rest.push((place, held)),
                Some((at, left)) => by_step.entry(at).or_default().push((place, left, held)),
            },
        }
    }
    let claimed: Vec<(Place, Held)> = by_step
        .iter()
        .filter(|(at, _)| matches!(steps[**at].does, Does::Compute { .. }))
        .flat_map(|(_, all)| all.iter().map(|(place, _, held)| (place.clone(), held.clone())))
        .collect();
    for (at, step) in steps.iter().enumerate() {
        let reason =
            step.reason.as_ref().map(|key| Reason { version: new.version().to_owned(), key: key.clone() });
        match &step.does {
            Does::Compute { of, to, by } => out.compute(of, to, by, &claimed, reason.as_ref()),
            does => {
                for (place, left, held) in by_step.remove(&at).unwrap_or_default() {
                    out.follow(does, place, &left, held, reason.clone());
                }
            }
        }
    }
    for (place, held) in rest {
        let target = Some(place.clone());
        let raw = held.raw.clone();
        out.put(&place, target, raw, held, None, false);
    }
    out.open_rows();
    out.load
}

/// A question that is to be asked again may have another id by now, or be gone.
fn set_aside(lost: Lost, steps: &[Step], new: &Form) -> Lost {
    let is_there =
        |path: &String| Place::of(path).is_some_and(|place| field(new, &place.name).is_some_and(is_asked));
    let to = lost.to.and_then(|path| question(steps, &path)).filter(is_there);
    Lost { to, ..lost }
}

/// What has arrived in the new version so far.
struct Arrival<'a> {
    old: &'a Instance,
    new: &'a Form,
    load: Load,
    /// Places whose rows are there.
    live: Vec<Place>,
}

impl Arrival<'_> {
    fn kind(&self, path: &str) -> Option<&Kind> {
        Some(&field(self.new, &Place::of(path)?.name)?.kind)
    }

    fn lose(&mut self, held: Held, to: Option<String>, reason: Option<Reason>) {
        self.load.lost.push(Lost { was: held.was, to, reason: reason.or(held.reason) });
    }

    fn follow(&mut self, does: &Does, place: Place, rest: &str, held: Held, reason: Option<Reason>) {
        let under = |to: &str| place.under(&[to, rest].concat());
        match does {
            Does::Drop { .. } | Does::Compute { .. } => self.lose(held, None, reason),
            Does::Ask { to, .. } => {
                let asked = field(self.new, to).is_some_and(is_asked);
                let to = place.under(to).or_else(|| Place::of(to)).filter(|_| asked);
                self.lose(held, to.map(|place| place.path()), reason);
            }
            Does::Move { to, .. } => {
                let raw = held.raw.clone();
                self.put(&place, under(to), raw, held, reason, false);
            }
            Does::Map { to, codes, .. } => {
                let target = under(to);
                let kind = target.as_ref().and_then(|target| field(self.new, &target.name));
                let Some(kind) = kind.map(|field| &field.kind) else { return self.lose(held, None, reason) };
                match mapped(codes, &held.raw, kind) {
                    Some((raw, named)) => self.put(&place, target, raw, held, reason, named),
                    None => self.lose(held, target.map(|target| target.path()), reason),
                }
            }
        }
    }

    /// Puts an answer at a place where it means the same (`named`: where its author says that it does), or sets it aside.
    fn put(
        &mut self,
        from: &Place,
        target: Option<Place>,
        raw: Value,
        held: Held,
        reason: Option<Reason>,
        named: bool,
    ) {
        let Some((target, asked)) = target.and_then(|target| {
            let asked = field(self.new, &target.name).filter(|field| is_asked(field))?;
            Some((target, asked))
        }) else {
            return self.lose(held, None, reason);
        };
        let raw = match (&asked.kind, raw) {
            // Who agreed is known; to these words nobody has agreed yet.
            (Kind::Consent, Value::Object(mut parts)) => {
                parts.remove("agrees");
                Value::Object(parts)
            }
            // What is asked no more goes with it.
            (Kind::Address(address), mut raw) if !address.asks_detail(&raw) => {
                if let Some(parts) = raw.as_object_mut() {
                    parts.remove("detail");
                }
                raw
            }
            (_, raw) => raw,
        };
        let path = target.path();
        let is_same =
            named || field(self.old.form(), &from.name).is_some_and(|old| is_same(&old.kind, &asked.kind));
        if !is_same || !asked.kind.holds(&raw) {
            self.lose(held, Some(path), reason);
        } else if self.load.held.contains_key(&path) {
            self.lose(held, None, reason);
        } else {
            if self.is_live(from) {
                self.live.push(target);
            }
            let reason = reason.or(held.reason);
            self.load.held.insert(path, Held { raw, was: held.was, reason, made: held.made });
        }
    }

    fn is_live(&self, place: &Place) -> bool {
        place.groups().all(|(group, row)| {
            let rows = self.old.answers().get(&group).and_then(Value::as_array);
            rows.is_some_and(|rows| rows.iter().any(|found| found == row))
        })
    }

    /// Makes new answers from old ones: one, or one for each row that they are in.
    fn compute(
        &mut self,
        of: &[String],
        to: &str,
        by: &Value,
        claimed: &[(Place, Held)],
        reason: Option<&Reason>,
    ) {
        let speaks_of = |name: &str| {
            let within = |of: &String| {
                name.strip_prefix(of.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            of.iter().any(within)
        };
        let mut rows: BTreeMap<Vec<String>, (Place, Was)> = BTreeMap::new();
        for (place, held) in claimed.iter().filter(|(place, _)| speaks_of(&place.name)) {
            let (_, was) = rows.entry(place.rows.clone()).or_insert_with(|| (place.clone(), Was::new()));
            was.extend(held.was.clone());
        }
        // What stands outside of rows goes into each of them.
        let keys: Vec<Vec<String>> = rows.keys().cloned().collect();
        for outer in &keys {
            let inner: Vec<_> =
                keys.iter().filter(|key| key.len() > outer.len() && key.starts_with(outer)).collect();
            if !inner.is_empty() && to.matches('.').count() > outer.len() {
                let Some((_, was)) = rows.remove(outer) else { continue };
                for key in inner {
                    if let Some((_, all)) = rows.get_mut(key) {
                        all.extend(was.clone());
                    }
                }
            }
        }
        // And what stands in rows goes into one answer outside of them.
        let depth = to.matches('.').count();
        let mut out: BTreeMap<Vec<String>, (Place, Was)> = BTreeMap::new();
        for (mut key, (place, was)) in rows {
            key.truncate(depth);
            let (found, all) = out.entry(key).or_insert_with(|| (place.clone(), Was::new()));
            if place.rows.len() <= depth && place.rows.len() > found.rows.len() {
                *found = place;
            }
            all.extend(was);
        }
        for (key, (place, was)) in out {
            let scope = Place { rows: key.clone(), name: name_at(&place.name, key.len()) };
            let value = self.old.value_at(&scope.path(), by);
            let target = Place { name: scope.name.clone(), rows: key }.under(to);
            let asked = target
                .as_ref()
                .and_then(|target| field(self.new, &target.name))
                .filter(|field| is_asked(field));
            let raw = value.zip(asked).map(|(value, asked)| asked.kind.show(&value));
            let fits = raw
                .as_ref()
                .zip(asked)
                .is_some_and(|(raw, asked)| asked.kind.holds(raw) && !asked.kind.parse(raw).has_error());
            let path = target.as_ref().map(Place::path);
            let held = Held { raw: raw.unwrap_or_default(), was, reason: reason.cloned(), made: true };
            match (path, target) {
                (Some(path), Some(target)) if fits && !self.load.held.contains_key(&path) => {
                    if self.is_live(&scope) {
                        self.live.push(target);
                    }
                    self.load.held.insert(path, held);
                }
                (path, _) => self.lose(held, path.filter(|_| asked.is_some()), None),
            }
        }
    }

    /// Rows that answers have come into are there.
    fn open_rows(&mut self) {
        for place in std::mem::take(&mut self.live) {
            for (group, row) in place.groups() {
                if !self.kind(&group).is_some_and(|kind| matches!(kind, Kind::Group(_))) {
                    continue;
                }
                let list = self.load.held.entry(group).or_insert_with(|| Held {
                    raw: json!([]),
                    was: Was::new(),
                    reason: None,
                    made: false,
                });
                if let Value::Array(rows) = &mut list.raw
                    && !rows.iter().any(|known| known == row)
                {
                    rows.push(json!(row));
                    if list.was.is_empty() {
                        rows.sort_by_key(|row| row.as_str().map(|row| (row.len(), row.to_owned())));
                    }
                }
            }
        }
    }
}

/// The first names of a name, as many as there are rows and one more.
fn name_at(name: &str, rows: usize) -> String {
    name.split('.').take(rows + 1).collect::<Vec<_>>().join(".")
}
