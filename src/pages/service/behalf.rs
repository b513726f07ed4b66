//! Beginning the service for somebody else: the citizen's children and those who authorised them, asked for when wanted and not before.

use contract::{ListPrincipals, Principal, PrincipalList};
use dossier::content::Right;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, use_api};
use crate::i18n::{t, use_locale};
use crate::remote::view_trouble;
use crate::route::Route;
use crate::ui::{Button, Dialog, LinkButton, Look};

/// The button, and the question for whom.
#[component]
pub fn Behalf(
    /// National code of the procedure.
    code: String,
    /// Takes the chosen principal.
    on_choose: Callback<String>,
) -> impl IntoView {
    let api = use_api();
    let code = StoredValue::new(code);
    let is_busy = RwSignal::new(false);
    let is_asking = RwSignal::new(false);
    let known = RwSignal::new(None::<Result<PrincipalList, ApiError>>);
    let ask = Callback::new(move |()| {
        is_busy.set(true);
        spawn_local(async move {
            let answer = api.get::<ListPrincipals>(&[&code.get_value()], &[]).await;
            is_busy.try_set(false);
            known.try_set(Some(answer));
            is_asking.try_set(true);
        });
    });
    let choose = Callback::new(move |id: String| {
        is_asking.set(false);
        on_choose.run(id);
    });
    let shown = move || match known.get() {
        Some(Ok(list)) => view_choice(&list, choose),
        Some(Err(error)) => view_trouble(&error, false, ask),
        None => ().into_any(),
    };
    view! {
        <Button label=t("service.behalf") look=Look::Plain busy=is_busy on_press=ask/>
        <Dialog open=is_asking title=t("service.behalf.title")>
            {shown}
            <div class="cd-actions">
                <LinkButton href=Route::Mandates.href() label=t("service.behalf.mandates") look=Look::Plain/>
                <Button label=t("app.cancel") look=Look::Quiet on_press=Callback::new(move |()| is_asking.set(false))/>
            </div>
        </Dialog>
    }
}

fn view_choice(list: &PrincipalList, choose: Callback<String>) -> AnyView {
    if list.principals.is_empty() {
        return view! { <p>{t("service.behalf.none")}</p> }.into_any();
    }
    let all = list.principals.iter().map(|one| view_one(one.clone(), choose)).collect_view();
    view! { <p>{t("service.behalf.body")}</p> <div class="cd-actions">{all}</div> }.into_any()
}

fn view_one(one: Principal, choose: Callback<String>) -> AnyView {
    let locale = use_locale();
    let key = match one.person.right {
        Right::Parent => "service.behalf.parent",
        Right::Guardian => "service.behalf.guardian",
        Right::Mandate => "service.behalf.mandate",
    };
    let (id, name) = (StoredValue::new(one.id), one.person.name);
    let label = Signal::derive(move || locale.fill(key, &[("name", &name)]));
    view! { <Button label look=Look::Quiet on_press=Callback::new(move |()| choose.run(id.get_value()))/> }
        .into_any()
}
