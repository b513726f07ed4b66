//! The built portal from its folder, compressed as the build left it. Which addresses are pages is decided in `pages`.

use std::path::{Component, Path, PathBuf};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::conditional::{accepts, tag, tagged};
use super::pages::{self, Found};
use crate::app::App;
use crate::error::{Answer, Error};

/// Anything that no route took: a file of the portal, one of its pages, or nothing.
///
/// # Errors
/// 404 for what is not there, 405 for what is only to be read.
pub async fn portal(State(app): State<App>, request: Request) -> Answer<Response> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Error::NotFound);
    }
    let dist = app.config.dist.as_deref().ok_or(Error::NotFound)?;
    let path = request.uri().path();
    let file = if path == "/" { None } else { safe(dist, path) };
    if let Some(file) = file
        && tokio::fs::metadata(&file).await.is_ok_and(|found| found.is_file())
    {
        return send(&file, path.rsplit('/').next().unwrap_or_default(), request.headers()).await;
    }
    match pages::find(path, request.headers()) {
        Found::Document(status) => {
            let name = document(dist, path);
            let mut headers = request.headers().clone();
            if status != StatusCode::OK {
                // "Not modified" would hide that there is no such page.
                headers.remove(header::IF_NONE_MATCH);
            }
            let mut response = send(&dist.join(name), name, &headers).await?;
            if response.status() == StatusCode::OK {
                *response.status_mut() = status;
            }
            response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept, Accept-Encoding"));
            Ok(response)
        }
        Found::Moved(to) => {
            let query = request.uri().query().map_or_else(String::new, |query| format!("?{query}"));
            let location = HeaderValue::from_str(&(to + &query)).map_err(|_| Error::NotFound)?;
            Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response())
        }
        Found::Nothing => Err(Error::NotFound),
    }
}

/// The file in the folder, when the path cannot leave it and names no compressed sibling.
fn safe(dist: &Path, path: &str) -> Option<PathBuf> {
    let relative = Path::new(path.strip_prefix('/')?);
    let is_plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let is_sibling = [".br", ".gz"].iter().any(|end| path.ends_with(end));
    let is_ascii = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
    (is_plain && !is_sibling && is_ascii).then(|| dist.join(relative))
}

/// The portal's document for an address: `dossier.html` names the part with the steps of a dossier, so that the browser need not find out
/// which part to load. A portal without it (a developer's build) has one document for all.
fn document(dist: &Path, path: &str) -> &'static str {
    if pages::is_step(path) && dist.join("dossier.html").is_file() { "dossier.html" } else { "index.html" }
}

async fn send(file: &Path, name: &str, headers: &HeaderMap) -> Answer<Response> {
    let mut found = None;
    for (coding, end) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(headers, coding) {
            let mut sibling = file.as_os_str().to_owned();
            sibling.push(end);
            if let Ok(bytes) = tokio::fs::read(&sibling).await {
                found = Some((bytes, Some(coding)));
                break;
            }
        }
    }
    let (bytes, coding) = match found {
        Some(found) => found,
        None => (tokio::fs::read(file).await.map_err(|_| Error::NotFound)?, None),
    };
    let tag = tag(&bytes);
    let mut response = tagged(headers, &tag, coding, bytes);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    let lifetime = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(lifetime));
    Ok(response)
}

/// Whether the name holds a digest of the content (`app-0123456789abcdef.js`), so that it may be kept for ever.
fn is_hashed(name: &str) -> bool {
    let Some((stem, end)) = name.rsplit_once('.') else { return false };
    let digest = stem.rsplit_once('-').map_or("", |(_, digest)| digest);
    matches!(end, "js" | "css" | "wasm" | "json")
        && digest.len() == 16
        && digest.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{is_hashed, safe};
    use std::path::Path;

    #[test]
    fn only_names_hashed_by_content_live_for_ever() {
        assert!(is_hashed("congdan-0123456789abcdef.wasm"));
        assert!(is_hashed("texts-en-0123456789abcdef.json"));
        for name in
            ["index.html", "config.json", "boot.js", "app-0123456789ABCDEF.js", "a-0123456789abcdef.html"]
        {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn no_path_leaves_the_folder() {
        let dist = Path::new("/dist");
        for path in ["/../secret", "/a/../../secret", "//etc/passwd", "/index.html.br", "/a%2f..%2fsecret"] {
            assert_eq!(safe(dist, path), None, "{path}");
        }
        assert!(safe(dist, "/icons/mark.svg").is_some());
    }
}
