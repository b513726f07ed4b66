//! The facts of one dossier: code, appointment, fee, and what can be taken home.

use contract::{DossierView, paths};
use dossier::{DueClock, Payment, Signing, Stage, State};
use leptos::prelude::*;

use crate::api::{Api, use_api};
use crate::i18n::{t, tp, use_locale};
use crate::route::Route;
use crate::standing::official_code;
use crate::ui::{CollectAny, LinkButton, Look, SummaryList, SummaryRow, live};

/// The code, the appointment, what was paid.
pub fn view_facts(one: &DossierView) -> AnyView {
    let locale = use_locale();
    let appointment = one.state.business.0.iter().rev().find_map(|event| event.appointment.clone());
    // While more papers are awaited, or a fee from whose payment on the time limit counts, the day no longer holds; a dossier that is stopped
    // or withdrawn has none.
    let is_unpaid =
        one.state.dues.iter().any(|due| due.is_asked_now() && due.notice.clock == DueClock::FromPayment);
    let label = match one.state.business.0.last().map(|event| event.status.0) {
        Some(3 | 7 | 8) => None,
        Some(5) => Some("dossier.appointment.paused"),
        _ if is_unpaid => Some("dossier.appointment.unpaid"),
        _ => Some("dossier.appointment"),
    };
    let appointment = appointment.zip(label).map(|(day, label)| {
        view! {
            <div class="cd-due">
                <p class="cd-due__label">{t(label)}</p>
                <p class="cd-due__day">{live(move || locale.long_date(&day))}</p>
            </div>
        }
    });
    let code = official_code(&one.state).map(|code| {
        let code = code.to_owned();
        view! { <SummaryRow label=t("dossier.code")><span class="cd-code">{code}</span></SummaryRow> }
    });
    let no_code = (official_code(&one.state).is_none() && one.state.stage == Stage::Filing)
        .then(|| view! { <SummaryRow label=t("dossier.code")>{t("dossier.code.later")}</SummaryRow> });
    let created = one.created_at.clone();
    let fee = view_fee(&one.state);
    let to_come = view_to_come(&one.state);
    let (procedure, version) = (one.procedure.clone(), one.version.clone());
    view! {
        {appointment}
        <SummaryList>
            {code}
            {no_code}
            <SummaryRow label=t("dossier.procedure")>{procedure}</SummaryRow>
            <SummaryRow label=t("dossier.created")>{live(move || locale.date(&created))}</SummaryRow>
            {fee}
            {to_come}
            <SummaryRow label=t("dossier.version")>{version}</SummaryRow>
        </SummaryList>
    }
    .into_any()
}

fn view_fee(state: &State) -> Option<AnyView> {
    let locale = use_locale();
    match state.payment.clone() {
        Payment::Paid { amount, .. } => Some(
            view! { <SummaryRow label=t("dossier.fee")>{live(move || locale.fill("dossier.fee.paid", &[("amount", &locale.money(amount))]))}</SummaryRow> }
                .into_any(),
        ),
        Payment::Waived { basis, .. } => {
            Some(view! { <SummaryRow label=t("dossier.fee")>{tp("dossier.fee.waived", vec![("basis", basis)])}</SummaryRow> }.into_any())
        }
        _ => None,
    }
}

/// What the procedure charges after filing, until the office asks for it.
fn view_to_come(state: &State) -> Option<AnyView> {
    let locale = use_locale();
    let (notice, result) = state.to_come();
    let text = live(move || locale.paid_when([0, notice, result]));
    let how = [("due.later.notice", notice), ("due.later.result", result)];
    let [after_notice, with_result] =
        how.map(|(key, amount)| (amount > 0).then(|| view! { <p>{t(key)}</p> }));
    (notice + result > 0).then(|| {
        view! { <SummaryRow label=t("due.to_come")><p>{text}</p>{after_notice} {with_result}</SummaryRow> }.into_any()
    })
}

/// The receipt and the exact files, once there are any.
pub fn view_papers(one: &DossierView) -> Option<AnyView> {
    let api = use_api();
    let is_sent = matches!(one.state.stage, Stage::Filing | Stage::Filed);
    let of = [paths::SIGNATURE, paths::REVOCATION];
    let signature = signed(api, (of, &[&one.id]), "dossier", &one.state.signing, |_| t("dossier.signature"));
    let others = one.state.cosigned().map(|(number, other, signing)| {
        let (of, place) = ([paths::COSIGNATURE, paths::COSIGNATURE_REVOCATION], number.to_string());
        let label = |file| tp("dossier.cosignature", vec![("name", other.name.clone()), ("file", file)]);
        let stem = ["dossier-", &(number + 1).to_string()].concat();
        signed(api, (of, &[&one.id, &place]), &stem, signing, label)
    });
    let others: Vec<_> = others.collect();
    let why = if signature.is_some() || !others.is_empty() {
        "dossier.papers.why"
    } else {
        "dossier.papers.why.alone"
    };
    let content = api.address(paths::CONTENT, &[&one.id]);
    is_sent.then(|| {
        view! {
            <h2 class="cd-case__papers">{t("dossier.papers")}</h2>
            <LinkButton href=Route::Receipt(one.id.clone()).href() label=t("dossier.receipt") look=Look::Quiet/>
            <ul class="cd-downloads">
                <li><a href=content download="dossier.json">{t("dossier.content")}</a></li>
                {signature}
                {others.into_iter().collect_any()}
            </ul>
            <p class="cd-quiet"><small>{t(why)}</small></p>
        }
        .into_any()
    })
}

/// A container and what was said about its certificate, where `paths` have them; the files have the same stem.
fn signed(
    api: Api,
    (paths, of): ([&'static str; 2], &[&str]),
    stem: &str,
    signing: &Signing,
    label: impl FnOnce(String) -> Signal<String>,
) -> Option<AnyView> {
    let Signing::Signed { revocation, .. } = signing else { return None };
    let [container, answer] = paths.map(|path| api.address(path, of));
    let line = |href: String, file: String, label: Signal<String>| {
        view! { <li><a href=href download=file>{label}</a></li> }
    };
    let answer = revocation.as_ref().map(|source| {
        let file = [stem, ".", source].concat();
        line(answer, file.clone(), tp("dossier.revocation", vec![("name", file)]))
    });
    let file = [stem, ".p7s"].concat();
    let container = line(container, file.clone(), label(file));
    Some(view! { {container} {answer} }.into_any())
}
