//! Whether a logout token is one (`OpenID Connect Back-Channel Logout` 1.0, 2.6), and whose sessions it ends. That it is
//! obeyed once is the store's business.

use serde_json::{Map, Value};

use super::token::LEEWAY_SECONDS;
use crate::store::Ended;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What the token orders; none when it is no logout token.
pub(super) fn order(claims: &Map<String, Value>) -> Result<Ended, &'static str> {
    let text = |name: &str| {
        claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    if !claims.get("events").is_some_and(|events| events[EVENT].is_object()) {
        return Err("events");
    }
    // An id token in a logout token's place.
    if claims.contains_key("nonce") {
        return Err("nonce");
    }
    let (subject, provider_session) = (text("sub"), text("sid"));
    if subject.is_none() && provider_session.is_none() {
        return Err("neither sub nor sid");
    }
    let expires_at = claims.get("exp").and_then(Value::as_i64).unwrap_or_default() + LEEWAY_SECONDS;
    Ok(Ended { subject, provider_session, jti: text("jti").ok_or("jti")?, expires_at })
}

#[cfg(test)]
mod tests {
    use super::{EVENT, order};
    use serde_json::{Value, json};

    fn refused(change: impl Fn(&mut Value)) -> &'static str {
        let mut claims = json!({"sub": "s", "sid": "1", "jti": "j", "exp": 9, "events": {EVENT: {}}});
        assert!(order(claims.as_object().unwrap()).is_ok());
        change(&mut claims);
        order(claims.as_object().unwrap()).unwrap_err()
    }

    #[test]
    fn a_logout_token_names_the_event_and_somebody_and_itself_and_carries_no_nonce() {
        assert_eq!(refused(|claims| claims["events"] = json!({"other": {}})), "events");
        assert_eq!(refused(|claims| claims["events"] = json!({EVENT: true})), "events");
        assert_eq!(refused(|claims| claims["nonce"] = json!("n")), "nonce");
        assert_eq!(refused(|claims| claims["jti"] = json!("")), "jti");
        let nobody = |claims: &mut Value| {
            (claims["sub"], claims["sid"]) = (Value::Null, Value::Null);
        };
        assert_eq!(refused(nobody), "neither sub nor sid");
    }
}
