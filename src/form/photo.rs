//! The desk where photos become a paper: upright, cut, several pages in one, looked at before they are sent. All of it
//! happens on this device; what is sent goes over the counter like any file.

mod proof;
mod sheet;

use std::collections::VecDeque;

use crate::ui::{Shown, each, live};

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    browser::{
        files::{self, Blob, File},
        focus,
        picture::{self, Frame, ImageBitmap},
    },
    form::{
        files::{Fault, FileCounter, Limits},
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
    photo: StoredValue<Photo, LocalStorage>,
    /// What the two live under: they go with the last one who knows the sheet.
    owner: Owner,
}

/// Its bytes, and a small picture of it.
struct Photo {
    blob: Blob,
    preview: ImageBitmap,
}

impl Drop for Photo {
    fn drop(&mut self) {
        self.preview.close();
    }
}

/// The desk of one field. The counter keeps it, so that what lies on it is there whatever page is shown meanwhile.
#[derive(Clone, Copy)]
pub struct Desk {
    counter: FileCounter,
    field: StoredValue<String>,
    limits: StoredValue<Limits>,
    sheets: RwSignal<Vec<Sheet>>,
    /// Photos that are not decoded yet.
    coming: StoredValue<VecDeque<File>, LocalStorage>,
    numbers: StoredValue<usize>,
    /// Counts how often it was cleared: a photo from before does not come back.
    cleared: StoredValue<usize>,
    /// Whether a paper is to be made of what lies here.
    is_wanted: StoredValue<bool>,
    is_busy: RwSignal<bool>,
    fault: RwSignal<Option<Fault>>,
    proof: RwSignal<Option<Proof>, LocalStorage>,
    /// Whether its title is to have the focus as soon as it is on screen.
    is_called: RwSignal<bool>,
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
            coming: StoredValue::new_local(VecDeque::new()),
            numbers: StoredValue::new(0),
            cleared: StoredValue::new(0),
            is_wanted: StoredValue::new(false),
            is_busy: RwSignal::new(false),
            fault: RwSignal::new(None),
            proof: RwSignal::new_local(None),
            is_called: RwSignal::new(false),
        }
    }

    /// Whether there is nothing to show; follows changes.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.fault.get().is_none() && !self.is_laden()
    }

    /// Whether photos lie on it or are coming: word of one that could not be read alone is nothing to be sent. Follows changes.
    #[must_use]
    pub fn is_laden(self) -> bool {
        !self.sheets.with(Vec::is_empty) || self.is_busy.get()
    }

    /// Takes other limits, for instance when the form has changed.
    pub fn limit(self, limits: Limits) {
        self.limits.try_set_value(limits);
    }

    /// Puts a photo on it, behind those that were picked before.
    pub fn add(self, file: File) {
        self.coming.try_update_value(|coming| coming.push_back(file));
        self.proof.try_set(None);
        self.fault.try_set(None);
        self.work();
    }

    /// Whoever goes on is told that what lies here has not been sent.
    pub fn call(self) {
        self.fault.try_set(Some("unsent"));
        self.is_called.try_set(true);
    }

    /// Everything is off the desk; the keyboard is where it began.
    fn clear(self) {
        self.cleared.update_value(|times| *times += 1);
        self.coming.update_value(VecDeque::clear);
        self.is_wanted.set_value(false);
        self.fault.set(None);
        self.proof.set(None);
        self.sheets.set(Vec::new());
        focus::soon_to(control_id(&self.field.get_value()));
    }

    fn make(self) {
        self.fault.set(None);
        self.is_wanted.set_value(true);
        self.work();
    }

    /// One after the other, because one large picture fits into a phone at a time.
    fn work(self) {
        if self.is_busy.try_get_untracked() != Some(false) {
            return;
        }
        self.is_busy.set(true);
        spawn_local(async move {
            while self.step().await {}
            self.is_busy.try_set(false);
        });
    }

    /// Does what comes next; `false` when nothing is left to do.
    async fn step(self) -> bool {
        let next = self.coming.try_update_value(VecDeque::pop_front).flatten();
        if let Some(file) = next {
            self.lay(&file).await;
            return true;
        }
        if self.is_wanted.try_get_value() == Some(true) {
            self.prove().await;
            return true;
        }
        false
    }

    async fn lay(self, file: &File) {
        let (blob, name, cleared): (Blob, _, _) =
            ((**file).clone(), file.name(), self.cleared.try_get_value());
        let size = picture::size(&blob).await;
        let preview = match size {
            Some(size) => picture::decoded(&blob, size, Frame::default(), PREVIEW).await,
            None => None,
        };
        let photo = preview.map(|preview| Photo { blob, preview });
        if self.cleared.try_get_value() != cleared {
            return;
        }
        let (Some(size), Some(photo)) = (size, photo) else {
            self.is_wanted.try_set_value(false);
            self.fault.try_set(Some("damaged"));
            return;
        };
        let number = self.numbers.try_update_value(|last| {
            *last += 1;
            *last
        });
        let Some(owner) = self.counter.within(Owner::new) else { return };
        let (frame, photo) = owner.with(|| (RwSignal::new(Frame::default()), StoredValue::new_local(photo)));
        let sheet = Sheet { number: number.unwrap_or_default(), name, size, frame, photo, owner };
        let is_first = self.sheets.try_with_untracked(Vec::is_empty) == Some(true);
        self.sheets.try_update(|all| all.push(sheet));
        if is_first {
            self.is_called.try_set(true);
        }
    }

    async fn prove(self) {
        let sheets = self.sheets.try_get_untracked().unwrap_or_default();
        let (Some(limits), held) = (self.limits.try_get_value(), self.held()) else { return };
        let made = made(&sheets, &limits).await;
        // Turned, cut, thrown away or joined by another one meanwhile: it is made again.
        if self.held() != held || self.coming.try_with_value(VecDeque::is_empty) == Some(false) {
            return;
        }
        self.is_wanted.try_set_value(false);
        match made {
            Ok(proof) => {
                self.proof.try_set(Some(proof));
                self.is_called.try_set(true);
            }
            Err(fault) => _ = self.fault.try_set(Some(fault)),
        }
    }

    /// Which photos lie here, and how.
    fn held(self) -> Vec<(usize, Option<Frame>)> {
        let held = |sheet: &Sheet| (sheet.number, sheet.frame.try_get_untracked());
        self.sheets.try_with_untracked(|all| all.iter().map(held).collect()).unwrap_or_default()
    }

    fn send(self) {
        // A photo on its way here is not in it.
        if self.is_busy.get_untracked() {
            return;
        }
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

crate::later! { part photo, fetched by fetch, inside a page;
    /// What lies on the desk: photos to hold and cut, or the paper that they make.
    pub fn desk(desk: Desk) -> AnyView {
        on_it(desk)
    }
}

fn on_it(desk: Desk) -> AnyView {
    let say = use_locale();
    let field = desk.field.get_value();
    let id = title_id(&field);
    let heading = NodeRef::<html::H2>::new();
    Effect::new({
        let id = id.clone();
        move || {
            if heading.get().is_some() && desk.is_called.get() {
                desk.is_called.set(false);
                focus::soon_to(id.clone());
            }
        }
    });
    let more_id = StoredValue::new([&id, "-more"].concat());
    let on_more = move |event| {
        for file in files::picked(&event) {
            desk.add(file);
        }
    };
    let is_one = desk.limits.with_value(|limits| !limits.makes_pdf());
    let fault = live(move || {
        desk.fault.get().map(|fault| {
            let text = say.text(&["form.file.fault.", fault].concat());
            view! { <p class="cd-photo__fault" role="alert">{text}</p> }
        })
    });
    let sheets = move || {
        view! {
            <p class="cd-photo__lede">{t("form.photo.lede")}</p>
            <ol class="cd-photo__sheets" role="list">
                {each(move || desk.sheets.get(), |sheet| sheet.number.to_string(), move |one| sheet::view(desk, &one))}
            </ol>
            <div class="cd-actions">
                <Button label=t("form.photo.make") on_press=Callback::new(move |()| desk.make()) look=Look::Quiet busy=desk.is_busy/>
                <Shown when=move || !is_one>
                    <span class="cd-file__way">
                        <input id=more_id.get_value() class="cd-file__input" type="file" accept="image/jpeg,image/png,image/webp" multiple=true on:change=on_more/>
                        <label class="cd-button cd-button--quiet cd-file__pick" for=more_id.get_value()>{t("form.photo.more")}</label>
                    </span>
                </Shown>
                <Button label=t("form.photo.cancel") on_press=Callback::new(move |()| desk.clear()) look=Look::Plain/>
            </div>
        }
        .into_any()
    };
    let title = live(move || {
        say.text(if desk.proof.with(Option::is_some) { "form.photo.proof" } else { "form.photo.title" })
    });
    view! {
        <section class="cd-photo" aria-labelledby=id.clone()>
            <h2 class="cd-photo__title" id=id.clone() tabindex="-1" node_ref=heading>{title}</h2>
            {fault}
            {live(move || match desk.proof.get() {
                Some(proof) => proof::view(desk, &proof),
                None => sheets(),
            })}
        </section>
    }
    .into_any()
}
