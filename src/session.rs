//! Who is signed in, and what day it is in Vietnam. The browser never sees a token.

use std::pin::Pin;
use std::rc::Rc;

use contract::{GetSession, Nothing, Person, SessionView, SignOut};
use dossier::content::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError};
use crate::browser::{away, history, page, tabs, timer};
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

/// What tabs say to each other: save what you have, whoever is signed in goes;
const LEAVING: &str = "leaving";
/// this tab is at it,
const SAVING: &str = "saving";
/// and has done what it could;
const SAVED: &str = "saved";
/// they are gone;
const LEFT: &str = "left";
/// somebody is signed in.
const HERE: &str = "here";

/// Milliseconds between two looks at whether other tabs have saved;
const LOOK: i32 = 50;
/// so many are left to them for saying that they have something to save,
const FEWEST_LOOKS: u32 = 4;
/// and no more than so many are waited in all.
const MOST_LOOKS: u32 = 100;

/// The note to the page that comes after whoever was signed in: all that was typed is saved,
pub const KEPT: &str = "kept";
/// or something is not.
pub const LOST: &str = "lost";

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
    /// How many other tabs are saving since this one asked them to.
    others: StoredValue<i32>,
    /// Whether this page is about to be left or loaded anew, because whoever was signed in is not any more.
    is_closing: StoredValue<bool>,
}

/// Asks who is signed in, and again when the page is seen after a while, another tab says so, or a call finds nobody.
pub fn provide_session(api: Api) -> Session {
    let session = Session {
        api,
        known: RwSignal::new(Known::Asking),
        span: StoredValue::new(None),
        acting_for: RwSignal::new(None),
        unsaved: StoredValue::new_local(None),
        others: StoredValue::new(0),
        is_closing: StoredValue::new(false),
    };
    provide_context(session);
    session.refresh();
    page::on_visible(move || {
        // Back to a page that was left by signing out.
        session.is_closing.set_value(false);
        session.refresh();
    });
    tabs::hear(move |word| session.hear(word));
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

    /// Whether the citizen's account is of a lower level than this one; tracked.
    #[must_use]
    pub fn is_below(self, least: Option<&str>) -> bool {
        // Words of levels sort as they rise.
        self.person().is_some_and(|person| least.is_some_and(|least| *person.level < *least))
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
                    self.close();
                } else if before != now {
                    tabs::say(HERE);
                }
            }
        });
    }

    /// Names what signing out has to wait for, as long as the owner lives.
    pub fn save_before_leaving(self, finish: impl Fn() -> Pin<Box<dyn Future<Output = bool>>> + 'static) {
        self.unsaved.set_value(Some(Rc::new(finish)));
        on_cleanup(move || _ = self.unsaved.try_set_value(None));
    }

    /// Ends the session here and at the identity provider, after what was typed last is saved, in other tabs too. The page is loaded
    /// anew, so nothing stays in memory. What cannot be saved keeps nobody signed in: the page has been saying so.
    pub fn sign_out(self, on_failure: impl Fn(ApiError) + 'static) {
        spawn_local(async move {
            self.others.set_value(0);
            tabs::say(LEAVING);
            if let Some(finish) = self.unsaved.get_value() {
                _ = finish().await;
            }
            for look in 0..MOST_LOOKS {
                timer::pause(LOOK).await;
                if look > FEWEST_LOOKS && self.others.get_value() < 1 {
                    break;
                }
            }
            match self.api.send::<SignOut>(&[], &Nothing, None).await {
                Ok(answer) => {
                    tabs::say(LEFT);
                    away::forget();
                    // A save that is refused from now on must not keep the page from leaving.
                    self.is_closing.set_value(true);
                    page::conceal();
                    page::assign(answer.end_session_url.as_deref().unwrap_or("/"));
                }
                Err(error) => on_failure(error),
            }
        });
    }

    /// What another tab has said.
    fn hear(self, word: &str) {
        match word {
            LEAVING => {
                if let Some(finish) = self.unsaved.get_value() {
                    tabs::say(SAVING);
                    spawn_local(async move {
                        _ = finish().await;
                        tabs::say(SAVED);
                    });
                }
            }
            SAVING => self.others.update_value(|others| *others += 1),
            SAVED => self.others.update_value(|others| *others -= 1),
            LEFT => self.forget(),
            HERE => self.refresh(),
            _ => {}
        }
    }

    /// Whoever was signed in here is not any more: nothing of theirs stays on screen. The page is loaded anew, and what was not
    /// saved by then is lost; the note says which, for the page that comes.
    fn close(self) {
        if self.is_closing.get_value() {
            return;
        }
        self.is_closing.set_value(true);
        page::conceal();
        away::forget();
        spawn_local(async move {
            if let Some(finish) = self.unsaved.try_get_value().flatten() {
                history::leave_note(if finish().await { KEPT } else { LOST });
            }
            page::reload();
        });
    }

    /// Nobody is signed in any more.
    fn forget(self) {
        let was_here = self.known.with_untracked(who).is_some();
        self.known.update(|known| {
            if let Known::View(view) = known {
                view.person = None;
            }
        });
        if was_here || self.unsaved.with_value(Option::is_some) {
            self.close();
        } else {
            self.refresh();
        }
    }
}

/// The person, as far as they can be told apart.
fn who(known: &Known) -> Option<(String, String)> {
    match known {
        Known::View(view) => view.person.as_ref().map(|one| (one.masked_id.clone(), one.name.clone())),
        Known::Asking | Known::Failed(_) => None,
    }
}
