//! Check your answers: everything as it will be sent, then the one press that fixes it.

use std::collections::BTreeMap;

use contract::{FieldError, Freeze, Frozen, SignPolicy, code};
use dossier::{Command, Stage, content::to_confirm};
use eform::{PageView, Violation};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::ApiError,
    browser::{focus, page},
    form::{
        FormStore, conflict, error_summary,
        files::{FileCounter, use_files},
        handle::Handle,
        messages, saving,
    },
    i18n::{t, use_locale},
    remote::view_trouble,
    route::{Route, use_go},
    standing::refunds::follow_refunds,
    steps::{
        OpenDossier, Opened, StepName,
        answers::{answers, is_incomplete},
        changed,
        check::{fingerprint, proof, refusal},
        command::{allows, key, until_online},
        fee::fee_lines,
        filed::filed,
        hand_over::{hand_over, helped},
        locked::locked,
        others::declined,
        submit::go_on,
        thaw::thaw_button,
        use_open_dossier,
        way::{due, steps},
        wysiwys::{Broken, prove},
    },
    ui::{Button, CollectAny, Heading, LinkButton, Look, Notice, Panel, Tone, live},
};

/// Why the dossier could not be fixed.
#[derive(Clone)]
enum Halt {
    Unsaved,
    Incomplete,
    /// Warnings stand that nobody has confirmed.
    Unconfirmed(Vec<Violation>),
    Refused(Vec<FieldError>),
    Broken(Broken),
    /// Registers say something else by now, or another window has saved: the dossier is being opened anew.
    Moved,
    Api(ApiError),
}

/// The page.
#[component]
pub fn Review() -> impl IntoView {
    let open = use_open_dossier();
    open.show(StepName::Review, move |opened| {
        let stage = Memo::new(move |_| opened.view.with(|view| view.state.stage));
        // What kept the dossier from going on is still true, and still to be told, when it has been fixed meanwhile.
        let halt = RwSignal::new(None::<Halt>);
        // Said where the dossier is opened, or never: it is no news any more after the next step.
        let news = StoredValue::new(open.takes_news().map(|before| (stage.get_untracked(), before)));
        live(move || {
            let now = stage.get();
            news.update_value(|news| *news = news.take().filter(|(told_in, _)| *told_in == now));
            let news = news.get_value().map(|(_, before)| changed::news(open, opened.store, &before));
            match (opened.store, stage.get()) {
                (_, Stage::Filed) | (None, Stage::Filing) => filed(open, &opened),
                (Some(store), Stage::Draft) => draft(open, &opened, store, halt, news.into_any()),
                (Some(store), _) => frozen(open, &opened, store, halt, news.into_any()),
                (None, _) => locked(open, &opened),
            }
        })
    })
}

fn draft(
    open: OpenDossier,
    opened: &Opened,
    store: FormStore,
    halt: RwSignal<Option<Halt>>,
    news: AnyView,
) -> AnyView {
    until_online(halt, |halt| matches!(halt, Halt::Unsaved | Halt::Api(ApiError::Offline)));
    let is_busy = RwSignal::new(false);
    let go = use_go();
    let kept = StoredValue::new(opened.clone());
    let papers = use_files();
    let on_press = Callback::new(move |()| {
        is_busy.set(true);
        halt.set(None);
        spawn_local(async move {
            let Some(opened) = kept.try_get_value() else { return };
            let result = fix(open, &opened, store, papers).await;
            let result = match result {
                Ok(()) => go_on(open, &opened, go).await.map_err(Halt::Api),
                Err(halt) => Err(halt),
            };
            is_busy.try_set(false);
            if matches!(result, Err(Halt::Moved)) {
                return open.catch_up();
            }
            let has_list = matches!(result, Err(Halt::Incomplete | Halt::Unconfirmed(_) | Halt::Refused(_)));
            halt.try_set(result.err());
            if has_list {
                // What to put right is above the button that was pressed.
                focus::soon_to(error_summary::ID.to_owned());
            }
        });
    });
    let service = opened.view.with_untracked(|view| view.title.clone());
    let label = {
        let opened = opened.clone();
        Memo::new(move |_| next_label(&steps(&opened), opened.bundle.sign))
    };
    let say = use_locale();
    let shown = answers(open, store, true);
    let fees = fee_lines(opened);
    let autosave = opened.autosave;
    let halted = live(move || halt.get().map(|halt| halted(open, store, &halt, on_press)));
    let go_on = hand_over(open, opened, store).unwrap_or_else(|| {
        view! { <Button label=Signal::derive(move || say.text(label.get())) on_press=on_press busy=is_busy/> }.into_any()
    });
    let refunds = follow_refunds(opened.view);
    view! {
        <div class="cd-review">
            <Heading text=t("step.review.title") kicker=Signal::stored(service)/>
            <p class="cd-lede">{t("step.review.lede")}</p>
            {helped(opened)}
            {declined(opened)}
            {refunds}
            {news}
            {autosave.map(|autosave| (saving::save_failure(autosave), conflict::conflict(store, autosave)))}
            {shown}
            <Panel title=t("form.rail.fee")>{fees}</Panel>
            <div class="cd-review__end" id=error_summary::ID tabindex="-1">{halted}</div>
            <div class="cd-actions">
                {go_on}
                <Button label=t("step.review.print") on_press=Callback::new(|()| page::print()) look=Look::Plain/>
                {autosave.map(saving::saved_line)}
            </div>
        </div>
    }
    .into_any()
}

/// The button names what comes next.
fn next_label(steps: &[StepName], sign: SignPolicy) -> &'static str {
    if steps.contains(&StepName::Sign) && sign == SignPolicy::Identity {
        "step.review.to_confirm"
    } else if steps.contains(&StepName::Sign) {
        "step.review.to_sign"
    } else if steps.contains(&StepName::Pay) {
        "step.review.to_pay"
    } else {
        "step.review.to_file"
    }
}

/// Saves, fixes, and proves that what was fixed is what was shown.
async fn fix(
    open: OpenDossier,
    opened: &Opened,
    store: FormStore,
    papers: Option<FileCounter>,
) -> Result<(), Halt> {
    if is_incomplete(store) {
        // Whoever follows a link from here finds the message at the field.
        let problems: Vec<_> = store.read(|instance| instance.violations().into_iter().cloned().collect());
        store.reveal(&problems);
        return Err(Halt::Incomplete);
    }
    let mut on_their_way = papers.map_or_else(Vec::new, FileCounter::unsettled);
    on_their_way.retain(|field| store.asks(field));
    if !on_their_way.is_empty() {
        return Err(Halt::Refused(on_their_way.iter().map(|field| unsettled(field)).collect()));
    }
    // An address or another page may lead here past the page that asks about them.
    let unconfirmed = store.all_problems();
    if !unconfirmed.is_empty() {
        return Err(Halt::Unconfirmed(unconfirmed));
    }
    let Some(autosave) = opened.autosave else { return Ok(()) };
    if autosave.finish().await.is_err() || !open.stands(opened) {
        return Err(Halt::Unsaved);
    }
    let revision = autosave.revision();
    let key = opened.view.with_untracked(|view| key(view, "freeze", revision));
    let confirmed = store.read(to_confirm);
    match open.order::<Frozen>(&Freeze { revision, confirmed }, key).await {
        Ok(()) => {}
        Err(ApiError::Rejected { code, errors })
            if [code::INVALID_ANSWERS, code::UNCONFIRMED].contains(&code.as_str()) =>
        {
            return Err(Halt::Refused(errors));
        }
        Err(ApiError::Conflict { current: Some(_), .. }) => return Err(Halt::Moved),
        Err(error) => return Err(Halt::Api(error)),
    }
    let proof = opened.view.with_untracked(|view| prove(view, &opened.bundle, opened.store));
    proof.map(|_| ()).map_err(Halt::Broken)
}

/// As the backend says it of a file that it knows about; one that waits for its turn is known only here.
fn unsettled(field: &str) -> FieldError {
    FieldError { pointer: ["/", field].concat(), code: "file.unsettled".to_owned(), params: BTreeMap::new() }
}

fn halted(open: OpenDossier, store: FormStore, halt: &Halt, on_retry: Callback<()>) -> AnyView {
    match halt {
        Halt::Unsaved => view! {
            <Notice tone=Tone::Stop title=t("form.save.failed") is_alert=true><p>{t("step.review.unsaved")}</p></Notice>
        }
        .into_any(),
        Halt::Incomplete => problems(open, store, &[]),
        Halt::Unconfirmed(warnings) => {
            let confirmed = warnings.clone();
            let on_confirm = Callback::new(move |()| {
                store.confirm(&confirmed);
                on_retry.run(());
            });
            error_summary::warnings_elsewhere(store, &open.id(), warnings, on_confirm)
        }
        Halt::Refused(errors) => problems(open, store, errors),
        // The page is about to be drawn anew and says so.
        Halt::Moved => ().into_any(),
        Halt::Broken(broken) => refusal(*broken),
        Halt::Api(error) => view_trouble(error, false, on_retry),
    }
}

/// What must be put right, page by page, with what only the backend found; problems that belong to no visible field are told
/// apart.
fn problems(open: OpenDossier, store: FormStore, errors: &[FieldError]) -> AnyView {
    let is_at = |error: &FieldError, page: &PageView| {
        let path = answer_path(error);
        page.paths.iter().any(|known| known == path) && untrack(|| store.state(path)).is_visible
    };
    let pages = untrack(|| store.pages());
    let has_others = errors.iter().any(|error| !pages.iter().any(|page| is_at(error, page)));
    let links = pages.iter().filter_map(|page| {
        let found: Vec<&FieldError> = errors.iter().filter(|error| is_at(error, page)).collect();
        if page.complete && found.is_empty() {
            return None;
        }
        let title = store.texts().get(&["page.", &page.id, ".title"].concat());
        let href = match page.step {
            eform::Step::Form => [&Route::Form(open.id(), page.id.clone()).href(), "?from=review"].concat(),
            eform::Step::Documents => Route::Documents(open.id()).href(),
        };
        let told = told(store, &found);
        Some(view! { <li><a href=href>{title}</a>{told}</li> })
    });
    let links = links.collect_any();
    view! {
        <Notice tone=Tone::Stop title=t("step.review.incomplete") is_alert=true>
            <ul>{links}</ul>
            {has_others.then(|| view! { <p>{t("step.review.others")}</p> })}
        </Notice>
    }
    .into_any()
}

/// What the backend found, in words; a code with limits is told at its field by the form itself.
fn told(store: FormStore, errors: &[&FieldError]) -> AnyView {
    let say = use_locale();
    let plain = errors.iter().filter(|error| error.params.is_empty());
    plain
        .map(|error| {
            let (field, code) = (Handle::new(store, answer_path(error)), error.code.clone());
            view! { <p>{live(move || messages::refused(say, &field, &code))}</p> }
        })
        .collect_any()
}

fn answer_path(error: &FieldError) -> &str {
    error.pointer.trim_start_matches('/')
}

/// Fixed: exactly this is signed, paid for and submitted.
fn frozen(
    open: OpenDossier,
    opened: &Opened,
    store: FormStore,
    halt: RwSignal<Option<Halt>>,
    news: AnyView,
) -> AnyView {
    let go = use_go();
    let kept = StoredValue::new(opened.clone());
    let again = Callback::new(move |()| {
        spawn_local(async move {
            let Some(opened) = kept.try_get_value() else { return };
            halt.try_set(go_on(open, &opened, go).await.err().map(Halt::Api));
        });
    });
    let halted = live(move || match halt.get() {
        Some(Halt::Api(error)) => Some(view_trouble(&error, false, again)),
        _ => None,
    });
    let proof = proof(opened);
    let service = opened.view.with_untracked(|view| view.title.clone());
    let href = opened.view.with_untracked(due).route(open.id(), String::new()).href();
    let refunds = follow_refunds(opened.view);
    let (shown, fees, thaw) = (answers(open, store, false), fee_lines(opened), thaw_button(open, opened));
    let may_thaw = opened.view.with_untracked(|view| allows(view, Command::Thaw));
    let body = if may_thaw { t("step.locked.body") } else { t("step.locked.body.stays") };
    let mark = live(move || match proof.get() {
        Some(Ok(proof)) => Some(fingerprint(proof.fingerprint, "step.check.hint.review")),
        Some(Err(broken)) => Some(refusal(broken)),
        None => None,
    });
    view! {
        <div class="cd-review">
            <Heading text=t("step.review.frozen") kicker=Signal::stored(service)/>
            {news}
            {refunds}
            {halted}
            <Notice tone=Tone::Plain title=t("step.locked")><p>{body}</p></Notice>
            {mark}
            {shown}
            <Panel title=t("step.fee")>{fees}</Panel>
            <div class="cd-actions">
                <LinkButton href=href label=t("step.resume")/>
                {thaw}
                <Button label=t("step.review.print") on_press=Callback::new(|()| page::print()) look=Look::Plain/>
            </div>
        </div>
    }
    .into_any()
}
