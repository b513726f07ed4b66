//! Fees that the office has asked for after filing: what each is made of, what it does to the time limit, how it is paid, and what has become of
//! it. Shown on the page of the dossier and while paying; what may be done about one is decided by the backend.

use dossier::{Due, DueClock, DueOver, Notice as Asked, Payment};
use leptos::prelude::*;

use crate::i18n::{Locale, t, tp, use_locale};
use crate::ui::{CollectAny, Notice, Table, Tone, live};

/// How it stands, in a few words with the amount.
#[must_use]
pub fn word(locale: Locale, due: &Due, today: Option<&str>) -> String {
    let key = match (&due.over, &due.payment) {
        (Some(_), _) => "due.over",
        (None, Payment::Paid { .. }) => "due.paid",
        (None, Payment::Pending { .. }) => "due.pending",
        (None, Payment::Suspect { .. }) => "due.suspect",
        (None, _) if due.notice.on_result => "due.owed.result",
        (None, _) if is_late(&due.notice, today) => "due.owed.late",
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

/// Whether the last day to pay is behind: `today` is the day in Vietnam (`YYYY-MM-DD`), once it is known.
#[must_use]
pub fn is_late(asked: &Asked, today: Option<&str>) -> bool {
    asked.until.as_deref().zip(today).is_some_and(|(until, today)| until < today)
}

/// Until when and how it is paid, what follows when that day is behind, and what that does to the time limit. `code` is the official code of
/// the dossier; the day may come last, and nothing but its own words is drawn anew then.
pub fn terms(asked: &Asked, code: &str, today: Signal<Option<String>>) -> AnyView {
    let locale = use_locale();
    let until = asked.until.clone().map(|day| {
        let (asked, code) = (asked.clone(), code.to_owned());
        let is_late = Memo::new(move |_| is_late(&asked, today.get().as_deref()));
        let text = live(move || {
            let key = if is_late.get() { "due.until.late" } else { "due.until" };
            locale.fill(key, &[("day", &locale.date(&day)), ("code", &code)])
        });
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
        Signal::derive(move || word(locale, &due, None))
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
    view! { {doubt(due)} <Notice tone title>{over} {paid} {told} {telling}</Notice> }.into_any()
}

/// The order of one that is over whose money may have been taken all the same, with the amount; such money goes back by itself.
#[must_use]
pub fn doubtful(due: &Due) -> Option<(&str, u64)> {
    match &due.payment {
        Payment::Suspect { order, amount, .. } if due.over.is_some() => Some((order, *amount)),
        _ => None,
    }
}

/// What became of the demand does not answer what became of that money.
fn doubt(due: &Due) -> Option<AnyView> {
    let locale = use_locale();
    let (order, amount) = doubtful(due)?;
    let title = Signal::derive(move || locale.fill("due.suspect", &[("amount", &locale.money(amount))]));
    let body = tp("due.over.doubt", vec![("order", order.to_owned())]);
    Some(view! { <Notice tone=Tone::Turn title><p>{body}</p></Notice> }.into_any())
}

#[cfg(test)]
mod tests {
    use dossier::{Due, DueClock, DueOver, Notice, Payment};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{doubtful, is_late, word};
    use crate::i18n::use_locale;

    fn notice() -> Notice {
        Notice {
            id: "TB1".into(),
            items: Vec::new(),
            total: 5_000,
            basis: String::new(),
            until: Some("2026-12-01".into()),
            clock: DueClock::Runs,
            online: true,
            on_result: false,
            replaces: None,
        }
    }

    fn due(payment: Payment, over: Option<DueOver>) -> Due {
        Due { number: 1, sequence: 1, notice: notice(), payment, over, told_at: None }
    }

    #[test]
    fn money_in_doubt_is_still_spoken_of_when_the_office_has_taken_the_fee_itself() {
        let suspect = Payment::Suspect {
            attempt: 1,
            order: "CDABCDEFGH2345".into(),
            amount: 5_000,
            code: "07".into(),
            since: String::new(),
        };
        let over = due(suspect.clone(), Some(DueOver::Collected));
        assert_eq!(doubtful(&over), Some(("CDABCDEFGH2345", 5_000)));
        assert_eq!(doubtful(&due(suspect, None)), None, "while it is owed its own words say so");
        assert_eq!(doubtful(&due(Payment::Quoted { amount: 5_000 }, Some(DueOver::Collected))), None);
    }

    #[test]
    fn a_fee_is_late_from_the_day_after_its_last_one_until_it_is_paid() {
        let notice = notice();
        assert!(!is_late(&notice, Some("2026-12-01")) && is_late(&notice, Some("2026-12-02")));
        assert!(
            !is_late(&notice, None)
                && !is_late(&Notice { until: None, ..notice.clone() }, Some("2026-12-02"))
        );
        let due = due(Payment::Quoted { amount: 5_000 }, None);
        let say = use_locale();
        let late = say.fill("due.owed.late", &[("amount", &say.money(5_000))]);
        assert_eq!(word(say, &due, Some("2026-12-02")), late);
        assert_ne!(word(say, &due, Some("2026-12-01")), late);
    }
}
