//! Where fees are paid: every provider that is configured is offered, in the order of [`Payment`]. What the values mean is decided in each provider's room.

use serde::Deserialize;
use vietqr::{Service, Transfer};

/// The payment providers; at least one.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// A gateway after VNPAY PAY 2.1.0.
    #[serde(default)]
    pub vnpay: Option<Vnpay>,
    /// Transfers to an account of which its bank tells every credit.
    #[serde(default)]
    pub vietqr: Option<Vietqr>,
    /// The national payment platform.
    #[serde(default)]
    pub national: Option<National>,
}

/// A merchant at a VNPAY gateway.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vnpay {
    /// Where the citizen pays.
    pub base: String,
    /// Where the backend asks what became of an order.
    pub query: String,
    pub tmn_code: String,
    pub secret: String,
}

/// The account that fees are transferred to, and its bank's service.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vietqr {
    /// The bank's service for this account, without a slash at the end.
    pub base: String,
    pub token: String,
    /// Signs the bank's credit advices.
    pub hmac_secret: String,
    /// The bank's number, six digits.
    pub bin: String,
    /// The account's number.
    pub account: String,
}

/// A partner of the national payment platform, and the account that its orders are for.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct National {
    /// Where an order's page is asked for.
    pub init: String,
    /// Where the backend asks what became of an order.
    pub query: String,
    /// `MaDoiTac`.
    pub partner: String,
    /// The secret behind `MaXacThuc`, in both directions.
    pub secret: String,
    /// Bearer token of a gateway in front of the platform; none is sent without it.
    #[serde(default)]
    pub token: Option<String>,
    /// Who collects: the national code of the unit, and its name.
    pub unit: String,
    pub unit_name: String,
    /// The account that the money goes to, the code of its bank, and its name.
    pub account: String,
    pub bank: String,
    pub account_name: String,
}

impl Payment {
    /// What contradicts itself.
    pub(super) fn fault(&self) -> Option<String> {
        if self.vnpay.is_none() && self.vietqr.is_none() && self.national.is_none() {
            let needed =
                "[payment] needs a provider: [payment.vnpay], [payment.vietqr] or [payment.national]";
            return Some(needed.to_owned());
        }
        let is_payable = |transfer: &Vietqr| transfer.to_pay(1, "A").write().is_ok();
        self.vietqr.as_ref().is_some_and(|transfer| !is_payable(transfer)).then(|| {
            "[payment.vietqr] bin and account are no account: 6 digits, 1 to 19 letters and digits".to_owned()
        })
    }
}

impl Vietqr {
    /// The transfer that pays `amount` đồng under a reference.
    #[must_use]
    pub fn to_pay(&self, amount: u64, reference: &str) -> Transfer {
        Transfer {
            is_for_one: true,
            bin: self.bin.clone(),
            account: self.account.clone(),
            service: Service::Account,
            amount: Some(amount),
            bill: None,
            purpose: Some(reference.to_owned()),
        }
    }
}
