//! Who signs on a page: the person who files the dossier, or one of the others by their link. What is asked of the backend for them is
//! here; what they see is the same, in `sign_choice` and `sign_wait`.

use contract::{
    Attempt, CancelCosigning, CancelSigning, ConfirmCosigning, ConfirmSigning, Confirmation,
    CredentialChoice, CredentialList, ListCredentials, ListOwnCredentials, OwnWord, PrepareCosigning,
    PrepareSigning, Prepared,
};
use dossier::{Command, Signing};
use leptos::prelude::*;

use super::{
    command::{GivingUp, cancel, key},
    cosign::Link,
    open::{OpenDossier, Opened},
    poll::{follow, poll},
    press::Press,
};
use crate::{
    api::{Api, ApiError},
    i18n::t,
    ui::Look,
};

/// Giving the request up; nothing but the request is lost.
const CANCEL: GivingUp =
    GivingUp { command: Command::CancelSigning, name: "cancel-sign", label: "step.sign.cancel", sure: None };

/// Who signs.
#[derive(Clone)]
pub enum Signatory {
    /// The person who files it, or the organisation that they act for.
    Filer(Box<Filing>),
    /// One of the others who must agree.
    Other(Link),
}

/// The dossier that somebody files.
#[derive(Clone)]
pub struct Filing {
    open: OpenDossier,
    opened: Opened,
}

/// How far somebody is who must sign.
#[derive(Clone, PartialEq)]
pub enum Progress {
    /// To choose a certificate; how the last attempt ended, if there was one.
    Choose {
        /// The last part of the key of its text.
        note: Option<&'static str>,
    },
    /// The phone is asked.
    Wait {
        /// Which attempt.
        attempt: u32,
        /// When silence counts as an answer.
        expires_at: String,
        /// The phone has agreed.
        granted: bool,
    },
    /// Done.
    Signed,
}

impl Progress {
    /// Of a signature; none where nothing is to be signed.
    #[must_use]
    pub fn of(signing: &Signing) -> Option<Self> {
        Some(match signing {
            Signing::NotRequired | Signing::Confirmed { .. } | Signing::OnPaper { .. } => return None,
            Signing::Needed | Signing::Prepared { .. } => Self::Choose { note: None },
            Signing::Rejected { .. } => Self::Choose { note: Some("rejected") },
            Signing::Expired { .. } => Self::Choose { note: Some("expired") },
            Signing::Cancelled { .. } => Self::Choose { note: Some("cancelled") },
            Signing::Failed { code, .. } => Self::Choose { note: Some(failure(code)) },
            Signing::Waiting { attempt, expires_at, granted, .. } => {
                Self::Wait { attempt: *attempt, expires_at: expires_at.clone(), granted: *granted }
            }
            Signing::Signed { .. } => Self::Signed,
        })
    }
}

/// Failures that have a text of their own; the others are shown neutrally.
fn failure(code: &str) -> &'static str {
    match code {
        "certificate" => "failed.certificate",
        "digest" => "failed.digest",
        "lost" => "failed.lost",
        "other_person" => "failed.other_person",
        "key" => "failed.key",
        "quota" => "failed.quota",
        "stamp" => "failed.stamp",
        "revoked" => "failed.revoked",
        "revocation" => "failed.revocation",
        "signing" => "failed.signing",
        _ => "failed",
    }
}

impl Signatory {
    /// Who files it.
    pub fn filer(open: OpenDossier, opened: &Opened) -> Self {
        Self::Filer(Box::new(Filing { open, opened: opened.clone() }))
    }

    /// The backend.
    pub fn api(&self) -> Api {
        match self {
            Self::Filer(of) => of.open.api(),
            Self::Other(link) => link.api,
        }
    }

    /// Name and tax code of the organisation that must sign; none where a person must.
    pub fn organisation(&self) -> Option<(String, String)> {
        let Self::Filer(of) = self else { return None };
        of.opened.view.with_untracked(|view| {
            let code = view.state.requirements.as_ref()?.organisation.clone()?;
            Some((view.acting_for.as_ref()?.name.clone(), code))
        })
    }

    /// Their certificates.
    ///
    /// # Errors
    /// As [`ApiError`] says.
    pub async fn credentials(&self) -> Result<CredentialList, ApiError> {
        match self {
            Self::Filer(of) => of.open.api().get::<ListCredentials>(&[&of.open.id()], &[]).await,
            Self::Other(link) => link.api.get::<ListOwnCredentials>(&[&link.token()], &[]).await,
        }
    }

    /// Has the signed attributes made; what is on screen is what is true after a refusal.
    ///
    /// # Errors
    /// As [`ApiError`] says.
    pub async fn prepare(&self, credential: String) -> Result<Prepared, ApiError> {
        let body = CredentialChoice { credential };
        match self {
            Self::Filer(of) => {
                let Filing { open, opened } = &**of;
                let key =
                    opened.view.with_untracked(|view| key(view, "sign", view.state.signing_attempts.into()));
                let made = open.api().send::<PrepareSigning>(&[&open.id()], &body, Some(key)).await;
                if let Err(error) = &made {
                    open.look_again(error).await;
                }
                made.map(|made| made.prepared)
            }
            Self::Other(link) => {
                let key = link.key("sign", None);
                let made = link.api.send::<PrepareCosigning>(&[&link.token()], &body, Some(key)).await;
                if let Err(error) = &made {
                    link.look_again(error, Some(OwnWord::Signed));
                }
                made
            }
        }
    }

    /// Lets the request go to the phone.
    ///
    /// # Errors
    /// As [`ApiError`] says.
    pub async fn let_go(&self, body: Confirmation) -> Result<(), ApiError> {
        match self {
            Self::Filer(of) => {
                let Filing { open, opened } = &**of;
                let key = opened.view.with_untracked(|view| key(view, "confirm", body.attempt.into()));
                open.order::<ConfirmSigning>(&body, key).await
            }
            Self::Other(link) => link.order::<ConfirmCosigning>(&body, "confirm", body.attempt).await,
        }
    }

    /// Follows what comes of it.
    pub fn poll(&self) {
        match self {
            Self::Filer(of) => poll(of.open),
            Self::Other(link) => {
                let link = *link;
                follow(move || Box::pin(link.refresh()), move |error| link.found.fail(error));
            }
        }
    }

    /// The button that withdraws the request.
    pub fn cancel(&self, attempt: u32) -> AnyView {
        match self {
            Self::Filer(of) => cancel::<CancelSigning>(of.open, &of.opened, CANCEL, attempt),
            Self::Other(link) => {
                let link = *link;
                let press = Press::new(move || {
                    Box::pin(async move {
                        link.order::<CancelCosigning>(&Attempt { attempt }, CANCEL.name, attempt).await
                    })
                });
                view! { {press.button(t(CANCEL.label), Look::Quiet)} {press.trouble()} }.into_any()
            }
        }
    }
}
