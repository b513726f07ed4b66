//! One press that does something: busy while it lasts, then what stood in its way, which a network that is back takes away when that was
//! all. What it does belongs to who offers the button.

use std::pin::Pin;

use leptos::{prelude::*, task::spawn_local};

use super::command::{is_offline, until_online};
use crate::{
    api::ApiError,
    remote::view_trouble,
    ui::{Button, Look, live},
};

/// What is done on a press.
pub type Work = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;

/// A press, whoever draws its button.
#[derive(Clone, Copy)]
pub struct Press {
    is_busy: RwSignal<bool>,
    trouble: RwSignal<Option<ApiError>>,
    begin: Callback<()>,
}

impl Press {
    /// Does `work` on each press; nothing has been pressed yet.
    pub fn new(work: impl Fn() -> Work + Send + Sync + 'static) -> Self {
        let (is_busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
        until_online(trouble, is_offline);
        let begin = Callback::new(move |()| run(is_busy, trouble, work()));
        Self { is_busy, trouble, begin }
    }

    /// Presses.
    pub fn now(self) {
        self.begin.run(());
    }

    /// Whether it is being done; tracked.
    pub fn is_busy(self) -> bool {
        self.is_busy.get()
    }

    /// Its button.
    pub fn button(self, label: Signal<String>, look: Look) -> AnyView {
        view! { <Button label=label on_press=self.begin look=look busy=self.is_busy/> }.into_any()
    }

    /// What stood in its way, with a way to press again.
    pub fn trouble(self) -> AnyView {
        let Self { trouble, begin, .. } = self;
        live(move || trouble.get().map(|error| view_trouble(&error, false, begin)))
    }
}

fn run(is_busy: RwSignal<bool>, trouble: RwSignal<Option<ApiError>>, work: Work) {
    is_busy.set(true);
    trouble.set(None);
    spawn_local(async move {
        let result = work.await;
        is_busy.try_set(false);
        trouble.try_set(result.err());
    });
}
