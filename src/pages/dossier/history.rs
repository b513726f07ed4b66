//! What has happened to one dossier, here and at the desk.

use contract::DossierView;
use dossier::{BusinessEvent, Declined, Due, Filing, Other, Payment, Signing, Stage, State, Timestamp};
use leptos::prelude::*;

use crate::i18n::{t, tp, use_locale};
use crate::standing::business_standing;
use crate::ui::{CollectAny, Moment, Timeline, Tone, live};

/// Everything that has happened, oldest first, and what is awaited.
pub fn view_history(one: &DossierView) -> AnyView {
    let locale = use_locale();
    let at = move |moment: String| Signal::derive(move || locale.date_time(&moment));
    let state = &one.state;
    let mut moments: Vec<AnyView> = Vec::new();
    let is_draft = state.stage == Stage::Draft;
    let is_current = is_draft && one.refusals.is_empty();
    moments.push(view! { <Moment tone=Tone::Done title=t("dossier.event.created") when=at(one.created_at.clone()) is_current/> }.into_any());
    // What is fixed now was fixed after the last of them.
    let refusals = one.refusals.iter().zip(1..);
    moments.extend(
        refusals.map(|(declined, count)| view_refusal(declined, is_draft && count == one.refusals.len())),
    );
    if let Some(snapshot) = state.snapshot.as_ref().filter(|_| !is_draft) {
        moments.push(
            view! { <Moment tone=Tone::Done title=t("dossier.event.frozen") when=at(snapshot.at.clone())/> }
                .into_any(),
        );
    }
    if let Signing::Signed { at: moment, signer, .. } = &state.signing {
        let title = tp("dossier.event.signed", vec![("name", signer.clone())]);
        moments.push(view! { <Moment tone=Tone::Done title when=at(moment.clone())/> }.into_any());
    }
    if let Signing::Confirmed { at: moment, .. } = &state.signing {
        let title = t("dossier.event.confirmed");
        moments.push(view! { <Moment tone=Tone::Done title when=at(moment.clone())/> }.into_any());
    }
    if let Signing::OnPaper { at: moment, .. } = &state.signing {
        let title = t("dossier.event.on_paper");
        moments.push(view! { <Moment tone=Tone::Done title when=at(moment.clone())/> }.into_any());
    }
    for (moment, other) in agreed(state) {
        let is_signed = state.cosigning.contains_key(&other.id);
        let key = if is_signed { "dossier.event.signed" } else { "dossier.event.agreed" };
        let title = tp(key, vec![("name", other.name.clone())]);
        moments.push(view! { <Moment tone=Tone::Done title when=at(moment.clone())/> }.into_any());
    }
    if let Payment::Paid { at: moment, amount, .. } = &state.payment {
        let amount = *amount;
        let title =
            Signal::derive(move || locale.fill("dossier.event.paid", &[("amount", &locale.money(amount))]));
        moments.push(view! { <Moment tone=Tone::Done title when=at(moment.clone())/> }.into_any());
    }
    match &state.filing {
        Filing::Accepted { at: moment, .. } => {
            let title = t("dossier.event.filed");
            moments.push(view! { <Moment tone=Tone::Done title when=at(moment.clone())/> }.into_any());
        }
        Filing::Sending { since, .. } => {
            let title = t("dossier.event.sending");
            moments.push(
                view! { <Moment tone=Tone::Work title when=at(since.clone()) is_current=true/> }.into_any(),
            );
        }
        Filing::NotYet => {}
    }
    // "Newly registered" says what the line above it has said, unless it is the latest news.
    let last = state.business.0.len();
    let business = state.business.0.iter().enumerate();
    let news = business.filter(|(at, event)| event.status.0 != 1 || at + 1 == last);
    for (at, event) in news {
        moments.push(view_event(event, at + 1 == last));
        let asked = state.dues.iter().filter(|due| due.sequence == event.sequence);
        moments.extend(asked.filter_map(view_paid));
    }
    view! { <Timeline label=t("dossier.history")>{moments}</Timeline> }.into_any()
}

/// Who of the others has agreed, whoever was first: they may be listed in another order.
fn agreed(state: &State) -> Vec<(&Timestamp, &Other)> {
    let others = state.requirements.iter().flat_map(|asked| &asked.others);
    let mut agreed: Vec<_> = others.filter_map(|other| Some((state.agreed.get(&other.id)?, other))).collect();
    agreed.sort_by_key(|(moment, _)| *moment);
    agreed
}

/// That one of the others has refused what was fixed then, and why.
fn view_refusal(declined: &Declined, is_current: bool) -> AnyView {
    let locale = use_locale();
    let Declined { name, reason, at } = declined.clone();
    let title = tp("dossier.event.declined", vec![("name", name)]);
    let why = tp("dossier.event.declined.why", vec![("reason", reason)]);
    let when = Signal::derive(move || locale.date_time(&at));
    let tone = if is_current { Tone::Turn } else { Tone::Plain };
    view! {
        <Moment tone title when is_current>
            <p class="cd-timeline__note">{why}</p>
        </Moment>
    }
    .into_any()
}

/// That what the office had asked for was paid.
fn view_paid(due: &Due) -> Option<AnyView> {
    let locale = use_locale();
    let Payment::Paid { at, amount, .. } = due.payment.clone() else { return None };
    let title =
        Signal::derive(move || locale.fill("dossier.event.paid", &[("amount", &locale.money(amount))]));
    let when = Signal::derive(move || locale.date_time(&at));
    Some(view! { <Moment tone=Tone::Done title when/> }.into_any())
}

/// A status change at the desk, with the officer's words.
fn view_event(event: &BusinessEvent, is_last: bool) -> AnyView {
    let locale = use_locale();
    let stand = business_standing(event.status.0);
    let tone = if is_last || matches!(stand.tone, Tone::Stop) { stand.tone } else { Tone::Done };
    let (moment, actor) = (event.at.clone(), event.actor.clone());
    let when = Signal::derive(move || {
        let time = locale.date_time(&moment);
        if actor.is_empty() { time } else { [&time, " · ", &actor].concat() }
    });
    let asked = event.notice.as_ref().map(|notice| ("dossier.event.due", notice.total));
    let given = event.refund.as_ref().map(|refund| ("dossier.event.refund", refund.amount));
    let money = asked.into_iter().chain(given).map(|(key, amount)| {
        let text = live(move || locale.fill(key, &[("amount", &locale.money(amount))]));
        view! { <p class="cd-timeline__note">{text}</p> }.into_any()
    });
    let money = money.collect_any();
    let note = event.note.clone();
    let title = Signal::derive(move || stand.word(locale));
    view! {
        <Moment tone title when is_current=is_last>
            {money}
            {(!note.is_empty()).then(|| view! { <p class="cd-timeline__note">{note}</p> })}
        </Moment>
    }
    .into_any()
}
