//! Misbehaviour on request: which fault each counterparty can have, and which one it has now.
//! How a fault shows is in the room of the counterparty.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What can be wrong with a counterparty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// Nothing.
    #[default]
    Ok,
    /// Every call answers 503.
    Down,
    /// The next call answers 503, then all is well.
    Once,
    /// Some calls answer 503; the configured seed decides which.
    Flaky,
    /// The call is carried out, but its answer is lost: 503, once.
    LostAnswer,
    /// The identity token names another issuer.
    WrongIssuer,
    /// The identity token, or the time-stamp, carries another nonce.
    WrongNonce,
    /// The identity token expired an hour ago.
    ExpiredToken,
    /// The identity token has the algorithm `none`.
    UnsignedToken,
    /// The register answers with another person.
    OtherPerson,
    /// A page of the web server instead of an answer.
    Garbage,
    /// No answer ever.
    Silent,
    /// The register no longer knows of children or wards of anybody.
    NoDependants,
    /// The register no longer has anybody as the representative of an enterprise.
    NoEnterprises,
    /// Every enterprise of the register is dissolved.
    Dissolved,
    /// One signature too few.
    WrongCount,
    /// Signed with another person's key.
    OtherSigner,
    /// Keys that are valid are listed with an algorithm that is rarely known.
    OddKey,
    /// The gateway does not know its caller any more (`SP_CREDENTIAL_INVALID`).
    CallerRefused,
    /// The gateway takes every certificate for expired or revoked (`CREDENTIAL_STATUS_INVALID`).
    CredentialStatus,
    /// The signer's plan is used up (`SERVICE_PACK_EXEED_OR_INVALID`).
    Quota,
    /// The phone agreed, but the key was not opened (4003).
    KeyFailed,
    /// The key was opened, but no signature came out (4004).
    SignFailed,
    /// The call back goes out at once, and the status speaks of it only five seconds later.
    WebhookFirst,
    /// Signed, but over other bytes; or a message whose signature does not fit.
    BadSignature,
    /// The gateway notifies another amount, correctly signed.
    WrongAmount,
    /// The gateway, or the bank, refuses to give money back.
    RefundRefused,
    /// The time-stamp is over something else than was asked for.
    WrongImprint,
    /// The bank gives money back at its counter only.
    ByHand,
    /// Every certificate was revoked an hour ago.
    Revoked,
    /// The responder knows no certificate.
    Unknown,
    /// The answer, or the list, was over days ago.
    Stale,
    /// The office issues receipts only when the officer does.
    LateReceipts,
    /// Somebody answers who has no leave of the authority.
    OtherResponder,
}

/// A counterparty that can have faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The identity provider.
    Identity,
    /// The data-sharing platform, and with it all registers.
    Register,
    /// The population register.
    Population,
    /// The civil-status register.
    CivilStatus,
    /// The register of enterprises.
    Business,
    /// The tax register.
    Tax,
    /// The register of health insurance and certificates of birth.
    HealthInsurance,
    /// The signing service.
    Signing,
    /// The responders of certification authorities.
    Ocsp,
    /// Their lists of revoked certificates.
    Crl,
    /// The time-stamping authority.
    Stamp,
    /// The signing gateway.
    #[serde(rename = "smartca")]
    SmartCa,
    /// The national signing gateway.
    #[serde(rename = "esign")]
    ESign,
    /// The payment gateway.
    Payment,
    /// The national payment platform.
    National,
    /// The bank with the account that fees are transferred to.
    Bank,
    /// The one-stop desk.
    Desk,
    /// The virus scanner.
    Scanner,
}

impl Part {
    /// Every part, in the order of a citizen's way.
    pub const ALL: [Part; 18] = [
        Part::Identity,
        Part::Register,
        Part::Population,
        Part::CivilStatus,
        Part::Business,
        Part::Tax,
        Part::HealthInsurance,
        Part::Signing,
        Part::Ocsp,
        Part::Crl,
        Part::Stamp,
        Part::SmartCa,
        Part::ESign,
        Part::Payment,
        Part::National,
        Part::Bank,
        Part::Desk,
        Part::Scanner,
    ];

    /// The name in the control protocol.
    pub fn name(self) -> &'static str {
        match self {
            Part::Identity => "identity",
            Part::Register => "register",
            Part::Population => "population",
            Part::CivilStatus => "civil-status",
            Part::Business => "business",
            Part::Tax => "tax",
            Part::HealthInsurance => "health-insurance",
            Part::Signing => "signing",
            Part::Ocsp => "ocsp",
            Part::Crl => "crl",
            Part::Stamp => "stamp",
            Part::SmartCa => "smartca",
            Part::ESign => "esign",
            Part::Payment => "payment",
            Part::National => "national",
            Part::Bank => "bank",
            Part::Desk => "desk",
            Part::Scanner => "scanner",
        }
    }

    /// The faults that this part can have.
    pub fn faults(self) -> &'static [Fault] {
        use Fault::{
            BadSignature, ByHand, CallerRefused, CredentialStatus, Dissolved, Down, ExpiredToken, Flaky,
            Garbage, KeyFailed, LateReceipts, LostAnswer, NoDependants, NoEnterprises, OddKey, Ok, Once,
            OtherPerson, OtherResponder, OtherSigner, Quota, RefundRefused, Revoked, SignFailed, Silent,
            Stale, Unknown, UnsignedToken, WebhookFirst, WrongAmount, WrongCount, WrongImprint, WrongIssuer,
            WrongNonce,
        };
        match self {
            Part::Identity => {
                &[Ok, Down, Once, Flaky, WrongIssuer, WrongNonce, ExpiredToken, UnsignedToken, BadSignature]
            }
            Part::Register => &[Ok, Down, Once, Flaky, OtherPerson],
            Part::Population => &[Ok, Down, Once, Flaky, OtherPerson, Garbage, Silent, NoDependants],
            Part::Business => {
                &[Ok, Down, Once, Flaky, OtherPerson, Garbage, Silent, NoEnterprises, Dissolved]
            }
            Part::CivilStatus | Part::Tax | Part::HealthInsurance => {
                &[Ok, Down, Once, Flaky, OtherPerson, Garbage, Silent]
            }
            Part::Signing => &[
                Ok,
                Down,
                Once,
                Flaky,
                WrongCount,
                OtherPerson,
                OtherSigner,
                BadSignature,
                LostAnswer,
                OddKey,
            ],
            Part::Ocsp => &[
                Ok,
                Down,
                Once,
                Flaky,
                Silent,
                Garbage,
                Revoked,
                Unknown,
                Stale,
                BadSignature,
                OtherResponder,
            ],
            Part::Crl => &[Ok, Down, Once, Flaky, Silent, Garbage, Revoked, Stale, BadSignature],
            Part::Stamp => &[Ok, Down, Once, Flaky, Silent, Garbage, WrongImprint, WrongNonce, BadSignature],
            Part::SmartCa | Part::ESign => &[
                Ok,
                Down,
                Once,
                Flaky,
                CallerRefused,
                CredentialStatus,
                Quota,
                KeyFailed,
                SignFailed,
                OtherSigner,
                BadSignature,
                LostAnswer,
                WebhookFirst,
            ],
            Part::Payment => &[Ok, Down, Once, Flaky, BadSignature, WrongAmount, LostAnswer, RefundRefused],
            Part::National => &[Ok, Down, Once, Flaky, BadSignature, WrongAmount, LostAnswer],
            Part::Bank => &[Ok, Down, Once, Flaky, BadSignature, LostAnswer, RefundRefused, ByHand],
            Part::Desk => &[Ok, Down, Once, Flaky, LostAnswer, LateReceipts],
            Part::Scanner => &[Ok, Down, Once, Flaky],
        }
    }
}

/// The fault each part has now.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Faults {
    identity: Fault,
    register: Fault,
    signing: Fault,
    payment: Fault,
    desk: Fault,
    #[serde(default)]
    national: Fault,
    #[serde(default)]
    bank: Fault,
    #[serde(default)]
    scanner: Fault,
    #[serde(default)]
    ocsp: Fault,
    #[serde(default)]
    crl: Fault,
    #[serde(default)]
    stamp: Fault,
    smartca: Fault,
    #[serde(default)]
    esign: Fault,
    #[serde(default)]
    registers: BTreeMap<Part, Fault>,
    calls: u64,
}

impl Faults {
    /// The fault of a part.
    pub fn of(&self, part: Part) -> Fault {
        match part {
            Part::Identity => self.identity,
            Part::Register => self.register,
            Part::Signing => self.signing,
            Part::Ocsp => self.ocsp,
            Part::Crl => self.crl,
            Part::Stamp => self.stamp,
            Part::SmartCa => self.smartca,
            Part::ESign => self.esign,
            Part::Payment => self.payment,
            Part::National => self.national,
            Part::Bank => self.bank,
            Part::Desk => self.desk,
            Part::Scanner => self.scanner,
            Part::Population | Part::CivilStatus | Part::Business | Part::Tax | Part::HealthInsurance => {
                self.registers.get(&part).copied().unwrap_or_default()
            }
        }
    }

    /// Gives a part a fault.
    pub fn set(&mut self, part: Part, fault: Fault) {
        *match part {
            Part::Identity => &mut self.identity,
            Part::Register => &mut self.register,
            Part::Signing => &mut self.signing,
            Part::Ocsp => &mut self.ocsp,
            Part::Crl => &mut self.crl,
            Part::Stamp => &mut self.stamp,
            Part::SmartCa => &mut self.smartca,
            Part::ESign => &mut self.esign,
            Part::Payment => &mut self.payment,
            Part::National => &mut self.national,
            Part::Bank => &mut self.bank,
            Part::Desk => &mut self.desk,
            Part::Scanner => &mut self.scanner,
            Part::Population | Part::CivilStatus | Part::Business | Part::Tax | Part::HealthInsurance => {
                self.registers.entry(part).or_default()
            }
        } = fault;
    }

    /// Counts a call and says whether the part answers it, and with which fault.
    pub fn call(&mut self, part: Part, seed: u64) -> Option<Fault> {
        self.calls = self.calls.wrapping_add(1);
        match self.of(part) {
            Fault::Down => None,
            Fault::Once => {
                self.set(part, Fault::Ok);
                None
            }
            Fault::Flaky if scatter(seed, self.calls).is_multiple_of(3) => None,
            other => Some(other),
        }
    }
}

/// `SplitMix64`: the same seed and call always give the same number.
pub fn scatter(seed: u64, call: u64) -> u64 {
    let mut z = seed.wrapping_add(call.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(seed: u64) -> Vec<bool> {
        let mut faults = Faults::default();
        faults.set(Part::Register, Fault::Flaky);
        (0..60).map(|_| faults.call(Part::Register, seed).is_some()).collect()
    }

    #[test]
    fn a_flaky_part_fails_some_calls_and_the_same_ones_for_the_same_seed() {
        let calls = answered(7);
        assert!(calls.contains(&true) && calls.contains(&false));
        assert_eq!(calls, answered(7));
        assert_ne!(calls, answered(8));
    }

    #[test]
    fn a_fault_that_happens_once_is_over_with_the_next_call() {
        let mut faults = Faults::default();
        faults.set(Part::Desk, Fault::Once);
        assert_eq!(faults.call(Part::Desk, 0), None);
        assert_eq!(faults.call(Part::Desk, 0), Some(Fault::Ok));
    }
}
