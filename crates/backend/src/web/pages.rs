//! Which addresses are pages of the portal, and what a browser gets at those that are not. The only place that knows the
//! portal's own addresses; what the pages show is decided in the portal.

use axum::http::{HeaderMap, StatusCode, header};

/// What lies at an address where there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The portal's document with this status: it draws the page, or says that there is none.
    Document(StatusCode),
    /// A page of the portal, at this address.
    Moved(String),
    /// Nothing that a person looks at.
    Nothing,
}

/// Addresses below these belong to programs: they answer with problem documents, whoever asks.
const PROGRAMS: [&str; 4] = ["api", "hooks", "control", "reports"];

/// What is at `path`, for a caller who accepts this.
#[must_use]
pub fn find(path: &str, headers: &HeaderMap) -> Found {
    let accepted = Accepted::read(headers);
    let bare = path.trim_end_matches('/');
    let is_program = PROGRAMS.contains(&path.split('/').nth(1).unwrap_or_default());
    if is_page(path) && (accepted.html || accepted.anything) {
        Found::Document(StatusCode::OK)
    } else if bare != path && is_page(bare) && (accepted.html || accepted.anything) {
        Found::Moved(bare.to_owned())
    } else if accepted.html && !is_program {
        Found::Document(StatusCode::NOT_FOUND)
    } else {
        Found::Nothing
    }
}

/// The portal's own addresses; the list mirrors the portal's table of routes.
fn is_page(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        [
            "" | "dich-vu" | "ho-so" | "dang-nhap" | "tro-nang" | "bao-ve-du-lieu" | "so-lieu"
            | "kiem-tra-chu-ky" | "tra-cuu-bien-lai",
        ]
        | ["toi", "thong-tin" | "giay-to" | "thiet-bi" | "uy-quyen" | "thanh-toan"] => true,
        ["dich-vu" | "ho-so", one]
        | ["toi", "thanh-toan", one]
        | ["ho-so", one, "giay-to" | "xem-lai" | "ky" | "nop-phi" | "bien-nhan"] => !one.is_empty(),
        ["ho-so", "cung-ky", token] => !token.is_empty(),
        ["ho-so", one, "ke-khai", page] => !one.is_empty() && !page.is_empty(),
        ["ho-so", one, "nop-phi", due] => !one.is_empty() && due.parse::<u32>().is_ok(),
        _ => false,
    }
}

/// Whether the part of the portal with the steps of a dossier draws what is here, be it that there is nothing.
#[must_use]
pub fn is_step(path: &str) -> bool {
    matches!(path.split('/').skip(1).collect::<Vec<_>>().as_slice(), ["ho-so", _, step, ..] if !step.is_empty())
}

/// What the caller takes, as far as it matters here.
struct Accepted {
    /// Pages by name: a browser that navigates.
    html: bool,
    /// Whatever comes: a program without wishes, such as `curl`.
    anything: bool,
}

impl Accepted {
    fn read(headers: &HeaderMap) -> Self {
        let mut accepted = Self { html: false, anything: !headers.contains_key(header::ACCEPT) };
        let lines = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        for range in lines.flat_map(|line| line.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next().unwrap_or_default();
            if parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000")) {
                continue;
            }
            accepted.html |= matches!(kind, "text/html" | "application/xhtml+xml");
            accepted.anything |= matches!(kind, "*/*" | "text/*");
        }
        accepted
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, find, is_page};
    use axum::http::{HeaderMap, StatusCode};

    const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    fn at(path: &str, accept: &str) -> Found {
        let mut headers = HeaderMap::new();
        if !accept.is_empty() {
            headers.insert("accept", accept.parse().unwrap());
        }
        find(path, &headers)
    }

    #[test]
    fn a_page_is_there_for_browsers_and_for_who_takes_anything() {
        for accept in [BROWSER, "*/*", "", "application/json, */*;q=0.1"] {
            assert_eq!(at("/dich-vu", accept), Found::Document(StatusCode::OK), "{accept}");
        }
        for accept in ["application/json", "text/html;q=0", "image/*"] {
            assert_eq!(at("/dich-vu", accept), Found::Nothing, "{accept}");
        }
    }

    #[test]
    fn a_slash_too_many_leads_to_the_page_and_nowhere_else() {
        assert_eq!(at("/ho-so/abc/ky/", BROWSER), Found::Moved("/ho-so/abc/ky".to_owned()));
        assert_eq!(at("/dich-vu//", "*/*"), Found::Moved("/dich-vu".to_owned()));
        for path in ["//evil.example/", "/nowhere/", "/ho-so//ky/", "//"] {
            assert_eq!(at(path, BROWSER), Found::Document(StatusCode::NOT_FOUND), "{path}");
        }
    }

    #[test]
    fn where_there_is_no_page_a_person_gets_the_portal_and_a_program_a_problem() {
        assert_eq!(at("/nowhere", BROWSER), Found::Document(StatusCode::NOT_FOUND));
        for (path, accept) in
            [("/nowhere", "*/*"), ("/nowhere", ""), ("/api/nowhere", BROWSER), ("/api/", BROWSER)]
        {
            assert_eq!(at(path, accept), Found::Nothing, "{path} {accept}");
        }
    }

    #[test]
    fn unknown_addresses_are_no_pages() {
        for path in [
            "/ho-so/abc/ky",
            "/",
            "/dich-vu/1.001193",
            "/ho-so/abc/ke-khai/mother",
            "/ho-so/abc/nop-phi/2",
            "/toi/giay-to",
        ] {
            assert!(is_page(path), "{path}");
        }
        for path in [
            "/admin",
            "/ho-so/abc/ky/more",
            "/ho-so/abc/nop-phi/x",
            "/ho-so//ky",
            "/index.php",
            "/api/nothing",
            "",
        ] {
            assert!(!is_page(path), "{path}");
        }
    }
}
