//! All records of the sandbox in one value, and its snapshot on disk: written whole, flushed, then renamed into place.
//! Keys are not here (they are in `vault`), and neither are the papers of received dossiers (they are files of the desk).

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{desk, fault::Faults, identity, payment, register, signing};

/// What the sandbox remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// How far the clock is ahead of the system's.
    pub offset_seconds: i64,
    /// The faults asked for.
    pub faults: Faults,
    /// Codes, tokens and sessions of the identity provider.
    pub identity: identity::Records,
    /// Look-ups of the register.
    pub register: register::Records,
    /// Requests of the signing service.
    pub signing: signing::Records,
    /// Orders of the payment gateway.
    pub payment: payment::Records,
    /// Dossiers of the desk.
    pub desk: desk::Records,
}

/// Reads a JSON file, or its empty value when there is none yet.
pub fn read<T: DeserializeOwned + Default>(path: &Path) -> io::Result<T> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(error),
    }
}

/// Replaces a file's content in one step; only the owner may read it.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)
}
