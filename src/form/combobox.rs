//! A text box with a list below it, after the APG pattern "editable combobox with list autocomplete".
//!
//! It searches without marks, never refuses typing, and knows nothing of answers: codes go in and come out.

use std::sync::Arc;

use leptos::{ev::KeyboardEvent, prelude::*};

use super::catalogues::{Catalogues, Entry, List, use_catalogues};
use crate::{
    browser::page,
    i18n::{t, use_locale},
};

/// More matches than this are not drawn; the citizen types on.
const SHOWN: usize = 60;

/// What a combobox needs of its field.
#[derive(Clone)]
pub struct Choosing {
    /// Id of the text box; those of list and options are made from it.
    pub id: String,
    /// The name of the list, once it is known.
    pub list: Signal<Option<String>>,
    /// The chosen code, or a text that is no code yet.
    pub code: Signal<String>,
    /// Takes the chosen code, or the typed text when it matches nothing.
    pub on_choose: Callback<String>,
    /// For `aria-describedby`.
    pub described_by: Signal<Option<String>>,
    /// For `aria-invalid`.
    pub invalid: Signal<Option<&'static str>>,
    /// For `aria-required`.
    pub required: Signal<bool>,
}

#[derive(Clone, Copy)]
struct Parts {
    typed: RwSignal<Option<String>>,
    is_open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    matches: Memo<Vec<Entry>>,
    on_choose: Callback<String>,
}

impl Parts {
    fn choose(self, code: String) {
        self.typed.set(None);
        self.is_open.set(false);
        self.active.set(None);
        self.on_choose.run(code);
    }

    /// Leaving the box: an exact name counts as chosen, another text is kept as it was typed. A space at its end tells it
    /// from a code, so that it can neither be taken for one nor be signed.
    fn leave(self) {
        self.is_open.set(false);
        self.active.set(None);
        let Some(text) = self.typed.get_untracked() else { return };
        let key = eform::text::fold(&text);
        let exact = self.matches.with_untracked(|entries| {
            entries.iter().find(|entry| entry.keys.contains(&key)).map(|entry| entry.code.clone())
        });
        let text = text.trim();
        self.choose(
            exact.unwrap_or_else(|| if text.is_empty() { String::new() } else { [text, " "].concat() }),
        );
    }

    fn step(self, by: isize) {
        let count = self.matches.with_untracked(Vec::len).min(SHOWN);
        self.is_open.set(true);
        if count == 0 {
            return;
        }
        let last = count - 1;
        self.active.update(|active| {
            *active = Some(match (*active, by > 0) {
                (Some(at), true) if at < last => at + 1,
                (Some(at), false) if at > 0 => at - 1,
                (_, true) => 0,
                (_, false) => last,
            });
        });
    }

    fn on_key(self, event: &KeyboardEvent) {
        match event.key().as_str() {
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(-1),
            "Enter" if self.is_open.get_untracked() => {
                let at = self.active.get_untracked();
                let chosen = at.and_then(|at| {
                    self.matches.with_untracked(|all| all.get(at).map(|one| one.code.clone()))
                });
                match chosen {
                    Some(code) => self.choose(code),
                    None => self.leave(),
                }
            }
            "Escape" if self.is_open.get_untracked() => {
                self.is_open.set(false);
                self.active.set(None);
            }
            "Escape" => self.choose(String::new()),
            _ => return,
        }
        event.prevent_default();
    }
}

/// The text box and its list.
pub fn combobox(props: Choosing) -> AnyView {
    let say = use_locale();
    let catalogues = use_catalogues();
    let Choosing { id, list, code, on_choose, described_by, invalid, required } = props;
    let loaded = Memo::new(move |_| list.get().map(|name| catalogues.list(&name).get()));
    let typed = RwSignal::new(None::<String>);
    let matches = Memo::new(move |_| {
        let Some(List::Ready(entries)) = loaded.get() else { return Vec::new() };
        find(&entries, typed.get().as_deref().unwrap_or_default())
    });
    let state =
        Parts { typed, is_open: RwSignal::new(false), active: RwSignal::new(None), matches, on_choose };
    let shown = move || typed.get().unwrap_or_else(|| shown_text(catalogues, list.get(), &code.get()));
    Effect::new(move |_| resolve(loaded.get(), &code.get(), typed, on_choose));

    let list_id: Arc<str> = [&id, "-list"].concat().into();
    let option_id = {
        let list_id = list_id.clone();
        move |at: usize| [&*list_id, "-", &at.to_string()].concat()
    };
    let active_id = {
        let option_id = option_id.clone();
        move || state.active.get().map(&option_id)
    };
    Effect::new({
        let (active_id, kept_list) = (active_id.clone(), list_id.clone());
        move |_| {
            if let Some(id) = active_id() {
                keep_in_view(&kept_list, &id);
            }
        }
    });
    let options = move || {
        matches.with(|entries| {
            entries
                .iter()
                .take(SHOWN)
                .enumerate()
                .map(|(at, entry)| option(state, option_id(at), at, entry))
                .collect_view()
        })
    };
    // What is said to be open can be seen.
    let has_list = move || state.is_open.get() && !matches.with(Vec::is_empty);
    let count = move || match (state.is_open.get(), loaded.get()) {
        (true, Some(List::Ready(_))) => say.count("form.combobox.count", matches.with(Vec::len) as u64),
        _ => String::new(),
    };
    view! {
        <div class="cd-combobox">
            <input
                id=id
                class="cd-line cd-combobox__input"
                type="text"
                role="combobox"
                aria-autocomplete="list"
                aria-expanded=move || if has_list() { "true" } else { "false" }
                aria-controls=list_id.to_string()
                aria-activedescendant=active_id
                aria-describedby=described_by
                aria-invalid=invalid
                aria-required=move || required.get().then_some("true")
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                prop:value=shown
                on:input=move |event| {
                    typed.set(Some(event_target_value(&event)));
                    state.active.set(None);
                    state.is_open.set(true);
                }
                on:click=move |_| state.is_open.set(true)
                on:keydown=move |event| state.on_key(&event)
                on:blur=move |_| state.leave()
            />
            <span class="cd-combobox__arrow" aria-hidden="true"></span>
            <ul id=list_id.to_string() class="cd-combobox__list" role="listbox" hidden=move || !has_list()>
                {options}
            </ul>
            <p class="cd-unseen" role="status">{count}</p>
            {move || (loaded.get() == Some(List::Failed)).then(|| failed(list))}
        </div>
    }
    .into_any()
}

fn option(state: Parts, id: String, at: usize, entry: &Entry) -> AnyView {
    let code = entry.code.clone();
    view! {
        <li
            id=id
            class="cd-combobox__option"
            role="option"
            aria-selected=move || if state.active.get() == Some(at) { "true" } else { "false" }
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| state.choose(code.clone())
        >
            {entry.label.clone()}
        </li>
    }
    .into_any()
}

/// The list did not come: said once, with a way to ask again. The box stays usable.
fn failed(list: Signal<Option<String>>) -> AnyView {
    let catalogues = use_catalogues();
    view! {
        <p class="cd-combobox__failed" role="alert">
            {t("form.combobox.failed")} " "
            <button
                type="button"
                class="cd-button cd-button--plain"
                on:click=move |_| {
                    if let Some(name) = list.get_untracked() {
                        catalogues.retry(&name);
                    }
                }
            >
                {t("form.retry")}
            </button>
        </p>
    }
    .into_any()
}

/// The label of a code, or what was typed when it is none.
fn shown_text(catalogues: Catalogues, list: Option<String>, code: &str) -> String {
    match list {
        Some(name) if !code.ends_with(' ') => catalogues.label(&name, code),
        _ => code.trim_end().to_owned(),
    }
}

/// Scrolls the list, and only the list, so that the active option can be seen.
fn keep_in_view(list: &str, option: &str) {
    let (Some(list), Some(option)) = (page::element(list), page::element(option)) else { return };
    let (top, end) = (option.offset_top(), option.offset_top() + option.offset_height());
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if end > list.scroll_top() + list.client_height() {
        list.set_scroll_top(end - list.client_height());
    }
}

/// A name that was typed before the list came becomes its code once it is here.
fn resolve(loaded: Option<List>, code: &str, typed: RwSignal<Option<String>>, on_choose: Callback<String>) {
    let Some(List::Ready(entries)) = loaded else { return };
    if code.is_empty()
        || typed.with_untracked(Option::is_some)
        || entries.iter().any(|entry| entry.code == code)
    {
        return;
    }
    let key = eform::text::fold(code);
    if let Some(entry) = entries.iter().find(|entry| entry.keys.contains(&key)) {
        on_choose.run(entry.code.clone());
    }
}

/// Entries whose names hold the words: those whose own name begins with them first, then those found by another name,
/// then those that hold them somewhere; each part in the list's own order.
fn find(entries: &[Entry], words: &str) -> Vec<Entry> {
    let key = eform::text::fold(words);
    let rank = |entry: &Entry| {
        let is_own = entry.keys.first().is_some_and(|name| name.starts_with(&key));
        let begins = entry.keys.iter().any(|name| name.starts_with(&key));
        let holds = entry.keys.iter().any(|name| name.contains(&key));
        [is_own, begins, holds].iter().position(|is_so| *is_so)
    };
    let mut found: Vec<(usize, &Entry)> =
        entries.iter().filter_map(|entry| Some((rank(entry)?, entry))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, entry)| entry.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Entry, find};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn names(words: &str) -> Vec<String> {
        let entry = |label: &str, also: &str| Entry::new(label.into(), label.into(), &[also.into()]);
        let list = [entry("Dao", "Kìm Miền"), entry("Kinh", "Việt"), entry("Bru-Vân Kiều", "Trì")];
        find(&list, words).into_iter().map(|entry| entry.label).collect()
    }

    #[test]
    fn an_own_name_that_begins_with_the_words_comes_first() {
        assert_eq!(names("ki"), ["Kinh", "Dao", "Bru-Vân Kiều"]);
    }

    #[test]
    fn marks_are_not_needed_and_another_name_is_found() {
        assert_eq!(names("viet"), ["Kinh"]);
        assert_eq!(names("đao"), ["Dao"]);
        assert_eq!(names("xyz"), [""; 0]);
    }
}
