//! Dossiers of others that the citizen must agree to: who asks, until when, and what they have answered.

use contract::{Mine, MineCosigned, OwnAnswer, OwnWord};
use leptos::prelude::*;

use crate::i18n::{t, use_locale};
use crate::route::Route;
use crate::ui::{CollectAny, Tag, Tone, live};

/// All of them.
pub fn view_cosigned(all: &Mine) -> AnyView {
    if all.cosigned.is_empty() {
        return view! { <p>{t("mine.cosigned.none")}</p> }.into_any();
    }
    let lines = all.cosigned.iter().cloned().map(view_one).collect_any();
    view! { <ul class="cd-dossiers">{lines}</ul> }.into_any()
}

fn view_one(one: MineCosigned) -> AnyView {
    let locale = use_locale();
    let title = match one.dossier {
        Some(id) => view! { <a href=Route::Cosign(id).href()>{one.service}</a> }.into_any(),
        None => one.service.into_any(),
    };
    let waits = one.waits.then(|| view! { <Tag tone=Tone::Turn label=t("mine.cosigned.waits")/> });
    let whose = one.applicant.map(|name| {
        let text = live(move || locale.fill("mine.cosigned.by", &[("name", &name)]));
        view! { <p>{text}</p> }
    });
    let invited = one.invited_at.zip(one.until).map(|(at, until)| {
        let text = live(move || {
            let times = [("time", &*locale.date_time(&at)), ("until", &*locale.date_time(&until))];
            locale.fill("mine.cosigned.invited", &times)
        });
        view! { <p>{text}</p> }
    });
    let said = one.answers.into_iter().map(view_answer).collect_any();
    view! {
        <li class="cd-dossiers__one">
            <div class="cd-dossiers__head">
                <h3>{title}</h3>
                {waits}
            </div>
            {whose}
            {invited}
            {said}
        </li>
    }
    .into_any()
}

fn view_answer(one: OwnAnswer) -> AnyView {
    let locale = use_locale();
    let key = ["mine.cosigned.", one.word.word()].concat();
    let is_void = one.word != OwnWord::Declined && !one.stands;
    let reason = one.reason.unwrap_or_default();
    let text = live(move || {
        let said = locale.fill(&key, &[("time", &locale.date_time(&one.at)), ("reason", &reason)]);
        if is_void { [&said, " ", &locale.text("mine.cosigned.void")].concat() } else { said }
    });
    view! { <p>{text}</p> }.into_any()
}
