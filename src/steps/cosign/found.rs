//! Where a link leads: to what somebody is asked, to one's own dossier, or nowhere.

use contract::{Cosigning, GetCosigning, code};
use leptos::prelude::*;

use super::sign_out;
use crate::{
    api::{Api, ApiError},
    i18n::t,
    route::Route,
    ui::{Heading, LinkButton},
};

/// Where a link leads who is signed in.
#[derive(Clone, PartialEq)]
pub(in crate::steps) enum Found {
    /// To what they are asked.
    Asked(Box<Cosigning>),
    /// To their own dossier, by its handle: they have opened the link of somebody whom they ask.
    Own(String),
    /// Nowhere: for them it is no link, or none any more.
    Nowhere,
}

impl Found {
    /// What they are asked, if they are.
    pub(in crate::steps) fn asked(&self) -> Option<&Cosigning> {
        match self {
            Self::Asked(found) => Some(found),
            Self::Own(_) | Self::Nowhere => None,
        }
    }
}

/// Asks where it leads.
pub(super) async fn ask(api: Api, token: String) -> Result<Found, ApiError> {
    match api.get::<GetCosigning>(&[&token], &[]).await {
        Ok(found) => Ok(Found::Asked(Box::new(found))),
        Err(ApiError::NotFound) => Ok(Found::Nowhere),
        Err(ApiError::Conflict { code, existing: Some(id), .. }) if code == code::OWN_DOSSIER => {
            Ok(Found::Own(id))
        }
        Err(error) => Err(error),
    }
}

/// Nobody agrees to their own dossier by the link of another.
pub(super) fn own(id: String) -> AnyView {
    view! {
        <Heading text=t("step.cosign.own.title")/>
        <p class="cd-lede">{t("step.cosign.own.body")}</p>
        <div class="cd-actions">
            <LinkButton href=Route::Dossier(id).href() label=t("step.cosign.own.go")/>
            {sign_out()}
        </div>
    }
    .into_any()
}
