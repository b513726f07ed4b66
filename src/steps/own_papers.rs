//! What the citizen's own store has for the papers of this draft: what was attached without asking, what can be taken from there,
//! and whether new papers are kept there. How a paper is shown among the files of a question is the widget's business.

use contract::{
    AttachPapers, DossierView, DraftPapers, KeepPapers, KeepUploads, PaperChoice, PaperOffer, PapersForDraft,
    UsePapers, UsedPaper,
};
use leptos::{html, prelude::*, task::spawn_local};

use serde_json::{Value, json};

use super::{carrier::attached, open::OpenDossier};
use crate::{
    api::ApiError,
    browser::focus,
    form::{Autosave, FormStore, files},
    i18n::{Locale, t, use_locale},
    remote::view_trouble,
    ui::{Announcer, Button, Look, Notice, Tone, live, use_announcer},
};

/// The store as this draft sees it.
#[derive(Clone, Copy)]
struct Shelf {
    open: OpenDossier,
    store: FormStore,
    autosave: Option<Autosave>,
    found: RwSignal<Option<DraftPapers>>,
    /// Whether uploads are kept, as the backend has it.
    kept: RwSignal<Option<bool>>,
    /// The box that asks for it, and whether its answer is being sent.
    keep_box: NodeRef<html::Input>,
    is_keeping: StoredValue<bool>,
    /// Whether a paper is being attached.
    is_using: RwSignal<bool>,
    trouble: RwSignal<Option<(ApiError, Call)>>,
    say: Locale,
    announcer: Announcer,
}

/// What is asked of the backend, so that it can be asked again.
#[derive(Clone)]
enum Call {
    Look,
    Use(PaperChoice),
    Keep(bool),
}

/// The id of the box.
const KEEP: &str = "papers-keep";

/// Above the papers: what came from the store, and what could.
pub fn own_papers(open: OpenDossier, store: FormStore, autosave: Option<Autosave>) -> AnyView {
    let shelf = Shelf {
        open,
        store,
        autosave,
        found: RwSignal::new(None),
        kept: RwSignal::new(None),
        keep_box: NodeRef::new(),
        is_keeping: StoredValue::new(false),
        is_using: RwSignal::new(false),
        trouble: RwSignal::new(None),
        say: use_locale(),
        announcer: use_announcer(),
    };
    shelf.run(Call::Look);
    let view_failure = move || {
        shelf.trouble.get().map(|(error, call)| {
            view_trouble(&error, false, Callback::new(move |()| shelf.run(call.clone())))
        })
    };
    let used = Memo::new(move |_| {
        store.track_edits();
        store.track_structure();
        from_store(store)
    });
    view! {
        {view_failure}
        {live(move || used.with(|all| (!all.is_empty()).then(|| view_used(shelf.say, store, all.clone()))))}
        {live(move || shelf.found.get().map(|found| view_offers(&shelf, &found, used)))}
        {(!is_for_other(open)).then(|| keep_box(&shelf))}
    }
    .into_any()
}

impl Shelf {
    fn run(self, call: Call) {
        if let (Call::Keep(keep), Some(keep_box)) = (&call, self.keep_box.get_untracked()) {
            keep_box.set_checked(*keep);
        }
        spawn_local(async move {
            let result = match &call {
                Call::Look => self.look().await,
                Call::Use(choice) => self.take(choice.clone()).await,
                Call::Keep(_) => self.keep().await,
            };
            self.trouble.try_set(result.err().map(|error| (error, call)));
        });
    }

    /// Asks the store, and attaches what is certain.
    async fn look(self) -> Result<(), ApiError> {
        let api = self.open.api();
        // What fits depends on the answers as the backend has them; why they are not saved is said beside them.
        if let Some(autosave) = self.autosave
            && autosave.finish().await.is_err()
        {
            return Ok(());
        }
        let found = api.get::<PapersForDraft>(&[&self.open.id()], &[]).await?;
        let is_certain = found.slots.iter().any(|slot| slot.automatic.is_some());
        // What is certain goes in first: it is not offered for a moment.
        let used = if is_certain { self.attach(Vec::new()).await } else { Ok(Vec::new()) };
        self.kept.try_set(Some(found.keep));
        self.found.try_set(Some(found));
        self.tell(&used?);
        Ok(())
    }

    /// Attaches what the citizen has chosen; its button goes, and the keyboard is at the file that has come.
    async fn take(self, choice: PaperChoice) -> Result<(), ApiError> {
        self.is_using.try_set(true);
        let used = self.attach(vec![choice]).await;
        self.is_using.try_set(false);
        let used = used?;
        self.tell(&used);
        if let Some(one) = used.first() {
            focus::soon_to(files::link_id(&one.file.id));
        }
        Ok(())
    }

    async fn attach(self, choices: Vec<PaperChoice>) -> Result<Vec<UsedPaper>, ApiError> {
        let api = self.open.api();
        let used = api.send::<AttachPapers>(&[&self.open.id()], &UsePapers { choices }, None).await?.files;
        for one in &used {
            files::put(self.store, &one.field, answer(one));
        }
        if let Some(autosave) = self.autosave {
            autosave.send();
        }
        Ok(used)
    }

    fn tell(self, used: &[UsedPaper]) {
        if !used.is_empty() {
            self.announcer.say(self.say.count("papers.attached", used.len() as u64));
        }
    }

    /// Sends what the box says until that is what the backend has; what could not be saved is not shown as if it were.
    async fn keep(self) -> Result<(), ApiError> {
        let (api, is_again) =
            (self.open.api(), self.trouble.try_with_untracked(Option::is_some) == Some(true));
        self.is_keeping.try_set_value(true);
        let mut result = Ok(());
        while let Some(keep_box) = self.keep_box.try_get_untracked().flatten() {
            let keep = keep_box.checked();
            if result.is_err() || self.kept.try_get_untracked().flatten() == Some(keep) {
                break;
            }
            result =
                api.send::<KeepUploads>(&[&self.open.id()], &KeepPapers { keep }, None).await.map(|_| ());
            if result.is_err() {
                keep_box.set_checked(!keep);
            } else {
                self.kept.try_set(Some(keep));
                self.announcer.say(self.say.text(if keep { "papers.keep.yes" } else { "papers.keep.no" }));
            }
        }
        self.is_keeping.try_set_value(false);
        if is_again && result.is_ok() {
            focus::soon_to(KEEP.to_owned());
        }
        result
    }
}

/// The file as it stands in its answer.
fn answer(used: &UsedPaper) -> Value {
    let paper = &used.paper;
    let mut answer = attached(used.file.clone()).to_answer();
    answer["paper"] = json!({ "source": paper.source, "reference": paper.reference, "at": paper.at });
    answer
}

/// Whether the dossier is for somebody else, or is only filled in for them: what is uploaded for them is never kept.
fn is_for_other(open: OpenDossier) -> bool {
    let is_for_other = |view: &DossierView| view.acting_for.is_some() || view.helping().is_some();
    open.opened().is_some_and(|opened| opened.view.with_untracked(is_for_other))
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
        let text = live(move || {
            let key = ["papers.here.", &one.source].concat();
            let day = say.date(&one.at);
            say.fill(&key, &[("paper", &label), ("reference", &one.reference), ("date", &day)])
        });
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
    live(move || {
        let free: Vec<_> = offers
            .with_value(|all| all.iter().filter(|(field, offer)| !is_there(field, offer)).cloned().collect());
        (!free.is_empty()).then(|| {
            let lines: Vec<AnyView> =
                free.into_iter().map(|(field, offer)| view_offer(&shelf, field, offer)).collect();
            view! { <Notice title=t("papers.offers")><ul>{lines}</ul></Notice> }
        })
    })
}

fn view_offer(shelf: &Shelf, field: String, offer: PaperOffer) -> AnyView {
    let shelf = *shelf;
    let say = shelf.say;
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
    let choice = PaperChoice { field, paper: offer.id };
    let on_press = Callback::new(move |()| shelf.run(Call::Use(choice.clone())));
    view! {
        <li>
            <p>{text}</p>
            <Button label=t("papers.offer.use") about=Signal::stored(name) look=Look::Quiet on_press busy=shelf.is_using/>
        </li>
    }
    .into_any()
}

/// Whether papers that are uploaded here are kept: never ticked beforehand.
fn keep_box(shelf: &Shelf) -> AnyView {
    let shelf = *shelf;
    let is_known = Memo::new(move |_| shelf.kept.get().is_some());
    let is_kept = move || shelf.kept.get() == Some(true);
    let on_change = move |event| {
        if shelf.is_keeping.try_get_value() == Some(false) {
            shelf.run(Call::Keep(event_target_checked(&event)));
        }
    };
    live(move || {
        is_known.get().then(|| {
            view! {
                <label class="cd-option">
                    <input id=KEEP type="checkbox" node_ref=shelf.keep_box prop:checked=is_kept on:change=on_change/>
                    <span>{t("papers.keep")}<br/><small>{t("papers.keep.why")}</small></span>
                </label>
            }
        })
    })
}
