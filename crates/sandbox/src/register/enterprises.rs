//! The enterprises of the register of enterprises, by the person who represents them at law (Law on Enterprises 59/2020/QH14, article 12).
//! All constructed; the codes carry the check digit of a tax code. Household businesses are not here: nobody represents them, they are a
//! person's own.

use serde_json::{Value, json};

/// What the register says of an enterprise that works.
const OPERATING: &str = "operating";

/// Those that a person represents, in whatever state they are; nothing when it has never heard of the person.
pub fn of(id: &str) -> Option<Value> {
    Some(match id {
        "079090001234" => json!([
            {
                "code": "0312345673", "tax_code": "0312345673", "name": "Công ty TNHH Bánh mì Bến Thành",
                "address": { "province": "79", "commune": "26743", "detail": "Số 210/5 đường Lê Thánh Tôn" },
                "status": OPERATING, "representative_title": "Giám đốc",
            },
            {
                "code": "0314028711", "tax_code": "0314028711", "name": "Công ty TNHH Thương mại Thành Phát",
                "address": { "province": "79", "commune": "26743", "detail": "Số 18 đường Phan Chu Trinh" },
                "status": "dissolved", "representative_title": "Giám đốc",
            },
        ]),
        "092048000321" => json!([
            {
                "code": "1801762347", "tax_code": "1801762347",
                "name": "Công ty TNHH một thành viên Gạo sạch Ninh Kiều",
                "address": { "province": "92", "commune": "31135", "detail": "Số 45 đường Nguyễn Trãi" },
                "status": OPERATING, "representative_title": "Chủ tịch công ty",
            },
            {
                "code": "1801234562", "tax_code": "1801234562", "name": "Công ty Cổ phần Vận tải Hậu Giang Xanh",
                "address": { "province": "92", "commune": "31135", "detail": "Số 3 đường Hùng Vương" },
                "status": "suspended", "representative_title": "Tổng giám đốc",
            },
        ]),
        _ => return None,
    })
}

/// The same enterprises after each of them was dissolved.
pub fn dissolve(enterprises: &mut Value) {
    for enterprise in enterprises.as_array_mut().into_iter().flatten() {
        enterprise["status"] = json!("dissolved");
    }
}

#[cfg(test)]
mod tests {
    use super::{OPERATING, of};

    #[test]
    fn every_code_has_the_check_digit_of_a_tax_code() {
        let mut operating = 0;
        for id in ["079090001234", "092048000321"] {
            for one in of(id).unwrap().as_array().unwrap() {
                let code = one["code"].as_str().unwrap();
                let digits: Vec<u32> = code.chars().filter_map(|digit| digit.to_digit(10)).collect();
                let factors = [31, 29, 23, 19, 17, 13, 7, 5, 3];
                let sum: u32 = digits.iter().zip(factors).map(|(digit, factor)| digit * factor).sum();
                assert_eq!((digits.len(), digits[9]), (10, 10 - sum % 11), "{code}");
                operating += usize::from(one["status"] == OPERATING);
            }
        }
        assert_eq!(operating, 2);
        assert!(of("001195004321").is_none());
    }
}
