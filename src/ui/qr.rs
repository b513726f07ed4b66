//! QR codes for a camera, on screen or on paper. What a code says, and whether it is right, belongs to who shows it.

use leptos::prelude::*;

/// A code named by its caption: `side` squares wide, the dark ones as the `d` of an SVG path.
pub fn qr_figure(side: u32, path: String, id: String, caption: Signal<String>, below: AnyView) -> AnyView {
    view! {
        <figure class="cd-qr">
            {qr(side, path, id.clone())}
            <figcaption id=id>{caption}</figcaption>
            {below}
        </figure>
    }
    .into_any()
}

/// The picture alone; the element of that id says what it is.
pub fn qr(side: u32, path: String, described_by: String) -> AnyView {
    let side = side.to_string();
    let frame = ["0 0 ", &side, " ", &side].concat();
    view! {
        <svg viewBox=frame role="img" shape-rendering="crispEdges" aria-labelledby=described_by>
            <path d=path/>
        </svg>
    }
    .into_any()
}
