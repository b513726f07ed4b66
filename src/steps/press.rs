//! One press that does something: busy while it lasts, then what stood in its way, which a network that is back takes away when that was
//! all. What it does belongs to who offers the button.

use std::pin::Pin;

use leptos::{prelude::*, task::spawn_local};

use super::command::{is_offline, until_online};
use crate::{
    api::ApiError,
    i18n::t,
    remote::view_trouble,
    ui::{Button, Dialog, Look, live},
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

    /// One of several that are alike: `about` tells it from the others.
    pub fn button_of(self, label: Signal<String>, look: Look, about: Signal<String>) -> AnyView {
        view! { <Button label=label on_press=self.begin look=look busy=self.is_busy about=about/> }.into_any()
    }

    /// Its button where it is asked first, in a [`Press::question`], if `asks` says so.
    pub fn button_asking(
        self,
        label: Signal<String>,
        look: Look,
        is_asking: RwSignal<bool>,
        asks: impl Fn() -> bool + Send + Sync + 'static,
    ) -> AnyView {
        let on_press = Callback::new(move |()| if asks() { is_asking.set(true) } else { self.begin.run(()) });
        view! { <Button label=label on_press=on_press look=look busy=self.is_busy/> }.into_any()
    }

    /// The question before it, as [`question`].
    pub fn question(
        self,
        is_asking: RwSignal<bool>,
        title: &'static str,
        why: AnyView,
        yes: &'static str,
    ) -> AnyView {
        question(self.begin, is_asking, title, why, yes)
    }

    /// What stood in its way, with a way to press again.
    pub fn trouble(self) -> AnyView {
        let Self { trouble, begin, .. } = self;
        live(move || trouble.get().map(|error| view_trouble(&error, false, begin)))
    }
}

/// A question, shown while `is_asking`: what follows from a yes, which does `begin`, and a no.
pub(super) fn question(
    begin: Callback<()>,
    is_asking: RwSignal<bool>,
    title: &'static str,
    why: AnyView,
    yes: &'static str,
) -> AnyView {
    let no = Callback::new(move |()| is_asking.set(false));
    let on_yes = Callback::new(move |()| {
        is_asking.set(false);
        begin.run(());
    });
    view! {
        <Dialog open=is_asking title=t(title)>
            {why}
            <div class="cd-actions">
                <Button label=t("app.cancel") on_press=no look=Look::Quiet/>
                <Button label=t(yes) on_press=on_yes look=Look::Danger/>
            </div>
        </Dialog>
    }
    .into_any()
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
