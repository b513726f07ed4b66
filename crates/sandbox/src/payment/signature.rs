//! The gateway's signature: parameters sorted by name, each name and value form-encoded (a space is `+`), joined by `&`,
//! HMAC-SHA512 in lower-case hexadecimal. The two hash parameters themselves are left out, and so are empty values.

use form_urlencoded::byte_serialize;

use crate::{params::Params, seal};

/// The text that is signed.
pub fn canonical(pairs: &[(String, String)]) -> String {
    let mut signed: Vec<_> = pairs
        .iter()
        .filter(|(name, value)| {
            name.starts_with("vnp_")
                && name != "vnp_SecureHash"
                && name != "vnp_SecureHashType"
                && !value.is_empty()
        })
        .collect();
    signed.sort();
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    signed
        .into_iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// The signature of some parameters.
pub fn sign(secret: &str, pairs: &[(String, String)]) -> String {
    seal::hmac_sha512_hex(secret, canonical(pairs).as_bytes())
}

/// Whether parameters carry their own right signature.
pub fn is_right(secret: &str, params: &Params) -> bool {
    let given = params.get("vnp_SecureHash").unwrap_or_default().to_lowercase();
    !params.has_repeats() && seal::same(&given, &sign(secret, params.pairs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "vnp_Amount=1000000&vnp_Command=pay&vnp_CreateDate=20261121150000&vnp_CurrCode=VND&vnp_ExpireDate=20261121151500&vnp_IpAddr=127.0.0.1&vnp_Locale=vn&vnp_OrderInfo=Nop+le+phi+ho+so+0001&vnp_OrderType=other&vnp_ReturnUrl=https%3A%2F%2Fexample.vn%2Freturn&vnp_TmnCode=DEMO0001&vnp_TxnRef=T0001&vnp_Version=2.1.0";
    const HASH: &str = "369899ddc3183a8374f03777aa357e76f231f143d7884d8923039fd343b723e4714e0dabf4682c0b5cd4d3bb58915bb9d5c92b6fc657aff6cf50ddd2db358d2a";

    #[test]
    fn the_published_vector_has_its_hash() {
        let params = Params::read(SIGNED);
        assert_eq!(canonical(params.pairs()), SIGNED);
        assert_eq!(sign("SANDBOXSECRET", params.pairs()), HASH);
    }

    #[test]
    fn order_and_hash_parameters_do_not_matter_but_every_value_does() {
        let shuffled: Vec<_> = SIGNED.split('&').rev().collect();
        let text = format!("{}&vnp_SecureHashType=HMACSHA512&vnp_SecureHash={HASH}", shuffled.join("&"));
        assert!(is_right("SANDBOXSECRET", &Params::read(&text)));
        assert!(!is_right("ANOTHERSECRET", &Params::read(&text)));
        assert!(!is_right("SANDBOXSECRET", &Params::read(&text.replace("1000000", "1000001"))));
        assert!(!is_right("SANDBOXSECRET", &Params::read(&format!("{text}&vnp_Amount=1"))));
    }
}
