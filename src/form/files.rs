//! The counter where papers are handed in: what the file widget may ask of the page that shows it.
//!
//! How a file travels is the page's business; the digest of what arrived is compared here with that of what was picked.

use std::{future::Future, pin::Pin, rc::Rc, sync::Arc};

use leptos::prelude::*;
use serde_json::{Value, json};

use crate::browser::files::{self, File};

/// A file as the backend stored it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attached {
    /// Names it at the backend.
    pub id: String,
    /// The citizen's own name of it.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// `pdf`, `jpg` or `png`.
    pub kind: String,
}

/// Why a file was not taken; the last part of the key of its text, `form.file.fault.<fault>`.
pub type Fault = &'static str;

/// The end of an upload.
pub type Uploading = Pin<Box<dyn Future<Output = Result<Attached, Fault>>>>;

/// Sends a file for a field; whole percents are reported on the way.
pub type Uploader = Arc<dyn Fn(String, File, Rc<dyn Fn(u32)>) -> Uploading + Send + Sync>;

/// What a page with file fields provides.
#[derive(Clone, Copy)]
pub struct FileCounter {
    upload: StoredValue<Uploader>,
    remove: Callback<String>,
    address: Callback<String, String>,
}

/// Opens the counter for the file fields below. `address` is where a stored file can be looked at.
pub fn provide_files(upload: Uploader, remove: Callback<String>, address: Callback<String, String>) {
    provide_context(FileCounter { upload: StoredValue::new(upload), remove, address });
}

/// The counter, on a page that has one.
#[must_use]
pub fn use_files() -> Option<FileCounter> {
    use_context()
}

impl FileCounter {
    /// Sends `file` and checks that exactly its bytes have arrived.
    ///
    /// # Errors
    /// `digest` when other bytes arrived, `unreadable` when the file is gone, otherwise what the page says.
    pub async fn hand_in(
        self,
        field: String,
        file: File,
        on_progress: Rc<dyn Fn(u32)>,
    ) -> Result<Attached, Fault> {
        let own = files::sha256(&file).await.ok_or("unreadable")?;
        let upload = self.upload.try_get_value().ok_or("offline")?;
        let attached = upload(field, file, on_progress).await?;
        if attached.sha256 == own { Ok(attached) } else { Err("digest") }
    }

    /// Takes a stored file away.
    pub fn take_back(self, id: String) {
        self.remove.run(id);
    }

    /// Where a stored file can be looked at.
    #[must_use]
    pub fn address(self, id: String) -> String {
        self.address.run(id)
    }
}

impl Attached {
    /// As it stands in the answers.
    #[must_use]
    pub fn to_answer(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "size": self.size, "sha256": self.sha256, "type": self.kind })
    }

    /// From the answers.
    #[must_use]
    pub fn from_answer(answer: &Value) -> Option<Self> {
        let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            id: text("id")?,
            name: text("name")?,
            size: answer.get("size").and_then(Value::as_u64)?,
            sha256: text("sha256")?,
            kind: text("type")?,
        })
    }
}
