//! Agreeing to a dossier that somebody else files: what is fixed, exactly as it is, and the two answers. Who must agree reads the bytes
//! themselves here; the form is not theirs.

use std::sync::Arc;

use contract::{
    AgreeToCosign, Bundle, CosignedContent, Cosigning, DeclineToCosign, GetCosigning, GetProcedure,
    REASON_CHARACTERS, Refusal, StandBy, Turn, paths,
};
use dossier::{Content, canonical};
use leptos::prelude::*;

use super::{
    check::{fingerprint, refusal},
    confirm::{cited, not_confirmed, steps},
    filed::{fixed, known},
    open::provide_lists,
    press::Press,
    wysiwys::Broken,
};
use crate::{
    api::{Api, ApiError, use_api},
    browser::{focus, page},
    form::Texts,
    i18n::{t, tp, use_locale},
    remote::{Remote, remote},
    route::Route,
    ui::{
        Button, CollectAny, Details, Heading, LinkButton, Look, Notice, Panel, SummaryList, SummaryRow, Tone,
        live,
    },
};

/// A link that leads somewhere for who is signed in; none when it does not.
type Found = Option<Cosigning>;

/// The screen of a link.
#[derive(Clone, Copy)]
struct Link {
    api: Api,
    /// What it ends with.
    token: StoredValue<String>,
    found: Remote<Found>,
}

/// The page of a link.
pub fn cosign(token: String) -> AnyView {
    let api = use_api();
    provide_lists(api);
    let token = StoredValue::new(token);
    let found = remote::<Found>(move || {
        Box::pin(async move {
            match api.get::<GetCosigning>(&[&token.get_value()], &[]).await {
                Ok(found) => Ok(Some(found)),
                Err(ApiError::NotFound) => Ok(None),
                Err(error) => Err(error),
            }
        })
    });
    let link = Link { api, token, found };
    let inside = found.show(true, move |found| match found.as_ref() {
        None => said("nowhere", None, link),
        Some(found) => match found.turn {
            Turn::Asked => link.asked(found),
            Turn::NotYet => said("not_yet", Some(found), link),
            Turn::Agreed => said("agreed", Some(found), link),
            Turn::Declined => said("declined", Some(found), link),
            Turn::Changing => said("changing", Some(found), link),
            Turn::NotNamed => said("not_named", Some(found), link),
        },
    });
    view! { <div class="cd-sign">{inside}</div> }.into_any()
}

/// Nothing is to be done now: why, and what may come.
fn said(name: &'static str, found: Option<&Cosigning>, link: Link) -> AnyView {
    let say = use_locale();
    let key = move |part: &str| ["step.cosign.", name, part].concat();
    let title = Signal::derive(move || say.text(&key(".title")));
    let at = found.and_then(|found| found.agreed_at.clone()).unwrap_or_default();
    let body = live(move || say.fill(&key(".body"), &[("time", &say.date_time(&at))]));
    let kicker = Signal::stored(found.map(|found| found.title.clone()).unwrap_or_default());
    // It may be another answer later; a link that leads nowhere stays so, and what was agreed to as well.
    let again = found.filter(|found| found.turn != Turn::Agreed).map(|_| {
        let on_press = Callback::new(move |()| link.found.again());
        view! { <Button label=t("step.cosign.again") on_press=on_press look=Look::Quiet/> }
    });
    view! {
        <Heading text=title kicker=kicker/>
        {not_confirmed()}
        <p class="cd-lede">{body}</p>
        <div class="cd-actions">{again}<LinkButton href=Route::Home.href() label=t("not_found.home") look=Look::Plain/></div>
    }
    .into_any()
}

/// What is fixed, with the words for it.
#[derive(Clone, PartialEq)]
struct Fixed {
    content: Arc<Content>,
    bundle: Arc<Bundle>,
}

/// Makes the bytes from what is about to be shown, and compares them, and the words they are shown with, with what is asked about.
fn prove(fixed: &Fixed, sha256: Option<&str>) -> Result<(String, String), Broken> {
    let bytes = fixed.content.bytes().map_err(|_| Broken::Bytes)?;
    let own = canonical::sha256_hex(&bytes);
    let procedure = &fixed.content.procedure;
    let is_form = procedure.schema_sha256 == canonical::sha256_hex(fixed.bundle.schema.as_bytes());
    let is_words = procedure.texts_sha256 == canonical::sha256_hex(fixed.bundle.texts.as_bytes());
    if Some(own.as_str()) == sha256 && is_form && is_words {
        Ok((own, canonical::fingerprint(&bytes)))
    } else {
        Err(Broken::Bytes)
    }
}

impl Link {
    fn asked(self, found: &Cosigning) -> AnyView {
        let Self { api, token, .. } = self;
        let (procedure, version, language) =
            (found.procedure.clone(), found.version.clone(), found.language.clone());
        let fixed = remote::<Fixed>(move || {
            let (procedure, version, language) = (procedure.clone(), version.clone(), language.clone());
            Box::pin(async move {
                let content = api.get::<CosignedContent>(&[&token.get_value()], &[]).await.and_then(known)?;
                let query = [("lang", language.as_str()), ("version", version.as_str())];
                let bundle = api.get::<GetProcedure>(&[&procedure], &query).await?;
                Ok(Fixed { content: Arc::new(content), bundle: Arc::new(bundle) })
            })
        });
        let found = found.clone();
        fixed.show(true, move |fixed| match prove(&fixed, found.sha256.as_deref()) {
            Ok((sha256, mark)) => self.question(&found, &fixed, sha256, mark),
            Err(broken) => view! { <Heading text=t("step.cosign.title")/> {refusal(broken)} }.into_any(),
        })
    }

    /// The dossier, and whether they agree.
    fn question(self, found: &Cosigning, shown: &Fixed, sha256: String, mark: String) -> AnyView {
        let kicker = Signal::stored(found.title.clone());
        let texts = Texts::from_json(&shown.bundle.texts);
        let role = found.role.as_ref().map(|role| texts.get(&["cosigner.", role].concat()));
        let values =
            vec![("applicant", shown.content.applicant.name.clone()), ("role", role.unwrap_or_default())];
        let (agree, decline) = (self.agree(sha256.clone()), self.decline(sha256));
        view! {
            <Heading text=t("step.cosign.title") kicker=kicker/>
            {not_confirmed()}
            <p class="cd-lede">{tp("step.cosign.lede", values)}</p>
            {found.basis.clone().map(cited)}
            {fingerprint(mark, "step.cosign.hint")}
            {fixed(Arc::clone(&shown.content), &shown.bundle)}
            {self.documents(&shown.content)}
            <Panel title=t("step.cosign.question")>
                {steps(["step.confirm.how.1", "step.cosign.how.2", "step.cosign.how.3"])}
                {agree}
            </Panel>
            <Details summary=t("step.cosign.decline")>{decline}</Details>
        }
        .into_any()
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

    fn agree(self, sha256: String) -> AnyView {
        let Self { api, token, found } = self;
        let press = Press::new(move || {
            let wish = StandBy { sha256: sha256.clone() };
            Box::pin(async move {
                match api.send::<AgreeToCosign>(&[&token.get_value()], &wish, None).await {
                    Ok(way) => page::assign(&way.redirect_url),
                    Err(ApiError::Conflict { .. } | ApiError::NotFound) => found.again(),
                    Err(error) => return Err(error),
                }
                Ok(())
            })
        });
        view! {
            {press.trouble()}
            <div class="cd-actions">{press.button(t("step.cosign.agree"), Look::Main)}</div>
        }
        .into_any()
    }

    /// A refusal says why: without it nobody could put anything right.
    fn decline(self, sha256: String) -> AnyView {
        let Self { api, token, found } = self;
        let say = use_locale();
        let (reason, is_wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
        let press = Press::new(move || {
            let refusal =
                Refusal { sha256: sha256.clone(), reason: reason.get_untracked().trim().to_owned() };
            let count = refusal.reason.chars().count();
            is_wrong.set(count == 0 || count > REASON_CHARACTERS);
            Box::pin(async move {
                if is_wrong.get_untracked() {
                    focus::soon_to("cosign-reason".to_owned());
                    return Ok(());
                }
                match api.send::<DeclineToCosign>(&[&token.get_value()], &refusal, None).await {
                    Ok(after) => {
                        focus::want_heading();
                        found.put(Some(after));
                    }
                    Err(ApiError::Conflict { .. } | ApiError::NotFound) => found.again(),
                    Err(error) => return Err(error),
                }
                Ok(())
            })
        });
        let wrong = live(move || {
            is_wrong.get().then(|| {
                let text = say.fill("step.cosign.reason.wrong", &[("max", &REASON_CHARACTERS.to_string())]);
                view! { <Notice tone=Tone::Stop title=Signal::stored(text)/> }
            })
        });
        view! {
            <p>{t("step.cosign.decline.body")}</p>
            <label for="cosign-reason">{t("step.cosign.reason")}</label>
            <div id="cosign-wrong">{wrong}</div>
            <textarea
                id="cosign-reason"
                class="cd-line cd-line--long"
                rows="4"
                aria-describedby="cosign-wrong"
                aria-invalid=move || is_wrong.get().then_some("true")
                prop:value=reason
                on:input=move |event| reason.set(event_target_value(&event))
            ></textarea>
            {press.trouble()}
            <div class="cd-actions">{press.button(t("step.cosign.decline.go"), Look::Danger)}</div>
        }
        .into_any()
    }
}
