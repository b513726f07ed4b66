//! What becomes of a file that is on its way: announced, judged when it is whole, scanned, stored or refused, or forgotten.
//!
//! Each step can be repeated after a crash: the record says how far it came, the pieces are on the disk before it says so.

use std::sync::Arc;

use attachment::Kind;
use contract::{FileView, NewUpload, UploadState, UploadView};
use eform::kinds::file::File as Slot;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::{JoinError, JoinSet};

use crate::app::App;
use crate::clock::Moment;
use crate::error::{Answer, Error, incident};
use crate::files::{self, MAX_BYTES};
use crate::scanner::Verdict;
use crate::store::{Begun, FileRecord, Quota, Settled, UploadRecord};
use crate::{jobs, secret};

/// An unfinished file is kept so long after its last piece.
const KEPT_SECONDS: i64 = 24 * 3600;
/// Records per round of the worker.
const BATCH: u32 = 20;
/// Files at the scanner at once, each whole in memory.
const SCANS_AT_ONCE: usize = 4;
/// Files that are judged at once; one may unpack to several times its size.
pub const JUDGED_AT_ONCE: usize = 2;
const QUOTA: Quota = Quota { dossier: 500 << 20, citizen: 2 << 30, uploads: 300 };

/// Puts a file on the list, or finds where the same one stopped.
///
/// # Errors
/// `file_empty`, `file_too_large`, `file_quota`; `bad_request` for a digest that is none.
pub async fn begin(app: &App, dossier: &str, slot: &Slot, wanted: NewUpload) -> Answer<UploadRecord> {
    let is_digest = wanted.sha256.len() == 64
        && wanted.sha256.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if !is_digest {
        return Err(Error::BadRequest("sha256 is 64 lower-case hexadecimal digits."));
    }
    if wanted.size == 0 {
        return Err(Error::FileEmpty);
    }
    if wanted.size > MAX_BYTES.min(slot.max_bytes.unsigned_abs()) {
        return Err(Error::FileTooLarge);
    }
    let now = app.clock.now().0;
    let record = UploadRecord {
        id: secret::handle().ok_or_else(Error::no_randomness)?,
        dossier: dossier.to_owned(),
        field: wanted.field,
        name: files::name(&wanted.name),
        size: wanted.size,
        sha256: wanted.sha256,
        received: 0,
        state: UploadState::Sending,
        reason: None,
        file: None,
        created_at: now,
        touched_at: now,
        due_at: None,
        tries: 0,
    };
    let new = record.clone();
    match app.store(move |store| store.begin_upload(new, QUOTA)).await? {
        Begun::New => Ok(record),
        Begun::Again(found) => Ok(*found),
        Begun::Full => Err(Error::FileQuota),
    }
}

/// Takes the next piece; the last one, or an empty one behind it, brings the verdict.
///
/// # Errors
/// `file_too_large` when it is more than was announced, `in_progress`, and what the disk or the store says.
pub async fn take(app: &App, slot: &Slot, record: &UploadRecord, piece: Vec<u8>) -> Answer<()> {
    let end = record.received + u64::try_from(piece.len()).unwrap_or(u64::MAX);
    if end > record.size {
        return Err(Error::FileTooLarge);
    }
    if !piece.is_empty() {
        app.files.write_part(&record.id, record.received, piece).await.map_err(Error::disk)?;
        let (id, from, at) = (record.id.clone(), record.received, app.clock.now().0);
        if !app.store(move |store| store.advance_upload(&id, from, end, at)).await? {
            // Broken off while the piece was on its way: it must not stay behind.
            drop_if_gone(app, &record.id).await?;
            return Err(Error::InProgress);
        }
    }
    if end == record.size { finish(app, slot, record).await } else { Ok(()) }
}

/// Judges a whole file. What waits for the scanner stays on the disk as it was sent.
async fn finish(app: &App, slot: &Slot, record: &UploadRecord) -> Answer<()> {
    let turn = turn(app).await?;
    let bytes = app.files.part(&record.id).await.map_err(Error::disk)?;
    let (slot, name, sha256) = (slot.clone(), record.name.clone(), record.sha256.clone());
    let judged = off_thread(turn, move || {
        if secret::sha256_hex(&bytes) == sha256 { files::judge(&slot, &name, &bytes) } else { Err("digest") }
    });
    let (kind, clean) = match judged.await? {
        Ok(judged) => judged,
        Err(reason) => return refuse(app, record, UploadState::Refused, Some(reason)).await,
    };
    if app.scanner.is_none() {
        return keep(app, record, kind, clean).await;
    }
    let due_at = Some(app.clock.now().0);
    let settled = Settled { state: UploadState::Checking, reason: None, file: None, due_at };
    let id = record.id.clone();
    if !app.store(move |store| store.settle_upload(&id, settled)).await? {
        return drop_if_gone(app, &record.id).await;
    }
    app.scan.notify_one();
    Ok(())
}

/// Takes the bytes away that no upload needs any more; one that has only moved on keeps them.
async fn drop_if_gone(app: &App, id: &str) -> Answer<()> {
    let wanted = vec![id.to_owned()];
    if app.store(move |store| store.without_upload(wanted)).await?.is_empty() {
        return Ok(());
    }
    app.files.drop_part(id).await.map_err(Error::disk)
}

/// Waits until there is room to look at a whole file.
async fn turn(app: &App) -> Answer<OwnedSemaphorePermit> {
    Arc::clone(&app.judging).acquire_owned().await.map_err(|error| Error::Internal(error.to_string()))
}

/// Does what takes its time where it keeps nobody waiting; the turn lasts as long, also when the caller hangs up.
async fn off_thread<T: Send + 'static>(
    turn: OwnedSemaphorePermit,
    work: impl FnOnce() -> T + Send + 'static,
) -> Answer<T> {
    let work = move || {
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))
}

/// Stores what was judged and scanned.
async fn keep(app: &App, record: &UploadRecord, kind: Kind, bytes: Vec<u8>) -> Answer<()> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let _turn = app.files.turn().await;
    let sha256 = app.files.put(bytes).await.map_err(Error::disk)?;
    let file = FileRecord {
        id: secret::handle().ok_or_else(Error::no_randomness)?,
        dossier: record.dossier.clone(),
        field: record.field.clone(),
        name: record.name.clone(),
        size,
        sha256: sha256.clone(),
        kind: kind.as_str().to_owned(),
        created_at: app.clock.now().0,
    };
    let id = record.id.clone();
    let settled = Settled { state: UploadState::Clean, reason: None, file: Some(file), due_at: None };
    if !app.store(move |store| store.settle_upload(&id, settled)).await? {
        // Broken off meanwhile: nobody may be left with bytes that no record names.
        let digest = sha256.clone();
        if !app.store(move |store| store.is_named(&digest)).await? {
            app.files.delete(&sha256).await.map_err(Error::disk)?;
        }
    }
    app.files.drop_part(&record.id).await.map_err(Error::disk)
}

async fn refuse(
    app: &App,
    record: &UploadRecord,
    state: UploadState,
    reason: Option<&'static str>,
) -> Answer<()> {
    let id = record.id.clone();
    let settled = Settled { state, reason, file: None, due_at: None };
    app.store(move |store| store.settle_upload(&id, settled)).await?;
    app.files.drop_part(&record.id).await.map_err(Error::disk)
}

/// Breaks an upload off, or takes its news off the list. A stored file stays.
///
/// # Errors
/// The store or the disk failed.
pub async fn end(app: &App, record: &UploadRecord) -> Answer<()> {
    let (dossier, id) = (record.dossier.clone(), record.id.clone());
    app.store(move |store| store.end_upload(&dossier, &id)).await?;
    app.files.drop_part(&record.id).await.map_err(Error::disk)
}

/// Scans and forgets until the task is dropped: a scanner that hangs holds up nothing but files.
pub async fn run(app: App) {
    loop {
        run_due(&app).await;
        let next = app.store(|store| store.next_scan()).await.ok().flatten();
        let _ = tokio::time::timeout(jobs::until(&app, next), app.scan.notified()).await;
    }
}

/// Asks the scanner about what waits for it, and forgets what nobody went on with; gives how many were scanned.
pub async fn run_due(app: &App) -> usize {
    let now = app.clock.now();
    let waiting = app.store(move |store| store.uploads_to_scan(now.0, BATCH)).await;
    let waiting = waiting.unwrap_or_else(|error| {
        incident(&format!("uploads: {error:?}"));
        Vec::new()
    });
    let count = waiting.len();
    // Side by side: a file that the scanner is silent about keeps few others waiting.
    let mut scanning = JoinSet::new();
    for record in waiting {
        if scanning.len() >= SCANS_AT_ONCE {
            note(scanning.join_next().await);
        }
        let app = app.clone();
        scanning.spawn(async move { try_scan(&app, &record, now).await });
    }
    while !scanning.is_empty() {
        note(scanning.join_next().await);
    }
    if let Err(error) = forget(app, now).await {
        incident(&format!("uploads: {error:?}"));
    }
    count
}

fn note(ended: Option<Result<(), JoinError>>) {
    if let Some(Err(error)) = ended {
        incident(&format!("scanner: {error}"));
    }
}

/// Without a verdict it is tried again later.
async fn try_scan(app: &App, record: &UploadRecord, now: Moment) {
    if let Err(error) = scan(app, record).await {
        incident(&format!("scanner: {error:?}"));
        let (id, due_at) = (record.id.clone(), now.plus(jobs::pause(record.tries)).0);
        if let Err(error) = app.store(move |store| store.postpone_upload(&id, due_at)).await {
            incident(&format!("uploads: {error:?}"));
        }
    }
}

async fn scan(app: &App, record: &UploadRecord) -> Answer<()> {
    let bytes = app.files.part(&record.id).await.map_err(Error::disk)?;
    let verdict = match &app.scanner {
        Some(scanner) => scanner.scan(&bytes).await.map_err(|what| Error::Provider("scanner", what))?,
        None => Verdict::Clean,
    };
    if verdict == Verdict::Infected {
        return refuse(app, record, UploadState::Infected, None).await;
    }
    let clean = off_thread(turn(app).await?, move || {
        let kind = Kind::of(&bytes)?;
        Some((kind, attachment::cleaned(kind, &bytes)?))
    });
    match clean.await? {
        Some((kind, clean)) => keep(app, record, kind, clean).await,
        None => refuse(app, record, UploadState::Refused, Some("damaged")).await,
    }
}

async fn forget(app: &App, now: Moment) -> Answer<()> {
    let moment = now.plus(-KEPT_SECONDS).0;
    for record in app.store(move |store| store.abandoned_uploads(moment, BATCH)).await? {
        end(app, &record).await?;
    }
    // Pieces that a crash or a line that broke left behind. A record is always older than its first piece.
    let parts = app.files.parts().await.map_err(Error::disk)?;
    for part in app.store(move |store| store.without_upload(parts)).await? {
        app.files.drop_part(&part).await.map_err(Error::disk)?;
    }
    Ok(())
}

/// As the citizen sees it.
///
/// # Errors
/// The store failed.
pub async fn view(app: &App, record: UploadRecord) -> Answer<UploadView> {
    let file = match record.file.clone() {
        Some(file) => {
            let dossier = record.dossier.clone();
            app.store(move |store| store.file(&dossier, &file)).await?
        }
        None => None,
    };
    let is_open = record.state == UploadState::Sending;
    Ok(UploadView {
        expires_at: is_open.then(|| Moment(record.touched_at).plus(KEPT_SECONDS).rfc3339()),
        id: record.id,
        field: record.field,
        name: record.name,
        size: record.size,
        sha256: record.sha256,
        offset: record.received,
        state: record.state,
        reason: record.reason,
        file: file.map(|file| FileView {
            id: file.id,
            name: file.name,
            size: file.size,
            sha256: file.sha256,
            kind: file.kind,
        }),
    })
}
