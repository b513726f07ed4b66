//! Every page of the sandbox: what holds for all of them, read from the HTML and the headers.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;

use axum::http::header;
use congdan_sandbox::Config;
use support::{Answer, HANG, World, config, query};

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn authorize() -> String {
    let pairs = [
        ("client_id", "congdan"),
        ("redirect_uri", "http://localhost:8080/auth/callback"),
        ("response_type", "code"),
        ("scope", "openid"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    format!("/identity/authorize?{}", query(&pairs))
}

async fn pages(world: &World) -> Vec<(String, Answer)> {
    let paths = [
        "/".to_owned(),
        "/control".to_owned(),
        authorize(),
        "/identity/authorize".to_owned(),
        "/identity/end_session".to_owned(),
        format!("/phone/{HANG}"),
        "/phone/1".to_owned(),
        "/vnpay/paymentv2/vpcpay.html".to_owned(),
        "/national/pay/none".to_owned(),
        "/bank".to_owned(),
        "/desk".to_owned(),
        "/desk/dossiers/none".to_owned(),
    ];
    let mut pages = Vec::new();
    for path in paths {
        let page = world.get(&path).await;
        pages.push((path, page));
    }
    pages
}

/// The values of an attribute, in the order of the page.
fn values(html: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).map(|rest| rest.split_once('"').unwrap().0.to_owned()).collect()
}

#[tokio::test]
async fn every_page_is_vietnamese_has_one_heading_and_says_that_it_is_a_sandbox() {
    for (path, page) in pages(&World::fresh()).await {
        let html = page.text();
        assert!(html.starts_with("<!doctype html>\n<html lang=\"vi\">"), "{path}");
        for once in ["<h1>", "<main ", "<header ", "<title>", "Môi trường thử nghiệm</strong>"] {
            assert_eq!(html.matches(once).count(), 1, "{path}: {once}");
        }
    }
}

#[tokio::test]
async fn no_page_can_run_script_or_take_styles_from_anywhere_else() {
    for (path, page) in pages(&World::fresh()).await {
        let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'; form-action 'self'"),
            "{path}: {policy}"
        );
        assert!(policy.ends_with("frame-ancestors 'none'; base-uri 'none'"), "{path}: {policy}");
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store", "{path}");
        let html = page.text();
        for never in ["<script", "<style", " style=", " onclick=", "http-equiv"] {
            assert!(!html.contains(never), "{path}: {never}");
        }
    }
}

#[tokio::test]
async fn a_form_that_leads_back_to_the_portal_is_allowed_to() {
    let world = World::fresh();
    let page = world.get(&authorize()).await;
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.contains("form-action 'self' http://localhost:8080;"), "{policy}");
    let desk = world.get("/desk").await;
    let policy = desk.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.contains("form-action 'self';"), "{policy}");
}

#[tokio::test]
async fn pages_of_the_portal_on_an_origin_of_their_own_are_led_to_as_well() {
    let pages = Some("http://localhost:8090".to_owned());
    let world = World::new(Config { portal_pages: pages, ..config("http://localhost:8080") });
    let page = world.get(&authorize()).await;
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.contains("form-action 'self' http://localhost:8080 http://localhost:8090;"), "{policy}");
    let links = values(&world.get("/").await.text(), "href");
    assert!(links.contains(&"http://localhost:8090".to_owned()), "{links:?}");
}

#[tokio::test]
async fn ids_are_unique_and_every_label_and_description_points_to_one() {
    for (path, page) in pages(&World::fresh()).await {
        let html = page.text();
        let ids = values(&html, "id");
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{path}");
        for attribute in ["for", "aria-describedby", "aria-labelledby"] {
            for id in values(&html, attribute) {
                assert!(ids.contains(&id), "{path}: {attribute}={id}");
            }
        }
        let controls = html.matches("<select").count() + html.matches("<textarea").count();
        assert_eq!(values(&html, "for").len(), controls, "{path}");
    }
}

#[tokio::test]
async fn every_stylesheet_that_a_page_names_is_a_file_of_the_sandbox() {
    let world = World::fresh();
    let mut sheets = BTreeSet::new();
    for (_, page) in pages(&world).await {
        sheets.extend(values(&page.text(), "href").into_iter().filter(|href| href.starts_with("/style/")));
    }
    assert_eq!(sheets.len(), 8, "{sheets:?}");
    for sheet in sheets {
        let answer = world.get(&sheet).await;
        assert_eq!(answer.headers[header::CONTENT_TYPE], "text/css; charset=utf-8", "{sheet}");
    }
    assert_eq!(world.get("/style/other.css").await.status, 404);
}

#[tokio::test]
async fn the_start_page_leads_to_every_phone() {
    let html = World::fresh().get("/").await.text();
    let phones = values(&html, "href").into_iter().filter(|href| href.starts_with("/phone/")).count();
    assert_eq!(phones, 15);
}
