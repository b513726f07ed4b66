//! What a citizen's list of sessions calls a device: the family of the browser and of its system, as far as every browser
//! says so itself. No versions, no screen, no address: nothing by which one device could be told from another of its kind.

use axum::http::{HeaderMap, header};

/// Names as makers write them; they are the same in every language. The first that is found counts: most browsers name
/// others besides themselves.
const BROWSERS: [(&str, &str); 9] = [
    ("Zalo", "Zalo"),
    ("coc_coc_browser", "C\u{1ed1}c C\u{1ed1}c"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
];
const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// Browser and system of a request, each if it is a common one.
#[must_use]
pub fn words(headers: &HeaderMap) -> (Option<String>, Option<String>) {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = |known: &[(&str, &str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| (*name).to_owned())
    };
    // Everybody says Safari; who says nothing else is it.
    let safari = || (agent.contains("Safari/") && agent.contains("Version/")).then(|| "Safari".to_owned());
    (first(&BROWSERS).or_else(safari), first(&SYSTEMS))
}

#[cfg(test)]
mod tests {
    use super::words;
    use axum::http::{HeaderMap, HeaderValue, header};

    fn named(agent: &'static str) -> (Option<String>, Option<String>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
        words(&headers)
    }

    #[test]
    fn a_device_is_called_by_its_browser_and_system_without_versions() {
        let of = |browser: &str, system: &str| (Some(browser.to_owned()), Some(system.to_owned()));
        let android = "Mozilla/5.0 (Linux; Android 13; SM-A236E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
        assert_eq!(named(android), of("Chrome", "Android"));
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        assert_eq!(named(iphone), of("Safari", "iPhone"));
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0";
        assert_eq!(named(edge), of("Edge", "Windows"));
    }

    #[test]
    fn an_unusual_device_is_called_nothing() {
        assert_eq!(named("curl/8.5"), (None, None));
        assert_eq!(words(&HeaderMap::new()), (None, None));
    }
}
