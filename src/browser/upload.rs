//! Sending one file with progress. `fetch` cannot report how much has left, so this is the one `XMLHttpRequest`.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::fetch::Answer;

/// Posts the bytes of `file`; `on_progress` gets whole percents. Status 0 means that no answer came.
pub async fn post_file(
    url: &str,
    file: &File,
    headers: &[(&str, &str)],
    timeout: u32,
    on_progress: Rc<dyn Fn(u32)>,
) -> Answer {
    let Ok(request) = XmlHttpRequest::new() else { return Answer::default() };
    if request.open_with_async("POST", url, true).is_err() {
        return Answer::default();
    }
    request.set_with_credentials(true);
    request.set_timeout(timeout);
    for (name, value) in headers {
        _ = request.set_request_header(name, value);
    }
    let progress =
        Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| on_progress(percent(&event)));
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    let ended = js_sys::Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    if request.send_with_opt_blob(Some(file.as_ref())).is_err() {
        return Answer::default();
    }
    _ = JsFuture::from(ended).await;
    Answer {
        status: request.status().unwrap_or_default(),
        body: request.response_text().ok().flatten().unwrap_or_default(),
    }
}

#[expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the browser reports progress in floating point; whole percents leave this function"
)]
fn percent(event: &ProgressEvent) -> u32 {
    if event.total() > 0.0 { (event.loaded() * 100.0 / event.total()) as u32 } else { 0 }
}
