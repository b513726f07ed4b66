//! Helping somebody to fill a dossier in, which stays theirs: in whose hands it is, handing it over, taking it up. Mandates to help are in
//! `mandates`.

use dossier::content::Helper;
use serde::Serialize;

use crate::endpoint::{_Endpoint, endpoint};
use crate::{DossierView, Nothing};

/// Who has a dossier that somebody helps to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Hands {
    /// The helper, who fills it in.
    Helper,
    /// Handed over: it waits for the citizen to confirm, sign, pay and submit, and is closed to the helper.
    Waiting,
    /// Nobody: the mandate was over before the helper handed it over. It is closed to the helper and goes on as soon as the citizen takes it up.
    Ended,
    /// The citizen has taken it up; it is closed to the helper.
    Citizen,
}

/// The help with a dossier.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Help {
    /// Who helps.
    pub by: Helper,
    /// Full name of the citizen whose dossier it is: applicant and signer.
    pub citizen: String,
    /// Whether it is the helper who asks.
    pub is_helper: bool,
    /// Who has it.
    pub hands: Hands,
}

eform::from_json! {
    Help { by, citizen, is_helper, hands }
}
eform::word_from_json! {
    Hands { Helper = "helper", Waiting = "waiting", Ended = "ended", Citizen = "citizen" }
}

endpoint!(HandOver = Post "/api/dossiers/{id}/hand-over", "The helper hands a dossier over to the citizen whose it is.", Nothing => Nothing,
    DESCRIPTION = "From then on it is closed to the helper (403 `mandate_over`). Handing over again changes nothing.");
endpoint!(TakeUp = Post "/api/dossiers/{id}/take-up", "The citizen takes up a dossier that somebody else has filled in, or still fills in.", Nothing => DossierView, TAGGED = true,
    DESCRIPTION = "From then on it is closed to the helper. What only the citizen can state is taken out, to be stated by them, and what is known \
        of them is filled in. Before that the citizen can read it and throw it away, and nothing else (409 `with_helper`).");
