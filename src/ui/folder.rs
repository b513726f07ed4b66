//! The folder: a dossier has the shape of its steps. Tabs on wide screens, one line on phones, and a rail with the facts.

use leptos::prelude::*;

use super::{CollectAny, Shape, Tone, live};

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind.
    Done,
    /// Here.
    Current,
    /// To come.
    Ahead,
}

/// One tab.
#[derive(Clone, PartialEq)]
pub struct FolderStep {
    /// Its name.
    pub label: Signal<String>,
    /// Where it leads, when the citizen may go there.
    pub href: Option<String>,
    /// Where it stands.
    pub state: StepState,
}

/// A sheet in a folder.
#[component]
pub fn Folder(
    /// Name of the list of steps ("Các bước").
    #[prop(into)]
    label: Signal<String>,
    /// The steps in order.
    #[prop(into)]
    steps: Signal<Vec<FolderStep>>,
    /// The one line on phones ("Bước 1/6: Kê khai").
    #[prop(into)]
    position: Signal<String>,
    /// Word for screen readers after a step that is behind ("xong").
    #[prop(into)]
    done: Signal<String>,
    /// Name of the rail; also its button on phones ("Tóm tắt hồ sơ").
    #[prop(optional, into)]
    rail_label: Option<Signal<String>>,
    /// The facts beside the sheet.
    #[prop(optional, into)]
    rail: Option<ViewFn>,
    /// The sheet.
    children: Children,
) -> impl IntoView {
    let tabs =
        move || steps.get().into_iter().enumerate().map(|(at, step)| view_tab(at, step, done)).collect_any();
    let bars = live(move || {
        let bar = |step: FolderStep| view! { <span class=["cd-folder__bar cd-folder__bar--", name(step.state)].concat()></span> };
        steps.get().into_iter().map(bar).collect_any()
    });
    let has_rail = rail.is_some();
    let rail = rail.map(|rail| view_rail(rail_label.unwrap_or(label), &rail));
    view! {
        <div class="cd-folder">
            <nav class="cd-folder__tabs" aria-label=label><ol>{tabs}</ol></nav>
            <div class="cd-folder__phone">
                <p>{position}</p>
                <div class="cd-folder__bars" aria-hidden="true">{bars}</div>
            </div>
            <div class="cd-folder__sheet" class:cd-folder__sheet--railed=has_rail>
                <div class="cd-folder__main">{children()}</div>
                {rail}
            </div>
        </div>
    }
}

const fn name(state: StepState) -> &'static str {
    match state {
        StepState::Done => "done",
        StepState::Current => "current",
        StepState::Ahead => "ahead",
    }
}

fn view_tab(at: usize, step: FolderStep, done: Signal<String>) -> AnyView {
    let is_done = step.state == StepState::Done;
    let badge = if is_done {
        view! { <Shape tone=Tone::Done/> }.into_any()
    } else {
        view! { <span class="cd-folder__number">{at + 1}</span> }.into_any()
    };
    let words = view! {
        {badge}
        <span>{step.label}</span>
        {is_done.then(|| view! { <span class="cd-unseen">", "{done}</span> })}
    };
    let inside = match step.href {
        Some(href) => view! { <a class="cd-folder__tab" href=href>{words}</a> }.into_any(),
        None => view! { <span class="cd-folder__tab">{words}</span> }.into_any(),
    };
    let current = (step.state == StepState::Current).then_some("step");
    view! { <li class=["cd-folder__step cd-folder__step--", name(step.state)].concat() aria-current=current>{inside}</li> }
        .into_any()
}

fn view_rail(label: Signal<String>, rail: &ViewFn) -> AnyView {
    let is_open = RwSignal::new(false);
    view! {
        <aside class="cd-folder__rail" aria-label=label class:cd-folder__rail--open=is_open>
            <button
                type="button"
                class="cd-folder__opener"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {label}
            </button>
            <div class="cd-folder__facts">{rail.run()}</div>
        </aside>
    }
    .into_any()
}
