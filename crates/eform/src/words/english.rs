//! Money in English words, beside the Vietnamese ones: short scale, "and" before the last two digits.

const BELOW_TWENTY: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/// Up to the largest number of 64 bits.
const UNITS: [(u64, &str); 6] = [
    (1_000_000_000_000_000_000, "quintillion"),
    (1_000_000_000_000_000, "quadrillion"),
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1_000, "thousand"),
];

/// An amount of money in English words, with its unit "dong".
///
/// ```
/// assert_eq!(eform::words::money_in_english(1_120_005), "one million one hundred and twenty thousand and five dong");
/// ```
#[must_use]
pub fn money_in_english(amount: u64) -> String {
    let mut words = Vec::new();
    let mut rest = amount;
    for (unit, name) in UNITS {
        if rest >= unit {
            words.push(below_thousand(rest / unit));
            words.push(name.to_owned());
            rest %= unit;
        }
    }
    if rest > 0 || words.is_empty() {
        if rest < 100 && !words.is_empty() {
            words.push("and".to_owned());
        }
        words.push(below_thousand(rest));
    }
    words.push("dong".to_owned());
    words.join(" ")
}

fn below_thousand(number: u64) -> String {
    match (number / 100, number % 100) {
        (0, rest) => below_hundred(rest),
        (hundreds, 0) => [digit(hundreds), " hundred"].concat(),
        (hundreds, rest) => [digit(hundreds), " hundred and ", &below_hundred(rest)].concat(),
    }
}

fn below_hundred(number: u64) -> String {
    match (number / 10, number % 10) {
        (0 | 1, _) => digit(number).to_owned(),
        (tens, 0) => word(&TENS, tens).to_owned(),
        (tens, ones) => [word(&TENS, tens), "-", digit(ones)].concat(),
    }
}

fn digit(number: u64) -> &'static str {
    word(&BELOW_TWENTY, number)
}

fn word(words: &[&'static str], at: u64) -> &'static str {
    usize::try_from(at).ok().and_then(|at| words.get(at)).copied().unwrap_or("")
}
