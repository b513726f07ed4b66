//! Back to editing: the fixed version is given up, after asking when a signature, or what counts instead of one, goes with it.

use contract::{Nothing, Thaw};
use dossier::{Command, Signing};
use leptos::prelude::*;

use super::{
    command::{allows, key},
    open::{OpenDossier, Opened},
    press::Press,
};
use crate::{
    i18n::t,
    ui::{Button, Dialog, Look, Shown},
};

/// The button that opens the dossier for editing again, when the dossier allows it.
pub fn thaw_button(open: OpenDossier, opened: &Opened) -> AnyView {
    let view = opened.view;
    let is_asking = RwSignal::new(false);
    let thaw = Press::new(move || {
        is_asking.set(false);
        let key = view.with_untracked(|view| key(view, "thaw", view.state.version));
        Box::pin(async move { open.order::<Thaw>(&Nothing, key).await })
    });
    let is_signed = move || {
        let stands = |signing: &Signing| {
            matches!(signing, Signing::Signed { .. } | Signing::Confirmed { .. } | Signing::OnPaper { .. })
        };
        view.with_untracked(|view| stands(&view.state.signing) || !view.state.agreed.is_empty())
    };
    let on_press = Callback::new(move |()| if is_signed() { is_asking.set(true) } else { thaw.now() });
    let is_busy = Signal::derive(move || thaw.is_busy());
    let is_offered = Memo::new(move |_| view.with(|view| allows(view, Command::Thaw)));
    view! {
        <Shown when=is_offered>
            <Button label=t("step.thaw") on_press=on_press look=Look::Quiet busy=is_busy/>
        </Shown>
        {thaw.trouble()}
        <Dialog open=is_asking title=t("step.thaw.sure")>
            <p>{t("step.thaw.sure.body")}</p>
            <div class="cd-actions">
                <Button label=t("step.thaw.sure.yes") on_press=Callback::new(move |()| thaw.now()) look=Look::Danger/>
                <Button label=t("app.cancel") on_press=Callback::new(move |()| is_asking.set(false)) look=Look::Quiet/>
            </div>
        </Dialog>
    }
    .into_any()
}
