//! An answer that a register holds and that cannot be changed here: shown with its source, and with what to do when it
//! is wrong.

use eform::{NOTE_CHARACTERS, Provenance, note_path};
use leptos::prelude::*;

use crate::ui::{Shown, live};

use super::{frame::source, handle::Handle, present, reasons};
use crate::i18n::{t, use_locale};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    let (say, value) = (use_locale(), present::value_text(field));
    let show = live(move || match value() {
        text if text.is_empty() => say.text("form.known.unset"),
        text => text,
    });
    let label_id = field.part_id("label");
    view! {
        <div class="cd-known" role="group" aria-labelledby=label_id.clone() id=field.id() tabindex="-1">
            <p class="cd-frame__label" id=label_id.clone()>{field.label()}</p>
            <div class="cd-known__box">
                <b class="cd-known__value">{show}</b>
                {source(field)}
            </div>
            {reasons::known(field)}
            {when_wrong(field)}
        </div>
    }
    .into_any()
}

/// What to do when a source is wrong: where it is put right, and a note that travels to the officer with the answer.
fn when_wrong(field: &Handle) -> AnyView {
    let say = use_locale();
    let (id, path) = (field.part_id("note"), note_path(&field.path));
    let source = {
        let field = field.clone();
        move || match field.state().provenance {
            Some(Provenance::Register { source, .. }) => Some(source),
            _ => None,
        }
    };
    let correct = {
        let source = source.clone();
        move || source().map(|source| say.text(&["form.known.correct.", &source].concat()))
    };
    let (store, label) = (field.store, field.label());
    let kept =
        store.read(|instance| instance.answers().get(&path).and_then(|raw| raw.as_str().map(str::to_owned)));
    let help = [&id, "-help"].concat();
    let control = move || {
        let path = path.clone();
        view! {
            <details class="cd-known__wrong" open=kept.is_some()>
                <summary>{t("form.known.wrong")}<span class="cd-unseen">" ("{label.clone()}")"</span></summary>
                <p id=help.clone()>{correct.clone()}" "{t("form.known.wrong.help")}</p>
                <label class="cd-known__note" for=id.clone()>{t("form.known.note")}</label>
                <textarea
                    id=id.clone()
                    class="cd-line cd-line--long"
                    rows="3"
                    maxlength=NOTE_CHARACTERS.to_string()
                    aria-describedby=help.clone()
                    prop:value=kept.clone().unwrap_or_default()
                    on:input=move |event| {
                        let note = event_target_value(&event);
                        store.set(&path, (!note.trim().is_empty()).then(|| note.into()));
                    }
                ></textarea>
            </details>
        }
    };
    let has_source = Memo::new(move |_| source().is_some());
    view! { <Shown when=has_source>{control.clone()}</Shown> }.into_any()
}
