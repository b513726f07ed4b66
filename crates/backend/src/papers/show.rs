//! The store as its citizen sees it: each paper with where it came from, and the log of its uses.

use std::collections::BTreeMap;

use contract::{PaperUse, PaperView};
use dossier::Stage;
use dossier::content::{Agency, Content};

use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{Whole, load, service};
use crate::error::Answer;
use crate::session::Citizen;
use crate::store::{PaperRecord, UseRecord};

/// All papers of a citizen.
///
/// # Errors
/// The store failed.
pub async fn list(app: &App, citizen: &Citizen, language: &str) -> Answer<Vec<PaperView>> {
    let owner = citizen.id.clone();
    let (papers, uses) = app.store(move |store| Ok((store.papers(&owner)?, store.uses_by(&owner)?))).await?;
    let mut dossiers = Dossiers { app, language, known: BTreeMap::new() };
    let mut shown = Vec::new();
    for paper in papers {
        let mut own = Vec::new();
        for used in uses.iter().filter(|used| used.paper == paper.id && used.is_there) {
            own.push(dossiers.used(used).await?);
        }
        let from = dossiers.one(&paper.dossier).await?;
        let is_own = from.owner == citizen.id;
        shown.push(view(app, paper, is_own, from, own));
    }
    Ok(shown)
}

fn view(app: &App, paper: PaperRecord, is_own: bool, from: Named, uses: Vec<PaperUse>) -> PaperView {
    let today = app.clock.now().vietnamese_day();
    PaperView {
        is_valid: paper.valid_until.as_deref().is_none_or(|until| today.as_str() <= until),
        source: paper.source.as_str().to_owned(),
        kept_at: Moment(paper.kept_at).rfc3339(),
        id: paper.id,
        title: paper.title,
        component: paper.component,
        holder: paper.holder,
        about: from.subject,
        reference: paper.reference,
        issuer: paper.issuer,
        at: paper.issued_on,
        valid_until: paper.valid_until,
        dossier: is_own.then_some(paper.dossier),
        service: from.service,
        name: paper.name,
        size: paper.size,
        sha256: paper.sha256,
        kind: paper.kind,
        uses,
    }
}

/// What is said of a dossier beside a paper.
#[derive(Clone)]
struct Named {
    owner: String,
    subject: Option<String>,
    service: String,
    code: Option<String>,
    office: Option<String>,
}

/// Dossiers that were looked up already.
struct Dossiers<'a> {
    app: &'a App,
    language: &'a str,
    known: BTreeMap<String, Named>,
}

impl Dossiers<'_> {
    async fn used(&mut self, used: &UseRecord) -> Answer<PaperUse> {
        let Named { service, code, office, .. } = self.one(&used.dossier).await?;
        Ok(PaperUse { dossier: used.dossier.clone(), service, at: Moment(used.at).rfc3339(), code, office })
    }

    async fn one(&mut self, id: &str) -> Answer<Named> {
        if let Some(known) = self.known.get(id) {
            return Ok(known.clone());
        }
        let named = named(self.app, &load(self.app, id).await?, self.language);
        self.known.insert(id.to_owned(), named.clone());
        Ok(named)
    }
}

fn named(app: &App, whole: &Whole, language: &str) -> Named {
    let record = &whole.record;
    let content = whole.frozen.as_ref().filter(|_| record.state.stage == Stage::Filed);
    let content = content.and_then(|frozen| Content::parse(&frozen.content).ok());
    let office = content.map(|content| office(app, &content.agency, language));
    Named {
        owner: record.owner.clone(),
        subject: record.subject.clone(),
        service: service(app, record, language),
        code: record.state.filing.code().map(str::to_owned),
        office,
    }
}

/// The name of an office, by the units of the catalogue.
#[must_use]
pub fn office(app: &App, agency: &Agency, language: &str) -> String {
    let label = |list: &str, code: &str| {
        app.catalogues.label(list, code, language).unwrap_or_else(|| code.to_owned())
    };
    let commune = label(&format!("communes-{}", agency.province), &agency.commune);
    format!("{commune}, {}", label("provinces", &agency.province))
}
