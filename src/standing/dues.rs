//! Fees that the office has asked for after filing: what each is made of, what it does to the time limit, how it is paid, and what has become of
//! it. Shown on the page of the dossier and while paying; what may be done about one is decided by the backend.

use dossier::{Due, DueClock, DueOver, Notice as Asked, Payment};
use leptos::prelude::*;

use crate::i18n::{Locale, t, tp, use_locale};
use crate::ui::{CollectAny, Notice, Table, Tone, live};

/// How it stands, in a few words with the amount.
#[must_use]
pub fn word(locale: Locale, due: &Due) -> String {
    let key = match (&due.over, &due.payment) {
        (Some(_), _) => "due.over",
        (None, Payment::Paid { .. }) => "due.paid",
        (None, Payment::Pending { .. }) => "due.pending",
        (None, Payment::Suspect { .. }) => "due.suspect",
        (None, _) if due.notice.on_result => "due.owed.result",
        (None, _) => "due.owed",
    };
    locale.fill(key, &[("amount", &locale.money(due.notice.total))])
}

/// What is to be paid, item by item, with the sum and the law.
pub fn view_items(asked: &Asked) -> AnyView {
    let locale = use_locale();
    let row = |name: AnyView, amount: u64| {
        view! { <tr><th scope="row">{name}</th><td>{live(move || locale.money(amount))}</td></tr> }.into_any()
    };
    let rows = asked.items.iter().map(|item| row(item.name.clone().into_any(), item.amount)).collect_any();
    let total = row(t("due.total").into_any(), asked.total);
    let basis = (!asked.basis.is_empty()).then(|| {
        let basis = tp("due.basis", vec![("basis", asked.basis.clone())]);
        view! { <p class="cd-quiet">{basis}</p> }
    });
    let caption = tp("due.items", vec![("id", asked.id.clone())]);
    view! {
        <Table caption columns=vec![t("due.item"), t("due.amount")]>{rows} {total}</Table>
        {basis}
    }
    .into_any()
}

/// Until when and how it is paid, and what that does to the time limit. `code` is the official code of the dossier.
pub fn terms(asked: &Asked, code: &str) -> AnyView {
    let locale = use_locale();
    let until = asked.until.clone().map(|day| {
        let text = live(move || locale.fill("due.until", &[("day", &locale.date(&day))]));
        view! { <p>{text}</p> }
    });
    let clock = match asked.clock {
        DueClock::Runs => "due.clock.runs",
        DueClock::FromPayment => "due.clock.from_payment",
    };
    let way = match (asked.on_result, asked.online) {
        (false, true) => "due.way.online",
        (false, false) => "due.way.counter",
        (true, false) => "due.way.result",
        (true, true) => "due.way.result_online",
    };
    let way = tp(way, vec![("code", code.to_owned())]);
    // What comes with the result keeps nothing waiting.
    let clock = (!asked.on_result).then(|| view! { <p>{t(clock)}</p> });
    view! { {until} {clock} <p>{way}</p> }.into_any()
}

/// What has become of one that is paid or over.
pub fn settled(due: &Due, tone: Tone) -> AnyView {
    let locale = use_locale();
    let title = {
        let due = due.clone();
        Signal::derive(move || word(locale, &due))
    };
    let over = due.over.map(|over| match over {
        DueOver::Withdrawn => "due.over.withdrawn",
        DueOver::Collected => "due.over.collected",
        DueOver::Replaced => "due.over.replaced",
        DueOver::Stopped => "due.over.stopped",
    });
    let over = over.map(|key| view! { <p>{t(key)}</p> });
    let paid = match &due.payment {
        Payment::Paid { at, transaction, .. } => {
            let (at, transaction) = (at.clone(), transaction.clone());
            let text = live(move || {
                locale.fill("due.paid.at", &[("time", &locale.date_time(&at)), ("transaction", &transaction)])
            });
            Some(view! { <p>{text}</p> })
        }
        _ => None,
    };
    let told = due.told_at.clone().map(|at| {
        let text = live(move || locale.fill("due.told", &[("time", &locale.date_time(&at))]));
        view! { <p>{text}</p> }
    });
    let telling = due.is_to_be_told().then(|| view! { <p>{t("due.telling")}</p> });
    view! { <Notice tone title>{over} {paid} {told} {telling}</Notice> }.into_any()
}
