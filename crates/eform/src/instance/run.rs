//! Evaluates what depends on a change, and only that: states in the order of their ranks, each at most once, and then
//! the checks of what was touched. A state that comes out as before stops the spreading.

use std::collections::BTreeSet;

use super::{Changes, Instance};
use crate::expr::eval::eval;
use crate::form::Reader;
use crate::form::graph::Node;
use crate::form::layout::narrow;
use crate::gather::Gather;

use super::scope::Seen;

/// What one run has found so far.
#[derive(Default)]
struct Work {
    /// States to evaluate by rank; `Node::Def` holds the number of an entry here.
    queue: BTreeSet<(u32, Node)>,
    /// Entries to check once all states are settled.
    checks: BTreeSet<u32>,
    /// Entries that look different now.
    changed: BTreeSet<u32>,
    structure: bool,
}

impl Instance {
    /// Evaluates from some nodes on; `touched` entries are reported in any case.
    pub(super) fn run(
        &mut self,
        start: impl IntoIterator<Item = Node>,
        touched: impl IntoIterator<Item = u32>,
    ) -> Changes {
        let mut work = Work { changed: touched.into_iter().gather(), ..Work::default() };
        for node in start {
            self.push(&mut work, node);
        }
        self.drain(work)
    }

    /// Evaluates everything; for opening a draft, new facts and a new day.
    pub(super) fn refresh_all(&mut self) -> Changes {
        let mut work = Work::default();
        for page in 0..narrow(self.pages.len()) {
            self.push(&mut work, Node::Page(page));
        }
        for entry in 0..narrow(self.entries.len()) {
            if self.is_alive(entry) {
                self.push(&mut work, Node::Def(entry));
            }
        }
        self.drain(work)
    }

    fn drain(&mut self, mut work: Work) -> Changes {
        while let Some((_, node)) = work.queue.pop_first() {
            match node {
                Node::Page(page) => self.refresh_page(&mut work, page),
                Node::Def(entry) => self.refresh_entry(&mut work, entry),
            }
        }
        let checks = std::mem::take(&mut work.checks);
        for entry in checks {
            if self.refresh_check(entry) {
                work.changed.insert(entry);
            }
        }
        let paths = work.changed.iter().map(|entry| self.path(*entry)).collect();
        Changes { paths, structure: work.structure }
    }

    fn push(&self, work: &mut Work, node: Node) {
        let rank = match node {
            Node::Page(page) => self.form.pages[page as usize].rank,
            Node::Def(entry) => self.form.defs[self.entries[entry as usize].def as usize].rank,
        };
        work.queue.insert((rank, node));
    }

    fn refresh_page(&mut self, work: &mut Work, page: u32) {
        let scope = Seen { instance: self, base: 0 };
        let on = self.form.pages[page as usize].when.as_ref().is_none_or(|when| eval(when, &scope).is_true());
        if self.pages[page as usize].on == on {
            return;
        }
        self.pages[page as usize].on = on;
        work.structure = true;
        let (first, count) = self.form.layout.page(page);
        for entry in first..first + count {
            self.push(work, Node::Def(entry));
        }
    }

    fn refresh_entry(&mut self, work: &mut Work, entry: u32) {
        let difference = self.refresh_state(entry);
        work.checks.insert(entry);
        work.structure |= difference.page;
        if difference.view {
            work.changed.insert(entry);
        }
        if difference.value {
            self.push_readers(work, entry);
        }
    }

    fn push_readers(&self, work: &mut Work, entry: u32) {
        let form = self.form.clone();
        let def_number = self.entries[entry as usize].def;
        let def = &form.defs[def_number as usize];
        for (_, base) in self.rows(entry) {
            for cell in 0..self.cells(entry) {
                self.push(work, Node::Def(base + cell));
            }
        }
        for &page in &def.page_readers {
            self.push(work, Node::Page(page));
        }
        for &reader in &def.state_readers {
            self.each_entry(reader, entry, &mut |reader| self.push(work, Node::Def(reader)));
        }
        for &reader in &def.check_readers {
            self.each_entry(reader, entry, &mut |reader| {
                work.checks.insert(reader);
            });
        }
    }

    /// The entries of a reader of an entry: in the row that both share, itself or the cells of all rows in it.
    fn each_entry(&self, reader: Reader, source: u32, visit: &mut dyn FnMut(u32)) {
        let places = &self.form.layout.places;
        if places[reader.def as usize].group.is_none() {
            return visit(reader.def);
        }
        let mut source = &self.entries[source as usize];
        for _ in reader.shared..places[source.def as usize].depth {
            source = &self.entries[source.list as usize];
        }
        self.each_within(reader, source.base, visit);
    }

    /// The entries of a reader in the shared row that begins at an entry.
    fn each_within(&self, reader: Reader, base: u32, visit: &mut dyn FnMut(u32)) {
        let layout = &self.form.layout;
        let place = &layout.places[reader.def as usize];
        match place.group.filter(|_| place.depth > reader.shared) {
            None => visit(base + place.offset),
            Some(group) => {
                let list = Reader { def: layout.groups[group as usize].field, shared: reader.shared };
                self.each_within(list, base, &mut |list| {
                    for (_, row) in self.rows(list) {
                        visit(row + place.offset);
                    }
                });
            }
        }
    }
}
