//! Agreeing to a dossier that somebody else files: what is fixed, exactly as it is, and the two answers. Who must agree reads the bytes
//! themselves here; the form is not theirs. Who signs does so with what the person who files it signs with: see `signatory`.

mod answer;
mod before;
mod files;
mod found;

use std::sync::Arc;

use contract::{
    Bundle, CosignedContent, Cosigning, Endpoint, GetProcedure, OwnWord, Turn, idempotency_key, paths,
};
use dossier::{Content, Means, Signing, canonical};
use leptos::prelude::*;

use before::told as told_before;
use files::signed_files;
use found::{Found, ask, own};

use super::{
    check::{fingerprint, refusal},
    confirm::{by_app, by_identity, cited, not_confirmed, steps, ways},
    filed::{fixed, known},
    lists::provide_lists,
    sign::told,
    sign_choice::choice,
    sign_wait,
    signatory::{Progress, Signatory},
    signed::{Received, Words, gate_of},
    wysiwys::{Broken, Proof},
};
use crate::{
    api::{Api, ApiError, use_api},
    form::Texts,
    i18n::{t, tp, use_locale},
    remote::{Remote, remote},
    route::Route,
    session::use_session,
    ui::{
        Button, CollectAny, Details, Heading, LinkButton, Look, Panel, SummaryList, SummaryRow, live,
        use_announcer,
    },
};

/// The screen of a link.
#[derive(Clone, Copy)]
pub struct Link {
    pub(super) api: Api,
    /// What it ends with.
    token: StoredValue<String>,
    pub(super) found: Remote<Found>,
    /// Whether what is fixed is here, and was found to be what is asked about.
    is_proven: StoredValue<bool>,
    /// Why they do not agree, as far as it is typed: it stays, whatever becomes of the dossier.
    reason: RwSignal<String>,
    /// What they have answered to a dossier that was not any more what is on their screen.
    lost: RwSignal<Option<OwnWord>>,
}

/// What is on screen; news that do not matter here do not draw it again.
#[derive(Clone, PartialEq)]
enum Stage {
    /// Nothing is to be done: why.
    Said(&'static str),
    /// The link is for others: the handle of the dossier, which is their own.
    Own(String),
    /// To agree to the bytes with this digest. It stays while the signature is judged that has come to what is here.
    Fixed(Option<String>),
}

impl Stage {
    fn of(found: Option<&Found>, before: Option<&Self>, is_proven: bool) -> Self {
        let found = match found {
            Some(Found::Asked(found)) => found,
            Some(Found::Own(id)) => return Self::Own(id.clone()),
            Some(Found::Nowhere) | None => return Self::Said("nowhere"),
        };
        let fixed = Self::Fixed(found.sha256.clone());
        let is_here = is_proven && before == Some(&fixed);
        Self::Said(match found.turn {
            Turn::Asked => return fixed,
            Turn::Agreed if is_here && matches!(found.signing, Signing::Signed { .. }) => return fixed,
            Turn::Agreed if found.filed_at.is_some() => "filed",
            Turn::Agreed => "agreed",
            Turn::NotYet => "not_yet",
            Turn::Declined => "declined",
            Turn::Changing => "changing",
            Turn::NotNamed => "not_named",
        })
    }
}

/// The page of a link.
pub fn cosign(token: String) -> AnyView {
    let api = use_api();
    provide_lists(api);
    let token = StoredValue::new(token);
    let found = remote::<Found>(move || Box::pin(ask(api, token.get_value())));
    let (reason, lost) = (RwSignal::new(String::new()), RwSignal::new(None));
    let link = Link { api, token, found, is_proven: StoredValue::new(false), reason, lost };
    let inside = found.follow(true, move |latest| {
        let stage = Memo::new(move |before| {
            latest.with(|latest| Stage::of(latest.as_deref(), before, link.is_proven.get_value()))
        });
        live(move || {
            let found = latest.get_untracked().and_then(|found| found.asked().cloned());
            match (stage.get(), found) {
                (Stage::Own(id), _) => own(id),
                (Stage::Said(name), found) => said(name, found.as_ref(), link),
                (Stage::Fixed(_), Some(found)) => link.asked(&found),
                (Stage::Fixed(_), None) => said("nowhere", None, link),
            }
        })
    });
    view! { <div class="cd-sign">{inside}</div> }.into_any()
}

/// Nothing is to be done now: why, and what may come.
fn said(name: &'static str, found: Option<&Cosigning>, link: Link) -> AnyView {
    let say = use_locale();
    let title = Signal::derive(move || say.text(&["step.cosign.", name, ".title"].concat()));
    let kicker = Signal::stored(found.map(|found| found.title.clone()).unwrap_or_default());
    view! {
        <Heading text=title kicker=kicker/>
        {not_confirmed()}
        {link.not_counted(true)}
        {found.and_then(told_before)}
        {below(name, found, link)}
    }
    .into_any()
}

/// What stands below the heading.
fn below(name: &'static str, found: Option<&Cosigning>, link: Link) -> AnyView {
    let say = use_locale();
    let (at, filed) =
        found.map(|found| (found.agreed_at.clone(), found.filed_at.clone())).unwrap_or_default();
    let (at, filed) = (at.unwrap_or_default(), filed.unwrap_or_default());
    let body = live(move || {
        let times = [("time", say.date_time(&at)), ("filed", say.date_time(&filed))];
        let times = times.each_ref().map(|(name, time)| (*name, time.as_str()));
        say.fill(&["step.cosign.", name, ".body"].concat(), &times)
    });
    let signed = found.and_then(|found| signed_files(&found.signing, link));
    // It may be another answer later; a link that leads nowhere stays so, and what was agreed to as well.
    let again = found.filter(|found| found.turn != Turn::Agreed).map(|_| {
        let on_press = Callback::new(move |()| link.found.again());
        view! { <Button label=t("step.cosign.again") on_press=on_press look=Look::Quiet/> }
    });
    // Who is signed in may be somebody else than who was asked: also who files it, with a link that is over.
    let elsewhere = found.is_none().then(|| {
        let href = Route::Dossiers.href();
        view! { {sign_out()} <LinkButton href label=t("app.nav.dossiers") look=Look::Quiet/> }
    });
    view! {
        <p class="cd-lede">{body}</p>
        <div class="cd-actions">
            {elsewhere}
            {signed}
            {again}
            <LinkButton href=Route::Home.href() label=t("not_found.home") look=Look::Plain/>
        </div>
    }
    .into_any()
}

/// The way out, for who has the wrong account.
fn sign_out() -> AnyView {
    let (session, announcer, say) = (use_session(), use_announcer(), use_locale());
    let on_press =
        Callback::new(move |()| session.sign_out(move |_| announcer.say(say.text("app.sign_out.failed"))));
    view! { <Button label=t("app.sign_out") on_press=on_press look=Look::Quiet/> }.into_any()
}

/// What is fixed, with the words for it.
#[derive(Clone, PartialEq)]
struct Fixed {
    content: Arc<Content>,
    bundle: Arc<Bundle>,
}

/// Makes the bytes from what is about to be shown, and compares them, and the words they are shown with, with what is asked about.
fn prove(fixed: &Fixed, sha256: Option<&str>) -> Result<Proof, Broken> {
    let bytes = fixed.content.bytes().map_err(|_| Broken::Bytes)?;
    let own = canonical::sha256_hex(&bytes);
    let procedure = &fixed.content.procedure;
    let is_form = procedure.schema_sha256 == canonical::sha256_hex(fixed.bundle.schema.as_bytes());
    let is_words = procedure.texts_sha256 == canonical::sha256_hex(fixed.bundle.texts.as_bytes());
    if Some(own.as_str()) == sha256 && is_form && is_words {
        Ok(Proof::of(&fixed.content, bytes))
    } else {
        Err(Broken::Bytes)
    }
}

/// A link as who signs by it uses it.
impl Link {
    /// What it ends with.
    pub(super) fn token(self) -> String {
        self.token.get_value()
    }

    /// The key of a command: about an attempt, or about the next.
    pub(super) fn key(self, command: &str, attempt: Option<u32>) -> String {
        let found = self.found.latest().and_then(|found| found.asked().cloned());
        let (sha256, attempts) =
            found.map(|found| (found.sha256.unwrap_or_default(), found.signing_attempts)).unwrap_or_default();
        idempotency_key(&sha256, 0, command, attempt.unwrap_or(attempts).into())
    }

    /// After a refusal what is on screen may be old. Whether it is; then what they have answered counts for nothing, and that is said.
    pub(super) fn look_again(self, error: &ApiError, answered: Option<OwnWord>) -> bool {
        let is_old = matches!(error, ApiError::Conflict { .. } | ApiError::NotFound);
        if is_old {
            if answered.is_some() {
                self.lost.try_set(answered);
            }
            self.found.again();
        }
        is_old
    }

    /// Asks what has become of it.
    pub(super) async fn refresh(self) -> Result<(), ApiError> {
        self.found.put(ask(self.api, self.token()).await?);
        Ok(())
    }

    /// A command about an attempt that answers with what is asked now.
    pub(super) async fn order<E: Endpoint<Reply = Cosigning>>(
        self,
        body: &E::Body,
        command: &str,
        attempt: u32,
    ) -> Result<(), ApiError> {
        match self.api.send::<E>(&[&self.token()], body, Some(self.key(command, Some(attempt)))).await {
            Ok(found) => {
                self.lost.try_set(None);
                self.found.put(Found::Asked(Box::new(found)));
                Ok(())
            }
            Err(error) => {
                // Who takes a request back has answered nothing.
                self.look_again(&error, (command != "cancel").then_some(OwnWord::Signed));
                Err(error)
            }
        }
    }
}

impl Link {
    fn asked(self, found: &Cosigning) -> AnyView {
        let Self { api, token, is_proven, .. } = self;
        is_proven.set_value(false);
        let (procedure, version, language) =
            (found.procedure.clone(), found.version.clone(), found.language.clone());
        let fixed = remote::<Fixed>(move || {
            let (procedure, version, language) = (procedure.clone(), version.clone(), language.clone());
            Box::pin(async move {
                let content = api.get::<CosignedContent>(&[&token.get_value()], &[]).await;
                // It may have been signed, or changed, a moment ago.
                let content =
                    content.inspect_err(|error| _ = self.look_again(error, None)).and_then(known)?;
                let query = [("lang", language.as_str()), ("version", version.as_str())];
                let bundle = api.get::<GetProcedure>(&[&procedure], &query).await?;
                Ok(Fixed { content: Arc::new(content), bundle: Arc::new(bundle) })
            })
        });
        let found = found.clone();
        fixed.show(true, move |fixed| match prove(&fixed, found.sha256.as_deref()) {
            Ok(proof) => {
                is_proven.set_value(true);
                self.step(&found, &fixed, &proof)
            }
            Err(broken) => view! { <Heading text=t("step.cosign.title")/> {refusal(broken)} }.into_any(),
        })
    }

    /// What comes next, as far as somebody is who signs.
    fn step(self, found: &Cosigning, shown: &Arc<Fixed>, proof: &Proof) -> AnyView {
        let progress = Memo::new(move |_| {
            let found = self.found.ready()?;
            Progress::of(&found.asked()?.signing)
        });
        let (found, shown, proof) = (found.clone(), Arc::clone(shown), proof.clone());
        live(move || match progress.get() {
            None => self.question(&found, &shown, &proof, None),
            // Who refuses on the phone cannot open the dossier of somebody else.
            Some(Progress::Choose { note: Some("rejected") }) => {
                self.question(&found, &shown, &proof, Some(told("refused")))
            }
            Some(Progress::Choose { note }) => self.question(&found, &shown, &proof, note.map(told)),
            Some(Progress::Wait { attempt, expires_at, granted }) => {
                sign_wait::asked(&Signatory::Other(self), &proof, attempt, &expires_at, granted)
            }
            Some(Progress::Signed) => self.signed(&proof),
        })
    }

    /// Their browser looks at what has come back.
    fn signed(self, proof: &Proof) -> AnyView {
        let found = self.found.latest().and_then(|found| found.asked().cloned());
        let received = found.as_ref().and_then(|found| {
            let paths = [paths::OWN_COSIGNATURE, paths::OWN_COSIGNATURE_REVOCATION];
            Received::of(&found.signing, Some(found.person.clone()), paths, vec![self.token()])
        });
        let words = Words {
            good: t("step.signed.good"),
            help: t("step.cosign.bad"),
            then: Arc::new(|| ().into_any()),
        };
        let kicker = Signal::stored(found.as_ref().map(|found| found.title.clone()).unwrap_or_default());
        let judged = gate_of(
            self.api,
            received,
            proof,
            words,
            Arc::new(move || below("agreed", found.as_ref(), self)),
        );
        view! { <Heading text=t("step.sign.done") kicker=kicker/> {self.not_counted(true)} {judged} }
            .into_any()
    }

    /// The dossier, and whether they agree.
    fn question(self, found: &Cosigning, shown: &Fixed, proof: &Proof, note: Option<AnyView>) -> AnyView {
        let kicker = Signal::stored(found.title.clone());
        let texts = Texts::from_json(&shown.bundle.texts);
        let role = found.role.as_ref().map(|role| texts.get(&["cosigner.", role].concat()));
        let applicant = shown.content.applicant.name.clone();
        let whose = tp("step.cosign.you", vec![("applicant", applicant.clone())]);
        let values = vec![("applicant", applicant), ("role", role.unwrap_or_default())];
        let sha256 = canonical::hex(&proof.digest);
        let decline = self.decline(sha256.clone());
        let (mark, way) = match found.by {
            Means::Identity => (
                Some(fingerprint(proof.fingerprint.clone(), "step.cosign.hint")),
                view! {
                    <Panel title=t("step.cosign.question")>
                        {steps(["step.confirm.how.1", "step.cosign.how.2", "step.cosign.how.3"])}
                        {self.agree(sha256, Look::Main)}
                    </Panel>
                }
                .into_any(),
            ),
            Means::Signature | Means::Either => (None, self.by_signature(found, proof)),
        };
        view! {
            <Heading text=t("step.cosign.title") kicker=kicker/>
            {not_confirmed()}
            {self.not_counted(false)}
            {note}
            {self.changed(found, shown)}
            <p class="cd-lede">{tp("step.cosign.lede", values)}</p>
            {found.basis.clone().map(cited)}
            {mark}
            <p>{whose}</p>
            {fixed(Arc::clone(&shown.content), &shown.bundle)}
            {self.documents(&shown.content)}
            {way}
            <Details summary=t("step.cosign.decline") open=!self.reason.read_untracked().is_empty()>{decline}</Details>
        }
        .into_any()
    }

    /// Choosing a certificate; for who has none, what the law takes instead.
    fn by_signature(self, found: &Cosigning, proof: &Proof) -> AnyView {
        let has_none = RwSignal::new(false);
        let chosen = choice(&Signatory::Other(self), proof, has_none);
        let identity = (found.by == Means::Either).then(|| {
            let agree = self.agree(canonical::hex(&proof.digest), Look::Quiet);
            by_identity(found.identity_basis.clone(), agree)
        });
        let all = [identity, found.app_basis.clone().map(by_app), None];
        let instead = ways(has_none.into(), all, ["step.without.none", "step.cosign.without.kept"]);
        view! { <Panel title=t("step.cosign.sign")>{chosen}</Panel> {instead} }.into_any()
    }

    /// Every document, to be opened.
    fn documents(self, content: &Content) -> Option<AnyView> {
        let token = self.token.get_value();
        let rows = content.documents.iter().zip(1_u32..).map(|(document, number)| {
            let href = self.api.address(paths::COSIGNED_FILE, &[&token, &number.to_string()]);
            let name = document.name.clone();
            let open = view! { <LinkButton href=href label=t("step.cosign.document") look=Look::Quiet/> };
            view! { <SummaryRow label=Signal::stored(name)>{open}</SummaryRow> }
        });
        let rows = rows.collect_any();
        (!content.documents.is_empty()).then(|| {
            view! { <Panel title=t("step.cosign.documents")><SummaryList>{rows}</SummaryList></Panel> }
                .into_any()
        })
    }
}
