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
    api::{Api, ApiError},
    browser::{
        net,
        verifier::{self, Answer, Judged, Missing, Work},
    },
    i18n::{t, tp},
    remote::{Loaded, Remote, remote, view_trouble},
    signature::{Verdict, facts, reason},
    ui::{Button, CollectAny, Details, Look, Notice, Panel, Spinner, Tone, live},
};

/// What lets the dossier go on: `inside`, once this browser has found every signature good, of the others who sign too. While a dossier
/// has none, or is paid for already, nothing keeps it. A browser that cannot judge goes on too, and says so: the backend has judged before it.
pub fn gate(
    open: OpenDossier,
    opened: &Opened,
    proof: &Proof,
    inside: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let kept = opened.clone();
    let thaw: Draw =
        Arc::new(move || view! { <div class="cd-actions">{thaw_button(open, &kept)}</div> }.into_any());
    // Judged one after the other: what is wrong first is said alone.
    let others =
        cosigned(opened).into_iter().rev().fold(Arc::new(inside) as Draw, |inside, (name, received)| {
            let named = |key| tp(key, vec![("name", name.clone())]);
            let (good, help) = (named("step.signed.good.of"), named("step.signed.bad.of"));
            let (proof, thaw) = (proof.clone(), Arc::clone(&thaw));
            Arc::new(move || {
                let words = Words { good, help, then: Arc::clone(&thaw) };
                gate_of(open.api(), Some(received.clone()), &proof, words, Arc::clone(&inside))
            })
        });
    let own = Words { good: t("step.signed.good"), help: t("step.signed.bad.help"), then: thaw };
    gate_of(open.api(), received(opened), proof, own, others)
}

/// Something to draw.
pub type Draw = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// What is said of a signature.
pub struct Words {
    /// Of a good one.
    pub good: Signal<String>,
    /// What to do when it is not good.
    pub help: Signal<String>,
    /// What stands below that.
    pub then: Draw,
}

/// The same of somebody's signature.
pub fn gate_of(api: Api, received: Option<Received>, proof: &Proof, words: Words, inside: Draw) -> AnyView {
    let Some(received) = received else { return inside() };
    let found = find(api, received, Some(Arc::clone(&proof.bytes)));
    let is_skipped = RwSignal::new(false);
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
                Some((one, Verdict::Bad)) => {
                    view! { {stop(one, words.help)} {(words.then)()} }.into_any()
                }
                Some((one, Verdict::Good)) => {
                    let rows = facts(one);
                    view! { {doubt(one)} <Details summary=words.good>{rows}</Details> {inside()} }.into_any()
                }
                Some((_, Verdict::Unknown)) | None => view! { {unable()} {inside()} }.into_any(),
            },
        }
    })
}

/// What this browser finds of the signatures that were sent; beside the receipt, which does not wait for it.
pub fn kept(open: OpenDossier, opened: &Opened) -> Option<AnyView> {
    let is_sent = opened.view.with_untracked(|view| view.state.stage == Stage::Filed);
    if !is_sent {
        return None;
    }
    let own = received(opened).map(|received| one_kept(open.api(), received, t("step.signed.good")));
    let others = cosigned(opened).into_iter().map(|(name, received)| {
        one_kept(open.api(), received, tp("step.signed.good.of", vec![("name", name)]))
    });
    let others = others.collect_any();
    Some(view! { {own} {others} }.into_any())
}

fn one_kept(api: Api, received: Received, title: Signal<String>) -> AnyView {
    let found = find(api, received, None);
    live(move || match found.get() {
        Loaded::Loading => checking(),
        Loaded::Failed(error) => view_trouble(&error, false, Callback::new(move |()| found.again())),
        Loaded::Ready(judged) => match known(judged.as_ref().as_ref()) {
            Some((one, Verdict::Bad)) => stop(one, t("step.signed.bad.kept")),
            Some((one, Verdict::Good)) => {
                let rows = facts(one);
                view! { {doubt(one)} <Panel title=title>{rows}</Panel> }.into_any()
            }
            Some((_, Verdict::Unknown)) | None => unable(),
        },
    })
}

/// Somebody's signature, and where it is to be had.
#[derive(Clone)]
pub struct Received {
    /// When the backend received it. A container does not expire with its certificate.
    at: String,
    /// What lies beside it about its certificate, if anybody has said anything.
    revocation: Option<String>,
    /// Who had to sign, by personal id or tax code; none: who the content says it is of.
    signer: Option<String>,
    /// The paths of the container and of what was said about its certificate, and what stands in both.
    paths: [&'static str; 2],
    named: Vec<String>,
}

impl Received {
    /// Nothing unless it is there.
    pub fn of(
        signing: &Signing,
        signer: Option<String>,
        paths: [&'static str; 2],
        named: Vec<String>,
    ) -> Option<Self> {
        let Signing::Signed { at, revocation, .. } = signing else { return None };
        Some(Self { at: at.clone(), revocation: revocation.clone(), signer, paths, named })
    }
}

/// That of the person who files the dossier, or of the organisation that they act for.
pub fn received(opened: &Opened) -> Option<Received> {
    opened.view.with_untracked(|view| {
        let organisation = view.state.requirements.as_ref().and_then(|asked| asked.organisation.clone());
        let signer = organisation.or_else(|| Some(view.frozen.as_ref()?.applicant_id.clone()));
        Received::of(
            &view.state.signing,
            signer,
            [paths::SIGNATURE, paths::REVOCATION],
            vec![view.id.clone()],
        )
    })
}

/// Those of the others, with their names.
fn cosigned(opened: &Opened) -> Vec<(String, Received)> {
    opened.view.with_untracked(|view| {
        let signed = view.state.cosigned().filter_map(|(number, other, signing)| {
            let paths = [paths::COSIGNATURE, paths::COSIGNATURE_REVOCATION];
            let named = vec![view.id.clone(), number.to_string()];
            Some((other.name.clone(), Received::of(signing, Some(other.id.clone()), paths, named)?))
        });
        signed.collect()
    })
}

fn known(judged: Option<&Judged>) -> Option<(&Judged, Verdict)> {
    judged.map(|one| (one, verdict(one)))
}

/// What a judgement comes to where the backend has judged before.
fn verdict(judged: &Judged) -> Verdict {
    match judged.fault.as_deref() {
        // Both moments are the backend's, and contradict one another: no newer browser would know better.
        Some("bad_moment") => Verdict::Bad,
        _ => Verdict::of(judged),
    }
}

/// Whether this browser finds of no use what the backend has taken for an answer about the certificate: only such lie beside a container.
fn is_doubtful(judged: &Judged) -> bool {
    judged.fact("revocation") == Some("unusable")
}

fn doubt(judged: &Judged) -> Option<AnyView> {
    is_doubtful(judged).then(|| {
        view! { <Notice tone=Tone::Turn title=t("step.signed.doubt")><p>{t("step.signed.doubt.body")}</p></Notice> }
            .into_any()
    })
}

fn checking() -> AnyView {
    view! { <Spinner label=t("step.signed.checking")/> }.into_any()
}

/// The signature is not to be relied on: why, and what to do.
fn stop(judged: &Judged, help: Signal<String>) -> AnyView {
    let (why, rows) = (reason(judged), facts(judged));
    view! {
        <Notice tone=Tone::Stop title=t("step.signed.bad") is_alert=true>
            {why}
            <p>{help}</p>
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
fn find(api: Api, received: Received, content: Option<Arc<[u8]>>) -> Remote<Option<Judged>> {
    let found = remote(move || {
        let (received, content) = (received.clone(), content.clone());
        Box::pin(async move { judge(api, received, content).await })
    });
    net::on_network_change(move |is_online| {
        if is_online && found.latest().is_none() {
            found.again();
        }
    });
    found
}

async fn judge(api: Api, received: Received, content: Option<Arc<[u8]>>) -> Result<Option<Judged>, ApiError> {
    let named: Vec<&str> = received.named.iter().map(String::as_str).collect();
    let [container, said] = received.paths;
    let worker = verifier::load();
    let container = api.bytes(container, &named).await?;
    let content = match content {
        Some(content) => content,
        // What was sent.
        None => api.bytes(paths::CONTENT, &named[..1]).await?.into(),
    };
    let mut answers = Vec::new();
    if let Some(source) = received.revocation {
        let said = api.bytes(said, &named).await?;
        answers.push(if source == "ocsp" { Answer::Ocsp(said) } else { Answer::List(said) });
    }
    let trusted = api.get::<GetRoots>(&[], &[]).await?;
    let now = api.get::<GetSession>(&[], &[]).await?.now;
    let Some(verifier) = worker.await.map_err(|Missing| ApiError::Offline)? else { return Ok(None) };
    let work = Work {
        container: &container,
        content: &content,
        roots: &trusted.roots,
        stamp_roots: &trusted.stamp_roots,
        answers: &answers,
        now: &now,
        proven: Some(&received.at),
        signer: Some(&received.signer.unwrap_or_else(|| applicant(&content))),
    };
    Ok(verifier.judge(work).await)
}

/// Whose dossier the bytes say they are.
fn applicant(content: &[u8]) -> String {
    let whole: Option<Value> = serde_json::from_slice(content).ok();
    let citizen = whole.as_ref().and_then(|whole| whole.pointer("/applicant/id")?.as_str());
    citizen.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Verdict, is_doubtful, verdict};
    use crate::browser::verifier::Judged;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn judged(fault: Option<&str>, revocation: &str) -> Judged {
        let facts = vec![("revocation".to_owned(), revocation.to_owned())];
        Judged { fault: fault.map(str::to_owned), is_own: true, facts }
    }

    #[test]
    fn only_what_a_newer_browser_could_tell_goes_on_unjudged() {
        let of = |fault| verdict(&judged(fault, "good"));
        assert_eq!(of(None), Verdict::Good);
        assert_eq!(of(Some("unsupported")), Verdict::Unknown);
        for fault in ["bad_moment", "other_signer", "revoked", "attribute_missing signing-time"] {
            assert_eq!(of(Some(fault)), Verdict::Bad, "{fault}");
        }
    }

    #[test]
    fn an_answer_that_only_the_backend_could_use_is_spoken_of_and_makes_the_signature_no_worse() {
        for (word, is_told) in [("unusable", true), ("good", false), ("not_asked", false)] {
            let one = judged(None, word);
            assert_eq!((is_doubtful(&one), verdict(&one)), (is_told, Verdict::Good), "{word}");
        }
    }
}
