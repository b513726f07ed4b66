//! The worker that judges signatures: `boot.js` starts it, once for the page, with a module whose digest it has compared. Here are only
//! the call and what it answers; which signature is good is decided in the worker.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page::window;

/// A container and what it is judged with.
#[derive(Clone, Copy, Debug)]
pub struct Work<'a> {
    /// The container, DER.
    pub container: &'a [u8],
    /// The bytes that it must be about.
    pub content: &'a [u8],
    /// The accepted roots, DER in base64.
    pub roots: &'a [String],
    /// Those of authorities whose time-stamps are believed.
    pub stamp_roots: &'a [String],
    /// What OCSP responders and lists of revoked certificates say, DER.
    pub answers: &'a [Answer],
    /// The moment of the judgement, RFC 3339 in UTC.
    pub now: &'a str,
    /// A moment at which, as the backend says, the container was there already: certificates need to have been valid then.
    pub proven: Option<&'a str>,
    /// Personal id, or tax code, of who must have signed, if it must be somebody.
    pub signer: Option<&'a str>,
}

/// What was said about the revocation of a certificate, DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// By an OCSP responder.
    Ocsp(Vec<u8>),
    /// By a list of revoked certificates.
    List(Vec<u8>),
}

/// What the worker says of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The code of the reason against it, and after a blank the attribute it is about; nothing when it is good. `unsupported`: this
    /// browser lacks an algorithm and cannot tell.
    pub fault: Option<String>,
    /// Whether the signature over this content is that of the key in the signer's certificate.
    pub is_own: bool,
    /// What the container says, by name: only a claim when there is a fault.
    pub facts: Vec<(String, String)>,
}

impl Judged {
    /// What the container says under a name.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The worker did not come, for instance because the line is down. Asked for again, it is fetched again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing;

/// The worker that judges.
pub struct Verifier(Function);

/// Fetches and starts the worker, at once; nothing when this browser cannot run it or the build has none.
///
/// # Errors
/// [`Missing`].
pub fn load() -> impl Future<Output = Result<Option<Verifier>, Missing>> {
    let starting = start();
    async move {
        let Some(starting) = starting else { return Ok(None) };
        let started: JsValue = JsFuture::from(starting).await.map_err(|_| Missing)?;
        Ok(started.dyn_into().ok().map(Verifier))
    }
}

fn start() -> Option<Promise> {
    let window = window()?;
    let start: Function = Reflect::get(&window, &"congdanVerifier".into()).ok()?.dyn_into().ok()?;
    start.call0(&JsValue::NULL).ok()?.dyn_into().ok()
}

impl Verifier {
    /// Judges a container; nothing when the worker broke down, after which it is started anew by [`load`].
    pub async fn judge(&self, work: Work<'_>) -> Option<Judged> {
        let list = |roots: &[String]| roots.iter().map(|root| JsValue::from_str(root)).collect::<Array>();
        let said = |of: fn(&Answer) -> Option<&Vec<u8>>| {
            let said = work.answers.iter().filter_map(of);
            said.map(|der| JsValue::from(Uint8Array::from(&**der))).collect::<Array>()
        };
        let given = Array::new();
        given.push(&Uint8Array::from(work.container));
        given.push(&Uint8Array::from(work.content));
        given.push(&list(work.roots));
        given.push(&list(work.stamp_roots));
        given.push(&said(|one| if let Answer::Ocsp(der) = one { Some(der) } else { None }));
        given.push(&said(|one| if let Answer::List(der) = one { Some(der) } else { None }));
        given.push(&JsValue::from_str(work.now));
        given.push(&work.proven.map_or(JsValue::UNDEFINED, JsValue::from_str));
        given.push(&work.signer.map_or(JsValue::UNDEFINED, JsValue::from_str));
        let answer: Promise = self.0.apply(&JsValue::NULL, &given).ok()?.dyn_into().ok()?;
        let told: JsValue = JsFuture::from(answer).await.ok()?;
        read(told.dyn_into::<Array>().ok()?.iter().filter_map(|word| word.as_string()))
    }
}

/// The fault, whether the signature is the key's own, then names and values by turns.
fn read(mut told: impl Iterator<Item = String>) -> Option<Judged> {
    let fault = Some(told.next()?).filter(|fault| !fault.is_empty());
    let is_own = !told.next()?.is_empty();
    let mut facts = Vec::new();
    while let Some(name) = told.next() {
        facts.push((name, told.next()?));
    }
    Some(Judged { fault, is_own, facts })
}

#[cfg(test)]
mod tests {
    use super::{Judged, read};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn told(words: &[&str]) -> Option<Judged> {
        read(words.iter().map(|word| (*word).to_owned()))
    }

    #[test]
    fn an_answer_is_a_fault_or_none_and_what_the_container_says() {
        let good = told(&["", "own", "name", "Hằng"]).unwrap();
        assert_eq!((good.fault.as_deref(), good.is_own, good.fact("name")), (None, true, Some("Hằng")));
        let bad = told(&["malformed", ""]).unwrap();
        assert_eq!((bad.fault.as_deref(), bad.is_own, bad.facts.len()), (Some("malformed"), false, 0));
    }

    #[test]
    fn half_an_answer_is_none() {
        for words in [&[][..], &[""], &["", "own", "name"]] {
            assert_eq!(told(words), None, "{words:?}");
        }
    }
}
