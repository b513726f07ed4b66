//! A text box with a list below it, after the APG pattern "editable combobox with list autocomplete".
//!
//! It asks for its list when somebody comes to it, searches without marks, draws no more than can be read, never refuses
//! typing, and knows nothing of answers: codes go in and come out.

mod matches;

use std::sync::Arc;

use eform::Codes;
use leptos::{ev::KeyboardEvent, prelude::*};

use super::catalogues::{Catalogues, Entry, List, Loaded, engine_name, use_catalogues};
use crate::{
    browser::page,
    i18n::{Locale, t, use_locale},
    ui::{CollectAny, live},
};
pub use matches::Offers;
use matches::{exact, find, unmatched};

/// More matches than this are not drawn; the citizen types on.
const SHOWN: usize = 60;

/// What `PageUp` and `PageDown` pass over.
const PAGE: usize = 8;

/// What a combobox needs of its field.
#[derive(Clone)]
pub struct Choosing {
    /// Id of the text box; those of list and options are made from it.
    pub id: String,
    /// The name of the list, once it is known.
    pub list: Signal<Option<String>>,
    /// Which of its entries may be chosen.
    pub offers: Offers,
    /// The chosen code, or a text that is no code yet.
    pub code: Signal<String>,
    /// Takes the chosen code, or the typed text when it matches nothing.
    pub on_choose: Callback<String>,
    /// Takes the list as the engine knows it, once it is here.
    pub on_list: Callback<(String, Arc<Codes>)>,
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
    /// The list, once it is wanted.
    loaded: Memo<Option<List>>,
    offers: Offers,
    /// Places in the list.
    matches: Memo<Vec<usize>>,
    on_choose: Callback<String>,
}

impl Parts {
    fn choose(self, code: String) {
        self.typed.set(None);
        self.is_open.set(false);
        self.active.set(None);
        self.on_choose.run(code);
    }

    /// Leaving the box: an exact name or code counts as chosen, another text is kept as it was typed.
    fn leave(self) {
        // A page that goes takes the focus out of its box: there is nothing left to choose in.
        let Some(typed) = self.typed.try_get_untracked() else { return };
        self.is_open.set(false);
        self.active.set(None);
        let Some(text) = typed else { return };
        let list = self.loaded.get_untracked().and_then(ready);
        let found = list.as_ref().and_then(|list| exact(list, self.offers, text.trim()));
        self.choose(found.map_or_else(|| unmatched(&text, list.is_some()), |entry| entry.code.clone()));
    }

    /// What is typed; an exact name or code is chosen at once, so that it is kept if the page goes before the box is left.
    fn typing(self, text: String) {
        let list = self.loaded.get_untracked().and_then(ready);
        let found = list.as_ref().and_then(|list| Some(exact(list, self.offers, text.trim())?.code.clone()));
        self.typed.set(Some(text));
        self.active.set(None);
        self.is_open.set(true);
        if let Some(code) = found {
            self.on_choose.run(code);
        }
    }

    fn step(self, by: usize, is_down: bool) {
        let count = self.matches.with_untracked(Vec::len).min(SHOWN);
        self.is_open.set(true);
        let Some(last) = count.checked_sub(1) else { return };
        self.active.update(|active| {
            *active = Some(match (*active, is_down) {
                (Some(at), true) if at < last => last.min(at + by),
                (Some(at), false) if at > 0 => at.saturating_sub(by),
                (_, true) => 0,
                (_, false) => last,
            });
        });
    }

    fn on_key(self, event: &KeyboardEvent) {
        match event.key().as_str() {
            "ArrowDown" => self.step(1, true),
            "ArrowUp" => self.step(1, false),
            "PageDown" => self.step(PAGE, true),
            "PageUp" => self.step(PAGE, false),
            "Enter" if self.is_open.get_untracked() => {
                let place = self
                    .active
                    .get_untracked()
                    .and_then(|at| self.matches.with_untracked(|matches| matches.get(at).copied()));
                let list = self.loaded.get_untracked().and_then(ready);
                let chosen = list.zip(place).and_then(|(list, at)| Some(list.entries.get(at)?.code.clone()));
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

/// The list, when it is here.
fn ready(list: List) -> Option<Arc<Loaded>> {
    match list {
        List::Ready(list) => Some(list),
        List::Loading | List::Failed | List::Absent => None,
    }
}

/// The text box and its list.
pub fn combobox(props: Choosing) -> AnyView {
    let say = use_locale();
    let catalogues = use_catalogues();
    let Choosing { id, list, offers, code, on_choose, on_list, described_by, invalid, required } = props;
    // A list that nobody has come to is not asked for, unless a code waits for its name.
    let is_wanted = RwSignal::new(false);
    let loaded = Memo::new(move |_| {
        let name = list.get().filter(|_| is_wanted.get() || !code.get().is_empty())?;
        Some(catalogues.list(&name).get())
    });
    let typed = RwSignal::new(None::<String>);
    let matches = Memo::new(move |_| {
        let Some(list) = loaded.get().and_then(ready) else { return Vec::new() };
        find(&list, offers, typed.get().as_deref().unwrap_or_default())
    });
    let (is_open, active) = (RwSignal::new(false), RwSignal::new(None));
    let state = Parts { typed, is_open, active, loaded, offers, matches, on_choose };
    let shown = move || typed.get().unwrap_or_else(|| shown_text(catalogues, list.get(), &code.get()));
    Effect::new(move |_| {
        let Some((name, here)) = list.get().zip(loaded.get().and_then(ready)) else { return };
        on_list.run((engine_name(&name), here.codes.clone()));
        resolve(&here, &code.get(), typed, on_choose);
    });

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
    let options = live(move || {
        let list = loaded.get().and_then(ready).filter(|_| is_open.get())?;
        let places = matches.get();
        let drawn = places.iter().take(SHOWN).filter_map(|at| list.entries.get(*at)).enumerate();
        let drawn = drawn.map(|(at, entry)| option(say, state, option_id(at), at, (&list, entry)));
        Some(drawn.collect_any())
    });
    // What is said to be open can be seen.
    let has_list = move || state.is_open.get() && !matches.with(Vec::is_empty);
    let more = live(move || {
        let count = matches.with(Vec::len);
        (count > SHOWN).then(|| view! { <li class="cd-combobox__more" role="none">{many(say, count)}</li> })
    });
    let count = live(move || match loaded.get().filter(|_| is_open.get()) {
        Some(List::Ready(_)) => match matches.with(Vec::len) {
            count if count > SHOWN => many(say, count),
            count => say.count("form.combobox.count", count as u64),
        },
        Some(List::Loading) => say.text("form.combobox.loading"),
        Some(List::Failed | List::Absent) | None => String::new(),
    });
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
                on:focus=move |_| is_wanted.set(true)
                on:input=move |event| state.typing(event_target_value(&event))
                on:click=move |_| is_open.set(true)
                on:keydown=move |event| state.on_key(&event)
                on:blur=move |_| state.leave()
            />
            <span class="cd-combobox__arrow" aria-hidden="true"></span>
            <ul id=list_id.to_string() class="cd-combobox__list" role="listbox" hidden=move || !has_list()>
                {options}
                {more}
            </ul>
            <p class="cd-unseen" role="status">{count}</p>
            {live(move || (loaded.get() == Some(List::Failed)).then(|| failed(list)))}
            {live(move || loaded.get().and_then(ready).filter(|list| list.is_test).map(|_| test_list()))}
        </div>
    }
    .into_any()
}

/// How many there are when not all of them are drawn.
fn many(say: Locale, count: usize) -> String {
    let number = |count: usize| crate::i18n::grouped(count as u64, say.lang());
    say.fill("form.combobox.more", &[("shown", &number(SHOWN)), ("n", &number(count))])
}

fn option(say: Locale, state: Parts, id: String, at: usize, (list, entry): (&Loaded, &Entry)) -> AnyView {
    let code = entry.code.clone();
    // Only where an earlier day counts is something offered that has ended.
    let until = list.term(&code).and_then(|term| term.window.to).map(|to| {
        let text = say.fill("form.combobox.until", &[("to", &say.date(&to.iso()))]);
        view! { <span class="cd-combobox__until">" " {text}</span> }
    });
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
            {until}
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

/// The list is a set to try forms with.
fn test_list() -> AnyView {
    view! { <p class="cd-combobox__note">{t("form.combobox.test")}</p> }.into_any()
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
fn resolve(list: &Loaded, code: &str, typed: RwSignal<Option<String>>, on_choose: Callback<String>) {
    if code.is_empty() || typed.with_untracked(Option::is_some) || list.term(code).is_some() {
        return;
    }
    if let Some(entry) = exact(list, Offers::default(), code.trim()) {
        on_choose.run(entry.code.clone());
    }
}
