//! All records of the sandbox in one value, and its snapshot on disk: written whole, flushed, then renamed into place.
//! Keys are not here (they are in `vault`), and neither are the papers of received dossiers (they are files of the desk).

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use time::OffsetDateTime;

use crate::{bank, clock, desk, fault::Faults, identity, national, payment, register, signing};

/// What the sandbox remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// How far the clock is ahead of the system's; behind is negative.
    pub offset_seconds: i64,
    /// The configured start (seconds since 1970) from which the clock runs on, also through restarts.
    #[serde(default)]
    pub started_at: Option<i64>,
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
    /// Orders of the national payment platform.
    #[serde(default)]
    pub national: national::Records,
    /// Credits of the bank.
    #[serde(default)]
    pub bank: bank::Records,
    /// Dossiers of the desk.
    pub desk: desk::Records,
}

impl Ledger {
    /// Empty records, with the clock at its start.
    pub fn new(start: Option<OffsetDateTime>) -> Self {
        Self {
            offset_seconds: start.map_or(0, clock::offset_to),
            started_at: start.map(OffsetDateTime::unix_timestamp),
            ..Self::default()
        }
    }

    /// Puts the clock to a start that these records do not know yet; from one that they know it has been running on.
    pub fn begin_at(&mut self, start: Option<OffsetDateTime>) {
        if let Some(start) = start.filter(|start| self.started_at != Some(start.unix_timestamp())) {
            self.offset_seconds = clock::offset_to(start);
            self.started_at = Some(start.unix_timestamp());
        }
    }
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
