//! INIT: asking for the page of an order, with what the receipt will say. The citizen's address on the network is not handed on.

use eform::text::fold;
use serde_json::{Value, json};

use super::{National, SUCCESS, VERSION, seal};
use crate::payment::{Bill, Item, Wanted};

/// Fees of public services (1 would be fines).
const FEES: &str = "2";

/// The address of the page.
pub(super) async fn ask(of: &National, wanted: &Wanted<'_>, bill: &Bill) -> Result<String, String> {
    let message = message(of, wanted, bill).ok_or("a value cannot be sealed")?;
    let told = of.send(&of.settings.init, &message).await?;
    let text = |name: &str| told[name].as_str().unwrap_or_default();
    if text("MaLoi") != SUCCESS {
        return Err(format!("INIT is answered {}", text("MaLoi")));
    }
    if !text("MaThamChieu").is_empty() && text("MaThamChieu") != wanted.order {
        return Err("the answer speaks of another order".to_owned());
    }
    let url = text("UrlThanhToan");
    let is_page = url.starts_with("https://") || is_on_this_machine(url);
    is_page.then(|| url.to_owned()).ok_or_else(|| "no page is named".to_owned())
}

/// A sandbox needs no encryption.
fn is_on_this_machine(url: &str) -> bool {
    ["http://127.0.0.1:", "http://localhost:"].iter().any(|start| url.starts_with(start))
}

/// The INIT; none when a value cannot be sealed.
fn message(of: &National, wanted: &Wanted<'_>, bill: &Bill) -> Option<Value> {
    let settings = &of.settings;
    let (sum, created) = (wanted.amount.to_string(), wanted.created.vietnamese_compact());
    let info = format!("Nop phi ho so {}", wanted.dossier);
    let members = [
        ("LoaiBanTin", "INIT"),
        ("PhienBan", VERSION),
        ("MaDoiTac", &settings.partner),
        ("MaThamChieu", wanted.order),
        ("SoTien", &sum),
        ("LoaiHinhThanhToan", "PAY"),
        ("MaKenhThanhToan", "1"),
        ("MaThietBi", "1"),
        ("NgonNgu", if wanted.language == "en" { "en-US" } else { "vi-VN" }),
        ("MaTienTe", "VND"),
        ("MaNganHang", "PAYMENT"),
        ("ThongTinGiaoDich", &info),
        ("ThoiGianGD", &created),
        ("Ip", "127.0.0.1"),
    ];
    let seal = seal::of(&settings.secret, &members.map(|(_, value)| value))?;
    let mut message: serde_json::Map<String, Value> =
        members.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    message.insert("MaXacThuc".to_owned(), seal.into());
    message.insert("ThongTinBienLai".to_owned(), receipt(of, &sum, bill));
    Some(message.into())
}

/// `ThongTinBienLai`. Districts are no more since 01/07/2025, and fines are not paid here: these members stay empty.
fn receipt(of: &National, sum: &str, bill: &Bill) -> Value {
    let settings = &of.settings;
    let about = format!("Nop phi ho so {}", bill.record);
    let [street, commune, province] = &bill.payer_address;
    let place: Vec<_> = [street, commune].into_iter().filter(|part| !part.is_empty()).cloned().collect();
    let items: Vec<_> = bill.items.iter().map(item).collect();
    json!({
        "MaDichVu": FEES,
        "MaDVC": format!("{}.01", bill.procedure), "TenDVC": bill.title,
        "MaTTHC": bill.procedure, "TenTTHC": bill.title,
        "MaDonVi": settings.unit, "TenDonVi": settings.unit_name,
        "MaHoSo": bill.record,
        "TKThuHuong": settings.account, "MaNHThuHuong": settings.bank, "TenTKThuHuong": settings.account_name,
        "MaLoaiHinhThuPhat": "", "TenLoaiHinhThuPhat": "", "MaCoQuanQD": "", "TenCoQuanQD": "", "KhoBac": "",
        "NgayQD": "", "SoQD": "", "ThoiGianViPham": "", "DiaDiemViPham": "", "TenNguoiViPham": "", "TaiKhoanThuNSNN": "",
        "NoiDungThanhToan": about,
        "HoTenNguoiNop": bill.payer_name, "SoCMNDNguoiNop": bill.payer_id,
        "DiaChiNguoiNop": place.join(", "), "HuyenNguoiNop": "", "TinhNguoiNop": province,
        "PhiLePhi": items,
        "DSKhoanNop": [{ "NoiDung": about, "SoTien": sum }],
    })
}

/// The law names each of them "phí" or "lệ phí" (Law on Fees and Charges 97/2015/QH13): the name says which it is.
fn item(item: &Item) -> Value {
    let kind = if fold(&item.name).starts_with("le phi") { "LePhi" } else { "Phi" };
    json!({
        "LoaiPhiLePhi": kind, "MaPhiLePhi": item.id, "TenPhiLePhi": item.name, "SoTien": item.amount.to_string()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{National, message};
    use crate::clock::Moment;
    use crate::config;
    use crate::payment::{Bill, Item, Wanted};

    fn partner() -> National {
        let settings = config::National {
            init: String::new(),
            query: String::new(),
            partner: "CONGDAN".to_owned(),
            secret: "SECRET".to_owned(),
            token: None,
            unit: "H26".to_owned(),
            unit_name: "Trung tam".to_owned(),
            account: "0011".to_owned(),
            bank: "970999".to_owned(),
            account_name: "TRUNG TAM".to_owned(),
        };
        National::new(settings, reqwest::Client::new())
    }

    fn bill() -> Bill {
        let item = |id: &str, name: &str, amount| Item { id: id.to_owned(), name: name.to_owned(), amount };
        Bill {
            record: "H26-1".to_owned(),
            procedure: "1.001193".to_owned(),
            title: "T".to_owned(),
            payer_name: "N".to_owned(),
            payer_id: "001195004321".to_owned(),
            payer_address: [String::new(), "C".to_owned(), "P".to_owned()],
            items: vec![
                item("a", "Le\u{323}\u{302} phi\u{301} mo\u{323}\u{302}t", 6_000),
                item("b", "Ban sao", 10_000),
            ],
        }
    }

    fn wanted(dossier: &str) -> Wanted<'_> {
        let created = Moment::parse("2026-11-21T01:00:00Z").unwrap();
        Wanted { order: "T1", dossier, amount: 16_000, language: "en", created, expires: created }
    }

    #[test]
    fn the_receipt_names_each_item_by_its_kind_and_nothing_is_made_up() {
        let sent = message(&partner(), &wanted("d"), &bill()).unwrap();
        assert_eq!(
            (&sent["SoTien"], &sent["ThoiGianGD"], &sent["NgonNgu"]),
            (&json!("16000"), &json!("20261121080000"), &json!("en-US"))
        );
        let told = &sent["ThongTinBienLai"];
        assert_eq!((&told["MaHoSo"], &told["MaDVC"]), (&json!("H26-1"), &json!("1.001193.01")));
        assert_eq!((&told["DiaChiNguoiNop"], &told["TinhNguoiNop"]), (&json!("C"), &json!("P")));
        assert_eq!((&told["HuyenNguoiNop"], &told["TenNguoiViPham"]), (&json!(""), &json!("")));
        let kinds = [&told["PhiLePhi"][0], &told["PhiLePhi"][1]].map(|item| item["LoaiPhiLePhi"].clone());
        assert_eq!(kinds, [json!("LePhi"), json!("Phi")]);
        assert_eq!(told["DSKhoanNop"][0]["SoTien"], "16000");
    }

    #[test]
    fn what_cannot_be_sealed_is_not_sent() {
        assert!(message(&partner(), &wanted("a|b"), &bill()).is_none());
    }
}
