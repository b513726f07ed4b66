//! Files on their way: the bytes that have come so far, each in a file of its own until it is whole and judged.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::PathBuf;

use super::{FileRoom, blocking};

/// The folder beside those of stored files, whose names have two characters.
const FOLDER: &str = "parts";

impl FileRoom {
    /// Writes a piece at its place, and answers when it is on the disk. What stood behind it goes.
    ///
    /// # Errors
    /// The disk said no.
    pub async fn write_part(&self, upload: &str, offset: u64, piece: Vec<u8>) -> std::io::Result<()> {
        let place = self.part_place(upload);
        blocking(move || {
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(place)?;
            file.set_len(offset)?;
            file.seek(SeekFrom::Start(offset))?;
            file.write_all(&piece)?;
            file.sync_all()
        })
        .await
    }

    /// All bytes that are here.
    ///
    /// # Errors
    /// The disk said no.
    pub async fn part(&self, upload: &str) -> std::io::Result<Vec<u8>> {
        let place = self.part_place(upload);
        blocking(move || fs::read(place)).await
    }

    /// Forgets the bytes; that they are gone already is fine.
    ///
    /// # Errors
    /// The disk said no.
    pub async fn drop_part(&self, upload: &str) -> std::io::Result<()> {
        let place = self.part_place(upload);
        blocking(move || match fs::remove_file(place) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await
    }

    /// The uploads that bytes are here of.
    ///
    /// # Errors
    /// The disk said no.
    pub async fn parts(&self) -> std::io::Result<Vec<String>> {
        let folder = self.root.join(FOLDER);
        blocking(move || match fs::read_dir(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
            Ok(entries) => {
                entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
            }
        })
        .await
    }

    /// Names are handles of our own making.
    fn part_place(&self, upload: &str) -> PathBuf {
        self.root.join(FOLDER).join(upload)
    }
}
