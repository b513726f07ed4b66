//! Everything that is known about a citizen, gathered from the rooms that know it: what was vouched for, dossiers with their facts,
//! dossiers of others that they must agree to, papers with their uses, contact details for the next form, decisions about registers and what was looked up; consents, mandates and open sessions are added as their routes tell them. A room that learns to know something about citizens adds it here: what is not here is not told and not exported.
//! Not here: files on their way, answers as they were before a draft moved, uses of papers that were taken out, and what a dossier for somebody else says about that person.

mod cosigned;
mod history;

use contract::{FeeReceipt, MINE_FORMAT, MandateList, Mine, MineActed, MineDossier, MineFact, MinePerson};
use dossier::Stage;
use dossier::content::{Content, Document, Represented, Right};
use serde_json::{Map, Value};

use crate::acting::Rights;
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::moved::place;
use crate::dossiers::{Whole, acting_over, load, service};
use crate::error::{Answer, Error};
use crate::papers;
use crate::receipts;
use crate::registry::EARLIER;
use crate::session::{Citizen, masked};
use crate::store::{DossierRecord, DraftRecord, FileRecord};

/// Gathers it.
///
/// # Errors
/// The store failed.
pub async fn gather(app: &App, citizen: &Citizen, language: &str) -> Answer<Mine> {
    let owner = citizen.id.clone();
    let (records, issued) =
        app.store(move |store| Ok((store.dossiers(&owner)?, store.receipts_of(&owner)?))).await?;
    let lookups = history::asked(app, citizen, &records, language).await?;
    let mut dossiers = Vec::new();
    for record in records {
        let id = record.id.clone();
        let files = app.store(move |store| store.files(&id)).await?;
        let own = issued.iter().filter(|one| one.dossier == record.id);
        let own = own.map(|one| receipts::shown(app, one, &issued)).collect();
        dossiers.push(dossier(app, &load(app, &record.id).await?, &files, own, language)?);
    }
    Ok(Mine {
        format: MINE_FORMAT.to_owned(),
        made_at: app.clock.now().rfc3339(),
        person: MinePerson {
            name: citizen.name.clone(),
            id: citizen.id.clone(),
            birth: citizen.birth.clone(),
            sex: citizen.sex.clone(),
            level: citizen.level.clone(),
            signed_in_at: Moment(citizen.signed_in_at).rfc3339(),
        },
        dossiers,
        acted: acted(app, citizen, language).await?,
        cosigned: cosigned::cosigned(app, citizen, language).await?,
        papers: papers::list(app, citizen, language).await?,
        earlier: earlier(app, citizen, language).await?,
        consents: Vec::new(),
        decisions: history::decisions(app, citizen, language).await?,
        lookups,
        mandates: MandateList { given: Vec::new(), held: Vec::new() },
        sessions: Vec::new(),
    })
}

/// What others opened for the citizen. What is in it is the citizen's to ask the office for, and the helper's to show.
async fn acted(app: &App, citizen: &Citizen, language: &str) -> Answer<Vec<MineActed>> {
    let me = citizen.id.clone();
    let records = app.store(move |store| store.acted(&me)).await?;
    let rights = Rights::of(app, &citizen.id).await?;
    let told = records.into_iter().filter_map(|record| {
        let by_mandate = |one: &&Represented| one.right == Right::Mandate;
        let mandate = record.acting_for.as_ref().filter(by_mandate).map(|one| one.reference.clone())?;
        Some(MineActed {
            service: service(app, &record, language),
            masked_id: masked(&record.owner),
            mandate,
            code: record.state.filing.code().map(str::to_owned),
            kept_as: kept_as(&record).to_owned(),
            fixed: record.state.stage != Stage::Draft,
            acting_over: acting_over(&record.state, rights.over(&record)),
            created_at: Moment(record.created_at).rfc3339(),
            updated_at: Moment(record.updated_at).rfc3339(),
        })
    });
    Ok(told.collect())
}

async fn earlier(app: &App, citizen: &Citizen, language: &str) -> Answer<Vec<MineFact>> {
    let owner = citizen.id.clone();
    let records = app.store(move |store| store.earlier(&owner)).await?;
    let told = records.into_iter().map(|record| MineFact {
        name: record.fact,
        words: Some(in_words(app, &record.value, language)),
        value: record.value,
        source: EARLIER.to_owned(),
        at: Moment(record.at).rfc3339(),
        reference: Some(record.dossier),
    });
    Ok(told.collect())
}

/// A contact detail as people read it.
fn in_words(app: &App, value: &Value, language: &str) -> String {
    value.as_str().map_or_else(|| place(app, value, language), str::to_owned)
}

fn dossier(
    app: &App,
    whole: &Whole,
    files: &[FileRecord],
    receipts: Vec<FeeReceipt>,
    language: &str,
) -> Answer<MineDossier> {
    let record = &whole.record;
    let content = whole.frozen.as_ref().filter(|_| record.state.stage != Stage::Draft);
    let content = content.map(|frozen| Content::parse(&frozen.content)).transpose();
    let content = content.map_err(|fault| Error::Internal(format!("content: {fault:?}")))?;
    let (mut answers, mut facts, mut documents, agency) = match (content, &whole.draft) {
        (Some(content), _) => {
            let facts = of_content(&content);
            (content.answers, facts, content.documents, Some(content.agency))
        }
        (None, Some(draft)) => (
            draft.answers.clone().into_iter().collect(),
            of_draft(draft),
            files.iter().map(named).collect(),
            None,
        ),
        (None, None) => (Map::new(), Vec::new(), Vec::new(), None),
    };
    let mut events = record.state.business.0.clone();
    // What is known about somebody else is not the helper's information. A child's is the parent's and a ward's the guardian's, who act in
    // their place in this too (Civil Code 2015, articles 134 and 136), as long as they do.
    let by_law =
        |one: &Represented| matches!(one.right, Right::Parent | Right::Guardian) && whole.over.is_none();
    if record.acting_for.as_ref().is_some_and(|one| !by_law(one)) {
        answers.clear();
        facts.clear();
        documents.clear();
        for event in &mut events {
            event.note.clear();
        }
    }
    let code = record.state.filing.code().map(str::to_owned);
    Ok(MineDossier {
        id: record.id.clone(),
        procedure: record.procedure.clone(),
        service: service(app, record, language),
        office: agency.filter(|_| code.is_some()).map(|agency| papers::office(app, &agency, language)),
        code,
        acting_for: record.acting_for.as_ref().map(|one| one.name.clone()),
        acting_as: record.acting_for.as_ref().map(|one| one.right),
        helped_by: record.help.as_ref().map(|help| help.by.name.clone()),
        kept_as: kept_as(record).to_owned(),
        created_at: Moment(record.created_at).rfc3339(),
        updated_at: Moment(record.updated_at).rfc3339(),
        answers,
        facts,
        documents,
        payment: record.state.payment.clone(),
        orders: record.state.orders.clone(),
        dues: record.state.dues.clone(),
        receipts,
        events,
    })
}

fn kept_as(record: &DossierRecord) -> &'static str {
    if matches!(record.state.stage, Stage::Draft | Stage::Frozen) { "draft" } else { "record" }
}

/// What registers were asked for when the draft was opened.
fn of_draft(draft: &DraftRecord) -> Vec<MineFact> {
    let fact = |(name, fact): (&String, &eform::Fact)| MineFact {
        name: name.clone(),
        value: fact.value.clone(),
        words: None,
        source: fact.source.clone(),
        at: fact.at.clone(),
        reference: fact.reference.clone(),
    };
    draft.facts.iter().map(fact).collect()
}

/// What was sent on of it.
fn of_content(content: &Content) -> Vec<MineFact> {
    // What the citizen changed is theirs, not the source's.
    let told = content.provenance.iter().filter(|(_, from)| from.origin != "changed");
    let facts = told.filter_map(|(path, from)| {
        Some(MineFact {
            name: path.clone(),
            value: content.answers.get(path).cloned().unwrap_or_default(),
            words: None,
            source: from.source.clone()?,
            at: from.at.clone()?,
            reference: from.reference.clone(),
        })
    });
    facts.collect()
}

fn named(file: &FileRecord) -> Document {
    Document {
        field: file.field.clone(),
        name: file.name.clone(),
        size: file.size,
        sha256: file.sha256.clone(),
        kind: file.kind.clone(),
        paper: None,
    }
}
