//! The payment page of a dossier: its fee, or one that the office has asked for after filing. What happens on it is in `steps::pay`
//! and `steps::due`.

use leptos::prelude::*;

use crate::route::{Route, use_here};
use crate::steps::{StepName, due::pay_due, pay::pay, use_open_dossier};
use crate::ui::live;

/// The page.
#[component]
pub fn Pay() -> impl IntoView {
    let (open, here) = (use_open_dossier(), use_here());
    let due = Memo::new(move |_| match here.with(|here| Route::parse(&here.path)) {
        Route::PayDue(_, due) => Some(due),
        _ => None,
    });
    open.show(StepName::Pay, move |opened| {
        live(move || match due.get() {
            Some(number) => pay_due(open, &opened, number),
            None => pay(open, &opened),
        })
    })
}
