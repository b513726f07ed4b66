//! Who is signed in, and what day it is in Vietnam. The browser never sees a token.

use std::pin::Pin;
use std::rc::Rc;

use contract::{GetSession, Nothing, Person, SessionView, SignOut};
use dossier::content::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError};
use crate::browser::{page, timer};
use crate::i18n::minutes_between;

/// The session as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// Not answered yet.
    Asking,
    /// The backend could not be asked; nobody is assumed to be signed in.
    Failed(ApiError),
    /// Answered.
    View(SessionView),
}

/// Saves what is not saved yet; whether that went well.
type Finish = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = bool>>>>;

/// The session, shared by the whole app.
#[derive(Clone, Copy)]
pub struct Session {
    api: Api,
    known: RwSignal<Known>,
    /// How long the session lives without any call, in minutes, and whatever is called, as it was when last asked; and when
    /// that was, in milliseconds of this device's clock.
    span: StoredValue<Option<(i64, i64, i64)>>,
    /// Whom the citizen acts for on this screen.
    acting_for: RwSignal<Option<(Right, String)>>,
    /// What must be saved before the session ends.
    unsaved: StoredValue<Option<Finish>, LocalStorage>,
}

/// Asks who is signed in, and again when the page is seen after a while or a call finds nobody.
pub fn provide_session(api: Api) -> Session {
    let session = Session {
        api,
        known: RwSignal::new(Known::Asking),
        span: StoredValue::new(None),
        acting_for: RwSignal::new(None),
        unsaved: StoredValue::new_local(None),
    };
    provide_context(session);
    session.refresh();
    page::on_visible(move || session.refresh());
    Effect::watch(move || api.signed_out().get(), move |_, _, _| session.forget(), false);
    session
}

/// The session.
///
/// # Panics
/// Outside the app's frame, which provides it.
#[must_use]
pub fn use_session() -> Session {
    expect_context()
}

impl Session {
    /// What is known; tracked.
    #[must_use]
    pub fn known(self) -> Known {
        self.known.get()
    }

    /// Who is signed in; tracked.
    #[must_use]
    pub fn person(self) -> Option<Person> {
        self.known.with(|known| match known {
            Known::View(view) => view.person.clone(),
            Known::Asking | Known::Failed(_) => None,
        })
    }

    /// By what right and for whom the citizen acts on this screen, by full name; tracked.
    #[must_use]
    pub fn acting_for(self) -> Option<(Right, String)> {
        self.acting_for.get()
    }

    /// Says whom the citizen acts for, as long as the owner lives.
    pub fn act_for(self, right: Right, name: String) {
        self.acting_for.set(Some((right, name)));
        on_cleanup(move || _ = self.acting_for.try_set(None));
    }

    /// Whether somebody is signed in; `None` while that is unknown. Tracked.
    #[must_use]
    pub fn is_signed_in(self) -> Option<bool> {
        self.known.with(|known| match known {
            Known::View(view) => Some(view.person.is_some()),
            Known::Failed(_) => Some(false),
            Known::Asking => None,
        })
    }

    /// Today in Vietnam (`YYYY-MM-DD`) as the backend says; tracked.
    #[must_use]
    pub fn today(self) -> Option<String> {
        self.known.with(|known| match known {
            Known::View(view) => Some(view.today.clone()),
            Known::Asking | Known::Failed(_) => None,
        })
    }

    /// Whole minutes until the session ends, and whether the backend could still be asked to prolong it; `None` when nobody is
    /// signed in.
    #[must_use]
    pub fn minutes_left(self) -> Option<(i64, bool)> {
        let is_signed_in =
            self.known.with_untracked(|known| matches!(known, Known::View(view) if view.person.is_some()));
        let (idle, all, asked) = self.span.get_value().filter(|_| is_signed_in)?;
        let since = |then: i64| (timer::milliseconds() - then) / 60_000;
        let (idle, all) = (idle - since(self.api.last_answer()), all - since(asked));
        Some((idle.min(all), idle < all))
    }

    /// Asks again; what is on screen stays until the answer differs.
    pub fn refresh(self) {
        spawn_local(async move {
            let known = match self.api.get::<GetSession>(&[], &[]).await {
                Ok(view) => {
                    let until = |end: &Option<String>| minutes_between(&view.now, end.as_deref()?);
                    let ends = until(&view.expires_at).zip(until(&view.ends_at));
                    self.span.set_value(ends.map(|(idle, all)| (idle, all, timer::milliseconds())));
                    Known::View(view)
                }
                Err(error) => Known::Failed(error),
            };
            let is_news = match (&known, &*self.known.read_untracked()) {
                // A lost connection does not sign anybody out.
                (Known::Failed(_), Known::View(_)) => false,
                (Known::View(new), Known::View(old)) => new.person != old.person || new.today != old.today,
                _ => true,
            };
            if is_news {
                let now = who(&known);
                let before = self.known.with_untracked(who);
                self.known.set(known);
                if before.is_some() && before != now {
                    self.clear(now.is_some()).await;
                }
            }
        });
    }

    /// Names what signing out has to wait for, as long as the owner lives.
    pub fn save_before_leaving(self, finish: impl Fn() -> Pin<Box<dyn Future<Output = bool>>> + 'static) {
        self.unsaved.set_value(Some(Rc::new(finish)));
        on_cleanup(move || _ = self.unsaved.try_set_value(None));
    }

    /// Ends the session here and at the identity provider, after what was typed last is saved. The page is loaded anew, so
    /// nothing stays in memory. What cannot be saved keeps nobody signed in: the page has been saying so.
    pub fn sign_out(self, on_failure: impl Fn(ApiError) + 'static) {
        spawn_local(async move {
            if let Some(finish) = self.unsaved.get_value() {
                _ = finish().await;
            }
            match self.api.send::<SignOut>(&[], &Nothing, None).await {
                Ok(answer) => page::assign(answer.end_session_url.as_deref().unwrap_or("/")),
                Err(error) => on_failure(error),
            }
        });
    }

    /// Whoever was signed in here is not any more: nothing of theirs stays on screen, once what they typed is saved. What cannot be
    /// saved stays, and the page says so; but not before somebody else.
    async fn clear(self, is_another: bool) {
        let is_saved = match self.unsaved.try_get_value().flatten() {
            Some(finish) => finish().await,
            None => true,
        };
        if is_saved || is_another {
            page::reload();
        }
    }

    fn forget(self) {
        let was_here = self.known.with_untracked(who).is_some();
        self.known.update(|known| {
            if let Known::View(view) = known {
                view.person = None;
            }
        });
        // Let the page that asked show its own reason first.
        spawn_local(async move {
            timer::pause(50).await;
            self.refresh();
            if was_here {
                self.clear(false).await;
            }
        });
    }
}

/// The person, as far as they can be told apart.
fn who(known: &Known) -> Option<(String, String)> {
    match known {
        Known::View(view) => view.person.as_ref().map(|one| (one.masked_id.clone(), one.name.clone())),
        Known::Asking | Known::Failed(_) => None,
    }
}
