//! Standing by the dossier without a certificate: confirming with the electronic identity, and the other ways that the procedure allows.
//! Whether they are allowed is the backend's word; the check of what is confirmed is in `wysiwys`, signing by hand in `paper`.

use contract::{ConfirmIdentity, StandBy};
use dossier::{Command, canonical};
use eform::{InsteadWay, Signature};
use leptos::prelude::*;

use super::{
    check::fingerprint,
    command::allows,
    open::{OpenDossier, Opened},
    paper,
    press::Press,
    sign_choice::what,
    signatory::Signatory,
    wysiwys::Proof,
};
use crate::{
    browser::page,
    i18n::{t, tp, use_locale},
    route::use_here,
    ui::{Button, Details, Look, Notice, Panel, Tone, live},
};

/// The reasons that have a text of their own.
const PROBLEMS: [&str; 6] = ["cancelled", "unavailable", "expired", "level", "other_person", "moved"];

/// Whether the address says that the citizen came back from the identity provider with nothing confirmed.
pub fn came_back_with_nothing() -> bool {
    use_here().with_untracked(|here| here.asked("problem")).is_some()
}

/// Why somebody came back from the identity provider with nothing confirmed, if they did.
pub fn not_confirmed() -> AnyView {
    let (say, here) = (use_locale(), use_here());
    let problem = Memo::new(move |_| here.with(|here| here.asked("problem")));
    live(move || {
        let problem = problem.get()?;
        let name = PROBLEMS.into_iter().find(|known| *known == problem).unwrap_or("failed");
        let title = Signal::derive(move || say.text(&["step.confirm.", name, ".title"].concat()));
        let body = live(move || say.text(&["step.confirm.", name, ".body"].concat()));
        Some(view! { <Notice tone=Tone::Turn title=title is_alert=true><p>{body}</p></Notice> })
    })
}

/// Where no signature is asked for: what is confirmed, and the way to do it.
pub fn confirmation(open: OpenDossier, opened: &Opened, proof: &Proof) -> AnyView {
    let basis = signature(opened, |asked| asked.basis.clone());
    view! {
        <p>{what("step.confirm.what", proof)}</p>
        {fingerprint(proof.fingerprint.clone(), "step.confirm.hint")}
        {steps(["step.confirm.how.1", "step.confirm.how.2", "step.confirm.how.3"])}
        {basis.map(cited)}
        {leave(open, proof, Look::Main)}
    }
    .into_any()
}

/// "I have none": every way that the procedure allows, each with its legal basis, or that it allows none. It is open where no
/// certificate was found that can be used, and where somebody has begun to sign by hand.
pub fn without(open: OpenDossier, opened: &Opened, proof: &Proof, has_none: RwSignal<bool>) -> AnyView {
    let may_confirm = opened.view.with_untracked(|view| allows(view, Command::ConfirmIdentity));
    let basis = |way| signature(opened, |asked| asked.instead(way).map(|one| one.basis.clone()));
    let identity =
        may_confirm.then(|| by_identity(basis(InsteadWay::Identity), leave(open, proof, Look::Quiet)));
    // The app's signature is a person's.
    let is_person = Signatory::filer(open, opened).organisation().is_none();
    let app = basis(InsteadWay::NationalApp).filter(|_| is_person).map(by_app);
    let by_hand = RwSignal::new(false);
    let paper = paper::way(open, opened, proof, by_hand);
    let none = if is_person {
        ["step.without.none", "step.without.kept"]
    } else {
        ["step.sign.organisation.help", "step.without.kept"]
    };
    ways(Signal::derive(move || has_none.get() || by_hand.get()), [identity, app, paper], none)
}

/// These ways; where there is none, that only a certificate counts, and what `none` (keys of texts) says about getting one.
pub fn ways(is_open: Signal<bool>, ways: [Option<AnyView>; 3], none: [&'static str; 2]) -> AnyView {
    let told = if ways.iter().all(Option::is_none) {
        let [how, kept] = none;
        view! { <p>{t("step.without.only")}</p> <p>{t(how)}</p> <p>{t(kept)}</p> }.into_any()
    } else {
        view! { <p>{t("step.without.lede")}</p> }.into_any()
    };
    let [first, second, third] = ways;
    view! {
        <Details summary=t("step.without") open=is_open>
            {told}
            {first}
            {second}
            {third}
        </Details>
    }
    .into_any()
}

/// Confirming with the electronic identity; `leave` is the button.
pub fn by_identity(basis: Option<String>, leave: AnyView) -> AnyView {
    view! {
        <Panel title=t("step.without.identity")>
            {steps(["step.confirm.how.1", "step.confirm.how.2", "step.confirm.how.3"])}
            {basis.map(cited)}
            {leave}
        </Panel>
    }
    .into_any()
}

/// The signature that the national app gives.
pub fn by_app(basis: String) -> AnyView {
    // The list of certificates is asked for again with the page: nothing that was chosen is lost, because nothing was.
    let again = Callback::new(|()| page::reload());
    view! {
        <Panel title=t("step.without.app")>
            {steps(["step.without.app.1", "step.without.app.2", "step.without.app.3"])}
            {cited(basis)}
            <div class="cd-actions"><Button label=t("step.without.app.again") on_press=again look=Look::Quiet/></div>
        </Panel>
    }
    .into_any()
}

/// Leaves for the identity provider with the digest of what is on screen, as this browser has made it.
fn leave(open: OpenDossier, proof: &Proof, look: Look) -> AnyView {
    let sha256 = canonical::hex(&proof.digest);
    let press = Press::new(move || {
        let wish = StandBy { sha256: sha256.clone() };
        Box::pin(async move {
            match open.api().send::<ConfirmIdentity>(&[&open.id()], &wish, None).await {
                Ok(way) => {
                    page::assign(&way.redirect_url);
                    Ok(())
                }
                Err(error) => {
                    open.look_again(&error).await;
                    Err(error)
                }
            }
        })
    });
    view! {
        {press.trouble()}
        <div class="cd-actions">{press.button(t("step.confirm.go"), look)}</div>
    }
    .into_any()
}

/// What to do, in order.
pub fn steps(keys: [&'static str; 3]) -> AnyView {
    let [first, second, third] = keys.map(t);
    view! { <ol class="cd-list"><li>{first}</li><li>{second}</li><li>{third}</li></ol> }.into_any()
}

/// The legal basis.
pub fn cited(basis: String) -> AnyView {
    view! { <p>{tp("step.confirm.basis", vec![("basis", basis)])}</p> }.into_any()
}

/// Something that the procedure says about signing.
pub fn signature<T>(opened: &Opened, read: impl FnOnce(&Signature) -> Option<T>) -> Option<T> {
    opened.store.and_then(|store| store.read(|instance| read(instance.form().signature())))
}
