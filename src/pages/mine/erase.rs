//! Deleting something for good, after asking; what became of it is announced.

use contract::{Endpoint, Nothing};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, use_api};
use crate::i18n::{t, use_locale};
use crate::remote::{Remote, view_trouble};
use crate::ui::{Button, Dialog, Look, use_announcer};

/// The button and its question about `name`, whose handle is `id`. `texts` begins the keys of its texts: none, `.title`, `.body`,
/// `.yes`, `.done`. What is on screen is asked for again afterwards.
pub fn erase<E, T>(id: String, name: String, texts: &'static str, rest: Remote<T>) -> AnyView
where
    E: Endpoint<Body = Nothing, Reply = Nothing> + 'static,
    T: Send + Sync + 'static,
{
    let (api, locale, announcer) = (use_api(), use_locale(), use_announcer());
    let is_asking = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    let id = StoredValue::new(id);
    let say = move |part: &'static str| Signal::derive(move || locale.text(&[texts, part].concat()));
    let delete = Callback::new(move |()| {
        is_busy.set(true);
        spawn_local(async move {
            let result = api.send::<E>(&[&id.get_value()], &Nothing, None).await;
            is_busy.set(false);
            match result {
                Ok(Nothing) | Err(ApiError::NotFound) => {
                    is_asking.set(false);
                    announcer.say(locale.text(&[texts, ".done"].concat()));
                    rest.again();
                }
                Err(error) => trouble.set(Some(error)),
            }
        });
    });
    let view_failure = move || trouble.get().map(|error| view_trouble(&error, false, delete));
    view! {
        <Button label=say("") about=Signal::stored(name) look=Look::Plain on_press=Callback::new(move |()| is_asking.set(true))/>
        <Dialog open=is_asking title=say(".title")>
            <p>{say(".body")}</p>
            {view_failure}
            <div class="cd-actions">
                <Button label=say(".yes") look=Look::Danger busy=is_busy on_press=delete/>
                <Button label=t("app.cancel") look=Look::Quiet on_press=Callback::new(move |()| is_asking.set(false))/>
            </div>
        </Dialog>
    }
    .into_any()
}
