//! The papers of the open dossier on their way: the counter's carrier over the contract.

use std::rc::Rc;

use contract::{FileView, ListUploads, NewUpload, OneUpload, UploadState, UploadView, code, paths};
use leptos::task::spawn_local;
use serde_json::Value;

use super::open::OpenDossier;
use crate::{
    api::{ApiError, upload::Step},
    browser::{files, upload::Brake},
    form::files::{
        self as papers, Arrived, Attached, Carrier, Fault, Known, Later, Parcel, Stage, Told, provide_files,
    },
};

/// Opens the counter for all steps of the dossier, so that a file goes on travelling from step to step.
pub(super) fn provide_papers(open: OpenDossier) {
    provide_files(Rc::new(Papers(open)));
}

struct Papers(OpenDossier);

impl Carrier for Papers {
    fn send(&self, parcel: Parcel, brake: Brake, told: Told) -> Later<Result<(String, Arrived), Fault>> {
        let open = self.0;
        Box::pin(async move {
            let Parcel { field, name, blob, sha256 } = parcel;
            let wanted = NewUpload { field, name, size: files::size(&blob), sha256 };
            let size = wanted.size.max(1);
            let on_step = Rc::new(move |step| told(stage(step, size)));
            let view = open.api().upload(&open.id(), &wanted, &blob, &brake, on_step).await;
            arrived(view, Some(&wanted.sha256))
        })
    }

    fn watch(&self, upload: String, brake: Brake, told: Told) -> Later<Result<(String, Arrived), Fault>> {
        let open = self.0;
        Box::pin(async move {
            let (api, id) = (open.api(), open.id());
            let view = match api.get::<OneUpload>(&[&id, &upload], &[]).await {
                Ok(view) => api.verdict(&id, view, &brake, Rc::new(move |step| told(stage(step, 1)))).await,
                Err(error) => Err(error),
            };
            match view {
                Err(ApiError::NotFound) => Ok((upload, Arrived::Gone)),
                view => arrived(view, None),
            }
        })
    }

    fn known(&self) -> Later<Vec<Known>> {
        let open = self.0;
        Box::pin(async move {
            let list = open.api().get::<ListUploads>(&[&open.id()], &[]).await;
            // Whatever cannot be read now is read when the page is opened again; freezing waits for it.
            list.map_or_else(|_| Vec::new(), |list| list.uploads.into_iter().map(known).collect())
        })
    }

    fn end(&self, upload: String) {
        let open = self.0;
        // What stays behind is shown again with the next page.
        spawn_local(async move { _ = open.api().end_upload(&open.id(), &upload).await });
    }

    fn forget(&self, field: String, sha256: String, is_again: Rc<dyn Fn() -> bool>) {
        let open = self.0;
        spawn_local(async move {
            let (api, id) = (open.api(), open.id());
            let Ok(list) = api.get::<ListUploads>(&[&id], &[]).await else { return };
            let same = list.uploads.iter().filter(|one| one.field == field && one.sha256 == sha256);
            for upload in same.filter(|one| one.state != UploadState::Clean) {
                if is_again() {
                    return;
                }
                _ = api.end_upload(&id, &upload.id).await;
            }
        });
    }

    fn remove(&self, file: String) {
        let open = self.0;
        // The answer no longer names the file; bytes that stay behind are the backend's to sweep.
        spawn_local(async move { _ = open.api().remove_file(&open.id(), &file).await });
    }

    fn address(&self, file: &str) -> String {
        self.0.api().address(paths::FILE, &[&self.0.id(), file])
    }

    fn attach(&self, field: &str, file: &Attached) -> bool {
        if let Some(asked) = self.0.scan_form(field) {
            papers::put(asked, field, file.to_answer());
            // Its news stays on the list until it counts: another device finds it there.
            return false;
        }
        let Some(store) = self.0.opened().and_then(|opened| opened.store) else { return false };
        papers::put(store, field, file.to_answer());
        true
    }

    fn holds(&self, field: &str, sha256: &str) -> bool {
        let store = self.0.opened().and_then(|opened| opened.store);
        let files = store.map_or_else(Vec::new, |store| papers::answers(store, field));
        files.iter().any(|one| one.get("sha256").and_then(Value::as_str) == Some(sha256))
    }
}

fn stage(step: Step, size: u64) -> Stage {
    match step {
        Step::Sent(bytes) => Stage::Sending(percent(bytes, size)),
        Step::Waiting => Stage::Waiting,
        Step::Checking => Stage::Checking,
    }
}

fn percent(bytes: u64, size: u64) -> u32 {
    u32::try_from((bytes * 100 / size.max(1)).min(100)).unwrap_or_default()
}

fn known(view: UploadView) -> Known {
    Known {
        percent: percent(view.offset, view.size),
        is_checking: view.state == UploadState::Checking,
        id: view.id.clone(),
        field: view.field.clone(),
        name: view.name.clone(),
        sha256: view.sha256.clone(),
        arrived: verdict(view),
    }
}

/// How it ended; a digest that the backend echoes wrongly is no end that we accept.
fn arrived(view: Result<UploadView, ApiError>, sha256: Option<&str>) -> Result<(String, Arrived), Fault> {
    let view = view.map_err(|error| fault(&error))?;
    if sha256.is_some_and(|own| own != view.sha256) {
        return Err("digest");
    }
    let id = view.id.clone();
    verdict(view).map(|arrived| (id, arrived)).ok_or("unavailable")
}

fn verdict(view: UploadView) -> Option<Arrived> {
    match (view.state, view.file) {
        (UploadState::Clean, Some(file)) => Some(Arrived::Clean(attached(file))),
        (UploadState::Refused, _) => Some(Arrived::Refused(reason(view.reason.as_deref()))),
        (UploadState::Infected, _) => Some(Arrived::Infected),
        _ => None,
    }
}

/// A stored file as the form has it.
pub(super) fn attached(FileView { id, name, size, sha256, kind }: FileView) -> Attached {
    Attached { id, name, size, sha256, kind }
}

/// The backend's words that have a text of ours.
fn reason(reason: Option<&str>) -> Fault {
    const KNOWN: [Fault; 8] =
        ["type", "mismatch", "damaged", "digest", "too_large", "encrypted", "active", "embedded"];
    KNOWN.into_iter().find(|known| Some(*known) == reason).unwrap_or("refused")
}

/// Why a file was not taken, as the widget names it.
fn fault(error: &ApiError) -> Fault {
    match error {
        ApiError::Offline => "offline",
        ApiError::SignInNeeded => "sign_in",
        ApiError::Rejected { code, .. } => match code.as_str() {
            code::FILE_TOO_LARGE => "too_large",
            code::FILE_EMPTY => "empty",
            code::FILE_QUOTA => "quota",
            code::UPLOAD_DIGEST => "digest",
            _ => "refused",
        },
        ApiError::NotFound
        | ApiError::RightOver(_)
        | ApiError::Unconfirmed { .. }
        | ApiError::Conflict { .. } => "refused",
        ApiError::Busy | ApiError::Unavailable { .. } => "unavailable",
    }
}
