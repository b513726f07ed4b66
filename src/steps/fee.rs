//! The fee item by item, with what was taken off, by which law and until when. Nothing is asked or paid here.

use dossier::Order;
use eform::{Quote, When, reduced_by};
use leptos::prelude::*;

use super::open::Opened;
use crate::{
    form::{
        charge::{Charge, weigh},
        reasons,
    },
    i18n::{t, use_locale},
    ui::{CollectAny, Notice, Table, Tone, live},
};

/// The lines of the fee; when a claim has removed it, its legal basis.
pub fn fee_lines(opened: &Opened) -> AnyView {
    let Some(store) = opened.store else { return ().into_any() };
    let say = use_locale();
    let opened = opened.clone();
    live(move || {
        let quote = store.quote();
        let (charge, texts) = (store.read(|instance| weigh(instance, &quote)), store.texts());
        let told = move || {
            let why = charge.why(say, &texts)?;
            Some(match &charge {
                Charge::Pending { .. } => view! { <p><b>{charge.amount(say)}". "</b>{why}</p> }.into_any(),
                Charge::Waived(_) => view! { <p>{charge.amount(say)}": "{why}</p> }.into_any(),
                _ => view! { <p>{why}</p> }.into_any(),
            })
        };
        if quote.lines.is_empty() {
            return told.into_any();
        }
        let rows = quote.lines.iter().map(|line| row(&opened, line)).collect_any();
        let columns = ["step.fee.item", "step.fee.quantity", "step.fee.amount"].map(t).into();
        view! {
            <div class="cd-fee">
                <Table caption=t("step.fee.items") columns=columns>{rows}</Table>
                {(!quote.waits_for.is_empty()).then_some(told)}
                {waived(&opened, &quote)}
                {later(&quote)}
            </div>
        }
        .into_any()
    })
}

fn row(opened: &Opened, line: &eform::Line) -> AnyView {
    let say = use_locale();
    let texts = opened.store.map(|store| store.texts()).unwrap_or_default();
    let name = texts.get(&["fee.", &line.id].concat());
    let (unit, quantity, gross, net) =
        (line.unit.unsigned_abs(), line.quantity, line.gross.unsigned_abs(), line.net.unsigned_abs());
    let reduced = line.reduction.as_ref().map(|reduction| {
        let (text, basis) = (texts.get(&["reduction.", &reduction.id].concat()), reduction.basis.clone());
        let until = reduction.until.clone();
        let until = live(move || {
            let day = say.date(until.as_ref()?);
            Some([" · ", &say.fill("step.fee.until", &[("day", &day)])].concat())
        });
        view! { <p class="cd-fee__note">{text} " · " {basis} {until}</p> }
    });
    let paid = match line.paid {
        When::Filing => None,
        When::Notice => Some("due.at.notice"),
        When::Result => Some("due.at.result"),
    };
    let paid = paid.map(|key| view! { <p class="cd-fee__note">{t(key)}</p> });
    let why = opened.store.map(|store| reasons::fee(store, &line.id));
    let before = live(move || (net < gross).then(|| view! { <s>{say.money(gross)}</s> " " }));
    view! {
        <tr>
            <th scope="row">{name}<p class="cd-fee__note">{line.basis.clone()}</p>{reduced}{paid}{why}</th>
            <td>{live(move || [&quantity.to_string(), " × ", &say.money(unit)].concat())}</td>
            <td>{before} {live(move || say.money(net))}</td>
        </tr>
    }
    .into_any()
}

/// That another amount was to be paid before the dossier was changed: an order was opened for it.
pub fn changed(opened: &Opened, amount: u64) -> Option<AnyView> {
    let say = use_locale();
    let before = opened.view.with_untracked(|view| {
        let current = view.state.snapshot.as_ref()?.number;
        let is_old = |order: &&Order| order.due.is_none() && order.snapshot < current;
        view.state.orders.iter().rev().find(is_old).map(|order| order.amount)
    })?;
    let told = live(move || {
        say.fill("step.fee.changed", &[("before", &say.money(before)), ("now", &say.money(amount))])
    });
    (before != amount).then(|| {
        view! { <Notice tone=Tone::Plain title=t("step.fee.changed.title")><p>{told}</p></Notice> }.into_any()
    })
}

/// Nothing is left to pay, and why.
fn waived(opened: &Opened, quote: &Quote) -> AnyView {
    let say = use_locale();
    let gross: i64 = quote.lines.iter().map(|line| line.gross).sum();
    let is_settled = quote.waits_for.is_empty() && quote.pending.is_empty();
    let is_owed = quote.total > 0 || quote.on_notice > 0 || quote.on_result > 0;
    if !is_settled || is_owed || gross == 0 {
        return ().into_any();
    }
    let asked = opened.view.with_untracked(|view| view.state.requirements.clone());
    let basis =
        asked.and_then(|asked| asked.waiver_basis).or_else(|| reduced_by(&quote.lines)).unwrap_or_default();
    let body = live(move || {
        say.fill("step.fee.waived.body", &[("amount", &say.money(gross.unsigned_abs())), ("basis", &basis)])
    });
    view! { <Notice tone=Tone::Done title=t("step.fee.waived")><p>{body}</p></Notice> }.into_any()
}

/// What is not paid with the filing: how much, when, and how it is asked for then.
fn later(quote: &Quote) -> AnyView {
    let say = use_locale();
    let parts @ [_, notice, result] = [quote.total, quote.on_notice, quote.on_result].map(i64::unsigned_abs);
    if notice == 0 && result == 0 {
        return ().into_any();
    }
    let how = [("due.later.notice", notice), ("due.later.result", result)];
    let [after_notice, with_result] =
        how.map(|(key, amount)| (amount > 0).then(|| view! { <p>{t(key)}</p> }));
    view! {
        <Notice tone=Tone::Plain title=t("due.later")>
            <p><b>{live(move || say.paid_when(parts))}</b></p>
            {after_notice} {with_result}
        </Notice>
    }
    .into_any()
}
