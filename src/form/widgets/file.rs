//! Papers: the limits before picking, each file sent as soon as it is picked, with its state and a way to take it back.

use std::rc::Rc;

use eform::{Kind, kinds::file::File as Limits};
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;

use crate::{
    browser::{files, focus},
    form::{
        files::{Attached, Fault, FileCounter, use_files},
        frame::{Shape, frame},
        handle::Handle,
        present,
    },
    i18n::{grouped, t, use_locale},
    ui::{Button, Look},
};

/// A file on its way, or one that was not taken.
#[derive(Clone)]
struct Moving {
    number: usize,
    name: String,
    percent: RwSignal<u32>,
    fault: RwSignal<Option<Fault>>,
}

/// Draws the field.
pub fn view(field: &Handle, limits: &Limits) -> AnyView {
    let say = use_locale();
    let counter = use_files();
    let moving = RwSignal::new(Vec::<Moving>::new());
    let attached = attached(field);
    let limit_id = field.part_id("limits");
    let accept = limits.accept.iter().map(|kind| [".", kind].concat()).collect::<Vec<_>>();
    let (kinds, max_files, max_bytes) =
        (limits.accept.join(", ").to_uppercase(), limits.max_files, limits.max_bytes.unsigned_abs());
    let limit_text = move || {
        let (size, count) = (present::size(say, max_bytes), grouped(max_files as u64, say.lang()));
        say.fill("form.file.limits", &[("types", &kinds), ("size", &size), ("count", &count)])
    };
    let accepted = accept.clone();
    let [describing, checking, sending, listing] = std::array::from_fn(|_| field.clone());
    let described_by = {
        let limit_id = limit_id.clone();
        move || [limit_id.clone(), describing.described_by().unwrap_or_default()].join(" ").trim().to_owned()
    };
    let on_pick = move |event| {
        let Some(counter) = counter else { return };
        for file in files::picked(&event) {
            start(&sending, counter, moving, file, &accepted, max_bytes);
        }
    };
    let id = field.id();
    let is_several = max_files > 1;
    let is_full = Memo::new(move |_| attached.with(Vec::len) >= max_files);
    let pick_label =
        move || say.text(if attached.with(Vec::is_empty) { "form.file.pick" } else { "form.file.more" });
    let control = view! {
        {alternatives(field, limits)}
        <p class="cd-frame__hint" id=limit_id>{limit_text}</p>
        <ul class="cd-file" role="list">
            <For each=move || attached.get() key=|file| file.id.clone() let:file>{stored(&listing, counter, file)}</For>
            <For each=move || moving.get() key=|one| one.number let:one>{on_its_way(moving, one)}</For>
        </ul>
        <input
            id=id.clone()
            class="cd-file__input"
            type="file"
            multiple=is_several
            accept=accept.join(",")
            disabled=is_full
            aria-describedby=described_by
            aria-invalid=move || checking.invalid()
            on:change=on_pick
        />
        <Show when=move || !is_full.get()>
            <label class="cd-button cd-button--quiet cd-file__pick" for=id.clone()>{pick_label}</label>
        </Show>
    };
    frame(field, Shape::Single, control.into_any())
}

/// The ways of proving the same, where one is enough: the papers of a way by their names.
fn alternatives(field: &Handle, limits: &Limits) -> Option<AnyView> {
    let say = use_locale();
    let group = &limits.alternative.as_ref()?.group;
    let mut ways: Vec<(String, Vec<String>)> = Vec::new();
    field.store.read(|instance| {
        for other in instance.form().pages().iter().flat_map(|page| &page.fields) {
            let Kind::File(Limits { alternative: Some(found), .. }) = &other.kind else { continue };
            if found.group != *group {
                continue;
            }
            let paper = field.texts.label(&other.id);
            match ways.iter_mut().find(|(way, _)| *way == found.way) {
                Some((_, papers)) => papers.push(paper),
                None => ways.push((found.way.clone(), vec![paper])),
            }
        }
    });
    let text = move || {
        let and = say.text("form.file.one_of.and");
        let ways: Vec<String> = ways.iter().map(|(_, papers)| papers.join(&and)).collect();
        say.fill("form.file.one_of", &[("ways", &ways.join("; "))])
    };
    Some(view! { <p class="cd-frame__hint">{text}</p> }.into_any())
}

fn attached(field: &Handle) -> Memo<Vec<Attached>> {
    let field = field.clone();
    Memo::new(move |_| {
        field
            .state()
            .raw
            .as_array()
            .map_or_else(Vec::new, |files| files.iter().filter_map(Attached::from_answer).collect())
    })
}

/// Sends a picked file, unless it breaks a limit that is known before.
fn start(
    field: &Handle,
    counter: FileCounter,
    moving: RwSignal<Vec<Moving>>,
    file: files::File,
    accept: &[String],
    max: u64,
) {
    let name = file.name();
    let lower = name.to_lowercase();
    let end = lower.rsplit_once('.').map_or("", |(_, end)| if end == "jpeg" { "jpg" } else { end });
    let is_accepted = accept.iter().any(|accepted| accepted.strip_prefix('.') == Some(end));
    let fault = match files::size(&file) {
        0 => Some("empty"),
        size if size > max => Some("too_large"),
        _ if !is_accepted => Some("type"),
        _ => None,
    };
    let number = moving.with_untracked(|all| all.last().map_or(0, |last| last.number + 1));
    let one = Moving { number, name, percent: RwSignal::new(0), fault: RwSignal::new(fault) };
    moving.update(|all| all.push(one.clone()));
    if fault.is_some() {
        return;
    }
    let field = field.clone();
    spawn_local(async move {
        let percent = one.percent;
        let on_progress = Rc::new(move |now| _ = percent.try_set(now));
        match counter.hand_in(field.path.to_string(), file, on_progress).await {
            Ok(attached) => {
                moving.try_update(|all| all.retain(|other| other.number != number));
                add(&field, &attached);
            }
            Err(fault) => _ = one.fault.try_set(Some(fault)),
        }
    });
}

fn answers(field: &Handle) -> Vec<Value> {
    match untrack(|| field.state()).raw {
        Value::Array(files) => files,
        _ => Vec::new(),
    }
}

fn add(field: &Handle, attached: &Attached) {
    let mut files = answers(field);
    files.push(attached.to_answer());
    field.set(files);
}

fn stored(field: &Handle, counter: Option<FileCounter>, file: Attached) -> AnyView {
    let say = use_locale();
    let bytes = file.size;
    let size = move || present::size(say, bytes);
    let name = file.name.clone();
    let link = match counter {
        Some(counter) => {
            view! { <a href=counter.address(file.id.clone()) target="_blank">{file.name.clone()}</a> }
                .into_any()
        }
        None => file.name.clone().into_any(),
    };
    let [field, file_id] = [field.clone(), field.clone()].map(|field| field);
    let id = file.id;
    let on_remove = Callback::new(move |()| {
        let mut files = answers(&field);
        files.retain(|one| one.get("id").and_then(Value::as_str) != Some(&id));
        field.set(files);
        if let Some(counter) = counter {
            counter.take_back(id.clone());
        }
        focus::soon_to(file_id.id());
    });
    view! {
        <li class="cd-file__file cd-file__file--stored">
            <span class="cd-file__name">{link}</span>
            <span class="cd-file__state">{size} " · " {t("form.file.stored")}</span>
            <Button label=t("form.file.remove") about=Signal::stored(name) on_press=on_remove look=Look::Plain/>
        </li>
    }
    .into_any()
}

fn on_its_way(moving: RwSignal<Vec<Moving>>, one: Moving) -> AnyView {
    let say = use_locale();
    let Moving { number, name, percent, fault } = one;
    let dismiss = Callback::new(move |()| moving.update(|all| all.retain(|other| other.number != number)));
    let label = name.clone();
    let state = move || {
        match fault.get() {
        None => view! {
            <progress class="cd-file__progress" max="100" value=move || percent.get().to_string() aria-label=label.clone()></progress>
        }
        .into_any(),
        Some(fault) => view! {
            <span class="cd-file__fault" role="alert">{say.text(&["form.file.fault.", fault].concat())}</span>
            <Button label=t("form.file.dismiss") on_press=dismiss look=Look::Plain/>
        }
        .into_any(),
    }
    };
    view! { <li class="cd-file__file"><span class="cd-file__name">{name}</span> {state}</li> }.into_any()
}
