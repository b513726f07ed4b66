//! Back to editing: the fixed version is given up, after asking when a signature goes with it.

use contract::{Nothing, Thaw};
use dossier::{Command, Signing};
use leptos::{prelude::*, task::spawn_local};

use super::{
    command::{allows, is_offline, key, until_online},
    open::{OpenDossier, Opened},
};
use crate::{
    api::ApiError,
    i18n::t,
    remote::view_trouble,
    ui::{Button, Dialog, Look},
};

/// The button that opens the dossier for editing again, when the dossier allows it.
pub fn thaw_button(open: OpenDossier, opened: &Opened) -> AnyView {
    let view = opened.view;
    let is_asking = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    until_online(trouble, is_offline);
    let thaw = move || {
        is_asking.set(false);
        is_busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let key = view.with_untracked(|view| key(view, "thaw", view.state.version));
            let result = open.order::<Thaw>(&Nothing, key).await;
            is_busy.try_set(false);
            trouble.try_set(result.err());
        });
    };
    let is_signed = move || view.with_untracked(|view| matches!(view.state.signing, Signing::Signed { .. }));
    let on_press = Callback::new(move |()| if is_signed() { is_asking.set(true) } else { thaw() });
    let is_offered = Memo::new(move |_| view.with(|view| allows(view, Command::Thaw)));
    view! {
        <Show when=move || is_offered.get()>
            <Button label=t("step.thaw") on_press=on_press look=Look::Quiet busy=is_busy/>
        </Show>
        {move || trouble.get().map(|error| view_trouble(&error, false, on_press))}
        <Dialog open=is_asking title=t("step.thaw.sure")>
            <p>{t("step.thaw.sure.body")}</p>
            <div class="cd-actions">
                <Button label=t("step.thaw.sure.yes") on_press=Callback::new(move |()| thaw()) look=Look::Danger/>
                <Button label=t("app.cancel") on_press=Callback::new(move |()| is_asking.set(false)) look=Look::Quiet/>
            </div>
        </Dialog>
    }
    .into_any()
}
