//! The desk where photos become a paper: upright, cut, several pages in one, looked at before they are sent. All of it
//! happens on this device; what is sent goes over the counter like any file.

mod proof;
mod sheet;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    browser::{
        files::{self, Blob, File},
        focus,
        picture::{self, Frame, ImageBitmap},
    },
    form::{
        files::{FileCounter, Limits},
        handle::control_id,
    },
    i18n::{t, use_locale},
    ui::{Button, Look},
};

use proof::{Proof, made};

/// The preview's longer side in pixels.
const PREVIEW: u32 = 1000;

/// A photo on the desk.
#[derive(Clone)]
struct Sheet {
    number: usize,
    name: String,
    /// Width and height of the photo, upright.
    size: (u32, u32),
    frame: RwSignal<Frame>,
    blob: StoredValue<Blob, LocalStorage>,
    preview: StoredValue<ImageBitmap, LocalStorage>,
}

/// The desk of one field; it lives as long as the field is shown.
#[derive(Clone, Copy)]
pub struct Desk {
    counter: FileCounter,
    field: StoredValue<String>,
    limits: StoredValue<Limits>,
    sheets: RwSignal<Vec<Sheet>>,
    numbers: StoredValue<usize>,
    is_busy: RwSignal<bool>,
    fault: RwSignal<Option<&'static str>>,
    proof: RwSignal<Option<Proof>, LocalStorage>,
}

impl Desk {
    /// An empty desk for a field.
    #[must_use]
    pub fn new(counter: FileCounter, field: &str, limits: Limits) -> Self {
        Self {
            counter,
            field: StoredValue::new(field.to_owned()),
            limits: StoredValue::new(limits),
            sheets: RwSignal::new(Vec::new()),
            numbers: StoredValue::new(0),
            is_busy: RwSignal::new(false),
            fault: RwSignal::new(None),
            proof: RwSignal::new_local(None),
        }
    }

    /// Whether nothing lies on it; follows changes.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.sheets.with(Vec::is_empty) && self.fault.get().is_none() && !self.is_busy.get()
    }

    /// Puts a photo on it.
    pub fn add(self, file: &File) {
        let (blob, name): (Blob, String) = ((**file).clone(), file.name());
        self.is_busy.set(true);
        self.fault.set(None);
        spawn_local(async move {
            let frame = Frame::default();
            let size = picture::size(&blob).await;
            let preview = match size {
                Some(size) => picture::decoded(&blob, size, frame, PREVIEW).await,
                None => None,
            };
            let is_first = self.sheets.try_with_untracked(Vec::is_empty) == Some(true);
            self.is_busy.try_set(false);
            let (Some(size), Some(preview)) = (size, preview) else {
                self.fault.try_set(Some("damaged"));
                return;
            };
            let number = self.numbers.try_update_value(|last| {
                *last += 1;
                *last
            });
            let sheet = Sheet {
                number: number.unwrap_or_default(),
                name,
                size,
                frame: RwSignal::new(frame),
                blob: StoredValue::new_local(blob),
                preview: StoredValue::new_local(preview),
            };
            self.proof.try_set(None);
            self.sheets.try_update(|all| all.push(sheet));
            if is_first && let Some(field) = self.field.try_get_value() {
                focus::soon_to(title_id(&field));
            }
        });
    }

    /// Everything is off the desk; the keyboard is where it began.
    fn clear(self) {
        self.fault.set(None);
        self.proof.set(None);
        self.sheets.set(Vec::new());
        focus::soon_to(control_id(&self.field.get_value()));
    }

    fn make(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.fault.set(None);
        spawn_local(async move {
            let sheets = self.sheets.try_get_untracked().unwrap_or_default();
            let Some(limits) = self.limits.try_get_value() else { return };
            let made = made(&sheets, &limits).await;
            self.is_busy.try_set(false);
            match made {
                Ok(proof) => {
                    self.proof.try_set(Some(proof));
                    if let Some(field) = self.field.try_get_value() {
                        focus::soon_to(title_id(&field));
                    }
                }
                Err(fault) => _ = self.fault.try_set(Some(fault)),
            }
        });
    }

    fn send(self) {
        let field = self.field.get_value();
        if let Some(proof) = self.proof.get_untracked() {
            for (name, blob) in proof.papers {
                self.counter.hand_in_made(&field, name, blob);
            }
        }
        self.clear();
    }
}

fn title_id(field: &str) -> String {
    [&control_id(field), "-photo"].concat()
}

crate::later! { part photo, fetched by fetch;
    /// What lies on the desk: photos to hold and cut, or the paper that they make.
    pub fn desk(desk: Desk) -> AnyView {
        on_it(desk)
    }
}

fn on_it(desk: Desk) -> AnyView {
    let say = use_locale();
    let field = desk.field.get_value();
    let id = title_id(&field);
    let more_id = StoredValue::new([&id, "-more"].concat());
    let on_more = move |event| {
        for file in files::picked(&event) {
            desk.add(&file);
        }
    };
    let is_one = desk.limits.with_value(|limits| !limits.makes_pdf());
    let fault = move || {
        desk.fault.get().map(|fault| {
            let text = say.text(&["form.file.fault.", fault].concat());
            view! { <p class="cd-photo__fault" role="alert">{text}</p> }
        })
    };
    let sheets = move || {
        view! {
            <p class="cd-photo__lede">{t("form.photo.lede")}</p>
            <ol class="cd-photo__sheets" role="list">
                <For each=move || desk.sheets.get() key=|sheet| sheet.number let:one>{sheet::view(desk, &one)}</For>
            </ol>
            {fault}
            <div class="cd-actions">
                <Button label=t("form.photo.make") on_press=Callback::new(move |()| desk.make()) look=Look::Quiet busy=desk.is_busy/>
                <Show when=move || !is_one>
                    <span class="cd-file__way">
                        <input id=more_id.get_value() class="cd-file__input" type="file" accept="image/jpeg,image/png,image/webp" multiple=true on:change=on_more/>
                        <label class="cd-button cd-button--quiet cd-file__pick" for=more_id.get_value()>{t("form.photo.more")}</label>
                    </span>
                </Show>
                <Button label=t("form.photo.cancel") on_press=Callback::new(move |()| desk.clear()) look=Look::Plain/>
            </div>
        }
        .into_any()
    };
    let title = move || {
        say.text(if desk.proof.with(Option::is_some) { "form.photo.proof" } else { "form.photo.title" })
    };
    view! {
        <section class="cd-photo" aria-labelledby=id.clone()>
            <h2 class="cd-photo__title" id=id.clone() tabindex="-1">{title}</h2>
            {move || match desk.proof.get() {
                Some(proof) => proof::view(desk, &proof),
                None => sheets(),
            }}
        </section>
    }
    .into_any()
}
