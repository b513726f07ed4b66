//! The dossier that is open: its state, its procedure, and the form on its answers. Loaded once for all its steps.
//!
//! The backend holds the truth; what is here is the latest answer it gave.

mod saving;

use std::sync::Arc;

use contract::{
    Bundle, DossierView, FrozenContext, GetProcedure, GetSession, Hands, MoveDraft, Nothing, OneDossier,
    TakeUp,
};
use dossier::Stage;
use eform::{CivilDate, Form, Instance, Schema};
use leptos::{prelude::*, task::spawn_local};

use super::{
    carrier::provide_papers, changed::Before, command::key, folder::in_folder, language::unsaved, left::Left,
    lists::provide_lists, way::StepName,
};
use crate::{
    api::{Api, ApiError, use_api},
    form::{Autosave, FormStore, Texts, catalogues::use_catalogues, files::use_files, statement::StatedBy},
    i18n::t,
    remote::view_trouble,
    route::{Go, Route, use_go},
    session::{Session, use_session},
    ui::{Skeleton, live},
};

/// A dossier with everything its steps need.
#[derive(Clone)]
pub struct Opened {
    /// The latest answer of the backend.
    pub view: RwSignal<DossierView>,
    /// The procedure in the version and language of the dossier.
    pub bundle: Arc<Bundle>,
    /// Its form.
    pub form: Arc<Form>,
    /// The answers; absent once they are erased.
    pub store: Option<FormStore>,
    /// Their saving.
    pub autosave: Option<Autosave>,
}

#[derive(Clone)]
enum Opening {
    Loading,
    Failed(ApiError),
    Ready(Opened),
    /// It is in other hands; what is left to be said of it.
    Elsewhere(ViewFn),
}

/// The dossier of the six steps.
#[derive(Clone, Copy)]
pub struct OpenDossier {
    id: StoredValue<String>,
    api: Api,
    session: Session,
    go: Go,
    opening: RwSignal<Opening>,
    owner: StoredValue<Option<Owner>>,
    /// What the form that is open lives under, as long as no other takes its place.
    form: StoredValue<Option<Owner>>,
    /// The form of one question that asks for a scan, by what the scan is uploaded for.
    scan: StoredValue<Option<(String, FormStore)>>,
    /// Whether the dossier is another form by now than the one that is open.
    is_outdated: RwSignal<bool>,
    /// The answers as the citizen had them before them, when it was opened anew because something else had changed it.
    before: StoredValue<Option<Before>>,
    /// What has become of what was typed before somebody was signed out here.
    left: Left,
}

/// Opens the dossier for everything below; it stays open from step to step.
pub fn provide_open_dossier(id: String) {
    let api = use_api();
    provide_lists(api);
    let open = OpenDossier {
        id: StoredValue::new(id),
        api,
        session: use_session(),
        go: use_go(),
        opening: RwSignal::new(Opening::Loading),
        owner: StoredValue::new(Owner::current()),
        form: StoredValue::new(None),
        scan: StoredValue::new(None),
        is_outdated: RwSignal::new(false),
        before: StoredValue::new(None),
        left: Left::behind(),
    };
    provide_context(open);
    provide_papers(open);
    open.load();
}

/// The open dossier.
///
/// # Panics
/// Outside of a dossier's steps: a mistake of ours.
#[must_use]
pub fn use_open_dossier() -> OpenDossier {
    expect_context()
}

impl OpenDossier {
    /// Our handle of it.
    #[must_use]
    pub fn id(self) -> String {
        self.id.try_get_value().unwrap_or_default()
    }

    /// The way to the backend.
    #[must_use]
    pub fn api(self) -> Api {
        self.api
    }

    /// A skeleton, an error with a way on, or the step in its folder.
    pub fn show(self, step: StepName, view: impl Fn(Opened) -> AnyView + Send + Sync + 'static) -> AnyView {
        live(move || match self.opening.get() {
            Opening::Loading => view! { <Skeleton label=t("app.loading")/> }.into_any(),
            Opening::Failed(error) => {
                let trouble = view_trouble(&error, true, Callback::new(move |()| self.load()));
                view! { {trouble} {self.left.view(true)} }.into_any()
            }
            Opening::Elsewhere(view) => view.run(),
            Opening::Ready(opened) => {
                if let Some(help) = opened.view.with_untracked(|view| view.helping().cloned()) {
                    provide_context(StatedBy(help.citizen));
                }
                view! { {self.left.view(false)} {in_folder(self, step, &opened, view(opened.clone()))} }
                    .into_any()
            }
        })
    }

    /// What is open, when it is; not tracked.
    #[must_use]
    pub fn opened(self) -> Option<Opened> {
        match self.opening.try_get_untracked() {
            Some(Opening::Ready(opened)) => Some(opened),
            _ => None,
        }
    }

    /// Asks for a scan by a form of its own, which stays as long as the dossier is open; what was asked before it is forgotten.
    pub(super) fn asks_for_scan(
        self,
        field: &str,
        make: impl FnOnce() -> Option<FormStore>,
    ) -> Option<FormStore> {
        let store = self.owner.try_get_value().flatten()?.with(make)?;
        self.scan.try_set_value(Some((field.to_owned(), store)));
        Some(store)
    }

    /// The form that asks for the scan that is uploaded for `field`, when it was asked for.
    pub(super) fn scan_form(self, field: &str) -> Option<FormStore> {
        let asked = self.scan.try_get_value().flatten();
        asked.filter(|(own, _)| own == field).map(|(_, store)| store)
    }

    fn load(self) {
        self.opening.set(Opening::Loading);
        spawn_local(async move {
            let opening = match self.fetch().await {
                Ok((view, bundle, today)) => self.open(view, bundle, &today),
                Err(error) => Opening::Failed(error),
            };
            self.opening.try_set(opening);
        });
    }

    /// The dossier is another form than the one on screen, in another language for instance: opens it anew, lists to choose
    /// from included, once everything typed is saved. What cannot be saved yet stays on screen until it is.
    pub(super) fn renew(self) {
        self.is_outdated.try_set(true);
        spawn_local(async move {
            if let Some(autosave) = self.opened().and_then(|opened| opened.autosave)
                && autosave.finish().await.is_err()
            {
                return;
            }
            if self.is_outdated.try_get_untracked() == Some(true) {
                self.reopen();
            }
        });
    }

    /// Opens the dossier as it is by now, because it was not any more what the citizen had before them; the page says so.
    pub fn catch_up(self) {
        self.remember();
        self.reopen();
    }

    /// What the page has to say of a dossier that has changed: how it was. It says so once.
    #[must_use]
    pub fn takes_news(self) -> Option<Before> {
        self.before.try_update_value(Option::take).flatten()
    }

    fn remember(self) {
        // Of what is on screen: the latest answer of the backend may be newer.
        let store = self.opened().and_then(|opened| opened.store);
        let before = store
            .map(|store| store.read(|instance| Arc::new((instance.answers().clone(), instance.facts()))));
        self.before.try_set_value(before);
    }

    /// Everything typed is saved, `call` changes the draft at the backend, and it is opened anew as it is there then; unless `keeps` gives
    /// the revision on which what is on screen goes on. Nothing happens to what is no draft.
    pub(super) async fn renewed_by<R>(
        self,
        call: impl AsyncFnOnce() -> Result<R, ApiError>,
        keeps: impl FnOnce(&R) -> Option<u64>,
    ) -> Result<Option<R>, ApiError> {
        let Some(autosave) = self.opened().and_then(|opened| opened.autosave) else { return Ok(None) };
        autosave.finish().await.map_err(unsaved)?;
        _ = autosave.hold();
        let result = call().await;
        let kept = result.as_ref().ok().and_then(keeps);
        autosave.release(kept);
        if let Err(error) = &result {
            self.close_if_over(error).await;
        }
        let answer = result?;
        if kept.is_none() {
            self.remember();
            self.renew();
        }
        Ok(Some(answer))
    }

    fn reopen(self) {
        self.is_outdated.try_set(false);
        if let Some(owner) = self.owner.try_get_value().flatten() {
            owner.with(|| use_catalogues().forget());
        }
        self.load();
    }

    /// Whether `opened` is what is open and still the form of the dossier.
    #[must_use]
    pub fn stands(self, opened: &Opened) -> bool {
        let is_open = self.opened().is_some_and(|now| now.view == opened.view);
        is_open && self.is_outdated.try_get_untracked() == Some(false)
    }

    /// Takes everything of the dossier off the screen and says why instead, for instance that the session has ended.
    pub(super) fn give_up(self, error: ApiError) {
        self.opening.try_set(Opening::Failed(error));
    }

    /// Takes everything of the dossier off the screen, because it is in other hands now, and says this instead.
    pub(super) fn leave(self, view: ViewFn) {
        self.opening.try_set(Opening::Elsewhere(view));
    }

    async fn fetch(self) -> Result<(DossierView, Bundle, String), ApiError> {
        let mut view = self.api.get::<OneDossier>(&[&self.id()], &[]).await?;
        match view.help.as_ref().filter(|help| !help.is_helper).map(|help| help.hands) {
            Some(Hands::Helper) => {
                // An address alone takes it from nobody who is filling it in: the page of the dossier asks.
                self.go.instead(&Route::Dossier(self.id()));
                std::future::pending::<()>().await;
            }
            // Nobody else has it: whoever opens it to go on with it takes it up.
            Some(Hands::Waiting | Hands::Ended) => {
                view = self.api.send::<TakeUp>(&[&self.id()], &Nothing, None).await?;
            }
            Some(Hands::Citizen) | None => {}
        }
        if view.newer.is_some() {
            // The form has changed since: answers are shown under the one in force, with what became of them.
            let key = key(&view, "version", view.state.version);
            view = self.api.send::<MoveDraft>(&[&self.id()], &Nothing, Some(key)).await?;
        }
        let query = [("lang", view.language.as_str()), ("version", view.version.as_str())];
        let bundle = self.api.get::<GetProcedure>(&[&view.procedure], &query).await?;
        // The day the form is decided on: the day of freezing, before that today in Vietnam as the backend says.
        let today = match (&view.frozen, untrack(|| self.session.today())) {
            (Some(frozen), _) => frozen.today.clone(),
            (None, Some(today)) => today,
            // The session's answer is late: without the day a draft would look like one whose answers are gone.
            (None, None) => self.api.get::<GetSession>(&[], &[]).await?.today,
        };
        Ok((view, bundle, today))
    }

    /// Asks the backend how the dossier stands.
    ///
    /// # Errors
    /// As [`ApiError`] says; what is on screen stays.
    pub async fn refresh(self) -> Result<(), ApiError> {
        let view = self.api.get::<OneDossier>(&[&self.id()], &[]).await?;
        self.put(view);
        Ok(())
    }

    /// Takes over a newer answer of the backend.
    pub fn put(self, view: DossierView) {
        let Some(opened) = self.opened() else { return };
        if is_other_form(&opened, &view) {
            // Fixed meanwhile, in words that are not those on screen: nothing here can be saved any more.
            if view.state.stage == Stage::Draft {
                self.renew();
            } else {
                self.reopen();
            }
            return;
        }
        if opened.view.try_with_untracked(|old| *old != view) == Some(true) {
            opened.view.set(view);
        }
    }

    /// Puts the form on the answers, in place of the one before. It belongs to the dossier, not to the page that waited for it.
    fn open(self, view: DossierView, bundle: Bundle, today: &str) -> Opening {
        let Some(form) = compile(&bundle, view.frozen.as_ref()) else {
            return Opening::Failed(ApiError::Unavailable { reference: None, provider: None });
        };
        let Some(owner) = self.owner.try_get_value().flatten() else { return Opening::Loading };
        let today = CivilDate::parse(today);
        // Commands under way may still ask how the dossier stood: this outlives its form.
        let latest = owner.with(|| RwSignal::new(view.clone()));
        let form_owner = owner.with(Owner::new);
        if let Some(before) = self.form.try_update_value(|kept| kept.replace(form_owner.clone())).flatten() {
            before.cleanup();
        }
        Opening::Ready(form_owner.with(move || {
            let store = view.draft.as_ref().zip(today).map(|(draft, today)| {
                let instance = Instance::new(form.clone(), draft.answers.clone(), draft.facts.clone(), today);
                FormStore::new(instance, Texts::from_json(&bundle.texts))
            });
            let autosave = store.zip(view.draft.as_ref()).map(|(store, draft)| {
                let (saved_at, page) = (draft.saved_at.clone(), draft.page.clone());
                let autosave = Autosave::follow(store, draft.revision, saved_at, page, self.saver());
                let papers = use_files();
                self.session.save_before_leaving(move || {
                    Box::pin(async move {
                        let has_papers = papers.is_some_and(|papers| !papers.unsettled().is_empty());
                        autosave.finish().await.is_ok() && !has_papers
                    })
                });
                autosave
            });
            Opened { view: latest, bundle: Arc::new(bundle), form, store, autosave }
        }))
    }
}

/// Whether the dossier asks other questions by now, or in another language, than the form that is open.
fn is_other_form(opened: &Opened, now: &DossierView) -> bool {
    let differs = |old: &DossierView| (&old.language, &old.version) != (&now.language, &now.version);
    now.newer.is_some() || opened.view.try_with_untracked(differs) == Some(true)
}

/// The schema as a form, with the lists and calendars that its expressions name: those that it was fixed with, or the present ones.
fn compile(bundle: &Bundle, frozen: Option<&FrozenContext>) -> Option<Arc<Form>> {
    let schema = Schema::from_json(&bundle.schema).ok()?;
    let fixed = frozen.and_then(|frozen| frozen.lists.clone());
    let lists = fixed.unwrap_or_else(|| bundle.current());
    Some(Arc::new(eform::compile(&schema).ok()?.given(&lists.beside())))
}
