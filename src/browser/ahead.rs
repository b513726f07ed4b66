//! The answers that `boot.js` asked the backend for while the wasm was on its way. Each is taken once; nothing is asked from here.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::fetch::Answer;
use super::page::window;

/// The answer to a read of `url`; `None` when it was not asked ahead, was taken before, or did not come.
pub(super) async fn taken(url: &str) -> Option<Answer> {
    let window = window()?;
    let asked: Object = Reflect::get(&window, &"congdanAhead".into()).ok()?.dyn_into().ok()?;
    let key = JsValue::from_str(url);
    let promise: Promise = Reflect::get(&asked, &key).ok()?.dyn_into().ok()?;
    _ = Reflect::delete_property(&asked, &key);
    let answer = JsFuture::from(promise).await.ok()?;
    let part = |name: &str| Reflect::get(&answer, &name.into()).ok()?.as_string();
    Some(Answer { status: part("status")?.parse().ok()?, body: part("body")? })
}
