//! Choosing a certificate, and letting the request go: only after the browser has found the same hash as the backend.

use contract::{Confirmation, Credential, CredentialList, Provider};
use leptos::{prelude::*, task::spawn_local};

use super::{
    check::{fingerprint, refusal},
    command::until_online,
    signatory::Signatory,
    wysiwys::{Broken, Proof, requested_hash},
};
use crate::{
    api::ApiError,
    i18n::{t, tp, use_locale},
    remote::{remote, view_trouble},
    ui::{Button, CollectAny, Details, Look, Notice, Tone, live},
};

/// Why the request was not let go.
#[derive(Clone)]
enum Halt {
    Api(ApiError),
    Broken(Broken),
}

/// What will be signed, with which certificate, and the button; says `has_none` when no certificate can be used.
pub fn choice(who: &Signatory, proof: &Proof, has_none: RwSignal<bool>) -> AnyView {
    let asking = who.clone();
    let list = remote::<CredentialList>(move || {
        let asking = asking.clone();
        Box::pin(async move { asking.credentials().await })
    });
    let (who, proof) = (who.clone(), proof.clone());
    let mark = proof.fingerprint.clone();
    let what = what("step.sign.what", &proof);
    view! {
        <p>{what}</p>
        {who.organisation().map(|(name, code)| {
            view! { <p>{tp("step.sign.organisation", vec![("name", name), ("code", code)])}</p> }
        })}
        {fingerprint(mark, "step.check.hint.before")}
        {list.show(false, move |known| {
            has_none.set(has_nothing(&known));
            credentials(&who, &proof, &known, Callback::new(move |()| list.again()))
        })}
    }
    .into_any()
}

/// How much it is, in the words of a key; those of its `.alone` when there are no documents.
pub fn what(key: &'static str, proof: &Proof) -> AnyView {
    let say = use_locale();
    let (answers, documents) = (proof.answers as u64, proof.documents as u64);
    let key = if documents > 0 { key.to_owned() } else { [key, ".alone"].concat() };
    live(move || {
        let (answers, documents) =
            (say.count("step.sign.answers", answers), say.count("step.sign.documents", documents));
        say.fill(&key, &[("answers", &answers), ("documents", &documents)])
    })
}

/// No certificate can be used, and nobody is silent who may have one.
fn has_nothing(list: &CredentialList) -> bool {
    list.credentials.iter().all(|one| one.unusable.is_some()) && is_whole(list)
}

/// Whether every provider has told what it has: what one has not told may be the one that can be used.
fn is_whole(list: &CredentialList) -> bool {
    list.providers.iter().all(|one| one.silent.is_none())
}

fn credentials(who: &Signatory, proof: &Proof, list: &CredentialList, ask_again: Callback<()>) -> AnyView {
    let usable = || list.credentials.iter().filter(|one| one.unusable.is_none());
    let first = usable().find(|one| !one.has_failed).or_else(|| usable().next()).map(|one| one.id.clone());
    let is_whole = is_whole(list);
    let in_vain = in_vain(list);
    let (none, unusable, help) = match who.organisation() {
        Some(_) => {
            ("step.sign.organisation.none", "step.sign.organisation.none", "step.sign.organisation.help")
        }
        None => ("step.sign.none", "step.sign.unusable", "step.sign.none.help"),
    };
    if list.credentials.is_empty() && is_whole {
        return view! { <Notice tone=Tone::Turn title=t(none)>{in_vain} <p>{t(help)}</p></Notice> }
            .into_any();
    }
    let can_sign = first.is_some();
    let chosen = RwSignal::new(first.unwrap_or_default());
    let halt = RwSignal::new(None::<Halt>);
    until_online(halt, |halt| matches!(halt, Halt::Api(ApiError::Offline)));
    let is_busy = RwSignal::new(false);
    let silent = list.providers.iter().filter_map(|one| silence(one, ask_again)).collect_any();
    // One certificate may be at several providers, each of which may be silent or used up, so it stands at each; what cannot be used is folded.
    let (folded, open): (Vec<_>, Vec<_>) =
        list.credentials.iter().partition(|one| can_sign && one.unusable.is_some());
    let groups = by_provider(&list.providers, &open, "step.sign.choose", chosen);
    let folded = (!folded.is_empty()).then(|| {
        let (say, count) = (use_locale(), folded.len() as u64);
        let summary = Signal::derive(move || say.count("step.sign.folded", count));
        let inside = by_provider(&list.providers, &folded, "step.sign.folded.at", chosen);
        view! { <Details summary>{inside}</Details> }
    });
    let (who, proof) = (StoredValue::new(who.clone()), StoredValue::new(proof.clone()));
    let on_press = Callback::new(move |()| {
        is_busy.set(true);
        halt.set(None);
        spawn_local(async move {
            let (Some(who), Some(proof)) = (who.try_get_value(), proof.try_get_value()) else { return };
            let result = request(&who, &proof, chosen.get_untracked()).await;
            is_busy.try_set(false);
            halt.try_set(result.err());
        });
    });
    view! {
        {groups}
        {silent}
        {folded}
        {in_vain}
        {live(move || halt.get().map(|halt| match halt {
            Halt::Api(error) => view_trouble(&error, false, on_press),
            Halt::Broken(broken) => refusal(broken),
        }))}
        {if can_sign {
            view! { <div class="cd-actions"><Button label=t("step.sign.send") on_press=on_press busy=is_busy/></div> }.into_any()
        } else if !is_whole {
            ().into_any()
        } else {
            view! { <Notice tone=Tone::Turn title=t(unusable)><p>{t(help)}</p></Notice> }.into_any()
        }}
    }
    .into_any()
}

/// Who was asked and has nothing, so that somebody who knows of a certificate there sees that it was looked for.
fn in_vain(list: &CredentialList) -> Option<AnyView> {
    let has_one = |provider: &Provider| list.credentials.iter().any(|one| one.provider == provider.id);
    let without = list.providers.iter().filter(|one| one.silent.is_none() && !has_one(one));
    let names: Vec<_> = without.map(|one| one.name.as_str()).collect();
    let said = tp("step.sign.none_at", vec![("providers", names.join(", "))]);
    (!names.is_empty()).then(|| view! { <p>{said}</p> }.into_any())
}

/// That a provider has not told what it has.
fn silence(provider: &Provider, ask_again: Callback<()>) -> Option<AnyView> {
    let (say, reference) = (use_locale(), provider.silent.clone()?);
    let title = tp("step.sign.silent", vec![("provider", provider.name.clone())]);
    let quoted = live(move || say.fill("api.reference", &[("reference", &reference)]));
    Some(
        view! {
            <Notice tone=Tone::Turn title>
                <p>{t("step.sign.silent.help")}</p>
                <p>{quoted}</p>
                <Button label=t("step.sign.silent.again") on_press=ask_again look=Look::Quiet/>
            </Notice>
        }
        .into_any(),
    )
}

/// Certificates by provider, under the words of a key.
fn by_provider(
    providers: &[Provider],
    credentials: &[&Credential],
    legend: &'static str,
    chosen: RwSignal<String>,
) -> AnyView {
    let group = |provider: &Provider| {
        let held = credentials.iter().filter(|one| one.provider == provider.id);
        let held: Vec<_> = held.map(|one| credential(one, chosen)).collect();
        let legend = tp(legend, vec![("provider", provider.name.clone())]);
        (!held.is_empty()).then(|| {
            view! { <fieldset class="cd-sign-choice"><legend>{legend}</legend>{held}</fieldset> }.into_any()
        })
    };
    providers.iter().filter_map(group).collect_any().into_any()
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
    let failed = || one.has_failed.then(|| "failed".to_owned());
    let reason = one.unusable.clone().or_else(failed).map(|reason| {
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
async fn request(who: &Signatory, proof: &Proof, credential: String) -> Result<(), Halt> {
    let prepared = who.prepare(credential).await.map_err(Halt::Api)?;
    let hash = requested_hash(proof, &prepared).map_err(Halt::Broken)?;
    let body = Confirmation { attempt: prepared.attempt, requested_hash: hash };
    who.let_go(body).await.map_err(Halt::Api)
}
