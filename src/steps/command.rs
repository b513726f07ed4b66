//! Commands on the open dossier: sent once however often they are pressed, with the newest state taken over afterwards.

use contract::{Attempt, DossierView, Endpoint, idempotency_key};
use dossier::Command;
use leptos::prelude::*;

use super::{
    open::{OpenDossier, Opened},
    press::Press,
};
use crate::{
    api::ApiError,
    browser::net,
    i18n::t,
    ui::{Look, Shown},
};

/// The key of a command on the snapshot that is current, or that would be the next to be counted from.
#[must_use]
pub fn key(view: &DossierView, command: &str, attempt: u64) -> String {
    idempotency_key(&view.id, view.state.snapshots, command, attempt)
}

/// Whether the backend offers a command now.
#[must_use]
pub fn allows(view: &DossierView, command: Command) -> bool {
    view.allowed.contains(&command)
}

impl OpenDossier {
    /// Sends a command that answers with the dossier. When it failed and the dossier may have moved on, the new state is
    /// fetched, so that the screen shows what is true.
    ///
    /// # Errors
    /// As [`ApiError`] says.
    pub async fn order<E: Endpoint<Reply = DossierView>>(
        self,
        body: &E::Body,
        key: String,
    ) -> Result<(), ApiError> {
        let result = self.api().send::<E>(&[&self.id()], body, Some(key)).await;
        match result {
            Ok(view) => {
                self.put(view);
                Ok(())
            }
            Err(error) => {
                self.look_again(&error).await;
                Err(error)
            }
        }
    }

    /// After a conflict the state on screen is old: fetches the new one. So it is where paying failed at its provider: an order that came
    /// to no page is over, and what the citizen has said is kept. After the end of a right it closes.
    pub async fn look_again(self, error: &ApiError) {
        let is_old = match error {
            ApiError::Conflict { .. } => true,
            ApiError::Unavailable { provider, .. } => provider.as_deref() == Some("payment"),
            _ => false,
        };
        if is_old {
            _ = self.refresh().await;
        }
        self.close_if_over(error).await;
    }

    /// Of somebody for whom the citizen may not act any more nothing stays on screen, but for a fee that is to be followed.
    pub(super) async fn close_if_over(self, error: &ApiError) {
        if !matches!(error, ApiError::RightOver(_)) {
            return;
        }
        let is_followed = self.refresh().await.is_ok()
            && self.opened().is_some_and(|opened| {
                opened.view.try_with_untracked(|view| view.acting_over.is_some()) == Some(true)
            });
        if !is_followed {
            self.give_up(error.clone());
        }
    }
}

/// Takes a failure off the screen that only the missing network had caused, as soon as the network is back.
pub fn until_online<T: Send + Sync + 'static>(trouble: RwSignal<Option<T>>, is_for_it: fn(&T) -> bool) {
    net::on_network_change(move |is_online| {
        if is_online && trouble.with_untracked(|trouble| trouble.as_ref().is_some_and(is_for_it)) {
            trouble.set(None);
        }
    });
}

/// Whether a command failed for want of a network.
#[must_use]
pub fn is_offline(error: &ApiError) -> bool {
    matches!(error, ApiError::Offline)
}

/// How an attempt (to sign, to pay) is given up.
#[derive(Clone, Copy)]
pub struct GivingUp {
    /// What the dossier offers it as.
    pub command: Command,
    /// What its key begins with.
    pub name: &'static str,
    /// The button.
    pub label: &'static str,
    /// What is asked before, where more than the attempt is at stake: the question, what follows from a yes, the yes.
    pub sure: Option<[&'static str; 3]>,
}

/// The button that gives an attempt up, while the dossier offers it.
pub fn cancel<E>(open: OpenDossier, opened: &Opened, how: GivingUp, attempt: u32) -> AnyView
where
    E: Endpoint<Body = Attempt, Reply = DossierView> + 'static,
{
    let view = opened.view;
    let press = Press::new(move || {
        let key = view.with_untracked(|view| key(view, how.name, view.state.version));
        Box::pin(async move { open.order::<E>(&Attempt { attempt }, key).await })
    });
    giving_up(view, how, press)
}

/// What does not depend on which command it is.
fn giving_up(view: RwSignal<DossierView>, how: GivingUp, press: Press) -> AnyView {
    let is_asking = RwSignal::new(false);
    let is_offered = Memo::new(move |_| view.with(|view| allows(view, how.command)));
    let question = how.sure.map(|[title, body, yes]| {
        press.question(is_asking, title, view! { <p>{t(body)}</p> }.into_any(), yes)
    });
    view! {
        <Shown when=is_offered>
            {press.button_asking(t(how.label), Look::Quiet, is_asking, move || how.sure.is_some())}
        </Shown>
        {press.trouble()}
        {question}
    }
    .into_any()
}
