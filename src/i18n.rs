//! Interface texts: flat keys with `{parameters}`, one folder per language, and the formats of dates and money.
//!
//! Texts of a procedure travel with the procedure and are not here.

mod arrival;
mod format;
mod table;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use leptos::task::spawn_local;

pub use arrival::arrives;
pub use format::{civil_date, grouped, minutes_between};
pub use table::{ACCOUNT, DOSSIER, FILING, FRONT, Lang, add_texts, read_texts_from, text_in};

use crate::browser::page;
use crate::config::use_config;

/// The language the citizen reads, shared by the whole app.
#[derive(Clone, Copy)]
pub struct Locale {
    lang: RwSignal<Lang>,
    /// The language that was asked for and did not come.
    missing: RwSignal<Option<Lang>>,
}

/// Starts in `language`, which the document then says too; `missing` was asked for and did not come.
pub fn provide_locale(language: Lang, missing: Option<Lang>) -> Locale {
    page::say_language(language.tag());
    let locale = Locale { lang: RwSignal::new(language), missing: RwSignal::new(missing) };
    provide_context(locale);
    locale
}

/// The citizen's language.
#[must_use]
pub fn use_locale() -> Locale {
    use_context()
        .unwrap_or_else(|| Locale { lang: RwSignal::new(Lang::default()), missing: RwSignal::new(None) })
}

/// The text of a key, in whichever language is being read.
#[must_use]
pub fn t(key: &'static str) -> Signal<String> {
    let locale = use_locale();
    Signal::derive(move || locale.text(key))
}

/// The text of a key with its `{parameters}` filled in.
#[must_use]
pub fn tp(key: &'static str, values: Vec<(&'static str, String)>) -> Signal<String> {
    let locale = use_locale();
    Signal::derive(move || {
        let pairs: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        locale.fill(key, &pairs)
    })
}

impl Locale {
    /// The current language; tracked where something is listening, so that handlers may ask too.
    #[must_use]
    pub fn lang(self) -> Lang {
        if Observer::get().is_some() { self.lang.get() } else { self.lang.get_untracked() }
    }

    /// The tag of the current language (`vi`, `en`); tracked.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.lang().tag()
    }

    /// Changes the language of everything at once, as soon as its texts are here; nothing is loaded again and nothing is lost.
    /// `then` runs in the new language. When the texts do not come, [`Locale::missing`] says so.
    pub fn set(self, language: Lang, then: impl FnOnce() + 'static) {
        let change = move || {
            page::set_language(language.tag());
            self.lang.set(language);
            then();
        };
        self.missing.set(None);
        if language.is_here() {
            change();
            return;
        }
        spawn_local(async move {
            if arrives(language).await {
                change();
            } else {
                self.missing.try_set(Some(language));
            }
        });
    }

    /// The language that was asked for and did not come; tracked.
    #[must_use]
    pub fn missing(self) -> Option<Lang> {
        self.missing.get()
    }

    /// The text of a key; an unknown key is shown as it is, so that it is found.
    #[must_use]
    pub fn text(self, key: &str) -> String {
        text_in(self.lang(), key).unwrap_or(key).to_owned()
    }

    /// Whether a key has a text.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        text_in(self.lang(), key).is_some()
    }

    /// The text of a key with its `{parameters}` filled in.
    #[must_use]
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        table::fill(&self.text(key), values)
    }

    /// The portal's name: the deployment's own, or ours.
    #[must_use]
    pub fn portal(self) -> String {
        let brand = use_config().brand(self.tag());
        brand.map_or_else(|| self.text("app.name"), |brand| brand.name.clone())
    }

    /// The text for so many things: `key.one` or `key.other`, with `{n}`.
    #[must_use]
    pub fn count(self, key: &str, n: u64) -> String {
        let form = if n == 1 { ".one" } else { ".other" };
        self.fill(&[key, form].concat(), &[("n", &grouped(n, self.lang()))])
    }

    /// A civil date (`YYYY-MM-DD`, or the day of an RFC 3339 moment in Vietnam).
    #[must_use]
    pub fn date(self, date: &str) -> String {
        format::date(date, self.lang())
    }

    /// Weekday, date and time of an RFC 3339 moment, as the clock in Vietnam showed it.
    #[must_use]
    pub fn date_time(self, moment: &str) -> String {
        format::date_time(moment, self.lang())
    }

    /// Weekday and civil date (`YYYY-MM-DD`).
    #[must_use]
    pub fn long_date(self, date: &str) -> String {
        format::long_date(date, self.lang())
    }

    /// Hours and minutes of an RFC 3339 moment in Vietnam.
    #[must_use]
    pub fn time(self, moment: &str) -> String {
        format::time(moment)
    }

    /// A number with places, such as `62.5`.
    #[must_use]
    pub fn decimal(self, number: &str) -> String {
        format::decimal(number, self.lang())
    }

    /// What is paid when, a sentence for each part that is not nothing: with the filing, after a notice of the office, with the result.
    #[must_use]
    pub fn paid_when(self, parts: [u64; 3]) -> String {
        let keys = ["due.when.filing", "due.when.notice", "due.when.result"];
        let told = keys.into_iter().zip(parts).filter(|(_, amount)| *amount > 0);
        let told = told.map(|(key, amount)| self.fill(key, &[("amount", &self.money(amount))]));
        told.collect::<Vec<_>>().join(" ")
    }

    /// An amount of đồng: `1.234.567 đ`.
    #[must_use]
    pub fn money(self, amount: u64) -> String {
        let unit = if self.lang() == Lang::Vi { "\u{a0}đ" } else { "\u{a0}VND" };
        grouped(amount, self.lang()) + unit
    }
}
