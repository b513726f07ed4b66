//! Beginning the service for somebody else: a person whom the citizen represents or is authorised by, or an enterprise. Who that may be is
//! asked when wanted and not before, and drawn by a download of its own.

use contract::{
    CONSENT_TEXT, ConsentAsked, Decide, DecideConsent, Decision, Extent, ListPrincipals, Principal,
    PrincipalList, SilentRegister,
};
use dossier::content::Right;
use leptos::prelude::*;

use crate::api::use_api;
use crate::browser::focus;
use crate::i18n::{ACCOUNT, add_texts, t, use_locale};
use crate::remote::{Remote, remote};
use crate::route::Route;
use crate::steps::ask_again::ask_again;
use crate::steps::consent::words;
use crate::steps::press::Press;
use crate::ui::{Button, CollectAny, Dialog, LinkButton, Look, Notice, Tone, live};

/// Where the focus goes when the question about registers has given way to its answer.
const CHOICES: &str = "behalf";

/// The button, and the question for whom.
#[component]
pub fn Behalf(
    /// National code of the procedure.
    code: String,
    /// Whether the service is one for enterprises: then this is the only way to begin it.
    for_enterprises: bool,
    /// Takes the chosen principal.
    on_choose: Callback<String>,
) -> impl IntoView {
    let is_asking = RwSignal::new(false);
    let choose = Callback::new(move |id: String| {
        is_asking.set(false);
        on_choose.run(id);
    });
    let (label, title, look) = if for_enterprises {
        ("service.start", "service.behalf.enterprise.title", Look::Main)
    } else {
        ("service.behalf", "service.behalf.title", Look::Plain)
    };
    // What is asked first stands beside the way out, where both are seen.
    let consent = RwSignal::new(None::<Press>);
    let shown =
        live(move || is_asking.get().then(|| choices(code.clone(), for_enterprises, (consent, choose))));
    let agree = live(move || consent.get().map(|press| press.button(t("step.consent.agree"), Look::Main)));
    view! {
        <Button label=t(label) look=look on_press=Callback::new(move |()| is_asking.set(true))/>
        <Dialog open=is_asking title=t(title)>
            {shown}
            <div class="cd-actions">
                {agree}
                <Button label=t("app.cancel") look=Look::Quiet on_press=Callback::new(move |()| is_asking.set(false))/>
            </div>
        </Dialog>
    }
}

crate::later! { part account, fetched by fetch, inside a page;
    /// Everybody, or every enterprise, that may be chosen; or why there is none.
    fn choices(code: String, for_enterprises: bool, offers: Offers) -> AnyView {
        add_texts(ACCOUNT);
        let (api, asked) = (use_api(), code.clone());
        let known = remote(move || {
            let code = asked.clone();
            Box::pin(async move { api.get::<ListPrincipals>(&[&code], &[]).await })
        });
        let here = Here { code: StoredValue::new(code), known, said: RwSignal::new(""), offers };
        let say = use_locale();
        let said = live(move || say.text(here.said.get()));
        let view = move |list: &PrincipalList| {
            if for_enterprises { here.view_enterprises(list) } else { here.view_people(list) }
        };
        view! {
            // Nothing outside of an open dialog is read out.
            <p class="cd-unseen" role="status">{said}</p>
            <div id=CHOICES tabindex="-1">{known.show(false, move |list| view(&list))}</div>
        }
        .into_any()
    }
}

/// Where a press that agrees is put, and what takes the chosen principal.
type Offers = (RwSignal<Option<Press>>, Callback<String>);

/// The question that is open.
#[derive(Clone, Copy)]
struct Here {
    code: StoredValue<String>,
    known: Remote<PrincipalList>,
    /// Key of what has just become of it.
    said: RwSignal<&'static str>,
    offers: Offers,
}

impl Here {
    fn view_people(self, list: &PrincipalList) -> AnyView {
        let mandates = view! { <LinkButton href=Route::Mandates.href() label=t("service.behalf.mandates") look=Look::Plain/> };
        let is_nobody = list.principals.is_empty();
        let silent = list.silent.as_ref().map(|silent| self.view_silent(silent));
        let asked = list.consent.as_ref().filter(|asked| asked.decision != Decision::Agreed);
        let told = match (is_nobody, &silent) {
            (false, _) => Some(view! { <p>{t("service.behalf.body")}</p> {self.view_all(list)} }.into_any()),
            (true, None) => Some(view! { <p>{t("service.behalf.none")}</p> }.into_any()),
            (true, Some(_)) => None,
        };
        let asked = asked.map(|asked| self.view_consent(asked, "service.behalf.consent.people"));
        view! { {told} {silent} <div class="cd-actions">{mandates}</div> {asked} }.into_any()
    }

    fn view_enterprises(self, list: &PrincipalList) -> AnyView {
        match (&list.consent, &list.silent) {
            (Some(asked), _) if asked.decision != Decision::Agreed => {
                self.view_consent(asked, "service.behalf.consent")
            }
            (_, Some(silent)) => self.view_silent(silent),
            _ if list.principals.is_empty() => {
                view! { <p>{t("service.behalf.enterprise.none")}</p> }.into_any()
            }
            _ => view! { <p>{t("service.behalf.enterprise")}</p> {self.view_all(list)} }.into_any(),
        }
    }

    /// Asks whether registers may be asked, without which no child, no ward and no enterprise is known; `why` is a key.
    fn view_consent(self, asked: &ConsentAsked, why: &'static str) -> AnyView {
        let (api, consent) = (use_api(), self.offers.0);
        let press = Press::new(move || {
            Box::pin(async move {
                let body = Decide { agree: true, text: CONSENT_TEXT.to_owned() };
                api.send::<DecideConsent>(&[&self.code.get_value()], &body, None).await?;
                self.has_become("step.consent.agreed");
                self.known.again();
                Ok(())
            })
        });
        consent.set(Some(press));
        on_cleanup(move || _ = consent.try_set(None));
        view! { {words(asked)} <p>{t(why)}</p> {press.trouble()} }.into_any()
    }

    /// A register that does not answer says neither yes nor no.
    fn view_silent(self, silent: &SilentRegister) -> AnyView {
        let (say, api) = (use_locale(), use_api());
        let name = ["form.source.", &silent.register].concat();
        let title = move || say.fill("step.register.unavailable.title", &[("register", &say.text(&name))]);
        let again = ask_again(move || {
            Box::pin(async move {
                let list = api.get::<ListPrincipals>(&[&self.code.get_value()], &[]).await?;
                if let Some(silent) = list.silent {
                    return Ok(Some(silent.at));
                }
                self.has_become("step.register.answered");
                self.known.put(list);
                Ok(None)
            })
        });
        view! {
            <Notice tone=Tone::Turn title=Signal::derive(title) is_alert=true><p>{t("service.behalf.silent")}</p></Notice>
            {again}
        }
        .into_any()
    }

    /// The button that was pressed goes; what comes in its place has the focus.
    fn has_become(self, news: &'static str) {
        _ = self.said.try_set(news);
        focus::to(CHOICES);
    }

    fn view_all(self, list: &PrincipalList) -> AnyView {
        let all = list.principals.iter().map(|one| view_one(one.clone(), self.offers.1)).collect_any();
        view! { <div class="cd-actions">{all}</div> }.into_any()
    }
}

fn view_one(one: Principal, choose: Callback<String>) -> AnyView {
    let locale = use_locale();
    let key = match one.person.right {
        _ if one.extent == Extent::Assist => "service.behalf.assist",
        Right::Parent => "service.behalf.parent",
        Right::Guardian => "service.behalf.guardian",
        Right::Mandate => "service.behalf.mandate",
        Right::Representative => "service.behalf.representative",
    };
    let (id, name) = (StoredValue::new(one.id), one.person.name);
    let label = Signal::derive(move || locale.fill(key, &[("name", &name)]));
    view! { <Button label look=Look::Quiet on_press=Callback::new(move |()| choose.run(id.get_value()))/> }
        .into_any()
}
