//! Sending a paper in pieces: at the offset where the backend is, again and again until it has the whole file and a verdict.
//!
//! A lost line is waited for, however long; only what cannot pass ends it.

use std::rc::Rc;

use contract::{
    BeginUpload, EndUpload, Headers, NewUpload, Nothing, OneUpload, UploadState, UploadView, code, paths,
};

use super::{Api, ApiError};
use crate::browser::{
    files::{self, Blob},
    net, timer,
    upload::{Brake, patch},
};

/// Small enough to be sent again over a bad line.
const PIECE: u64 = 512 * 1024;
/// For one piece, at 4 KB a second (milliseconds).
const DEADLINE: u32 = 130_000;
/// Between two questions whether the check is over, and between two tries on a bad line (milliseconds).
const PAUSES: [i32; 4] = [700, 1500, 3000, 5000];
/// A piece that arrives damaged more often than this has a reason that waiting does not heal.
const DAMAGED: usize = 3;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many bytes have left.
    Sent(u64),
    /// The line is lost; it goes on by itself.
    Waiting,
    /// Everything is there, the verdict is not.
    Checking,
}

impl Api {
    /// Sends `blob` for `wanted`, from where an earlier try stopped, and waits for the verdict.
    ///
    /// # Errors
    /// As [`ApiError`] says, but never for a reason that passes. [`ApiError::Offline`] when the brake was pulled.
    pub async fn upload(
        self,
        dossier: &str,
        wanted: &NewUpload,
        blob: &Blob,
        brake: &Brake,
        on_step: Rc<dyn Fn(Step)>,
    ) -> Result<UploadView, ApiError> {
        let begin = async || self.send::<BeginUpload>(&[dossier], wanted, None).await;
        let mut view = patient(brake, &on_step, begin).await?;
        let mut damaged = 0;
        let mut pauses = PAUSES.iter();
        while view.state == UploadState::Sending {
            on_step(Step::Sent(view.offset));
            match self.piece(dossier, &view, blob, brake, &on_step).await {
                Ok(next) => {
                    view = next;
                    pauses = PAUSES.iter();
                }
                Err(ApiError::Rejected { code, .. }) if code == code::UPLOAD_DIGEST && damaged < DAMAGED => {
                    damaged += 1;
                }
                Err(error) if is_moved(&error) || error.is_passing() => {
                    // Where only pieces fail, the question that follows is answered at once.
                    if !is_moved(&error) && !brake.is_pulled() {
                        on_step(Step::Waiting);
                        rest(&mut pauses).await;
                    }
                    view = self.asked(dossier, &view.id, brake, &on_step).await?;
                }
                Err(error) => return Err(error),
            }
        }
        self.verdict(dossier, view, brake, on_step).await
    }

    /// Waits for the verdict about a file that is whole.
    ///
    /// # Errors
    /// As [`Api::upload`].
    pub async fn verdict(
        self,
        dossier: &str,
        mut view: UploadView,
        brake: &Brake,
        on_step: Rc<dyn Fn(Step)>,
    ) -> Result<UploadView, ApiError> {
        let mut pauses = PAUSES.iter();
        while view.state == UploadState::Checking {
            on_step(Step::Checking);
            rest(&mut pauses).await;
            view = self.asked(dossier, &view.id, brake, &on_step).await?;
        }
        Ok(view)
    }

    async fn asked(
        self,
        dossier: &str,
        upload: &str,
        brake: &Brake,
        on_step: &Rc<dyn Fn(Step)>,
    ) -> Result<UploadView, ApiError> {
        patient(brake, on_step, async || self.get::<OneUpload>(&[dossier, upload], &[]).await).await
    }

    async fn piece(
        self,
        dossier: &str,
        view: &UploadView,
        blob: &Blob,
        brake: &Brake,
        on_step: &Rc<dyn Fn(Step)>,
    ) -> Result<UploadView, ApiError> {
        let from = view.offset;
        let piece = files::part(blob, from, (from + PIECE).min(view.size)).ok_or(ApiError::NotFound)?;
        let digest = files::content_digest(&piece).await.ok_or(ApiError::NotFound)?;
        let headers = [
            (Headers::CSRF, "1"),
            ("Content-Type", "application/partial-upload"),
            (Headers::UPLOAD_OFFSET, &from.to_string()),
            (Headers::CONTENT_DIGEST, &digest),
        ];
        let url = self.address(paths::PIECE, &[dossier, &view.id]);
        let told = Rc::clone(on_step);
        let on_progress = Rc::new(move |loaded| told(Step::Sent(from + loaded)));
        let answer = patch(&url, &piece, &headers, DEADLINE, brake, on_progress).await;
        let result = match answer.status {
            0 => Err(ApiError::Offline),
            200..=299 => super::read(&answer.body),
            status => Err(ApiError::from_answer(status, &answer.body)),
        };
        self.notice(result)
    }

    /// Breaks an upload off, or takes its news off the list.
    ///
    /// # Errors
    /// As [`ApiError`] says.
    pub async fn end_upload(self, dossier: &str, upload: &str) -> Result<(), ApiError> {
        self.send::<EndUpload>(&[dossier, upload], &Nothing, None).await.map(|_| ())
    }

    /// Takes one stored file away again.
    ///
    /// # Errors
    /// As [`ApiError`] says.
    pub async fn remove_file(self, dossier: &str, file: &str) -> Result<(), ApiError> {
        let outgoing = super::Outgoing {
            method: contract::Method::Delete,
            url: self.address(paths::FILE, &[dossier, file]),
            body: None,
            headers: Vec::new(),
        };
        self.notice(super::send(outgoing, false).await).map(|_| ())
    }
}

/// Whether the backend is elsewhere in the file than we thought.
fn is_moved(error: &ApiError) -> bool {
    matches!(error, ApiError::Conflict { code, .. } if code == code::UPLOAD_OFFSET)
}

/// Waits for the next pause; the last one comes again and again.
async fn rest(pauses: &mut std::slice::Iter<'_, i32>) {
    timer::pause(*pauses.next().unwrap_or(&PAUSES[3])).await;
}

/// Asks until there is an answer, as long as nobody pulls the brake.
async fn patient<T>(
    brake: &Brake,
    on_step: &Rc<dyn Fn(Step)>,
    ask: impl AsyncFn() -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let mut pauses = PAUSES.iter();
    loop {
        if brake.is_pulled() {
            return Err(ApiError::Offline);
        }
        match ask().await {
            Err(error) if error.is_passing() => {
                on_step(Step::Waiting);
                loop {
                    rest(&mut pauses).await;
                    if net::is_online() || brake.is_pulled() {
                        break;
                    }
                }
            }
            answer => return answer,
        }
    }
}
