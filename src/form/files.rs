//! The counter where papers are handed in: files on their way, two at a time, and what became of them.
//!
//! How a file travels is the carrier's business, which a page provides; what it may be is the field's. A file that is whole
//! and clean becomes an answer here.

mod answer;
mod carrier;
mod intake;

use std::{
    collections::{BTreeSet, VecDeque},
    rc::Rc,
};

use eform::Gather;
use leptos::{prelude::*, task::spawn_local};

pub use answer::{Attached, answers, link_id, put};
pub use carrier::{Arrived, Carrier, Fault, Known, Later, Parcel, Stage, Told};
pub use intake::{Limits, kind, ready};

use crate::{
    browser::{
        files::{self, Blob},
        upload::Brake,
    },
    form::photo::Desk,
    i18n::{Locale, use_locale},
    ui::{Announcer, use_announcer},
};

/// So many files travel at once.
const SIDE_BY_SIDE: usize = 2;

/// A file on its way, as it is shown.
#[derive(Clone)]
pub struct Item {
    /// Its own number.
    pub number: usize,
    /// The answer it is for.
    pub field: String,
    /// The citizen's own name of it.
    pub name: String,
    /// Where it is.
    pub stage: ArcRwSignal<Stage>,
}

/// What is needed to send an item, or to send it again.
struct Cargo {
    number: usize,
    field: String,
    parcel: Option<Parcel>,
    /// Its name at the backend.
    upload: Option<String>,
    /// The digest of its bytes, once it is known.
    sha256: Option<String>,
    brake: Brake,
}

/// The counter; it lives as long as the dossier is open.
#[derive(Clone, Copy)]
pub struct FileCounter {
    items: RwSignal<Vec<Item>>,
    carrier: StoredValue<Rc<dyn Carrier>, LocalStorage>,
    cargo: StoredValue<Vec<Cargo>, LocalStorage>,
    line: StoredValue<VecDeque<usize>>,
    travelling: StoredValue<usize>,
    numbers: StoredValue<usize>,
    desks: StoredValue<Desks>,
    say: Locale,
    voice: Announcer,
}

/// The desks where photos lie, by field, and what they live under.
struct Desks {
    owner: Option<Owner>,
    all: Vec<(String, Desk)>,
}

/// Opens the counter for everything below.
pub fn provide_files(carrier: Rc<dyn Carrier>) -> FileCounter {
    let counter = FileCounter {
        items: RwSignal::new(Vec::new()),
        carrier: StoredValue::new_local(carrier),
        cargo: StoredValue::new_local(Vec::new()),
        line: StoredValue::new(VecDeque::new()),
        travelling: StoredValue::new(0),
        numbers: StoredValue::new(0),
        desks: StoredValue::new(Desks { owner: Owner::current(), all: Vec::new() }),
        say: use_locale(),
        voice: use_announcer(),
    };
    provide_context(counter);
    counter
}

/// The counter, where there is one.
#[must_use]
pub fn use_files() -> Option<FileCounter> {
    use_context()
}

impl FileCounter {
    /// What is on its way to a field; follows changes.
    #[must_use]
    pub fn items(self, field: &str) -> Vec<Item> {
        self.items.with(|all| all.iter().filter(|item| item.field == field).cloned().collect())
    }

    /// The fields that a file is on its way to, that have news nobody has taken note of, or photos that were not sent: nothing
    /// can be filed yet.
    #[must_use]
    pub fn unsettled(self) -> Vec<String> {
        let items = self.items.try_get_untracked().unwrap_or_default();
        let laden = self.laden().into_iter().map(|(field, _)| field);
        let fields: BTreeSet<String> = items.into_iter().map(|item| item.field).chain(laden).gather();
        fields.into_iter().collect()
    }

    /// Makes something that lives as long as the counter.
    pub fn within<T>(self, make: impl FnOnce() -> T) -> Option<T> {
        Some(self.desks.try_with_value(|desks| desks.owner.clone())??.with(make))
    }

    /// The desk where photos for a field lie.
    #[must_use]
    pub fn desk(self, field: &str, limits: Limits) -> Option<Desk> {
        let is_it = |(own, _): &&(String, Desk)| own == field;
        let found = self.desks.try_with_value(|desks| desks.all.iter().find(is_it).map(|(_, desk)| *desk))?;
        if let Some(desk) = found {
            desk.limit(limits);
            return found;
        }
        let desk = self.within(|| Desk::new(self, field, limits))?;
        self.desks.try_update_value(|desks| desks.all.push((field.to_owned(), desk)));
        Some(desk)
    }

    /// Shows that photos for one of these fields were not sent; `false` when there are none.
    #[must_use]
    pub fn calls_back(self, fields: &[String]) -> bool {
        let laden = self.laden();
        let desk = fields.iter().find_map(|field| laden.iter().find(|(own, _)| own == field));
        if let Some((_, desk)) = desk {
            desk.call();
        }
        desk.is_some()
    }

    fn laden(self) -> Vec<(String, Desk)> {
        let mut desks = self.desks.try_with_value(|desks| desks.all.clone()).unwrap_or_default();
        desks.retain(|(_, desk)| untrack(|| desk.is_laden()));
        desks
    }

    /// Takes a picked file: looks at it, then sends it in its turn.
    pub fn hand_in(self, field: &str, limits: Limits, file: files::File) {
        let item = self.add(field, &file.name(), Stage::Local);
        spawn_local(async move {
            match ready(&file, &limits).await {
                Ok((blob, name)) => self.dispatch(item, name, blob).await,
                Err(fault) => item.stage.set(Stage::Failed(fault)),
            }
        });
    }

    /// Sends bytes that were made on this device.
    pub fn hand_in_made(self, field: &str, name: String, blob: Blob) {
        let item = self.add(field, &name, Stage::Local);
        spawn_local(async move { self.dispatch(item, name, blob).await });
    }

    /// Says why a file was not even looked at.
    pub fn turn_away(self, field: &str, name: &str, fault: Fault) {
        self.add(field, name, Stage::Failed(fault));
    }

    async fn dispatch(self, item: Item, name: String, blob: Blob) {
        let Some(sha256) = files::sha256(&blob).await else {
            item.stage.set(Stage::Failed("unreadable"));
            return;
        };
        // The same file goes on where it stopped; the line of the earlier try is done with.
        if let Some(earlier) = self.with_digest(&item.field, &sha256) {
            self.drop_item(earlier);
        }
        let parcel = Parcel { field: item.field.clone(), name, blob, sha256: sha256.clone() };
        self.cargo_of(item.number, |cargo| {
            cargo.parcel = Some(parcel);
            cargo.sha256 = Some(sha256);
        });
        self.queue(&item);
    }

    fn queue(self, item: &Item) {
        item.stage.set(Stage::Queued);
        self.line.try_update_value(|line| line.push_back(item.number));
        self.go_on();
    }

    /// Lets the next ones travel.
    fn go_on(self) {
        while self.travelling.try_get_value().is_some_and(|count| count < SIDE_BY_SIDE) {
            let Some(number) = self.line.try_update_value(VecDeque::pop_front).flatten() else { return };
            let Some(item) = self.item(number) else { continue };
            let found = self.cargo_of(number, |cargo| (cargo.parcel.clone(), cargo.brake.clone()));
            let Some((Some(parcel), brake)) = found else { continue };
            self.travelling.try_update_value(|count| *count += 1);
            spawn_local(async move {
                item.stage.set(Stage::Sending(0));
                let carrier = self.carrier.try_get_value();
                if let Some(carrier) = carrier {
                    let end = carrier.send(parcel, brake, told(&item)).await;
                    self.arrived(&item, end);
                }
                self.travelling.try_update_value(|count| *count -= 1);
                self.go_on();
            });
        }
    }

    fn arrived(self, item: &Item, end: Result<(String, Arrived), Fault>) {
        let Some(carrier) = self.carrier.try_get_value() else { return };
        if self.item(item.number).is_none() {
            return;
        }
        match end {
            Ok((upload, Arrived::Clean(file))) => {
                if carrier.attach(&item.field, &file) {
                    carrier.end(upload);
                }
                self.drop_item(item.number);
                self.voice.say(self.say.fill("form.file.said.stored", &[("name", &file.name)]));
            }
            Ok((upload, Arrived::Refused(fault))) => {
                self.cargo_of(item.number, |cargo| cargo.upload = Some(upload));
                item.stage.set(Stage::Failed(fault));
            }
            Ok((upload, Arrived::Infected)) => {
                self.cargo_of(item.number, |cargo| cargo.upload = Some(upload));
                item.stage.set(Stage::Infected);
            }
            Ok((_, Arrived::Gone)) => self.drop_item(item.number),
            Err(fault) => item.stage.set(Stage::Failed(fault)),
        }
    }

    /// Shows what earlier pages began, and finishes what is already decided.
    pub fn catch_up(self) {
        let Some(carrier) = self.carrier.try_get_value() else { return };
        spawn_local(async move {
            for known in carrier.known().await {
                if self.with_digest(&known.field, &known.sha256).is_some() {
                    continue;
                }
                // It arrived while the list was on its way, or is the same file once more.
                if carrier.holds(&known.field, &known.sha256) {
                    carrier.end(known.id);
                    continue;
                }
                let item = self.add(&known.field, &known.name, Stage::Halted(known.percent));
                self.cargo_of(item.number, |cargo| {
                    cargo.upload = Some(known.id.clone());
                    cargo.sha256 = Some(known.sha256.clone());
                });
                match known.arrived {
                    Some(arrived) => self.arrived(&item, Ok((known.id, arrived))),
                    None if known.is_checking => {
                        item.stage.set(Stage::Checking);
                        let brake =
                            self.cargo_of(item.number, |cargo| cargo.brake.clone()).unwrap_or_default();
                        let carrier = Rc::clone(&carrier);
                        spawn_local(async move {
                            let end = carrier.watch(known.id, brake, told(&item)).await;
                            self.arrived(&item, end);
                        });
                    }
                    None => {}
                }
            }
        });
    }

    /// Sends an item again that failed for a reason that may have passed; `false` when its bytes are no longer at hand.
    pub fn retry(self, item: &Item) {
        self.cargo_of(item.number, |cargo| cargo.brake = Brake::default());
        self.queue(item);
    }

    /// Whether [`FileCounter::retry`] has what it needs.
    #[must_use]
    pub fn may_retry(self, item: &Item) -> bool {
        self.cargo_of(item.number, |cargo| cargo.parcel.is_some()).unwrap_or_default()
    }

    /// Breaks an item off, or takes note of its news.
    pub fn dismiss(self, item: &Item) {
        let found = self.cargo_of(item.number, |cargo| {
            cargo.brake.pull();
            (cargo.upload.take(), cargo.parcel.as_ref().map(|parcel| parcel.sha256.clone()))
        });
        self.drop_item(item.number);
        match (self.carrier.try_get_value(), found) {
            (Some(carrier), Some((Some(upload), _))) => carrier.end(upload),
            (Some(carrier), Some((None, Some(sha256)))) => {
                let (field, own) = (item.field.clone(), sha256.clone());
                let is_again = Rc::new(move || self.with_digest(&field, &own).is_some());
                carrier.forget(item.field.clone(), sha256, is_again);
            }
            _ => {}
        }
    }

    /// Takes a stored file away.
    pub fn take_back(self, id: String) {
        if let Some(carrier) = self.carrier.try_get_value() {
            carrier.remove(id);
        }
    }

    /// Where a stored file can be looked at.
    #[must_use]
    pub fn address(self, id: &str) -> String {
        self.carrier.try_get_value().map_or_else(String::new, |carrier| carrier.address(id))
    }

    /// The item of these bytes for this answer.
    fn with_digest(self, field: &str, sha256: &str) -> Option<usize> {
        let is_it = |cargo: &&Cargo| cargo.field == field && cargo.sha256.as_deref() == Some(sha256);
        self.cargo.try_with_value(|all| all.iter().find(is_it).map(|cargo| cargo.number)).flatten()
    }

    fn add(self, field: &str, name: &str, stage: Stage) -> Item {
        let number = self.numbers.try_update_value(|last| {
            *last += 1;
            *last
        });
        let item = Item {
            number: number.unwrap_or_default(),
            field: field.to_owned(),
            name: name.to_owned(),
            stage: ArcRwSignal::new(stage),
        };
        let cargo = Cargo {
            number: item.number,
            field: item.field.clone(),
            parcel: None,
            upload: None,
            sha256: None,
            brake: Brake::default(),
        };
        self.cargo.try_update_value(|all| all.push(cargo));
        self.items.try_update(|all| all.push(item.clone()));
        item
    }

    fn item(self, number: usize) -> Option<Item> {
        self.items.try_with_untracked(|all| all.iter().find(|item| item.number == number).cloned()).flatten()
    }

    fn cargo_of<T>(self, number: usize, with: impl FnOnce(&mut Cargo) -> T) -> Option<T> {
        self.cargo
            .try_update_value(|all| all.iter_mut().find(|cargo| cargo.number == number).map(with))
            .flatten()
    }

    fn drop_item(self, number: usize) {
        self.items.try_update(|all| all.retain(|item| item.number != number));
        self.cargo.try_update_value(|all| all.retain(|cargo| cargo.number != number));
    }
}

fn told(item: &Item) -> Told {
    let stage = item.stage.clone();
    Rc::new(move |now| {
        if *stage.read_untracked() != now {
            stage.set(now);
        }
    })
}
