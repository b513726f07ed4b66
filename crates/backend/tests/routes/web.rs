//! The portal's files, the headers of every answer, and errors in one shape.

use axum::body::Body;
use axum::http::{Method, Request, header};

use crate::world::World;

async fn portal() -> World {
    let folder = tempfile::tempdir().unwrap().keep();
    let name = "app-0123456789abcdef.wasm";
    for (file, bytes) in [
        ("index.html", "<!doctype html>"),
        ("config.json", "{}"),
        (name, "wasm"),
        (&format!("{name}.br"), "small"),
    ] {
        std::fs::write(folder.join(file), bytes).unwrap();
    }
    World::with(&format!("dist = {folder:?}\nallowed_origins = [\"https://portal.example\"]")).await
}

async fn ask(world: &World, path: &str, headers: &[(&str, &str)]) -> crate::world::Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn pages_that_the_portal_knows_are_there_for_browsers_and_for_who_takes_anything() {
    let world = portal().await;
    for path in ["/", "/ho-so/abc/ke-khai/child", "/dich-vu/1.001193"] {
        let answer = ask(&world, path, &[("Accept", "text/html,*/*;q=0.8")]).await;
        assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "<!doctype html>"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert!(answer.header("content-security-policy").contains("script-src 'self' 'wasm-unsafe-eval';"));
    }
    for headers in [&[("Accept", "*/*")] as &[_], &[]] {
        assert_eq!(ask(&world, "/", headers).await.text(), "<!doctype html>");
        assert_eq!(ask(&world, "/dich-vu", headers).await.status, 200);
    }
    assert_eq!(ask(&world, "/ho-so/abc", &[("Accept", "application/json")]).await.problem(404), "not_found");
}

#[tokio::test]
async fn the_steps_of_a_dossier_start_with_a_document_of_their_own() {
    let folder = tempfile::tempdir().unwrap().keep();
    for name in ["index.html", "dossier.html"] {
        std::fs::write(folder.join(name), name).unwrap();
    }
    let world = World::with(&format!("dist = {folder:?}")).await;
    for (path, document) in [
        ("/", "index.html"),
        ("/ho-so", "index.html"),
        ("/ho-so/abc", "index.html"),
        ("/ho-so/abc/ky", "dossier.html"),
        ("/ho-so/abc/ke-khai/mother", "dossier.html"),
        ("/ho-so/abc/nothing-here", "dossier.html"),
        ("/nothing-here/at/all", "index.html"),
    ] {
        assert_eq!(ask(&world, path, &[("Accept", "text/html")]).await.text(), document, "{path}");
    }
}

#[tokio::test]
async fn a_person_at_an_unknown_address_gets_the_portal_with_404_and_a_program_a_problem() {
    let world = portal().await;
    for path in ["/admin", "/ho-so/abc/unknown", "/..%2fcongdan.sqlite3", "/missing.js", "/auth/nothing"] {
        let page = ask(&world, path, &[("Accept", "text/html,*/*;q=0.8")]).await;
        assert_eq!((page.status.as_u16(), page.text().as_str()), (404, "<!doctype html>"), "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("vary"), "Accept, Accept-Encoding");
        assert!(page.header("content-security-policy").contains("script-src 'self' 'wasm-unsafe-eval';"));
        assert_eq!(ask(&world, path, &[("Accept", "*/*")]).await.problem(404), "not_found", "{path}");
    }
    for path in ["/api/nothing", "/api", "/hooks/nothing", "/control/nothing"] {
        assert_eq!(ask(&world, path, &[("Accept", "text/html")]).await.problem(404), "not_found", "{path}");
    }
    let known = ask(&world, "/", &[("Accept", "text/html")]).await.header("etag").to_owned();
    let again = [("Accept", "text/html"), ("If-None-Match", known.as_str())];
    assert_eq!(ask(&world, "/admin", &again).await.status, 404, "not modified would hide it");
}

#[tokio::test]
async fn an_address_with_a_slash_too_many_leads_to_its_page_for_good() {
    let world = portal().await;
    let moved = ask(&world, "/dich-vu/1.001193/?from=mail", &[("Accept", "text/html")]).await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (308, "/dich-vu/1.001193?from=mail"));
    for path in ["/admin/", "//evil.example/", "//"] {
        let lost = ask(&world, path, &[("Accept", "text/html")]).await;
        assert_eq!((lost.status.as_u16(), lost.header("location")), (404, ""), "{path}");
    }
    assert_eq!(ask(&world, "/api/session/", &[("Accept", "text/html")]).await.problem(404), "not_found");
}

#[tokio::test]
async fn hashed_files_live_for_ever_and_come_compressed() {
    let world = portal().await;
    let path = "/app-0123456789abcdef.wasm";
    let small = ask(&world, path, &[("Accept-Encoding", "gzip, br")]).await;
    assert_eq!((small.text().as_str(), small.header("content-encoding")), ("small", "br"));
    assert_eq!(small.header("content-type"), "application/wasm");
    assert_eq!(small.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(small.header("vary"), "Accept-Encoding");
    let plain = ask(&world, path, &[("Accept-Encoding", "br;q=0")]).await;
    assert_eq!((plain.text().as_str(), plain.header("content-encoding")), ("wasm", ""));
    assert_eq!(ask(&world, "/config.json", &[]).await.header("cache-control"), "no-cache");
    assert_eq!(ask(&world, &format!("{path}.br"), &[]).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let world = portal().await;
    let first = ask(&world, "/config.json", &[]).await;
    let again = ask(&world, "/config.json", &[("If-None-Match", first.header("etag"))]).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert_eq!(ask(&world, "/config.json", &[("If-None-Match", "\"other\"")]).await.text(), "{}");
}

#[tokio::test]
async fn browsers_know_where_to_report_what_they_blocked() {
    let world = portal().await;
    let page = ask(&world, "/", &[("Accept", "text/html")]).await;
    assert!(page.header("content-security-policy").ends_with("report-to csp"));
    assert_eq!(page.header("reporting-endpoints"), "csp=\"/reports/csp\"");
    for body in [r#"[{"type":"csp-violation","body":{"effectiveDirective":"script-src"}}]"#, "no JSON"] {
        let report = Request::post("/reports/csp")
            .header(header::CONTENT_TYPE, "application/reports+json")
            .body(Body::from(body))
            .unwrap();
        assert_eq!(world.send(report).await.status, 204);
    }
}

#[tokio::test]
async fn every_answer_forbids_sniffing_and_framing() {
    let world = portal().await;
    for path in ["/", "/api/session", "/api/nothing", "/auth/callback"] {
        let answer = ask(&world, path, &[("Accept", "text/html")]).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn wrong_methods_and_types_are_problem_documents() {
    let world = portal().await;
    let put = Request::put("/api/session").header("X-Congdan", "1").body(Body::empty()).unwrap();
    let answer = world.send(put).await;
    assert_eq!(answer.problem(405), "method_not_allowed");
    assert_eq!(answer.header("cache-control"), "no-store");
    let text = Request::post("/control/clock")
        .header(header::CONTENT_TYPE, "text/plain")
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(world.send(text).await.problem(415), "unsupported_media_type");
}

#[tokio::test]
async fn scripts_of_allowed_origins_may_call_and_others_may_not() {
    let world = portal().await;
    let preflight = |origin: &'static str| {
        let request = Request::builder()
            .method(Method::OPTIONS)
            .uri("/api/dossiers")
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .body(Body::empty())
            .unwrap();
        world.send(request)
    };
    let allowed = preflight("https://portal.example").await;
    assert_eq!(allowed.status, 204);
    assert_eq!(allowed.header("access-control-allow-origin"), "https://portal.example");
    assert_eq!(allowed.header("access-control-allow-credentials"), "true");
    let other = preflight("https://evil.example").await;
    assert_eq!(other.problem(403), "cross_site");
    assert_eq!(other.header("access-control-allow-origin"), "");
    let read = ask(&world, "/api/session", &[("Origin", "https://evil.example")]).await;
    assert_eq!(read.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn the_clock_is_moved_only_with_the_secret() {
    let world = portal().await;
    for secret in ["", "another secret"] {
        let request = Request::post("/control/clock")
            .header("X-Control-Secret", secret)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(r#"{"offset_seconds":1}"#))
            .unwrap();
        assert_eq!(world.send(request).await.problem(404), "not_found");
    }
}
