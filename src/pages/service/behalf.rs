//! Beginning the service for somebody else: a person whom the citizen represents or is authorised by, or an enterprise. Who that may be is
//! asked when wanted and not before, and drawn by a download of its own.

use contract::{
    CONSENT_TEXT, ConsentAsked, Decide, DecideConsent, Decision, ListPrincipals, Principal, PrincipalList,
};
use dossier::content::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, use_api};
use crate::browser::focus;
use crate::i18n::{ACCOUNT, add_texts, t, use_locale};
use crate::remote::{Remote, remote, view_trouble};
use crate::route::Route;
use crate::steps::consent::words;
use crate::ui::{Button, Dialog, LinkButton, Look, use_announcer};

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
    let shown = move || is_asking.get().then(|| choices(code.clone(), for_enterprises, choose));
    view! {
        <Button label=t(label) look=look on_press=Callback::new(move |()| is_asking.set(true))/>
        <Dialog open=is_asking title=t(title)>
            {shown}
            <div class="cd-actions">
                <Button label=t("app.cancel") look=Look::Quiet on_press=Callback::new(move |()| is_asking.set(false))/>
            </div>
        </Dialog>
    }
}

crate::later! { part account, fetched by fetch, inside a page;
    /// Everybody, or every enterprise, that may be chosen; or why there is none.
    fn choices(code: String, for_enterprises: bool, choose: Callback<String>) -> AnyView {
        add_texts(ACCOUNT);
        let (api, asked) = (use_api(), code.clone());
        let known = remote(move || {
            let code = asked.clone();
            Box::pin(async move { api.get::<ListPrincipals>(&[&code], &[]).await })
        });
        let view = move |list: &PrincipalList| {
            if for_enterprises { view_enterprises(list, &code, known, choose) } else { view_people(list, choose) }
        };
        view! { <div id=CHOICES tabindex="-1">{known.show(false, move |list| view(&list))}</div> }.into_any()
    }
}

fn view_people(list: &PrincipalList, choose: Callback<String>) -> AnyView {
    let mandates = || view! { <LinkButton href=Route::Mandates.href() label=t("service.behalf.mandates") look=Look::Plain/> };
    if list.principals.is_empty() {
        return view! { <p>{t("service.behalf.none")}</p> <div class="cd-actions">{mandates()}</div> }
            .into_any();
    }
    view! { <p>{t("service.behalf.body")}</p> {view_all(list, choose)} <div class="cd-actions">{mandates()}</div> }
        .into_any()
}

fn view_enterprises(
    list: &PrincipalList,
    code: &str,
    known: Remote<PrincipalList>,
    choose: Callback<String>,
) -> AnyView {
    match &list.consent {
        Some(asked) if asked.decision != Decision::Agreed => view_consent(asked, code, known),
        _ if list.principals.is_empty() => view! { <p>{t("service.behalf.enterprise.none")}</p> }.into_any(),
        _ => view! { <p>{t("service.behalf.enterprise")}</p> {view_all(list, choose)} }.into_any(),
    }
}

/// Asks whether registers may be asked, without which no enterprise is known.
fn view_consent(asked: &ConsentAsked, code: &str, known: Remote<PrincipalList>) -> AnyView {
    let (api, announcer, locale) = (use_api(), use_announcer(), use_locale());
    let code = StoredValue::new(code.to_owned());
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    let agree = Callback::new(move |()| {
        is_busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let body = Decide { agree: true, text: CONSENT_TEXT.to_owned() };
            let answer = api.send::<DecideConsent>(&[&code.get_value()], &body, None).await;
            is_busy.try_set(false);
            match answer {
                Ok(_) => {
                    announcer.say(locale.text("step.consent.agreed"));
                    focus::to(CHOICES);
                    known.again();
                }
                Err(error) => _ = trouble.try_set(Some(error)),
            }
        });
    });
    view! {
        {words(asked)}
        <p>{t("service.behalf.consent")}</p>
        <div class="cd-actions"><Button label=t("step.consent.agree") busy=is_busy on_press=agree/></div>
        {move || trouble.get().map(|error| view_trouble(&error, false, agree))}
    }
    .into_any()
}

fn view_all(list: &PrincipalList, choose: Callback<String>) -> AnyView {
    let all = list.principals.iter().map(|one| view_one(one.clone(), choose)).collect_view();
    view! { <div class="cd-actions">{all}</div> }.into_any()
}

fn view_one(one: Principal, choose: Callback<String>) -> AnyView {
    let locale = use_locale();
    let key = match one.person.right {
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
