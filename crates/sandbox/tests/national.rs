//! The national payment platform, as a partner meets it: an INIT for a page, confirmations, QUERY. `MaXacThuc` is calculated by OpenSSL.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::{Value, json};
use support::{Answer, Portal, World, config};

const SECRET: &str = "NATIONALSECRET";

/// SHA-256 over the values and the secret, by somebody else's program.
fn seal(values: &[&str]) -> String {
    let text = format!("{}|{SECRET}", values.join("|"));
    let mut openssl = Command::new("openssl")
        .args(["dgst", "-sha256", "-r"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    openssl.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let said = String::from_utf8(openssl.wait_with_output().unwrap().stdout).unwrap();
    said.split(' ').next().unwrap().to_owned()
}

/// Something that is done to a message.
type Change = fn(&mut Value);

struct Partner {
    world: World,
    portal: Portal,
    created: String,
}

impl Partner {
    async fn new() -> Self {
        let portal = Portal::listen().await;
        portal.answers(200, r#"{"MaLoi":"00","MoTaLoi":"Thành công"}"#);
        let world = World::new(config(&portal.url));
        let now = world.get("/control/clock").await.json()["now"].as_str().unwrap().to_owned();
        let now = time::OffsetDateTime::parse(&now, &time::format_description::well_known::Rfc3339).unwrap();
        let format = time::macros::format_description!("[year][month][day][hour][minute][second]");
        let created = now.format(format).unwrap();
        Partner { world, portal, created }
    }

    /// An INIT with something changed before it was sealed.
    fn asked(&self, reference: &str, change: impl Fn(&mut Value)) -> Value {
        let mut asked = json!({
            "LoaiBanTin": "INIT", "PhienBan": "1.0.6", "MaDoiTac": "CONGDAN", "MaThamChieu": reference, "SoTien": "16000",
            "LoaiHinhThanhToan": "PAY", "MaKenhThanhToan": "1", "MaThietBi": "1", "NgonNgu": "vi-VN", "MaTienTe": "VND",
            "MaNganHang": "PAYMENT", "ThongTinGiaoDich": "Nop phi ho so 1", "ThoiGianGD": self.created, "Ip": "127.0.0.1",
            "ThongTinBienLai": {
                "MaDichVu": "2", "MaDVC": "1.001193.01", "TenDVC": "Đăng ký khai sinh", "MaTTHC": "1.001193",
                "TenTTHC": "Đăng ký khai sinh", "MaDonVi": "H26", "TenDonVi": "Trung tâm", "MaHoSo": "1", "TKThuHuong": "1",
                "MaNHThuHuong": "970999", "TenTKThuHuong": "TRUNG TAM", "NoiDungThanhToan": "Nộp phí", "HoTenNguoiNop": "Nguyễn Thị Bích Hằng",
                "SoCMNDNguoiNop": "001195004321", "DiaChiNguoiNop": "", "HuyenNguoiNop": "", "TinhNguoiNop": "",
                "PhiLePhi": [
                    { "LoaiPhiLePhi": "Phi", "MaPhiLePhi": "copy", "TenPhiLePhi": "Bản sao", "SoTien": "10000" },
                    { "LoaiPhiLePhi": "LePhi", "MaPhiLePhi": "late", "TenPhiLePhi": "Lệ phí", "SoTien": "6000" },
                ],
                "DSKhoanNop": [{ "NoiDung": "Nộp phí", "SoTien": "16000" }],
            },
        });
        change(&mut asked);
        let members = [
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
        asked["MaXacThuc"] = json!(seal(&members.map(|member| asked[member].as_str().unwrap())));
        asked
    }

    async fn init(&self, reference: &str) -> Value {
        let answer = self.world.json("/national/init", &self.asked(reference, |_| ())).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Opens an order and does something on its page.
    async fn go(&self, reference: &str, choice: &str) -> Answer {
        let url = self.init(reference).await["UrlThanhToan"].as_str().unwrap().to_owned();
        let page = self.world.get(url.strip_prefix("http://127.0.0.1:8081").unwrap()).await;
        self.choose(&page.hidden("order"), choice).await
    }

    async fn choose(&self, order: &str, choice: &str) -> Answer {
        self.world.form("/national/choose", &[("order", order), ("bank", "VIMAU"), ("choice", choice)]).await
    }

    async fn query(&self, reference: &str) -> Value {
        let values = ["QUERY", "1.0.6", "CONGDAN", reference, &self.created];
        let asked = json!({
            "LoaiBanTin": "QUERY", "PhienBan": "1.0.6", "MaDoiTac": "CONGDAN", "MaThamChieu": reference,
            "ThoiGianGD": self.created, "MaXacThuc": seal(&values),
        });
        self.world.json("/national/query", &asked).await.json()
    }

    /// What the partner was told, each with a seal that OpenSSL finds right.
    fn told(&self) -> Vec<Value> {
        let told = |call: support::Call| {
            assert_eq!((call.method.as_str(), call.uri.path()), ("POST", "/hooks/national/confirm"));
            let told: Value = serde_json::from_slice(&call.body).unwrap();
            let text = |member: &str| told[member].as_str().unwrap().to_owned();
            let values = [
                text("LoaiBanTin"),
                text("MaLoi"),
                text("MaDoiTac"),
                text("MaThamChieu"),
                told["SoTien"].to_string(),
                text("MaTienTe"),
                text("MaGiaoDich"),
                text("MaNganHang"),
                text("ThoiGianGD"),
                text("ThongTinGiaoDich"),
            ];
            assert_eq!(told["MaXacThuc"], seal(&values.each_ref().map(String::as_str)));
            told
        };
        self.portal.calls().into_iter().map(told).collect()
    }

    async fn report(&self) -> Value {
        self.world.get("/control/national").await.json()
    }
}

#[tokio::test]
async fn paying_confirms_first_and_then_leads_back_with_nothing_but_the_reference() {
    let partner = Partner::new().await;
    let back = partner.go("T1", "pay").await;
    assert_eq!(back.location(), format!("{}/pay/return?MaThamChieu=T1", partner.portal.url));
    let told = partner.told();
    assert_eq!(
        (&told[0]["MaLoi"], &told[0]["SoTien"], &told[0]["MaNganHang"]),
        (&json!("00"), &json!(16_000), &json!("VIMAU"))
    );
    let asked = partner.query("T1").await;
    assert_eq!((&asked["TrangThaiGD"], &asked["MaGiaoDich"]), (&json!("1"), &told[0]["MaGiaoDich"]));
    let report = partner.report().await;
    assert_eq!((&report[0]["answers"], &report[0]["waiting"]), (&json!(["00"]), &json!(0)));
    assert_eq!(report[0]["items"], json!([["Bản sao", 10_000], ["Lệ phí", 6_000]]));
}

#[tokio::test]
async fn an_init_with_a_defect_or_a_reference_that_was_used_gets_no_page() {
    let partner = Partner::new().await;
    partner.init("T1").await;
    let broken: [(&str, Change); 6] = [
        ("02", |asked| asked["MaDoiTac"] = json!("OTHER")),
        ("03", |asked| asked["SoTien"] = json!("17000")),
        ("03", |asked| asked["ThoiGianGD"] = json!("20200101000000")),
        ("03", |asked| asked["ThongTinBienLai"]["SoCMNDNguoiNop"] = json!("1")),
        ("03", |asked| asked["ThongTinBienLai"]["MaHoSo"] = json!("")),
        ("97", |asked| asked["ThongTinGiaoDich"] = json!("Nop phi|ho so")),
    ];
    for (code, change) in broken {
        let answer = partner.world.json("/national/init", &partner.asked("T2", change)).await.json();
        assert_eq!((&answer["MaLoi"], &answer["UrlThanhToan"]), (&json!(code), &Value::Null), "{answer}");
    }
    let mut tampered = partner.asked("T2", |_| ());
    tampered["SoTien"] = json!("100");
    assert_eq!(partner.world.json("/national/init", &tampered).await.json()["MaLoi"], "97");
    let again = partner.world.json("/national/init", &partner.asked("T1", |_| ())).await.json();
    assert_eq!(again["MaLoi"], "05", "even the same");
    assert_eq!(partner.query("T2").await["MaLoi"], "01");
}

#[tokio::test]
async fn an_order_is_not_known_until_it_ends_and_ends_by_itself_only_before_the_bank() {
    let partner = Partner::new().await;
    partner.init("T1").await;
    let url = partner.init("T2").await["UrlThanhToan"].as_str().unwrap().to_owned();
    let page = partner.world.get(url.strip_prefix("http://127.0.0.1:8081").unwrap()).await;
    let order = page.hidden("order");
    assert_eq!(partner.choose(&order, "bank").await.status, 200);
    for reference in ["T1", "T2"] {
        assert_eq!(partner.query(reference).await["TrangThaiGD"], "3");
    }
    partner.world.advance(16 * 60).await;
    assert_eq!(partner.query("T1").await["TrangThaiGD"], "4");
    assert_eq!(partner.query("T2").await["TrangThaiGD"], "3");
    assert_eq!(partner.choose(&order, "close").await.status, 200);
    assert_eq!(partner.query("T2").await["TrangThaiGD"], "1");
    assert_eq!(partner.choose(&order, "cancel").await.status, 303, "the first end counts");
    assert_eq!(partner.query("T2").await["TrangThaiGD"], "1");
}

#[tokio::test]
async fn confirmations_come_late_twice_or_never_and_again_until_they_are_taken() {
    let partner = Partner::new().await;
    partner.go("T1", "silent").await;
    partner.go("T2", "late").await;
    assert_eq!(partner.told().len(), 0);
    partner.world.advance(601).await;
    assert_eq!(partner.told().len(), 1);
    partner.go("T3", "twice").await;
    assert_eq!(partner.told().len(), 3);
    partner.portal.answers(500, "oops");
    partner.go("T4", "cancel").await;
    assert_eq!(partner.told()[3]["MaLoi"], "99");
    partner.portal.answers(200, r#"{"MaLoi":"00"}"#);
    partner.world.advance(301).await;
    partner.world.advance(3600).await;
    assert_eq!(partner.told().len(), 5);
    assert_eq!(partner.report().await[3]["answers"], json!(["HTTP 500", "00"]));
}

#[tokio::test]
async fn other_money_forged_confirmations_and_lost_answers_can_be_asked_for() {
    let partner = Partner::new().await;
    partner.go("T1", "other").await;
    assert_eq!(
        (&partner.told()[0]["SoTien"], &partner.query("T1").await["SoTien"]),
        (&json!(18_000), &json!(18_000))
    );
    partner.world.fault("national", "wrong-amount").await;
    partner.go("T2", "pay").await;
    assert_eq!(
        (&partner.told()[1]["SoTien"], &partner.query("T2").await["SoTien"]),
        (&json!(17_000), &json!(16_000))
    );
    partner.world.fault("national", "lost-answer").await;
    let lost = partner.world.json("/national/init", &partner.asked("T3", |_| ())).await;
    assert_eq!((lost.status.as_u16(), &partner.query("T3").await["TrangThaiGD"]), (503, &json!("3")));
    let returned = partner.world.json("/control/national", &json!({ "returned": "T1" })).await;
    assert_eq!((returned.status.as_u16(), &partner.query("T1").await["TrangThaiGD"]), (200, &json!("4")));
    let nothing = partner.world.json("/control/national", &json!({ "returned": "T3" })).await;
    assert_eq!(nothing.json()["code"], "no-payment");
    partner.world.fault("national", "bad-signature").await;
    partner.go("T4", "pay").await;
    let forged: Value = serde_json::from_slice(&partner.portal.calls()[2].body).unwrap();
    assert_eq!((&forged["MaThamChieu"], forged["MaXacThuc"].as_str().unwrap().len()), (&json!("T4"), 64));
}
