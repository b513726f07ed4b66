//! The desk of the check: which files are there, what each is, and what was found out about every signature among them.

use std::sync::Arc;

use contract::TrustedRoots;
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Means;
use crate::browser::files::{self, File};
use crate::browser::focus;
use crate::browser::verifier::{self, Answer, Judged, Work};
use crate::i18n::{t, tp, use_locale};
use crate::signature::{Verdict, facts, reason};
use crate::ui::{Button, CollectAny, Look, Notice, Panel, Tag, Tone, live};

/// No dossier and no signature is larger; in bytes.
const LARGEST: u64 = 16 << 20;

/// The id of the field for files.
const FIELD: &str = "verify-files";

/// What a file is, by what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Dossier,
    Signature,
    Ocsp,
    List,
    Other,
    Large,
    Unread,
}

impl Kind {
    /// A dossier is a JSON object. What is DER is a sequence: of an answer about a certificate it begins with a status, of a list with a
    /// sequence that begins with version 2, else it is taken for a container.
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0x30, second, rest @ ..] if second & 0x80 != 0 => {
                match rest.get(usize::from(second & 0x7f)..).unwrap_or_default() {
                    [0x0a, ..] => Self::Ocsp,
                    [0x30, second, inner @ ..] if second & 0x80 != 0 => {
                        match inner.get(usize::from(second & 0x7f)..).unwrap_or_default() {
                            [2, 1, 1, ..] => Self::List,
                            _ => Self::Signature,
                        }
                    }
                    _ => Self::Signature,
                }
            }
            [b'{', ..] => Self::Dossier,
            _ => Self::Other,
        }
    }

    /// The key of its words.
    const fn key(self) -> &'static str {
        match self {
            Self::Dossier => "verify.file.dossier",
            Self::Signature => "verify.file.signature",
            Self::Ocsp | Self::List => "verify.file.answer",
            Self::Other => "verify.file.other",
            Self::Large => "verify.file.large",
            Self::Unread => "verify.file.unread",
        }
    }
}

/// A file that was given.
#[derive(Clone)]
struct Given {
    name: String,
    kind: Kind,
    bytes: Arc<Vec<u8>>,
}

impl Given {
    async fn read(file: &File) -> Self {
        let name = file.name();
        let nothing = |kind| Self { name: file.name(), kind, bytes: Arc::default() };
        if files::size(file) > LARGEST {
            return nothing(Kind::Large);
        }
        match files::bytes(file).await {
            Some(bytes) => Self { name, kind: Kind::of(&bytes), bytes: Arc::new(bytes) },
            None => nothing(Kind::Unread),
        }
    }
}

/// A signature with what was found out about it, and the name of the dossier that it was judged with.
#[derive(Clone)]
struct Found {
    name: String,
    about: String,
    judged: Judged,
}

/// What the desk shows beside the files.
#[derive(Clone)]
enum State {
    Empty,
    Working,
    Lacks(&'static str),
    /// What was found, and the names of the dossiers that none of the signatures is of.
    Done(Vec<Found>, Vec<String>),
    Broken,
}

/// The field for files, and what came of them.
pub fn desk(means: Arc<Means>) -> AnyView {
    let given = RwSignal::new(Vec::<Given>::new());
    let state = RwSignal::new(State::Empty);
    let on_pick = move |event: Event| {
        let (means, picked) = (means.clone(), files::picked(&event));
        state.set(State::Working);
        spawn_local(async move {
            for file in picked {
                let new = Given::read(&file).await;
                given.try_update(|given| {
                    given
                        .retain(|old| (old.kind, &old.bytes, &old.name) != (new.kind, &new.bytes, &new.name));
                    given.push(new);
                });
            }
            let Some(all) = given.try_get_untracked() else { return };
            let now = judge(&means, &all).await;
            // More files may have come meanwhile, or all are gone: that is somebody else's to say.
            if given.try_with_untracked(Vec::len) == Some(all.len()) {
                state.try_set(now);
            }
        });
    };
    let is_empty = Memo::new(move |_| given.with(Vec::is_empty));
    let on_again = Callback::new(move |()| {
        given.set(Vec::new());
        state.set(State::Empty);
        focus::soon_to(FIELD.to_owned());
    });
    view! {
        <div class="cd-verify">
            <label class="cd-verify__label" for=FIELD>{t("verify.files")}</label>
            <p class="cd-verify__hint" id="verify-hint">
                {t("verify.files.hint")} <span class="cd-verify__drop">" "{t("verify.files.drop")}</span>
            </p>
            // The field lies over the whole frame; this shows where to press.
            <span class="cd-button cd-button--quiet cd-verify__pick" aria-hidden="true">{t("verify.pick")}</span>
            <input
                id=FIELD
                class="cd-verify__input"
                type="file"
                multiple
                aria-describedby="verify-hint"
                on:change=on_pick
            />
        </div>
        {live(move || (!is_empty.get()).then(|| view! {
            {live(move || files_of(&given.get()))}
            <div class="cd-actions"><Button label=t("verify.again") on_press=on_again look=Look::Quiet/></div>
        }))}
        <div class="cd-verify__status" role="status">{live(move || state.with(told))}</div>
        {live(move || state.with(|state| match state {
            State::Done(found, unsigned) => {
                let found = found.iter().map(signature).collect_any();
                view! { {unsigned.iter().map(|name| without(name)).collect_any()} {found} }.into_any()
            }
            _ => ().into_any(),
        }))}
    }
    .into_any()
}

/// Judges every signature with the dossier that it fits, or with the last when it fits none.
async fn judge(means: &Means, given: &[Given]) -> State {
    let of = |kind| given.iter().filter(move |one| one.kind == kind);
    if of(Kind::Signature).next().is_none() {
        let has_dossier = of(Kind::Dossier).next().is_some();
        return match given {
            [] => State::Empty,
            _ if has_dossier => State::Lacks("verify.waits.signature"),
            _ => State::Lacks("verify.waits.both"),
        };
    }
    if of(Kind::Dossier).next().is_none() {
        return State::Lacks("verify.waits.dossier");
    }
    let Ok(Some(verifier)) = verifier::load().await else { return State::Broken };
    let now = means.now();
    let said = |one: &Given| match one.kind {
        Kind::Ocsp => Some(Answer::Ocsp(one.bytes.to_vec())),
        Kind::List => Some(Answer::List(one.bytes.to_vec())),
        _ => None,
    };
    let answers: Vec<_> = given.iter().filter_map(said).collect();
    let (mut all, mut signed) = (Vec::new(), Vec::new());
    for one in of(Kind::Signature) {
        let mut found = None;
        for dossier in of(Kind::Dossier) {
            let (container, content) = (&**one.bytes, &**dossier.bytes);
            let TrustedRoots { roots, stamp_roots } = &means.trusted;
            let answers = answers.as_slice();
            let work = Work {
                container,
                content,
                roots,
                stamp_roots,
                answers,
                now: &now,
                proven: None,
                signer: None,
            };
            let Some(judged) = verifier.judge(work).await else { return State::Broken };
            let is_its = judged.fault.as_deref() != Some("content_differs");
            found = Some(Found { name: one.name.clone(), about: dossier.name.clone(), judged });
            if is_its {
                signed.push(dossier.bytes.clone());
                break;
            }
        }
        all.extend(found);
    }
    // One that a signature was held against is spoken of with it.
    let is_told = |name: &String| all.iter().any(|found: &Found| found.about == *name);
    let unsigned = of(Kind::Dossier).filter(|one| !signed.contains(&one.bytes)).map(|one| one.name.clone());
    let unsigned = unsigned.filter(|name| !is_told(name)).collect();
    State::Done(all, unsigned)
}

fn files_of(given: &[Given]) -> AnyView {
    let say = use_locale();
    let line = |one: &Given| {
        let (key, name) = (one.kind.key(), one.name.clone());
        view! { <li>{live(move || say.fill(key, &[("name", &name)]))}</li> }
    };
    view! {
        <p class="cd-verify__given">{t("verify.given")}</p>
        <ul>{given.iter().map(line).collect_any()}</ul>
    }
    .into_any()
}

/// How it stands in one line, which screen readers say by themselves.
fn told(state: &State) -> AnyView {
    let say = use_locale();
    match state {
        State::Empty => ().into_any(),
        State::Working => view! { <p>{t("verify.working")}</p> }.into_any(),
        State::Lacks(what) => view! { <p>{t(what)}</p> }.into_any(),
        State::Broken => view! { <Notice tone=Tone::Stop title=t("verify.broken")/> }.into_any(),
        State::Done(found, _) => {
            let is_good = |one: &&Found| Verdict::of(&one.judged) == Verdict::Good;
            let (good, all) = (found.iter().filter(is_good).count().to_string(), found.len().to_string());
            let text = live(move || say.fill("verify.done", &[("good", &good), ("all", &all)]));
            let open = found.iter().filter(|one| open_question(&one.judged).is_some()).count();
            let open = (open > 0).then(|| {
                let text = tp("verify.done.open", vec![("n", open.to_string())]);
                view! { <p>{text}</p> }
            });
            view! { <p>{text}</p> {open} }.into_any()
        }
    }
}

/// A dossier beside signatures of others: nobody may take it for signed.
fn without(dossier: &str) -> AnyView {
    let (say, name) = (use_locale(), dossier.to_owned());
    let title = Signal::derive(move || say.fill("verify.without", &[("name", &name)]));
    view! { <Notice tone=Tone::Stop title=title><p>{t("verify.without.body")}</p></Notice> }.into_any()
}

/// The key of what to say beside a good signature while nobody has answered whether the certificate was revoked. That makes it no worse, but
/// whoever relies on it should know.
fn open_question(judged: &Judged) -> Option<&'static str> {
    if Verdict::of(judged) != Verdict::Good {
        return None;
    }
    match judged.fact("revocation") {
        Some("good") => None,
        Some("unusable") => Some("verify.revocation.unusable"),
        _ => Some("verify.revocation.not_asked"),
    }
}

fn signature(found: &Found) -> AnyView {
    let say = use_locale();
    let Found { name, about, judged } = found.clone();
    let verdict = Verdict::of(&judged);
    let about = live(move || say.fill("verify.about", &[("name", &about)]));
    let (why, rows) = (reason(&judged), facts(&judged));
    let open = open_question(&judged);
    let tag = open.map(|_| view! { " "<Tag tone=Tone::Turn label=t("verify.revocation")/> });
    let open = open.map(|key| view! { <p>{t(key)}</p> });
    view! {
        <Panel title=Signal::stored(name)>
            <p><Tag tone=verdict.tone() label=t(verdict.key())/>{tag}</p>
            {open}
            <p class="cd-quiet">{about}</p>
            {why}
            {rows}
        </Panel>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Kind, open_question};
    use crate::browser::verifier::Judged;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn files_are_told_apart_by_what_is_in_them() {
        assert_eq!(Kind::of(br#"{"dossier":"d"}"#), Kind::Dossier);
        assert_eq!(Kind::of(&[0x30, 0x82, 4, 5, 6]), Kind::Signature);
        assert_eq!(Kind::of(&[0x30, 0x82, 4, 5, 0x0a, 1, 0]), Kind::Ocsp);
        assert_eq!(Kind::of(&[0x30, 0x82, 4, 5, 0x30, 0x81, 9, 2, 1, 1, 0x30]), Kind::List);
        let certificate = [0x30, 0x82, 4, 5, 0x30, 0x81, 9, 0xa0, 3, 2, 1, 2];
        assert_eq!(Kind::of(&certificate), Kind::Signature);
        for other in [&b""[..], b"0", b"01/02", b"%PDF-1.7", b"PK", b"\xef\xbb\xbf{}"] {
            assert_eq!(Kind::of(other), Kind::Other, "{other:?}");
        }
    }

    #[test]
    fn a_good_signature_whose_revocation_nobody_has_answered_says_so_and_a_bad_one_has_its_own_reason() {
        let asked = |fault: Option<&str>, said: Option<&str>| {
            let facts = said.map(|said| ("revocation".to_owned(), said.to_owned()));
            let judged =
                Judged { fault: fault.map(str::to_owned), is_own: true, facts: facts.into_iter().collect() };
            open_question(&judged)
        };
        assert_eq!(asked(None, Some("good")), None);
        assert_eq!(asked(None, Some("not_asked")), Some("verify.revocation.not_asked"));
        assert_eq!(asked(None, None), Some("verify.revocation.not_asked"));
        assert_eq!(asked(None, Some("unusable")), Some("verify.revocation.unusable"));
        assert_eq!(asked(Some("revoked"), Some("revoked")), None);
        assert_eq!(asked(Some("untrusted"), None), None);
    }
}
