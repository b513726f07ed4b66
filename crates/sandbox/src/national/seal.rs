//! `MaXacThuc`: SHA-256 in lower-case hexadecimal over the values of a message in their order, joined by `|`, with the partner's secret behind
//! them. A value that holds a `|` itself is refused, because two messages could have one seal.

use serde_json::{Value, json};

use crate::seal;

/// What an INIT is sealed over, in this order.
pub const INIT: [&str; 14] = [
    "LoaiBanTin",
    "PhienBan",
    "MaDoiTac",
    "MaThamChieu",
    "SoTien",
    "LoaiHinhThanhToan",
    "MaKenhThanhToan",
    "MaThietBi",
    "NgonNgu",
    "MaTienTe",
    "MaNganHang",
    "ThongTinGiaoDich",
    "ThoiGianGD",
    "Ip",
];
/// What a QUERY is sealed over.
pub const QUERY: [&str; 5] = ["LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "ThoiGianGD"];

/// The seal over some values.
pub fn of(secret: &str, values: &[&str]) -> String {
    seal::hex(&seal::sha256([values, &[secret]].concat().join("|").as_bytes()))
}

/// The values of these members, when all are there as text and the message carries their seal.
pub fn opened<'a>(secret: &str, message: &'a Value, members: &[&str]) -> Result<Vec<&'a str>, &'static str> {
    let values: Option<Vec<_>> = members.iter().map(|member| message[*member].as_str()).collect();
    let values = values.ok_or(MALFORMED)?;
    let given = message["MaXacThuc"].as_str().unwrap_or_default().to_lowercase();
    if values.iter().any(|value| value.contains('|')) || !seal::same(&given, &of(secret, &values)) {
        return Err(SEAL);
    }
    Ok(values)
}

/// No such order.
pub const UNKNOWN: &str = "01";
/// No such partner.
pub const PARTNER: &str = "02";
/// A member is missing or malformed.
pub const MALFORMED: &str = "03";
/// The reference was used before.
pub const REPEATED: &str = "05";
/// `MaXacThuc` does not fit.
pub const SEAL: &str = "97";

/// An answer that refuses.
pub fn refused(kind: &str, code: &str) -> Value {
    let about = match code {
        UNKNOWN => "Không có giao dịch này",
        PARTNER => "Không có đối tác này",
        REPEATED => "Mã tham chiếu đã được dùng",
        SEAL => "Sai mã xác thực",
        _ => "Dữ liệu sai định dạng",
    };
    json!({ "LoaiBanTin": kind, "MaLoi": code, "MoTaLoi": about })
}
