//! The backend as a process that can be killed at a write, and that answers at the portal's address.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::uri::PathAndQuery;
use axum::http::{Request, Response, StatusCode};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::records::Money;
use crate::world::{SECRET, World, on_a_free_port};

/// The backend as a process that can be killed at a write.
pub struct Killable<'a> {
    pub world: &'a World,
    library: PathBuf,
    folder: PathBuf,
    process: Option<Child>,
    pub kills: usize,
    /// Those of this story.
    pub deaths: usize,
    /// What phones had been asked when the story before ended, by the providers' names for it.
    pub phones: BTreeSet<String>,
    /// All money that there was when the story before ended.
    pub money: BTreeMap<String, Money>,
}

impl Drop for Killable<'_> {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            // It may have ended already.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

impl<'a> Killable<'a> {
    pub async fn start(world: &'a World) -> Self {
        let folder = world.path("kill");
        std::fs::create_dir_all(&folder).unwrap();
        let mut own = Self {
            world,
            library: library(&folder),
            folder,
            process: None,
            kills: 0,
            deaths: 0,
            phones: BTreeSet::new(),
            money: BTreeMap::new(),
        };
        own.restart().await;
        own
    }

    /// Starts the process on the folder of the one before; from then on it answers at the portal's address.
    async fn restart(&mut self) {
        let path = self.world.path("killable.toml");
        let (mut child, address) = on_a_free_port(|address| {
            std::fs::write(&path, self.world.config_for(address)).unwrap();
            let mut command = Command::new(env!("CARGO_BIN_EXE_congdan-backend"));
            command.arg("--config").arg(&path);
            command.env("LD_PRELOAD", &self.library).env("CONGDAN_KILL", &self.folder);
            command
        });
        let mut said = child.stderr.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        self.process = Some(child);
        let base = format!("http://{address}");
        self.world.answered_by(forward(self.world.sandbox.web.clone(), base));
        assert!(self.pass(0).await, "it lives");
    }

    /// Kills the process at this write, counted from now.
    pub fn arm(&mut self, at: usize) {
        self.deaths = 0;
        // Nothing is there the first time.
        let _ = std::fs::remove_file(self.folder.join("seen"));
        std::fs::write(self.folder.join("at"), at.to_string()).unwrap();
    }

    /// The writes since it was armed.
    pub fn disarm(&self) -> usize {
        std::fs::remove_file(self.folder.join("at")).unwrap();
        std::fs::metadata(self.folder.join("seen")).map_or(0, |seen| usize::try_from(seen.len()).unwrap())
    }

    /// Starts the process again if it was killed.
    pub async fn revive(&mut self) {
        let ended = self.process.as_mut().and_then(|process| process.try_wait().unwrap());
        if ended.is_some() {
            self.kills += 1;
            self.deaths += 1;
            // It is killed once, not at the same write of its next life.
            let _ = std::fs::remove_file(self.folder.join("at"));
            self.restart().await;
        }
    }

    /// Time passes for everybody; whether the backend heard of it.
    pub async fn pass(&self, seconds: i64) -> bool {
        let offset = self.world.offset(seconds).await;
        let request = Request::post("/control/clock")
            .header("X-Control-Secret", SECRET)
            .header("content-type", "application/json")
            .body(Body::from(offset.to_string()));
        self.world.send(request.unwrap()).await.status == 200
    }

    /// Does what was left to be done, the bank's hour for money that goes back included.
    pub async fn settle(&mut self) {
        for _ in 0..3 {
            while !self.pass(3700).await {
                self.revive().await;
            }
        }
    }

    /// Everything that the sandbox has on record.
    pub fn ledger(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.world.path("sandbox/ledger.json")).unwrap()).unwrap()
    }

    /// The sandbox's time, RFC 3339 in UTC to the second.
    pub async fn now(&self) -> String {
        let clock = self.world.sandbox.web.get(format!("{}/control/clock", self.world.sandbox.base));
        let clock: Value = clock.send().await.unwrap().json().await.unwrap();
        let now = OffsetDateTime::parse(clock["now"].as_str().unwrap(), &Rfc3339).unwrap();
        OffsetDateTime::from_unix_timestamp(now.unix_timestamp()).unwrap().format(&Rfc3339).unwrap()
    }
}

fn library(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/routes/killed/at_a_write.c");
    let library = folder.join("at_a_write.so");
    let mut cc = Command::new("cc");
    cc.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl");
    let built = cc.output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    library
}

/// Everything to the process; 502 when it is gone.
fn forward(web: reqwest::Client, base: String) -> Router {
    Router::new().fallback(move |request: Request<Body>| {
        let (web, base) = (web.clone(), base.clone());
        async move { sent_on(&web, &base, request).await.unwrap_or_else(gone) }
    })
}

fn gone(_: reqwest::Error) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::BAD_GATEWAY;
    answer
}

async fn sent_on(
    web: &reqwest::Client,
    base: &str,
    request: Request<Body>,
) -> Result<Response<Body>, reqwest::Error> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let answer = web.request(parts.method, format!("{base}{path}")).headers(parts.headers).body(body);
    let answer = answer.send().await?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = answer.status();
    response.headers_mut().clone_from(answer.headers());
    *response.body_mut() = Body::from(answer.bytes().await?);
    Ok(response)
}
