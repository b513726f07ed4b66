//! What who is asked has answered before, and what of the dossier is otherwise than it was then. Their browser compares the two contents
//! itself, after it has made the digest of each.

use contract::{AnsweredContent, Cosigning, OwnAnswer};
use dossier::{Content, canonical};
use eform::{Kind, Page, Schema};
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::{
    super::{
        answered::{Answered, answered},
        filed::known,
    },
    Fixed, Link,
    answer::quoted,
};
use crate::{
    form::{
        Texts,
        catalogues::{Catalogues, use_catalogues},
        present,
    },
    i18n::{Locale, t, use_locale},
    remote::remote,
    ui::{CollectAny, Notice, Tone, live},
};

/// Their last answer, when nothing of it counts any more.
fn last(found: &Cosigning) -> Option<OwnAnswer> {
    found.answers.last().filter(|one| !one.stands).cloned()
}

/// What they have answered before; nothing when that is the answer that counts, or there is none.
pub(super) fn told(found: &Cosigning) -> Option<AnyView> {
    last(found).map(|one| notice(one, ().into_any()))
}

fn notice(one: OwnAnswer, more: AnyView) -> AnyView {
    let say = use_locale();
    let key = ["step.cosign.before.", one.word.word()].concat();
    let title = Signal::derive(move || say.fill(&key, &[("time", &say.date_time(&one.at))]));
    view! { <Notice tone=Tone::Turn title=title>{one.reason.map(quoted)} {more}</Notice> }.into_any()
}

impl Link {
    /// The same while they are asked anew, with what has changed since.
    pub(super) fn changed(self, found: &Cosigning, shown: &Fixed) -> Option<AnyView> {
        let answer = last(found)?;
        let (say, digest, at) = (use_locale(), answer.sha256.clone(), shown.content.created_at.clone());
        let before = remote::<Option<Content>>(move || {
            let digest = digest.clone();
            Box::pin(async move {
                let kept = self.api.get::<AnsweredContent>(&[&self.token()], &[]).await.and_then(known);
                // Where it is not kept any more, or is not what they answered about, that is said.
                let is_it = |content: &Content| {
                    content.bytes().is_ok_and(|bytes| canonical::sha256_hex(&bytes) == digest)
                };
                Ok(kept.ok().filter(is_it))
            })
        });
        let (shown, texts) = (shown.clone(), Texts::from_json(&shown.bundle.texts));
        let list = before.show(false, move |before| {
            let compared = before.as_ref().as_ref().and_then(|before| compare(before, &shown));
            match compared {
                None => view! { <p>{t("step.cosign.before.unknown")}</p> }.into_any(),
                Some(lines) if lines.is_empty() => view! { <p>{t("step.cosign.before.same")}</p> }.into_any(),
                Some(lines) => {
                    let lines = lines.into_iter().map(|line| line.view(texts.clone())).collect_any();
                    view! { <p>{t("step.cosign.before.differs")}</p> <ul>{lines}</ul> }.into_any()
                }
            }
        });
        let fixed = live(move || say.fill("step.cosign.before.fixed", &[("time", &say.date_time(&at))]));
        Some(notice(answer, view! { <p>{fixed}</p> {list} }.into_any()))
    }
}

/// Everything that differs; none when the two are of different forms, in which nothing can be compared.
fn compare(before: &Content, shown: &Fixed) -> Option<Vec<Line>> {
    let now = &shown.content;
    if before.procedure != now.procedure {
        return None;
    }
    let pages = Schema::from_json(&shown.bundle.schema).ok()?.pages;
    let fee = |content: &Content| [content.fee.net, content.fee.on_notice, content.fee.on_result];
    let mut lines = differences(&pages, &before.answers, &now.answers);
    if fee(before) != fee(now) {
        lines.push(Line::Fee([fee(before), fee(now)]));
    }
    Some(lines)
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq)]
enum Line {
    /// An answer, and the rows that it stands in.
    Answer { path: String, kind: Kind, rows: Vec<(String, usize)>, was: Option<Value>, now: Option<Value> },
    /// What is paid with the filing, after a notice and with the result, before and now.
    Fee([[u64; 3]; 2]),
}

fn differences(pages: &[Page], before: &Map<String, Value>, now: &Map<String, Value>) -> Vec<Line> {
    let all = |answers| -> Vec<_> { pages.iter().flat_map(|page| answered(&page.fields, answers)).collect() };
    let (before, now) = (all(before), all(now));
    let value =
        |of: &[Answered], path: &str| of.iter().find(|one| one.path == path).map(|one| one.value.clone());
    let gone = before.iter().filter(|one| value(&now, &one.path).is_none());
    let every = now.iter().chain(gone).map(|one| {
        let (was, now) = (value(&before, &one.path), value(&now, &one.path));
        (was != now).then(|| Line::Answer {
            path: one.path.clone(),
            kind: one.kind.clone(),
            rows: one.rows.clone(),
            was,
            now,
        })
    });
    every.flatten().collect()
}

impl Line {
    fn view(self, texts: Texts) -> AnyView {
        let (say, lists) = (use_locale(), use_catalogues());
        let label = {
            let (line, texts) = (self.clone(), texts.clone());
            live(move || line.label(say, &texts))
        };
        let sentence = live(move || self.sentence(say, lists, &texts));
        view! { <li>{label}<p>{sentence}</p></li> }.into_any()
    }

    /// "Người thứ 2: Họ tên".
    fn label(&self, say: Locale, texts: &Texts) -> String {
        let Self::Answer { path, rows, .. } = self else { return say.text("step.fee") };
        let within = rows.iter().map(|(group, number)| [&texts.row(say, group, *number), ": "].concat());
        let mut label: String = within.collect();
        label.push_str(&texts.label(path));
        label
    }

    fn sentence(&self, say: Locale, lists: Catalogues, texts: &Texts) -> String {
        let [was, now] = match self {
            Self::Fee(fees) => fees.map(|parts| say.paid_when(parts)),
            Self::Answer { path, kind, was, now, .. } => [was, now].map(|value| match value {
                Some(value) => present::text(say, lists, texts, path, kind, value),
                None => say.text("step.changed.empty"),
            }),
        };
        // Another file may have the same name.
        let key = if was == now { "step.cosign.before.file" } else { "step.changed.line" };
        say.fill(key, &[("was", &was), ("now", &now)])
    }
}

#[cfg(test)]
mod tests {
    use eform::Schema;
    use serde_json::{Map, Value, json};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Line, differences};

    /// Path, numbers of the rows around it, what it was and is.
    type Found = (String, Vec<usize>, Option<Value>, Option<Value>);

    fn found(before: &Value, now: &Value) -> Vec<Found> {
        let field = |id: &str, kind: &str| json!({ "id": id, "kind": kind, "required": false });
        let schema = json!({
            "format": eform::FORMAT, "code": "a", "version": "1", "level": "commune", "sector": "a",
            "languages": ["vi"], "service": {}, "sign": "none", "fees": [], "agency": { "field": "office" },
            "pages": [
                { "id": "one", "step": "form", "fields": [field("spot", "text"), field("note", "text"), {
                    "id": "people", "kind": "group", "fields": [field("who", "text")],
                }] },
                { "id": "two", "step": "form", "fields": [field("office", "agency")] },
            ],
        });
        let pages = Schema::from_json(&schema.to_string()).unwrap().pages;
        let object = |value: &Value| value.as_object().cloned().unwrap_or_else(Map::new);
        let lines = differences(&pages, &object(before), &object(now)).into_iter().map(|line| match line {
            Line::Answer { path, rows, was, now, .. } => {
                (path, rows.into_iter().map(|(_, number)| number).collect(), was, now)
            }
            Line::Fee(_) => panic!("no answer"),
        });
        lines.collect()
    }

    #[test]
    fn what_differs_is_named_with_what_it_was_and_is_and_nothing_else() {
        let before = json!({ "spot": "Sân trước", "note": "a" });
        assert_eq!(found(&before, &before), []);
        let now = json!({ "spot": "Sân sau", "note": "a" });
        let spot = ("spot".to_owned(), vec![], Some(json!("Sân trước")), Some(json!("Sân sau")));
        assert_eq!(found(&before, &now), [spot]);
        let (gone, new) = (json!({ "note": "a" }), json!({ "spot": "Sân trước", "note": "a", "office": {} }));
        assert_eq!(found(&before, &gone), [("spot".to_owned(), vec![], Some(json!("Sân trước")), None)]);
        assert_eq!(found(&before, &new), [("office".to_owned(), vec![], None, Some(json!({})))]);
    }

    #[test]
    fn a_row_is_known_by_its_id_wherever_it_has_moved() {
        let row = |id: &str, who: &str| json!({ "id": id, "who": who });
        let before = json!({ "people": [row("r1", "Bảy"), row("r2", "Mua")] });
        let now = json!({ "people": [row("r2", "Mua"), row("r3", "Hằng")] });
        let lines = found(&before, &now);
        assert_eq!(
            lines,
            [
                ("people/r3/who".to_owned(), vec![2], None, Some(json!("Hằng"))),
                ("people/r1/who".to_owned(), vec![1], Some(json!("Bảy")), None),
            ]
        );
    }
}
