//! Polite messages for screen readers: "saved", "3 results". Not for errors, which appear where they belong.

use leptos::prelude::*;

/// Says things politely to screen readers.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<String>);

/// Gives everyone below the same voice; [`Announcements`] must be on the page.
pub fn provide_announcer() -> Announcer {
    let announcer = Announcer(RwSignal::new(String::new()));
    provide_context(announcer);
    announcer
}

/// The voice.
#[must_use]
pub fn use_announcer() -> Announcer {
    use_context().unwrap_or_else(|| Announcer(RwSignal::new(String::new())))
}

impl Announcer {
    /// Says a sentence once; the same sentence again is said again.
    pub fn say(self, sentence: impl Into<String>) {
        let mut sentence = sentence.into();
        if *self.0.read_untracked() == sentence {
            sentence.push('\u{a0}');
        }
        self.0.set(sentence);
    }
}

/// The region that screen readers watch.
#[component]
pub fn Announcements() -> impl IntoView {
    let said = use_announcer().0;
    view! { <div role="status" aria-live="polite" class="cd-unseen">{said}</div> }
}
