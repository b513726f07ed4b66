//! Going on: what is due next, and the last command when nothing is left to sign or pay.

use contract::{FileDossier, Nothing};

use dossier::Command;
use leptos::{prelude::*, task::spawn_local};

use super::{
    command::{allows, key},
    open::{OpenDossier, Opened},
    way::due,
};
use crate::{
    api::ApiError,
    browser::net,
    i18n::t,
    remote::view_trouble,
    route::{Go, use_go},
    ui::{Heading, Spinner, live},
};

/// Submits when the dossier allows it, then moves to the step that is due.
///
/// # Errors
/// As [`ApiError`] says; the citizen stays where they are.
pub async fn go_on(open: OpenDossier, opened: &Opened, go: Go) -> Result<(), ApiError> {
    let submit = opened.view.with_untracked(|view| allows(view, Command::File).then(|| key(view, "file", 0)));
    if let Some(key) = submit {
        open.order::<FileDossier>(&Nothing, key).await?;
    }
    let step = opened.view.with_untracked(due);
    go.instead(&step.route(open.id(), String::new()));
    Ok(())
}

/// A step that is behind, with its heading: goes on by itself.
pub fn onward(open: OpenDossier, opened: &Opened, heading: &'static str, moving: &'static str) -> AnyView {
    view! {
        <Heading text=t(heading)/>
        {moving_on(open, opened, moving)}
    }
    .into_any()
}

/// Goes on by itself, without a further press, and says what keeps it when it cannot.
pub fn moving_on(open: OpenDossier, opened: &Opened, moving: &'static str) -> AnyView {
    let go = use_go();
    let trouble = RwSignal::new(None::<ApiError>);
    let opened = StoredValue::new(opened.clone());
    let move_on = move || {
        trouble.set(None);
        spawn_local(async move {
            let Some(opened) = opened.try_get_value() else { return };
            trouble.try_set(go_on(open, &opened, go).await.err());
        });
    };
    move_on();
    net::on_network_change(move |is_online| {
        if is_online && trouble.with_untracked(|trouble| matches!(trouble, Some(ApiError::Offline))) {
            move_on();
        }
    });
    let again = Callback::new(move |()| move_on());
    live(move || match trouble.get() {
        Some(error) => view_trouble(&error, false, again),
        None => view! { <Spinner label=t(moving)/> }.into_any(),
    })
}
