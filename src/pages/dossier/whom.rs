//! For whom a dossier is, when that is not the citizen: in the masthead and on the page, where its result goes, and what is left when the
//! right to act for them, or the help, is over. Whether it is over is the backend's word.

use contract::{ActingOver, Discard, DossierView, Nothing, RightOver};
use dossier::Stage;
use dossier::content::Right;
use leptos::prelude::*;

use crate::api::use_api;
use crate::i18n::{t, tp, use_locale};
use crate::remote::erase::{Erasing, erase};
use crate::route::{Route, use_go};
use crate::session::use_session;
use crate::standing::{acting_for, over};
use crate::ui::{Heading, LinkButton, Look, Trouble};

/// Below the heading, and in the masthead as long as the page is open.
pub fn view_acting_for(one: &DossierView) -> Option<AnyView> {
    let whom = one.acting_for.clone()?;
    use_session().act_for(whom.right, whom.name.clone());
    Some(view! { <p class="cd-case__turn">{acting_for(whom.right, whom.name)}</p> }.into_any())
}

/// Where the result of what was sent goes, when it is not the citizen's own store of papers.
pub fn view_result(one: &DossierView) -> Option<AnyView> {
    let whom = one.acting_for.as_ref()?;
    let key = match whom.right {
        Right::Mandate => "dossier.result.mandate",
        Right::Representative => "dossier.result.representative",
        // A child's comes to the parent, a ward's to the guardian.
        Right::Parent | Right::Guardian => return None,
    };
    let is_awaited = matches!(one.state.stage, Stage::Filing | Stage::Filed)
        && !one.state.business.0.last().is_some_and(|event| matches!(event.status.0, 3 | 7 | 8));
    is_awaited.then(|| view! { <p>{tp(key, vec![("name", whom.name.clone())])}</p> }.into_any())
}

/// Nothing of the dossier may be shown any more: why, and the one thing that is left to be done.
pub fn view_over(id: &str, cause: Option<RightOver>) -> AnyView {
    let (api, locale, go) = (use_api(), use_locale(), use_go());
    let is_helper = cause == Some(RightOver::HelpOver);
    let body = Signal::derive(move || match cause {
        // The dossier is not theirs to throw away.
        Some(cause) if is_helper => locale.text(&["right_over.", cause.word()].concat()),
        Some(cause) => over(locale, &ActingOver { cause, fee_under_way: false }),
        None => locale.text("right_over.discard"),
    });
    let then = Callback::new(move |()| go.instead(&Route::Dossiers));
    let own = id.to_owned();
    let discard =
        erase(&Erasing { texts: "dossiers.discard", then }, locale.text("dossier.one"), move || {
            let id = own.clone();
            Box::pin(async move { api.send::<Discard>(&[&id], &Nothing, None).await })
        });
    view! {
        <Heading text=t("api.right_over.title")/>
        <Trouble title=None body reference=None>
            {(!is_helper).then_some(discard)}
            <LinkButton href=Route::Dossiers.href() label=t("app.nav.dossiers") look=Look::Quiet/>
        </Trouble>
    }
    .into_any()
}
