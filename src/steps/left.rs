//! What has become of what was typed here before whoever was signed in was not any more: said on the page that is loaded then. When
//! that is, and whether it was saved, is `session`'s to know.

use leptos::prelude::*;

use crate::{
    browser::history,
    i18n::t,
    session::{KEPT, LOST},
    ui::{Notice, Tone},
};

/// The note of the page before this one; said once.
#[derive(Clone, Copy)]
pub(super) struct Left(StoredValue<String>);

impl Left {
    /// What the page before this one has left.
    pub(super) fn behind() -> Self {
        Self(StoredValue::new(history::take_note()))
    }

    /// What there is to say. Who has the dossier before them (`is_away` is false) sees what is saved.
    pub(super) fn view(self, is_away: bool) -> Option<AnyView> {
        let note = self.0.try_update_value(std::mem::take)?;
        let (tone, title) = told(&note, is_away)?;
        Some(view! { <Notice tone title=t(title) is_alert=true/> }.into_any())
    }
}

fn told(note: &str, is_away: bool) -> Option<(Tone, &'static str)> {
    match note {
        KEPT if is_away => Some((Tone::Done, "step.left.kept")),
        LOST => Some((Tone::Stop, "step.left.lost")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{KEPT, LOST, told};

    #[test]
    fn what_is_lost_is_always_said_and_what_is_kept_to_who_does_not_see_it() {
        for is_away in [true, false] {
            assert_eq!(told(LOST, is_away).map(|(_, key)| key), Some("step.left.lost"));
            assert!(told("", is_away).is_none() && told("khai sinh", is_away).is_none());
        }
        assert_eq!(told(KEPT, true).map(|(_, key)| key), Some("step.left.kept"));
        assert!(told(KEPT, false).is_none());
    }
}
