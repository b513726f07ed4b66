//! Deleting or withdrawing something for good, after asking; what became of it is announced, and the focus goes to what is left.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Asking, Remote, view_trouble};
use crate::api::ApiError;
use crate::browser::focus;
use crate::i18n::{t, use_locale};
use crate::ui::{Button, Dialog, Look, live, use_announcer};

/// What all of them on a page share.
pub struct Erasing {
    /// The first part of the keys of the texts: none, `.title`, `.body`, `.yes`, `.done`.
    pub texts: &'static str,
    /// What follows: the list without it, or another page.
    pub then: Callback<()>,
}

/// Asks for what is on screen again; the focus goes to the list (its id) that something has left.
pub fn again<T: Send + Sync + 'static>(rest: Remote<T>, list: &'static str) -> Callback<()> {
    Callback::new(move |()| {
        focus::soon_to(list.to_owned());
        rest.again();
    })
}

/// The button and its question about `name`; `call` does it.
pub fn erase<R>(what: &Erasing, name: String, call: impl Fn() -> Asking<R> + Send + Sync + 'static) -> AnyView
where
    R: 'static,
{
    let (locale, announcer) = (use_locale(), use_announcer());
    let Erasing { texts, then } = *what;
    let is_asking = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    let say = move |part: &'static str| Signal::derive(move || locale.text(&[texts, part].concat()));
    let delete = Callback::new(move |()| {
        is_busy.set(true);
        trouble.set(None);
        let asking = call();
        spawn_local(async move {
            let result = asking.await;
            is_busy.try_set(false);
            match result {
                Ok(_) | Err(ApiError::NotFound) => {
                    is_asking.try_set(false);
                    announcer.say(locale.text(&[texts, ".done"].concat()));
                    _ = then.try_run(());
                }
                Err(error) => _ = trouble.try_set(Some(error)),
            }
        });
    });
    let on_ask = Callback::new(move |()| {
        trouble.set(None);
        is_asking.set(true);
    });
    let view_failure = live(move || trouble.get().map(|error| view_trouble(&error, false, delete)));
    view! {
        <Button label=say("") about=Signal::stored(name) look=Look::Plain on_press=on_ask/>
        <Dialog open=is_asking title=say(".title")>
            <p>{say(".body")}</p>
            {view_failure}
            <div class="cd-actions">
                <Button label=t("app.cancel") look=Look::Quiet on_press=Callback::new(move |()| is_asking.set(false))/>
                <Button label=say(".yes") look=Look::Danger busy=is_busy on_press=delete/>
            </div>
        </Dialog>
    }
    .into_any()
}
