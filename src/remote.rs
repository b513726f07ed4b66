//! A request as a page sees it: loading, there, or failed with a way on. Keeps what it has while it asks again.

pub mod erase;
pub mod payment;

use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, use_api};
use crate::i18n::{t, use_locale};
use crate::route::{Route, sign_in_href, use_here};
use crate::ui::{Heading, LinkButton, Look, Skeleton, Trouble, live};

/// What became of the request.
pub enum Loaded<T> {
    /// No answer yet.
    Loading,
    /// The answer.
    Ready(Arc<T>),
    /// No answer, and why.
    Failed(ApiError),
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        match self {
            Loaded::Loading => Loaded::Loading,
            Loaded::Ready(value) => Loaded::Ready(value.clone()),
            Loaded::Failed(error) => Loaded::Failed(error.clone()),
        }
    }
}

/// A request that is asked again when the signals it reads change, or when [`Remote::again`] is called.
pub struct Remote<T: 'static> {
    loaded: RwSignal<Loaded<T>>,
    turn: RwSignal<u32>,
}

impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Remote<T> {}

/// A request under way.
pub type Asking<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// Starts asking. `ask` runs in a tracked place: what it reads before its first wait decides when to ask again.
pub fn remote<T: Send + Sync + 'static>(ask: impl Fn() -> Asking<T> + 'static) -> Remote<T> {
    let remote = Remote { loaded: RwSignal::new(Loaded::Loading), turn: RwSignal::new(0) };
    Effect::new(move |latest: Option<u32>| {
        remote.turn.track();
        let number = latest.unwrap_or_default().wrapping_add(1);
        let asking = ask();
        let newest = StoredValue::new(number);
        on_cleanup(move || newest.dispose());
        spawn_local(async move {
            let result = asking.await;
            // Disposed means asked again meanwhile, or the page is gone.
            if newest.try_get_value().is_some() {
                remote.loaded.try_set(match result {
                    Ok(value) => Loaded::Ready(Arc::new(value)),
                    Err(error) => Loaded::Failed(error),
                });
            }
        });
        number
    });
    remote
}

impl<T: Send + Sync + 'static> Remote<T> {
    /// What became of it; tracked.
    #[must_use]
    pub fn get(self) -> Loaded<T> {
        self.loaded.get()
    }

    /// The answer, if it is there; tracked.
    #[must_use]
    pub fn ready(self) -> Option<Arc<T>> {
        match self.loaded.get() {
            Loaded::Ready(value) => Some(value),
            Loaded::Loading | Loaded::Failed(_) => None,
        }
    }

    /// The answer, if it is there; not tracked, and safe to ask after the page is gone.
    #[must_use]
    pub fn latest(self) -> Option<Arc<T>> {
        match self.loaded.try_get_untracked() {
            Some(Loaded::Ready(value)) => Some(value),
            _ => None,
        }
    }

    /// Puts a newer answer in place, for instance the reply of a command.
    pub fn put(self, value: T) {
        self.loaded.try_set(Loaded::Ready(Arc::new(value)));
    }

    /// Asks again; a failure shows as loading meanwhile, an answer stays on screen. Safe after the page is gone.
    pub fn again(self) {
        if matches!(self.loaded.try_get_untracked(), Some(Loaded::Failed(_))) {
            self.loaded.try_set(Loaded::Loading);
        }
        self.turn.try_update(|turn| *turn = turn.wrapping_add(1));
    }

    /// A skeleton, an error with a way on, or what `view` makes of the answer. `is_page`: the error owns the `h1`.
    pub fn show(self, is_page: bool, view: impl Fn(Arc<T>) -> AnyView + Send + 'static) -> AnyView {
        live(move || match self.get() {
            Loaded::Loading => view_loading(),
            Loaded::Failed(error) => view_trouble(&error, is_page, Callback::new(move |()| self.again())),
            Loaded::Ready(value) => view(value),
        })
    }

    /// As [`Remote::show`], but what `view` made stays while newer answers arrive: it follows them itself, so that focus and
    /// the place on the page are kept.
    pub fn follow(
        self,
        is_page: bool,
        view: impl Fn(Memo<Option<Arc<T>>>) -> AnyView + Send + 'static,
    ) -> AnyView
    where
        T: PartialEq,
    {
        let is_ready = Memo::new(move |_| self.ready().is_some());
        live(move || {
            if is_ready.get() {
                return view(Memo::new(move |_| self.ready()));
            }
            match self.get() {
                Loaded::Failed(error) => view_trouble(&error, is_page, Callback::new(move |()| self.again())),
                Loaded::Loading | Loaded::Ready(_) => view_loading(),
            }
        })
    }

    /// Gives up what is on screen, for instance when it may no longer be seen.
    pub fn fail(self, error: ApiError) {
        self.loaded.try_set(Loaded::Failed(error));
    }
}

fn view_loading() -> AnyView {
    view! { <Skeleton label=t("app.loading")/> }.into_any()
}

/// What went wrong and what can be done: sign in, or try again.
pub fn view_trouble(error: &ApiError, is_page: bool, on_retry: Callback<()>) -> AnyView {
    let locale = use_locale();
    // Whose trouble it is, where there are words for it: they come with the steps.
    let whose = match error {
        ApiError::Unavailable { provider: Some(one), .. } => [".", one].concat(),
        _ => String::new(),
    };
    let key = |whose: &str, part: &str| ["api.", error.name(), whose, part].concat();
    let whose = if locale.has(&key(&whose, ".title")) { whose } else { String::new() };
    let (title, body) = (key(&whose, ".title"), key(&whose, ".body"));
    let title = Signal::derive(move || locale.text(&title));
    let here = || use_here().with_untracked(|here| here.path.clone());
    let why = match error {
        ApiError::RightOver(Some(cause)) => Some(["right_over.", cause.word()].concat()),
        // Whoever comes back from paying fears for the money.
        ApiError::SignInNeeded if Route::parse(&here()).is_paying() => {
            Some("api.sign_in_needed.paying".to_owned())
        }
        // Whoever was sent a link does not know yet what it is.
        ApiError::SignInNeeded if matches!(Route::parse(&here()), Route::Cosign(_)) => {
            Some("api.sign_in_needed.cosign".to_owned())
        }
        _ => None,
    };
    let body = Signal::derive(move || match &why {
        // Its words come with the parts of the portal in which one acts for somebody.
        Some(why) if locale.has(why) => {
            let portal = locale.portal();
            [&locale.text(&body), " ", &locale.fill(why, &[("portal", &portal)])].concat()
        }
        _ => locale.text(&body),
    });
    let reference = error.reference().map(str::to_owned);
    let heading = is_page.then(|| view! { <Heading text=title/> });
    let way_on = match error {
        ApiError::SignInNeeded => {
            view! { <LinkButton href=sign_in_href(&here()) label=t("app.sign_in")/> }.into_any()
        }
        ApiError::Unconfirmed { level, max_age } => {
            let address = use_api().confirm_address(&here(), level.as_deref(), *max_age);
            view! { <LinkButton href=address label=t("api.unconfirmed.go")/> }.into_any()
        }
        // Asking again changes nothing; the list can throw the draft away.
        ApiError::RightOver(_) => {
            view! { <LinkButton href=Route::Dossiers.href() label=t("app.nav.dossiers")/> }.into_any()
        }
        ApiError::NotFound if is_page => view! {
            <LinkButton href=Route::Dossiers.href() label=t("app.nav.dossiers")/>
            <LinkButton href=Route::Home.href() label=t("not_found.home") look=Look::Quiet/>
        }
        .into_any(),
        ApiError::NotFound => ().into_any(),
        _ => view! { <crate::ui::Button label=t("app.retry") on_press=on_retry/> }.into_any(),
    };
    let quoted = reference
        .map(|reference| Signal::derive(move || locale.fill("api.reference", &[("reference", &reference)])));
    view! {
        {heading}
        <Trouble title=(!is_page).then_some(title) body reference=quoted>{way_on}</Trouble>
    }
    .into_any()
}
