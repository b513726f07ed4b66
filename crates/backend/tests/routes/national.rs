//! Paying at the national payment platform: on record before its page is asked for, its word moves the dossier, and what it does not know is
//! waited for.

use std::io::Write;
use std::process::{Command, Stdio};

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::citizen::{Citizen, EXTRACT, HANG, THANH};
use crate::world::{Answer, World, hidden};

impl World {
    /// With the national platform beside the gateway.
    pub async fn with_national() -> Self {
        let clients = "[clients.national]\nid = \"CONGDAN\"\nsecret = \"national secret\"\n";
        Self::begin(clients, |config, sandbox, _| {
            let national = format!(
                "[payment.national]\ninit = \"{sandbox}/national/init\"\nquery = \"{sandbox}/national/query\"\n\
                 partner = \"CONGDAN\"\nsecret = \"national secret\"\nunit = \"H26\"\nunit_name = \"Trung tâm hành chính công\"\n\
                 account = \"0011002233445\"\nbank = \"970999\"\naccount_name = \"TRUNG TAM HANH CHINH CONG\"\n[desk]\n"
            );
            config.replace("[desk]\n", &national)
        })
        .await
    }

    async fn orders(&self) -> Value {
        let answer = self.sandbox.web.get(format!("{}/control/national", self.sandbox.base)).send();
        answer.await.unwrap().json().await.unwrap()
    }
}

async fn start(hang: &Citizen<'_>, id: &str, key: &str) -> Answer {
    hang.post(&format!("/api/dossiers/{id}/payment"), key, &json!({ "provider": "national" })).await
}

/// The platform's name for the order that is opened.
async fn order(hang: &Citizen<'_>, id: &str) -> String {
    let attempts = hang.dossier(id).await["state"]["payment_attempts"].clone();
    let started = start(hang, id, &format!("pay {attempts}")).await;
    assert_eq!(started.status, 200, "{}", started.text());
    hidden(&hang.world.sandbox.page(started.json()["redirect_url"].as_str().unwrap()).await, "order")
}

async fn at_platform(world: &World, order: &str, choice: &str) -> Option<String> {
    world.sandbox.form("/national/choose", &[("order", order), ("bank", "NHMAU"), ("choice", choice)]).await
}

async fn state(hang: &Citizen<'_>, id: &str) -> Value {
    hang.dossier(id).await["state"].clone()
}

/// A confirmation that somebody seals who knows this secret, with OpenSSL.
async fn told(world: &World, secret: &str, change: impl Fn(&mut Value), reference: &str) -> Answer {
    let mut told = json!({
        "LoaiBanTin": "CONFIRM", "MaLoi": "00", "MaDoiTac": "CONGDAN", "MaThamChieu": reference, "SoTien": 16_000,
        "MaTienTe": "VND", "MaGiaoDich": "PP99", "MaNganHang": "NHMAU", "ThoiGianGD": "20261121081000",
        "ThongTinGiaoDich": "Nop phi",
    });
    change(&mut told);
    let members = [
        "LoaiBanTin",
        "MaLoi",
        "MaDoiTac",
        "MaThamChieu",
        "SoTien",
        "MaTienTe",
        "MaGiaoDich",
        "MaNganHang",
        "ThoiGianGD",
        "ThongTinGiaoDich",
    ];
    let values = members.map(|member| told[member].as_str().map_or(told[member].to_string(), str::to_owned));
    let mut openssl = Command::new("openssl")
        .args(["dgst", "-sha256", "-r"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = format!("{}|{secret}", values.join("|"));
    openssl.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let said = String::from_utf8(openssl.wait_with_output().unwrap().stdout).unwrap();
    told["MaXacThuc"] = json!(said.split(' ').next().unwrap());
    let request = Request::post("/hooks/national/confirm").header("Content-Type", "application/json");
    world.send(request.body(Body::from(told.to_string())).unwrap()).await
}

#[tokio::test]
async fn the_platform_is_told_who_pays_for_what_and_its_word_files_the_dossier() {
    let world = World::with_national().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    assert_eq!(hang.dossier(&id).await["paying"][0], json!({ "providers": ["vnpay", "national"] }));
    let order = order(&hang, &id).await;
    let known = world.orders().await[0].clone();
    let address = "Số 12 ngõ 34 phố Phan Bội Châu, Phường Cửa Nam";
    assert_eq!(known["payer"], json!(["Nguyễn Thị Bích Hằng", HANG.1, address]));
    assert_eq!(known["items"], json!([["Bản sao Giấy khai sinh", 16_000]]));
    let back = at_platform(&world, &order, "pay").await.unwrap();
    let paid = state(&hang, &id).await;
    assert_eq!((&paid["payment"]["state"], &paid["payment"]["amount"]), (&json!("paid"), &json!(16_000)));
    assert_eq!(world.orders().await[0]["answers"], json!(["00"]));
    let answer = world.get(back.strip_prefix(&world.portal).unwrap()).await;
    assert_eq!(answer.header("location"), format!("/ho-so/{id}/nop-phi"));
    world.work().await;
    assert_eq!(state(&hang, &id).await["stage"], "filed");
}

#[tokio::test]
async fn py1_paid_and_the_browser_closed_files_the_dossier() {
    let world = World::with_national().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = order(&hang, &id).await;
    assert_eq!(at_platform(&world, &order, "close").await, None);
    world.work().await;
    assert_eq!(state(&hang, &id).await["stage"], "filed");
}

#[tokio::test]
async fn py2_a_confirmation_that_never_comes_heals_by_asking_and_the_way_back_is_a_hint() {
    let world = World::with_national().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = order(&hang, &id).await;
    let back = at_platform(&world, &order, "silent").await.unwrap();
    world.get(back.strip_prefix(&world.portal).unwrap()).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    world.sandbox.fault("national", "down").await;
    world.work().await;
    assert_eq!(
        state(&hang, &id).await["payment"]["state"],
        "pending",
        "nothing is known, so nothing changes"
    );
    world.sandbox.fault("national", "ok").await;
    world.advance(60).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
    let nobodys = world.get("/pay/return?MaThamChieu=nobodys").await;
    assert_eq!(nobodys.header("location"), "/ho-so");
}

#[tokio::test]
async fn py4_the_same_word_twice_or_late_counts_once() {
    let world = World::with_national().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let first = order(&hang, &id).await;
    at_platform(&world, &first, "twice").await;
    assert_eq!(world.orders().await[0]["answers"], json!(["00", "00"]));
    let paid = state(&hang, &id).await;
    assert_eq!(
        (paid["orders"].as_array().unwrap().len(), &paid["orders"][0]["outcome"]["state"]),
        (1, &json!("counted"))
    );
    let again = start(&hang, &id, "again").await;
    assert_eq!((again.problem(409).as_str(), &again.json()["refused"]), ("refused", &json!("money_moved")));
}

#[tokio::test]
async fn words_that_are_forged_or_to_somebody_else_change_nothing_and_other_codes_only_make_us_ask() {
    let world = World::with_national().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    order(&hang, &id).await;
    let reference = state(&hang, &id).await["payment"]["order"].as_str().unwrap().to_owned();
    let before = state(&hang, &id).await;
    let right = "national secret";
    for (secret, change, code) in [
        ("not the secret", (|_| ()) as fn(&mut Value), "97"),
        (right, |told| told["MaDoiTac"] = json!("OTHER"), "97"),
        (right, |told| told["MaTienTe"] = json!("USD"), "97"),
        (right, |told| told["SoTien"] = json!(0), "97"),
        (right, |told| told["ThongTinGiaoDich"] = json!("Nop|phi"), "97"),
        (right, |told| told["MaThamChieu"] = json!("nobodys"), "01"),
        (right, |told| told["MaLoi"] = json!("99"), "00"),
        (right, |told| told["SoTien"] = json!(18_000), "00"),
    ] {
        let answer = told(&world, secret, change, &reference).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["MaLoi"]),
            (200, &json!(code)),
            "{}",
            answer.text()
        );
    }
    world.work().await;
    assert_eq!(state(&hang, &id).await, before, "the platform, asked, knows of no end");
    let answer = told(&world, right, |_| (), &reference).await.json();
    assert_eq!((&answer["MaLoi"], &answer["MaThamChieu"]), (&json!("00"), &json!(reference)));
    assert_eq!(state(&hang, &id).await["payment"]["transaction"], "PP99");
    let without = World::start().await;
    assert_eq!(told(&without, right, |_| (), &reference).await.status, 404);
}

#[tokio::test]
async fn py7_a_platform_that_opens_no_page_ends_the_order_and_another_way_is_open_at_once() {
    let world = World::with_national().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    for fault in ["down", "lost-answer"] {
        world.sandbox.fault("national", fault).await;
        assert_eq!(start(&hang, &id, "pay").await.problem(503), "provider_unavailable", "{fault}");
        let failed = hang.dossier(&id).await;
        let payment = &failed["state"]["payment"];
        assert_eq!((&payment["state"], &payment["code"]), (&json!("failed"), &json!("unopened")));
        assert_eq!(failed["paying"][0]["providers"], json!(["vnpay", "national"]));
    }
    assert_eq!(world.orders().await.as_array().unwrap().len(), 1, "one got there, and nobody was led to it");
    world.advance(10).await;
    assert_eq!(state(&hang, &id).await["payment"]["code"], "unopened");
    let gateway = hang.order(&id).await;
    hang.at_gateway(&gateway, "pay").await;
    assert_eq!(state(&hang, &id).await["payment"]["attempt"], 3);
}

#[tokio::test]
async fn an_order_that_a_crash_left_without_a_page_is_ended_and_its_page_is_never_shown() {
    let mut world = World::with_national().await;
    let (id, cookie, left) = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = hang.to_pay().await;
        order(&hang, &id).await;
        let left = state(&hang, &id).await["payment"]["order"].clone();
        (id, hang.cookie.clone(), left)
    };
    // As the backend leaves it that ends after INIT and before it wrote the page down.
    let sql = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    sql.execute("UPDATE payment_order SET redirect_url = ''", []).unwrap();
    world.restart().await;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    world.advance(10).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending", "it is asked about");
    let second = order(&hang, &id).await;
    let orders = state(&hang, &id).await["orders"].clone();
    assert_eq!((&orders[0]["order"], &orders[0]["outcome"]["state"]), (&left, &json!("failed")));
    at_platform(&world, &second, "pay").await;
    assert_eq!(state(&hang, &id).await["payment"]["attempt"], 2);
    let late = told(&world, "national secret", |_| (), left.as_str().unwrap()).await;
    assert_eq!(late.json()["MaLoi"], "00");
    let orders = state(&hang, &id).await["orders"].clone();
    assert_eq!(orders[0]["outcome"]["state"], "surplus", "money for it all the same goes back");
}

#[tokio::test]
async fn py5_two_presses_lead_to_one_page() {
    let world = World::with_national().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let (one, two) = tokio::join!(start(&hang, &id, "one"), start(&hang, &id, "two"));
    assert!(one.status == 200 || two.status == 200, "{} {}", one.text(), two.text());
    let again = start(&hang, &id, "three").await.json();
    for answer in [one, two] {
        if answer.status == 200 {
            assert_eq!(answer.json()["redirect_url"], again["redirect_url"]);
        } else {
            assert_eq!(answer.problem(409), "in_progress");
        }
    }
    assert_eq!(world.orders().await.as_array().unwrap().len(), 1);
    assert_eq!(state(&hang, &id).await["orders"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn py13_what_the_bank_does_not_say_is_waited_for_and_not_asked_for_again() {
    let world = World::with_national().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let order = order(&hang, &id).await;
    at_platform(&world, &order, "bank").await;
    world.advance(10).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending");
    world.advance(15 * 60 + 60).await;
    let suspect = hang.dossier(&id).await;
    let payment = &suspect["state"]["payment"];
    assert_eq!((&payment["state"], &payment["code"]), (&json!("suspect"), &json!("3")));
    assert!(!suspect["allowed"].as_array().unwrap().contains(&json!("start_payment")));
    assert_eq!(start(&hang, &id, "again").await.problem(409), "refused");
    world.advance(600).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "suspect", "only its word ends it");
    at_platform(&world, &order, "silent").await;
    world.advance(300).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
}

#[tokio::test]
async fn an_order_that_nobody_paid_or_that_was_cancelled_gives_way() {
    let world = World::with_national().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let first = order(&hang, &id).await;
    at_platform(&world, &first, "cancel").await;
    world.work().await;
    let payment = state(&hang, &id).await["payment"].clone();
    assert_eq!((&payment["state"], &payment["code"]), (&json!("failed"), &json!("unpaid")));
    order(&hang, &id).await;
    world.advance(15 * 60 + 90).await;
    let payment = state(&hang, &id).await["payment"].clone();
    assert_eq!((&payment["state"], &payment["code"]), (&json!("failed"), &json!("11")));
    let third = order(&hang, &id).await;
    at_platform(&world, &third, "pay").await;
    assert_eq!(state(&hang, &id).await["payment"]["attempt"], 3);
}

#[tokio::test]
async fn py11_other_money_is_owed_back_and_a_person_returns_it() {
    let world = World::with_national().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let first = order(&hang, &id).await;
    at_platform(&world, &first, "other").await;
    world.work().await;
    let odd = state(&hang, &id).await;
    assert_eq!((&odd["payment"]["code"], &odd["orders"][0]["received"]), (&json!("amount"), &json!(18_000)));
    world.work().await;
    let outcome = state(&hang, &id).await["orders"][0]["outcome"].clone();
    assert_eq!((&outcome["state"], &outcome["code"]), (&json!("refund_refused"), &json!("by_hand")));
    let second = order(&hang, &id).await;
    at_platform(&world, &second, "pay").await;
    let reference = odd["orders"][0]["order"].clone();
    world.sandbox.control("national", &json!({ "returned": reference })).await;
    world.advance(24 * 3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let orders = state(&hang, &id).await["orders"].clone();
    assert_eq!(
        (&orders[0]["outcome"]["state"], &orders[1]["outcome"]["state"]),
        (&json!("refunded"), &json!("counted"))
    );
}

#[tokio::test]
async fn py9_what_the_office_asks_for_is_paid_there_under_the_official_code() {
    let world = World::with_national().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    thanh.freeze(&id).await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    let code = thanh.dossier(&id).await["state"]["filing"]["code"].as_str().unwrap().to_owned();
    world.sandbox.form(&format!("/desk/dossiers/{code}"), &[("status", "2")]).await;
    let notice = [
        ("item_1", "Lệ phí trước bạ"),
        ("amount_1", "500.000"),
        ("item_2", "Phí thẩm định"),
        ("amount_2", "20000"),
        ("basis", "Nghị định 10/2022/NĐ-CP"),
        ("clock", "from_payment"),
        ("way", "online"),
    ];
    world.sandbox.form(&format!("/desk/dossiers/{code}/dues"), &notice).await;
    let wanted = json!({ "due": 1, "provider": "national" });
    let started = thanh.done(&format!("/api/dossiers/{id}/payment"), "due", &wanted).await;
    let order = hidden(&world.sandbox.page(started["redirect_url"].as_str().unwrap()).await, "order");
    assert_eq!(
        world.orders().await[0]["items"],
        json!([["Lệ phí trước bạ", 500_000], ["Phí thẩm định", 20_000]])
    );
    assert_eq!(world.orders().await[0]["record"], json!(code));
    let back = at_platform(&world, &order, "pay").await.unwrap();
    let answer = world.get(back.strip_prefix(&world.portal).unwrap()).await;
    assert_eq!(answer.header("location"), format!("/ho-so/{id}/nop-phi/1"));
    world.work().await;
    let due = thanh.dossier(&id).await["state"]["dues"][0].clone();
    assert!(due["payment"]["state"] == "paid" && due["told_at"].is_string(), "{due}");
}
