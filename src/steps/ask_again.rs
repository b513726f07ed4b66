//! "Ask again", wherever a register was silent: busy while it lasts, and when there is still no answer that is said, with the time, in a
//! sentence that stays. What is asked, and what an answer changes, belongs to who offers it.

use std::pin::Pin;

use leptos::prelude::*;

use super::press::Press;
use crate::{
    api::ApiError,
    i18n::{t, use_locale},
    ui::{Look, live},
};

/// What asking came to: none when the screen has changed with the answer, else when there was none again (RFC 3339).
pub type Again = Pin<Box<dyn Future<Output = Result<Option<String>, ApiError>>>>;

/// The button, and what became of the press.
pub fn ask_again(ask: impl Fn() -> Again + Send + Sync + 'static) -> AnyView {
    let say = use_locale();
    let still = RwSignal::new(None::<String>);
    let press = Press::new(move || {
        let asked = ask();
        Box::pin(async move {
            still.try_set(asked.await?);
            Ok(())
        })
    });
    let news = live(move || match still.get() {
        _ if press.is_busy() => say.text("step.register.asking"),
        Some(at) => say.fill("step.register.still", &[("time", &say.time(&at))]),
        None => String::new(),
    });
    view! {
        <div class="cd-actions">{press.button(t("step.register.again"), Look::Quiet)}</div>
        <p role="status">{news}</p>
        {press.trouble()}
    }
    .into_any()
}
