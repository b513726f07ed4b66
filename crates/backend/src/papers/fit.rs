//! Which papers of the store fit which document of a draft: the same component, good today, about the right person.

use eform::kinds::file::File;
use eform::{Instance, Kind, State};

use crate::store::{PaperRecord, UseRecord};

/// What the store has for one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot<'a> {
    /// Path of the answer.
    pub field: String,
    /// Newest first.
    pub offers: Vec<&'a PaperRecord>,
    /// The one to attach without asking.
    pub automatic: Option<&'a PaperRecord>,
}

/// The documents of the form that are asked for now and that the store has something for. `papers` come newest first.
#[must_use]
pub fn slots<'a>(
    form: &Instance,
    papers: &'a [PaperRecord],
    uses: &[UseRecord],
    today: &str,
) -> Vec<Slot<'a>> {
    let mut found = Vec::new();
    for path in form.pages().into_iter().flat_map(|page| page.paths) {
        let Some(field) = form.field(&path).filter(|field| field.visible) else { continue };
        let Kind::File(slot) = &field.def.kind else { continue };
        let holder = holder(form, slot);
        let fitting: Vec<&PaperRecord> =
            papers.iter().filter(|paper| fits(paper, slot, &holder, today)).collect();
        if fitting.is_empty() {
            continue;
        }
        let is_wanted = field.required && field.value == State::Unset;
        let was_taken_out = |paper: &PaperRecord| {
            uses.iter().any(|used| used.paper == paper.id && used.field == path && !used.is_there)
        };
        let is_certain =
            |paper: &&&PaperRecord| matches!(&holder, Holder::Known(id) if paper.holder.as_ref() == Some(id));
        let automatic = fitting.iter().find(is_certain).copied();
        let automatic = automatic.filter(|paper| is_wanted && !was_taken_out(paper));
        found.push(Slot { field: path, offers: fitting, automatic });
    }
    found
}

/// Whom the document is about, as far as the form knows.
enum Holder {
    /// The procedure does not say.
    Unsaid,
    /// The procedure names an answer, and it is not there yet.
    Unknown,
    Known(String),
}

fn holder(form: &Instance, slot: &File) -> Holder {
    let Some(name) = &slot.holder else { return Holder::Unsaid };
    match form.field(name).map(|field| field.value) {
        Some(State::Value(id)) => id.as_str().map_or(Holder::Unknown, |id| Holder::Known(id.to_owned())),
        _ => Holder::Unknown,
    }
}

fn fits(paper: &PaperRecord, slot: &File, holder: &Holder, today: &str) -> bool {
    let is_about_them = match (holder, &paper.holder) {
        (Holder::Unsaid, _) | (Holder::Known(_), None) => true,
        (Holder::Unknown, _) => false,
        (Holder::Known(wanted), Some(about)) => wanted == about,
    };
    is_about_them
        && paper.component == slot.component
        && paper.valid_until.as_deref().is_none_or(|until| today <= until)
        && slot.accept.contains(&paper.kind)
        && i64::try_from(paper.size).is_ok_and(|size| size <= slot.max_bytes)
}
