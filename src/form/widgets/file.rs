//! Papers: the limits before picking, each file sent as soon as it is picked, with its state and a way to take it back.

use eform::{Kind, kinds::file::File as Rules};

use crate::ui::{Shown, each, live};
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;

use crate::{
    browser::{files, focus},
    form::{
        covered,
        files::{Attached, Fault, FileCounter, Item, Limits, Stage, answers, kind, link_id, use_files},
        frame::{Shape, frame},
        handle::{Handle, control_id},
        photo::{self, Desk},
        present,
    },
    i18n::{grouped, t, use_locale},
    ui::{Button, Look},
};

/// Pictures and PDFs by media type: an iPhone then hands its photos over as JPEG.
const PICKED: &str = "image/jpeg,image/png,image/webp,application/pdf";

/// Draws the field.
pub fn view(field: &Handle, limits: &Rules) -> AnyView {
    let say = use_locale();
    let counter = use_files();
    let attached = attached(field);
    let limit_id = field.part_id("limits");
    let own = Limits { accept: limits.accept.clone(), max_bytes: limits.max_bytes.unsigned_abs() };
    let (kinds, max_files, max_bytes) =
        (limits.accept.join(", ").to_uppercase(), limits.max_files, own.max_bytes);
    let limit_text = live(move || {
        let (size, count) = (present::size(say, max_bytes), grouped(max_files as u64, say.lang()));
        say.fill("form.file.limits", &[("types", &kinds), ("size", &size), ("count", &count)])
    });
    let [describing, checking, sending, listing, moving] = std::array::from_fn(|_| field.clone());
    let on_its_way = move || counter.map_or_else(Vec::new, |counter| counter.items(&moving.path));
    let on_its_way = Memo::new_with_compare(
        move |_| on_its_way(),
        |old, new| old.map(|old| numbers(old)) != new.map(|new| numbers(new)),
    );
    let described_by = {
        let (limit_id, covered_id) = (limit_id.clone(), field.part_id("covered"));
        move || {
            [covered_id.clone(), limit_id.clone(), describing.described_by().unwrap_or_default()]
                .join(" ")
                .trim()
                .to_owned()
        }
    };
    let desk = counter.and_then(|counter| counter.desk(&sending.path, own.clone()));
    let on_pick = Callback::new(move |event| {
        if let (Some(counter), Some(desk)) = (counter, desk) {
            take(counter, desk, &sending.path, own.clone(), files::picked(&event));
        }
    });
    let has_photos = Memo::new(move |_| desk.is_some_and(|desk| !desk.is_empty()));
    let photos = live(move || desk.filter(|_| has_photos.get()).map(photo::desk));
    let is_several = max_files > 1;
    let is_full = Memo::new(move |_| attached.with(Vec::len) >= max_files);
    let pick_label =
        move || say.text(if attached.with(Vec::is_empty) { "form.file.pick" } else { "form.file.more" });
    let (id, camera_id) = (field.id(), field.part_id("camera"));
    let control = view! {
        {covered::notice(field)}
        {alternatives(field, limits)}
        <p class="cd-frame__hint" id=limit_id.clone()>{limit_text}</p>
        <ul class="cd-file" role="list">
            {each(move || attached.get(), |file| file.id.clone(), move |file| stored(&listing, counter, file))}
            {each(move || on_its_way.get(), |item| item.number.to_string(), move |item| travelling(counter, &item))}
        </ul>
        <div class="cd-file__ways">
            <span class="cd-file__way">
                <input
                    id=id.clone()
                    class="cd-file__input"
                    type="file"
                    multiple=is_several
                    accept=PICKED
                    disabled=is_full
                    aria-describedby=described_by
                    aria-invalid=move || checking.invalid()
                    on:change=move |event| on_pick.run(event)
                />
                <Shown when=move || !is_full.get()>
                    <label class="cd-button cd-button--quiet cd-file__pick" for=id.clone()>{pick_label}</label>
                </Shown>
            </span>
            <span class="cd-file__way cd-file__way--camera">
                <input
                    id=camera_id.clone()
                    class="cd-file__input"
                    type="file"
                    accept="image/jpeg,image/png,image/webp"
                    capture="environment"
                    disabled=is_full
                    aria-describedby=limit_id
                    on:change=move |event| on_pick.run(event)
                />
                <Shown when=move || !is_full.get()>
                    <label class="cd-button cd-button--quiet cd-file__pick" for=camera_id.clone()>{t("form.file.camera")}</label>
                </Shown>
            </span>
        </div>
        {photos}
    };
    frame(field, Shape::Single, control.into_any())
}

/// A PDF goes over the counter, a photo to the desk first; photos in the order in which they were picked.
fn take(counter: FileCounter, desk: Desk, field: &str, limits: Limits, picked: Vec<files::File>) {
    let field = field.to_owned();
    spawn_local(async move {
        for file in picked {
            match kind(&file).await {
                Ok(kind) if limits.prepares(kind) => desk.add(file),
                Ok(_) => counter.hand_in(&field, limits.clone(), file),
                Err(fault) => counter.turn_away(&field, &file.name(), fault),
            }
        }
    });
}

fn numbers(items: &[Item]) -> Vec<usize> {
    items.iter().map(|item| item.number).collect()
}

/// The ways of proving the same, where one is enough: the papers of a way by their names.
fn alternatives(field: &Handle, limits: &Rules) -> Option<AnyView> {
    let say = use_locale();
    let group = &limits.alternative.as_ref()?.group;
    let mut ways: Vec<(String, Vec<String>)> = Vec::new();
    field.store.read(|instance| {
        for other in instance.form().pages().iter().flat_map(|page| &page.fields) {
            let Kind::File(Rules { alternative: Some(found), .. }) = &other.kind else { continue };
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
    let text = live(move || {
        let and = say.text("form.file.one_of.and");
        let ways: Vec<String> = ways.iter().map(|(_, papers)| papers.join(&and)).collect();
        say.fill("form.file.one_of", &[("ways", &ways.join("; "))])
    });
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

fn stored(field: &Handle, counter: Option<FileCounter>, file: Attached) -> AnyView {
    let say = use_locale();
    let bytes = file.size;
    let size = live(move || present::size(say, bytes));
    let name = file.name.clone();
    let link = match counter {
        Some(counter) => {
            view! { <a id=link_id(&file.id) href=counter.address(&file.id) target="_blank">{file.name.clone()}</a> }.into_any()
        }
        None => file.name.clone().into_any(),
    };
    let [field, file_id] = [field.clone(), field.clone()].map(|field| field);
    let id = file.id;
    let on_remove = Callback::new(move |()| {
        let mut files = answers(field.store, &field.path);
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

/// One file that is not an answer yet: its whole name, where it is in words, and what can be done.
fn travelling(counter: Option<FileCounter>, item: &Item) -> AnyView {
    let say = use_locale();
    let stage = item.stage.clone();
    let shown = {
        let (stage, name) = (stage.clone(), item.name.clone());
        move || match stage.get() {
            Stage::Failed(fault) => said_at_once(say.text(&["form.file.fault.", fault].concat())),
            Stage::Infected => said_at_once(say.text("form.file.fault.infected")),
            Stage::Sending(percent) => {
                let text = say.fill("form.file.stage.sending", &[("percent", &percent.to_string())]);
                view! {
                    <span class="cd-file__stage">{text}</span>
                    <progress class="cd-file__progress" max="100" value=percent.to_string() aria-label=name.clone()></progress>
                }
                .into_any()
            }
            Stage::Halted(percent) => {
                let text = say.fill("form.file.stage.halted", &[("percent", &percent.to_string())]);
                view! { <span class="cd-file__stage">{text}</span> }.into_any()
            }
            Stage::Local => waiting(say.text("form.file.stage.local")),
            Stage::Queued => waiting(say.text("form.file.stage.queued")),
            Stage::Waiting => waiting(say.text("form.file.stage.waiting")),
            Stage::Checking => waiting(say.text("form.file.stage.checking")),
        }
    };
    let word = Memo::new(move |_| match stage.get() {
        Stage::Failed(fault) => ("form.file.dismiss", MAY_PASS.contains(&fault)),
        Stage::Infected => ("form.file.dismiss", false),
        _ => ("form.file.cancel", false),
    });
    let [dismissed, retried] = [item.clone(), item.clone()];
    let field = item.field.clone();
    let on_dismiss = Callback::new(move |()| {
        if let Some(counter) = counter {
            counter.dismiss(&dismissed);
        }
        focus::soon_to(control_id(&field));
    });
    let has_retry = move || word.get().1 && counter.is_some_and(|counter| counter.may_retry(&retried));
    let again = item.clone();
    let on_retry = Callback::new(move |()| {
        if let Some(counter) = counter {
            counter.retry(&again);
        }
    });
    let name = Signal::stored(item.name.clone());
    view! {
        <li class="cd-file__file">
            <span class="cd-file__name">{item.name.clone()}</span>
            {shown}
            <span class="cd-file__acts">
                <Shown when=has_retry.clone()>
                    <Button label=t("form.file.retry") about=name on_press=on_retry look=Look::Plain/>
                </Shown>
                <Button label=Signal::derive(move || say.text(word.get().0)) about=name on_press=on_dismiss look=Look::Plain/>
            </span>
        </li>
    }
    .into_any()
}

/// Faults that may be over the next time.
const MAY_PASS: [Fault; 4] = ["offline", "sign_in", "unavailable", "digest"];

fn waiting(text: String) -> AnyView {
    view! { <span class="cd-file__stage">{text}</span> }.into_any()
}

fn said_at_once(text: String) -> AnyView {
    view! { <span class="cd-file__fault" role="alert">{text}</span> }.into_any()
}
