//! The store on `SQLite`: one writer thread, a few readers, write-ahead log, every commit on the disk before it is answered.
//!
//! SQL lives in this folder only, one file per room of the port.

mod consents;
mod dossiers;
mod draft;
mod extras;
mod files;
mod invitations;
mod lookups;
mod mandates;
mod migrations;
mod moved;
mod papers;
mod receipts;
mod reuse;
mod sessions;
mod tasks;
mod uploads;
mod versions;
mod words;

use std::path::Path;
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::{Store, StoreError, Stored};

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// How many reads may run at once.
const READERS: usize = 4;

impl Store for Sqlite {}

/// An open database.
pub struct Sqlite {
    writer: mpsc::Sender<Job>,
    readers: Vec<Mutex<Connection>>,
}

impl Sqlite {
    /// Opens the file, makes it if it is not there, and brings it to the newest schema.
    ///
    /// # Errors
    /// The file cannot be opened, or it was made by a newer or altered program.
    pub fn open(path: &Path) -> Stored<Self> {
        let mut connection = Connection::open(path)?;
        prepare(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        migrations::run(&mut connection)?;
        let mut readers = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let reader = Connection::open_with_flags(path, flags)?;
            prepare(&reader)?;
            readers.push(Mutex::new(reader));
        }
        let (writer, jobs) = mpsc::channel::<Job>();
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || {
                while let Ok(job) = jobs.recv() {
                    job(&mut connection);
                }
            })
            .map_err(|error| StoreError::Broken(error.to_string()))?;
        Ok(Self { writer, readers })
    }

    /// Runs `work` in one transaction on the writer thread; an error rolls everything back.
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Stored<T> + Send + 'static,
    ) -> Stored<T> {
        let (answer, result) = mpsc::sync_channel(1);
        let job: Job = Box::new(move |connection| {
            // The caller may be gone; the transaction has ended either way.
            let _ = answer.send(in_transaction(connection, work));
        });
        let gone = || StoreError::Broken("the writer has stopped".to_owned());
        self.writer.send(job).map_err(|_| gone())?;
        result.recv().map_err(|_| gone())?
    }

    /// Writes the log into the database and empties it, as far as readers allow.
    fn checkpoint(&self) -> Stored<()> {
        let (answer, result) = mpsc::sync_channel(1);
        let job: Job = Box::new(move |connection| {
            let done = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            // The caller may be gone.
            let _ = answer.send(done.map_err(StoreError::from));
        });
        let gone = || StoreError::Broken("the writer has stopped".to_owned());
        self.writer.send(job).map_err(|_| gone())?;
        result.recv().map_err(|_| gone())?
    }

    /// Runs `work` on a reader that is free, or waits for the first.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> Stored<T>) -> Stored<T> {
        for reader in &self.readers {
            if let Ok(connection) = reader.try_lock() {
                return work(&connection);
            }
        }
        match self.readers.first().map(Mutex::lock) {
            Some(Ok(connection)) => work(&connection),
            _ => Err(StoreError::Broken("no reader".to_owned())),
        }
    }
}

fn in_transaction<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Stored<T>,
) -> Stored<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}

fn prepare(connection: &Connection) -> Stored<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    for (pragma, value) in [
        ("foreign_keys", "ON"),
        ("trusted_schema", "OFF"),
        ("cell_size_check", "ON"),
        ("secure_delete", "ON"),
    ] {
        connection.pragma_update(None, pragma, value)?;
    }
    Ok(())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => Self::Duplicate,
            _ => Self::Broken(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        // The text of a serde error may quote a value; its place is enough.
        Self::Broken(format!("JSON in the store, column {}", error.column()))
    }
}
