//! The time-stamping authority, as `openssl ts` meets it: it asks, and it judges the answers.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::{fs, path::PathBuf, process::Command};

use axum::{body::Body, http::Request};
use support::{Answer, World};

struct Asking {
    world: World,
    folder: PathBuf,
}

impl Asking {
    fn new() -> Self {
        let world = World::fresh();
        let folder = world.config.data.clone();
        fs::write(folder.join("stamped"), "a signature").unwrap();
        Self { world, folder }
    }

    fn openssl(&self, line: &str) -> Result<String, String> {
        let output =
            Command::new("openssl").args(line.split_whitespace()).current_dir(&self.folder).output().unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        if output.status.success() { Ok(said) } else { Err(said) }
    }

    fn question(&self, options: &str) -> Vec<u8> {
        self.openssl(&format!("ts -query -data stamped {options} -out query")).unwrap();
        fs::read(self.folder.join("query")).unwrap()
    }

    async fn ask(&self, question: Vec<u8>) -> Answer {
        let answer = self.post("application/timestamp-query", question).await;
        fs::write(self.folder.join("reply"), &answer.body).unwrap();
        answer
    }

    async fn post(&self, kind: &str, body: Vec<u8>) -> Answer {
        let request = Request::post("/tsa").header("content-type", kind);
        self.world.send(request.body(Body::from(body)).unwrap()).await
    }

    fn verdict(&self) -> Result<String, String> {
        self.openssl("ts -verify -queryfile query -in reply -CAfile stamp-roots.pem")
    }
}

#[tokio::test]
async fn openssl_asks_and_believes_the_answer_for_every_digest() {
    let asking = Asking::new();
    for digest in ["-sha256", "-sha384", "-sha512"] {
        let answer = asking.ask(asking.question(&format!("{digest} -cert"))).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["content-type"], "application/timestamp-reply");
        asking.verdict().unwrap();
    }
    let roots = asking.world.get("/tsa/roots.pem").await;
    assert_eq!(roots.text(), fs::read_to_string(asking.folder.join("stamp-roots.pem")).unwrap());
}

#[tokio::test]
async fn what_is_no_question_and_a_weak_digest_have_no_token() {
    let asking = Asking::new();
    asking.ask(asking.question("-sha1 -cert")).await;
    assert!(
        asking
            .openssl("ts -reply -in reply -text")
            .unwrap()
            .contains("unrecognized or unsupported algorithm")
    );
    asking.ask(b"no question".to_vec()).await;
    assert!(asking.openssl("ts -reply -in reply -text").unwrap().contains("wrong format"));
    assert_eq!(asking.post("text/plain", Vec::new()).await.status, 415);
}

#[tokio::test]
async fn each_fault_is_seen_by_openssl() {
    let asking = Asking::new();
    for (fault, said) in
        [("wrong-imprint", "imprint"), ("wrong-nonce", "nonce"), ("bad-signature", "signature failure")]
    {
        asking.world.fault("stamp", fault).await;
        asking.ask(asking.question("-sha256 -cert")).await;
        let verdict = asking.verdict().unwrap_err();
        assert!(verdict.contains(said), "{fault}: {verdict}");
    }
    asking.world.fault("stamp", "down").await;
    assert_eq!(asking.ask(asking.question("-sha256 -cert")).await.status, 503);
}
