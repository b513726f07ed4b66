//! One photo on the desk: how it is held and what is cut off. Each edge has a slider of its own; a mouse can also take
//! hold of it on the picture. A finger cannot: it moves the page.

use leptos::{ev::PointerEvent, html, prelude::*};

use crate::ui::{CollectAny, Shown, live};

use super::{Desk, Sheet};
use crate::{
    browser::picture,
    i18n::{t, use_locale},
    ui::{Button, Look},
};

/// At least so many percent of a picture stay, in each direction.
const LEAST: u32 = 10;
/// So many percent beside an edge it can be taken hold of.
const NEAR: u32 = 10;
/// The edges in the order of `Frame::cut`.
const EDGES: [&str; 4] = ["form.photo.top", "form.photo.right", "form.photo.bottom", "form.photo.left"];

/// Draws it.
pub(super) fn view(desk: Desk, sheet: &Sheet) -> AnyView {
    let say = use_locale();
    let (number, frame, photo) = (sheet.number, sheet.frame, sheet.photo);
    let owner = sheet.owner.clone();
    on_cleanup(move || drop(owner));
    let at = Memo::new(move |_| {
        desk.sheets.with(|all| all.iter().position(|one| one.number == number).unwrap_or_default() + 1)
    });
    let page = Signal::derive(move || say.fill("form.photo.page", &[("n", &at.get().to_string())]));
    let canvas = NodeRef::<html::Canvas>::new();
    Effect::new(move || {
        if let (Some(canvas), frame) = (canvas.get(), frame.get()) {
            photo.try_with_value(|photo| picture::show(&canvas, &photo.preview, frame));
        }
    });
    let held = StoredValue::new(None::<usize>);
    let follow = move |event: &PointerEvent| {
        if let (Some(canvas), Some(edge)) = (canvas.get_untracked(), held.get_value()) {
            let (x, y) = picture::place(&canvas, event);
            cut(frame, edge, [y, 100 - x, 100 - y, x][edge]);
        }
    };
    let on_down = move |event: PointerEvent| {
        let Some(canvas) = canvas.get_untracked().filter(|_| event.pointer_type() == "mouse") else { return };
        held.set_value(grasped(frame.get_untracked().cut, picture::place(&canvas, &event)));
        if held.get_value().is_some() {
            picture::hold(&canvas, &event);
        }
    };
    let on_turn = Callback::new(move |()| {
        frame.update(|frame| {
            frame.turns = (frame.turns + 1) % 4;
            frame.cut.rotate_right(1);
        });
    });
    let on_remove = Callback::new(move |()| {
        desk.sheets.update(|all| all.retain(|one| one.number != number));
        if desk.sheets.with_untracked(Vec::is_empty) {
            desk.clear();
        }
    });
    let name = sheet.name.clone();
    let label = move || say.fill("form.photo.picture", &[("page", &page.get()), ("name", &name)]);
    let size = sheet.size;
    let is_faint = Memo::new(move |_| dots(frame.get().kept(size)) < LEGIBLE);
    view! {
        <li class="cd-photo__sheet">
            <canvas
                class="cd-photo__picture"
                role="img"
                aria-label=label
                node_ref=canvas
                on:pointerdown=on_down
                on:pointermove=move |event| follow(&event)
                on:pointerup=move |_| held.set_value(None)
                on:pointercancel=move |_| held.set_value(None)
            ></canvas>
            <fieldset class="cd-photo__edges">
                <legend>{live(move || say.fill("form.photo.cut", &[("page", &page.get())]))}</legend>
                {EDGES.into_iter().enumerate().map(|(edge, label)| slider(frame, edge, label)).collect_any()}
            </fieldset>
            <Shown when=is_faint><p class="cd-photo__faint">{t("form.photo.faint")}</p></Shown>
            <div class="cd-photo__acts">
                <Button label=t("form.photo.turn") about=page on_press=on_turn look=Look::Plain/>
                <Button label=t("form.photo.remove") about=page on_press=on_remove look=Look::Plain/>
            </div>
        </li>
    }
    .into_any()
}

/// The edge that is near a place, in percent from the left and from the top.
fn grasped(cut: [u32; 4], (x, y): (u32, u32)) -> Option<usize> {
    let far = [y, 100 - x, 100 - y, x].into_iter().zip(cut).map(|(at, cut)| at.abs_diff(cut));
    far.enumerate().filter(|(_, far)| *far <= NEAR).min_by_key(|(_, far)| *far).map(|(edge, _)| edge)
}

/// Dots per inch that printed letters of a form need.
const LEGIBLE: u32 = 150;

/// Dots per inch of a picture that fills a page of A4 (297 mm, 11.69 inches).
fn dots((width, height): (u32, u32)) -> u32 {
    width.max(height) * 100 / 1169
}

fn slider(frame: RwSignal<picture::Frame>, edge: usize, label: &'static str) -> AnyView {
    let percent = Memo::new(move |_| frame.get().cut[edge]);
    let on_input = move |event| {
        if let Ok(wanted) = event_target_value(&event).parse() {
            cut(frame, edge, wanted);
        }
    };
    view! {
        <label class="cd-photo__edge">
            <span>{t(label)}</span>
            <input
                type="range"
                min="0"
                max=(100 - LEAST).to_string()
                step="1"
                prop:value=move || percent.get().to_string()
                aria-valuetext=move || [&percent.get().to_string(), " %"].concat()
                on:input=on_input
            />
            <span class="cd-photo__percent" aria-hidden="true">{live(move || percent.get())} " %"</span>
        </label>
    }
    .into_any()
}

/// Cuts so many percent off at an edge, as far as the opposite one leaves room.
fn cut(frame: RwSignal<picture::Frame>, edge: usize, wanted: u32) {
    let mut now = frame.get_untracked();
    let room = (100 - LEAST).saturating_sub(now.cut[(edge + 2) % 4]);
    now.cut[edge] = wanted.min(room);
    frame.set(now);
}

#[cfg(test)]
mod tests {
    use super::grasped;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn only_a_place_beside_an_edge_takes_hold_of_it() {
        assert_eq!(grasped([0; 4], (50, 50)), None);
        assert_eq!(grasped([0; 4], (50, 4)), Some(0));
        assert_eq!(grasped([0; 4], (97, 50)), Some(1));
        assert_eq!(grasped([0; 4], (50, 92)), Some(2));
        assert_eq!(grasped([0, 0, 0, 40], (45, 50)), Some(3));
        assert_eq!(grasped([0, 0, 0, 40], (5, 50)), None);
    }
}
