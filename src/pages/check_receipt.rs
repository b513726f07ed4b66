//! Checking an electronic receipt, for anyone who has its look-up code: typed, or brought along behind `#` by the QR code, where no server and no log sees it.

use contract::{CheckReceipt as Check, CheckedReceipt, ReceiptCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, use_api};
use crate::browser::{focus, page};
use crate::i18n::{t, tp, use_locale};
use crate::remote::view_trouble;
use crate::route::Route;
use crate::standing::fee_receipts::{ended, in_fours, rows};
use crate::ui::{Button, Heading, Notice, SummaryList, Tone, live};

/// The field, and where the answer stands.
const FIELD: &str = "receipt-code";
const ANSWER: &str = "receipt-answer";

/// The page.
#[component]
pub fn CheckReceipt() -> impl IntoView {
    let api = use_api();
    let code = RwSignal::new(page::fragment());
    let (is_busy, is_missing) = (RwSignal::new(false), RwSignal::new(false));
    let answer = RwSignal::new(None::<Result<CheckedReceipt, ApiError>>);
    // What the answer is about, while something else may stand in the field by now.
    let asked = RwSignal::new(String::new());
    let check = Callback::new(move |()| {
        // The whole address that the QR code holds will do.
        let wanted = code.with_untracked(|typed| in_fours(typed.rsplit('#').next().unwrap_or_default()));
        let wanted = ReceiptCode { code: wanted };
        is_missing.set(wanted.code.is_empty());
        if wanted.code.is_empty() {
            answer.set(None);
            focus::to(FIELD);
            return;
        }
        asked.set(wanted.code.clone());
        is_busy.set(true);
        spawn_local(async move {
            let told = api.send::<Check>(&[], &wanted, None).await;
            is_busy.try_set(false);
            answer.try_set(Some(told));
            focus::soon_to(ANSWER.to_owned());
        });
    });
    if !code.get_untracked().is_empty() {
        check.run(());
    }
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !is_busy.get_untracked() {
            check.run(());
        }
    };
    let told = live(move || {
        answer.with(|answer| match answer {
            None => None,
            Some(Ok(found)) => Some(view_found(found)),
            Some(Err(ApiError::NotFound)) => Some(view_unknown(&asked.get_untracked())),
            Some(Err(error)) => Some(view_trouble(error, false, check)),
        })
    });
    let missing = live(move || {
        is_missing.get().then(
            || view! { <Notice tone=Tone::Stop title=t("check_receipt.missing") is_alert=true>""</Notice> },
        )
    });
    view! {
        <Heading text=t("check_receipt.title")/>
        <p class="cd-lede">{t("check_receipt.lede")}</p>
        <form class="cd-check-receipt" on:submit=on_submit>
            <label for=FIELD>{t("check_receipt.code")}</label>
            <p id="receipt-code-hint">{t("check_receipt.hint")}</p>
            <div id="receipt-code-missing">{missing}</div>
            <input
                id=FIELD
                class="cd-line cd-line--middle"
                type="text"
                autocomplete="off"
                autocapitalize="characters"
                spellcheck="false"
                aria-describedby="receipt-code-hint receipt-code-missing"
                aria-invalid=move || is_missing.get().then_some("true")
                prop:value=code
                on:input=move |event| code.set(event_target_value(&event))
            />
            <Button label=t("check_receipt.go") busy=is_busy/>
        </form>
        <section id=ANSWER class="cd-check-receipt__answer" tabindex="-1" aria-label=t("check_receipt.answer")>{told}</section>
        <p class="cd-quiet">{t("check_receipt.private")}</p>
    }
}

fn view_found(found: &CheckedReceipt) -> AnyView {
    let locale = use_locale();
    let as_of = found.as_of.clone();
    let key = if found.is_fresh { "check_receipt.fresh" } else { "check_receipt.stale" };
    let said = live(move || locale.fill(key, &[("time", &locale.date_time(&as_of))]));
    let standing = ended(&found.face)
        .unwrap_or_else(|| view! { <Notice tone=Tone::Done title=t("check_receipt.good")/> }.into_any());
    let facts = rows(&found.face);
    view! {
        {standing}
        <p>{said}</p>
        <SummaryList>{facts}</SummaryList>
    }
    .into_any()
}

/// No receipt has this code: what to compare, what not to do, whom to ask, and where a payer finds their own.
fn view_unknown(code: &str) -> AnyView {
    let compared = tp("check_receipt.unknown.compare", vec![("code", code.to_owned())]);
    view! {
        <Notice tone=Tone::Stop title=t("check_receipt.unknown") is_alert=true>
            <p>{compared}</p>
            <p>{t("check_receipt.unknown.body")}</p>
            <p>{t("check_receipt.unknown.own")} " " <a href=Route::Payments.href()>{t("payments.title")}</a></p>
        </Notice>
    }
    .into_any()
}
