//! Which part of a person's life each register holds, and what only one of them knows: children, cards, certificates of
//! birth. Who the people are is in `people`, which enterprises they represent in `enterprises`.

use serde_json::{Value, json};
use time::{OffsetDateTime, macros::format_description};

use super::{
    enterprises,
    people::{self, Found},
};
use crate::fault::Part;

const POPULATION: &[&str] = &[
    "name",
    "birth",
    "sex",
    "ethnicity",
    "nationality",
    "residence",
    "hometown",
    "mobile",
    "digital_citizen",
    "spouse",
];
const CIVIL_STATUS: &[&str] = &["marriage", "birth_registration"];

/// What a register holds under a number.
pub fn find(register: Part, id: &str, now: OffsetDateTime) -> Found {
    let person = match people::find(id) {
        Found::Person(person) => person,
        // Only the population register is broken; the others have never heard of him.
        Found::Broken if register == Part::Population => return Found::Broken,
        Found::Broken | Found::Nobody => return Found::Nobody,
    };
    let mut record = match register {
        Part::CivilStatus => part(&person, CIVIL_STATUS),
        Part::Business => match enterprises::of(id) {
            Some(enterprises) => json!({ "enterprises": enterprises }),
            None => return Found::Nobody,
        },
        // Since 01/07/2025 a person's tax code is the personal id (TT 86/2024/TT-BTC).
        Part::Tax => json!({ "tax_code": id }),
        Part::HealthInsurance => json!({ "card": card(id), "newborn": newborn(id, now) }),
        _ => part(&person, POPULATION),
    };
    match register {
        Part::CivilStatus => record["married"] = Value::Bool(person["marriage"].is_object()),
        Part::Population => {
            record["children"] = children(id);
            record["wards"] = wards(id);
        }
        _ => {}
    }
    record["id"] = person["id"].clone();
    Found::Person(record)
}

fn part(person: &Value, fields: &[&str]) -> Value {
    fields.iter().map(|field| ((*field).to_owned(), person[*field].clone())).collect()
}

/// Ten digits of the social-insurance number: the last of the personal id, for want of a real one.
fn card(id: &str) -> String {
    ["DN401", id.get(2..).unwrap_or_default()].concat()
}

fn children(id: &str) -> Value {
    match id {
        "001195004321" | "001093008765" => json!([{
            "id": "001222004567", "name": { "family": "Trần", "middle": "Gia", "given": "Bảo" },
            "birth": "2022-05-05", "sex": "male", "ethnicity": "01", "nationality": "VN",
            "residence": { "province": "01", "commune": "00082", "detail": "Số 12 ngõ 34 phố Phan Bội Châu" },
        }]),
        _ => json!([]),
    }
}

/// Whom a person is guardian of, in the population register as its law has it (26/2023/QH15, article 9).
fn wards(id: &str) -> Value {
    match id {
        "010303000456" => {
            json!([{ "id": "010212000789", "name": people::a_su()["name"], "birth": "2012-06-15" }])
        }
        _ => json!([]),
    }
}

/// The electronic certificate of birth that a hospital has sent, once the child is born.
fn newborn(id: &str, now: OffsetDateTime) -> Value {
    let (number, born, sex, facility, province, commune) = match id {
        "001195004321" => {
            ("01.0417.2026", "2026-11-10", "female", "Bệnh viện Phụ sản Trung ương", "01", "00082")
        }
        "079090001234" => ("79.2211.2026", "2026-11-03", "male", "Bệnh viện Từ Dũ", "79", "26743"),
        "010303000456" => ("15.0093.2026", "2026-10-30", "female", "Trạm y tế xã Tả Phìn", "15", "03013"),
        _ => return Value::Null,
    };
    if now.format(format_description!("[year]-[month]-[day]")).is_ok_and(|today| today.as_str() < born) {
        return Value::Null;
    }
    json!({
        "certificate": "electronic", "certificate_number": number, "birth": born, "sex": sex,
        "place_kind": "facility", "facility": facility, "place": { "province": province, "commune": commune },
    })
}
