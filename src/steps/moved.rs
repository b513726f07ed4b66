//! What became of the answers when the form changed: told above every step until the citizen has seen it. The draft was
//! moved by the backend; nothing is decided here.

use contract::{MoveSeen, Nothing};
use dossier::Stage;
use leptos::prelude::*;

use serde_json::Value;

use super::{
    open::{OpenDossier, Opened},
    press::Press,
};
use crate::{
    browser::focus,
    form::link::question_href,
    i18n::{Locale, t, use_locale},
    ui::{CollectAny, Look, Notice, Tone, live},
};

/// The kinds of news, the most urgent first; each is also the end of the key of its heading.
const FATES: [&str; 4] = ["again", "new", "changed", "left_out"];

/// The reports that are not seen yet; nothing when the form has not changed.
pub fn moved(open: OpenDossier, opened: &Opened) -> AnyView {
    let opened = opened.clone();
    let view = opened.view;
    let reports = Memo::new(move |_| {
        view.with(|view| if view.state.stage == Stage::Draft { view.moved.clone() } else { Vec::new() })
    });
    live(move || {
        let reports = reports.get();
        (!reports.is_empty()).then(|| {
            let told = reports.iter().map(|report| tell(open, &opened, report)).collect_any();
            view! { <div class="cd-moved">{told} {seen_button(open, view)}</div> }
        })
    })
}

fn tell(open: OpenDossier, opened: &Opened, report: &Value) -> AnyView {
    let say = use_locale();
    let since = text(report, "since").to_owned();
    let title = Signal::derive(move || match since.as_str() {
        "" => say.text("step.moved"),
        since => say.fill("step.moved.since", &[("date", &say.date(since))]),
    });
    let carried = report.get("carried").and_then(Value::as_u64).unwrap_or(0);
    let lines: Vec<Value> = report.get("lines").and_then(Value::as_array).cloned().unwrap_or_default();
    let parts = FATES.map(|fate| {
        let own: Vec<AnyView> = lines
            .iter()
            .filter(|line| text(line, "fate") == fate)
            .map(|line| self::line(open, opened, line))
            .collect();
        let key = ["step.moved.", fate].concat();
        (!own.is_empty()).then(|| view! { <p><b>{live(move || say.text(&key))}</b></p><ul>{own}</ul> })
    });
    view! {
        <Notice tone=Tone::Turn title=title is_alert=true>
            {(carried > 0).then(|| view! { <p>{live(move || say.count("step.moved.carried", carried))}</p> })}
            {parts.into_iter().collect_any()}
        </Notice>
    }
    .into_any()
}

/// A question with a link to it while it is on the screen, the old answer, the new one, and why.
fn line(open: OpenDossier, opened: &Opened, line: &Value) -> AnyView {
    let say = use_locale();
    let label = text(line, "label").to_owned();
    let question = match href(open, opened, line) {
        Some(href) => view! { <a href=href>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    let was: Vec<Value> = line.get("was").and_then(Value::as_array).cloned().unwrap_or_default();
    let now = line.get("now").filter(|now| !now.is_null() && text(line, "fate") == "changed").cloned();
    let was = (!was.is_empty()).then_some(move || {
        let was: Vec<String> = was.iter().map(|answer| words(say, answer)).collect();
        [" ", &say.fill("step.moved.was", &[("was", &was.join("; "))])].concat()
    });
    let now =
        now.map(|now| move || [" ", &say.fill("step.moved.now", &[("now", &words(say, &now))])].concat());
    let reason = [" ", text(line, "reason")].concat();
    view! { <li>{question} "." {was} {now} {reason}</li> }.into_any()
}

fn href(open: OpenDossier, opened: &Opened, line: &Value) -> Option<String> {
    let is_asked = !text(line, "page").is_empty();
    question_href(opened.store.filter(|_| is_asked)?, &open.id(), text(line, "path"))
}

fn words(say: Locale, answer: &Value) -> String {
    match answer {
        Value::Bool(yes) => say.text(if *yes { "form.yes" } else { "form.no" }),
        answer => answer.as_str().unwrap_or_default().to_owned(),
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The button that takes the reports away; they are gone when the backend knows it.
fn seen_button(open: OpenDossier, view: RwSignal<contract::DossierView>) -> AnyView {
    let press = Press::new(move || {
        Box::pin(async move {
            open.api().send::<MoveSeen>(&[&open.id()], &Nothing, None).await?;
            view.try_update(|view| view.moved.clear());
            focus::soon_to("main".to_owned());
            Ok(())
        })
    });
    view! {
        <div class="cd-actions">{press.button(t("step.moved.seen"), Look::Quiet)}</div>
        {press.trouble()}
    }
    .into_any()
}
