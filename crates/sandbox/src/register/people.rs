//! The people the registers know, with their families and papers. All constructed; numbers agree with sex and birth.
//! Who can sign in, and how, is in `citizen`.

use serde_json::{Value, json};

use crate::citizen::{self, Citizen};

/// What a register holds under a number.
pub enum Found {
    /// A person.
    Person(Value),
    /// A record that cannot be read: the register answers 503.
    Broken,
    /// Nothing.
    Nobody,
}

/// Looks a number up.
pub fn find(id: &str) -> Found {
    match id {
        "001195004321" => Found::Person(bich_hang()),
        "001093008765" => Found::Person(minh_duc()),
        "079090001234" => Found::Person(van_thanh()),
        "010303000456" => Found::Person(thi_mua()),
        "092048000321" => Found::Person(van_bay()),
        "001222004567" => Found::Person(gia_bao()),
        "010212000789" => Found::Person(a_su()),
        "031088000987" => Found::Broken,
        _ => citizen::neighbours().iter().find(|one| one.id == id).map_or(Found::Nobody, neighbour),
    }
}

/// Everything about a neighbour that differs is in `citizen`. Where their births are on file nobody has entered yet.
fn neighbour(one: &Citizen) -> Found {
    let words: Vec<&str> = one.name.split(' ').collect();
    let [family, middle @ .., given] = words.as_slice() else { return Found::Nobody };
    Found::Person(json!({
        "id": one.id,
        "name": name(family, &middle.join(" "), given),
        "birth": one.birth,
        "sex": one.sex,
        "ethnicity": "01",
        "nationality": "VN",
        "residence": residence("01", "00082", "Số 20 phố Phan Bội Châu"),
        "hometown": hometown("01", "00235"),
        "mobile": "0912000000",
        "digital_citizen": true,
        "spouse": null,
        "marriage": null,
        "birth_registration": null,
    }))
}

/// A person with another number than this one.
pub fn somebody_else(id: &str) -> Value {
    if van_thanh()["id"] == id { bich_hang() } else { van_thanh() }
}

fn name(family: &str, middle: &str, given: &str) -> Value {
    json!({ "family": family, "middle": middle, "given": given })
}

fn residence(province: &str, commune: &str, detail: &str) -> Value {
    json!({ "province": province, "commune": commune, "detail": detail })
}

fn hometown(province: &str, commune: &str) -> Value {
    json!({ "province": province, "commune": commune })
}

fn paper(number: &str, book: &str, date: &str, place: &str) -> Value {
    json!({ "number": number, "book": book, "date": date, "place": place })
}

/// A spouse is shown with fewer fields than the person asked for.
fn as_spouse(person: &Value) -> Value {
    let fields = ["id", "name", "birth", "sex", "ethnicity", "nationality", "residence"];
    fields.into_iter().map(|field| (field.to_owned(), person[field].clone())).collect()
}

fn couple() -> Value {
    paper("88", "01/2021", "2021-10-10", "UBND phường Cửa Nam, quận Hoàn Kiếm, thành phố Hà Nội")
}

fn bich_hang_alone() -> Value {
    json!({
        "id": "001195004321",
        "name": name("Nguyễn", "Thị Bích", "Hằng"),
        "birth": "1995-02-14",
        "sex": "female",
        "ethnicity": "01",
        "nationality": "VN",
        "residence": residence("01", "00082", "Số 12 ngõ 34 phố Phan Bội Châu"),
        "hometown": hometown("37", "13669"),
        "mobile": "0912345678",
        "digital_citizen": false,
        "spouse": null,
        "marriage": couple(),
        "birth_registration":
            paper("45", "01/1995", "1995-02-20", "UBND phường Cửa Nam, quận Hoàn Kiếm, thành phố Hà Nội"),
    })
}

fn minh_duc_alone() -> Value {
    json!({
        "id": "001093008765",
        "name": name("Trần", "Minh", "Đức"),
        "birth": "1993-08-05",
        "sex": "male",
        "ethnicity": "01",
        "nationality": "VN",
        "residence": residence("01", "00082", "Số 12 ngõ 34 phố Phan Bội Châu"),
        "hometown": hometown("01", "00235"),
        "mobile": "0987654321",
        "digital_citizen": true,
        "spouse": null,
        "marriage": couple(),
        "birth_registration": paper("102", "02/1993", "1993-08-12", "UBND quận Đống Đa, thành phố Hà Nội"),
    })
}

fn bich_hang() -> Value {
    let mut person = bich_hang_alone();
    person["spouse"] = as_spouse(&minh_duc_alone());
    person
}

fn minh_duc() -> Value {
    let mut person = minh_duc_alone();
    person["spouse"] = as_spouse(&bich_hang_alone());
    person
}

fn van_thanh() -> Value {
    json!({
        "id": "079090001234",
        "name": name("Lê", "Văn", "Thành"),
        "birth": "1990-09-02",
        "sex": "male",
        "ethnicity": "01",
        "nationality": "VN",
        "residence": residence("79", "26743", "Số 210/5 đường Lê Thánh Tôn"),
        "hometown": hometown("79", "26737"),
        "mobile": "0903112233",
        "digital_citizen": true,
        "spouse": null,
        "marriage": null,
        "birth_registration": paper("311", "03/1990", "1990-09-10", "UBND Quận 1, Thành phố Hồ Chí Minh"),
    })
}

fn thi_mua() -> Value {
    json!({
        "id": "010303000456",
        "name": name("Giàng", "Thị", "Mua"),
        "birth": "2003-11-20",
        "sex": "female",
        "ethnicity": "08",
        "nationality": "VN",
        "residence": residence("15", "03013", "Thôn Tả Chải"),
        "hometown": hometown("15", "03013"),
        "mobile": null,
        "digital_citizen": true,
        "spouse": null,
        "marriage": null,
        "birth_registration": paper("17", "01/2004", "2004-03-15", "UBND xã Tả Phìn, huyện Sa Pa, tỉnh Lào Cai"),
    })
}

fn van_bay() -> Value {
    json!({
        "id": "092048000321",
        "name": name("Trần", "Văn", "Bảy"),
        "birth": "1948",
        "sex": "male",
        "ethnicity": "01",
        "nationality": "VN",
        "residence": residence("92", "31135", "Số 7 hẻm 12 đường Nguyễn Trãi"),
        "hometown": hometown("92", "31186"),
        "mobile": "0939000111",
        "digital_citizen": false,
        "spouse": null,
        "marriage": null,
        "birth_registration": null,
    })
}

/// The couple's son: too young to sign in.
fn gia_bao() -> Value {
    json!({
        "id": "001222004567",
        "name": name("Trần", "Gia", "Bảo"),
        "birth": "2022-05-05",
        "sex": "male",
        "ethnicity": "01",
        "nationality": "VN",
        "residence": residence("01", "00082", "Số 12 ngõ 34 phố Phan Bội Châu"),
        "hometown": hometown("01", "00235"),
        "mobile": null,
        "digital_citizen": false,
        "spouse": null,
        "marriage": null,
        "birth_registration": paper("210", "05/2022", "2022-05-12", "UBND phường Cửa Nam, quận Hoàn Kiếm, thành phố Hà Nội"),
    })
}

/// Giàng Thị Mua's brother: their parents are dead, and she is his guardian.
pub fn a_su() -> Value {
    json!({
        "id": "010212000789",
        "name": name("Giàng", "A", "Sử"),
        "birth": "2012-06-15",
        "sex": "male",
        "ethnicity": "08",
        "nationality": "VN",
        "residence": residence("15", "03013", "Thôn Tả Chải"),
        "hometown": hometown("15", "03013"),
        "mobile": null,
        "digital_citizen": false,
        "spouse": null,
        "marriage": null,
        "birth_registration": paper("31", "01/2012", "2012-07-02", "UBND xã Tả Phìn, huyện Sa Pa, tỉnh Lào Cai"),
    })
}
