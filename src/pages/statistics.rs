//! How much citizens did not have to give, by service: a table for everybody. What is counted is decided in the engine.

use contract::{ReuseFigures, ReuseRates, ServiceReuse};
use leptos::prelude::*;

use crate::api::use_api;
use crate::i18n::{grouped, t, use_locale};
use crate::remote::remote;
use crate::route::Route;
use crate::ui::{Heading, Panel, Table, TableRow, live};

/// What is said of each service, in order.
const FIGURES: [&str; 5] =
    ["statistics.dossiers", "statistics.asked", "statistics.spared", "statistics.share", "statistics.papers"];

/// The figures.
#[component]
pub fn Statistics() -> impl IntoView {
    let (api, locale) = (use_api(), use_locale());
    let figures = remote(move || {
        let lang = locale.tag();
        Box::pin(async move { api.get::<ReuseRates>(&[], &[("lang", lang)]).await })
    });
    view! {
        <Heading text=t("statistics.title")/>
        <p class="cd-lede">{t("statistics.lede")}</p>
        <Panel title=t("statistics.by_service")>{figures.show(false, |figures| view_figures(&figures))}</Panel>
        <div class="cd-prose">
            <section><h2>{t("statistics.counted")}</h2><p>{t("statistics.counted.body")}</p></section>
            <section><h2>{t("statistics.left_out")}</h2><p>{t("statistics.left_out.body")}</p></section>
        </div>
    }
}

fn view_figures(figures: &ReuseFigures) -> AnyView {
    let locale = use_locale();
    let fewest = figures.fewest;
    let small = live(move || locale.fill("statistics.small", &[("fewest", &fewest.to_string())]));
    if figures.services.is_empty() {
        return view! { <p>{t("statistics.none")}" "{small}</p> }.into_any();
    }
    let columns = [&["statistics.service"], &FIGURES[..]].concat().into_iter().map(t).collect();
    let rows: Vec<AnyView> = figures.services.iter().cloned().map(view_row).collect();
    view! {
        <Table caption=t("statistics.caption") columns folds=true>{rows}</Table>
        <p class="cd-quiet">{small}</p>
    }
    .into_any()
}

fn view_row(one: ServiceReuse) -> AnyView {
    let locale = use_locale();
    let number = move |number: u32| grouped(number.into(), locale.lang());
    let ServiceReuse { procedure, title, dossiers, given, known, proposed, .. } = one;
    let (papers, known_papers) = (one.papers_given + one.papers_known, one.papers_known);
    let spared = known + proposed;
    let share = one.percent.map_or_else(|| "–".to_owned(), |percent| [&percent.to_string(), "%"].concat());
    let papers = move || {
        if papers == 0 {
            return locale.text("statistics.papers.none");
        }
        locale.fill("statistics.of", &[("part", &number(known_papers)), ("all", &number(papers))])
    };
    let cells = vec![
        Signal::derive(move || grouped(dossiers, locale.lang())),
        Signal::derive(move || number(given + spared)),
        Signal::derive(move || number(spared)),
        Signal::stored(share),
        Signal::derive(papers),
    ];
    let columns = FIGURES.into_iter().map(t).collect();
    view! { <TableRow columns cells><a href=Route::Service(procedure).href()>{title}</a></TableRow> }
        .into_any()
}
