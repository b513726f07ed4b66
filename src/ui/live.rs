//! What is drawn again when something that it reads changes. A closure in a view is compiled with all the machinery around it, once per
//! place; here the machinery is compiled once, and only what a place draws is its own (measured: 12 kB less to download).

use leptos::prelude::*;
use std::sync::{Arc, Mutex};

type Draw = Box<dyn FnOnce() -> AnyView + Send>;

/// Draws `draw` again whenever something that it reads changes.
pub fn live<V: IntoAny>(mut draw: impl FnMut() -> V + Send + 'static) -> AnyView {
    place(Arc::new(Mutex::new(move || draw().into_any())))
}

fn place(draw: Arc<Mutex<dyn FnMut() -> AnyView + Send>>) -> AnyView {
    draw.into_any()
}

/// What is there while `when` holds; drawn anew only when that changes.
#[component]
pub fn Shown(
    /// Whether it is there.
    #[prop(into)]
    when: Signal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let when = Memo::new(move |_| when.get());
    live(move || when.get().then(|| children()))
}

/// One entry per item: who stays is not drawn again, and keeps its focus.
pub fn each<T: Send + 'static>(
    items: impl Fn() -> Vec<T> + Send + Sync + 'static,
    key: fn(&T) -> String,
    draw: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let draw = Arc::new(draw);
    let entry = move |item| {
        let (key, draw) = (key(&item), Arc::clone(&draw));
        (key, Box::new(move || draw(item)) as Draw)
    };
    entries(Box::new(move || items().into_iter().map(&entry).collect()))
}

fn entries(items: Box<dyn Fn() -> Vec<(String, Draw)> + Send + Sync>) -> AnyView {
    view! { <For each=items key=|(key, _)| key.clone() children=|(_, draw)| draw()/> }.into_any()
}

/// Views one after the other, of one type for all lists.
pub trait CollectAny {
    /// The views in order.
    fn collect_any(self) -> AnyView;
}

impl<I: IntoIterator<Item: IntoAny>> CollectAny for I {
    fn collect_any(self) -> AnyView {
        self.into_iter().map(IntoAny::into_any).collect::<Vec<_>>().into_any()
    }
}
