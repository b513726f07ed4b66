//! `congdan dist`: the headers of a static host that serves `dist/`, in the `_headers` form which many hosts read. They are those
//! of the reference backend, and `connect-src` names the backend's origin when config.json has one.

use serde_json::Value;

/// Sent with every file. Strict transport security is for https, which a static host has.
const ALWAYS: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
];

/// Names that carry a hash of their content may be kept for ever; all others are asked for again each time.
const LIFETIMES: &[(&str, &str)] = &[
    ("/", "no-cache"),
    ("/index.html", "no-cache"),
    ("/dossier.html", "no-cache"),
    ("/config.json", "no-cache"),
    ("/manifest.webmanifest", "no-cache"),
    ("/boot-*", "public, max-age=31536000, immutable"),
    ("/main-*", "public, max-age=31536000, immutable"),
    ("/portal-*", "public, max-age=31536000, immutable"),
    ("/dossier-*", "public, max-age=31536000, immutable"),
    ("/texts-*", "public, max-age=31536000, immutable"),
    ("/verifier-*", "public, max-age=31536000, immutable"),
];

/// Runs the command.
pub fn run(words: &[&str]) -> Result<String, String> {
    let ["--config", file] = words else {
        return Err("dist needs `--config FILE`, the config.json of the portal.".into());
    };
    let text = std::fs::read_to_string(file).map_err(|error| format!("could not read {file}: {error}."))?;
    headers(&text).map_err(|sentence| format!("{file}: {sentence}"))
}

fn headers(config: &str) -> Result<String, String> {
    let config: Value =
        serde_json::from_str(config).map_err(|error| format!("this is not JSON: {error}."))?;
    let backend = config.get("backend").and_then(Value::as_str).unwrap_or_default().trim_end_matches('/');
    let mut lines = vec!["/*".to_owned(), format!("  Content-Security-Policy: {}", policy(backend)?)];
    lines.extend(ALWAYS.iter().map(|(name, value)| format!("  {name}: {value}")));
    for (path, lifetime) in LIFETIMES {
        lines.push((*path).to_owned());
        lines.push(format!("  Cache-Control: {lifetime}"));
    }
    Ok(lines.join("\n") + "\n")
}

fn policy(backend: &str) -> Result<String, String> {
    let connect =
        if backend.is_empty() { "'self'".to_owned() } else { format!("'self' {}", origin(backend)?) };
    Ok(format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src {connect}; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types default"
    ))
}

/// An origin and nothing more: what goes into the policy must not be able to widen it.
fn origin(address: &str) -> Result<&str, String> {
    let is_local = |host: &str| host.starts_with("localhost:") || host.starts_with("127.0.0.1:");
    let host = match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
        (Some(host), _) => host,
        (None, Some(host)) if is_local(host) => host,
        _ => return Err(format!("`{address}` is not an https address.")),
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if host.is_empty() || !host.chars().all(is_plain) {
        return Err(format!("`{address}` is not a plain origin like https://api.example.vn."));
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_on_its_own_origin_connects_to_itself_only() {
        let text = headers(r#"{"backend":""}"#).expect("it is a configuration");
        assert!(
            text.contains("connect-src 'self';") && text.contains("script-src 'self' 'wasm-unsafe-eval';")
        );
        assert!(!text.contains("unsafe-inline"));
    }

    #[test]
    fn another_origin_is_named_in_the_policy() {
        let text = headers(r#"{"backend":"https://api.example.vn/"}"#).expect("it is a configuration");
        assert!(text.contains("connect-src 'self' https://api.example.vn;"));
    }

    #[test]
    fn nothing_can_be_smuggled_into_the_policy() {
        for backend in [
            "https://a.vn; script-src *",
            "https://a.vn/path",
            "http://a.vn",
            "https://",
            "https://*",
            "javascript:x",
            "https://a.vn 'unsafe-inline'",
        ] {
            assert!(policy(backend).is_err(), "{backend}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        assert!(headers("backend = 1").is_err());
        assert!(run(&["--config", "no/such/config.json"]).is_err());
        assert!(run(&[]).is_err());
    }
}
