//! Signature containers: `CAdES` baseline B and T (ETSI EN 319 122-1), detached, over exactly the canonical bytes.
//!
//! Three layers. The first download of the portal needs the signed attributes and the hash that the provider is asked to sign:
//! written by hand here. Feature `container` builds containers and examines them: everything but arithmetic, also for the browser.
//! Feature `arithmetic` calculates the signatures natively. Asking a provider to sign deliberately does not live here.

mod attributes;
mod der;
mod moment;

pub use attributes::{NotATime, requested_hash, signed_attributes};

#[cfg(feature = "container")]
mod algorithm;
#[cfg(feature = "container")]
mod certificate;
#[cfg(feature = "container")]
mod container;
#[cfg(feature = "container")]
mod enquiry;
#[cfg(feature = "container")]
mod envelope;
#[cfg(feature = "container")]
mod examine;
#[cfg(feature = "container")]
mod fault;
#[cfg(feature = "container")]
mod list;
#[cfg(feature = "container")]
mod obligation;
#[cfg(feature = "container")]
mod ocsp;
#[cfg(feature = "container")]
mod path;
#[cfg(feature = "container")]
mod proof;
#[cfg(feature = "container")]
mod revocation;
#[cfg(feature = "container")]
mod signed;
#[cfg(feature = "container")]
mod stamp;
#[cfg(feature = "container")]
mod subject;
#[cfg(feature = "container")]
mod unproven;
#[cfg(feature = "arithmetic")]
mod verify;

#[cfg(feature = "container")]
pub use algorithm::{Curve, Digest, Method};
#[cfg(feature = "container")]
pub use certificate::{Certificate, pem_certificates};
#[cfg(feature = "container")]
pub use container::{Algorithm, BadInput, container};
#[cfg(feature = "container")]
pub use enquiry::{ocsp_requests, sources};
#[cfg(feature = "container")]
pub use examine::{Examined, Signer, Times, Trust, examine};
#[cfg(feature = "container")]
pub use fault::SignatureFault;
#[cfg(feature = "container")]
pub use obligation::Obligation;
#[cfg(feature = "container")]
pub use revocation::{AnswerFault, Evidence, ExaminedRevocation, Revocation, Source, examine_revocation};
#[cfg(feature = "container")]
pub use stamp::{NoStamp, Stamp, stamp_request, stamp_token, stamped};
#[cfg(feature = "container")]
pub use subject::SubjectId;
#[cfg(feature = "arithmetic")]
pub use verify::{holds, verify};
