//! Taking a dossier back from who is filling it in: it ends their help, so it is asked first. Then the form is open where something is
//! missing.

use contract::{Hands, Help, Nothing, TakeUp};
use leptos::prelude::*;

use super::press::Press;
use crate::{
    api::use_api,
    i18n::{t, tp},
    route::{Route, UNANSWERED, use_go},
    ui::Look,
};

/// The button with its question, for the citizen whose dossier it is.
pub fn take_back(id: &str, help: Option<&Help>) -> Option<AnyView> {
    let help = help.filter(|help| !help.is_helper && help.hands == Hands::Helper)?;
    let (api, go, own) = (use_api(), use_go(), id.to_owned());
    let is_asking = RwSignal::new(false);
    let press = Press::new(move || {
        let id = own.clone();
        Box::pin(async move {
            api.send::<TakeUp>(&[&id], &Nothing, None).await?;
            go.to(&Route::Form(id, UNANSWERED.to_owned()));
            Ok(())
        })
    });
    let why = view! { <p>{tp("dossiers.take_back.sure.body", vec![("name", help.by.name.clone())])}</p> };
    let view = view! {
        {press.button_asking(t("status.helper.go"), Look::Quiet, is_asking, || true)}
        {press.trouble()}
        {press.question(is_asking, "dossiers.take_back.sure", why.into_any(), "dossiers.take_back.sure.yes")}
    };
    Some(view.into_any())
}
