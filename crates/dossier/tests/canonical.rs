//! Canonical JSON against an independent implementation, on the published vectors that fit our profile and on generated values.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use dossier::canonical::{NotCanonical, fingerprint, hex, sha256_hex, to_bytes};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const LIMIT: i64 = 1 << 53;

fn text(value: &Value) -> String {
    String::from_utf8(to_bytes(value).unwrap()).unwrap()
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (1 - LIMIT..LIMIT).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\u{0}-\u{ff}\u{1ea0}-\u{1eff}\u{2028}\u{d7ff}\u{e000}\u{ffff}\u{10000}\u{10ffff}\"\\\\]{0,12}"
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        let key = "[a-c\u{1ea0}-\u{1ea3}\u{e000}-\u{e003}\u{fffd}\u{10000}-\u{10003}\"]{0,3}";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::hash_map(key, inner, 0..8).prop_map(|map| Value::from(Map::from_iter(map))),
        ]
    })
}

proptest! {
    #[test]
    fn generated_values_have_the_bytes_of_the_independent_implementation(value in value()) {
        prop_assert_eq!(to_bytes(&value).unwrap(), serde_json_canonicalizer::to_vec(&value).unwrap());
    }

    #[test]
    fn canonical_bytes_read_back_are_the_same_value(value in value()) {
        prop_assert_eq!(serde_json::from_slice::<Value>(&to_bytes(&value).unwrap()).unwrap(), value);
    }

    #[test]
    fn numbers_with_a_fraction_or_too_large_are_refused_everywhere(number in any::<f64>(), large in LIMIT..=i64::MAX) {
        let fraction = json!({ "a": [number] });
        prop_assert_eq!(to_bytes(&fraction), if number.is_finite() { Err(NotCanonical::Number) } else { Ok(b"{\"a\":[null]}".to_vec()) });
        prop_assert_eq!(to_bytes(&json!([large])), Err(NotCanonical::Number));
        prop_assert_eq!(to_bytes(&json!([-large])), Err(NotCanonical::Number));
    }
}

#[test]
fn keys_are_in_the_order_of_their_utf_16_code_units() {
    // RFC 8785, 3.2.3: U+1F600 (a surrogate pair) comes before U+FB33.
    let rfc = json!({
        "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh", "1": "One",
        "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis"
    });
    let expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"\u{f6}\":\"Latin Small Letter O With \
                    Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter \
                    Dalet With Dagesh\"}";
    assert_eq!(text(&rfc), expected);
    assert_eq!(
        text(&json!({"\u{e000}": 1, "\u{10000}": 2, "\u{ffff}": 3})),
        "{\"\u{10000}\":2,\"\u{e000}\":1,\"\u{ffff}\":3}"
    );
}

#[test]
fn strings_are_escaped_as_little_as_possible() {
    // RFC 8785, 3.2.2.2 and the string of 3.2.4 in the appendix.
    assert_eq!(text(&json!("\u{20ac}$\u{f}\nA'B\"\\\\\"/")), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    assert_eq!(
        text(&json!("\u{8}\t\n\u{c}\r\u{0}\u{1f}\u{7f}\u{2028}</script>")),
        "\"\\b\\t\\n\\f\\r\\u0000\\u001f\u{7f}\u{2028}</script>\""
    );
    assert_eq!(text(&json!("Nguyễn Thị Bích Hằng")), "\"Nguyễn Thị Bích Hằng\"");
}

#[test]
fn composed_and_decomposed_letters_stay_different() {
    assert_ne!(to_bytes(&json!("Trần")), to_bytes(&json!("Tra\u{302}\u{300}n")));
}

#[test]
fn the_edges_of_the_number_profile_hold() {
    for (number, expected) in [(0, "0"), (LIMIT - 1, "9007199254740991"), (1 - LIMIT, "-9007199254740991")] {
        assert_eq!(text(&json!(number)), expected);
    }
    let refused = [
        "9007199254740992",
        "-9007199254740992",
        "18446744073709551615",
        "1e2",
        "1.0",
        "-0",
        "0.1",
        "1e21",
        "1e-7",
    ];
    for number in refused {
        let value: Value = serde_json::from_str(number).unwrap();
        assert_eq!(to_bytes(&value), Err(NotCanonical::Number), "{number}");
    }
}

#[test]
fn nesting_ends_in_a_refusal_and_not_in_a_crash() {
    let nest = |depth: usize| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    assert!(to_bytes(&nest(127)).is_ok());
    assert_eq!(to_bytes(&nest(128)), Err(NotCanonical::TooDeep));
}

#[test]
fn hashes_and_fingerprints_have_their_known_values() {
    // FIPS 180-2, appendix B.1.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(sha256_hex(b"abc"), abc);
    assert_eq!(fingerprint(b"abc"), "BA78 16BF 8F01 CFEA");
    assert_eq!(hex(&[0, 0x0f, 0xa0]), "000fa0");
}
