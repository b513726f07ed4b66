//! Signature containers: `CAdES` baseline B (ETSI EN 319 122-1), detached, over exactly the canonical bytes.
//!
//! The half that the first download of the portal needs (signed attributes and the hash that the provider is asked to sign) is
//! written by hand here. Building and judging whole containers needs the feature `container`. Asking a provider to sign
//! deliberately does not live here.

mod attributes;
mod der;
mod moment;

pub use attributes::{NotATime, requested_hash, signed_attributes};

#[cfg(feature = "container")]
mod certificate;
#[cfg(feature = "container")]
mod container;
#[cfg(feature = "container")]
mod envelope;
#[cfg(feature = "container")]
mod fault;
#[cfg(feature = "container")]
mod verify;

#[cfg(feature = "container")]
pub use certificate::{Certificate, pem_certificates};
#[cfg(feature = "container")]
pub use container::{Algorithm, BadInput, container};
#[cfg(feature = "container")]
pub use fault::SignatureFault;
#[cfg(feature = "container")]
pub use verify::{Signer, verify};
