//! One service: who it is for, what to bring, what it costs, how long it takes, on which law; and the start.

mod behalf;
mod leaflet;
mod start;

use contract::{Bundle, GetProcedure};
use leptos::prelude::*;

use crate::api::{ApiError, use_api};
use crate::i18n::{t, tp, use_locale};
use crate::remote::{Loaded, remote};
use crate::route::Route;
use crate::session::use_session;
use crate::ui::{CollectAny, Details, Heading, LinkButton, Look, Panel, Shape, Tone, live};
use leaflet::{Benefit, Case, Fee, Leaflet, Paper, Reduction};
use start::Start;

/// One service.
#[component]
pub fn Service(
    /// National code of the procedure.
    code: String,
) -> impl IntoView {
    let (api, locale) = (use_api(), use_locale());
    let bundle = remote(move || {
        let (code, lang) = (code.clone(), locale.tag());
        Box::pin(async move { api.get::<GetProcedure>(&[&code], &[("lang", lang)]).await })
    });
    let is_missing = Memo::new(move |_| matches!(bundle.get(), Loaded::Failed(ApiError::NotFound)));
    move || {
        if is_missing.get() { view_missing() } else { bundle.show(true, |bundle| view_service(&bundle)) }
    }
}

/// There is no such service: says so and shows the ways on.
fn view_missing() -> AnyView {
    view! {
        <Heading text=t("not_found.service.title")/>
        <p class="cd-lede">{t("not_found.service.body")}</p>
        <div class="cd-actions">
            <LinkButton href=Route::Services.href() label=t("dossiers.none.services")/>
            <LinkButton href=Route::Home.href() label=t("not_found.home") look=Look::Quiet/>
        </div>
    }
    .into_any()
}

fn view_service(bundle: &Bundle) -> AnyView {
    let leaflet = Leaflet::read(bundle);
    let [title, summary, who, result] = ["title", "summary", "who", "result"].map(|key| leaflet.text(key));
    let steps = leaflet.steps().into_iter().map(|step| view! { <li>{step}</li> }).collect_any();
    let card = view_card(&leaflet);
    let papers = view_papers(&leaflet.papers());
    let fees = view_fees(&leaflet);
    let time = view_time(&leaflet);
    let basis = view_basis(bundle, &leaflet);
    view! {
        <nav class="cd-back"><a href=Route::Services.href()>{t("service.back")}</a></nav>
        <article class="cd-leaflet">
            <header class="cd-leaflet__head">
                <Heading text=Signal::stored(title)/>
                <p class="cd-lede">{summary}</p>
            </header>
            <aside class="cd-leaflet__card" aria-label=t("service.card")>
                {card}
                <div class="cd-leaflet__start">
                    <Start code=bundle.code.clone() first_page=leaflet.first_page() for_enterprises=leaflet.is_for_enterprises()
                        level=bundle.level.clone()/>
                </div>
            </aside>
            <div class="cd-leaflet__body">
                <Panel title=t("service.who")><p>{who}</p></Panel>
                <Panel title=t("service.papers")>{papers}</Panel>
                <Panel title=t("service.fee")>{fees}</Panel>
                <Panel title=t("service.time")>{time}</Panel>
                <Panel title=t("service.steps")><ol class="cd-steps">{steps}</ol></Panel>
                <Panel title=t("service.result")><p>{result}</p></Panel>
                <Panel title=t("service.basis")>{basis}</Panel>
            </div>
        </article>
    }
    .into_any()
}

/// The three facts asked first, in few words.
fn view_card(leaflet: &Leaflet) -> AnyView {
    let locale = use_locale();
    let fees = leaflet.fees();
    let cost = Signal::derive(move || match fees.first() {
        None => locale.text("service.card.free"),
        Some(fee) => {
            let key = if fee.is_each { "service.card.each" } else { "service.card.once" };
            let item = inside_a_sentence(&fee.name);
            locale.fill(key, &[("amount", &locale.money(fee.amount)), ("item", &item)])
        }
    });
    let channels = leaflet.channels();
    let ways = Signal::derive(move || {
        let name = |channel: &String| locale.text(&["service.channel.", channel].concat());
        channels.iter().map(name).collect::<Vec<_>>().join(", ")
    });
    let due = if leaflet.is_after_15h() {
        t("service.card.same_day")
    } else {
        Signal::stored(leaflet.text("service.time"))
    };
    view! {
        <dl class="cd-facts">
            <dt>{t("service.card.cost")}</dt>
            <dd>{cost}</dd>
            <dt>{t("service.card.time")}</dt>
            <dd>{due}</dd>
            <dt>{t("service.card.ways")}</dt>
            <dd>{ways}</dd>
        </dl>
    }
    .into_any()
}

/// A name as it stands inside a sentence: only its first letter changes, terms of the law keep theirs.
fn inside_a_sentence(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn view_papers(papers: &[Paper]) -> AnyView {
    if papers.is_empty() {
        return view! { <p>{t("service.papers.none")}</p> }.into_any();
    }
    let paper = |paper: &Paper| {
        let case = match &paper.case {
            None if paper.is_required => t("service.papers.always"),
            None => t("service.papers.optional"),
            Some(Case::Depends) => t("service.papers.depends"),
            Some(Case::Answer { answer, .. }) => tp("service.papers.case", vec![("answer", answer.clone())]),
        };
        let hint =
            (!paper.hint.is_empty()).then(|| view! { <p class="cd-papers__hint">{paper.hint.clone()}</p> });
        view! {
            <li class="cd-papers__one">
                <p class="cd-papers__name">{paper.name.clone()}</p>
                <p class="cd-papers__case">{case}</p>
                {hint}
            </li>
        }
    };
    view! {
        <p>{t("service.papers.lede")}</p>
        <ul class="cd-papers">{papers.iter().map(paper).collect_any()}</ul>
    }
    .into_any()
}

fn view_fees(leaflet: &Leaflet) -> AnyView {
    let fees = leaflet.fees().into_iter().map(view_fee).collect_any();
    view! {
        <p>{leaflet.text("service.fee")}</p>
        <ul class="cd-fees">{fees}</ul>
    }
    .into_any()
}

fn view_fee(fee: Fee) -> AnyView {
    let locale = use_locale();
    let amount = fee.amount;
    let paid = fee.paid.map(|key| view! { <p>{t(key)}</p> });
    let channels = view_channels(fee.channels).map(|told| view! { <p>{told}</p> });
    let reductions = fee.reductions.into_iter().map(view_reduction).collect_any();
    view! {
        <li class="cd-fees__one">
            <p class="cd-fees__line"><span>{fee.name}</span><b>{live(move || locale.money(amount))}</b></p>
            {channels}
            {paid}
            <p class="cd-quiet"><small>{tp("service.fee.basis", vec![("basis", fee.basis)])}</small></p>
            <ul>{reductions}</ul>
        </li>
    }
    .into_any()
}

/// In which ways of filing something holds that does not hold in all.
fn view_channels(channels: Vec<String>) -> Option<AnyView> {
    let locale = use_locale();
    if channels.is_empty() {
        return None;
    }
    let told = move || {
        let names: Vec<String> =
            channels.iter().map(|channel| locale.text(&["service.channel.", channel].concat())).collect();
        locale.fill("service.fee.channels", &[("channels", &names.join(", "))])
    };
    Some(live(told).into_any())
}

/// A reduction with its window; one that is over is marked and promised to nobody.
fn view_reduction(reduction: Reduction) -> AnyView {
    let (locale, session) = (use_locale(), use_session());
    let is_over = {
        let reduction = reduction.clone();
        Memo::new(move |_| session.today().is_some_and(|today| reduction.is_over(&today)))
    };
    let benefit = reduction.benefit;
    let share = live(move || match benefit {
        Benefit::Free => String::new(),
        Benefit::Percent(percent) => [" −", &percent.to_string(), "%"].concat(),
        Benefit::Amount(amount) => {
            [" · ", &locale.fill("service.fee.price", &[("amount", &locale.money(amount))])].concat()
        }
    });
    let channels = view_channels(reduction.channels);
    let (from, to) = (reduction.from, reduction.to);
    let window = live(move || match (&from, &to) {
        (Some(from), Some(to)) => {
            locale.fill("service.fee.window", &[("from", &locale.date(from)), ("to", &locale.date(to))])
        }
        (Some(from), None) => locale.fill("service.fee.from", &[("from", &locale.date(from))]),
        (None, Some(to)) => locale.fill("service.fee.until", &[("to", &locale.date(to))]),
        (None, None) => String::new(),
    });
    view! {
        <li class="cd-fees__reduction" class:cd-fees__reduction--over=is_over>
            {live(move || if is_over.get() { view! { <Shape tone=Tone::Stop/> } } else { view! { <Shape tone=Tone::Done/> } })}
            <span>
                <b>{reduction.name}{share}</b>
                {live(move || is_over.get().then(|| view! { <span>" "{t("service.fee.over")}</span> }))}
                <br/>
                <small>{channels}" "{window}" "{tp("service.fee.basis", vec![("basis", reduction.basis)])}</small>
            </span>
        </li>
    }
    .into_any()
}

fn view_time(leaflet: &Leaflet) -> AnyView {
    let rule = leaflet.is_after_15h().then(|| view! { <p class="cd-rule">{t("service.time.after_15h")}</p> });
    view! { <p>{leaflet.text("service.time")}</p>{rule} }.into_any()
}

fn view_basis(bundle: &Bundle, leaflet: &Leaflet) -> AnyView {
    let locale = use_locale();
    let laws = leaflet.basis();
    let count = laws.len() as u64;
    let laws = laws.into_iter().map(|law| view! { <li lang="vi">{law}</li> }).collect_any();
    let checked = leaflet.checked().map(|day| {
        view! { <p class="cd-quiet"><small>{live(move || locale.fill("service.checked", &[("date", &locale.date(&day))]))}</small></p> }
    });
    let identity =
        tp("service.identity", vec![("code", bundle.code.clone()), ("version", bundle.version.clone())]);
    view! {
        <Details summary=Signal::derive(move || locale.count("service.basis.count", count))>
            <ul class="cd-list">{laws}</ul>
        </Details>
        <p class="cd-quiet"><small>{identity}</small></p>
        {checked}
    }
    .into_any()
}
