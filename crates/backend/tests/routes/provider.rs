//! An identity provider that does as it is told, right or wrong: its keys, its answers, its tokens are each test's choice. What the
//! backend makes of them is in `hostile`.

use std::sync::{Arc, Mutex};

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// How one of its addresses behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Right,
    /// 503.
    Down,
    /// Takes the question and never answers.
    Silent,
    /// Answers more than anybody could want.
    Endless,
    /// An answer that is no JSON.
    Garbled,
}

/// A key and its name.
pub struct Key {
    name: &'static str,
    pair: EcdsaKeyPair,
}

impl Key {
    pub fn new(name: &'static str) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref()).unwrap();
        Self { name, pair }
    }

    /// As it is published.
    pub fn public(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.name,
            "x": encoded(&point[1..33]), "y": encoded(&point[33..])})
    }

    /// A token with this header; the signature is this key's.
    pub fn signed_as(&self, header: &Value, claims: &Value) -> String {
        let input = input(header, claims);
        let signature = self.pair.sign(&SystemRandom::new(), input.as_bytes()).unwrap();
        format!("{input}.{}", encoded(signature.as_ref()))
    }

    /// A token as it should be.
    pub fn signed(&self, claims: &Value) -> String {
        self.signed_as(&json!({"alg": "ES256", "kid": self.name}), claims)
    }

    /// The oldest trick: the public key is the secret of an HMAC.
    pub fn confused(&self, claims: &Value) -> String {
        let input = input(&json!({"alg": "HS256", "kid": self.name}), claims);
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.pair.public_key().as_ref());
        format!("{input}.{}", encoded(hmac::sign(&key, input.as_bytes()).as_ref()))
    }
}

/// A token that nobody has signed.
pub fn unsigned(claims: &Value) -> String {
    format!("{}.", input(&json!({"alg": "none"}), claims))
}

fn input(header: &Value, claims: &Value) -> String {
    format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(claims.to_string().as_bytes()))
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What the provider does now.
pub struct Play {
    /// What discovery says, over what is right.
    pub discovery: Value,
    pub keys: Vec<Value>,
    pub id_token: String,
    pub userinfo: Value,
    /// How an address behaves, by the end of its path.
    pub ways: Vec<(&'static str, Way)>,
    /// Paths that were asked for.
    pub asked: Vec<String>,
}

/// The provider, listening.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    play: Arc<Mutex<Play>>,
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let play = Play {
            discovery: json!({}),
            keys: Vec::new(),
            id_token: String::new(),
            userinfo: json!({}),
            ways: Vec::new(),
            asked: Vec::new(),
        };
        let provider = Self { issuer, play: Arc::new(Mutex::new(play)) };
        let own = provider.clone();
        let routes = Router::new().fallback(move |uri: Uri| {
            let own = own.clone();
            async move { own.answer(uri.path()).await }
        });
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        provider
    }

    /// Tells it what to do.
    pub fn plays<T>(&self, change: impl FnOnce(&mut Play) -> T) -> T {
        change(&mut self.play.lock().unwrap())
    }

    /// How often an address was asked.
    pub fn times(&self, path: &str) -> usize {
        self.plays(|play| play.asked.iter().filter(|asked| *asked == path).count())
    }

    async fn answer(&self, path: &str) -> Response {
        let (way, body) = self.plays(|play| {
            play.asked.push(path.to_owned());
            let way =
                play.ways.iter().find(|(end, _)| path.ends_with(end)).map_or(Way::Right, |(_, way)| *way);
            (way, self.right(play, path))
        });
        match way {
            Way::Right => axum::Json(body).into_response(),
            Way::Down => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            Way::Silent => std::future::pending().await,
            Way::Endless => axum::Json(json!({"padding": "x".repeat(2_000_000)})).into_response(),
            Way::Garbled => "<html>Bad gateway</html>".into_response(),
        }
    }

    fn right(&self, play: &Play, path: &str) -> Value {
        let at = |end: &str| format!("{}/{end}", self.issuer);
        match path {
            "/.well-known/openid-configuration" => {
                let mut said = json!({"issuer": self.issuer, "authorization_endpoint": at("authorize"),
                    "token_endpoint": at("token"), "jwks_uri": at("keys"), "userinfo_endpoint": at("userinfo"),
                    "authorization_response_iss_parameter_supported": true});
                for (name, value) in play.discovery.as_object().unwrap() {
                    said[name] = value.clone();
                }
                said
            }
            "/keys" => json!({ "keys": play.keys }),
            "/token" => json!({"access_token": "a", "token_type": "Bearer", "id_token": play.id_token}),
            "/userinfo" => play.userinfo.clone(),
            _ => Value::Null,
        }
    }
}
