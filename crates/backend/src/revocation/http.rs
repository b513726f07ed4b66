//! Certification authorities over HTTP: OCSP responders (RFC 6960, appendix A) and lists of revoked certificates (RFC 5280, 4.2.1.13), where
//! the certificate says they are, but only at origins that the configuration names: a certificate must not make this server call
//! anybody else. Redirections are not followed.

use std::time::Duration;

use dossier::signature::{
    AnswerFault, Certificate, Evidence, Revocation, Signer, Source, examine_revocation, holds, ocsp_requests,
    sources,
};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{RequestBuilder, Url};

use super::{Found, Revocations};
use crate::config;
use crate::later::Later;
use crate::store::RevocationAnswer;

const QUESTION: &str = "application/ocsp-request";
const ANSWER: &str = "application/ocsp-response";
/// One authority of several must not use up the time of all.
const PATIENCE: Duration = Duration::from_secs(4);
/// An answer with the certificate of its responder has a few kilobytes.
const LARGEST_ANSWER: usize = 64 * 1024;
/// A list of an authority with a hundred thousand revoked certificates.
const LARGEST_LIST: usize = 4 << 20;
/// A certificate names a responder and a list, or two of each; more are not asked.
const MOST_ADDRESSES: usize = 4;

/// A client of all authorities that may be asked.
pub struct Authorities {
    origins: Vec<Url>,
    required: bool,
    web: reqwest::Client,
}

impl Authorities {
    /// A client for the configured origins. `web` must not follow redirections.
    ///
    /// # Errors
    /// None is named, or one is no origin.
    pub fn new(settings: &config::Revocation, web: reqwest::Client) -> Result<Self, String> {
        if settings.origins.is_empty() {
            return Err("revocation.origins names nobody who could be asked".to_owned());
        }
        let origins = settings.origins.iter().map(|text| origin(text)).collect::<Result<_, _>>()?;
        Ok(Self { origins, required: settings.required, web })
    }

    /// The address when it may be called.
    fn allowed(&self, address: &str) -> Option<Url> {
        let url = Url::parse(address).ok()?;
        let is_plain = url.username().is_empty() && url.password().is_none();
        (is_plain && self.origins.iter().any(|allowed| allowed.origin() == url.origin())).then_some(url)
    }

    /// The addresses in a certificate that may be called.
    fn addresses(&self, certificate: &Certificate) -> Vec<(Source, Url)> {
        let named = sources(certificate).into_iter();
        let allowed = named.filter_map(|(source, address)| Some((source, self.allowed(&address)?)));
        allowed.take(MOST_ADDRESSES).collect()
    }

    async fn find(&self, signer: &Signer, issuers: &[Vec<u8>], now: &str) -> Found {
        let certificate = Certificate::parse(&signer.certificate);
        let addresses = certificate.map(|one| self.addresses(&one)).unwrap_or_default();
        if addresses.is_empty() {
            let what = "a certificate names nobody who may be asked".to_owned();
            return Found::Nothing { what, may_come: false };
        }
        let mut why = Vec::new();
        for (source, url) in addresses {
            for answer in self.fetch(source, &url, signer, issuers).await {
                let said = answer.and_then(|answer| {
                    let said = judge(signer, issuers, Evidence::of(source, &answer), now);
                    said.map(|said| (said, RevocationAnswer { source, answer }))
                        .map_err(|f| f.code().to_owned())
                });
                match said {
                    Ok((true, answer)) => return Found::Good(answer),
                    Ok((false, answer)) => return Found::Revoked(answer),
                    Err(what) => why.push(format!("{}: {what}", source.code())),
                }
            }
        }
        Found::Nothing { what: why.join(", "), may_come: true }
    }

    /// What is answered at one address: to each question, or the list.
    async fn fetch(
        &self,
        source: Source,
        url: &Url,
        signer: &Signer,
        issuers: &[Vec<u8>],
    ) -> Vec<Result<Vec<u8>, String>> {
        if source == Source::List {
            return vec![read(self.web.get(url.clone()), LARGEST_LIST, None).await];
        }
        let mut answers = Vec::new();
        for question in ocsp_requests(signer, issuers) {
            let request = self.web.post(url.clone()).header(CONTENT_TYPE, QUESTION).header(ACCEPT, ANSWER);
            answers.push(read(request.body(question), LARGEST_ANSWER, Some(ANSWER)).await);
        }
        answers
    }
}

impl Revocations for Authorities {
    fn ask<'a>(&'a self, signer: &'a Signer, issuers: &'a [Vec<u8>], now: &'a str) -> Later<'a, Found> {
        Box::pin(self.find(signer, issuers, now))
    }

    fn can_ask(&self, certificate: &Certificate) -> bool {
        !self.addresses(certificate).is_empty()
    }

    fn is_required(&self) -> bool {
        self.required
    }
}

/// Scheme, host and port, and nothing else.
fn origin(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.origin().ascii_serialization() == text.trim_end_matches('/')
    });
    url.ok_or_else(|| format!("revocation.origins: {text:?} is no origin like http://ocsp.example.vn"))
}

/// Whether the certificate is good, or why nobody can tell from this.
fn judge(
    signer: &Signer,
    issuers: &[Vec<u8>],
    evidence: Evidence<'_>,
    now: &str,
) -> Result<bool, AnswerFault> {
    let examined = examine_revocation(signer, issuers, &[evidence], now);
    let told: Vec<bool> = examined.obligations().iter().map(holds).collect();
    match examined.conclude(&told) {
        Revocation::Good { .. } => Ok(true),
        Revocation::Revoked { .. } => Ok(false),
        Revocation::NoUsableAnswer(fault) => Err(fault),
        Revocation::NotLookedAt => Err(AnswerFault::Malformed),
    }
}

async fn read(request: RequestBuilder, most: usize, kind: Option<&str>) -> Result<Vec<u8>, String> {
    let silent = |error: reqwest::Error| error.without_url().to_string();
    let mut answer = request.timeout(PATIENCE).send().await.map_err(silent)?;
    if !answer.status().is_success() {
        return Err(format!("status {}", answer.status()));
    }
    // Lists are served under many names; what one is shows when it is read.
    if kind.is_some_and(|kind| answer.headers().get(CONTENT_TYPE).is_none_or(|said| said != kind)) {
        return Err("the answer is of another kind".to_owned());
    }
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(silent)? {
        bytes.extend(piece);
        if bytes.len() > most {
            return Err("the answer is too long".to_owned());
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use axum::Router;
    use axum::http::header::CONTENT_TYPE;
    use axum::response::Redirect;
    use axum::routing::get;

    use super::{ANSWER, Authorities, LARGEST_ANSWER, read};
    use crate::config::Revocation;

    fn client(origins: &[&str]) -> Result<Authorities, String> {
        let origins = origins.iter().map(|text| (*text).to_owned()).collect();
        Authorities::new(&Revocation { origins, required: false }, reqwest::Client::new())
    }

    #[test]
    fn only_the_origins_that_are_named_may_be_called() {
        let authorities = client(&["http://ocsp.example.vn", "https://crl.example.vn:8443/"]).unwrap();
        for address in [
            "http://ocsp.example.vn/ca?x",
            "http://OCSP.example.vn:80/",
            "https://crl.example.vn:8443/all.crl",
        ] {
            assert!(authorities.allowed(address).is_some(), "{address}");
        }
        for address in [
            "https://ocsp.example.vn/",
            "http://ocsp.example.vn:8080/",
            "http://ocsp.example.vn.evil.vn/",
            "http://ocsp.example.vn@127.0.0.1/",
            "http://user@ocsp.example.vn/",
            "http://169.254.169.254/latest/meta-data",
            "http://[::1]/",
            "ldap://ocsp.example.vn/",
            "file:///etc/passwd",
            "//ocsp.example.vn/",
            "",
        ] {
            assert!(authorities.allowed(address).is_none(), "{address}");
        }
    }

    #[test]
    fn what_is_no_origin_does_not_start() {
        for wrong in ["ocsp.example.vn", "http://ocsp.example.vn/path", "file:///", "http://u@h", "*", ""] {
            assert!(client(&[wrong]).is_err(), "{wrong}");
        }
        assert!(client(&[]).is_err());
    }

    #[tokio::test]
    async fn what_is_too_long_of_another_kind_or_elsewhere_is_not_taken() {
        let was_led = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&was_led);
        let of = |kind: &'static str, length| {
            get(move || async move { ([(CONTENT_TYPE, kind)], vec![0_u8; length]) })
        };
        let routes = Router::new()
            .route("/whole", of(ANSWER, LARGEST_ANSWER))
            .route("/long", of(ANSWER, LARGEST_ANSWER + 1))
            .route("/page", of("text/html", 9))
            .route("/away", get(async || Redirect::temporary("/inside")))
            .route("/inside", get(async move || seen.store(true, Ordering::Relaxed)));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        let web = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        let web = web.build().unwrap();
        let taken = |path: &str| read(web.get(format!("{base}{path}")), LARGEST_ANSWER, Some(ANSWER));
        assert_eq!(taken("/whole").await.map(|bytes| bytes.len()), Ok(LARGEST_ANSWER));
        assert_eq!(taken("/long").await, Err("the answer is too long".to_owned()));
        assert_eq!(taken("/page").await, Err("the answer is of another kind".to_owned()));
        assert!(taken("/away").await.is_err_and(|why| why.starts_with("status 307")));
        assert!(!was_led.load(Ordering::Relaxed));
    }
}
