//! What came back from the phone, judged by this browser itself before anything goes on: against the bytes that it made from the screen,
//! and for who had to sign it. On the receipt against the bytes that were sent.

use std::sync::Arc;

use contract::{GetRoots, GetSession, paths};
use dossier::{Signing, Stage};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    open::{OpenDossier, Opened},
    thaw::thaw_button,
    wysiwys::Proof,
};
use crate::{
    api::ApiError,
    browser::{
        net,
        verifier::{self, Answer, Judged, Missing, Work},
    },
    i18n::t,
    remote::{Loaded, Remote, remote, view_trouble},
    signature::{Verdict, facts, reason},
    ui::{Button, Details, Look, Notice, Panel, Spinner, Tone, live},
};

/// What a signature must be about, and whose it must be.
#[derive(Clone)]
struct Expected {
    content: Arc<[u8]>,
    citizen: String,
}

/// What lets the dossier go on: `inside`, once this browser has found the signature good. While a dossier has no signature, or is paid for
/// already, nothing keeps it. A browser that cannot judge goes on too, and says so: the backend has judged before it.
pub fn gate(
    open: OpenDossier,
    opened: &Opened,
    proof: &Proof,
    inside: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let citizen =
        opened.view.with_untracked(|view| view.frozen.as_ref().map(|frozen| frozen.applicant_id.clone()));
    let Some((received, citizen)) = received(opened).zip(citizen) else { return inside() };
    let expected = Expected { content: Arc::clone(&proof.bytes), citizen };
    let found = find(open, received, Some(expected));
    let (opened, is_skipped) = (opened.clone(), RwSignal::new(false));
    let on_skip = Callback::new(move |()| is_skipped.set(true));
    live(move || {
        if is_skipped.get() {
            return inside();
        }
        match found.get() {
            Loaded::Loading => checking(),
            Loaded::Failed(error) => view! {
                {view_trouble(&error, false, Callback::new(move |()| found.again()))}
                <div class="cd-actions"><Button label=t("step.signed.skip") on_press=on_skip look=Look::Plain/></div>
            }
            .into_any(),
            Loaded::Ready(judged) => match known(judged.as_ref().as_ref()) {
                Some((one, Verdict::Bad)) => view! {
                    {stop(one, "step.signed.bad.help")}
                    <div class="cd-actions">{thaw_button(open, &opened)}</div>
                }
                .into_any(),
                Some((one, Verdict::Good)) => {
                    let rows = facts(one);
                    view! { <Details summary=t("step.signed.good")>{rows}</Details> {inside()} }.into_any()
                }
                Some((_, Verdict::Unknown)) | None => view! { {unable()} {inside()} }.into_any(),
            },
        }
    })
}

/// What this browser finds of the signature that was sent; beside the receipt, which does not wait for it.
pub fn kept(open: OpenDossier, opened: &Opened) -> Option<AnyView> {
    let is_sent = opened.view.with_untracked(|view| view.state.stage == Stage::Filed);
    let received = received(opened).filter(|_| is_sent)?;
    let found = find(open, received, None);
    Some(live(move || match found.get() {
        Loaded::Loading => checking(),
        Loaded::Failed(error) => view_trouble(&error, false, Callback::new(move |()| found.again())),
        Loaded::Ready(judged) => match known(judged.as_ref().as_ref()) {
            Some((one, Verdict::Bad)) => stop(one, "step.signed.bad.kept"),
            Some((one, Verdict::Good)) => {
                let rows = facts(one);
                view! { <Panel title=t("step.signed.good")>{rows}</Panel> }.into_any()
            }
            Some((_, Verdict::Unknown)) | None => unable(),
        },
    }))
}

/// The signature that the dossier has.
#[derive(Clone)]
struct Received {
    /// When the backend received it. A container does not expire with its certificate.
    at: String,
    /// What lies beside it about its certificate, if anybody has said anything.
    revocation: Option<String>,
    /// The tax code of the organisation that had to sign; none where the citizen had to.
    organisation: Option<String>,
}

fn received(opened: &Opened) -> Option<Received> {
    opened.view.with_untracked(|view| match &view.state.signing {
        Signing::Signed { at, revocation, .. } => {
            let organisation = view.state.requirements.as_ref().and_then(|asked| asked.organisation.clone());
            Some(Received { at: at.clone(), revocation: revocation.clone(), organisation })
        }
        _ => None,
    })
}

fn known(judged: Option<&Judged>) -> Option<(&Judged, Verdict)> {
    judged.map(|one| (one, Verdict::of(one)))
}

fn checking() -> AnyView {
    view! { <Spinner label=t("step.signed.checking")/> }.into_any()
}

/// The signature is not to be relied on: why, and what to do.
fn stop(judged: &Judged, help: &'static str) -> AnyView {
    let (why, rows) = (reason(judged), facts(judged));
    view! {
        <Notice tone=Tone::Stop title=t("step.signed.bad") is_alert=true>
            {why}
            <p>{t(help)}</p>
        </Notice>
        {rows}
    }
    .into_any()
}

fn unable() -> AnyView {
    view! { <Notice title=t("step.signed.unable")><p>{t("step.signed.unable.body")}</p></Notice> }.into_any()
}

/// Fetches the container and judges it; nothing when this browser cannot. What was lost on the way is asked for again when the network
/// is back.
fn find(open: OpenDossier, received: Received, expected: Option<Expected>) -> Remote<Option<Judged>> {
    let found = remote(move || {
        let (received, expected) = (received.clone(), expected.clone());
        Box::pin(async move { judge(open, received, expected).await })
    });
    net::on_network_change(move |is_online| {
        if is_online && found.latest().is_none() {
            found.again();
        }
    });
    found
}

async fn judge(
    open: OpenDossier,
    received: Received,
    expected: Option<Expected>,
) -> Result<Option<Judged>, ApiError> {
    let (api, id) = (open.api(), open.id());
    let worker = verifier::load();
    let container = api.bytes(paths::SIGNATURE, &[&id]).await?;
    let expected = match expected {
        Some(expected) => expected,
        None => sent(api.bytes(paths::CONTENT, &[&id]).await?),
    };
    let mut answers = Vec::new();
    if let Some(source) = received.revocation {
        let said = api.bytes(paths::REVOCATION, &[&id]).await?;
        answers.push(if source == "ocsp" { Answer::Ocsp(said) } else { Answer::List(said) });
    }
    let trusted = api.get::<GetRoots>(&[], &[]).await?;
    let now = api.get::<GetSession>(&[], &[]).await?.now;
    let Some(verifier) = worker.await.map_err(|Missing| ApiError::Offline)? else { return Ok(None) };
    let work = Work {
        container: &container,
        content: &expected.content,
        roots: &trusted.roots,
        stamp_roots: &trusted.stamp_roots,
        answers: &answers,
        now: &now,
        proven: Some(&received.at),
        signer: Some(received.organisation.as_ref().unwrap_or(&expected.citizen)),
    };
    Ok(verifier.judge(work).await)
}

/// The bytes that were sent, and whose dossier they say they are.
fn sent(content: Vec<u8>) -> Expected {
    let whole: Option<Value> = serde_json::from_slice(&content).ok();
    let citizen = whole.as_ref().and_then(|whole| whole.pointer("/applicant/id")?.as_str());
    Expected { citizen: citizen.unwrap_or_default().to_owned(), content: content.into() }
}
