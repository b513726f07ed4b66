//! The rail beside the form: how much was given and how much was known already, where it goes, how long, what it costs.

use eform::{Instance, Provenance};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    autosave::Autosave,
    catalogues::{communes_of, use_catalogues},
    store::FormStore,
};
use crate::{
    i18n::{t, use_locale},
    ui::Meter,
};

/// How many facts the citizen gave, and how many were known or computed.
#[must_use]
pub fn counts(instance: &Instance) -> (u32, u32) {
    instance.provenance().values().fold((0, 0), |(given, known), provenance| match provenance {
        Provenance::Typed | Provenance::Changed { .. } => (given + 1, known),
        Provenance::Register { .. } | Provenance::Computed | Provenance::Default => (given, known + 1),
    })
}

/// The facts of the rail; they follow each save, not each keystroke.
pub fn progress(store: FormStore, autosave: Option<Autosave>) -> AnyView {
    let say = use_locale();
    let follow = move || {
        store.track_structure();
        if let Some(autosave) = autosave {
            _ = autosave.state();
        }
    };
    let facts = Memo::new(move |_| {
        follow();
        store.read(counts)
    });
    let percent = Signal::derive(move || {
        let (given, known) = facts.get();
        known * 100 / (given + known).max(1)
    });
    let given = move || say.count("form.rail.given", facts.get().0.into());
    let known = move || say.count("form.rail.known", facts.get().1.into());
    let meter = Signal::derive(move || say.fill("form.rail.meter", &[("n", &percent.get().to_string())]));
    let fee = move || {
        follow();
        let quote = untrack(|| store.quote());
        if quote.total == 0 { say.text("form.rail.free") } else { say.money(quote.total.unsigned_abs()) }
    };
    let time = store.texts().find("service.time").map(first_sentence);
    view! {
        <div class="cd-progress">
            <p class="cd-progress__given"><b>{given}</b></p>
            <p>{known}</p>
            <Meter percent label=meter/>
            <dl class="cd-progress__facts">
                {office(store, follow)}
                {time.map(|time| view! { <dt>{t("form.rail.time")}</dt><dd>{time}</dd> })}
                <dt>{t("form.rail.fee")}</dt>
                <dd>{fee}</dd>
            </dl>
        </div>
    }
    .into_any()
}

/// The competent office, as soon as an answer names it.
fn office(store: FormStore, follow: impl Fn() + Send + Sync + 'static) -> AnyView {
    let say = use_locale();
    let catalogues = use_catalogues();
    let place = Memo::new(move |_| {
        follow();
        store.read(agency)
    });
    (move || {
        let (province, commune) = place.get()?;
        let place =
            [catalogues.label(&communes_of(&province), &commune), catalogues.label("provinces", &province)]
                .join(", ");
        let text = say.fill("form.rail.office.name", &[("place", &place)]);
        Some(view! { <dt>{t("form.rail.office")}</dt><dd>{text}</dd> })
    })
    .into_any()
}

/// The rail is narrow: the rest of the sentence is on the page of the service.
fn first_sentence(text: String) -> String {
    text.find(". ").map_or(text.clone(), |at| text[..=at].to_owned())
}

/// Province and commune of the office.
#[must_use]
pub fn agency(instance: &Instance) -> Option<(String, String)> {
    let place = instance.agency()?;
    let part = |name: &str| place.get(name).and_then(Value::as_str).map(str::to_owned);
    Some((part("province")?, part("commune")?))
}
