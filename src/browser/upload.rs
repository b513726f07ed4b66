//! Sending a piece of a file with progress. `fetch` cannot report how much has left, so this is the one `XMLHttpRequest`.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

use super::fetch::Answer;

/// Lets somebody else stop what is being sent, now or before it begins.
#[derive(Clone, Default)]
pub struct Brake(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    is_pulled: bool,
    running: Option<XmlHttpRequest>,
}

impl Brake {
    /// Stops the piece on its way; no other begins.
    pub fn pull(&self) {
        let mut state = self.0.borrow_mut();
        state.is_pulled = true;
        let running = state.running.take();
        drop(state);
        if let Some(running) = running {
            _ = running.abort();
        }
    }

    /// Whether it was pulled.
    #[must_use]
    pub fn is_pulled(&self) -> bool {
        self.0.borrow().is_pulled
    }
}

/// Sends the bytes of `piece`; `on_progress` gets how many have left. Status 0 means that no answer came.
pub async fn patch(
    url: &str,
    piece: &Blob,
    headers: &[(&str, &str)],
    timeout: u32,
    brake: &Brake,
    on_progress: Rc<dyn Fn(u64)>,
) -> Answer {
    let Ok(request) = XmlHttpRequest::new() else { return Answer::default() };
    if brake.is_pulled() || request.open_with_async("PATCH", url, true).is_err() {
        return Answer::default();
    }
    request.set_with_credentials(true);
    request.set_timeout(timeout);
    for (name, value) in headers {
        _ = request.set_request_header(name, value);
    }
    let progress =
        Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| on_progress(loaded(&event)));
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    let ended = js_sys::Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    if request.send_with_opt_blob(Some(piece)).is_err() {
        return Answer::default();
    }
    brake.0.borrow_mut().running = Some(request.clone());
    _ = JsFuture::from(ended).await;
    brake.0.borrow_mut().running = None;
    Answer {
        status: request.status().unwrap_or_default(),
        body: request.response_text().ok().flatten().unwrap_or_default(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the browser reports whole bytes in floating point"
)]
fn loaded(event: &ProgressEvent) -> u64 {
    event.loaded() as u64
}
