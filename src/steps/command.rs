//! Commands on the open dossier: sent once however often they are pressed, with the newest state taken over afterwards.

use contract::{DossierView, Endpoint, idempotency_key};
use dossier::Command;

use super::open::OpenDossier;
use crate::api::ApiError;

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
    /// Sends a command that answers with the dossier. When it was refused because the dossier has moved on, the new
    /// state is fetched, so that the screen shows what is true.
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

    /// After a conflict the state on screen is old: fetches the new one.
    pub async fn look_again(self, error: &ApiError) {
        if matches!(error, ApiError::Conflict { .. }) {
            _ = self.refresh().await;
        }
    }
}
