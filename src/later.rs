//! Screens that are a download of their own: what few visits need is fetched when it is first asked for, not before.
//!
//! [`later!`](crate::later!) declares such a screen, [`later`] shows it. What belongs to a download is decided by the build: everything
//! that only its screens use (`--cfg split_parts`, set by `cargo xtask build`); any other build has it all in one.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::t;
use crate::ui::{Button, Heading, Skeleton, Trouble, live};

/// The download is not there, for instance because the line is down. Asked for again, it is fetched again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing;

impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Missing {
        Missing
    }
}

/// A download, or a screen, on its way.
pub type Coming<T> = Pin<Box<dyn Future<Output = Result<T, Missing>>>>;

/// Declares a screen of a download of its own: `later! { part filing, fetched by fetch; pub fn review(id: String) -> AnyView { … } }`.
/// Screens that name the same part come together. The function then gives the screen with [`later`]. What stands inside a page, which
/// has a heading of its own, says so: `part papers, fetched by fetch, inside a page;`. What the page does without says `aside`.
#[macro_export]
macro_rules! later {
    (
        part $part:ident, fetched by $fetch:ident;
        $($screen:tt)*
    ) => {
        $crate::later! { @ $part $fetch Page $($screen)* }
    };
    (
        part $part:ident, fetched by $fetch:ident, inside a page;
        $($screen:tt)*
    ) => {
        $crate::later! { @ $part $fetch Inside $($screen)* }
    };
    (
        part $part:ident, fetched by $fetch:ident, aside;
        $($screen:tt)*
    ) => {
        $crate::later! { @ $part $fetch Aside $($screen)* }
    };
    (
        @ $part:ident $fetch:ident $place:ident
        $(#[$doc:meta])*
        $vis:vis fn $name:ident($($argument:ident: $type:ty),*) -> AnyView $body:block
    ) => {
        $(#[$doc])*
        $vis fn $name($($argument: $type),*) -> leptos::prelude::AnyView {
            #[cfg_attr(split_parts, leptos::wasm_split::wasm_split($part, fallible, wasm_split_path = leptos::wasm_split, preload($fetch)))]
            #[cfg(split_parts)]
            fn drawn($($argument: $type),*) -> Result<leptos::prelude::AnyView, $crate::later::Missing> {
                Ok($body)
            }
            #[cfg(not(split_parts))]
            async fn drawn($($argument: $type),*) -> Result<leptos::prelude::AnyView, $crate::later::Missing> {
                Ok($body)
            }
            #[cfg(not(split_parts))]
            async fn $fetch() -> Result<(), $crate::later::Missing> {
                Ok(())
            }
            $crate::later::later(
                $crate::later::Place::$place,
                || Box::pin(async { $fetch().await.map_err(Into::into) }),
                move || Box::pin(drawn($($argument.clone()),*)),
            )
        }
    };
}

/// What is known of a download.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Coming,
    Here,
    Missing,
}

/// What a download is to the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// All of it: when it does not come, the trouble owns the `h1`.
    Page,
    /// A part that somebody has asked for.
    Inside,
    /// Something beside it that nobody has asked for: it is there when it comes, and no trouble when it does not.
    Aside,
}

/// A screen that `fetch` brings: a skeleton while it is on its way, the screen, or what to do when it does not come.
pub fn later(
    place: Place,
    fetch: fn() -> Coming<()>,
    view: impl Fn() -> Coming<AnyView> + Send + Sync + 'static,
) -> AnyView {
    let state = RwSignal::new(State::Coming);
    let ask = move || {
        let mut coming = fetch();
        if let Some(result) = at_once(coming.as_mut()) {
            state.set(state_after(result));
            return;
        }
        state.set(State::Coming);
        spawn_local(async move {
            let result = coming.await;
            state.try_set(state_after(result));
        });
    };
    ask();
    let on_retry = Callback::new(move |()| ask());
    live(move || match state.get() {
        State::Coming | State::Missing if place == Place::Aside => ().into_any(),
        State::Coming => view! { <Skeleton label=t("app.loading")/> }.into_any(),
        State::Missing => missing(place, on_retry),
        // It is here, so nothing is waited for.
        State::Here => {
            at_once(view().as_mut()).and_then(Result::ok).unwrap_or_else(|| missing(place, on_retry))
        }
    })
}

fn state_after(result: Result<(), Missing>) -> State {
    if result.is_ok() { State::Here } else { State::Missing }
}

fn missing(place: Place, on_retry: Callback<()>) -> AnyView {
    let is_page = place == Place::Page;
    view! {
        {is_page.then(|| view! { <Heading text=t("part.missing.title")/> })}
        <Trouble title=(!is_page).then(|| t("part.missing.title")) body=t("part.missing.body") reference=None>
            <Button label=t("app.retry") on_press=on_retry/>
        </Trouble>
    }
    .into_any()
}

/// What a future gives without waiting.
fn at_once<T>(mut future: Pin<&mut dyn Future<Output = T>>) -> Option<T> {
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
