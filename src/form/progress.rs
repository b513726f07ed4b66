//! The rail beside the form: how much was given and how much was known already, where it goes, how long, what it costs.

use eform::Instance;
use leptos::prelude::*;

use serde_json::Value;

use super::{
    autosave::Autosave,
    catalogues::{communes_of, use_catalogues},
    charge::charge,
    store::FormStore,
};
use crate::{
    i18n::{t, use_locale},
    ui::{Meter, live},
};

/// How many of the needed answers are there, and how many are needed as the form stands: what need not be answered counts
/// once it is.
#[must_use]
pub fn share(instance: &Instance) -> (u32, u32) {
    instance.pages().iter().fold((0, 0), |(done, all), page| {
        let (answered, missing) = (page.given.answered, page.given.missing);
        let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        (done + whole(answered), all + whole(answered + missing))
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
        store.read(|instance| (instance.reuse(), share(instance)))
    });
    let percent = Signal::derive(move || {
        let (_, (done, all)) = facts.get();
        // Full means full: the last answer is not rounded away.
        done * 100 / all.max(1)
    });
    let left = live(move || match facts.get().1 {
        (done, all) if done == all => say.text("form.rail.left.none"),
        (done, all) => say.count("form.rail.left", (all - done).into()),
    });
    let from = live(move || {
        let reuse = facts.get().0;
        let (given, known) = (reuse.given.into(), reuse.spared().into());
        [say.count("form.rail.given", given), say.count("form.rail.known", known)].join(" ")
    });
    let meter = Signal::derive(move || {
        let (_, (done, all)) = facts.get();
        say.fill("form.rail.meter", &[("done", &done.to_string()), ("all", &all.to_string())])
    });
    let fee = Memo::new(move |_| {
        follow();
        store.read(charge)
    });
    let texts = store.texts();
    let amount = live(move || fee.with(|fee| fee.amount(say)));
    let why = live(move || {
        fee.with(|fee| fee.why(say, &texts)).map(|why| view! { <p class="cd-progress__why">{why}</p> })
    });
    let time = store.texts().find("service.time").map(first_sentence);
    view! {
        <div class="cd-progress">
            <p class="cd-progress__left">{left}</p>
            <Meter percent label=meter/>
            <p class="cd-progress__from">{from}</p>
            <dl class="cd-progress__facts">
                {office(store, follow)}
                {time.map(|time| view! { <dt>{t("form.rail.time")}</dt><dd>{time}</dd> })}
                <dt>{t("form.rail.fee")}</dt>
                <dd>{amount}{why}</dd>
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
    live(move || {
        let (province, commune) = place.get()?;
        let place =
            [catalogues.label(&communes_of(&province), &commune), catalogues.label("provinces", &province)]
                .join(", ");
        let text = say.fill("form.rail.office.name", &[("place", &place)]);
        Some(view! { <dt>{t("form.rail.office")}</dt><dd>{text}</dd> })
    })
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

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use eform::{CivilDate, Instance, Schema};
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::share;

    #[test]
    fn the_share_starts_low_and_is_whole_only_when_nothing_is_missing() {
        let schema = Schema::from_json(include_str!("../../procedures/2.000635/procedure.json")).unwrap();
        let form = Arc::new(eform::compile(&schema).unwrap());
        let today = CivilDate::parse("2026-11-21").unwrap();
        let mut instance = Instance::new(form, BTreeMap::new(), BTreeMap::new(), today);
        let (done, all) = share(&instance);
        assert!(done * 4 < all, "{done} of {all} before anything was answered");
        instance.set("phone", Some(json!("0912345678")));
        assert_eq!(share(&instance), (done + 1, all));
    }
}
