//! The bytes of citizens' files: a folder addressed by content. A file is there completely or not at all, also after a
//! power cut. What belongs to whom is in the store.

mod judge;
mod name;
mod parts;
mod pdf;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard};

pub use judge::{MAX_BYTES, judge};
pub use name::name;

use crate::secret;

/// The folder.
#[derive(Clone)]
pub struct FileRoom {
    root: PathBuf,
    turn: Arc<Mutex<()>>,
}

impl FileRoom {
    /// Opens or makes the folder.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn open(root: &Path) -> Result<Self, String> {
        fs::create_dir_all(root).map_err(|error| format!("{}: {error}", root.display()))?;
        Ok(Self { root: root.to_owned(), turn: Arc::default() })
    }

    /// Held while bytes and their record are written or removed together, so that nobody deletes the bytes under a new
    /// record of the same content.
    pub async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Stores bytes under their digest, and answers when they are on the disk.
    ///
    /// # Errors
    /// The disk said no.
    pub async fn put(&self, bytes: Vec<u8>) -> std::io::Result<String> {
        let room = self.clone();
        blocking(move || room.put_now(&bytes)).await
    }

    /// The bytes under a digest.
    ///
    /// # Errors
    /// They are not there, or not what the digest says.
    pub async fn get(&self, sha256: &str) -> std::io::Result<Vec<u8>> {
        let (path, wanted) = (self.place(sha256), sha256.to_owned());
        blocking(move || {
            let bytes = fs::read(path)?;
            if secret::sha256_hex(&bytes) == wanted {
                Ok(bytes)
            } else {
                Err(std::io::Error::other("digest differs"))
            }
        })
        .await
    }

    /// Deletes the bytes under a digest; that they are gone already is fine.
    ///
    /// # Errors
    /// The disk said no.
    pub async fn delete(&self, sha256: &str) -> std::io::Result<()> {
        let path = self.place(sha256);
        blocking(move || match fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await
    }

    fn put_now(&self, bytes: &[u8]) -> std::io::Result<String> {
        let sha256 = secret::sha256_hex(bytes);
        let place = self.place(&sha256);
        let folder = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let random = secret::handle().ok_or_else(|| std::io::Error::other("no random numbers"))?;
        let temporary = folder.join(format!(".{random}"));
        let written = File::create_new(&temporary).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        if let Err(error) = written.and_then(|()| fs::rename(&temporary, &place)) {
            // Best effort: the error that matters is the first one.
            let _ = fs::remove_file(&temporary);
            return Err(error);
        }
        for folder in [folder, &self.root] {
            File::open(folder)?.sync_all()?;
        }
        Ok(sha256)
    }

    /// Names on the disk are digests only; two levels keep folders small.
    fn place(&self, sha256: &str) -> PathBuf {
        self.root.join(sha256.get(..2).unwrap_or("00")).join(sha256)
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> std::io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(std::io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::FileRoom;

    #[tokio::test]
    async fn bytes_come_back_and_altered_bytes_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let room = FileRoom::open(folder.path()).unwrap();
        let sha256 = room.put(b"%PDF-1.7".to_vec()).await.unwrap();
        assert_eq!(room.put(b"%PDF-1.7".to_vec()).await.unwrap(), sha256);
        assert_eq!(room.get(&sha256).await.unwrap(), b"%PDF-1.7");
        std::fs::write(room.place(&sha256), b"%PDF-1.8").unwrap();
        assert!(room.get(&sha256).await.is_err());
        room.delete(&sha256).await.unwrap();
        room.delete(&sha256).await.unwrap();
        assert!(room.get(&sha256).await.is_err());
    }
}
