//! INIT: a request for a page, with what the receipt will say. Each reference is taken once: the same again is refused, as long as nobody
//! knows what the real platform does with it.

use axum::{Json, body::Bytes, extract::State};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Order, Records, seal};
use crate::{
    clock,
    config::Partner,
    fault::{Fault, Part},
    problem::Problem,
    seal as random,
    world::World,
};

/// Seconds in which an order can be paid.
const LIFE: i64 = 900;

/// What the receipt cannot do without; the others may be empty.
const NEEDED: [&str; 12] = [
    "MaDVC",
    "TenDVC",
    "MaTTHC",
    "TenTTHC",
    "MaDonVi",
    "TenDonVi",
    "MaHoSo",
    "TKThuHuong",
    "MaNHThuHuong",
    "TenTKThuHuong",
    "NoiDungThanhToan",
    "HoTenNguoiNop",
];

/// `POST`: the address of the page; refusals are codes in an answer with status 200.
pub async fn answer(State(world): State<World>, body: Bytes) -> Result<Json<Value>, Problem> {
    let fault = world.answers(Part::National)?;
    let Some(partner) = &world.config().clients.national else { return Err(Problem::unauthorized()) };
    let taken = world.change(|ledger, now| ledger.national.take(&body, partner, now))?;
    if fault == Fault::LostAnswer {
        world.change(|ledger, _| ledger.faults.set(Part::National, Fault::Ok))?;
        return Err(Problem::unavailable());
    }
    Ok(Json(match taken {
        Ok(order) => json!({
            "LoaiBanTin": "INIT", "MaLoi": "00", "MoTaLoi": "Thành công", "MaDoiTac": partner.id,
            "MaThamChieu": order.reference, "ThoiGianGD": order.created,
            "UrlThanhToan": world.url(&format!("/national/pay/{}", order.token)),
        }),
        Err(code) => seal::refused("INIT", code),
    }))
}

impl Records {
    fn take(&mut self, body: &[u8], partner: &Partner, now: OffsetDateTime) -> Result<Order, &'static str> {
        let message: Value = serde_json::from_slice(body).map_err(|_| seal::MALFORMED)?;
        if message["MaDoiTac"] != partner.id {
            return Err(seal::PARTNER);
        }
        seal::opened(&partner.secret, &message, &seal::INIT)?;
        let order = read(&message, now).ok_or(seal::MALFORMED)?;
        if self.orders.contains_key(&order.reference) {
            return Err(seal::REPEATED);
        }
        self.orders.insert(order.reference.clone(), order.clone());
        Ok(order)
    }
}

fn read(message: &Value, now: OffsetDateTime) -> Option<Order> {
    let text = |name: &str| message[name].as_str().unwrap_or_default();
    let is_as_expected = text("LoaiBanTin") == "INIT"
        && text("PhienBan") == "1.0.6"
        && text("LoaiHinhThanhToan") == "PAY"
        && text("MaTienTe") == "VND";
    let amount = dong(&message["SoTien"])?;
    let created = clock::from_stamp(text("ThoiGianGD"))?.unix_timestamp();
    let is_of_now = (created - now.unix_timestamp()).abs() < LIFE;
    let reference = text("MaThamChieu");
    let is_reference =
        (1..=255).contains(&reference.len()) && reference.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let bill = &message["ThongTinBienLai"];
    let said = |name: &str| bill[name].as_str().unwrap_or_default().to_owned();
    let is_bill = bill["MaDichVu"] == "2" && NEEDED.iter().all(|name| !said(name).is_empty());
    let number = said("SoCMNDNguoiNop");
    let is_payer = number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit());
    let items = listed(&bill["PhiLePhi"], "TenPhiLePhi")?;
    let parts = listed(&bill["DSKhoanNop"], "NoiDung")?;
    let sum = |list: &[(String, u64)]| list.iter().map(|(_, amount)| amount).sum::<u64>();
    let is_sum = sum(&items) == amount && sum(&parts) == amount;
    let is_well_formed = is_as_expected && is_of_now && is_reference && is_bill && is_payer && is_sum;
    is_well_formed.then(|| Order {
        token: random::random_name(),
        reference: reference.to_owned(),
        amount,
        info: text("ThongTinGiaoDich").to_owned(),
        created: text("ThoiGianGD").to_owned(),
        expires_at: created + LIFE,
        record: said("MaHoSo"),
        unit: said("TenDonVi"),
        payer: [said("HoTenNguoiNop"), number, said("DiaChiNguoiNop")],
        items,
        taken: None,
        is_at_bank: false,
        outcome: None,
        is_returned: false,
        queue: Vec::new(),
        answers: Vec::new(),
    })
}

/// Amounts travel as text.
fn dong(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok().filter(|amount| *amount > 0)
}

fn listed(list: &Value, name: &str) -> Option<Vec<(String, u64)>> {
    let item = |item: &Value| {
        let name = item[name].as_str().filter(|name| !name.is_empty())?;
        Some((name.to_owned(), dong(&item["SoTien"])?))
    };
    list.as_array()?.iter().map(item).collect()
}
