//! What has to hold for one signer to be believed: the signature, and one path of certificates to an accepted root. Signatures of
//! several proofs are kept in one list, each once.

use super::algorithm::{Digest, Scheme};
use super::certificate::Certificate;
use super::fault::SignatureFault;
use super::obligation::Obligation;
use super::path::{Purpose, paths};

/// The signatures to calculate.
#[derive(Clone, Debug, Default)]
pub(super) struct Obligations(Vec<Obligation>);

/// A signature and its paths, by their places in [`Obligations`].
#[derive(Clone, Debug)]
pub(super) struct Proof {
    own: usize,
    /// Each path by the places of its signatures; or why there is none.
    paths: Result<Vec<Vec<usize>>, SignatureFault>,
}

impl Obligations {
    pub(super) fn as_slice(&self) -> &[Obligation] {
        &self.0
    }

    /// The place of the signer's own signature over some signed attributes.
    pub(super) fn own(
        &mut self,
        scheme: (Scheme, Digest),
        signer: &Certificate,
        attributes: &[u8],
        signature: &[u8],
    ) -> Result<usize, SignatureFault> {
        Obligation::new(scheme, signer.key(), attributes, signature).map(|own| self.place(own))
    }

    /// The signature at `own`, and the paths from the signer over the other certificates to one of the roots that are valid at each
    /// of these moments.
    pub(super) fn proof(
        &mut self,
        own: usize,
        purpose: Purpose,
        (signer, others): (&Certificate, &[Vec<u8>]),
        roots: &[Vec<u8>],
        moments: &[u64],
    ) -> Proof {
        let mut found = moments.iter().map(|at| paths(signer, others, roots, *at, purpose));
        let common = found.next().unwrap_or(Err(SignatureFault::Untrusted)).and_then(|mut common| {
            for other in found {
                let other = other?;
                common.retain(|path| other.contains(path));
            }
            Ok(common)
        });
        let mut placed = |links: Vec<Obligation>| links.into_iter().map(|one| self.place(one)).collect();
        Proof { own, paths: common.map(|paths| paths.into_iter().map(&mut placed).collect()) }
    }

    /// Where the obligation is in the list, to which it is added if need be.
    pub(super) fn place(&mut self, one: Obligation) -> usize {
        self.0.iter().position(|known| *known == one).unwrap_or_else(|| {
            self.0.push(one);
            self.0.len() - 1
        })
    }
}

impl Proof {
    /// Whether the signature holds.
    pub(super) fn check_own(&self, holds: impl Fn(usize) -> bool) -> Result<(), SignatureFault> {
        if holds(self.own) { Ok(()) } else { Err(SignatureFault::SignatureWrong) }
    }

    /// Whether one of the paths holds as a whole.
    pub(super) fn check_path(self, holds: impl Fn(usize) -> bool) -> Result<(), SignatureFault> {
        let is_whole = |path: &Vec<usize>| path.iter().all(|place| holds(*place));
        if self.paths?.iter().any(is_whole) { Ok(()) } else { Err(SignatureFault::Untrusted) }
    }
}
