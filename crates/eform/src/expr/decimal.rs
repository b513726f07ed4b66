//! Exact decimal numbers: a 64-bit mantissa and up to nine places, in lowest terms. Every operation is exact or
//! refused (`None`); only [`Decimal::divide`] and [`Decimal::round`] lose places, by a rule the caller names. No floats.

use std::cmp::Ordering;

/// Most places after the point.
pub const PLACES: u8 = 9;

/// Digits that JSON numbers keep whatever reads them (IEEE 754 binary64 keeps 15).
const LITERAL_DIGITS: usize = 15;

/// How a quotient or a product is brought to fewer places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest; a half goes away from zero ("làm tròn" of accounting and of fees).
    HalfUp,
    /// To the nearest; a half goes to the even neighbour.
    HalfEven,
    /// Towards zero: what is too small to count is dropped.
    Down,
    /// Away from zero: a part counts as a whole.
    Up,
}

impl Rounding {
    /// The rule of a word in schemas.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "half_up" => Self::HalfUp,
            "half_even" => Self::HalfEven,
            "down" => Self::Down,
            "up" => Self::Up,
            _ => return None,
        })
    }

    /// Whether a quotient grows by one in size: `rest` of `unit` is left over.
    fn grows(self, quotient: i64, rest: u64, unit: u128) -> bool {
        let half = (u128::from(rest) * 2).cmp(&unit);
        match self {
            Self::Down => false,
            Self::Up => rest > 0,
            Self::HalfUp => half.is_ge(),
            Self::HalfEven => half.is_gt() || (half.is_eq() && quotient % 2 != 0),
        }
    }
}

/// A number `mantissa / 10^scale`. Equal numbers have one representation: no zero at the end of the places.
///
/// ```
/// use eform::Decimal;
/// let area = Decimal::parse("120.50").unwrap();
/// assert_eq!(area.text(), "120.5");
/// assert_eq!(area.times(Decimal::from(2)), Some(Decimal::from(241)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

impl From<i64> for Decimal {
    fn from(mantissa: i64) -> Self {
        Self { mantissa, scale: 0 }
    }
}

impl Decimal {
    fn new(mut mantissa: i64, mut scale: u8) -> Option<Self> {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        (scale <= PLACES).then_some(Self { mantissa, scale })
    }

    /// Reads `-12.5`: digits, at most one point with digits on both sides; no exponent, no group signs. `None` when it
    /// is something else or does not fit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, places) = unsigned.split_once('.').map_or((unsigned, None), |(a, b)| (a, Some(b)));
        if whole.is_empty() || places.is_some_and(str::is_empty) {
            return None;
        }
        let places = places.unwrap_or("").trim_end_matches('0');
        let scale = u8::try_from(places.len()).ok().filter(|scale| *scale <= PLACES)?;
        let mut mantissa: i64 = 0;
        for byte in whole.bytes().chain(places.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
        }
        Self::new(if unsigned.len() < text.len() { -mantissa } else { mantissa }, scale)
    }

    /// A number as JSON printed it, when it has no more digits than every reader of JSON keeps.
    pub(crate) fn literal(text: &str) -> Option<Self> {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        Self::parse(text).filter(|_| digits <= LITERAL_DIGITS)
    }

    /// The number in the form that [`Decimal::parse`] reads, without needless zeros.
    #[must_use]
    pub fn text(self) -> String {
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        let mut out = String::with_capacity(digits.len() + 3);
        if self.mantissa < 0 {
            out.push('-');
        }
        let padded = if digits.len() <= scale {
            ["0".repeat(scale + 1 - digits.len()), digits].concat()
        } else {
            digits
        };
        let (whole, places) = padded.split_at(padded.len() - scale);
        out.push_str(whole);
        if scale > 0 {
            out.push('.');
            out.push_str(places);
        }
        out
    }

    /// The number when it is whole.
    #[must_use]
    pub fn whole(self) -> Option<i64> {
        (self.scale == 0).then_some(self.mantissa)
    }

    /// How many places it has.
    #[must_use]
    pub fn places(self) -> u8 {
        self.scale
    }

    /// Both mantissas at the larger scale.
    fn align(self, other: Self) -> Option<(i64, i64, u8)> {
        if self.scale == other.scale {
            return Some((self.mantissa, other.mantissa, self.scale));
        }
        let scale = self.scale.max(other.scale);
        let left = self.mantissa.checked_mul(power(scale - self.scale)?)?;
        Some((left, other.mantissa.checked_mul(power(scale - other.scale)?)?, scale))
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let (left, right, scale) = self.align(other)?;
        Self::new(left.checked_add(right)?, scale)
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        let (left, right, scale) = self.align(other)?;
        Self::new(left.checked_sub(right)?, scale)
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        Self::new(self.mantissa.checked_mul(other.mantissa)?, self.scale + other.scale)
    }

    /// The remainder of a division towards zero; it has the sign of the dividend.
    #[must_use]
    pub fn remainder(self, other: Self) -> Option<Self> {
        let (left, right, scale) = self.align(other)?;
        Self::new(left.checked_rem(right)?, scale)
    }

    /// The exact quotient, when nine places are enough for it.
    #[must_use]
    pub fn exactly_by(self, other: Self) -> Option<Self> {
        let mut quotient = self.mantissa.checked_div(other.mantissa)?;
        let mut rest = self.mantissa.checked_rem(other.mantissa)?;
        let mut scale = i16::from(self.scale) - i16::from(other.scale);
        while rest != 0 {
            if scale >= i16::from(PLACES) {
                return None;
            }
            (quotient, rest) = next_digit(quotient, rest, other.mantissa)?;
            scale += 1;
        }
        let missing = u8::try_from(-scale).unwrap_or(0);
        Self::new(quotient.checked_mul(power(missing)?)?, u8::try_from(scale).unwrap_or(0))
    }

    /// The quotient at so many places; negative places round to tens, hundreds and so on.
    #[must_use]
    pub fn divide(self, other: Self, places: i8, rounding: Rounding) -> Option<Self> {
        let more = i16::from(other.scale) - i16::from(self.scale) + i16::from(places);
        let factor = power(u8::try_from(-more).unwrap_or(0))?;
        // A divisor that does not fit is larger than any dividend.
        let divisor = other.mantissa.checked_mul(factor);
        let mut quotient = divisor.map_or(Some(0), |divisor| self.mantissa.checked_div(divisor))?;
        let mut rest = divisor.map_or(Some(self.mantissa), |divisor| self.mantissa.checked_rem(divisor))?;
        for _ in 0..more {
            (quotient, rest) = next_digit(quotient, rest, other.mantissa)?;
        }
        let unit = u128::from(other.mantissa.unsigned_abs()) * u128::from(factor.unsigned_abs());
        if rounding.grows(quotient, rest.unsigned_abs(), unit) {
            let is_negative = (self.mantissa < 0) != (other.mantissa < 0);
            quotient = quotient.checked_add(if is_negative { -1 } else { 1 })?;
        }
        match u8::try_from(places) {
            Ok(scale) => Self::new(quotient, scale),
            Err(_) => Self::new(quotient.checked_mul(power(places.unsigned_abs())?)?, 0),
        }
    }

    /// The number at so many places; negative places round to tens, hundreds and so on.
    #[must_use]
    pub fn round(self, places: i8, rounding: Rounding) -> Option<Self> {
        if i16::from(self.scale) <= i16::from(places) {
            return Some(self);
        }
        self.divide(Self::from(1), places, rounding)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.scale == other.scale {
            return self.mantissa.cmp(&other.mantissa);
        }
        self.split().cmp(&other.split())
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Decimal {
    /// The whole part (rounded down) and the rest in units of the last place there can be: ordered as the numbers are.
    fn split(self) -> (i64, i64) {
        let unit = power(self.scale).unwrap_or(1);
        let rest = self.mantissa.rem_euclid(unit);
        (self.mantissa.div_euclid(unit), rest * power(PLACES - self.scale).unwrap_or(1))
    }
}

/// One more digit of a quotient that has a rest. Ten times the rest need not fit, so it is added up and the divisor
/// taken off as often as it goes in.
fn next_digit(quotient: i64, rest: i64, divisor: i64) -> Option<(i64, i64)> {
    let (size, unit) = (rest.unsigned_abs(), divisor.unsigned_abs());
    let (mut digit, mut left) = (0, 0);
    for _ in 0..10 {
        left += size;
        if left >= unit {
            left -= unit;
            digit += 1;
        }
    }
    let digit = if rest.signum() == divisor.signum() { digit } else { -digit };
    Some((quotient.checked_mul(10)?.checked_add(digit)?, i64::try_from(left).ok()? * rest.signum()))
}

fn power(exponent: u8) -> Option<i64> {
    10_i64.checked_pow(u32::from(exponent))
}
