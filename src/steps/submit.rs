//! Going on: what is due next, and the last command when nothing is left to sign or pay.

use contract::{FileDossier, Nothing};
use dossier::Command;
use leptos::prelude::*;

use super::{
    command::{allows, key},
    open::{OpenDossier, Opened},
    way::due,
};
use crate::{api::ApiError, route::Go};

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
