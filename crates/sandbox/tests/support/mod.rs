//! What the tests share: a sandbox on a fresh data folder, calls into its router, and a portal that listens on a real port
//! and writes down what it is told. No behaviour of the sandbox is repeated here.
#![allow(
    dead_code,
    missing_docs,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::must_use_candidate
)]

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, Request, StatusCode, Uri, header},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use congdan_sandbox::{
    Account, BearerClient, Clients, Config, DeskClient, GatewayClient, IdentityClient, Merchant, Partner,
    Sandbox, SigningClient,
};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

pub const HANG: &str = "001195004321";
pub const THANH: &str = "079090001234";
pub const MUA: &str = "010303000456";

/// A configuration on a data folder of its own.
pub fn config(portal: &str) -> Config {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("sandbox-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let data = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::remove_dir_all(&data).ok();
    Config {
        listen: "127.0.0.1:8081".to_owned(),
        data,
        portal: portal.to_owned(),
        portal_pages: None,
        public_url: None,
        clock_follower: None,
        control_secret: "control secret".to_owned(),
        start: None,
        seed: 1,
        chaos: None,
        chaos_loses: false,
        scanner: None,
        clients: Clients {
            identity: IdentityClient {
                id: "congdan".to_owned(),
                secret: "s3cret: with + signs".to_owned(),
                redirect_uri: format!("{portal}/auth/callback"),
                post_logout_redirect_uri: None,
            },
            register: BearerClient { token: "register-token".to_owned() },
            signing: SigningClient { id: "congdan".to_owned(), secret: "signing-secret".to_owned() },
            smartca: Some(GatewayClient {
                id: "congdan".to_owned(),
                secret: "smartca-secret".to_owned(),
                webhook: Some(format!("{portal}/hooks/signing/smartca")),
                webhook_secret: "webhook-secret".to_owned(),
            }),
            esign: Some(GatewayClient {
                id: "congdan".to_owned(),
                secret: "esign-secret".to_owned(),
                webhook: Some(format!("{portal}/hooks/signing/esign")),
                webhook_secret: "esign-webhook".to_owned(),
            }),
            payment: Merchant {
                tmn_code: "DEMO0001".to_owned(),
                secret: "SANDBOXSECRET".to_owned(),
                ipn: None,
            },
            national: Some(Partner {
                id: "CONGDAN".to_owned(),
                secret: "NATIONALSECRET".to_owned(),
                returns: None,
                confirm: None,
            }),
            bank: Some(Account {
                bin: "970999".to_owned(),
                account: "0011002233445".to_owned(),
                name: "TRUNG TAM HANH CHINH CONG".to_owned(),
                token: "bank-token".to_owned(),
                hmac_secret: "bank-hmac".to_owned(),
                advice: None,
            }),
            desk: DeskClient { token: "desk-token".to_owned(), hmac_secret: "desk-hmac".to_owned() },
        },
    }
}

/// A sandbox under test.
pub struct World {
    pub router: Router,
    pub config: Config,
}

impl World {
    pub fn new(config: Config) -> Self {
        World { router: Sandbox::open(config.clone()).unwrap().router(), config }
    }

    pub fn fresh() -> Self {
        World::new(config("http://localhost:8080"))
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn get_as(&self, path: &str, token: &str) -> Answer {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn form(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.send(form_request(path, pairs, &[])).await
    }

    pub async fn json(&self, path: &str, body: &Value) -> Answer {
        self.json_with(path, body, &[]).await
    }

    pub async fn json_with(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn advance(&self, seconds: i64) {
        let answer = self.json("/control/clock", &serde_json::json!({ "advance_seconds": seconds })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    pub async fn fault(&self, part: &str, fault: &str) {
        let answer = self.json("/control/faults", &serde_json::json!({ part: fault })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

pub fn form_request(path: &str, pairs: &[(&str, &str)], headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(query(pairs))).unwrap()
}

pub fn query(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

pub fn basic(id: &str, secret: &str) -> String {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(id), encode(secret))))
}

/// An answer of the sandbox.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn location(&self) -> String {
        self.headers[header::LOCATION].to_str().unwrap().to_owned()
    }

    /// A parameter of the address that this answer leads to.
    pub fn leads_with(&self, name: &str) -> Option<String> {
        let location = self.location();
        let query = location.split_once('?').map(|(_, query)| query.to_owned())?;
        form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The value of a hidden input.
    pub fn hidden(&self, name: &str) -> String {
        let text = self.text();
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no input {name} in {text}"));
        rest.split_once('"').unwrap().0.replace("&amp;", "&").replace("&#39;", "'")
    }
}

/// A call that the portal got.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    pub body: Bytes,
}

type Line = Arc<Mutex<(Vec<Call>, u16, String)>>;

/// A listener in the portal's place: writes calls down and answers what it was told to.
pub struct Portal {
    pub url: String,
    line: Line,
}

impl Portal {
    pub async fn listen() -> Self {
        let line: Line = Arc::new(Mutex::new((Vec::new(), 200, "{}".to_owned())));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(write_down).with_state(line.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Portal { url, line }
    }

    pub fn answers(&self, status: u16, body: &str) {
        let mut line = self.line.lock().unwrap();
        line.1 = status;
        body.clone_into(&mut line.2);
    }

    pub fn calls(&self) -> Vec<Call> {
        self.line.lock().unwrap().0.clone()
    }
}

async fn write_down(
    State(line): State<Line>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let mut line = line.lock().unwrap();
    line.0.push(Call { method, uri, headers, body });
    (StatusCode::from_u16(line.1).unwrap(), line.2.clone())
}

/// Lower-case hexadecimal, written apart from the sandbox's own.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
