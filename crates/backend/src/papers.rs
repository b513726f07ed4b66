//! The citizen's own store of papers: what it has for a draft, and how a paper gets in and out. A paper is attached without asking only
//! when the form says whom the document is about and the store knows that the paper is about that person.
//!
//! What a paper is stands in `store::papers`; results are fetched by `jobs::results`.

mod fit;
mod keep;
mod remove;
mod show;

pub use fit::{Slot, slots};
pub use keep::{Arrived, keep, keep_uploads};
pub use remove::remove;
pub use show::{list, office};

use std::collections::BTreeMap;

use contract::{FileView, UsedPaper};
use dossier::content::{Document, PaperSource as Origin};

use crate::app::App;
use crate::dossiers::Whole;
use crate::error::{Answer, Error};
use crate::secret;
use crate::store::{FileRecord, PaperRecord, UseRecord};

impl From<&PaperRecord> for Origin {
    fn from(paper: &PaperRecord) -> Self {
        Self {
            source: paper.source.as_str().to_owned(),
            reference: paper.reference.clone(),
            at: paper.issued_on.clone(),
        }
    }
}

impl From<&UseRecord> for Origin {
    fn from(used: &UseRecord) -> Self {
        Self { source: used.source.clone(), reference: used.reference.clone(), at: used.issued_on.clone() }
    }
}

/// Makes a paper a file of the draft; the one that it is already, when it is one.
///
/// # Errors
/// 404: it was removed meanwhile; the store or the disk failed.
pub async fn attach(
    app: &App,
    whole: &Whole,
    field: &str,
    paper: &PaperRecord,
    uses: &[UseRecord],
) -> Answer<UsedPaper> {
    let known = uses.iter().find(|used| used.is_there && used.paper == paper.id && used.field == field);
    let id = match known {
        Some(one) => one.file.clone(),
        None => store(app, whole, field, paper).await?,
    };
    let file = FileView {
        id,
        name: paper.name.clone(),
        size: paper.size,
        sha256: paper.sha256.clone(),
        kind: paper.kind.clone(),
    };
    Ok(UsedPaper { field: field.to_owned(), file, paper: paper.into() })
}

async fn store(app: &App, whole: &Whole, field: &str, paper: &PaperRecord) -> Answer<String> {
    let id = secret::handle().ok_or_else(Error::no_randomness)?;
    let at = app.clock.now().0;
    let file = FileRecord {
        id: id.clone(),
        dossier: whole.record.id.clone(),
        field: field.to_owned(),
        name: paper.name.clone(),
        size: paper.size,
        sha256: paper.sha256.clone(),
        kind: paper.kind.clone(),
        created_at: at,
    };
    let used = UseRecord {
        file: id,
        paper: paper.id.clone(),
        dossier: whole.record.id.clone(),
        field: field.to_owned(),
        title: paper.title.clone(),
        source: paper.source.as_str().to_owned(),
        reference: paper.reference.clone(),
        issued_on: paper.issued_on.clone(),
        at,
        is_there: true,
    };
    let _turn = app.files.turn().await;
    // Somebody else's turn may have removed it since it was offered.
    app.store(move |store| store.use_paper(used, file)).await?.ok_or(Error::NotFound)
}

/// Papers of the store among the files of a draft, as freezing must find them named in the documents.
#[derive(Clone, Debug, Default)]
pub struct Attached(BTreeMap<String, (Origin, Option<String>)>);

impl Attached {
    /// Loads them.
    ///
    /// # Errors
    /// The store failed.
    pub async fn load(app: &App, whole: &Whole) -> Answer<Self> {
        let (id, owner) = (whole.record.id.clone(), whole.record.owner.clone());
        let loaded = app.store(move |store| Ok((store.uses_in(&id)?, store.papers(&owner)?))).await?;
        let (uses, papers) = loaded;
        let until = |used: &UseRecord| {
            papers.iter().find(|paper| paper.id == used.paper).and_then(|paper| paper.valid_until.clone())
        };
        Ok(Self(uses.iter().map(|used| (used.file.clone(), (used.into(), until(used)))).collect()))
    }

    /// Whether the document says of this file what is true of it: which paper of the store it is, or that it is none.
    #[must_use]
    pub fn is_told(&self, file: &FileRecord, document: &Document) -> bool {
        self.0.get(&file.id).map(|(origin, _)| origin) == document.paper.as_ref()
    }

    /// Whether the file is a paper that is not good any more on this day.
    #[must_use]
    pub fn is_over(&self, file: &FileRecord, today: &str) -> bool {
        self.0.get(&file.id).is_some_and(|(_, until)| until.as_deref().is_some_and(|until| until < today))
    }
}
