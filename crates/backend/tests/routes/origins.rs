//! Pages on another origin of the same site: they may call everything of the API, other origins nothing, and the browser
//! is led back to them.

use axum::body::Body;
use axum::http::{Method, Request, header};
use contract::fill_path;
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, HANG, THANH, at_callback, content_digest, cookie, paper};
use crate::world::{Answer, World};

const PAGES: &str = "https://portal.example";
const EVIL: &str = "https://evil.example";

async fn world() -> World {
    World::with(&format!("portal_url = \"{PAGES}/\"\nallowed_origins = [\"https://kiosk.example\"]")).await
}

/// Every operation of the OpenAPI document: method, an address, and the headers that it asks for.
async fn operations(world: &World) -> Vec<(Method, String, Vec<String>)> {
    let document = world.get("/api/openapi.json").await.json();
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().unwrap().iter();
            let headers = parameters.filter(|one| one["in"] == "header");
            let mut headers: Vec<String> =
                headers.map(|one| one["name"].as_str().unwrap().to_lowercase()).collect();
            if operation["requestBody"].is_object() {
                headers.push("content-type".to_owned());
            }
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            all.push((method, fill_path(path, &["handle", "file"]), headers));
        }
    }
    assert!(all.len() >= 25, "{}", all.len());
    all
}

async fn preflight(world: &World, origin: &str, method: &Method, path: &str, headers: &[String]) -> Answer {
    let request = Request::options(path)
        .header(header::ORIGIN, origin)
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, method.as_str())
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, headers.join(","));
    world.send(request.body(Body::empty()).unwrap()).await
}

async fn call(world: &World, origin: &str, method: &Method, path: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header(header::ORIGIN, origin);
    let request = request.header("Sec-Fetch-Site", "same-site").header("X-Congdan", "1");
    world.send(request.body(Body::empty()).unwrap()).await
}

fn list(answer: &Answer, name: &str) -> Vec<String> {
    answer.header(name).split(',').map(|one| one.trim().to_lowercase()).collect()
}

fn varies(answer: &Answer) -> bool {
    answer.headers.get_all("vary").iter().any(|value| value.to_str().unwrap().contains("Origin"))
}

#[tokio::test]
async fn an_allowed_origin_may_call_every_operation_with_all_its_headers_and_read_every_answer() {
    let world = world().await;
    for (method, path, headers) in operations(&world).await {
        for origin in [PAGES, "https://kiosk.example"] {
            let what = format!("{method} {path}");
            let asked = preflight(&world, origin, &method, &path, &headers).await;
            assert_eq!(asked.status, 204, "{what}");
            assert_eq!(asked.header("access-control-allow-origin"), origin, "{what}");
            assert_eq!(asked.header("access-control-allow-credentials"), "true", "{what}");
            assert!(
                list(&asked, "access-control-allow-methods").contains(&method.as_str().to_lowercase()),
                "{what}"
            );
            let allowed = list(&asked, "access-control-allow-headers");
            assert!(headers.iter().all(|name| allowed.contains(name)), "{what}: {headers:?}");
            assert!(varies(&asked), "{what}");
            let answer = call(&world, origin, &method, &path).await;
            assert_ne!(answer.status, 403, "{what}: {}", answer.text());
            assert_eq!(answer.header("access-control-allow-origin"), origin, "{what}");
            assert_eq!(answer.header("access-control-allow-credentials"), "true", "{what}");
            assert!(list(&answer, "access-control-expose-headers").contains(&"etag".to_owned()), "{what}");
            assert_eq!(answer.header("cross-origin-resource-policy"), "same-site", "{what}");
            assert!(varies(&answer), "{what}");
        }
    }
}

#[tokio::test]
async fn another_origin_may_ask_nothing_and_read_nothing() {
    let world = world().await;
    for (method, path, headers) in operations(&world).await {
        for origin in [
            EVIL,
            "null",
            "https://portal.example.evil.example",
            "http://portal.example",
            "https://portal.example/",
        ] {
            let what = format!("{origin} {method} {path}");
            let asked = preflight(&world, origin, &method, &path, &headers).await;
            assert_eq!(asked.problem(403), "cross_site", "{what}");
            let answer = call(&world, origin, &method, &path).await;
            if method != Method::GET {
                assert_eq!(answer.problem(403), "cross_site", "{what}");
            }
            for answer in [asked, answer] {
                assert_eq!(answer.header("access-control-allow-origin"), "", "{what}");
                assert_eq!(answer.header("access-control-allow-credentials"), "", "{what}");
                assert!(varies(&answer), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn errors_that_no_route_made_are_readable_and_guarded_as_well() {
    let world = world().await;
    for (method, path, code) in [
        (Method::GET, "/api/nothing", (404, "not_found")),
        (Method::PUT, "/api/session", (405, "method_not_allowed")),
        (Method::GET, "/api/procedures/1.001193?lang=vi&lang=en", (400, "bad_request")),
    ] {
        let answer = call(&world, PAGES, &method, path).await;
        assert_eq!(answer.problem(code.0), code.1, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), PAGES, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
    }
}

#[tokio::test]
async fn a_citizen_on_another_origin_opens_saves_and_uploads() {
    let world = world().await;
    let (begun, callback) = at_callback(&world, HANG.0).await;
    let request = Request::get(callback).header(header::COOKIE, format!("__Host-congdan-signin={begun}"));
    let back = world.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!((back.status.as_u16(), back.header("location")), (303, "https://portal.example/ho-so"));
    let session = cookie(&back, "__Host-congdan").unwrap();
    let send = async |method: Method, path: String, headers: &[(&str, &str)], body: Vec<u8>| {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, format!("__Host-congdan={session}"))
            .header(header::ORIGIN, PAGES)
            .header("Sec-Fetch-Site", "same-site")
            .header("X-Congdan", "1");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = world.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), PAGES);
        answer
    };
    let json_type = ("Content-Type", "application/json");
    let wanted = json!({"procedure": BIRTH, "language": "vi"}).to_string().into_bytes();
    let key = ("Idempotency-Key", "open");
    let opened = send(Method::POST, "/api/dossiers".to_owned(), &[json_type, key], wanted).await;
    let path = format!("/api/dossiers/{}", opened.json()["id"].as_str().unwrap());
    let changes = json!({"changes": {"case": "normal"}}).to_string().into_bytes();
    let tag = ("If-Match", opened.header("etag"));
    send(Method::PATCH, format!("{path}/answers"), &[json_type, tag], changes).await;
    let paper = paper("a birth");
    let wanted = json!({"field": slot(), "name": "giay.pdf", "size": paper.len(), "sha256": "0".repeat(64)});
    let uploads = format!("{path}/uploads");
    let begun = send(Method::POST, uploads.clone(), &[json_type], wanted.to_string().into_bytes()).await;
    let upload = format!("{uploads}/{}", begun.json()["id"].as_str().unwrap());
    let digest = content_digest(&paper);
    send(Method::PATCH, upload, &[("Upload-Offset", "0"), ("Content-Digest", &digest)], paper).await;
    assert_eq!(send(Method::GET, path, &[], Vec::new()).await.header("etag"), "\"2\"");
}

/// A document slot of birth registration.
fn slot() -> String {
    let text = std::fs::read_to_string(crate::world::project("procedures/1.001193/procedure.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let mut fields =
        schema["pages"].as_array().unwrap().iter().flat_map(|page| page["fields"].as_array().unwrap());
    fields.find(|field| field["kind"] == "file").unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_browser_is_led_back_to_where_the_pages_are() {
    let world = world().await;
    assert_eq!(world.get("/auth/sign-out-done").await.header("location"), "https://portal.example/");
    let failed = world.get("/auth/callback?error=access_denied").await;
    assert!(
        failed.header("location").starts_with("https://portal.example/dang-nhap?problem="),
        "{}",
        failed.header("location")
    );
    assert_eq!(world.get("/pay/return").await.header("location"), "https://portal.example/ho-so");
    let here = World::start().await;
    assert_eq!(here.get("/auth/sign-out-done").await.header("location"), "/");
    assert_eq!(
        Citizen::sign_in(&here, THANH).await.get("/api/session").await.header("cross-origin-resource-policy"),
        "same-origin"
    );
}
