//! What travels between the counter and whoever carries files to the backend. Nothing is sent here.

use std::{future::Future, pin::Pin, rc::Rc};

use super::Attached;
use crate::browser::{files::Blob, upload::Brake};

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
    /// Somebody else has taken it off the list: there is no news to tell.
    Gone,
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
    /// Breaks off the upload of a file whose name at the backend is not known here, unless the file is picked again before that.
    fn forget(&self, field: String, sha256: String, is_again: Rc<dyn Fn() -> bool>);
    /// Takes a stored file away.
    fn remove(&self, file: String);
    /// Where a stored file can be looked at.
    fn address(&self, file: &str) -> String;
    /// Makes a stored file part of its answer; `false` when there is no form to answer now.
    fn attach(&self, field: &str, file: &Attached) -> bool;
    /// Whether an answer has a file of these bytes.
    fn holds(&self, field: &str, sha256: &str) -> bool;
}
