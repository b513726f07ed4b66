//! Paying a fee: the browser asks for an order and leaves for the provider, or shows what is to be transferred; the backend learns the outcome itself.

use eform::json::{FromJson, Members, Read};
use serde::Serialize;
use serde_json::Value;

use crate::endpoint::{_Endpoint, endpoint};
use crate::{Attempt, DossierView};

/// What an order is wanted for, and with whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentChoice {
    /// The number of a fee that the office has asked for after filing; left out for the fee of what is about to be filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<u32>,
    /// One of [`Paying::providers`]; the first of them when it is left out. An order that is open keeps its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

/// No body at all is about the fee of what is about to be filed, and chooses nobody.
impl FromJson for PaymentChoice {
    fn from_json(value: Value) -> Read<Self> {
        if value.is_null() {
            return Ok(Self::default());
        }
        let mut of = Members::of(value)?;
        Ok(Self { due: of.take("due")?, provider: of.take("provider")? })
    }
}
eform::from_json!(@serde PaymentChoice);

/// Where an order is paid.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentRedirect {
    /// The provider's page for this order, an absolute URL: the page leaves by `location.assign`. None for a bank transfer, which
    /// [`Paying::transfer`] of the dossier tells.
    pub redirect_url: Option<String>,
    /// The dossier with the order open.
    pub dossier: DossierView,
}

/// How a fee can be paid now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Paying {
    /// The number of the fee that the office has asked for after filing; none for the fee of what is about to be filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<u32>,
    /// With whom: `vnpay` (a page of the gateway), `vietqr` (a bank transfer), `national` (a page of the national payment
    /// platform). Only its own while an order may still take money.
    pub providers: Vec<String>,
    /// With whom it cannot be paid meanwhile.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<String>,
    /// The text of the `VietQR` code of the order that is open, until it expires. Whoever shows it reads it first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<String>,
}

eform::from_json! {
    PaymentRedirect { redirect_url, dossier }
    Paying { due, providers, closed or default, transfer }
}

endpoint!(StartPayment = Post "/api/dossiers/{id}/payment", "Open an order for a fee, or name the open one again.", PaymentChoice => PaymentRedirect, IDEMPOTENT = true);
endpoint!(CancelPayment = Post "/api/dossiers/{id}/payment/cancel", "Give up the open order, after asking the provider.", Attempt => DossierView, IDEMPOTENT = true, TAGGED = true);
endpoint!(AskPayment = Post "/api/dossiers/{id}/payment/ask", "Ask the provider now what has become of an order.", Attempt => DossierView, TAGGED = true,
    DESCRIPTION = "For who says that they have paid, also of an order that is over: that is kept with the order and decides nothing, the provider's answer may.");
