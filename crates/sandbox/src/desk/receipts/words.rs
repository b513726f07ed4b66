//! Amounts in words as they stand on receipts: a sentence that begins with a capital letter.

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const GROUPS: [&str; 4] = ["", " nghìn", " triệu", " tỷ"];

/// An amount below a thousand billion in words.
pub fn money(amount: u64) -> String {
    let mut groups = Vec::new();
    let mut rest = amount;
    while rest > 0 {
        groups.push(rest % 1_000);
        rest /= 1_000;
    }
    let last = groups.len().saturating_sub(1);
    let mut said = Vec::new();
    for (place, group) in groups.iter().enumerate().rev().filter(|(_, group)| **group > 0) {
        said.push(three(*group, place < last) + GROUPS.get(place).copied().unwrap_or_default());
    }
    let text = if said.is_empty() { DIGITS[0].to_owned() } else { said.join(" ") } + " đồng";
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Three digits; `is_after` when larger ones were said before.
fn three(group: u64, is_after: bool) -> String {
    let digit = |value: u64| DIGITS[usize::try_from(value % 10).unwrap_or_default()];
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let mut said = Vec::new();
    if hundreds > 0 || is_after {
        said.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && !said.is_empty() => said.push("linh"),
        0 => {}
        1 => said.push("mười"),
        _ => said.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => said.push("mốt"),
        (2.., 4) => said.push("tư"),
        (1.., 5) => said.push("lăm"),
        _ => said.push(digit(ones)),
    }
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn amounts_are_written_as_on_paper() {
        for (amount, text) in [
            (16_000, "Mười sáu nghìn đồng"),
            (120_000, "Một trăm hai mươi nghìn đồng"),
            (520_005, "Năm trăm hai mươi nghìn không trăm linh năm đồng"),
            (1_000_000, "Một triệu đồng"),
            (2_021_124, "Hai triệu không trăm hai mươi mốt nghìn một trăm hai mươi tư đồng"),
        ] {
            assert_eq!(money(amount), text);
        }
    }
}
