//! The gateway's signature: parameters sorted by name, form-encoded, joined by `&`, HMAC-SHA512 in hexadecimal.

use form_urlencoded::byte_serialize;

use crate::secret;

/// The text that is signed: everything of the gateway's that has a value, except the hash itself.
pub(super) fn canonical(pairs: &[(String, String)]) -> String {
    let mut signed: Vec<_> = pairs
        .iter()
        .filter(|(name, value)| {
            name.starts_with("vnp_")
                && !matches!(name.as_str(), "vnp_SecureHash" | "vnp_SecureHashType")
                && !value.is_empty()
        })
        .collect();
    signed.sort();
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let lines: Vec<_> =
        signed.into_iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    lines.join("&")
}

/// The hash of some parameters.
pub(super) fn sign(key: &str, pairs: &[(String, String)]) -> String {
    secret::hmac_sha512_hex(key, &canonical(pairs))
}

/// Whether the parameters carry their right hash, each of them once.
pub(super) fn is_right(key: &str, pairs: &[(String, String)]) -> bool {
    let mut names: Vec<_> = pairs.iter().map(|(name, _)| name).collect();
    names.sort();
    let is_plain = names.windows(2).all(|two| two[0] != two[1]);
    let sent =
        pairs.iter().find(|(name, _)| name == "vnp_SecureHash").map_or("", |(_, value)| value.as_str());
    is_plain && secret::same(&sent.to_ascii_lowercase(), &sign(key, pairs))
}

#[cfg(test)]
mod tests {
    use super::{canonical, is_right, sign};

    const SIGNED: &str = "vnp_Amount=1000000&vnp_Command=pay&vnp_CreateDate=20261121150000&vnp_CurrCode=VND&vnp_ExpireDate=20261121151500&vnp_IpAddr=127.0.0.1&vnp_Locale=vn&vnp_OrderInfo=Nop+le+phi+ho+so+0001&vnp_OrderType=other&vnp_ReturnUrl=https%3A%2F%2Fexample.vn%2Freturn&vnp_TmnCode=DEMO0001&vnp_TxnRef=T0001&vnp_Version=2.1.0";
    const HASH: &str = "369899ddc3183a8374f03777aa357e76f231f143d7884d8923039fd343b723e4714e0dabf4682c0b5cd4d3bb58915bb9d5c92b6fc657aff6cf50ddd2db358d2a";

    fn pairs(query: &str) -> Vec<(String, String)> {
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    #[test]
    fn the_known_vector_has_its_hash() {
        assert_eq!(canonical(&pairs(SIGNED)), SIGNED);
        assert_eq!(sign("SANDBOXSECRET", &pairs(SIGNED)), HASH);
    }

    #[test]
    fn another_amount_another_key_or_a_second_amount_is_refused() {
        let whole = format!("{SIGNED}&vnp_SecureHash={HASH}");
        assert!(is_right("SANDBOXSECRET", &pairs(&whole)));
        assert!(!is_right("OTHERSECRET", &pairs(&whole)));
        assert!(!is_right("SANDBOXSECRET", &pairs(&whole.replace("1000000", "2000000"))));
        assert!(!is_right("SANDBOXSECRET", &pairs(&format!("{whole}&vnp_Amount=1000000"))));
        assert!(!is_right("SANDBOXSECRET", &pairs(SIGNED)));
    }
}
