//! Where a dossier stands, in the citizen's terms: a word, whose turn it is, a tone, and the screen to go on with.
//!
//! What is allowed is decided by the backend's state machine; this only names it.

use contract::WaitingFor;
use dossier::content::Right;
use dossier::{Payment, Signing, Stage, State};

use crate::i18n::{Locale, use_locale};
use crate::route::Route;
use crate::ui::Tone;

/// Where a dossier stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The middle of its text keys: `status.<name>`, `status.<name>.turn`.
    name: String,
    /// What it means.
    pub tone: Tone,
    /// The screen that goes on with it, while there is something to do.
    pub next: Option<Route>,
}

impl Standing {
    /// Its word.
    #[must_use]
    pub fn word(&self, locale: Locale) -> String {
        let key = ["status.", &self.name].concat();
        if locale.has(&key) {
            locale.text(&key)
        } else {
            locale.fill("status.unknown", &[("code", &self.name)])
        }
    }

    /// One sentence: whose turn it is.
    #[must_use]
    pub fn turn(&self, locale: Locale) -> String {
        let key = ["status.", &self.name, ".turn"].concat();
        if locale.has(&key) { locale.text(&key) } else { locale.text("status.unknown.turn") }
    }
}

/// For whom a dossier is, and by what right, in a few words: a person, or an enterprise.
pub fn acting_for(right: Right, name: String) -> impl Fn() -> String {
    let say = use_locale();
    let key = if right == Right::Representative { "app.acting_for.representative" } else { "app.acting_for" };
    move || say.fill(key, &[("name", &name)])
}

/// The page of the form where a draft goes on; an empty name lets the form choose its first page.
fn form_page(id: &str, page: Option<&str>) -> Route {
    Route::Form(id.to_owned(), page.unwrap_or("dau").to_owned())
}

/// Where a dossier stands. `page` is the form page where its draft was left.
#[must_use]
pub fn standing(id: &str, state: &State, page: Option<&str>) -> Standing {
    let own = || id.to_owned();
    let of = |name: &str, tone, next| Standing { name: name.to_owned(), tone, next };
    match state.stage {
        Stage::Draft => of("draft", Tone::Turn, Some(form_page(id, page))),
        Stage::Discarded => of("discarded", Tone::Plain, None),
        Stage::Frozen => match (&state.signing, &state.payment) {
            (Signing::Waiting { .. }, _) => of("signing", Tone::Turn, Some(Route::Sign(own()))),
            (
                Signing::Needed
                | Signing::Prepared { .. }
                | Signing::Rejected { .. }
                | Signing::Expired { .. }
                | Signing::Cancelled { .. }
                | Signing::Failed { .. },
                _,
            ) => of("sign", Tone::Turn, Some(Route::Sign(own()))),
            (_, Payment::Quoted { .. } | Payment::Failed { .. }) => {
                of("pay", Tone::Turn, Some(Route::Pay(own())))
            }
            (_, Payment::Pending { .. } | Payment::Suspect { .. }) => {
                of("paying", Tone::Work, Some(Route::Pay(own())))
            }
            _ => of("ready", Tone::Turn, Some(Route::Review(own()))),
        },
        Stage::Filing => of("filing", Tone::Work, None),
        Stage::Filed => {
            let code = state.business.0.last().map_or(1, |event| event.status.0);
            of(&code.to_string(), business_tone(code), None)
        }
    }
}

/// The tone of a national status code.
#[must_use]
pub fn business_tone(code: u8) -> Tone {
    match code {
        1 | 2 | 4 => Tone::Work,
        5 | 6 => Tone::Turn,
        9 | 10 => Tone::Done,
        3 | 8 => Tone::Stop,
        _ => Tone::Plain,
    }
}

/// The word and sentence of a national status code, known or not.
#[must_use]
pub fn business_standing(code: u8) -> Standing {
    Standing { name: code.to_string(), tone: business_tone(code), next: None }
}

/// The official code, once the desk has given one.
#[must_use]
pub fn official_code(state: &State) -> Option<&str> {
    state.filing.code()
}

/// Whether the list of dossiers should show it among what waits for the citizen.
#[must_use]
pub fn is_your_turn(waiting_for: WaitingFor, state: &State) -> bool {
    waiting_for == WaitingFor::You && state.stage != Stage::Discarded
}
