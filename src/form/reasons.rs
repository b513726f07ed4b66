//! "Why is this asked?" in plain words: what the engine explains, with links to the questions that made it so, and the author's own
//! reason. Asked of the engine only when somebody opens it, and again when one of the causes changes while it is open.
//!
//! What causes are and what is promised of them is in `eform::explain`; nothing is decided here.

use eform::{
    Field, Instance, Kind, Provenance, Required,
    explain::{Cause, CauseState, Explanation, Outcome},
};
use leptos::prelude::*;

use super::{
    catalogues::use_catalogues, error_summary::go_to, handle::Handle, link::question_href, place::place,
    present, store::FormStore,
};
use crate::{
    browser::page,
    i18n::{Locale, t, use_locale},
    route::{Route, use_here},
    ui::{CollectAny, live},
};

/// Why a question is asked or must be answered; nothing for one that simply always is.
pub fn question(field: &Handle) -> Option<AnyView> {
    let own = field.texts.field(&field.path, "why");
    let by_answers = field.store.read(|instance| is_by_answers(instance, &field.path));
    let field = field.clone();
    let asked = if matches!(field.kind(), Kind::Group(_)) { "form.why.part" } else { "form.why" };
    (own.is_some() || by_answers).then(|| {
        disclosure(asked, move || {
            let own = own.clone().map(|own| view! { <p>{own}</p> });
            let by_answers = by_answers.then(|| told(&field, "form.why.always", is_of_question));
            view! { {own} {by_answers} }.into_any()
        })
    })
}

/// Why a page is there; nothing for one that always is.
pub fn page(store: FormStore, id: &str) -> Option<AnyView> {
    store.read(|instance| instance.explain_page(id))?;
    let id = id.to_owned();
    Some(disclosure("form.why.part", move || {
        let causes = store.read(|instance| instance.explain_page(&id)).map(|found| found.causes);
        list(store, "form.why.part.because", &causes.unwrap_or_default(), "form.why.always")
    }))
}

/// What a value was worked out from, or which answers lock it; nothing where its source says all.
pub fn known(field: &Handle) -> Option<AnyView> {
    let asked = field.store.read(|instance| {
        let def = instance.field(&field.path)?.def;
        let is_locked_by_answers = def.prefill.iter().any(|prefill| prefill.lock && prefill.when.is_some());
        if def.is_computed() {
            Some("form.why.computed")
        } else {
            is_locked_by_answers.then_some("form.why.locked")
        }
    })?;
    let field = field.clone();
    Some(disclosure(asked, move || {
        told(&field, "form.why.always", |outcome| matches!(outcome, Outcome::Computed | Outcome::Locked))
    }))
}

/// Which other answers a message at the field weighs, as long as one is shown that weighs any.
pub fn problem(field: &Handle) -> AnyView {
    let [seeing, field] = [field.clone(), field.clone()];
    let weighs =
        Memo::new(move |_| seeing.state().violations.iter().any(|violation| weighs_others(&violation.code)));
    let own = move || {
        told(
            &field,
            "form.why.own",
            |outcome| matches!(outcome, Outcome::Violating { code } if weighs_others(code)),
        )
    };
    live(move || {
        let own = own.clone();
        weighs.get().then(|| disclosure("form.why.problem", own))
    })
}

/// Why a fee is what it is.
pub fn fee(store: FormStore, id: &str) -> AnyView {
    let id = id.to_owned();
    disclosure("form.why.fee", move || {
        let causes = store.read(|instance| instance.explain_fee(&id)).map(|found| found.causes);
        list(store, "form.why.fee.because", &causes.unwrap_or_default(), "form.why.fee.always")
    })
}

/// Whether answers decide that it is asked, or that it must be answered. Of neighbours under the same condition the first tells.
fn is_by_answers(instance: &Instance, path: &str) -> bool {
    let Some(field) = instance.field(path) else { return false };
    let form = instance.form();
    let beside = match path.rsplitn(3, '/').nth(2) {
        Some(group) => form.field_at(group).map_or(&[][..], Field::cells),
        None => form.page_of(path).map_or(&[][..], |page| &page.fields),
    };
    let at = beside.iter().position(|one| one.id == field.def.id).unwrap_or_default();
    let tells = at == 0 || beside[at - 1].when != field.def.when;
    (field.def.when.is_some() && tells) || matches!(field.def.required, Required::When(_))
}

/// Rules, a number that disagrees with another answer, and a date beside another.
fn weighs_others(code: &str) -> bool {
    code.starts_with("rule.")
        || matches!(code, "id_birth_mismatch" | "id_sex_mismatch" | "date.before_min" | "date.after_max")
}

fn is_of_question(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Shown | Outcome::Required)
}

/// What the engine explains of a field, as far as it is wanted; `otherwise` when no answer has a part in it.
fn told(field: &Handle, otherwise: &'static str, is_wanted: fn(&Outcome) -> bool) -> AnyView {
    // An outcome stays as long as the field and its causes do: those are followed, here and in `list`.
    _ = field.state();
    let mut found = field.store.read(|instance| instance.explain(&field.path));
    found.retain(|one| is_wanted(&one.outcome));
    for one in &mut found {
        one.causes.retain(|cause| !matches!(cause, Cause::Answer { path, .. } if *path == *field.path));
    }
    let is_always = |one: &Explanation| one.causes.is_empty();
    if found.iter().all(is_always) {
        return view! { <p>{t(otherwise)}</p> }.into_any();
    }
    // What must be answered because it is asked has the causes of being asked, and says nothing more.
    found.dedup_by(|later, earlier| later.causes == earlier.causes);
    let lists = found
        .iter()
        .filter(|one| !is_always(one))
        .map(|one| list(field.store, because(&one.outcome), &one.causes, otherwise));
    lists.collect_any()
}

fn because(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Shown | Outcome::Hidden => "form.why.shown.because",
        Outcome::Required => "form.why.required.because",
        Outcome::Locked => "form.why.locked.because",
        Outcome::Computed => "form.why.computed.because",
        Outcome::Violating { .. } => "form.why.problem.because",
    }
}

fn list(store: FormStore, title: &'static str, causes: &[Cause], otherwise: &'static str) -> AnyView {
    let items: Vec<AnyView> = causes.iter().map(|cause| item(store, cause)).collect();
    if items.is_empty() {
        return view! { <p>{t(otherwise)}</p> }.into_any();
    }
    view! { <p>{t(title)}</p> <ul>{items}</ul> }.into_any()
}

fn item(store: FormStore, cause: &Cause) -> AnyView {
    let say = use_locale();
    match cause {
        Cause::Answer { path, state } => {
            let field = Handle::new(store, path);
            match state {
                CauseState::Value => answered(say, &field),
                CauseState::Unset => line(&say.text("form.why.unset"), Some(&field)),
                CauseState::NotApplicable => {
                    line(&say.fill("form.why.hidden", &[("label", &field.label())]), None)
                }
            }
        }
        Cause::Column { group, cell } => {
            let cell = store.texts().label(&[group, "/r1/", cell].concat());
            line(&say.fill("form.why.column", &[("cell", &cell)]), Some(&Handle::new(store, group)))
        }
        Cause::Fact { name, known } => {
            let own = ["form.why.fact.", name].concat();
            let key = match (known, say.has(&own)) {
                (false, _) => "form.why.fact.unknown",
                (true, true) => &own,
                (true, false) => "form.why.fact.known",
            };
            line(&say.text(key), None)
        }
        Cause::Today => {
            let today = store.read(Instance::today).to_string();
            line(&say.fill("form.why.today", &[("date", &say.date(&today))]), None)
        }
    }
}

/// What was answered, or is known or worked out, and where it stands.
fn answered(say: Locale, field: &Handle) -> AnyView {
    let (state, kind) = (field.state(), field.kind());
    let value = state
        .value
        .as_ref()
        .map(|value| present::text(say, use_catalogues(), &field.texts, &field.path, &kind, value));
    let source = match &state.provenance {
        Some(source @ Provenance::Register { .. }) => present::source_text(say, source),
        _ => None,
    };
    let key = match (&kind, &state.provenance) {
        (Kind::LongText(_) | Kind::File(_) | Kind::Group(_) | Kind::Notice, _) => "form.why.filled",
        (_, Some(Provenance::Computed)) => "form.why.worked_out",
        (_, Some(Provenance::Register { .. })) => "form.why.register",
        _ => "form.why.answered",
    };
    let (value, source) = (value.unwrap_or_default(), source.unwrap_or_default());
    line(&say.fill(key, &[("value", &value), ("source", &source)]), Some(field))
}

/// A sentence with its question, in the place of `{field}`, as a link.
fn line(text: &str, field: Option<&Handle>) -> AnyView {
    let Some((field, (before, after))) = field.zip(text.rsplit_once("{field}")) else {
        return view! { <li>{text.to_owned()}</li> }.into_any();
    };
    _ = field.state();
    let (say, label) = (use_locale(), field.label());
    let label = match place(say, field.store, &field.path) {
        row if row.is_empty() => label,
        row => [&label, " (", &row, ")"].concat(),
    };
    let (path, targets) = (field.path.clone(), [field.id()]);
    let go = move |event: leptos::ev::MouseEvent| {
        if go_to(&targets, &path) {
            event.prevent_default();
        }
    };
    view! { <li>{before.to_owned()}<a href=href(field) on:click=go>{label}</a>{after.to_owned()}</li> }
        .into_any()
}

/// The question on its page, also when that is another one.
fn href(field: &Handle) -> String {
    let here = use_here().with_untracked(|here| Route::parse(&here.path));
    let question = here.step_of().and_then(|id| question_href(field.store, id, &field.path));
    question.unwrap_or_else(|| ["#", &field.id()].concat())
}

/// A line that opens; what is inside is made when it does.
fn disclosure(asked: &'static str, inside: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let is_open = RwSignal::new(false);
    view! {
        <details class="cd-reasons" on:toggle=move |event| is_open.set(page::is_open(&event))>
            <summary>{t(asked)}</summary>
            <div class="cd-reasons__body">{live(move || is_open.get().then(&inside))}</div>
        </details>
    }
    .into_any()
}
