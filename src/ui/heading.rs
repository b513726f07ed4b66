//! The page's one `h1`. It names the tab, and takes focus when it appears after a navigation, or when
//! the screen before it went away together with the control that had the focus.

use leptos::html;
use leptos::prelude::*;

use crate::browser::{focus, history, page};

/// The only heading of the first level on a screen.
#[component]
pub fn Heading(
    /// What this screen is about or asks.
    #[prop(into)]
    text: Signal<String>,
    /// Said before the title in the tab, for instance "Lỗi: ".
    #[prop(optional, into)]
    title_prefix: Signal<String>,
    /// A quiet line above it: which service, which part.
    #[prop(optional, into)]
    kicker: Option<Signal<String>>,
) -> impl IntoView {
    let node = NodeRef::<html::H1>::new();
    let made = focus::navigations();
    Effect::new(move || page::set_title(title_prefix.get() + &text.get()));
    Effect::new(move || {
        if let Some(heading) = node.get()
            && (focus::is_lost() | focus::take_wanted(made))
        {
            focus::quietly(&heading);
            history::restore_scroll();
        }
    });
    view! {
        {kicker.map(|kicker| view! { <p class="cd-heading__kicker">{kicker}</p> })}
        <h1 class="cd-heading" tabindex="-1" node_ref=node>{text}</h1>
    }
}
