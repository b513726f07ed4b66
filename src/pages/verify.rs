//! Checking signatures, for anyone who has the files: they are picked or dropped, told apart by what is in them, and judged on this device.
//! After the page has loaded nothing is asked of anybody.

mod desk;

use contract::{GetRoots, GetSession, TrustedRoots};
use leptos::prelude::*;

use crate::api::{Api, ApiError, use_api};
use crate::browser::timer;
use crate::browser::verifier::{self, Missing};
use crate::i18n::t;
use crate::remote::remote;
use crate::ui::{CollectAny, Heading, Notice, Tone};

/// What everybody should know about the check: a heading and a paragraph each.
const PARTS: [(&str, &str); 3] = [
    ("verify.what.title", "verify.what.body"),
    ("verify.time.title", "verify.time.body"),
    ("verify.privacy.title", "verify.privacy.body"),
];

/// What signatures are judged with, all of it here before the first file is picked.
struct Means {
    /// Whether this browser runs the worker.
    is_able: bool,
    trusted: TrustedRoots,
    /// The backend's clock when the page was loaded, and this device's: only that it goes on is taken from the device.
    clock: (String, i64),
}

impl Means {
    async fn load(api: Api) -> Result<Self, ApiError> {
        let worker = verifier::load();
        let trusted = api.get::<GetRoots>(&[], &[]).await?;
        let now = api.get::<GetSession>(&[], &[]).await?.now;
        let is_able = worker.await.map_err(|Missing| ApiError::Offline)?.is_some();
        Ok(Self { is_able, trusted, clock: (now, timer::milliseconds()) })
    }

    /// What time it is by the backend's clock.
    fn now(&self) -> String {
        let (then, at) = &self.clock;
        let passed = u32::try_from(timer::milliseconds() - at).unwrap_or_default();
        timer::after(then, passed).unwrap_or_default()
    }
}

/// The page.
#[component]
pub fn Verify() -> impl IntoView {
    let api = use_api();
    let means = remote(move || Box::pin(Means::load(api)));
    let part = |(title, body)| view! { <section><h2>{t(title)}</h2><p>{t(body)}</p></section> };
    view! {
        <Heading text=t("verify.title")/>
        <p class="cd-lede">{t("verify.lede")}</p>
        {means.show(false, |means| if means.is_able {
            desk::desk(means)
        } else {
            view! { <Notice title=t("verify.unable.title") tone=Tone::Turn><p>{t("verify.unable.body")}</p></Notice> }.into_any()
        })}
        <div class="cd-prose">{PARTS.map(part).into_iter().collect_any()}</div>
    }
}
