//! Sending a paper: the bytes of one file for one answer, with progress.

use std::rc::Rc;

use contract::{FileView, Headers, paths};

use super::{Api, ApiError};
use crate::browser::{files::File, upload};

/// A large photo on a slow line takes its time (milliseconds).
const DEADLINE: u32 = 300_000;

impl Api {
    /// Uploads `file` as an answer of `field`; `on_progress` gets whole percents.
    ///
    /// # Errors
    /// As [`ApiError`] says; `file_too_large`, `file_type` and `file_empty` come as [`ApiError::Rejected`].
    pub async fn upload(
        self,
        dossier: &str,
        field: &str,
        file: &File,
        on_progress: Rc<dyn Fn(u32)>,
    ) -> Result<FileView, ApiError> {
        let url =
            [&self.address(paths::UPLOAD, &[dossier]), "?field=", &contract::fill_path("{field}", &[field])]
                .concat();
        let name = contract::fill_path("{name}", &[&file.name()]);
        let headers = [(Headers::CSRF, "1"), (Headers::FILE_NAME, name.as_str())];
        let answer = upload::post_file(&url, file, &headers, DEADLINE, on_progress).await;
        let result = match answer.status {
            0 => Err(ApiError::Offline),
            200..=299 => super::read(&answer.body),
            status => Err(ApiError::from_answer(status, &answer.body)),
        };
        self.notice(result)
    }

    /// Takes one uploaded file away again.
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
