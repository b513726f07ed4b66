//! What travels between the counter and whoever carries files to the backend. Nothing is sent here.

use std::{future::Future, pin::Pin, rc::Rc};

use serde_json::{Value, json};

use crate::browser::{files::Blob, upload::Brake};

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
    /// `pdf`, `jpg`, `png` or `webp`.
    pub kind: String,
}

/// Why a file was not taken; the last part of the key of its text, `form.file.fault.<fault>`.
pub type Fault = &'static str;

/// Where a file is that is not an answer yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Picked: it is being looked at on this device.
    Local,
    /// Two others are being sent.
    Queued,
    /// So many percent have left.
    Sending(u32),
    /// The line is lost; it goes on by itself.
    Waiting,
    /// The backend has everything and looks for viruses.
    Checking,
    /// Begun before the page was closed; so many percent are there. The same file goes on from there.
    Halted(u32),
    /// Not taken.
    Failed(Fault),
    /// The scanner found something.
    Infected,
}

/// A file to send.
#[derive(Clone)]
pub struct Parcel {
    /// The answer it is for.
    pub field: String,
    /// The citizen's own name of it.
    pub name: String,
    /// Its bytes.
    pub blob: Blob,
    /// Their digest, lower-case hexadecimal.
    pub sha256: String,
}

/// The end of a journey.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrived {
    /// Stored as this.
    Clean(Attached),
    /// Not taken.
    Refused(Fault),
    /// The scanner found something.
    Infected,
}

/// An upload that an earlier page began.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Names it at the backend.
    pub id: String,
    /// The answer it is for.
    pub field: String,
    /// The citizen's own name of it.
    pub name: String,
    /// Their digest as it was announced.
    pub sha256: String,
    /// Percent that are there.
    pub percent: u32,
    /// What became of it; nothing while pieces are missing or the check is under way.
    pub arrived: Option<Arrived>,
    /// Whether the check is under way.
    pub is_checking: bool,
}

/// Something that comes later.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;
/// Hears about each stage, and the name that the backend gave.
pub type Told = Rc<dyn Fn(Stage)>;

/// How files travel, and where answers are.
pub trait Carrier {
    /// Sends a file and waits for the verdict; the name that the backend gave it comes with it.
    fn send(&self, parcel: Parcel, brake: Brake, told: Told) -> Later<Result<(String, Arrived), Fault>>;
    /// Waits for the verdict about a file that is there.
    fn watch(&self, upload: String, brake: Brake, told: Told) -> Later<Result<(String, Arrived), Fault>>;
    /// What earlier pages began.
    fn known(&self) -> Later<Vec<Known>>;
    /// Takes an upload off the backend's list; an unfinished one is erased.
    fn end(&self, upload: String);
    /// Breaks off the upload of a file whose name at the backend is not known here.
    fn forget(&self, field: String, sha256: String);
    /// Takes a stored file away.
    fn remove(&self, file: String);
    /// Where a stored file can be looked at.
    fn address(&self, file: &str) -> String;
    /// Makes a stored file part of its answer; `false` when there is no form to answer now.
    fn attach(&self, field: &str, file: &Attached) -> bool;
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
