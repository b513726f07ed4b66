//! An identity provider that lies, breaks or is impersonated: nobody is signed in by it, the citizen learns what happened in words,
//! and nothing that they did is lost: the way back is kept, and the next honest attempt works.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::citizen::cookie;
use crate::provider::{Key, Provider, Way, unsigned};
use crate::world::{Answer, World};

const CLAIMS: &str = "claims = { id = \"pid\", name = \"name\", level = \"acr\", birth = \"b\", sex = \"s\" }\n\
    levels = { LoA1 = [\"low\"], LoA2 = [\"high\"] }\n";

/// What somebody does to a token, and what that is called.
type Change = (&'static str, fn(&mut Value));
/// Another way to make one.
type Forgery<'a> = (&'a str, &'a dyn Fn(&Value) -> String);

/// A browser that has left to sign in.
struct Left {
    nonce: String,
    state: String,
    cookie: String,
    query: String,
}

struct Stage {
    world: World,
    provider: Provider,
    key: Key,
}

impl Stage {
    async fn set(more: &str) -> Self {
        let provider = Provider::start().await;
        let world = World::with_provider(&provider.issuer, &format!("{CLAIMS}{more}")).await;
        let key = Key::new("one");
        provider.plays(|play| play.keys = vec![key.public()]);
        Self { world, provider, key }
    }

    async fn now(&self) -> i64 {
        let text = self.world.get("/api/session").await.json()["now"].as_str().unwrap().to_owned();
        let format = &time::format_description::well_known::Rfc3339;
        time::OffsetDateTime::parse(&text, format).unwrap().unix_timestamp()
    }

    async fn leave(&self, more: &str, session: Option<&str>) -> Result<Left, Answer> {
        let mut request = Request::get(format!("/auth/login?return_to=/ho-so/abc/ky{more}"));
        if let Some(session) = session {
            request = request.header(header::COOKIE, format!("__Host-congdan={session}"));
        }
        let login = self.world.send(request.body(Body::empty()).unwrap()).await;
        let Some(cookie) = cookie(&login, "__Host-congdan-signin") else { return Err(login) };
        let query = login.header("location").split_once('?').unwrap().1.to_owned();
        let asked = |name: &str| {
            let pair = form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name);
            pair.map(|(_, value)| value.into_owned()).unwrap_or_default()
        };
        Ok(Left { nonce: asked("nonce"), state: asked("state"), cookie, query: query.clone() })
    }

    /// An honest token for who has left.
    async fn honest(&self, left: &Left) -> Value {
        let now = self.now().await;
        json!({"iss": self.provider.issuer, "aud": "congdan", "sub": "s1", "sid": "p1", "iat": now, "exp": now + 300,
            "auth_time": now, "nonce": left.nonce, "pid": "001195004321", "name": "Nguyễn Thị Bích Hằng", "acr": "high"})
    }

    async fn back_with(&self, left: &Left, token: String, iss: &str, session: Option<&str>) -> Answer {
        self.provider.plays(|play| play.id_token = token);
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("code", "c")
            .append_pair("state", &left.state)
            .append_pair("iss", iss)
            .finish();
        let session = session.map(|session| format!("; __Host-congdan={session}")).unwrap_or_default();
        let request = Request::get(format!("/auth/callback?{query}"))
            .header(header::COOKIE, format!("__Host-congdan-signin={}{session}", left.cookie));
        self.world.send(request.body(Body::empty()).unwrap()).await
    }

    async fn back(&self, left: &Left, token: String) -> Answer {
        self.back_with(left, token, &self.provider.issuer, None).await
    }

    /// Signs in honestly; gives the session's cookie.
    async fn sign_in(&self) -> String {
        let left = self.leave("", None).await.ok().unwrap();
        let answer = self.back(&left, self.key.signed(&self.honest(&left).await)).await;
        assert_eq!(answer.header("location"), "/ho-so/abc/ky");
        cookie(&answer, "__Host-congdan").unwrap()
    }

    async fn is_signed_in(&self, session: &str) -> bool {
        let request =
            Request::get("/api/session").header(header::COOKIE, format!("__Host-congdan={session}"));
        let answer = self.world.send(request.body(Body::empty()).unwrap()).await;
        !answer.json()["person"].is_null()
    }

    /// The claims of a logout token.
    async fn order(&self, sub: &str, sid: &str, jti: &str) -> Value {
        let now = self.now().await;
        let event = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
        json!({"iss": self.provider.issuer, "aud": "congdan", "iat": now, "exp": now + 120, "sub": sub, "sid": sid,
            "jti": jti, "events": event})
    }

    async fn logout(&self, token: &str) -> u16 {
        let request = Request::post("/hooks/identity/logout")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("logout_token={token}")))
            .unwrap();
        self.world.send(request).await.status.as_u16()
    }
}

/// Nobody is signed in; the page that says why knows the way back.
fn is_refused(answer: &Answer, problem: &str, what: &str) {
    let expected = format!("/dang-nhap?problem={problem}&return_to=%2Fho-so%2Fabc%2Fky");
    assert_eq!(answer.header("location"), expected, "{what}");
    assert_eq!(cookie(answer, "__Host-congdan"), None, "{what}");
}

#[tokio::test]
async fn no_forged_token_signs_anybody_in_and_the_next_honest_one_does() {
    let stage = Stage::set("").await;
    let stranger = Key::new("one");
    let changes: [Change; 15] = [
        ("another issuer", |claims| claims["iss"] = json!("https://evil.example")),
        ("another nonce", |claims| claims["nonce"] = json!("n")),
        ("no nonce", |claims| claims["nonce"] = Value::Null),
        ("another audience", |claims| claims["aud"] = json!("another")),
        ("no audience", |claims| claims["aud"] = json!([])),
        ("a second audience", |claims| claims["aud"] = json!(["congdan", "another"])),
        ("issued to another", |claims| claims["azp"] = json!("another")),
        ("expired", |claims| claims["exp"] = json!(claims["iat"].as_i64().unwrap() - 61)),
        ("without an end", |claims| claims["exp"] = Value::Null),
        ("of tomorrow", |claims| claims["iat"] = json!(claims["iat"].as_i64().unwrap() + 86_400)),
        ("not valid yet", |claims| claims["nbf"] = json!(claims["iat"].as_i64().unwrap() + 3600)),
        ("about nobody", |claims| claims["sub"] = json!("")),
        ("a logout token", |claims| claims["events"] = json!({})),
        ("a number of eleven digits", |claims| claims["pid"] = json!("00119500432")),
        ("without a name", |claims| claims["name"] = json!("  ")),
    ];
    for (what, change) in changes {
        let left = stage.leave("", None).await.ok().unwrap();
        let mut claims = stage.honest(&left).await;
        change(&mut claims);
        is_refused(&stage.back(&left, stage.key.signed(&claims)).await, "failed", what);
    }
    let forgeries: [Forgery<'_>; 6] = [
        ("nobody signed", &unsigned),
        ("an HMAC under the public key", &|claims| stage.key.confused(claims)),
        ("a stranger signed", &|claims| stranger.signed(claims)),
        ("an unknown key", &|claims| stage.key.signed_as(&json!({"alg": "ES256", "kid": "two"}), claims)),
        ("another algorithm than the key's", &|claims| {
            stage.key.signed_as(&json!({"alg": "ES384", "kid": "one"}), claims)
        }),
        ("something critical that nobody knows", &|claims| {
            stage.key.signed_as(&json!({"alg": "ES256", "kid": "one", "crit": ["x"], "x": 1}), claims)
        }),
    ];
    for (what, forge) in forgeries {
        let left = stage.leave("", None).await.ok().unwrap();
        let token = forge(&stage.honest(&left).await);
        is_refused(&stage.back(&left, token).await, "failed", what);
    }
    stage.sign_in().await;
}

#[tokio::test]
async fn a_level_that_is_not_configured_is_none() {
    let stage = Stage::set("").await;
    for level in [json!("gold"), Value::Null] {
        let left = stage.leave("", None).await.ok().unwrap();
        let mut claims = stage.honest(&left).await;
        claims["acr"] = level;
        is_refused(&stage.back(&left, stage.key.signed(&claims)).await, "level", "level");
    }
}

#[tokio::test]
async fn a_token_may_go_without_the_name_of_its_key_only_when_there_is_one_key() {
    let stage = Stage::set("").await;
    let unnamed = |claims: &Value| stage.key.signed_as(&json!({"alg": "ES256"}), claims);
    let left = stage.leave("", None).await.ok().unwrap();
    let answer = stage.back(&left, unnamed(&stage.honest(&left).await)).await;
    assert_eq!(answer.header("location"), "/ho-so/abc/ky");
    let stage_two = Stage::set("").await;
    let second = Key::new("two");
    stage_two.provider.plays(|play| play.keys.push(second.public()));
    let left = stage_two.leave("", None).await.ok().unwrap();
    let claims = stage_two.honest(&left).await;
    let token = stage_two.key.signed_as(&json!({"alg": "ES256"}), &claims);
    is_refused(&stage_two.back(&left, token).await, "failed", "no key named");
}

#[tokio::test]
async fn a_key_that_is_replaced_while_the_citizen_is_at_the_provider_signs_them_in() {
    let mut stage = Stage::set("").await;
    stage.sign_in().await;
    stage.sign_in().await;
    assert_eq!(stage.provider.times("/keys"), 1);
    let left = stage.leave("", None).await.ok().unwrap();
    stage.key = Key::new("two");
    stage.provider.plays(|play| play.keys = vec![stage.key.public()]);
    let answer = stage.back(&left, stage.key.signed(&stage.honest(&left).await)).await;
    assert_eq!(answer.header("location"), "/ho-so/abc/ky");
    // The same name for a new key happens too.
    stage.key = Key::new("two");
    stage.provider.plays(|play| play.keys = vec![stage.key.public()]);
    stage.sign_in().await;
}

#[tokio::test]
async fn a_provider_that_breaks_down_anywhere_is_unavailable_and_the_next_attempt_works() {
    let stage = Stage::set("timeout_seconds = 1\n").await;
    for way in [Way::Down, Way::Silent, Way::Endless, Way::Garbled] {
        let expected = if matches!(way, Way::Down | Way::Silent) { "unavailable" } else { "failed" };
        stage.provider.plays(|play| play.ways = vec![("configuration", way)]);
        if let Err(answer) = stage.leave("", None).await {
            is_refused(&answer, expected, &format!("discovery {way:?}"));
        } else {
            panic!("discovery {way:?}: it was not needed");
        }
    }
    stage.provider.plays(|play| play.ways = Vec::new());
    for end in ["/keys", "/token"] {
        for way in [Way::Down, Way::Silent, Way::Endless, Way::Garbled] {
            let left = stage.leave("", None).await.ok().unwrap();
            let token = stage.key.signed(&stage.honest(&left).await);
            stage.provider.plays(|play| play.ways = vec![(end, way)]);
            let answer = stage.back(&left, token).await;
            let expected = if matches!(way, Way::Down | Way::Silent) { "unavailable" } else { "failed" };
            is_refused(&answer, expected, &format!("{end} {way:?}"));
            stage.provider.plays(|play| play.ways = Vec::new());
        }
    }
    stage.sign_in().await;
}

#[tokio::test]
async fn a_code_of_another_provider_is_never_sent_to_ours() {
    let stage = Stage::set("").await;
    let left = stage.leave("", None).await.ok().unwrap();
    let token = stage.key.signed(&stage.honest(&left).await);
    let answer = stage.back_with(&left, token, "https://evil.example", None).await;
    is_refused(&answer, "failed", "mix-up");
    assert_eq!(stage.provider.times("/token"), 0);
}

#[tokio::test]
async fn discovery_of_another_issuer_sends_nobody_anywhere() {
    let stage = Stage::set("").await;
    stage.provider.plays(|play| play.discovery = json!({"issuer": "https://evil.example"}));
    let Err(answer) = stage.leave("", None).await else { panic!("it left") };
    is_refused(&answer, "failed", "discovery");
}

#[tokio::test]
async fn userinfo_about_somebody_else_is_not_believed_and_never_overrides_what_is_signed() {
    let stage = Stage::set("userinfo = true\n").await;
    let left = stage.leave("", None).await.ok().unwrap();
    let token = stage.key.signed(&stage.honest(&left).await);
    stage.provider.plays(|play| play.userinfo = json!({"sub": "s2"}));
    is_refused(&stage.back(&left, token).await, "failed", "userinfo");
    stage.provider.plays(|play| play.userinfo = json!({"sub": "s1", "pid": "079090001234"}));
    let session = stage.sign_in().await;
    let request = Request::get("/api/session").header(header::COOKIE, format!("__Host-congdan={session}"));
    let answer = stage.world.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.json()["person"]["masked_id"], "0011****4321");
}

#[tokio::test]
async fn who_confirms_must_be_the_same_have_the_level_and_have_proved_it_just_now() {
    let stage = Stage::set("").await;
    let session = stage.sign_in().await;
    let changes: [Change; 4] = [
        ("level", |claims| claims["acr"] = json!("low")),
        ("failed", |claims| claims["auth_time"] = json!(claims["iat"].as_i64().unwrap() - 500)),
        ("failed", |claims| claims["auth_time"] = Value::Null),
        ("other_person", |claims| claims["pid"] = json!("079090001234")),
    ];
    for (problem, change) in changes {
        let left = stage.leave("&level=LoA2&max_age=300", Some(&session)).await.ok().unwrap();
        for asked in ["acr_values=high&", "max_age=300", "prompt=login"] {
            assert!(left.query.contains(asked), "{}", left.query);
        }
        let mut claims = stage.honest(&left).await;
        change(&mut claims);
        let token = stage.key.signed(&claims);
        let answer = stage.back_with(&left, token, &stage.provider.issuer, Some(&session)).await;
        is_refused(&answer, problem, problem);
        assert!(stage.is_signed_in(&session).await, "{problem}");
    }
}

#[tokio::test]
async fn a_logout_token_ends_what_it_names_once_and_a_forged_one_nothing() {
    let stage = Stage::set("").await;
    let session = stage.sign_in().await;
    let now = stage.now().await;
    let stranger = Key::new("one");
    let mut with_nonce = stage.order("s1", "p1", "a").await;
    with_nonce["nonce"] = json!("n");
    let mut expired = stage.order("s1", "p1", "b").await;
    expired["exp"] = json!(now - 100);
    let refused = [
        unsigned(&stage.order("s1", "p1", "c").await),
        stranger.signed(&stage.order("s1", "p1", "d").await),
        stage.key.confused(&stage.order("s1", "p1", "e").await),
        stage.key.signed(&with_nonce),
        stage.key.signed(&expired),
        "nonsense".to_owned(),
    ];
    for token in refused {
        assert_eq!(stage.logout(&token).await, 400, "{token}");
    }
    // A stranger's tokens do not make us ask for keys again and again.
    assert_eq!(stage.provider.times("/keys"), 1);
    assert_eq!(stage.logout(&stage.key.signed(&stage.order("s1", "another", "f").await)).await, 200);
    assert_eq!(stage.logout(&stage.key.signed(&stage.order("s2", "p1", "g").await)).await, 200);
    assert!(stage.is_signed_in(&session).await);
    let token = stage.key.signed(&stage.order("s1", "p1", "h").await);
    assert_eq!(stage.logout(&token).await, 200);
    assert!(!stage.is_signed_in(&session).await);
    let again = stage.sign_in().await;
    assert_eq!(stage.logout(&token).await, 400);
    assert!(stage.is_signed_in(&again).await);
}

#[tokio::test]
async fn a_logout_that_names_both_ends_a_session_whose_id_token_named_none() {
    let stage = Stage::set("").await;
    let left = stage.leave("", None).await.ok().unwrap();
    let mut claims = stage.honest(&left).await;
    claims.as_object_mut().unwrap().remove("sid");
    let answer = stage.back(&left, stage.key.signed(&claims)).await;
    let session = cookie(&answer, "__Host-congdan").unwrap();
    assert_eq!(stage.logout(&stage.key.signed(&stage.order("s2", "p1", "a").await)).await, 200);
    assert!(stage.is_signed_in(&session).await);
    assert_eq!(stage.logout(&stage.key.signed(&stage.order("s1", "p1", "b").await)).await, 200);
    assert!(!stage.is_signed_in(&session).await);
}

#[tokio::test]
async fn strangers_do_not_make_us_ask_a_provider_that_is_down_again_and_again() {
    let stage = Stage::set("").await;
    stage.provider.plays(|play| play.ways = vec![("/keys", Way::Down)]);
    assert_eq!(stage.logout("nonsense").await, 400);
    assert_eq!(stage.provider.times("/keys"), 0, "that is no token");
    for jti in ["a", "b", "c"] {
        let token = stage.key.signed(&stage.order("s1", "p1", jti).await);
        assert_eq!(stage.logout(&token).await, 503);
    }
    assert_eq!(stage.provider.times("/keys"), 1);
    stage.provider.plays(|play| play.ways.clear());
    let session = stage.sign_in().await;
    assert!(stage.is_signed_in(&session).await, "who signs in does not wait for that");
}
