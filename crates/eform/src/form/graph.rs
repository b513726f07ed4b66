//! The order of evaluation: pages and fields as nodes, "reads" as edges. Everything is ranked after what it reads;
//! what cannot be ranked is a cycle, and every cycle is named.

use crate::issue::SchemaIssue;

/// What is evaluated: the ranks say in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Node {
    /// A page, by number.
    Page(u32),
    /// A field or cell, by its entry in an instance.
    Def(u32),
}

/// Edges between `0..count` nodes.
#[derive(Debug)]
pub(crate) struct Graph {
    readers: Vec<Vec<usize>>,
    reads: Vec<Vec<usize>>,
}

impl Graph {
    /// A graph without edges.
    pub fn new(count: usize) -> Self {
        Self { readers: vec![Vec::new(); count], reads: vec![Vec::new(); count] }
    }

    /// Says that `reader` reads `source`.
    pub fn edge(&mut self, source: usize, reader: usize) {
        self.readers[source].push(reader);
        self.reads[reader].push(source);
    }

    /// All nodes, each after what it reads; or the cycles, each as the nodes that read one another in turn.
    pub fn order(&self) -> Result<Vec<usize>, Vec<Vec<usize>>> {
        let mut waiting: Vec<usize> = self.reads.iter().map(Vec::len).collect();
        let mut order: Vec<usize> = (0..waiting.len()).filter(|node| waiting[*node] == 0).collect();
        let mut next = 0;
        while let Some(&node) = order.get(next) {
            next += 1;
            for &reader in &self.readers[node] {
                waiting[reader] -= 1;
                if waiting[reader] == 0 {
                    order.push(reader);
                }
            }
        }
        if order.len() == waiting.len() { Ok(order) } else { Err(self.cycles(&waiting)) }
    }

    /// Walks backwards from each unranked node; each walk that meets itself is one cycle.
    fn cycles(&self, waiting: &[usize]) -> Vec<Vec<usize>> {
        let mut walk_of = vec![usize::MAX; waiting.len()];
        let mut cycles = Vec::new();
        for start in 0..waiting.len() {
            let mut path = Vec::new();
            let mut at = start;
            while waiting[at] > 0 && walk_of[at] == usize::MAX {
                walk_of[at] = start;
                path.push(at);
                match self.reads[at].iter().find(|source| waiting[**source] > 0) {
                    Some(source) => at = *source,
                    None => break,
                }
            }
            if let Some(from) = path.iter().position(|node| *node == at).filter(|_| walk_of[at] == start) {
                let mut cycle = path.split_off(from);
                cycle.reverse();
                // It is told from its first node in the order of the form.
                let first = (0..cycle.len()).min_by_key(|at| cycle[*at]).unwrap_or(0);
                cycle.rotate_left(first);
                cycles.push(cycle);
            }
        }
        cycles
    }
}

/// An issue that names a cycle: `a → b → a`.
pub(crate) fn cycle_issue(pointer: &str, names: &[&str]) -> SchemaIssue {
    let mut text = names.join(" → ");
    if let Some(first) = names.first() {
        text.push_str(" → ");
        text.push_str(first);
    }
    SchemaIssue::new(pointer, "cycle").with("cycle", text)
}
