//! What the certification authorities say about revocation, as `openssl ocsp` and `openssl verify` meet it: they ask, and they judge.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::{fs, path::PathBuf, process::Command};

use axum::{body::Body, http::Request};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use support::{Answer, World};

struct Asking {
    world: World,
    folder: PathBuf,
    name: &'static str,
}

impl Asking {
    /// An authority with one of its certificates, and another authority's.
    fn of(name: &'static str, issuing: &str, certificate: &str) -> Self {
        let world = World::fresh();
        let folder = world.config.data.clone();
        let keys: Value = serde_json::from_slice(&fs::read(folder.join("keys.json")).unwrap()).unwrap();
        let roots = [keys["root"].as_str().unwrap(), keys["gateway"]["root"].as_str().unwrap()].map(pem);
        fs::write(folder.join("all-roots.pem"), roots.concat()).unwrap();
        for (file, pointer) in [("issuing.pem", issuing), ("certificate.pem", certificate)] {
            fs::write(folder.join(file), pem(keys.pointer(pointer).unwrap().as_str().unwrap())).unwrap();
        }
        Self { world, folder, name }
    }

    fn person() -> Self {
        Self::of("issuing", "/issuing", "/credentials/0/certificate")
    }

    fn openssl(&self, line: &str) -> String {
        let output =
            Command::new("openssl").args(line.split_whitespace()).current_dir(&self.folder).output().unwrap();
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }

    fn question(&self, options: &str) -> Vec<u8> {
        self.openssl(&format!("ocsp {options} -issuer issuing.pem -cert certificate.pem -reqout question"));
        fs::read(self.folder.join("question")).unwrap()
    }

    async fn post(&self, kind: &str, question: Vec<u8>) -> Answer {
        let request = Request::post(format!("/ca/{}/ocsp", self.name)).header("content-type", kind);
        let answer = self.world.send(request.body(Body::from(question)).unwrap()).await;
        fs::write(self.folder.join("answer"), &answer.body).unwrap();
        answer
    }

    /// What `openssl ocsp` says of the answer to a question with these options.
    async fn verdict(&self, options: &str) -> String {
        self.post("application/ocsp-request", self.question(options)).await;
        self.judge(options)
    }

    /// First whether the answer fits the question, with its nonce, and then what it says of the certificate.
    fn judge(&self, options: &str) -> String {
        let answer = "-respin answer -CAfile all-roots.pem -verify_other issuing.pem";
        let fits = self.openssl(&format!("ocsp -reqin question {answer}"));
        let digest = if options == "-sha256" { options } else { "" };
        fits + &self
            .openssl(&format!("ocsp {digest} -issuer issuing.pem -cert certificate.pem -no_nonce {answer}"))
    }

    /// What `openssl verify` says of the certificate with the list.
    async fn listed(&self) -> String {
        let answer = self.world.get(&format!("/ca/{}/crl", self.name)).await;
        assert_eq!(answer.headers["content-type"], "application/pkix-crl");
        fs::write(self.folder.join("list"), &answer.body).unwrap();
        self.openssl("crl -inform DER -in list -out list.pem");
        self.openssl("verify -crl_check -CRLfile list.pem -CAfile all-roots.pem -untrusted issuing.pem certificate.pem")
    }
}

fn pem(base64: &str) -> String {
    let lines: Vec<_> = base64.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

#[tokio::test]
async fn openssl_asks_for_every_authority_and_believes_the_answer_and_the_list() {
    for (asking, said, listed) in [
        (Asking::person(), ": good", ": OK"),
        (
            Asking::of("smartca", "/gateway/issuing", "/gateway/held/0/credential/certificate"),
            ": good",
            ": OK",
        ),
        (
            Asking::of("smartca", "/gateway/issuing", "/gateway/held/1/credential/certificate"),
            ": revoked",
            "certificate revoked",
        ),
    ] {
        for options in ["", "-no_nonce", "-sha256"] {
            let verdict = asking.verdict(options).await;
            let is_believed = verdict.matches("Response verify OK").count() == 2;
            assert!(is_believed && verdict.contains(said), "{options}: {verdict}");
            assert!(!verdict.contains("WARNING"), "{options}: {verdict}");
        }
        let verdict = asking.listed().await;
        assert!(verdict.contains(listed), "{verdict}");
    }
}

#[tokio::test]
async fn a_question_in_the_address_gets_the_same_answer_as_one_that_was_posted() {
    let asking = Asking::person();
    let question = STANDARD.encode(asking.question("-no_nonce"));
    let escaped = question.replace('%', "%25").replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
    let answer = asking.world.get(&format!("/ca/issuing/ocsp/{escaped}")).await;
    assert_eq!(answer.headers["content-type"], "application/ocsp-response");
    fs::write(asking.folder.join("answer"), &answer.body).unwrap();
    assert!(asking.judge("-no_nonce").contains(": good"));
}

#[tokio::test]
async fn certificates_say_where_one_may_ask() {
    let asking = Asking::person();
    let text = asking.openssl("x509 -in certificate.pem -noout -text");
    for address in ["http://127.0.0.1:8081/ca/issuing/ocsp", "http://127.0.0.1:8081/ca/issuing/crl"] {
        assert!(text.contains(&format!("URI:{address}\n")), "{text}");
    }
}

#[tokio::test]
async fn each_fault_is_seen_by_openssl() {
    let asking = Asking::person();
    for (fault, said) in [
        ("revoked", ": revoked"),
        ("unknown", ": unknown"),
        ("stale", "status expired"),
        ("bad-signature", "Response Verify Failure"),
        ("other-responder", "Response Verify Failure"),
        ("garbage", "Error reading OCSP response"),
    ] {
        asking.world.fault("ocsp", fault).await;
        let verdict = asking.verdict("").await;
        assert!(verdict.contains(said), "{fault}: {verdict}");
    }
    for (fault, said) in [
        ("revoked", "certificate revoked"),
        ("stale", "CRL has expired"),
        ("bad-signature", "CRL signature failure"),
    ] {
        asking.world.fault("crl", fault).await;
        let verdict = asking.listed().await;
        assert!(verdict.contains(said), "{fault}: {verdict}");
    }
    asking.world.fault("ocsp", "down").await;
    let question = asking.question("");
    assert_eq!(asking.post("application/ocsp-request", question).await.status, 503);
}

#[tokio::test]
async fn what_is_no_question_and_another_authoritys_certificate_get_no_word_about_it() {
    let asking = Asking::person();
    asking.post("application/ocsp-request", b"no question".to_vec()).await;
    assert!(asking.judge("").contains("malformedrequest"));
    assert_eq!(asking.post("text/plain", Vec::new()).await.status, 415);
    assert_eq!(asking.world.get("/ca/nobody/crl").await.status, 404);
    let foreign = Asking::of("issuing", "/gateway/issuing", "/gateway/held/0/credential/certificate");
    let verdict = foreign.verdict("").await;
    assert!(verdict.contains(": unknown"), "{verdict}");
}
