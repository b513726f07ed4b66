//! Paying the fee: the browser asks for an order and leaves for the provider; the backend learns the outcome itself.

use serde::Serialize;

use crate::endpoint::{_Endpoint, endpoint};
use crate::{Attempt, DossierView, Nothing};

/// Where to pay. The page leaves by `location.assign`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentRedirect {
    /// The provider's page for this order, an absolute URL.
    pub redirect_url: String,
    /// The dossier with the order open.
    pub dossier: DossierView,
}

eform::from_json! {
    PaymentRedirect { redirect_url, dossier }
}

endpoint!(StartPayment = Post "/api/dossiers/{id}/payment", "Open an order for the fee, or name the open one again.", Nothing => PaymentRedirect, IDEMPOTENT = true);
endpoint!(CancelPayment = Post "/api/dossiers/{id}/payment/cancel", "Give up the open order, after asking the provider.", Attempt => DossierView, IDEMPOTENT = true, TAGGED = true);
