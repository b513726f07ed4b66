//! The payment gateway, as a merchant meets it: signed requests in, signed returns and notifications out.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "payment/refunds.rs"]
mod refunds;
mod support;

use std::collections::BTreeMap;

use aws_lc_rs::hmac;
use congdan_sandbox::Config;
use serde_json::{Value, json};
use support::{Answer, Portal, World, config, hex, query};

const SECRET: &str = "SANDBOXSECRET";

/// Written down once more, apart from the sandbox's own: the two must agree.
fn hmac(text: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA512, SECRET.as_bytes());
    hex(hmac::sign(&key, text.as_bytes()).as_ref())
}

struct Shop {
    world: World,
    portal: Portal,
    created: String,
    expires: String,
}

impl Shop {
    async fn new() -> Self {
        Self::with(None).await
    }

    /// With mishaps that are drawn from this seed and lose answers.
    async fn with(chaos: Option<u64>) -> Self {
        let portal = Portal::listen().await;
        portal.answers(200, r#"{"RspCode":"00","Message":"Confirm Success"}"#);
        let world = World::new(Config { chaos, chaos_loses: chaos.is_some(), ..config(&portal.url) });
        let now = world.get("/control/clock").await.json()["now"].as_str().unwrap().to_owned();
        let now = time::OffsetDateTime::parse(&now, &time::format_description::well_known::Rfc3339).unwrap();
        let format = time::macros::format_description!("[year][month][day][hour][minute][second]");
        let stamp = |moment: time::OffsetDateTime| moment.format(format).unwrap();
        Shop { world, portal, created: stamp(now), expires: stamp(now + time::Duration::minutes(15)) }
    }

    fn asked(&self, reference: &str, changes: &[(&str, &str)]) -> String {
        let return_url = format!("{}/pay/return", self.portal.url);
        let mut pairs = BTreeMap::from([
            ("vnp_Version", "2.1.0"),
            ("vnp_Command", "pay"),
            ("vnp_TmnCode", "DEMO0001"),
            ("vnp_Amount", "1600000"),
            ("vnp_CreateDate", &self.created),
            ("vnp_ExpireDate", &self.expires),
            ("vnp_CurrCode", "VND"),
            ("vnp_IpAddr", "127.0.0.1"),
            ("vnp_Locale", "vn"),
            ("vnp_OrderInfo", "Nop le phi ho so 0001"),
            ("vnp_OrderType", "other"),
            ("vnp_ReturnUrl", &return_url),
            ("vnp_TxnRef", reference),
        ]);
        pairs.extend(changes.iter().copied());
        let signed = query(&pairs.into_iter().collect::<Vec<_>>());
        format!("{signed}&vnp_SecureHash={}", hmac(&signed))
    }

    async fn open(&self, asked: &str) -> Answer {
        self.world.get(&format!("/vnpay/paymentv2/vpcpay.html?{asked}")).await
    }

    /// Opens an order and does something on its page.
    async fn go(&self, reference: &str, choice: &[(&str, &str)]) -> Answer {
        let page = self.open(&self.asked(reference, &[])).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let order = page.hidden("order");
        self.world.form("/vnpay/paymentv2/choose", &[&[("order", order.as_str())], choice].concat()).await
    }

    fn notices(&self) -> Vec<BTreeMap<String, String>> {
        let calls = self.portal.calls();
        calls
            .iter()
            .map(|call| {
                assert_eq!((call.method.as_str(), call.uri.path()), ("GET", "/hooks/vnpay/ipn"));
                checked(call.uri.query().unwrap())
            })
            .collect()
    }

    async fn query(&self, reference: &str, request: &str) -> Value {
        let answer = self.ask(reference, request).await.json();
        let order = [
            "ResponseId",
            "Command",
            "ResponseCode",
            "Message",
            "TmnCode",
            "TxnRef",
            "Amount",
            "BankCode",
            "PayDate",
            "TransactionNo",
            "TransactionType",
            "TransactionStatus",
            "OrderInfo",
            "PromotionCode",
            "PromotionAmount",
        ];
        let text = order.map(|name| answer[format!("vnp_{name}")].as_str().unwrap()).join("|");
        assert_eq!(answer["vnp_SecureHash"], hmac(&text));
        answer
    }

    async fn ask(&self, reference: &str, request: &str) -> Answer {
        let parts = [
            request,
            "2.1.0",
            "querydr",
            "DEMO0001",
            reference,
            &self.created,
            &self.created,
            "127.0.0.1",
            "Tra cuu",
        ];
        let body = json!({
            "vnp_RequestId": request, "vnp_Version": "2.1.0", "vnp_Command": "querydr", "vnp_TmnCode": "DEMO0001",
            "vnp_TxnRef": reference, "vnp_TransactionDate": self.created, "vnp_CreateDate": self.created,
            "vnp_IpAddr": "127.0.0.1", "vnp_OrderInfo": "Tra cuu", "vnp_SecureHash": hmac(&parts.join("|")),
        });
        self.world.json("/vnpay/merchant_webapi/api/transaction", &body).await
    }

    async fn report(&self) -> Value {
        self.world.get("/control/payments").await.json()
    }
}

/// The parameters of a query whose signature fits.
fn checked(query: &str) -> BTreeMap<String, String> {
    let (signed, hash) = query.rsplit_once("&vnp_SecureHash=").unwrap();
    let mut parts: Vec<_> = signed.split('&').collect();
    parts.sort_unstable();
    assert_eq!(hash, hmac(&parts.join("&")), "{query}");
    form_urlencoded::parse(signed.as_bytes()).into_owned().collect()
}

fn returned(answer: &Answer) -> BTreeMap<String, String> {
    checked(answer.location().split_once('?').unwrap().1)
}

#[tokio::test]
async fn paying_notifies_first_and_then_returns_with_the_same_facts() {
    let shop = Shop::new().await;
    let back = shop.go("T1", &[("choice", "pay")]).await;
    assert_eq!(back.status, 303);
    assert!(back.location().starts_with(&format!("{}/pay/return?", shop.portal.url)));
    let returned = returned(&back);
    assert_eq!(returned["vnp_ResponseCode"], "00");
    assert_eq!(returned["vnp_TransactionStatus"], "00");
    assert_eq!(returned["vnp_Amount"], "1600000");
    assert_eq!(returned["vnp_TxnRef"], "T1");
    assert_eq!(shop.notices(), [returned]);
    assert_eq!(
        shop.report().await,
        json!([{ "reference": "T1", "response_code": "00", "refunded": null, "answers": ["00"], "waiting": 0 }])
    );
}

#[tokio::test]
async fn by_mishap_notices_come_twice_and_questions_are_answered_when_they_are_asked_again() {
    let shop = Shop::with(Some(7)).await;
    for number in 0..8 {
        shop.go(&format!("T{number}"), &[("choice", "pay")]).await;
    }
    let told: Vec<String> = shop.notices().into_iter().map(|notice| notice["vnp_TxnRef"].clone()).collect();
    let each: std::collections::BTreeSet<&String> = told.iter().collect();
    assert!(each.len() == 8 && told.len() > 8, "each comes, and some twice: {told:?}");
    let mut answered = Vec::new();
    for number in 0..24 {
        answered.push(shop.ask("T1", &format!("r{number}")).await.status.is_success());
    }
    assert!(answered.contains(&false), "none was lost");
    assert!(
        answered.windows(2).all(|two| two.contains(&true)),
        "asked again there is an answer: {answered:?}"
    );
}

#[tokio::test]
async fn cancelling_and_failing_have_their_codes_and_no_money() {
    let shop = Shop::new().await;
    let cancelled = returned(&shop.go("T1", &[("choice", "cancel")]).await);
    assert_eq!((&*cancelled["vnp_ResponseCode"], &*cancelled["vnp_TransactionStatus"]), ("24", "02"));
    for code in ["09", "10", "11", "12", "13", "51", "65", "75", "79", "99"] {
        let failed = returned(&shop.go(&format!("F{code}"), &[("choice", "fail"), ("code", code)]).await);
        assert_eq!((&*failed["vnp_ResponseCode"], &*failed["vnp_TransactionStatus"]), (code, "02"));
    }
    assert_eq!(shop.go("T2", &[("choice", "fail"), ("code", "00")]).await.status, 400);
}

#[tokio::test]
async fn a_suspect_payment_is_neither_success_nor_failure() {
    let shop = Shop::new().await;
    let suspect = returned(&shop.go("T1", &[("choice", "suspect")]).await);
    assert_eq!((&*suspect["vnp_ResponseCode"], &*suspect["vnp_TransactionStatus"]), ("07", "07"));
    assert_eq!(shop.query("T1", "r1").await["vnp_TransactionStatus"], "07");
}

#[tokio::test]
async fn whoever_pays_another_amount_is_said_to_have_paid_that() {
    let shop = Shop::new().await;
    let paid = returned(&shop.go("T1", &[("choice", "other")]).await);
    assert_eq!((&*paid["vnp_TransactionStatus"], &*paid["vnp_Amount"]), ("00", "1800000"));
    assert_eq!(shop.query("T1", "r1").await["vnp_Amount"], "1800000");
}

#[tokio::test]
async fn an_order_at_the_bank_outlives_its_time_and_is_paid_when_the_bank_says_so() {
    let shop = Shop::new().await;
    assert_eq!(shop.go("T1", &[("choice", "bank")]).await.status, 200);
    shop.world.json("/control/clock", &json!({ "advance_seconds": 3600 })).await;
    assert_eq!(shop.query("T1", "r1").await["vnp_TransactionStatus"], "01");
    let paid = returned(&shop.go("T1", &[("choice", "pay")]).await);
    assert_eq!(paid["vnp_TransactionStatus"], "00");
}

#[tokio::test]
async fn a_suspect_payment_can_be_cleared_and_then_the_query_says_how_it_ended() {
    let shop = Shop::new().await;
    for (reference, cleared, status) in [("T1", "paid", "00"), ("T2", "refunded", "02")] {
        shop.go(reference, &[("choice", "suspect")]).await;
        let told = shop.portal.calls().len();
        let clear = json!({ "reference": reference, "cleared": cleared });
        assert_eq!(shop.world.json("/control/payments", &clear).await.status, 200);
        let answer = shop.query(reference, &format!("after {reference}")).await;
        assert_eq!(
            (&answer["vnp_ResponseCode"], &answer["vnp_TransactionStatus"]),
            (&json!("00"), &json!(status))
        );
        assert_eq!(shop.portal.calls().len(), told, "nobody is notified");
        let again = shop.world.json("/control/payments", &clear).await;
        assert_eq!((again.status.as_u16(), &again.json()["code"]), (404, &json!("no-suspect-payment")));
    }
}

#[tokio::test]
async fn only_suspect_payments_are_on_the_control_page_until_they_are_cleared() {
    let shop = Shop::new().await;
    shop.go("T1", &[("choice", "pay")]).await;
    shop.go("T2", &[("choice", "suspect")]).await;
    let page = shop.world.get("/control").await.text();
    assert!(page.contains("Giao dịch T2, 16.000 đ") && !page.contains("Giao dịch T1"), "{page}");
    let cleared = shop.world.form("/control", &[("refunded", "T2")]).await;
    assert_eq!(cleared.location(), "/control");
    assert!(!shop.world.get("/control").await.text().contains("Giao dịch T2"));
    assert_eq!(shop.world.form("/control", &[("paid", "T1")]).await.status, 404);
}

#[tokio::test]
async fn a_payer_who_closes_the_page_is_notified_about_but_never_returns() {
    let shop = Shop::new().await;
    let page = shop.go("T1", &[("choice", "close")]).await;
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("/pay/return"));
    assert_eq!(shop.notices().len(), 1);
}

#[tokio::test]
async fn a_late_notification_comes_after_ten_minutes_or_when_asked_for() {
    let shop = Shop::new().await;
    assert_eq!(shop.go("T1", &[("choice", "late")]).await.status, 303);
    assert_eq!(shop.go("T2", &[("choice", "late")]).await.status, 303);
    assert_eq!(shop.notices().len(), 0);
    let sent = shop.world.json("/control/ipn", &json!({})).await.json();
    assert_eq!(sent, json!({ "sent": 2, "waiting": 0 }));
    shop.go("T3", &[("choice", "late")]).await;
    shop.world.advance(599).await;
    assert_eq!(shop.notices().len(), 2);
    shop.world.advance(2).await;
    assert_eq!(shop.notices().len(), 3);
}

#[tokio::test]
async fn a_notification_can_come_twice() {
    let shop = Shop::new().await;
    shop.go("T1", &[("choice", "twice")]).await;
    let notices = shop.notices();
    assert_eq!(notices.len(), 2);
    assert_eq!(notices[0], notices[1]);
}

#[tokio::test]
async fn a_notification_is_repeated_until_the_merchant_takes_it() {
    let shop = Shop::new().await;
    shop.portal.answers(200, r#"{"RspCode":"99","Message":"later"}"#);
    shop.go("T1", &[("choice", "pay")]).await;
    shop.portal.answers(500, "oops");
    shop.world.advance(301).await;
    shop.portal.answers(200, r#"{"RspCode":"02","Message":"Order already confirmed"}"#);
    shop.world.advance(301).await;
    shop.world.advance(3600).await;
    assert_eq!(shop.notices().len(), 3);
    assert_eq!(shop.report().await[0]["answers"], json!(["99", "HTTP 500", "02"]));
    assert_eq!(shop.report().await[0]["waiting"], 0);
}

#[tokio::test]
async fn an_order_ends_when_its_time_is_over() {
    let shop = Shop::new().await;
    let page = shop.open(&shop.asked("T1", &[])).await;
    let order = page.hidden("order");
    shop.world.advance(15 * 60).await;
    let back = shop.world.form("/vnpay/paymentv2/choose", &[("order", &order), ("choice", "pay")]).await;
    assert_eq!(returned(&back)["vnp_ResponseCode"], "11");
    assert_eq!(shop.query("T1", "r1").await["vnp_TransactionStatus"], "02");
    let late = shop.open(&shop.asked("T2", &[])).await.text();
    assert!(late.contains("Hết hạn chờ thanh toán") && !late.contains("choice"));
}

#[tokio::test]
async fn an_order_ends_once_whatever_is_pressed_afterwards() {
    let shop = Shop::new().await;
    let page = shop.open(&shop.asked("T1", &[])).await;
    let order = page.hidden("order");
    for choice in ["pay", "cancel", "close"] {
        let back = shop.world.form("/vnpay/paymentv2/choose", &[("order", &order), ("choice", choice)]).await;
        assert_eq!(returned(&back)["vnp_ResponseCode"], "00", "{choice}");
    }
    assert_eq!(shop.notices().len(), 1);
    let again = shop.open(&shop.asked("T1", &[])).await;
    assert!(again.text().contains("Giao dịch đã kết thúc"));
}

#[tokio::test]
async fn a_request_with_a_defect_shows_the_gateways_code() {
    let shop = Shop::new().await;
    assert_eq!(shop.open(&shop.asked("T1", &[])).await.status, 200);
    let tampered = shop.asked("T2", &[]).replace("1600000", "100");
    let foreign = [("vnp_ReturnUrl", "http://evil.example/return")];
    for (asked, code) in [
        (tampered, "70"),
        (shop.asked("T2", &[("vnp_TmnCode", "OTHER001")]), "72"),
        (shop.asked("T2", &foreign), "71"),
        (shop.asked("T2", &[("vnp_Amount", "0")]), "03"),
        (shop.asked("T2", &[("vnp_OrderInfo", "Nộp lệ phí")]), "03"),
        (shop.asked("T2", &[("vnp_CreateDate", "2026")]), "03"),
        (shop.asked("T1", &[("vnp_Amount", "1700000")]), "01"),
    ] {
        let page = shop.open(&asked).await;
        assert_eq!(page.status, 400, "{asked}");
        assert!(page.text().contains(&format!("Mã lỗi {code}.")), "{code}: {}", page.text());
    }
}

#[tokio::test]
async fn a_query_tells_what_became_of_an_order() {
    let shop = Shop::new().await;
    assert_eq!(shop.query("T1", "r1").await["vnp_ResponseCode"], "91");
    let page = shop.open(&shop.asked("T1", &[])).await;
    let open = shop.query("T1", "r2").await;
    assert_eq!((&open["vnp_ResponseCode"], &open["vnp_TransactionStatus"]), (&json!("00"), &json!("01")));
    let order = page.hidden("order");
    shop.world.form("/vnpay/paymentv2/choose", &[("order", &order), ("choice", "close")]).await;
    let paid = shop.query("T1", "r3").await;
    assert_eq!((&paid["vnp_TransactionStatus"], &paid["vnp_Amount"]), (&json!("00"), &json!("1600000")));
    assert_eq!(shop.query("T1", "r3").await["vnp_ResponseCode"], "94");
    let unsigned = json!({
        "vnp_RequestId": "r4", "vnp_Version": "2.1.0", "vnp_Command": "querydr", "vnp_TmnCode": "DEMO0001",
        "vnp_TxnRef": "T1", "vnp_TransactionDate": shop.created, "vnp_CreateDate": shop.created,
        "vnp_IpAddr": "127.0.0.1", "vnp_OrderInfo": "Tra cuu", "vnp_SecureHash": "00",
    });
    let answer = shop.world.json("/vnpay/merchant_webapi/api/transaction", &unsigned).await.json();
    assert_eq!(answer["vnp_ResponseCode"], "97");
    assert_eq!(answer["vnp_TransactionStatus"], "");
}

#[tokio::test]
async fn a_forged_or_inflated_notification_can_be_asked_for() {
    let shop = Shop::new().await;
    shop.world.fault("payment", "wrong-amount").await;
    shop.go("T1", &[("choice", "pay")]).await;
    assert_eq!(shop.notices()[0]["vnp_Amount"], "1700000");
    shop.world.fault("payment", "bad-signature").await;
    shop.go("T2", &[("choice", "pay")]).await;
    let forged = shop.portal.calls()[1].uri.query().unwrap().to_owned();
    let (signed, hash) = forged.rsplit_once("&vnp_SecureHash=").unwrap();
    assert_ne!(hash, hmac(signed));
}

#[tokio::test]
async fn payments_and_waiting_notifications_survive_a_restart() {
    let shop = Shop::new().await;
    shop.go("T1", &[("choice", "late")]).await;
    let world = World::new(shop.world.config.clone());
    assert_eq!(world.json("/control/ipn", &json!({})).await.json()["sent"], 1);
    assert_eq!(shop.notices()[0]["vnp_TxnRef"], "T1");
}
