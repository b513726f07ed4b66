//! What the citizen's own store has for the papers of this draft: what was attached without asking, what can be taken from there,
//! and whether new papers are kept there. How a paper is shown among the files of a question is the widget's business.

use contract::{
    AttachPapers, DraftPapers, KeepPapers, KeepUploads, PaperChoice, PaperOffer, PapersForDraft, UsePapers,
    UsedPaper,
};
use leptos::{prelude::*, task::spawn_local};
use serde_json::{Value, json};

use super::open::OpenDossier;
use crate::{
    api::ApiError,
    form::{Autosave, FormStore},
    i18n::{Locale, t, use_locale},
    remote::view_trouble,
    ui::{Button, Look, Notice, Tone, use_announcer},
};

/// The store as this draft sees it.
#[derive(Clone, Copy)]
struct Shelf {
    open: OpenDossier,
    store: FormStore,
    autosave: Option<Autosave>,
    found: RwSignal<Option<DraftPapers>>,
    trouble: RwSignal<Option<ApiError>>,
}

/// Above the papers: what came from the store, and what could.
pub fn own_papers(open: OpenDossier, store: FormStore, autosave: Option<Autosave>) -> AnyView {
    let (say, announcer) = (use_locale(), use_announcer());
    let shelf = Shelf { open, store, autosave, found: RwSignal::new(None), trouble: RwSignal::new(None) };
    let look = Callback::new(move |()| {
        spawn_local(async move {
            if let Some(count) = shelf.look().await.filter(|count| *count > 0) {
                announcer.say(say.count("papers.attached", count));
            }
        });
    });
    look.run(());
    let view_failure = move || shelf.trouble.get().map(|error| view_trouble(&error, false, look));
    let used = Memo::new(move |_| {
        store.track_edits();
        store.track_structure();
        from_store(store)
    });
    view! {
        {view_failure}
        {move || used.with(|all| (!all.is_empty()).then(|| view_used(say, store, all.clone())))}
        {move || shelf.found.get().map(|found| view_offers(&shelf, &found, used))}
        {(!is_for_other(open)).then(|| keep_box(&shelf))}
    }
    .into_any()
}

impl Shelf {
    /// Asks the store, attaches what is certain, and gives how many papers that were.
    async fn look(self) -> Option<u64> {
        let api = self.open.api();
        // What fits depends on the answers as the backend has them.
        if let Some(autosave) = self.autosave {
            autosave.finish().await.ok()?;
        }
        let found = api.get::<PapersForDraft>(&[&self.open.id()], &[]).await;
        match found {
            Ok(found) => {
                let is_certain = found.slots.iter().any(|slot| slot.automatic.is_some());
                self.trouble.try_set(None);
                // What is certain goes in first: it is not offered for a moment.
                let count = if is_certain { self.attach(Vec::new()).await } else { None };
                self.found.try_set(Some(found));
                count
            }
            Err(error) => {
                self.trouble.try_set(Some(error));
                None
            }
        }
    }

    async fn attach(self, choices: Vec<PaperChoice>) -> Option<u64> {
        let api = self.open.api();
        match api.send::<AttachPapers>(&[&self.open.id()], &UsePapers { choices }, None).await {
            Ok(used) => {
                used.files.iter().for_each(|one| put(self.store, one));
                if let Some(autosave) = self.autosave {
                    autosave.send();
                }
                Some(used.files.len() as u64)
            }
            Err(error) => {
                self.trouble.try_set(Some(error));
                None
            }
        }
    }
}

/// Writes the file into its answer, once.
fn put(store: FormStore, used: &UsedPaper) {
    let mut files = match untrack(|| store.state(&used.field)).raw {
        Value::Array(files) => files,
        _ => Vec::new(),
    };
    if files.iter().any(|one| one.get("id").and_then(Value::as_str) == Some(&used.file.id)) {
        return;
    }
    let (file, paper) = (&used.file, &used.paper);
    files.push(json!({
        "id": file.id, "name": file.name, "size": file.size, "sha256": file.sha256, "type": file.kind,
        "paper": { "source": paper.source, "reference": paper.reference, "at": paper.at }
    }));
    store.set(&used.field, Some(Value::Array(files)));
}

/// Whether the dossier is for somebody else: what is uploaded for them is never kept.
fn is_for_other(open: OpenDossier) -> bool {
    open.opened().is_some_and(|opened| opened.view.with_untracked(|view| view.acting_for.is_some()))
}

/// A file of the form that is a paper of the store.
#[derive(Clone, PartialEq, Eq)]
struct FromStore {
    field: String,
    source: String,
    reference: String,
    at: String,
}

fn from_store(store: FormStore) -> Vec<FromStore> {
    store.read(|instance| {
        let mut found = Vec::new();
        for path in instance.pages().into_iter().flat_map(|page| page.paths) {
            let field = instance.field(&path).filter(|field| field.visible);
            let files = field.and_then(|field| field.raw).and_then(Value::as_array);
            for paper in files.into_iter().flatten().filter_map(|file| file.get("paper")) {
                let text = |key: &str| paper.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                let (source, reference, at) = (text("source"), text("reference"), text("at"));
                found.push(FromStore { field: path.clone(), source, reference, at });
            }
        }
        found
    })
}

fn view_used(say: Locale, store: FormStore, all: Vec<FromStore>) -> AnyView {
    let texts = store.texts();
    let line = |one: FromStore| {
        let label = texts.label(&one.field);
        let text = move || {
            let key = ["papers.here.", &one.source].concat();
            let day = say.date(&one.at);
            say.fill(&key, &[("paper", &label), ("reference", &one.reference), ("date", &day)])
        };
        view! { <li>{text}</li> }.into_any()
    };
    let lines: Vec<AnyView> = all.into_iter().map(line).collect();
    view! {
        <Notice tone=Tone::Done title=t("papers.here")>
            <ul>{lines}</ul>
            <p>{t("papers.here.free")}</p>
        </Notice>
    }
    .into_any()
}

/// Papers that fit and are not attached: the citizen chooses.
fn view_offers(shelf: &Shelf, found: &DraftPapers, used: Memo<Vec<FromStore>>) -> AnyView {
    let shelf = *shelf;
    let offers = found
        .slots
        .iter()
        .flat_map(|slot| slot.offers.iter().map(|offer| (slot.field.clone(), offer.clone())));
    let offers: Vec<(String, PaperOffer)> = offers.collect();
    let is_there = move |field: &str, offer: &PaperOffer| {
        used.with(|all| all.iter().any(|one| one.field == field && one.reference == offer.paper.reference))
    };
    let offers = StoredValue::new(offers);
    (move || {
        let free: Vec<_> = offers
            .with_value(|all| all.iter().filter(|(field, offer)| !is_there(field, offer)).cloned().collect());
        (!free.is_empty()).then(|| {
            let lines: Vec<AnyView> =
                free.into_iter().map(|(field, offer)| view_offer(&shelf, field, offer)).collect();
            view! { <Notice title=t("papers.offers")><ul>{lines}</ul></Notice> }
        })
    })
    .into_any()
}

fn view_offer(shelf: &Shelf, field: String, offer: PaperOffer) -> AnyView {
    let shelf = *shelf;
    let (say, announcer) = (use_locale(), use_announcer());
    let label = shelf.store.texts().label(&field);
    let name = [offer.title.as_str(), ", ", &offer.paper.reference].concat();
    let text = {
        let (label, offer) = (label.clone(), offer.clone());
        move || {
            let day = say.date(&offer.paper.at);
            let pairs = [
                ("paper", &*label),
                ("title", &*offer.title),
                ("reference", &*offer.paper.reference),
                ("date", &*day),
            ];
            say.fill("papers.offer", &pairs)
        }
    };
    let on_press = Callback::new(move |()| {
        let choice = PaperChoice { field: field.clone(), paper: offer.id.clone() };
        spawn_local(async move {
            if let Some(count) = shelf.attach(vec![choice]).await {
                announcer.say(say.count("papers.attached", count));
            }
        });
    });
    view! {
        <li>
            <p>{text}</p>
            <Button label=t("papers.offer.use") about=Signal::stored(name) look=Look::Quiet on_press/>
        </li>
    }
    .into_any()
}

/// Whether papers that are uploaded here are kept: never ticked beforehand.
fn keep_box(shelf: &Shelf) -> AnyView {
    let shelf = *shelf;
    let (say, announcer) = (use_locale(), use_announcer());
    let is_kept = Memo::new(move |_| shelf.found.with(|found| found.as_ref().map(|found| found.keep)));
    let on_change = move |event: leptos::ev::Event| {
        let keep = event_target_checked(&event);
        spawn_local(async move {
            let api = shelf.open.api();
            match api.send::<KeepUploads>(&[&shelf.open.id()], &KeepPapers { keep }, None).await {
                Ok(_) => announcer.say(say.text(if keep { "papers.keep.yes" } else { "papers.keep.no" })),
                Err(error) => shelf.trouble.set(Some(error)),
            }
        });
    };
    (move || {
        is_kept.get().map(|kept| {
            view! {
                <label class="cd-option">
                    <input type="checkbox" prop:checked=kept on:change=on_change/>
                    <span>{t("papers.keep")}<br/><small>{t("papers.keep.why")}</small></span>
                </label>
            }
        })
    })
    .into_any()
}
