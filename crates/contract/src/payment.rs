//! Paying a fee: the browser asks for an order and leaves for the provider; the backend learns the outcome itself.

use eform::json::{FromJson, Members, Read};
use serde::Serialize;
use serde_json::Value;

use crate::endpoint::{_Endpoint, endpoint};
use crate::{Attempt, DossierView};

/// What an order is wanted for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentChoice {
    /// The number of a fee that the office has asked for after filing; left out for the fee of what is about to be filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<u32>,
}

/// No body at all is about the fee of what is about to be filed.
impl FromJson for PaymentChoice {
    fn from_json(value: Value) -> Read<Self> {
        if value.is_null() {
            return Ok(Self::default());
        }
        Ok(Self { due: Members::of(value)?.take("due")? })
    }
}
eform::from_json!(@serde PaymentChoice);

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

endpoint!(StartPayment = Post "/api/dossiers/{id}/payment", "Open an order for a fee, or name the open one again.", PaymentChoice => PaymentRedirect, IDEMPOTENT = true);
endpoint!(CancelPayment = Post "/api/dossiers/{id}/payment/cancel", "Give up the open order, after asking the provider.", Attempt => DossierView, IDEMPOTENT = true, TAGGED = true);
