//! What a citizen types, by the kind of the field: mostly what is good, in all its variety, and some of what is not. The match
//! names every kind, so that none is forgotten.

use eform::Kind;
use serde_json::{Value, json};

use crate::dice::Dice;

/// Texts at the edges of what Unicode and old keyboards give.
const ODD: [&str; 16] = [
    "",
    " ",
    "\u{feff}Hòa",
    "Ho\u{0300}a",
    "ho\u{0323}\u{0302}",
    "\u{1ea5}\u{0301}",
    "Đ\u{0337}",
    "\u{200b}\u{200d}",
    "\u{202e}gnud",
    "\u{0}",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "ÀÁÂ\u{a0}Ã",
    "H\u{f8}a ¶ Tr\u{a7}n",
    "\r\n\t",
    "\u{10ffff}",
    "９９９",
];

/// An answer to a field of a kind.
pub fn raw(dice: &mut Dice, kind: &Kind) -> Value {
    match dice.roll(24) {
        0 => Value::Null,
        1 => json!(odd(dice)),
        2 => thing(dice, 3),
        _ => good(dice, kind),
    }
}

/// A text that nobody expects.
pub fn odd(dice: &mut Dice) -> String {
    match dice.roll(12) {
        0 => "dài ".repeat(dice.within(60..600)),
        1 => dice.digits(30),
        2 => "\u{0301}".repeat(40),
        _ => [*dice.pick(&ODD), *dice.pick(&ODD)].concat(),
    }
}

/// Any JSON, not too deep.
pub fn thing(dice: &mut Dice, depth: usize) -> Value {
    let keys =
        ["d", "m", "y", "family", "given", "province", "detail", "option", "text", "agrees", "id", "x"];
    match dice.roll(if depth == 0 { 6 } else { 9 }) {
        0 => Value::Null,
        1 => json!(dice.one_in(2)),
        2 => number(dice),
        3 | 4 => json!(odd(dice)),
        5 => json!(dice.digits(1)),
        6 => (0..dice.roll(4)).map(|_| thing(dice, depth - 1)).collect(),
        _ => Value::Object(
            (0..dice.roll(4)).map(|_| ((*dice.pick(&keys)).to_owned(), thing(dice, depth - 1))).collect(),
        ),
    }
}

/// A number at an edge.
pub fn number(dice: &mut Dice) -> Value {
    let edges = [0, 1, -1, 2, 1 << 31, (1 << 53) - 1, 1 << 53, i64::MAX, i64::MIN, 999_999_999, -9];
    match dice.roll(8) {
        0 => json!(u64::MAX),
        1 => json!(0.5),
        2 => json!(1e300),
        3 => json!(-1e-9),
        _ => json!(dice.pick(&edges)),
    }
}

/// What the kind asks for, as it is typed; with small mistakes now and then.
fn good(dice: &mut Dice, kind: &Kind) -> Value {
    match kind {
        Kind::Text(_) | Kind::SignaturePlace | Kind::Notice | Kind::MoneyWords(_) | Kind::DateWords(_) => {
            json!(words(dice))
        }
        Kind::LongText(_) => json!([words(dice), words(dice)].join("\n")),
        Kind::PersonName => name(dice),
        Kind::PersonalId(_) => json!(personal_id(dice)),
        Kind::Date(_) => day(dice, 3),
        Kind::PartialDate(_) => {
            let parts = dice.within(1..4);
            day(dice, parts)
        }
        Kind::Choice(choice) => {
            let option = dice.pick(&choice.options);
            if choice.other.is_some() {
                json!({"option": option, "text": words(dice)})
            } else {
                json!(option)
            }
        }
        Kind::Choices(choices) => choices.options.iter().filter(|_| dice.one_in(2)).cloned().collect(),
        Kind::Catalogue(_) => json!(dice.pick(&["01", "VN", "US", "kinh", "mother", "owner", "1"])),
        Kind::YesNo => json!(dice.one_in(2)),
        Kind::Attestation => json!(!dice.one_in(4)),
        Kind::Number(_) => match dice.roll(4) {
            0 => json!(dice.roll(100)),
            1 => json!("1.234"),
            _ => json!(dice.roll(30).to_string()),
        },
        Kind::Money(_) => {
            json!(dice.pick(&["0", "8000", "8.000", "1.234.567 đ", "999999999999", "1,5", "-1"]))
        }
        Kind::Phone => {
            let rest = dice.digits(8);
            json!([*dice.pick(&["09", "03", "+849", "02", "+84 (0)9", "11"]), &rest].concat())
        }
        Kind::Email => json!(dice.pick(&["a@b.vn", "A.b+c@Dia-Chi.VN", "a@b", "@", "x@y.z.com.vn"])),
        Kind::Address(_) | Kind::Agency(_) => place(dice),
        Kind::File(_) => (0..dice.roll(3)).map(|_| file(dice)).collect(),
        Kind::TaxCode => json!(dice.pick(&[
            "0100109106",
            "0100109106-001",
            "01 0010.9106",
            "0100109107",
            "001195004321",
            "0100109106000"
        ])),
        Kind::SocialInsurance => {
            let digits = dice.digits(10);
            json!(*dice.pick(&[digits.as_str(), "0123 456-789", "001195004321", "12"]))
        }
        Kind::HealthInsurance => {
            let card = ["dn", &(1 + dice.roll(6)).to_string(), &dice.digits(12)].concat();
            json!(*dice.pick(&[card.as_str(), "0123456789", "079090001234", "DN9"]))
        }
        Kind::Passport(_) => {
            let digits = dice.digits(7);
            json!([*dice.pick(&["C", "p", "B1", "AB", ""]), &digits].concat())
        }
        Kind::Plate => {
            let digits = dice.digits(5);
            json!([*dice.pick(&["30A-", "51ld ", "29-B1 ", "TC", "80123NG", "đ"]), &digits].concat())
        }
        Kind::BankAccount => {
            let count = dice.within(4..21);
            json!(dice.digits(count))
        }
        Kind::BusinessLine(line) => {
            let count = if dice.one_in(6) { 3 } else { line.level };
            json!(dice.digits(count))
        }
        Kind::Decimal(_) => {
            let (whole, places) = (dice.roll(9000).to_string(), dice.roll(5));
            let places = dice.digits(places);
            json!([&whole, *dice.pick(&[",", ".", ""]), &places].concat())
        }
        Kind::Consent => {
            let (agrees, name, id) = (!dice.one_in(4), name(dice), personal_id(dice));
            json!({"agrees": agrees, "name": name, "id": id})
        }
        Kind::Group(group) => {
            let rows = dice.roll(4.min(group.max + 2));
            (0..rows).map(|_| format!("r{}", 1 + dice.roll(5))).collect()
        }
    }
}

fn words(dice: &mut Dice) -> String {
    let words = ["a", "bb", "Hoà", "Hòa", "  Bình ", "đường", "số 1", "Ngu\u{0303}", "THUỶ", "x"];
    let count = dice.within(1..4);
    (0..count).map(|_| *dice.pick(&words)).collect::<Vec<_>>().join(" ")
}

fn name(dice: &mut Dice) -> Value {
    json!({
        "family": dice.pick(&["Lê", "Nguyễn", "  trần ", ""]),
        "middle": dice.pick(&["", "Thị", "Minh  Anh"]),
        "given": dice.pick(&["Hoà", "Hòa", "Y'Dĩm", "A1"]),
    })
}

fn personal_id(dice: &mut Dice) -> String {
    let rest = dice.digits(6);
    match dice.roll(8) {
        0 => "12".to_owned(),
        1 => ["001 195 ", &rest].concat(),
        2 => ["003200", &rest].concat(),
        3 => "001195004321".to_owned(),
        _ => [*dice.pick(&["001195", "079090", "001210", "038301"]), &rest].concat(),
    }
}

/// A day of so many parts; some are none.
fn day(dice: &mut Dice, parts: usize) -> Value {
    let year = *dice.pick(&["1948", "1990", "2010", "2024", "2026", "2027", "0001", "9999", "26"]);
    let (day, month) = (1 + dice.roll(31), 1 + dice.roll(12));
    match (parts, dice.roll(6)) {
        (3, 0) => json!(format!("{year}-{month:02}-{day:02}")),
        (3, _) => json!({"d": day.to_string(), "m": month.to_string(), "y": year}),
        (2, _) => json!({"m": month.to_string(), "y": year}),
        _ => json!({"d": "", "m": "", "y": year}),
    }
}

fn place(dice: &mut Dice) -> Value {
    match dice.roll(6) {
        0 => json!({"country": "US", "detail": "1 Main Street"}),
        1 => json!({"text": "làng cũ, huyện Từ Liêm"}),
        2 => json!({"province": "01"}),
        _ => json!({"province": dice.pick(&["01", "79"]), "commune": dice.pick(&["00082", "26734", "x"]),
            "detail": dice.pick(&["Số 1", "", "  ngõ 2 "])}),
    }
}

fn file(dice: &mut Dice) -> Value {
    let digest = dice.pick(&["a", "0f"]).repeat(64);
    json!({"id": format!("f{}", dice.roll(3)), "name": dice.pick(&["a.pdf", "ảnh.jpg"]),
        "size": dice.pick(&[5, 10_485_761]), "sha256": &digest[..64],
        "type": dice.pick(&["application/pdf", "image/jpeg", "text/x"])})
}
