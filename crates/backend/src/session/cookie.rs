//! Reading and writing our two cookies. Both are `__Host-`: no other host or path can plant them.

use axum::http::{HeaderMap, HeaderValue, header};

/// The session.
pub const SESSION: &str = "__Host-congdan";
/// Ties a sign-in under way to this browser.
pub const SIGN_IN: &str = "__Host-congdan-signin";

/// The value of a cookie; none when it is missing or comes twice.
#[must_use]
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(found, _)| *found == name)
        .map(|(_, value)| value.to_owned());
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

/// A `Set-Cookie` value. `value` is URL-safe text of our own making.
#[must_use]
pub fn set(name: &str, value: &str, max_age: i64) -> HeaderValue {
    let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={max_age}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// A `Set-Cookie` value that takes a cookie away.
#[must_use]
pub fn clear(name: &str) -> HeaderValue {
    set(name, "", 0)
}

#[cfg(test)]
mod tests {
    use super::{SESSION, read, set};
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=1; __Host-congdan=token; b=2"));
        assert_eq!(read(&headers, SESSION).as_deref(), Some("token"));
    }

    #[test]
    fn a_cookie_that_comes_twice_is_no_cookie() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("__Host-congdan=one"));
        headers.append(header::COOKIE, HeaderValue::from_static("__Host-congdan=two"));
        assert_eq!(read(&headers, SESSION), None);
    }

    #[test]
    fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
        let value = set(SESSION, "token", 60);
        assert_eq!(value, "__Host-congdan=token; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60");
    }
}
