//! Choosing a certificate, and letting the request go: only after the browser has found the same hash as the backend.

use contract::{
    ConfirmSigning, Confirmation, Credential, CredentialChoice, CredentialList, ListCredentials, Preparation,
    PrepareSigning,
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    check::{fingerprint, refusal},
    command::{key, until_online},
    open::{OpenDossier, Opened},
    wysiwys::{Broken, Proof, requested_hash},
};
use crate::{
    api::ApiError,
    i18n::{t, use_locale},
    remote::{remote, view_trouble},
    ui::{Button, CollectAny, Notice, Tone, live},
};

/// Why the request was not let go.
#[derive(Clone)]
enum Halt {
    Api(ApiError),
    Broken(Broken),
}

/// What will be signed, with which certificate, and the button.
pub fn choice(open: OpenDossier, opened: &Opened, proof: &Proof) -> AnyView {
    let say = use_locale();
    let list = remote::<CredentialList>(move || {
        Box::pin(async move { open.api().get::<ListCredentials>(&[&open.id()], &[]).await })
    });
    let (opened, proof) = (opened.clone(), proof.clone());
    let mark = proof.fingerprint.clone();
    let what = {
        let (answers, documents) = (proof.answers as u64, proof.documents as u64);
        let has_documents = documents > 0;
        move || {
            let (answers, documents) =
                (say.count("step.sign.answers", answers), say.count("step.sign.documents", documents));
            let key = if has_documents { "step.sign.what" } else { "step.sign.what.alone" };
            say.fill(key, &[("answers", &answers), ("documents", &documents)])
        }
    };
    view! {
        <p>{what}</p>
        {fingerprint(mark, "step.check.hint.before")}
        {list.show(false, move |list| credentials(open, &opened, &proof, &list))}
    }
    .into_any()
}

fn credentials(open: OpenDossier, opened: &Opened, proof: &Proof, list: &CredentialList) -> AnyView {
    let say = use_locale();
    let first = list.credentials.iter().find(|one| one.unusable.is_none()).map(|one| one.id.clone());
    if first.is_none() && list.credentials.is_empty() {
        return view! { <Notice tone=Tone::Turn title=t("step.sign.none")><p>{t("step.sign.none.help")}</p></Notice> }.into_any();
    }
    let can_sign = first.is_some();
    let chosen = RwSignal::new(first.unwrap_or_default());
    let halt = RwSignal::new(None::<Halt>);
    until_online(halt, |halt| matches!(halt, Halt::Api(ApiError::Offline)));
    let is_busy = RwSignal::new(false);
    let rows = list.credentials.iter().map(|one| credential(one, chosen)).collect_any();
    let provider = list.provider.clone();
    let legend = move || say.fill("step.sign.choose", &[("provider", &provider)]);
    let (opened, proof) = (StoredValue::new(opened.clone()), StoredValue::new(proof.clone()));
    let on_press = Callback::new(move |()| {
        is_busy.set(true);
        halt.set(None);
        spawn_local(async move {
            let (Some(opened), Some(proof)) = (opened.try_get_value(), proof.try_get_value()) else { return };
            let result = request(open, &opened, &proof, chosen.get_untracked()).await;
            is_busy.try_set(false);
            halt.try_set(result.err());
        });
    });
    view! {
        <fieldset class="cd-sign-choice">
            <legend>{legend}</legend>
            {rows}
        </fieldset>
        {live(move || halt.get().map(|halt| match halt {
            Halt::Api(error) => view_trouble(&error, false, on_press),
            Halt::Broken(broken) => refusal(broken),
        }))}
        {if can_sign {
            view! { <div class="cd-actions"><Button label=t("step.sign.send") on_press=on_press busy=is_busy/></div> }.into_any()
        } else {
            view! { <Notice tone=Tone::Turn title=t("step.sign.unusable")><p>{t("step.sign.none.help")}</p></Notice> }.into_any()
        }}
    }
    .into_any()
}

/// One certificate; one that cannot be used is shown with its reason and cannot be chosen.
fn credential(one: &Credential, chosen: RwSignal<String>) -> AnyView {
    let say = use_locale();
    let id = ["credential-", &one.id].concat();
    let (this, choose) = (one.id.clone(), one.id.clone());
    let (issuer, serial, until) = (one.issuer.clone(), short(&one.serial), one.valid_to.clone());
    let about = live(move || {
        say.fill(
            "step.sign.credential",
            &[("issuer", &issuer), ("serial", &serial), ("date", &say.date(&until))],
        )
    });
    let reason = one.unusable.clone().map(|reason| {
        view! { <span class="cd-sign-choice__reason">{live(move || say.text(&["step.sign.unusable.", &reason].concat()))}</span> }
    });
    view! {
        <label class="cd-sign-choice__one" for=id.clone()>
            <input
                id=id.clone()
                type="radio"
                name="credential"
                disabled=one.unusable.is_some()
                prop:checked=move || chosen.get() == this
                on:change=move |_| chosen.set(choose.clone())
            />
            <span class="cd-sign-choice__text">
                <b>{one.subject.clone()}</b>
                <span>{about}</span>
                {reason}
            </span>
        </label>
    }
    .into_any()
}

/// The ends of a serial number, enough to tell certificates apart.
fn short(serial: &str) -> String {
    match (serial.get(..4), serial.get(serial.len().saturating_sub(4)..)) {
        (Some(start), Some(end)) if serial.len() > 12 => [start, "…", end].concat().to_uppercase(),
        _ => serial.to_uppercase(),
    }
}

/// Prepares, checks the whole chain, and only then lets the request go to the phone.
async fn request(open: OpenDossier, opened: &Opened, proof: &Proof, credential: String) -> Result<(), Halt> {
    let prepare = opened.view.with_untracked(|view| key(view, "sign", view.state.signing_attempts.into()));
    let body = CredentialChoice { credential };
    let prepared: Preparation =
        match open.api().send::<PrepareSigning>(&[&open.id()], &body, Some(prepare)).await {
            Ok(prepared) => prepared,
            Err(error) => {
                open.look_again(&error).await;
                return Err(Halt::Api(error));
            }
        };
    let hash = requested_hash(proof, &prepared).map_err(Halt::Broken)?;
    let confirm = key(&prepared.dossier, "confirm", prepared.attempt.into());
    let body = Confirmation { attempt: prepared.attempt, requested_hash: hash };
    open.order::<ConfirmSigning>(&body, confirm).await.map_err(Halt::Api)
}
