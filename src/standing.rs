//! Where a dossier stands, in the citizen's terms: a word, whose turn it is, a tone, and the screen to go on with.
//! Money that goes back has sentences of its own (`refunds`), and so have what the office asks for after filing (`dues`) and receipts for money (`fee_receipts`).
//!
//! What is allowed is decided by the backend's state machine; this only names it.

pub mod disputes;
pub mod dues;
pub mod fee_receipts;
pub mod refunds;

use contract::{ActingOver, DossierSummary, Hands, Help, WaitingFor};
use dossier::content::Right;
use dossier::{Due, Payment, Signing, Stage, State};

use crate::i18n::{Locale, use_locale};
use crate::route::{Route, UNANSWERED};
use crate::ui::Tone;
use disputes::is_disputed;

/// Where a dossier stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The middle of its text keys: `status.<name>`, `status.<name>.turn`.
    name: String,
    /// What it means.
    pub tone: Tone,
    /// The screen that goes on with it, while there is something to do.
    pub next: Option<Route>,
    /// Why nobody may go on with it.
    over: Option<ActingOver>,
    /// Name of the other, where somebody helps.
    other: String,
}

impl Standing {
    /// The same of a dossier for somebody else, when the right to act for them is over: all that may be left to go on to is its fee.
    #[must_use]
    pub fn under(self, over: Option<&ActingOver>) -> Standing {
        let Some(over) = over else { return self };
        let next = self.next.filter(|next| over.fee_under_way && matches!(next, Route::Pay(_)));
        Standing { tone: Tone::Stop, next, over: Some(over.clone()), ..self }
    }

    /// The same of a dossier that somebody helps to fill in, until the citizen has taken it up.
    #[must_use]
    pub fn helped(self, help: Option<&Help>) -> Standing {
        let Some(help) = help.filter(|help| help.hands != Hands::Citizen) else { return self };
        if help.is_helper {
            return Standing { name: "helping".to_owned(), other: help.citizen.clone(), ..self };
        }
        let (name, tone) = match help.hands {
            Hands::Helper => ("helper", Tone::Work),
            Hands::Ended => ("unhelped", Tone::Turn),
            Hands::Waiting | Hands::Citizen => ("helped", Tone::Turn),
        };
        let next = self.next.and_then(|next| match (next, help.hands) {
            // Opening it would take it from who is filling it in: that is asked first.
            (_, Hands::Helper) => None,
            (Route::Form(id, _), Hands::Ended) => Some(form_page(&id, Some(UNANSWERED))),
            (Route::Form(id, _), _) => Some(Route::Review(id)),
            (other, _) => Some(other),
        });
        Standing { name: name.to_owned(), tone, next, other: help.by.name.clone(), ..self }
    }

    /// The screen that goes on with it, and the key of what leads there.
    #[must_use]
    pub fn way_on(&self) -> Option<(Route, &'static str)> {
        let next = self.next.clone()?;
        let label = match next {
            _ if self.over.is_some() => "dossier.fee.follow",
            Route::Form(..) => "dossiers.resume",
            Route::Review(_) if self.name == "helped" => "status.helped.go",
            _ => "dossiers.go_on",
        };
        Some((next, label))
    }

    /// Its word.
    #[must_use]
    pub fn word(&self, locale: Locale) -> String {
        if self.over.is_some() {
            return locale.text("right_over");
        }
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
        if let Some(ended) = &self.over {
            return over(locale, ended);
        }
        let key = ["status.", &self.name, ".turn"].concat();
        if locale.has(&key) {
            locale.fill(&key, &[("name", &self.other)])
        } else {
            locale.text("status.unknown.turn")
        }
    }
}

/// For whom a dossier is, and by what right, in a few words: a person, or an enterprise.
pub fn acting_for(right: Right, name: String) -> impl Fn() -> String {
    let say = use_locale();
    let key = if right == Right::Representative { "app.acting_for.representative" } else { "app.acting_for" };
    move || say.fill(key, &[("name", &name)])
}

/// What a dossier is about, unless that is only the name of whom it is for, which is said already.
#[must_use]
pub fn about<'a>(subject: Option<&'a str>, acting_for: Option<&str>) -> Option<&'a str> {
    subject.filter(|subject| acting_for != Some(subject))
}

/// Why the right to act for somebody is over, what can be done then, and what becomes of the dossier: it can be thrown away, or its fee is
/// to be followed.
#[must_use]
pub fn over(locale: Locale, over: &ActingOver) -> String {
    let left = if over.fee_under_way { "right_over.fee" } else { "right_over.discard" };
    [&locale.text(&["right_over.", over.cause.word()].concat()), " ", &locale.text(left)].concat()
}

/// The page of the form where a draft goes on; an empty name lets the form choose its first page.
fn form_page(id: &str, page: Option<&str>) -> Route {
    Route::Form(id.to_owned(), page.unwrap_or("dau").to_owned())
}

/// Where a dossier of a list stands, for whoever reads the list.
#[must_use]
pub fn standing_of(one: &DossierSummary) -> Standing {
    standing(&one.id, &one.state, one.page.as_deref())
        .helped(one.help.as_ref())
        .under(one.acting_over.as_ref())
}

/// Where a dossier stands. `page` is the form page where its draft was left.
#[must_use]
pub fn standing(id: &str, state: &State, page: Option<&str>) -> Standing {
    let own = || id.to_owned();
    let of = |name: &str, tone, next| Standing {
        name: name.to_owned(),
        tone,
        next,
        over: None,
        other: String::new(),
    };
    match state.stage {
        Stage::Draft if state.declined.is_some() => of("declined", Tone::Turn, Some(Route::Review(own()))),
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
            _ if state.awaited().next().is_some() => of("cosign", Tone::Turn, Some(Route::Sign(own()))),
            (_, Payment::Quoted { .. } | Payment::Failed { .. }) => {
                let name = if is_disputed(&state.orders, None) { "disputed" } else { "pay" };
                of(name, Tone::Turn, Some(Route::Pay(own())))
            }
            (_, Payment::Pending { .. }) => of("paying", Tone::Work, Some(Route::Pay(own()))),
            (_, Payment::Suspect { .. }) => of("suspect", Tone::Work, Some(Route::Pay(own()))),
            _ => of("ready", Tone::Turn, Some(Route::Review(own()))),
        },
        Stage::Filing => of("filing", Tone::Work, None),
        Stage::Filed => {
            let code = state.business.0.last().map_or(1, |event| event.status.0);
            let is_settled = !state.dues.is_empty() && !state.dues.iter().any(Due::is_asked_now);
            match code {
                6 if is_settled => of("6.settled", Tone::Work, None),
                _ => of(&code.to_string(), business_tone(code), None),
            }
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
    Standing {
        name: code.to_string(),
        tone: business_tone(code),
        next: None,
        over: None,
        other: String::new(),
    }
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

#[cfg(test)]
mod tests {
    use contract::{ActingOver, DossierSummary, Hands, Help, RightOver, WaitingFor};
    use dossier::content::Helper;
    use dossier::{Declined, Order, Outcome, Payment, Stage, State};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Locale, Route, UNANSWERED, about, over, standing, standing_of};
    use crate::i18n::use_locale;

    fn ended(fee_under_way: bool) -> ActingOver {
        ActingOver { cause: RightOver::MandateRevoked, fee_under_way }
    }

    fn owing(payment: Payment) -> State {
        let mut state = State::new();
        (state.stage, state.payment) = (Stage::Frozen, payment);
        state
    }

    #[test]
    fn with_a_right_that_is_over_nothing_is_gone_on_with_but_a_fee_under_way() {
        let draft = standing("d", &State::new(), Some("child"));
        assert_eq!(draft.way_on().unwrap().1, "dossiers.resume");
        assert_eq!(draft.under(Some(&ended(false))).way_on(), None);
        let owed = standing("d", &owing(Payment::Quoted { amount: 1 }), None);
        assert_eq!(owed.clone().under(None), owed);
        assert_eq!(owed.clone().under(Some(&ended(false))).way_on(), None);
        let followed = owed.under(Some(&ended(true))).way_on();
        assert_eq!(followed, Some((Route::Pay("d".into()), "dossier.fee.follow")));
    }

    #[test]
    fn who_has_reported_that_money_has_left_is_not_just_told_to_pay() {
        let locale: Locale = use_locale();
        let order = |outcome, due| Order {
            attempt: 1,
            snapshot: 1,
            due,
            order: String::new(),
            amount: 1,
            received: None,
            expires_at: String::new(),
            claimed_at: Some(String::new()),
            outcome,
            refund_of: None,
        };
        let word = |order: Order| {
            let mut state = owing(Payment::Quoted { amount: 1 });
            state.orders.push(order);
            let stand = standing("d", &state, None);
            assert_eq!(stand.way_on(), Some((Route::Pay("d".into()), "dossiers.go_on")));
            stand.word(locale)
        };
        assert_eq!(word(order(Outcome::Failed, None)), locale.text("status.disputed"));
        assert_eq!(word(order(Outcome::Abandoned, None)), locale.text("status.disputed"));
        assert_eq!(word(order(Outcome::Failed, Some(1))), locale.text("status.pay"));
        assert_eq!(word(order(Outcome::Refunded { at: String::new() }, None)), locale.text("status.pay"));
    }

    #[test]
    fn every_reason_is_said_with_what_is_left_to_be_done() {
        let locale: Locale = use_locale();
        for cause in RightOver::ALL {
            for fee_under_way in [false, true] {
                let said = over(locale, &ActingOver { cause, fee_under_way });
                assert!(!said.contains("right_over"), "{said}");
            }
        }
        let stand = standing("d", &State::new(), None).under(Some(&ended(false)));
        assert_eq!(stand.turn(locale), over(locale, &ended(false)));
        assert_eq!(stand.word(locale), locale.text("right_over"));
    }

    #[test]
    fn a_draft_that_somebody_else_refused_says_so_and_leads_to_why() {
        let locale: Locale = use_locale();
        let declined =
            Declined {
                name: "Trần Văn Bảy".into(), reason: "Sai".into(), at: "2026-11-21T01:00:00Z".into()
            };
        let state = State { declined: Some(declined), ..State::new() };
        let stand = standing("d", &state, Some("child"));
        assert_eq!(stand.way_on(), Some((Route::Review("d".into()), "dossiers.go_on")));
        assert_eq!(stand.word(locale), locale.text("status.declined"));
    }

    #[test]
    fn until_it_is_taken_up_a_dossier_in_other_hands_says_so_and_no_link_takes_it_from_who_fills_it_in() {
        let locale: Locale = use_locale();
        let by = Helper { name: "Lê Văn Thành".into(), id: String::new(), mandate: String::new() };
        let help =
            |is_helper, hands| Help { by: by.clone(), citizen: "Trần Văn Bảy".into(), is_helper, hands };
        let stand = |help: Help| standing("d", &State::new(), Some("child")).helped(Some(&help));
        let form = Route::Form("d".into(), UNANSWERED.into());
        let ways = [
            (Hands::Waiting, Some((Route::Review("d".into()), "status.helped.go"))),
            (Hands::Ended, Some((form, "dossiers.resume"))),
            (Hands::Helper, None),
        ];
        for (hands, way) in ways {
            let stand = stand(help(false, hands));
            assert_eq!(stand.way_on(), way);
            assert!(stand.turn(locale).contains("Lê Văn Thành"));
        }
        let own = stand(help(true, Hands::Helper));
        assert_eq!(own.way_on().unwrap().1, "dossiers.resume");
        assert!(own.turn(locale).contains("Trần Văn Bảy"));
        assert_eq!(stand(help(false, Hands::Citizen)), standing("d", &State::new(), Some("child")));
    }

    #[test]
    fn every_list_says_whose_turn_it_is_with_a_dossier_in_other_hands() {
        let locale: Locale = use_locale();
        let by = Helper { name: "Lê Văn Thành".into(), id: String::new(), mandate: String::new() };
        let help = Help { by, citizen: "Trần Văn Bảy".into(), is_helper: false, hands: Hands::Waiting };
        let mut one = DossierSummary {
            id: "d".into(),
            procedure: String::new(),
            title: String::new(),
            subject: None,
            acting_for: None,
            acting_as: None,
            acting_over: None,
            help: Some(help),
            state: State::new(),
            allowed: Vec::new(),
            waiting_for: WaitingFor::You,
            page: None,
            created_at: String::new(),
            updated_at: String::new(),
        };
        assert_eq!(standing_of(&one).word(locale), locale.text("status.helped"));
        one.acting_over = Some(ended(false));
        assert_eq!(standing_of(&one).word(locale), locale.text("right_over"));
        (one.help, one.acting_over) = (None, None);
        assert_eq!(standing_of(&one), standing("d", &State::new(), None));
    }

    #[test]
    fn a_name_is_not_said_twice() {
        assert_eq!(about(Some("Trần Văn Bảy"), Some("Trần Văn Bảy")), None);
        assert_eq!(about(Some("Trần Gia Bảo"), Some("Trần Văn Bảy")), Some("Trần Gia Bảo"));
        assert_eq!((about(Some("Trần Gia Bảo"), None), about(None, None)), (Some("Trần Gia Bảo"), None));
    }
}
