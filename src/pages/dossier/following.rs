//! The page of a dossier follows its status: it asks again while somebody else has to act, and says once what is new.

use contract::{DossierView, OneDossier};
use dossier::{Stage, State};

use crate::api::{Api, ApiError};
use crate::browser::again::{News, ask_again};
use crate::i18n::use_locale;
use crate::remote::Remote;
use crate::standing::standing;
use crate::ui::use_announcer;

/// The first and the longest wait in milliseconds: an officer's minutes, not a machine's.
const WAITS: (u64, u64) = (4_000, 60_000);

/// Keeps `one` up to date as long as the page lives.
pub fn follow(api: Api, one: Remote<DossierView>, id: String) {
    let (locale, announcer) = (use_locale(), use_announcer());
    ask_again(WAITS.0, WAITS.1, move || {
        let id = id.clone();
        Box::pin(async move {
            let Some(old) = one.latest() else { return News::None };
            if !may_change(&old.state) {
                return News::Over;
            }
            match api.get::<OneDossier>(&[&id], &[]).await {
                Ok(new) if new == *old => rest(&new.state, News::None),
                Ok(new) => {
                    let stand = |view: &DossierView| {
                        standing(&view.id, &view.state, None)
                            .helped(view.help.as_ref())
                            .under(view.acting_over.as_ref())
                    };
                    if stand(&old) != stand(&new) {
                        let word = stand(&new).word(locale);
                        announcer.say(locale.fill("dossier.news", &[("status", &word)]));
                    } else if given_back(&old.state) < given_back(&new.state) {
                        announcer.say(locale.text("refund.title"));
                    }
                    let news = rest(&new.state, News::Some);
                    one.put(new);
                    news
                }
                // What is on screen may not be seen any more.
                Err(error @ (ApiError::SignInNeeded | ApiError::RightOver(_))) => {
                    one.fail(error);
                    News::Over
                }
                // What is on screen was true a moment ago; it is asked for again.
                Err(_) => News::None,
            }
        })
    });
}

/// How many decisions there are to give something back.
fn given_back(state: &State) -> usize {
    state.orders.iter().filter(|order| order.refund_of.is_some()).count()
}

/// Whether anything may still happen to it: refused, stopped, handed over and thrown away are the ends.
fn may_change(state: &State) -> bool {
    let is_ended = state.business.0.last().is_some_and(|event| matches!(event.status.0, 3 | 8 | 10));
    state.stage != Stage::Discarded && !is_ended
}

/// What time alone can bring: nothing while it waits for the citizen, in this portal.
fn rest(state: &State, news: News) -> News {
    match state.stage {
        Stage::Draft => News::Rest,
        _ if !may_change(state) => News::Over,
        _ => news,
    }
}

#[cfg(test)]
mod tests {
    use dossier::{BusinessEvent, NationalStatus, Stage, State};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{News, may_change, rest};

    fn at_desk(status: u8) -> State {
        let mut state = State::new();
        state.stage = Stage::Filed;
        state.business.0.push(BusinessEvent {
            sequence: 1,
            status: NationalStatus(status),
            at: "2026-11-21T08:05:00Z".into(),
            actor: String::new(),
            note: String::new(),
            appointment: None,
            notice: None,
            over: None,
            refund: None,
        });
        state
    }

    #[test]
    fn a_dossier_at_the_desk_is_followed_until_it_has_ended() {
        for status in [1, 2, 4, 5, 6, 7, 9, 42] {
            assert_eq!(rest(&at_desk(status), News::None), News::None, "{status}");
        }
        for status in [3, 8, 10] {
            assert!(!may_change(&at_desk(status)), "{status}");
            assert_eq!(rest(&at_desk(status), News::Some), News::Over, "{status}");
        }
    }

    #[test]
    fn a_draft_is_not_asked_about_by_itself() {
        assert_eq!(rest(&State::new(), News::Some), News::Rest);
    }
}
