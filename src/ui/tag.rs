//! Status as shape, word and colour together; never colour alone.

use leptos::prelude::*;

/// The five things a status can mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Plain information.
    #[default]
    Plain,
    /// It is the citizen's turn.
    Turn,
    /// Someone is working on it.
    Work,
    /// Done and well.
    Done,
    /// Stopped or wrong.
    Stop,
}

impl Tone {
    /// The last part of its class names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Tone::Plain => "plain",
            Tone::Turn => "turn",
            Tone::Work => "work",
            Tone::Done => "done",
            Tone::Stop => "stop",
        }
    }

    /// Its drawing in a 24 x 24 field: circle, triangle, half disc, tick, octagon.
    const fn path(self) -> &'static str {
        match self {
            Tone::Plain => "M12 2a10 10 0 1 0 0 20 10 10 0 1 0 0-20zM12 5a7 7 0 1 1 0 14 7 7 0 1 1 0-14z",
            Tone::Turn => "M12 2 23 21H1zM11 9v6h2V9zM11 16.500v2h2v-2z",
            Tone::Work => "M12 2a10 10 0 1 0 0 20 10 10 0 1 0 0-20zM12 5v14a7 7 0 0 1 0-14z",
            Tone::Done => {
                "M12 1a11 11 0 1 0 0 22 11 11 0 1 0 0-22zM10.100 17.300 5.200 12.400 7 10.600 10.100 13.700 17 6.800 18.800 8.600z"
            }
            Tone::Stop => "M8 2h8l6 6v8l-6 6H8l-6-6V8zM7 10.700v2.600h10v-2.600z",
        }
    }
}

/// The drawing of a tone; decorative, the word is beside it.
#[component]
pub fn Shape(
    /// Which.
    tone: Tone,
) -> impl IntoView {
    view! {
        <svg class=["cd-shape cd-shape--", tone.name()].concat() viewBox="0 0 24 24" aria-hidden="true">
            <path fill-rule="evenodd" d=tone.path()/>
        </svg>
    }
}

/// A status.
#[component]
pub fn Tag(
    /// What it means.
    tone: Tone,
    /// Its word.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! { <span class=["cd-tag cd-tag--", tone.name()].concat()><Shape tone/><span>{label}</span></span> }
}
