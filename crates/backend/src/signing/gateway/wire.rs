//! The documents of the gateways that we read, and what its numbers and names mean. Names are the gateways', their spelling included.
//!
//! A refusal names itself in `message`, or only by `status_code`, or only by the status of HTTP: all three are read, the name first.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::incident;
use crate::signing::{Offered, Reason};

/// Every answer's frame.
#[derive(Deserialize)]
pub(super) struct Envelope {
    #[serde(default)]
    status_code: i64,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    data: Value,
}

/// An answer with its HTTP status.
pub(super) struct Answer {
    pub status: u16,
    pub envelope: Envelope,
}

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// 1, or 200 and `SUCCESS`.
    Done,
    /// 4000, or 200 and `sig_wait_for_user_confirm`.
    Waiting,
    /// 4001: the phone stayed silent.
    Expired,
    /// 4002: the signer refused.
    Rejected,
    /// 4003: the key was not opened.
    KeyFailed,
    /// 4004: the key was opened, and no signature came out.
    SignFailed,
    /// 401: our own account is refused.
    SpCredential,
    /// 403: the certificate has expired, or was revoked or locked.
    CredentialStatus,
    /// 65000: the signer's plan is used up.
    Quota,
    /// Nothing that we know.
    Unknown,
}

impl Word {
    /// What the citizen can act on.
    pub(super) const fn reason(self) -> Reason {
        match self {
            Self::CredentialStatus => Reason::Certificate,
            Self::Quota => Reason::Quota,
            Self::KeyFailed => Reason::Key,
            Self::SignFailed => Reason::Signing,
            Self::Done
            | Self::Waiting
            | Self::Expired
            | Self::Rejected
            | Self::SpCredential
            | Self::Unknown => Reason::Provider,
        }
    }

    fn of_refusal(name: &str) -> Option<Self> {
        [
            ("SP_CREDENTIAL_INVALID", Self::SpCredential),
            ("CREDENTIAL_STATUS_INVALID", Self::CredentialStatus),
            ("SERVICE_PACK_EXEED_OR_INVALID", Self::Quota),
        ]
        .into_iter()
        .find_map(|(known, word)| name.contains(known).then_some(word))
    }

    const fn of_number(number: i64) -> Option<Self> {
        Some(match number {
            1 => Self::Done,
            4000 => Self::Waiting,
            4001 => Self::Expired,
            4002 => Self::Rejected,
            4003 => Self::KeyFailed,
            4004 => Self::SignFailed,
            401 => Self::SpCredential,
            403 => Self::CredentialStatus,
            65000 => Self::Quota,
            _ => return None,
        })
    }

    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "SUCCESS" => Self::Done,
            "SIG_WAIT_FOR_USER_CONFIRM" | "WAITING_FOR_SIGNER_CONFIRM" => Self::Waiting,
            "EXPIRED" => Self::Expired,
            "SIGNER_REJECTED" => Self::Rejected,
            "AUTHORIZE_KEY_FAILED" => Self::KeyFailed,
            "SIGN_FAILED" => Self::SignFailed,
            _ => return None,
        })
    }
}

impl Answer {
    /// What it says.
    pub(super) fn word(&self) -> Word {
        let name = self.envelope.message.as_deref().unwrap_or_default().trim().to_ascii_uppercase();
        Word::of_refusal(&name)
            .or_else(|| Word::of_number(self.envelope.status_code))
            .or_else(|| Word::of_number(self.status.into()))
            .or_else(|| Word::of_name(&name))
            .unwrap_or(Word::Unknown)
    }

    /// For the log: the gateway's own sentence may hold the number of a citizen.
    pub(super) fn about(&self) -> String {
        format!("{:?} (HTTP {}, status_code {})", self.word(), self.status, self.envelope.status_code)
    }

    /// Whether the gateway was not able to answer: what was asked may have happened all the same.
    pub(super) fn is_outage(&self) -> bool {
        let is_broken = |code: i64| code == 429 || (500..600).contains(&code);
        self.word() == Word::Unknown
            && (is_broken(self.status.into()) || is_broken(self.envelope.status_code))
    }

    /// What belongs to it.
    pub(super) fn data<T: DeserializeOwned>(&self) -> Result<T, String> {
        T::deserialize(&self.envelope.data).map_err(|_| format!("{}: unreadable data", self.about()))
    }
}

#[derive(Deserialize)]
pub(super) struct Opened {
    pub tran_code: String,
}

#[derive(Deserialize)]
pub(super) struct Signatures {
    /// The guide calls them `signed_files`.
    #[serde(alias = "signed_files")]
    pub signatures: Vec<Signed>,
}

#[derive(Deserialize)]
pub(super) struct Signed {
    pub signature_value: String,
}

#[derive(Deserialize)]
pub(super) struct Certificates {
    user_certificates: Vec<Value>,
}

#[derive(Deserialize)]
struct Held {
    serial_number: String,
    #[serde(default)]
    cert_status: Option<String>,
    cert_data: String,
    #[serde(default, alias = "chain")]
    chain_data: Option<Above>,
}

/// The certificates above: a list by the guide, each under its own name at `SmartCA`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Above {
    Listed(Vec<String>),
    Named {
        #[serde(default)]
        ca_cert: Option<String>,
        #[serde(default)]
        root_cert: Option<String>,
    },
}

impl Above {
    fn certificates(self) -> Vec<String> {
        match self {
            Self::Listed(all) => all,
            Self::Named { ca_cert, root_cert } => [ca_cert, root_cert].into_iter().flatten().collect(),
        }
    }
}

/// Whether a text can stand in an address as the code of a transaction.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The certificates of a list. One that cannot be read leaves the others as they are.
pub(super) fn all_offered(listed: Certificates) -> Vec<Offered> {
    let read = |value: Value| {
        // The text of an error of serde may quote a value.
        offered(serde_json::from_value(value).map_err(|_| "it has not what it needs".to_owned())?)
    };
    let read = listed.user_certificates.into_iter().map(read);
    read.filter_map(|one: Result<_, String>| {
        one.inspect_err(|what| drop(incident(&format!("signing: a certificate: {what}")))).ok()
    })
    .collect()
}

fn offered(held: Held) -> Result<Offered, String> {
    let above = held.chain_data.map(Above::certificates).unwrap_or_default();
    let chain = std::iter::once(held.cert_data).chain(above).map(|text| der(&text));
    let mut chain = chain.collect::<Result<Vec<_>, _>>()?;
    // A list of those above may begin with the certificate itself.
    chain.dedup();
    let certificate = chain.first().and_then(|der| dossier::signature::Certificate::parse(der));
    Ok(Offered {
        id: held.serial_number,
        algorithm: certificate.and_then(|certificate| certificate.algorithm()),
        chain,
        status: status(held.cert_status.as_deref()).to_owned(),
    })
}

fn der(text: &str) -> Result<Vec<u8>, String> {
    let text: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(text).map_err(|_| "it is no base64".to_owned())
}

/// A gateway's word for a person, as ours for a program. What is not known to be in use is not used.
fn status(word: Option<&str>) -> &'static str {
    match word.map(|word| word.trim().to_lowercase()).as_deref() {
        // Its older answers have no such member.
        None | Some("đang hoạt động" | "valid" | "active") => "valid",
        Some("hết hạn" | "đã hết hạn") => "expired",
        Some(_) => "revoked",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Answer, Certificates, Reason, Word, all_offered, is_code, status};

    fn answer(status: u16, envelope: Value) -> Answer {
        Answer { status, envelope: serde_json::from_value(envelope).unwrap() }
    }

    #[test]
    fn each_code_is_understood_by_number_and_by_name() {
        for (number, name, word) in [
            (1, "SUCCESS", Word::Done),
            (4000, "WAITING_FOR_SIGNER_CONFIRM", Word::Waiting),
            (4001, "EXPIRED", Word::Expired),
            (4002, "SIGNER_REJECTED", Word::Rejected),
            (4003, "AUTHORIZE_KEY_FAILED", Word::KeyFailed),
            (4004, "SIGN_FAILED", Word::SignFailed),
            (401, "SP_CREDENTIAL_INVALID", Word::SpCredential),
            (403, "CREDENTIAL_STATUS_INVALID", Word::CredentialStatus),
            (65000, "SERVICE_PACK_EXEED_OR_INVALID", Word::Quota),
        ] {
            assert_eq!(answer(200, json!({ "status_code": number })).word(), word, "{number}");
            assert_eq!(answer(200, json!({ "status_code": 200, "message": name })).word(), word, "{name}");
        }
        let waiting = answer(200, json!({ "status_code": 200, "message": " sig_wait_for_user_confirm" }));
        assert_eq!(waiting.word(), Word::Waiting);
    }

    #[test]
    fn a_refusal_is_known_by_its_name_whatever_number_it_has_and_by_the_status_of_http() {
        let quota = answer(
            403,
            json!({ "status_code": 403, "message": "SERVICE_PACK_EXEED_OR_INVALID: hết lượt ký" }),
        );
        assert_eq!(quota.word().reason(), Reason::Quota);
        assert_eq!(answer(403, json!({})).word().reason(), Reason::Certificate);
        assert_eq!(answer(401, json!({ "message": "Unauthorized" })).word(), Word::SpCredential);
        assert!(!answer(400, json!({ "status_code": 400 })).is_outage());
        assert!(answer(200, json!({ "status_code": 500 })).is_outage());
    }

    #[test]
    fn what_is_logged_of_an_answer_is_not_the_gateways_own_sentence() {
        let said = answer(400, json!({ "status_code": 400, "message": "no user 001195004321" }));
        assert_eq!(said.about(), "Unknown (HTTP 400, status_code 400)");
    }

    #[test]
    fn a_certificate_that_cannot_be_read_leaves_the_others_in_the_list() {
        let listed: Certificates = serde_json::from_value(json!({ "user_certificates": [
            { "serial_number": "01", "cert_data": "AAAA\nAAAA", "cert_status": "Đang hoạt động", "chain_data": { "ca_cert": "AAAA", "root_cert": null } },
            { "serial_number": "02", "cert_data": "no base64!" },
            { "cert_data": "AAAA" },
            { "serial_number": "03", "cert_data": "AAAA", "cert_status": "Đã thu hồi" },
        ] }))
        .unwrap();
        let offered = all_offered(listed);
        let shown: Vec<_> =
            offered.iter().map(|one| (one.id.as_str(), one.status.as_str(), one.chain.len())).collect();
        assert_eq!(shown, [("01", "valid", 2), ("03", "revoked", 1)]);
        assert_eq!(
            [None, Some("đang hoạt động"), Some("Hết hạn"), Some("Tạm dừng")].map(status),
            ["valid", "valid", "expired", "revoked"]
        );
    }

    #[test]
    fn only_the_code_of_a_transaction_gets_into_an_address() {
        assert!(is_code("acd9be84-60e7-4645-83ab-fb7079b71626"));
        assert!(!is_code("../credentials") && !is_code("") && !is_code("a?b"));
    }
}
