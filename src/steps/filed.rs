//! What was submitted, to read again: every answer of the filed content (`dossier.json`) as it stands there, with its source.
//!
//! Nothing of it comes from the form, whose answers are erased by then, and nothing can be changed here.

use std::sync::Arc;

use contract::{Bundle, DownloadContent};
use dossier::{Content, canonical, content::Source};
use eform::{Kind, Page, Provenance, Schema};
use leptos::prelude::*;

use serde_json::Value;

use super::{
    answered::answered,
    check::fingerprint,
    open::{OpenDossier, Opened},
};
use crate::{
    api::ApiError,
    browser::page,
    form::{Texts, catalogues::use_catalogues, covered::reason, present},
    i18n::{t, use_locale},
    remote::remote,
    route::Route,
    ui::{Button, CollectAny, Heading, LinkButton, Look, Panel, SummaryList, SummaryRow, live},
};

/// The page.
pub fn filed(open: OpenDossier, opened: &Opened) -> AnyView {
    let asked = remote::<Content>(move || {
        Box::pin(async move { open.api().get::<DownloadContent>(&[&open.id()], &[]).await.and_then(known) })
    });
    let (bundle, title) = (opened.bundle.clone(), opened.view.with_untracked(|view| view.title.clone()));
    asked.show(true, move |content| {
        let mark = content.bytes().map(|bytes| canonical::fingerprint(&bytes)).unwrap_or_default();
        let parts = fixed(content, &bundle);
        view! {
            <div class="cd-review">
                <Heading text=t("step.filed") kicker=Signal::stored(title.clone())/>
                <p class="cd-lede">{t("step.filed.lede")}</p>
                {fingerprint(mark, "step.check.hint.review")}
                {parts}
                <div class="cd-actions">
                    <Button label=t("step.filed.print") on_press=Callback::new(|()| page::print())/>
                    <LinkButton href=Route::Receipt(open.id()).href() label=t("step.receipt") look=Look::Quiet/>
                </div>
            </div>
        }
        .into_any()
    })
}

/// Everything that a content says, with the words for it.
pub(super) fn fixed(content: Arc<Content>, bundle: &Bundle) -> AnyView {
    let texts = Texts::from_json(&bundle.texts);
    let pages = Schema::from_json(&bundle.schema).map(|schema| schema.pages).unwrap_or_default();
    let filed = Filed { content, texts };
    let parts = pages.iter().filter_map(|page| filed.part(page)).collect_any();
    view! { {filed.applicant()} {parts} {filed.covered()} }.into_any()
}

/// Only the format that is understood here is shown.
pub(super) fn known(content: Content) -> Result<Content, ApiError> {
    if content.format == dossier::content::FORMAT {
        Ok(content)
    } else {
        Err(ApiError::Unavailable { reference: None, provider: None })
    }
}

/// The filed content with the words for it.
struct Filed {
    content: Arc<Content>,
    texts: Texts,
}

impl Filed {
    /// Who submitted, when it was fixed, and what it cost.
    fn applicant(&self) -> AnyView {
        let say = use_locale();
        let (who, at) = (self.content.applicant.clone(), self.content.created_at.clone());
        let fee = self.fee();
        let behalf = self.content.on_behalf_of.as_ref().map(|whom| [&whom.name, ", ", &whom.id].concat());
        let helper = self.content.helped_by.as_ref().map(|helper| [&helper.name, ", ", &helper.id].concat());
        let who = [&who.name, ", ", &who.id].concat();
        view! {
            <SummaryList>
                <SummaryRow label=t("step.filed.applicant")>{who}</SummaryRow>
                {behalf.map(|whom| view! { <SummaryRow label=t("step.filed.behalf")>{whom}</SummaryRow> })}
                {helper.map(|helper| view! { <SummaryRow label=t("step.filed.helper")>{helper}</SummaryRow> })}
                <SummaryRow label=t("step.filed.at")>{live(move || say.date_time(&at))}</SummaryRow>
                <SummaryRow label=t("step.fee")>{fee}</SummaryRow>
            </SummaryList>
        }
        .into_any()
    }

    /// The sum, then what it is made of, what was taken off, and by which law.
    fn fee(&self) -> AnyView {
        let say = use_locale();
        let fee = &self.content.fee;
        let parts @ [net, notice, result] = [fee.net, fee.on_notice, fee.on_result];
        let is_later = notice + result > 0;
        let lines = fee.lines.iter().map(|line| {
            let name = self.texts.get(&["fee.", &line.id].concat());
            let reduction = line
                .reduction
                .as_ref()
                .map(|id| ["; ", &self.texts.get(&["reduction.", id].concat())].concat());
            let (quantity, unit) = (line.quantity.to_string(), line.unit);
            let text = live(move || [&name, ": ", &quantity, " × ", &say.money(unit)].concat());
            view! { <p class="cd-answers__source">{text} {reduction}</p> }
        });
        let lines = lines.collect_any();
        let basis = (!fee.basis.is_empty()).then(|| fee.basis.join("; "));
        view! {
            <p>{live(move || if is_later { say.paid_when(parts) } else { say.money(net) })}</p>
            {lines}
            {basis.map(|basis| view! { <p class="cd-answers__source">{basis}</p> })}
        }
        .into_any()
    }

    /// One page of the form, unless nothing on it was answered.
    fn part(&self, page: &Page) -> Option<AnyView> {
        let (mut rows, mut around) = (Vec::new(), Vec::new());
        for one in answered(&page.fields, &self.content.answers) {
            // After the rows in it a row goes on under its own name.
            if one.rows != around && !one.rows.is_empty() {
                rows.push(self.heading(&one.rows));
            }
            rows.push(self.row(&one.path, one.kind, one.value));
            around = one.rows;
        }
        let title = self.texts.get(&["page.", &page.id, ".title"].concat());
        (!rows.is_empty()).then(|| {
            view! {
                <section class="cd-answers">
                    <h2 class="cd-answers__title">{title}</h2>
                    <SummaryList>{rows}</SummaryList>
                </section>
            }
            .into_any()
        })
    }

    /// Papers that were not asked for: which register stands in for each.
    fn covered(&self) -> Option<AnyView> {
        let say = use_locale();
        let rows = self.content.covered.iter().map(|one| {
            let (covered, label) = (one.clone(), Signal::stored(self.texts.label(&one.field)));
            view! { <SummaryRow label=label><p>{live(move || reason(say, &covered))}</p></SummaryRow> }
        });
        let rows = rows.collect_any();
        (!self.content.covered.is_empty()).then(|| {
            view! { <Panel title=t("step.filed.covered")><SummaryList>{rows}</SummaryList></Panel> }
                .into_any()
        })
    }

    /// "Người thứ 2, Tài sản thứ 1".
    fn heading(&self, rows: &[(String, usize)]) -> AnyView {
        let (say, texts, rows) = (use_locale(), self.texts.clone(), rows.to_vec());
        let text = live(move || {
            let titles = rows.iter().rev().map(|(group, number)| texts.row(say, group, *number));
            titles.collect::<Vec<_>>().join(", ")
        });
        view! { <div class="cd-answers__row"><dt>{text}</dt><dd></dd></div> }.into_any()
    }

    fn row(&self, path: &str, kind: &Kind, value: &Value) -> AnyView {
        let (say, catalogues) = (use_locale(), use_catalogues());
        let stated = self.content.attestations.iter().find(|one| one.id == path);
        let stated = stated.map(|one| view! { <p class="cd-answers__attestation">{one.text.clone()}</p> });
        let source = self.content.provenance.get(path).and_then(provenance);
        let source = move || {
            let text = match source.as_ref()? {
                // Here it can no longer be put right, as the form would say.
                Provenance::Default => say.text("step.filed.default"),
                source => present::source_text(say, source)?,
            };
            Some(view! { <p class="cd-answers__source">{text}</p> })
        };
        let note = self.content.provenance.get(path).and_then(|source| source.note.clone());
        let note = note.map(|note| {
            let told = live(move || say.fill("step.review.note", &[("note", &note)]));
            view! { <p class="cd-answers__source">{told}</p> }
        });
        let label = Signal::stored(self.texts.label(path));
        let (texts, path, kind, value) = (self.texts.clone(), path.to_owned(), kind.clone(), value.clone());
        let text = live(move || present::text(say, catalogues, &texts, &path, &kind, &value));
        view! { <SummaryRow label=label>{stated} <p>{text}</p> {source} {note}</SummaryRow> }.into_any()
    }
}

/// The source as the form names it; `None` for one that came after this portal.
fn provenance(source: &Source) -> Option<Provenance> {
    let Source { origin, source, at, reference, .. } = source.clone();
    Some(match (origin.as_str(), source.zip(at)) {
        ("typed", _) => Provenance::Typed,
        ("computed", _) => Provenance::Computed,
        ("default", _) => Provenance::Default,
        ("register", Some((source, at))) => Provenance::Register { source, at, reference },
        ("changed", Some((source, at))) => Provenance::Changed { source, at, reference },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::provenance;
    use dossier::content::Source;
    use eform::Provenance;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn every_source_of_the_form_is_read_back_from_what_was_filed() {
        let held =
            |name: fn(String, String) -> Provenance| name("population".into(), "2026-11-21T01:00:00Z".into());
        let all = [
            Provenance::Typed,
            Provenance::Computed,
            Provenance::Default,
            held(|source, at| Provenance::Register { source, at, reference: Some("r".into()) }),
            held(|source, at| Provenance::Changed { source, at, reference: None }),
        ];
        for one in all {
            assert_eq!(provenance(&Source::from(one.clone())), Some(one));
        }
    }
}
