//! Signature containers: `CAdES` baseline B (ETSI EN 319 122-1), detached, over exactly the canonical bytes.
//!
//! The half that the first download of the portal needs (signed attributes and the hash that the provider is asked to sign) is
//! written by hand here. Building and judging whole containers needs the feature `container`. Asking a provider to sign
//! deliberately does not live here.

mod attributes;
mod der;

pub use attributes::{NotATime, requested_hash, signed_attributes};
