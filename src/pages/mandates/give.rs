//! Giving a mandate: to whom, for what, how long. What is wrong is the backend's word, shown at the box it is about.

use contract::{Extent, FieldError, GrantMandate, NewMandate, ServiceCard};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::{Draft, MONTHS};
use crate::api::{ApiError, use_api};
use crate::browser::focus;
use crate::i18n::{t, use_locale};
use crate::remote::view_trouble;
use crate::route::use_here;
use crate::session::use_session;
use crate::ui::{Button, LinkButton, Notice, Panel, Tone, Trouble, live, use_announcer};

/// What can be wrong, in the order of the page: the members of the body behind one prefix.
const PLACES: [&str; 3] = ["mandate-grantee", "mandate-grantee_name", "mandate-procedures"];
const PREFIX: usize = "mandate-".len();

/// What says that it was filled in before.
const BACK: &str = "mandate-back";

/// The form of a new mandate.
#[component]
pub fn Give(services: Vec<ServiceCard>, draft: Draft, on_given: Callback<()>) -> impl IntoView {
    let (api, locale, announcer, session) = (use_api(), use_locale(), use_announcer(), use_session());
    let Draft { grantee, name, procedures, extent, months, wrong, is_back, .. } = draft;
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    let give = Callback::new(move |()| {
        wrong.set(Vec::new());
        let Some(today) = session.today() else {
            trouble.set(Some(ApiError::Unavailable { reference: None, provider: None }));
            return;
        };
        is_busy.set(true);
        trouble.set(None);
        let wanted = NewMandate {
            grantee: grantee.get_untracked().chars().filter(char::is_ascii_digit).collect(),
            grantee_name: name.get_untracked(),
            procedures: procedures.get_untracked(),
            extent: extent.get_untracked(),
            ends_on: months_later(&today, months.get_untracked()),
        };
        spawn_local(async move {
            let result = api.send::<GrantMandate>(&[], &wanted, None).await;
            is_busy.try_set(false);
            match result {
                Ok(_) => {
                    grantee.try_set(String::new());
                    name.try_set(String::new());
                    is_back.try_set(false);
                    announcer.say(locale.text("mandates.done"));
                    _ = on_given.try_run(());
                }
                Err(ApiError::Rejected { errors, .. }) if !errors.is_empty() => {
                    wrong.try_set(errors);
                    let first = PLACES.into_iter().find(|place| untrack(|| is_wrong(place, wrong)));
                    focus::soon_to(first.unwrap_or(PLACES[2]).to_owned());
                }
                Err(error) => _ = trouble.try_set(Some(error)),
            }
        });
    });
    // What is an enterprise's is not a person's to hand on.
    let services = services.into_iter().filter(|card| card.applicant == "person");
    let boxes: Vec<AnyView> = services.map(|card| view_box(card, procedures)).collect();
    let terms: Vec<AnyView> = MONTHS.into_iter().map(|count| view_term(count, months)).collect();
    let view_failure = live(move || trouble.get().map(|error| view_failed(&error, draft, give)));
    Effect::new(move |_| {
        if draft.leads_back() {
            focus::soon_to(BACK.to_owned());
        }
    });
    let back = live(move || {
        is_back.get().then(
            || view! { <div id=BACK tabindex="-1"><Notice tone=Tone::Turn title=t("mandates.back")/></div> },
        )
    });
    view! {
        <Panel title=t("mandates.give")>
            <div class="cd-mandates__form">
                {back}
                {view_line(PLACES[0], grantee, "numeric", wrong)}
                {view_line(PLACES[1], name, "text", wrong)}
                <fieldset id="mandate-procedures" tabindex="-1" aria-describedby="mandate-procedures-wrong">
                    <legend>{t("mandates.procedures")}</legend>
                    {view_wrong(PLACES[2], wrong)}
                    <div class="cd-option__list">{boxes}</div>
                </fieldset>
                <fieldset>
                    <legend>{t("mandates.extent")}</legend>
                    <div class="cd-option__list">
                        {view_extent(Extent::Act, "mandates.extent.act", extent)}
                        {view_extent(Extent::Assist, "mandates.extent.assist", extent)}
                    </div>
                </fieldset>
                <fieldset>
                    <legend>{t("mandates.term")}</legend>
                    <div class="cd-option__list">{terms}</div>
                </fieldset>
                <p>{t("mandates.give.meaning")}</p>
                <Button label=t("mandates.give.go") busy=is_busy on_press=give/>
                {view_failure}
            </div>
        </Panel>
    }
}

/// A line to be typed, with what is wrong with it.
fn view_line(
    id: &'static str,
    value: RwSignal<String>,
    mode: &'static str,
    wrong: RwSignal<Vec<FieldError>>,
) -> AnyView {
    let (hint, key) = ([id, "-hint"].concat(), text_of(id));
    let described_by = [&hint, " ", id, "-wrong"].concat();
    let say = use_locale();
    let hint_key = [&key, ".hint"].concat();
    view! {
        <label for=id>{live(move || say.text(&key))}</label>
        <p id=hint>{live(move || say.text(&hint_key))}</p>
        {view_wrong(id, wrong)}
        <input
            id=id
            class="cd-line cd-line--middle"
            type="text"
            inputmode=mode
            autocomplete="off"
            aria-describedby=described_by
            aria-invalid=move || is_wrong(id, wrong).then_some("true")
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
    .into_any()
}

/// The key of what is said of a place.
fn text_of(id: &str) -> String {
    ["mandates.", &id[PREFIX..]].concat()
}

fn is_wrong(id: &str, wrong: RwSignal<Vec<FieldError>>) -> bool {
    wrong.with(|wrong| wrong.iter().any(|error| error.pointer.get(1..) == id.get(PREFIX..)))
}

fn view_wrong(id: &'static str, wrong: RwSignal<Vec<FieldError>>) -> impl IntoView {
    let say = use_locale();
    let key = [&text_of(id), ".wrong"].concat();
    let own = [id, "-wrong"].concat();
    move || {
        let text = is_wrong(id, wrong).then(|| say.text(&key));
        text.map(|text| view! { <p class="cd-mandates__wrong" id=own.clone()>{text}</p> })
    }
}

/// A mandate hands on what one may sign and submit: where that asks who one is, this does too. Who could not confirm it with the account
/// they have reads so first.
fn view_failed(error: &ApiError, draft: Draft, give: Callback<()>) -> AnyView {
    let ApiError::Unconfirmed { level, max_age } = error else { return view_trouble(error, false, give) };
    let session = use_session();
    let path = use_here().with_untracked(|here| here.path.clone());
    let href = use_api().confirm_address(&path, level.as_deref(), *max_age);
    let (title, body) = if untrack(|| session.is_below(level.as_deref())) {
        ("sign_in.level.title", "mandates.level")
    } else {
        ("api.unconfirmed.title", "mandates.unconfirmed")
    };
    let keep = move |_| {
        if let Some(person) = untrack(|| session.person()) {
            draft.keep_for(&person);
        }
    };
    view! {
        <Trouble title=Some(t(title)) body=t(body) reference=None>
            <span on:click=keep><LinkButton href label=t("api.unconfirmed.go")/></span>
        </Trouble>
    }
    .into_any()
}

fn view_box(card: ServiceCard, procedures: RwSignal<Vec<String>>) -> AnyView {
    let (shown, code) = (card.code.clone(), card.code);
    let on_change = move |event: leptos::ev::Event| {
        let is_ticked = event_target_checked(&event);
        procedures.update(|all| {
            all.retain(|other| *other != code);
            if is_ticked {
                all.push(code.clone());
            }
        });
    };
    view! {
        <label class="cd-option">
            <input type="checkbox" prop:checked=move || procedures.with(|all| all.contains(&shown)) on:change=on_change/>
            <span>{card.title}</span>
        </label>
    }
    .into_any()
}

fn view_extent(own: Extent, label: &'static str, extent: RwSignal<Extent>) -> AnyView {
    view! {
        <label class="cd-option">
            <input type="radio" name="mandate-extent" prop:checked=move || extent.get() == own on:change=move |_| extent.set(own)/>
            <span>{t(label)}</span>
        </label>
    }
    .into_any()
}

fn view_term(count: u16, months: RwSignal<u16>) -> AnyView {
    let locale = use_locale();
    view! {
        <label class="cd-option">
            <input type="radio" name="mandate-term" prop:checked=move || months.get() == count on:change=move |_| months.set(count)/>
            <span>{live(move || locale.count("mandates.months", count.into()))}</span>
        </label>
    }
    .into_any()
}

/// The day so many months later, or the last one that the month surely has.
fn months_later(day: &str, months: u16) -> String {
    let number =
        |range: std::ops::Range<usize>| day.get(range).and_then(|text| text.parse::<u16>().ok()).unwrap_or(1);
    let all = number(5..7) - 1 + months;
    let (year, month) = (number(0..4) + all / 12, all % 12 + 1);
    let two = |number: u16| {
        if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() }
    };
    [year.to_string(), two(month), two(number(8..10).min(28))].join("-")
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::months_later;

    #[test]
    fn a_term_ends_on_a_day_that_there_is() {
        assert_eq!(months_later("2026-11-21", 1), "2026-12-21");
        assert_eq!(months_later("2026-11-21", 3), "2027-02-21");
        assert_eq!(months_later("2026-08-31", 6), "2027-02-28");
        assert_eq!(months_later("2026-11-21", 12), "2027-11-21");
    }
}
