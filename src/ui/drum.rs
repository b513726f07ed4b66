//! The drawing after the Đông Sơn drum, and the mark made from its star. Decorative: screen readers pass them by.
//!
//! Bands from the middle outwards, as on the drum of Ngọc Lũ: a star of fourteen rays, dots, ticks, flying lạc birds.

use leptos::prelude::*;

use super::CollectAny;

/// One flying bird above the centre, beak to the left as the band turns.
const BIRD: &str = "M-16-62-7-63.6C-6.4-65.4-3.6-67.2.6-68-1.4-66.4-2.4-65-2.8-63.8-1.6-63.7-.6-63.6.2-63.6 1.6-67 4.6-70.4 \
    9.4-72 7.2-68.6 6.2-66 5.8-63.4L16-65.6 14.6-62 16-58.4 5.8-60.8C6-58.6 6.8-56 8.8-53.4 4.6-54.6 1.8-57 .4-60.2-2-60.1\
    -4.4-60.4-6.6-61z";
/// One ray of the star with its two valleys, pointing up.
const RAY: &str = "M0-27 2-8.8 0 0-2-8.8z";
/// Rings: radius, width of the line, pattern.
const RINGS: [(&str, &str, &str); 15] = [
    ("29.5", ".6", ""),
    ("31.5", ".6", ""),
    ("35", "1.8", "0 5.236"),
    ("38.5", ".6", ""),
    ("40.5", ".6", ""),
    ("44.5", "5", ".45 2.8786"),
    ("48.5", ".6", ""),
    ("50.5", ".6", ""),
    ("75", ".6", ""),
    ("77", ".6", ""),
    ("81", "1.8", "0 8.4823"),
    ("85", ".6", ""),
    ("89.5", "6", ".5 3.5168"),
    ("94", ".6", ""),
    ("97.5", "1.2", ""),
];

/// Fourteen rays around the middle.
fn rays() -> AnyView {
    let ray = |at: u32| view! { <path d=RAY transform=turned(at * 3600 / 14)/> };
    (0..14).map(ray).collect_any()
}

/// A turn in tenths of a degree.
fn turned(tenths: u32) -> String {
    ["rotate(", &(tenths / 10).to_string(), ".", &(tenths % 10).to_string(), ")"].concat()
}

/// The mark of the portal: a red seal with the star.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="cd-mark" viewBox="-38 -38 76 76" aria-hidden="true">
            <circle r="37" fill="currentColor"/>
            <g class="cd-mark__star">
                {rays()}
                <circle r="8.8"/>
                <circle r="31.5" fill="none" stroke-width="1.8"/>
            </g>
        </svg>
    }
}

/// The drum.
#[component]
pub fn Drum() -> impl IntoView {
    let ring = |(radius, width, pattern): (&'static str, &'static str, &'static str)| {
        let pattern = (!pattern.is_empty()).then_some(pattern);
        let cap = (width == "1.8").then_some("round");
        view! { <circle r=radius stroke-width=width stroke-dasharray=pattern stroke-linecap=cap/> }
    };
    let bird = |at: u32| view! { <path d=BIRD transform=turned(at * 300)/> };
    view! {
        <svg class="cd-drum" viewBox="-100 -100 200 200" fill="none" stroke="currentColor" aria-hidden="true">
            {RINGS.map(ring).into_iter().collect_any()}
            <g class="cd-drum__solid">
                {rays()}
                <circle r="8.8"/>
                {(0..12).map(bird).collect_any()}
            </g>
        </svg>
    }
}
