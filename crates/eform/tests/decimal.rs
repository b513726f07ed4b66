//! Decimals against 128-bit fractions: every operation that gives a number gives the right one, and what is refused
//! could not be given.
#![cfg(test)]

use eform::{Decimal, PLACES, Rounding};
use proptest::prelude::*;

/// A number of few, of many or of nearly as many digits and places as there can be, as text.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?[0-9]{1,3}(\\.[0-9]{1,3})?",
        "-?[1-9][0-9]{0,8}(\\.[0-9]{1,9})?",
        "-?9[0-9]{8}\\.[0-9]{8}[1-9]",
    ]
}

/// The number in units of the ninth place.
fn units(number: Decimal) -> i128 {
    let text = number.text();
    let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
    let digits: i128 = format!("{}{places:0<9}", whole.trim_start_matches('-')).parse().unwrap();
    if text.starts_with('-') { -digits } else { digits }
}

const ONE: i128 = 1_000_000_000;

/// `numerator / denominator` rounded to whole numbers.
fn rounded(numerator: i128, denominator: i128, rounding: Rounding) -> i128 {
    let (quotient, rest) = (numerator / denominator, (numerator % denominator).abs());
    let half = (2 * rest).cmp(&denominator.abs());
    let grows = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest > 0,
        Rounding::HalfUp => half.is_ge(),
        Rounding::HalfEven => half.is_gt() || (half.is_eq() && quotient % 2 != 0),
    };
    quotient + i128::from(grows) * (numerator.signum() * denominator.signum())
}

fn roundings() -> impl Strategy<Value = Rounding> {
    prop::sample::select(vec![Rounding::HalfUp, Rounding::HalfEven, Rounding::Down, Rounding::Up])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_products_remainders_and_order_are_those_of_fractions(left in text(), right in text()) {
        let (a, b) = (Decimal::parse(&left).unwrap(), Decimal::parse(&right).unwrap());
        let (x, y) = (units(a), units(b));
        prop_assert_eq!(a.cmp(&b), x.cmp(&y));
        prop_assert_eq!(a.plus(b).map(units), Some(x + y));
        prop_assert_eq!(a.minus(b).map(units), Some(x - y));
        match a.times(b) {
            Some(product) => prop_assert_eq!(units(product) * ONE, x * y),
            None => prop_assert!(x * y % ONE != 0 || (x * y).abs() > i128::from(i64::MAX)),
        }
        prop_assert_eq!(a.remainder(b).map(units), (y != 0).then(|| x % y));
        match a.exactly_by(b) {
            Some(quotient) => prop_assert_eq!(units(quotient) * y, x * ONE),
            None => prop_assert!(y == 0 || x * ONE % y != 0 || (x * ONE / y).abs() > i128::from(i64::MAX)),
        }
    }

    #[test]
    fn quotients_are_rounded_once_by_the_rule(
        left in text(), right in text(), places in -4_i8..=6, rounding in roundings(),
    ) {
        let (a, b) = (Decimal::parse(&left).unwrap(), Decimal::parse(&right).unwrap());
        let (x, y) = (units(a), units(b));
        let scale = 10_i128.pow(u32::from(places.unsigned_abs()));
        match a.divide(b, places, rounding) {
            None => prop_assert!(y == 0 || (x * scale / y).abs() >= i128::from(i64::MAX), "{left} / {right}"),
            Some(found) if places >= 0 => {
                prop_assert_eq!(units(found) * scale, rounded(x * scale, y, rounding) * ONE);
            }
            Some(found) => prop_assert_eq!(units(found), rounded(x, y * scale, rounding) * scale * ONE),
        }
        let found = a.round(places, rounding);
        prop_assert_eq!(found, a.divide(Decimal::from(1), places, rounding));
    }

    #[test]
    fn equal_numbers_have_one_text(text in text(), zeros in 0_usize..4) {
        let number = Decimal::parse(&text).unwrap();
        let with_point = if text.contains('.') { text } else { text + "." };
        let longer = with_point + "0" + &"0".repeat(zeros);
        prop_assert_eq!(Decimal::parse(&longer), Some(number));
        prop_assert_eq!(Decimal::parse(&number.text()), Some(number));
        prop_assert!(number.places() <= PLACES);
    }
}

#[test]
fn only_plain_numbers_are_read() {
    for text in
        ["", "-", ".5", "5.", "1.2.3", "1e3", "+1", " 1", "1,5", "--1", "0.1234567891", "9223372036854775808"]
    {
        assert_eq!(Decimal::parse(text), None, "{text}");
    }
    assert_eq!(Decimal::parse("-0").map(Decimal::text).as_deref(), Some("0"));
    assert_eq!(Decimal::parse("-0.050").map(Decimal::text).as_deref(), Some("-0.05"));
    assert_eq!(Decimal::parse("0.1234567890").map(Decimal::text).as_deref(), Some("0.123456789"));
}
