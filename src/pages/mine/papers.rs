//! The citizen's own store of papers: what is there, where it came from, where it was used; each can be downloaded and deleted.

use contract::{ListPapers, Nothing, PaperList, PaperView, RemovePaper, paths};
use leptos::prelude::*;

use crate::api::use_api;
use crate::i18n::{t, use_locale};
use crate::remote::erase::{Erasing, again, erase};
use crate::remote::{Remote, remote};
use crate::route::Route;
use crate::ui::{Details, Heading, LinkButton, Look, SummaryList, SummaryRow, Tag, Tone, live};

/// Where the focus goes when a paper has left.
const LIST: &str = "papers";

/// The store.
#[component]
pub fn Papers() -> impl IntoView {
    let (api, locale) = (use_api(), use_locale());
    let papers = remote(move || {
        let lang = locale.tag();
        Box::pin(async move { api.get::<ListPapers>(&[], &[("lang", lang)]).await })
    });
    view! {
        <nav class="cd-back"><a href=Route::Mine.href()>{t("papers.back")}</a></nav>
        <Heading text=t("papers.title")/>
        <p class="cd-lede">{t("papers.lede")}</p>
        <section id=LIST tabindex="-1" aria-label=t("papers.title")>
            {papers.show(false, move |list| view_list(&list, papers))}
        </section>
    }
}

fn view_list(list: &PaperList, papers: Remote<PaperList>) -> AnyView {
    if list.papers.is_empty() {
        return view! {
            <p>{t("papers.none")}</p>
            <div class="cd-actions"><LinkButton href=Route::Services.href() label=t("dossiers.none.services") look=Look::Quiet/></div>
        }
        .into_any();
    }
    let all: Vec<AnyView> = list.papers.iter().map(|one| view_paper(one.clone(), papers)).collect();
    view! { <ul class="cd-dossiers">{all}</ul> }.into_any()
}

fn view_paper(one: PaperView, papers: Remote<PaperList>) -> AnyView {
    let (api, locale) = (use_api(), use_locale());
    let (tone, word) = if one.is_valid { (Tone::Done, "papers.valid") } else { (Tone::Stop, "papers.over") };
    let is_result = one.source == "result";
    let (at, reference) = (one.at.clone(), one.reference.clone());
    let origin = live(move || {
        let key = if is_result { "papers.from.result" } else { "papers.from.upload" };
        locale.fill(key, &[("reference", &reference), ("date", &locale.date(&at))])
    });
    let until = one.valid_until.clone();
    let until = live(move || match &until {
        Some(day) => locale.date(day),
        None => locale.text("papers.until.none"),
    });
    let address = api.address(paths::PAPER_FILE, &[&one.id]);
    let issuer =
        one.issuer.clone().map(|issuer| view! { <SummaryRow label=t("papers.issuer")>{issuer}</SummaryRow> });
    let holder =
        one.holder.clone().map(|holder| view! { <SummaryRow label=t("papers.holder")>{holder}</SummaryRow> });
    let about = one.about.clone().map(|name| view! { <p class="cd-dossiers__subject">{name}</p> });
    let uses = view_uses(&one);
    let [title, named] = [one.title.clone(), one.title.clone()];
    let erasing = Erasing { texts: "papers.erase", then: again(papers, LIST) };
    let id = one.id;
    let erase = erase(&erasing, one.title, move || {
        let id = id.clone();
        Box::pin(async move { api.send::<RemovePaper>(&[&id], &Nothing, None).await })
    });
    let (component, digest, file) = (one.component, one.sha256, one.name);
    // What somebody did with a mandate is their dossier.
    let service = match one.dossier {
        Some(id) => view! { <a href=Route::Dossier(id).href()>{one.service}</a> }.into_any(),
        None => one.service.into_any(),
    };
    view! {
        <li class="cd-dossiers__one">
            <div class="cd-dossiers__head">
                <h2>{title}</h2>
                <Tag tone label=t(word)/>
            </div>
            {about}
            <p>{origin}</p>
            <Details summary=t("papers.details")>
                <SummaryList>
                    {issuer}
                    {holder}
                    <SummaryRow label=t("papers.until")>{until}</SummaryRow>
                    <SummaryRow label=t("papers.dossier")>{service}</SummaryRow>
                    <SummaryRow label=t("papers.component")>{component}</SummaryRow>
                    <SummaryRow label=t("papers.digest")><code>{digest}</code></SummaryRow>
                </SummaryList>
                {uses}
            </Details>
            <div class="cd-actions">
                <a class="cd-button cd-button--quiet" href=address download=file>
                    {t("papers.download")}<span class="cd-unseen">": "{named}</span>
                </a>
                {erase}
            </div>
        </li>
    }
    .into_any()
}

/// Which dossiers used it, and who received it.
fn view_uses(one: &PaperView) -> AnyView {
    let locale = use_locale();
    if one.uses.is_empty() {
        return view! { <p>{t("papers.uses.none")}</p> }.into_any();
    }
    let line = |used: contract::PaperUse| {
        let text = live(move || {
            let time = locale.date_time(&used.at);
            match used.office.as_ref().zip(used.code.as_ref()) {
                Some((office, code)) => locale.fill(
                    "papers.use.received",
                    &[("service", &used.service), ("time", &time), ("office", office), ("code", code)],
                ),
                None => locale.fill("papers.use.draft", &[("service", &used.service), ("time", &time)]),
            }
        });
        view! { <li>{text}</li> }.into_any()
    };
    let all: Vec<AnyView> = one.uses.clone().into_iter().map(line).collect();
    view! { <p>{t("papers.uses")}</p><ul>{all}</ul> }.into_any()
}
