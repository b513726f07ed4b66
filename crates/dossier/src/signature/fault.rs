//! Why a container is not accepted: one reason, the first that is found, as a stable code. Texts do not live here.

use std::fmt;

/// Why a signature container is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureFault {
    /// Not the DER of a CMS `ContentInfo`: wrong structure, other encoding rules, or bytes after the end.
    Malformed,
    /// CMS, but not `SignedData` over plain data.
    NotSignedData,
    /// The container carries content of its own; ours are detached.
    Attached,
    /// Parts that levels B and T do not have (other unsigned attributes than one time-stamp, revocation lists), where something
    /// unsigned could hide.
    Unexpected,
    /// Not exactly one signer.
    SignerCount,
    /// A digest or signature algorithm that is not accepted, or one that does not fit the key.
    Algorithm,
    /// A signed attribute is missing; names it (`content-type`, `message-digest`, `signing-time`, `signing-certificate-v2`).
    AttributeMissing(&'static str),
    /// A signed attribute is given twice, has several values, or cannot be read; also `algorithm-protection`, which may be missing.
    AttributeWrong(&'static str),
    /// The digest is that of another content: the dossier was changed after signing, or belongs to another signature.
    ContentDiffers,
    /// The signer's certificate is not in the container.
    CertificateMissing,
    /// The certificate is not the one that the signer committed to (signing-certificate-v2).
    CertificateDiffers,
    /// The certificate cannot be read, or has critical parts that we do not know.
    CertificateUnreadable,
    /// RSA below 2048 bits, or a curve below P-256; the signer's or an authority's.
    KeyTooWeak,
    /// The signature was not made by the certificate's key over these attributes.
    SignatureWrong,
    /// No path from the certificate to an accepted root.
    Untrusted,
    /// A certificate of the path is past its last day.
    Expired,
    /// A certificate of the path is before its first day.
    NotYetValid,
    /// A certificate of the path is not meant for what it was used for.
    KeyUsage,
    /// The time of signing is in the future, or outside the validity of the certificate.
    SigningTime,
    /// The certificate belongs to another person than the one who must sign.
    OtherSigner,
    /// The moment given to the check is not of the form `2026-11-21T08:05:00Z`.
    BadMoment,
    /// The time-stamp cannot be read, or is not of the form that RFC 3161 wants.
    StampMalformed,
    /// The time-stamp is over another signature.
    StampDiffers,
    /// The time-stamp is made with a digest, algorithm or key that is not accepted.
    StampAlgorithm,
    /// The certificate of the time-stamp is missing, is not the one that was committed to, or is not for time-stamps alone.
    StampCertificate,
    /// The time-stamp was not signed by its certificate's key, or says something else than what was signed.
    StampWrong,
    /// No path that is valid from the time-stamp's certificate to an accepted root of time-stamps.
    StampUntrusted,
    /// The time-stamp is of the future, or of a later time than the one at which the container was there already.
    StampTime,
}

impl SignatureFault {
    /// The whole list: what native code and the browser can say, and nothing else.
    pub const EVERY: [Self; 35] = [
        Self::Malformed,
        Self::NotSignedData,
        Self::Attached,
        Self::Unexpected,
        Self::SignerCount,
        Self::Algorithm,
        Self::AttributeMissing("content-type"),
        Self::AttributeMissing("message-digest"),
        Self::AttributeMissing("signing-time"),
        Self::AttributeMissing("signing-certificate-v2"),
        Self::AttributeWrong("content-type"),
        Self::AttributeWrong("message-digest"),
        Self::AttributeWrong("signing-time"),
        Self::AttributeWrong("signing-certificate-v2"),
        Self::AttributeWrong("algorithm-protection"),
        Self::ContentDiffers,
        Self::CertificateMissing,
        Self::CertificateDiffers,
        Self::CertificateUnreadable,
        Self::KeyTooWeak,
        Self::SignatureWrong,
        Self::Untrusted,
        Self::Expired,
        Self::NotYetValid,
        Self::KeyUsage,
        Self::SigningTime,
        Self::OtherSigner,
        Self::BadMoment,
        Self::StampMalformed,
        Self::StampDiffers,
        Self::StampAlgorithm,
        Self::StampCertificate,
        Self::StampWrong,
        Self::StampUntrusted,
        Self::StampTime,
    ];

    /// Which attribute it is about.
    #[must_use]
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::AttributeMissing(name) | Self::AttributeWrong(name) => Some(name),
            _ => None,
        }
    }

    /// A stable code for the state, the contract and texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::NotSignedData => "not_signed_data",
            Self::Attached => "attached",
            Self::Unexpected => "unexpected",
            Self::SignerCount => "signer_count",
            Self::Algorithm => "algorithm",
            Self::AttributeMissing(_) => "attribute_missing",
            Self::AttributeWrong(_) => "attribute_wrong",
            Self::ContentDiffers => "content_differs",
            Self::CertificateMissing => "certificate_missing",
            Self::CertificateDiffers => "certificate_differs",
            Self::CertificateUnreadable => "certificate_unreadable",
            Self::KeyTooWeak => "key_too_weak",
            Self::SignatureWrong => "signature_wrong",
            Self::Untrusted => "untrusted",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::KeyUsage => "key_usage",
            Self::SigningTime => "signing_time",
            Self::OtherSigner => "other_signer",
            Self::BadMoment => "bad_moment",
            Self::StampMalformed => "stamp_malformed",
            Self::StampDiffers => "stamp_differs",
            Self::StampAlgorithm => "stamp_algorithm",
            Self::StampCertificate => "stamp_certificate",
            Self::StampWrong => "stamp_wrong",
            Self::StampUntrusted => "stamp_untrusted",
            Self::StampTime => "stamp_time",
        }
    }
}

impl fmt::Display for SignatureFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.attribute() {
            Some(name) => write!(out, "{} ({name})", self.code()),
            None => out.write_str(self.code()),
        }
    }
}

impl std::error::Error for SignatureFault {}
