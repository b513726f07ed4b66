//! A backend on a folder of its own, a sandbox process beside it, and the clock of both. No behaviour of either is repeated.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use congdan_backend::{App, Config, router, run_due, scan_due};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

pub use crate::answer::Answer;

pub const SECRET: &str = "control secret";

/// Everything that one test needs.
pub struct World {
    app: App,
    routes: Arc<Mutex<Router>>,
    config: String,
    pub portal: String,
    pub sandbox: Sandbox,
    folder: TempDir,
}

/// The sandbox as a process; it ends with the test.
pub struct Sandbox {
    child: Child,
    pub base: String,
    pub web: reqwest::Client,
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // The test is over either way.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl World {
    /// Birth registration is signed personally here, extracts are not signed.
    pub async fn start() -> Self {
        Self::with("").await
    }

    /// With the virus scanner of the sandbox.
    pub async fn scanned() -> Self {
        Self::with("scanner = \"unix:{folder}/sandbox/clamd.sock\"").await
    }

    /// With further lines of configuration before the tables; `{folder}` is the world's own.
    pub async fn with(extra: &str) -> Self {
        Self::begin("", |config, _, folder| {
            config.replace("[identity]", &format!("{extra}\n[identity]")).replace("{folder}", folder)
        })
        .await
    }

    /// With further clients of the sandbox (`{portal}` calls it back), and a configuration made of the usual one, the sandbox's address
    /// and the world's folder.
    pub async fn begin(clients: &str, edit: impl Fn(String, &str, &str) -> String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let portal = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", portal.local_addr().unwrap());
        let sandbox =
            Sandbox::start(&folder.path().join("sandbox"), &address, &clients.replace("{portal}", &address));
        let usual = configuration(folder.path(), &address, &sandbox.base);
        let config = edit(usual, &sandbox.base, folder.path().to_str().unwrap());
        let app = open(&config).await;
        let routes = Arc::new(Mutex::new(router(app.clone())));
        listen(portal, Arc::clone(&routes));
        let world = Self { app, routes, config, portal: address, sandbox, folder };
        world.advance(0).await;
        world
    }

    /// With another identity provider than the sandbox's, and further lines about it.
    pub async fn with_provider(issuer: &str, more: &str) -> Self {
        let mut world = Self::start().await;
        let own = format!("issuer = \"{}/identity\"", world.sandbox.base);
        world.decide(&own, &format!("issuer = \"{issuer}\"\n{more}")).await;
        world
    }

    /// Goes on with other words in the configuration.
    pub async fn decide(&mut self, from: &str, to: &str) {
        assert!(self.config.contains(from), "{from}");
        self.config = self.config.replace(from, to);
        self.restart().await;
    }

    /// With a copy of the procedures that the test may alter.
    pub async fn with_procedures() -> Self {
        let mut world = Self::start().await;
        let (from, to) = (project("procedures"), world.path("procedures"));
        for folder in ["1.001193", "2.000635", "catalogues", "catalogues/communes"] {
            std::fs::create_dir_all(to.join(folder)).unwrap();
            for entry in std::fs::read_dir(from.join(folder)).unwrap().map(Result::unwrap) {
                if entry.path().is_file() {
                    std::fs::copy(entry.path(), to.join(folder).join(entry.file_name())).unwrap();
                }
            }
        }
        world.config = world.config.replace(from.to_str().unwrap(), to.to_str().unwrap());
        world.restart().await;
        world
    }

    /// With the procedures of another folder, and no others.
    pub async fn with_procedures_of(folder: &Path) -> Self {
        let mut world = Self::start().await;
        world.offers_only(folder).await;
        world
    }

    /// Goes on with the procedures of another folder, and no others.
    pub async fn offers_only(&mut self, folder: &Path) {
        self.config = self.config_of(folder);
        self.restart().await;
    }

    /// With the procedures of a second folder beside ours.
    pub async fn beside(own: &Path, other: &Path) -> Self {
        let mut world = Self::start().await;
        world.offers_also(own, other).await;
        world
    }

    /// Goes on with the procedures of a second folder beside ours.
    pub async fn offers_also(&mut self, own: &Path, other: &Path) {
        let both = format!("procedures = [{own:?}, {other:?}]");
        self.config = self.config.replace(&format!("procedures = [{own:?}]"), &both);
        self.restart().await;
    }

    /// The configuration with the procedures of another folder, of which none is decided otherwise.
    pub fn config_of(&self, folder: &Path) -> String {
        let (shared, _) = self.config.split_once("[procedure.").unwrap();
        shared.replace(project("procedures").to_str().unwrap(), folder.to_str().unwrap())
    }

    /// The configuration, for a process of its own that listens on the portal's address.
    pub fn config_for(&self, listen: &str) -> String {
        self.config.replace("127.0.0.1:0", listen)
    }

    /// With further lines about the registers.
    pub async fn with_register(&mut self, extra: &str) {
        self.config = self.config.replace("[register]\n", &format!("[register]\n{extra}\n"));
        self.restart().await;
    }

    /// Stops the backend where it stands and starts another on the same folder.
    pub async fn restart(&mut self) {
        self.app = open(&self.config).await;
        *self.routes.lock().unwrap() = router(self.app.clone());
        let offset = self.offset(0).await;
        self.tell_time(&offset).await;
    }

    /// From now on others answer at the portal's address.
    pub fn answered_by(&self, routes: Router) {
        *self.routes.lock().unwrap() = routes;
    }

    /// What a folder with this name beside the data would be.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let routes = self.routes.lock().unwrap().clone();
        let response = routes.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Takes all turns of checks, until the answer is dropped.
    pub async fn all_check_turns(&self) -> tokio::sync::SemaphorePermit<'_> {
        let all = u32::try_from(self.app.checks.available_permits()).unwrap();
        self.app.checks.acquire_many(all).await.unwrap()
    }

    /// Takes all turns of checks of receipts, until the answer is dropped.
    pub async fn all_receipt_turns(&self) -> tokio::sync::SemaphorePermit<'_> {
        let all = u32::try_from(self.app.receipt_checks.available_permits()).unwrap();
        self.app.receipt_checks.acquire_many(all).await.unwrap()
    }

    /// One round of the background workers.
    pub async fn work(&self) -> usize {
        run_due(&self.app).await + scan_due(&self.app).await
    }

    /// One round of the worker that everything but files waits for.
    pub async fn jobs(&self) -> usize {
        run_due(&self.app).await
    }

    /// One round of the worker that asks the scanner, beside whatever else happens.
    pub fn scanning(&self) -> tokio::task::JoinHandle<usize> {
        let app = self.app.clone();
        tokio::spawn(async move { scan_due(&app).await })
    }

    /// How many files are stored.
    pub fn stored_files(&self) -> usize {
        let folders =
            std::fs::read_dir(self.path("data/files")).unwrap().map(|folder| folder.unwrap().path());
        folders
            .filter(|path| !path.ends_with("parts"))
            .map(|path| std::fs::read_dir(path).unwrap().count())
            .sum()
    }

    /// Moves the sandbox's clock, and the backend's after it, then lets the worker do what has become due.
    pub async fn advance(&self, seconds: i64) {
        let offset = self.offset(seconds).await;
        self.tell_time(&offset).await;
        self.work().await;
    }

    /// Moves the sandbox's clock; what a backend must be told to live in the same time.
    pub async fn offset(&self, seconds: i64) -> Value {
        let moved = self.sandbox.control("clock", &json!({ "advance_seconds": seconds })).await;
        json!({ "offset_seconds": moved["offset_seconds"] })
    }

    async fn tell_time(&self, offset: &Value) {
        let request = Request::post("/control/clock")
            .header("X-Control-Secret", SECRET)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(offset.to_string()))
            .unwrap();
        assert_eq!(self.send(request).await.status, 200);
    }
}

/// Opening reads and compiles procedures: not on the thread that answers.
async fn open(config: &str) -> App {
    let config = Config::parse(config).unwrap();
    tokio::task::spawn_blocking(|| App::open(config).unwrap()).await.unwrap()
}

/// The portal's address as providers reach it.
fn listen(listener: TcpListener, routes: Arc<Mutex<Router>>) {
    listener.set_nonblocking(true).unwrap();
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    let forward = Router::new().fallback(move |request: Request<Body>| {
        let current = routes.lock().unwrap().clone();
        async move { current.oneshot(request).await.unwrap() }
    });
    tokio::spawn(async move { axum::serve(listener, forward).await.unwrap() });
}

impl Sandbox {
    fn start(folder: &Path, portal: &str, clients: &str) -> Self {
        let here = std::env::current_exe().unwrap();
        let binary = here.parent().unwrap().parent().unwrap().join("congdan-sandbox");
        assert!(
            binary.is_file(),
            "{} is missing: run `cargo build -p congdan-sandbox` first",
            binary.display()
        );
        std::fs::create_dir_all(folder).unwrap();
        let (child, address) = on_a_free_port(|address| {
            let path = folder.join("sandbox.toml");
            std::fs::write(&path, sandbox_configuration(folder, address, portal) + clients).unwrap();
            let mut command = Command::new(&binary);
            command.arg("--config").arg(path);
            command
        });
        let web = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { child, base: format!("http://{address}"), web }
    }

    /// `POST /control/<what>`.
    pub async fn control(&self, what: &str, body: &Value) -> Value {
        let answer = self.web.post(format!("{}/control/{what}", self.base)).json(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{what}: {}", answer.status());
        answer.json().await.unwrap()
    }

    pub async fn fault(&self, part: &str, fault: &str) {
        self.control("faults", &json!({ part: fault })).await;
    }

    pub async fn page(&self, path: &str) -> String {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        self.web.get(url).send().await.unwrap().text().await.unwrap()
    }

    /// Sends a form of a page; gives where it leads.
    pub async fn form(&self, path: &str, pairs: &[(&str, &str)]) -> Option<String> {
        let answer = self.web.post(format!("{}{path}", self.base)).form(pairs).send().await.unwrap();
        assert!(
            !answer.status().is_client_error() && !answer.status().is_server_error(),
            "{path}: {}",
            answer.status()
        );
        answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned())
    }
}

/// Starts a process that listens where it is told, and waits for its `ready` line. A port that was free may be taken by a
/// neighbour a moment later: then, and only then, the next one is tried.
pub fn on_a_free_port(command: impl Fn(&str) -> Command) -> (Child, String) {
    loop {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let mut child = command(&address).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        if lines.map_while(Result::ok).any(|line| line.starts_with("ready ")) {
            return (child, address);
        }
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(said.contains("in use"), "it did not start: {said}");
    }
}

fn sandbox_configuration(folder: &Path, address: &str, portal: &str) -> String {
    format!(
        "listen = \"{address}\"\ndata = {folder:?}\nportal = \"{portal}\"\ncontrol_secret = \"{SECRET}\"\n\
         start = \"2026-11-21T01:00:00Z\"\nscanner = \"unix:{}/clamd.sock\"\n\
         [clients.identity]\nid = \"congdan\"\nsecret = \"s3cret: with + signs\"\nredirect_uri = \"{portal}/auth/callback\"\n\
         [clients.register]\ntoken = \"register token\"\n[clients.signing]\nid = \"congdan\"\nsecret = \"signing\"\n\
         [clients.payment]\ntmn_code = \"DEMO0001\"\nsecret = \"PAYSECRET\"\n\
         [clients.bank]\nbin = \"970999\"\naccount = \"0011002233445\"\nname = \"TRUNG TAM HANH CHINH CONG\"\n\
         token = \"bank token\"\nhmac_secret = \"bank hmac\"\n\
         [clients.desk]\ntoken = \"desk token\"\nhmac_secret = \"desk hmac\"\n",
        folder.display()
    )
}

/// The value of the first hidden input of this name.
pub fn hidden(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no input {name} in {page}"));
    let start = page[..at].rfind('<').unwrap();
    let tag = &page[start..start + page[start..].find('>').unwrap()];
    let value = tag.split("value=\"").nth(1).unwrap_or_else(|| panic!("no value in {tag}"));
    value[..value.find('"').unwrap()].replace("&amp;", "&")
}

/// A folder of the project.
pub fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

fn configuration(folder: &Path, portal: &str, sandbox: &str) -> String {
    let procedures = project("procedures");
    let (data, roots) = (folder.join("data"), folder.join("sandbox/roots.pem"));
    format!(
        "listen = \"127.0.0.1:0\"\npublic_url = \"{portal}\"\ndata = {data:?}\nprocedures = [{procedures:?}]\n\
         clock = \"steerable\"\ncontrol_secret = \"{SECRET}\"\n\
         [identity]\nissuer = \"{sandbox}/identity\"\nclient_id = \"congdan\"\nclient_secret = \"s3cret: with + signs\"\n\
         redirect_uri = \"{portal}/auth/callback\"\n[register]\nbase = \"{sandbox}/platform\"\ntoken = \"register token\"\n\
         [signing]\nbase = \"{sandbox}/csc/v2\"\nclient_id = \"congdan\"\nclient_secret = \"signing\"\nroots = {roots:?}\n\
         [payment.vnpay]\nbase = \"{sandbox}/vnpay/paymentv2/vpcpay.html\"\n\
         query = \"{sandbox}/vnpay/merchant_webapi/api/transaction\"\ntmn_code = \"DEMO0001\"\nsecret = \"PAYSECRET\"\n\
         [desk]\nbase = \"{sandbox}/desk/v1\"\ntoken = \"desk token\"\nhmac_secret = \"desk hmac\"\n\
         [procedure.\"1.001193\"]\nsign = \"personal\"\n[procedure.\"2.000635\"]\nsign = \"none\"\n"
    )
}
