//! What this browser has found out about a signature, in words and rows: the same after signing, on the receipt, and where anyone checks
//! one. Judging is the worker's, through `browser::verifier`.

use leptos::prelude::*;

use crate::browser::verifier::Judged;
use crate::i18n::{Locale, t, use_locale};
use crate::ui::{CollectAny, SummaryList, SummaryRow, Tone, live};

/// How the value of a fact is said.
#[derive(Clone, Copy)]
enum Said {
    AsItIs,
    Moment,
    Word,
    Code,
}

/// What a container may say, in the order in which it is shown; each has a label `signature.fact.<name>`.
const FACTS: [(&str, Said); 10] = [
    ("name", Said::AsItIs),
    ("citizen_id", Said::AsItIs),
    ("tax_code", Said::AsItIs),
    ("named_as", Said::Word),
    ("issuer", Said::AsItIs),
    ("signing_time", Said::Moment),
    ("stamped_at", Said::Moment),
    ("stamped_by", Said::AsItIs),
    ("fingerprint", Said::Code),
    ("serial", Said::Code),
];

/// What a judgement comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Good.
    Good,
    /// Not to be relied on.
    Bad,
    /// This browser cannot tell.
    Unknown,
}

impl Verdict {
    /// Of a judgement.
    #[must_use]
    pub fn of(judged: &Judged) -> Self {
        match judged.fault.as_deref() {
            None => Self::Good,
            Some("unsupported" | "bad_moment") => Self::Unknown,
            Some(_) => Self::Bad,
        }
    }

    /// Its colour and shape.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::Good => Tone::Done,
            Self::Bad => Tone::Stop,
            Self::Unknown => Tone::Turn,
        }
    }

    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Good => "signature.good",
            Self::Bad => "signature.bad",
            Self::Unknown => "signature.unknown",
        }
    }
}

/// Whether it is good, but for that the dossier does not name who signed it.
fn is_of_stranger(judged: &Judged) -> bool {
    judged.fault.as_deref() == Some("not_named")
}

/// The reason against a signature in plain words; none for a good one.
#[must_use]
pub fn reason(judged: &Judged) -> Option<AnyView> {
    let say = use_locale();
    let fault = judged.fault.clone()?;
    let text = live(move || reason_in(say, &fault));
    Some(view! { <p>{text}</p> }.into_any())
}

fn reason_in(say: Locale, fault: &str) -> String {
    let (code, attribute) = fault.split_once(' ').unwrap_or((fault, ""));
    say.fill(&["signature.fault.", code].concat(), &[("attribute", attribute)])
}

/// What the signature says and what of it is proven, row by row.
#[must_use]
pub fn facts(judged: &Judged) -> AnyView {
    let is_organisation = judged.fact("citizen_id").is_none() && judged.fact("tax_code").is_some();
    let own = FACTS.iter().filter_map(|(name, said)| {
        let label = if is_organisation && *name == "name" { "organisation" } else { name };
        Some(row(label, *said, judged.fact(name)?))
    });
    let own = own.collect_any();
    let trust =
        trust(judged).map(|key| view! { <SummaryRow label=t("signature.trust")>{t(key)}</SummaryRow> });
    let claim = (judged.fault.is_some() && !judged.facts.is_empty() && !is_of_stranger(judged))
        .then(|| view! { <p class="cd-quiet">{t("signature.claim")}</p> });
    let (integrity, validity, revocation) = (t(integrity(judged)), validity(judged), revocation(judged));
    view! {
        {claim}
        <SummaryList>
            <SummaryRow label=t("signature.integrity")>{integrity}</SummaryRow>
            {own}
            {validity}
            {revocation}
            {trust}
        </SummaryList>
    }
    .into_any()
}

fn row(name: &str, said: Said, value: &str) -> AnyView {
    let say = use_locale();
    let (key, value) = (["signature.fact.", name].concat(), value.to_owned());
    let label = Signal::derive(move || say.text(&key));
    let value = match said {
        Said::AsItIs => value.into_any(),
        Said::Code => view! { <code>{value}</code> }.into_any(),
        Said::Word => {
            let word = ["signature.named_as.", &value].concat();
            live(move || say.text(&word))
        }
        Said::Moment => live(move || say.date_time(&value)),
    };
    view! { <SummaryRow label>{value}</SummaryRow> }.into_any()
}

/// Whether the content is what was signed. A fault that was found before the signature was calculated leaves it open.
fn integrity(judged: &Judged) -> &'static str {
    match judged.fault.as_deref() {
        None => "signature.integrity.whole",
        Some("content_differs") => "signature.integrity.changed",
        Some("signature_wrong") => "signature.integrity.forged",
        Some(_) if judged.is_own => "signature.integrity.whole",
        Some(_) => "signature.integrity.open",
    }
}

/// Whether a root that is accepted stands behind the certificate; what came after that in the judgement means yes.
fn trust(judged: &Judged) -> Option<&'static str> {
    match judged.fault.as_deref() {
        None | Some("signing_time" | "other_signer" | "revoked" | "not_named") => Some("signature.trust.yes"),
        Some("untrusted") => Some("signature.trust.no"),
        Some(_) => None,
    }
}

/// Whether the certificate was revoked, as far as anybody has said.
fn revocation(judged: &Judged) -> Option<AnyView> {
    let say = use_locale();
    let key = ["signature.revocation.", judged.fact("revocation")?].concat();
    let at = judged.fact("revocation_at").unwrap_or_default().to_owned();
    let text = live(move || say.fill(&key, &[("at", &say.date_time(&at))]));
    Some(view! { <SummaryRow label=t("signature.revocation")>{text}</SummaryRow> }.into_any())
}

/// From when to when the certificate is valid, and whether it is now.
fn validity(judged: &Judged) -> Option<AnyView> {
    let say = use_locale();
    let (from, to) = (judged.fact("not_before")?.to_owned(), judged.fact("not_after")?.to_owned());
    let key = match judged.fault.as_deref() {
        None | Some("not_named") => "signature.validity.now",
        Some("expired") => "signature.validity.over",
        Some("not_yet_valid") => "signature.validity.before",
        Some(_) => "signature.validity.span",
    };
    let text = live(move || say.fill(key, &[("from", &say.date(&from)), ("to", &say.date(&to))]));
    Some(view! { <SummaryRow label=t("signature.validity")>{text}</SummaryRow> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::{FACTS, Verdict, integrity, trust};
    use crate::browser::verifier::Judged;
    use crate::i18n::{Lang, text_in};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn judged(fault: Option<&str>, is_own: bool) -> Judged {
        Judged { fault: fault.map(str::to_owned), is_own, facts: Vec::new() }
    }

    #[test]
    fn every_fact_has_a_label_in_both_languages() {
        for language in Lang::ALL {
            for (name, _) in FACTS {
                assert!(text_in(language, &["signature.fact.", name].concat()).is_some(), "{name}");
            }
            for word in ["applicant", "represented", "answers"] {
                assert!(text_in(language, &["signature.named_as.", word].concat()).is_some(), "{word}");
            }
        }
    }

    #[test]
    fn what_the_arithmetic_has_not_shown_is_not_called_whole() {
        assert_eq!(integrity(&judged(None, true)), "signature.integrity.whole");
        assert_eq!(integrity(&judged(Some("untrusted"), true)), "signature.integrity.whole");
        assert_eq!(integrity(&judged(Some("untrusted"), false)), "signature.integrity.open");
        assert_eq!(integrity(&judged(Some("malformed"), false)), "signature.integrity.open");
        assert_eq!(integrity(&judged(Some("content_differs"), false)), "signature.integrity.changed");
    }

    #[test]
    fn a_root_is_only_named_trusted_when_a_path_was_found_and_calculated() {
        assert_eq!(trust(&judged(None, true)), Some("signature.trust.yes"));
        assert_eq!(trust(&judged(Some("untrusted"), true)), Some("signature.trust.no"));
        assert_eq!(trust(&judged(Some("expired"), true)), None);
        assert_eq!(trust(&judged(Some("not_named"), true)), Some("signature.trust.yes"));
    }

    #[test]
    fn what_this_browser_cannot_tell_is_neither_good_nor_bad() {
        assert_eq!(Verdict::of(&judged(Some("unsupported"), true)), Verdict::Unknown);
        assert_eq!(Verdict::of(&judged(Some("expired"), true)), Verdict::Bad);
        assert_eq!(Verdict::of(&judged(Some("not_named"), true)), Verdict::Bad);
        assert_eq!(Verdict::of(&judged(None, true)), Verdict::Good);
    }
}
