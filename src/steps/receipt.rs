//! The receipt: what was submitted, when, with every file's digest. Before the desk has answered it says so and shows no code.

use std::sync::Arc;

use contract::{DossierView, ReceiptFor, paths};
use dossier::{Command, Payment, Receipt, Signing, Stage};
use leptos::prelude::*;

use crate::ui::{Shown, live};

use super::{
    check::proof,
    command::allows,
    open::{OpenDossier, Opened},
    poll::poll,
    press::Press,
    receipt_facts::{facts, files},
    signed::{gate, kept},
    submit::go_on,
    thaw::thaw_button,
    way::{StepName, due},
};
use crate::{
    browser::page,
    i18n::{t, tp, use_locale},
    remote::remote,
    route::{Route, use_go},
    ui::{Button, CollectAny, Drum, Heading, LinkButton, Look, Notice, Spinner, Tag, Tone},
};

/// The receipt step.
pub fn receipt(open: OpenDossier, opened: &Opened) -> AnyView {
    let opened = opened.clone();
    let view = opened.view;
    let stage = Memo::new(move |_| view.with(|view| (view.state.stage, due(view) == StepName::Receipt)));
    let inside = live(move || match stage.get() {
        (Stage::Filed, _) => filed(open, &opened),
        (Stage::Filing, _) => filing(open, &opened),
        (Stage::Frozen, true) => ready(open, &opened),
        (Stage::Frozen | Stage::Draft | Stage::Discarded, _) => too_early(open, &opened),
    });
    view! { <div class="cd-receipt">{inside}</div> }.into_any()
}

/// On its way to the desk: no code is shown before there is one.
fn filing(open: OpenDossier, opened: &Opened) -> AnyView {
    poll(open);
    view! {
        <Heading text=t("step.receipt.filing")/>
        {paid_note(opened)}
        <Spinner label=t("step.receipt.filing.wait")/>
        <p>{t("step.receipt.filing.body")}</p>
        {to_dossier(open)}
    }
    .into_any()
}

/// Nothing is owed and it was not sent yet: one press, or by itself elsewhere.
fn ready(open: OpenDossier, opened: &Opened) -> AnyView {
    poll(open);
    let go = use_go();
    let view = opened.view;
    let kept = StoredValue::new(opened.clone());
    let press = Press::new(move || {
        Box::pin(async move {
            let Some(opened) = kept.try_get_value() else { return Ok(()) };
            go_on(open, &opened, go).await
        })
    });
    let is_offered = Memo::new(move |_| view.with(|view| allows(view, Command::File)));
    let proof = proof(opened).get_untracked().and_then(Result::ok);
    // What is paid for is sent in any case.
    let is_paid = view.with_untracked(|view| matches!(view.state.payment, Payment::Paid { .. }));
    let frozen = opened.clone();
    let send = move || {
        view! {
            {live(move || (!is_offered.get()).then(|| view! { <Spinner label=t("step.receipt.filing.wait")/> }))}
            <Shown when=is_offered>
                <div class="cd-actions">{press.button(t("step.receipt.send"), Look::Main)}</div>
            </Shown>
            <div class="cd-actions">{thaw_button(open, &frozen)}</div>
        }
        .into_any()
    };
    let send = match proof.filter(|_| !is_paid) {
        Some(proof) => gate(open, opened, &proof, send),
        None => send(),
    };
    view! {
        <Heading text=t("step.receipt.ready")/>
        {paid_note(opened)}
        {press.trouble()}
        {send}
    }
    .into_any()
}

fn too_early(open: OpenDossier, opened: &Opened) -> AnyView {
    let step = opened.view.with_untracked(due);
    view! {
        <Heading text=t("step.receipt.early")/>
        <div class="cd-actions"><LinkButton href=step.route(open.id(), String::new()).href() label=t("step.resume")/></div>
    }
    .into_any()
}

/// Paid, and the receipt is being made: said as soon as it is true.
fn paid_note(opened: &Opened) -> AnyView {
    let say = use_locale();
    let view = opened.view;
    live(move || match view.with(|view| view.state.payment.clone()) {
        Payment::Paid { amount, at, .. } => {
            let title = Signal::derive(move || {
                say.fill(
                    "step.receipt.paid",
                    &[("amount", &say.money(amount)), ("time", &say.date_time(&at))],
                )
            });
            Some(view! { <Notice tone=Tone::Done title=title/> })
        }
        _ => None,
    })
}

fn filed(open: OpenDossier, opened: &Opened) -> AnyView {
    let asked = remote::<Receipt>(move || {
        Box::pin(async move { open.api().get::<ReceiptFor>(&[&open.id()], &[]).await })
    });
    let opened = opened.clone();
    asked.show(true, move |receipt| paper(open, &opened, &receipt))
}

fn paper(open: OpenDossier, opened: &Opened, receipt: &Arc<Receipt>) -> AnyView {
    let say = use_locale();
    let (title, has_signature) = opened
        .view
        .with_untracked(|view| (view.title.clone(), matches!(view.state.signing, Signing::Signed { .. })));
    let (code, at) = (receipt.code.clone(), receipt.accepted_at.clone());
    let taken = live(move || say.fill("step.receipt.taken", &[("time", &say.date_time(&at))]));
    let content = open.api().address(paths::CONTENT, &[&open.id()]);
    let signature = has_signature.then(|| {
        let href = open.api().address(paths::SIGNATURE, &[&open.id()]);
        view! { <LinkButton href=href label=t("step.receipt.signature") look=Look::Quiet download="dossier.p7s"/> }
    });
    let others = opened.view.with_untracked(|view| others_signed(open, view));
    let is_signed = has_signature || !others.is_empty();
    view! {
        <div class="cd-receipt__head">
            <div class="cd-receipt__drum"><Drum/></div>
            <Tag tone=Tone::Done label=t("step.receipt.accepted")/>
            <Heading text=t("step.receipt.title") kicker=Signal::stored(title)/>
            <p class="cd-receipt__code"><span>{t("step.receipt.code")}</span> <b>{code}</b></p>
            <p>{taken}</p>
        </div>
        {facts(receipt)}
        {files(receipt)}
        {kept(open, opened)}
        <div class="cd-actions cd-receipt__actions">
            <Button label=t("step.receipt.print") on_press=Callback::new(|()| page::print())/>
            <LinkButton href=Route::Review(open.id()).href() label=t("step.filed.read") look=Look::Quiet/>
            <LinkButton href=content label=t("step.receipt.content") look=Look::Quiet download="dossier.json"/>
            {signature}
            {others.into_iter().collect_any()}
            {is_signed.then(|| view! { <LinkButton href=Route::Verify.href() label=t("verify.title") look=Look::Plain/> })}
            <LinkButton href=Route::Dossier(open.id()).href() label=t("step.receipt.follow") look=Look::Plain/>
        </div>
    }
    .into_any()
}

/// The container of each of the others who has signed.
fn others_signed(open: OpenDossier, view: &DossierView) -> Vec<AnyView> {
    let drawn = view.state.cosigned().map(|(number, other, _)| {
        let href = open.api().address(paths::COSIGNATURE, &[&view.id, &number.to_string()]);
        let label = tp("step.receipt.signature.of", vec![("name", other.name.clone())]);
        // The backend names the file.
        view! { <LinkButton href=href label=label look=Look::Quiet download=""/> }.into_any()
    });
    drawn.collect()
}

fn to_dossier(open: OpenDossier) -> AnyView {
    let href = Route::Dossier(open.id()).href();
    view! { <div class="cd-actions"><LinkButton href=href label=t("step.receipt.follow") look=Look::Quiet/></div> }.into_any()
}
