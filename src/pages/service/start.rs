//! The one button of the service page: sign in, or open a draft; and the question when one is open already.

use contract::{CreateDossier, NewDossier, code};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::behalf::Behalf;
use crate::api::{ApiError, use_api};
use crate::browser::{net, page};
use crate::config::use_config;
use crate::i18n::{t, use_locale};
use crate::remote::view_trouble;
use crate::route::{Route, sign_in_href, use_go};
use crate::session::use_session;
use crate::ui::{Button, Dialog, LinkButton, Look, live};

/// Starts the service.
#[component]
pub fn Start(
    /// National code of the procedure.
    code: String,
    /// The form's first page.
    first_page: String,
    /// Whether nobody starts it for themselves.
    for_enterprises: bool,
    /// The least level of the identity account that submitting asks for.
    level: Option<String>,
) -> impl IntoView {
    let session = use_session();
    let is_signed_in = Memo::new(move |_| session.is_signed_in() == Some(true));
    let is_too_low = Memo::new(move |_| session.is_below(level.as_deref()));
    let href = sign_in_href(&Route::Service(code.clone()).href());
    move || {
        if is_signed_in.get() {
            let warning =
                move || is_too_low.get().then(|| view! { <p class="cd-rule">{t("service.start.level")}</p> });
            view! { {warning} <OpenDraft code=code.clone() first_page=first_page.clone() for_enterprises/> }
                .into_any()
        } else {
            view! {
                <LinkButton href=href.clone() label=t("service.start")/>
                <p class="cd-quiet"><small>{t("service.start.sign_in")}</small></p>
            }
            .into_any()
        }
    }
}

#[component]
fn OpenDraft(code: String, first_page: String, for_enterprises: bool) -> impl IntoView {
    let (api, locale, go) = (use_api(), use_locale(), use_go());
    if use_config().reads_ahead() {
        page::read_ahead();
    }
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    let existing = RwSignal::new(None::<String>);
    let is_asking = RwSignal::new(false);
    let wanted = StoredValue::new((code.clone(), first_page));
    // Whom the draft is for, when it is not for oneself: chosen before it is opened, and never afterwards.
    let principal = RwSignal::new(None::<String>);
    // One key per intent: a double click or a lost answer opens one draft, "another" is an intent of its own.
    let keys = StoredValue::new([net::random_key(), net::random_key()]);
    let open = move |another: bool| {
        is_busy.set(true);
        trouble.set(None);
        let (procedure, first_page) = wanted.get_value();
        let acting_for = principal.get_untracked();
        let key = keys.with_value(|keys| keys[usize::from(another)].clone());
        let key = [&key, acting_for.as_deref().unwrap_or_default()].concat();
        let asked = NewDossier { procedure, language: locale.lang().tag().to_owned(), another, acting_for };
        spawn_local(async move {
            let result = api.send::<CreateDossier>(&[], &asked, Some(key)).await;
            is_busy.set(false);
            match result {
                Ok(view) => {
                    let page = view.draft.and_then(|draft| draft.page).unwrap_or(first_page);
                    go.to(&Route::Form(view.id, page));
                }
                Err(ApiError::Conflict { code, existing: Some(handle), .. })
                    if code == code::DRAFT_EXISTS =>
                {
                    existing.set(Some(handle));
                    is_asking.set(true);
                }
                Err(error) => trouble.set(Some(error)),
            }
        });
    };
    let again = Callback::new(move |()| open(false));
    let begin = Callback::new(move |()| {
        principal.set(None);
        open(false);
    });
    let for_another = Callback::new(move |id: String| {
        principal.set(Some(id));
        open(false);
    });
    let view_failure = live(move || trouble.get().map(|error| view_trouble(&error, false, again)));
    let resume = Signal::derive(move || Route::Dossier(existing.get().unwrap_or_default()).href());
    view! {
        {(!for_enterprises).then(|| view! { <Button label=t("service.start") busy=is_busy on_press=begin/> })}
        <Behalf code for_enterprises on_choose=for_another/>
        {view_failure}
        <Dialog open=is_asking title=t("service.existing.title")>
            <p>{t("service.existing.body")}</p>
            <div class="cd-actions">
                <LinkButton href=resume label=t("service.existing.resume")/>
                <Button label=t("service.existing.another") look=Look::Quiet busy=is_busy on_press=Callback::new(move |()| open(true))/>
                <Button label=t("app.cancel") look=Look::Plain on_press=Callback::new(move |()| is_asking.set(false))/>
            </div>
        </Dialog>
    }
}
