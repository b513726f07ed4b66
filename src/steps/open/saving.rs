//! How the open draft is saved, and what a save learns: that the draft has moved on, that it is another form by now, that the right to it
//! is over.

use std::sync::Arc;

use contract::{OneDossier, SaveAnswers, SaveDraft};
use leptos::prelude::*;

use super::{OpenDossier, is_other_form};
use crate::{
    api::ApiError,
    form::{
        SaveOutcome,
        autosave::{Save, Saver, Theirs},
    },
};

impl OpenDossier {
    pub(super) fn saver(self) -> Saver {
        Arc::new(move |save| Box::pin(self.save(save)))
    }

    async fn save(self, save: Save) -> SaveOutcome {
        let body = SaveAnswers { changes: save.changes, page: save.page, language: None };
        match self.api.save::<SaveDraft>(&[&self.id()], &body, save.revision).await {
            Ok(saved) => {
                if self.is_outdated.try_get_untracked() == Some(true) {
                    self.renew();
                }
                SaveOutcome::Saved { revision: saved.revision, saved_at: saved.saved_at }
            }
            Err(ApiError::Conflict { current: Some(_), .. }) => self.meet().await,
            Err(error) => {
                self.close_if_over(&error).await;
                SaveOutcome::Failed { cause: cause(&error) }
            }
        }
    }

    /// The draft has moved on: reads it as it is now.
    async fn meet(self) -> SaveOutcome {
        let view = match self.api.get::<OneDossier>(&[&self.id()], &[]).await {
            Ok(view) => view,
            Err(error) => return SaveOutcome::Failed { cause: cause(&error) },
        };
        if self.opened().is_some_and(|opened| is_other_form(&opened, &view)) {
            self.renew();
        }
        match view.draft {
            Some(draft) => SaveOutcome::Moved(Theirs {
                answers: draft.answers,
                revision: draft.revision,
                saved_at: draft.saved_at,
            }),
            None => SaveOutcome::Failed { cause: "refused" },
        }
    }
}

/// Why a save failed, as the form names it.
fn cause(error: &ApiError) -> &'static str {
    match error {
        ApiError::Offline => "offline",
        ApiError::SignInNeeded => "sign_in",
        ApiError::Busy => "busy",
        ApiError::Unavailable { .. } => "unavailable",
        ApiError::NotFound
        | ApiError::RightOver(_)
        | ApiError::Unconfirmed { .. }
        | ApiError::Conflict { .. }
        | ApiError::Rejected { .. } => "refused",
    }
}
