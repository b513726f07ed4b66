//! VNPAY's hashes as somebody else makes them: the gateway here only records what the backend sends, and `tests/judges/vnpay.py`, which
//! has the order of fields from the published documentation, judges each message and seals each answer. The sandbox has no part in it.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::{Json, Router};
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG};
use crate::given_back::decide;
use crate::world::{World, project};

const SECRET: &str = "PAYSECRET";

/// What somebody else takes for the hash of a message.
fn hash(kind: &str, secret: &str, message: &str) -> String {
    let mut python = Command::new("python3")
        .arg(project("tests/judges/vnpay.py"))
        .args([kind, secret])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(message.as_bytes()).unwrap();
    let said = python.wait_with_output().unwrap();
    assert!(said.status.success(), "{kind} is refused: {message}");
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}

/// What the gateway answers to a question: type and status of the transaction, đồng, and the secret that it seals with.
type Says = (&'static str, &'static str, u64, &'static str);

#[derive(Default)]
struct Gateway {
    asked: Mutex<Vec<Value>>,
    says: Mutex<Says>,
}

impl Gateway {
    fn says(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    fn answer(&self, asked: Value) -> Value {
        let (kind, status, amount, secret) = *self.says.lock().unwrap();
        let (kind, amount) = (json!(kind), json!((amount * 100).to_string()));
        let command = asked["vnp_Command"].as_str().unwrap();
        // What is to go back is on its way.
        let (kind, status, amount) = match command {
            "refund" => (&asked["vnp_TransactionType"], "05", &asked["vnp_Amount"]),
            _ => (&kind, status, &amount),
        };
        let mut told = json!({
            "vnp_ResponseId": "5f1d", "vnp_Command": command, "vnp_ResponseCode": "00", "vnp_Message": "Giao dịch thành công",
            "vnp_TmnCode": "DEMO0001", "vnp_TxnRef": asked["vnp_TxnRef"], "vnp_Amount": amount,
            "vnp_BankCode": "NCB", "vnp_PayDate": "20261121080130", "vnp_TransactionNo": "14000001",
            "vnp_TransactionType": kind, "vnp_TransactionStatus": status, "vnp_OrderInfo": "Nop phi",
        });
        if command == "querydr" {
            told["vnp_PromotionCode"] = json!("KM01");
            told["vnp_PromotionAmount"] = json!("0");
        }
        told["vnp_SecureHash"] = json!(hash(&format!("{command}-answer"), secret, &told.to_string()));
        self.asked.lock().unwrap().push(asked);
        told
    }

    /// The last request of a kind, whose hash is right for somebody else.
    fn judged(&self, command: &str) -> Value {
        let asked = self.asked.lock().unwrap();
        let last = asked.iter().rfind(|asked| asked["vnp_Command"] == command).unwrap();
        assert_eq!(last["vnp_SecureHash"], hash(command, SECRET, &last.to_string()), "{last}");
        last.clone()
    }
}

/// With a recording gateway instead of the sandbox's.
async fn world() -> (World, Arc<Gateway>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let gateway = Arc::new(Gateway::default());
    let answering = Arc::clone(&gateway);
    let routes = Router::new().fallback(async move |Json(asked): Json<Value>| Json(answering.answer(asked)));
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    let world = World::begin("", |config, sandbox, _| {
        config.replace(&format!("{sandbox}/vnpay/merchant_webapi/api/transaction"), &address)
    })
    .await;
    (world, gateway)
}

/// Opens an order; the parameters of the address that the citizen is led to, whose hash is right for somebody else.
async fn led_to_pay(hang: &Citizen<'_>, id: &str, key: &str) -> Value {
    let started = hang.done(&format!("/api/dossiers/{id}/payment"), key, &Value::Null).await;
    let query = started["redirect_url"].as_str().unwrap().split_once('?').unwrap().1;
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    let pairs: Value = pairs.map(|(name, value)| (name, Value::String(value))).collect();
    assert_eq!(pairs["vnp_SecureHash"], hash("pay", SECRET, query), "{query}");
    pairs
}

/// A notice as the gateway's servers send it, in no order and with all that it tells.
async fn notified(world: &World, secret: &str, order: &Value, transaction: &str, amount: u64) -> Value {
    let query = format!(
        "vnp_Amount={}&vnp_BankCode=NCB&vnp_BankTranNo=VNP14000001&vnp_CardType=ATM&vnp_TxnRef={}\
         &vnp_OrderInfo=Nop+phi+h%E1%BB%93+s%C6%A1%3A+%2B%26&vnp_PayDate=20261121080130&vnp_ResponseCode=00\
         &vnp_TmnCode=DEMO0001&vnp_TransactionStatus=00&vnp_TransactionNo={transaction}",
        amount * 100,
        order.as_str().unwrap()
    );
    let hash = hash("notice", secret, &query);
    world.get(&format!("/hooks/vnpay/ipn?{query}&vnp_SecureHash={hash}")).await.json()["RspCode"].clone()
}

async fn state(hang: &Citizen<'_>, id: &str) -> Value {
    hang.dossier(id).await["state"].clone()
}

#[tokio::test]
async fn an_address_a_question_and_a_part_that_goes_back_have_the_hash_that_somebody_else_gives_them() {
    let (world, gateway) = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let led = led_to_pay(&hang, &id, "pay").await;
    assert_eq!(led["vnp_Amount"], "1600000");
    gateway.says(("01", "00", 16_000, "another secret"));
    world.advance(10).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "pending", "an answer of nobody's");
    let asked = gateway.judged("querydr");
    assert_eq!(
        (&asked["vnp_TxnRef"], &asked["vnp_TransactionDate"]),
        (&led["vnp_TxnRef"], &led["vnp_CreateDate"])
    );
    gateway.says(("01", "00", 16_000, SECRET));
    world.advance(300).await;
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
    world.work().await;

    let code = state(&hang, &id).await["filing"]["code"].as_str().unwrap().to_owned();
    assert_eq!(decide(&world, &code, "14000001", "6.000").await, 303);
    world.work().await;
    let asked = gateway.judged("refund");
    assert_eq!((&asked["vnp_TransactionType"], &asked["vnp_Amount"]), (&json!("03"), &json!("600000")));
    assert_eq!((&asked["vnp_TransactionNo"], &asked["vnp_TxnRef"]), (&json!("14000001"), &led["vnp_TxnRef"]));
    assert_eq!(state(&hang, &id).await["orders"][1]["outcome"]["state"], "refund_asked");
    gateway.says(("03", "00", 6_000, SECRET));
    world.advance(3600).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(state(&hang, &id).await["orders"][1]["outcome"]["state"], "refunded");
}

#[tokio::test]
async fn notices_that_somebody_else_has_sealed_are_read_and_all_that_goes_back_is_asked_for_with_their_hash()
{
    let (world, gateway) = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.to_pay().await;
    let first = led_to_pay(&hang, &id, "first").await["vnp_TxnRef"].clone();
    gateway.says(("01", "00", 18_000, SECRET));
    assert_eq!(notified(&world, "another secret", &first, "14000001", 16_000).await, "97");
    assert_eq!(notified(&world, SECRET, &first, "14000001", 18_000).await, "04");
    world.work().await;
    assert_eq!(state(&hang, &id).await["orders"][0]["outcome"]["state"], "surplus");
    world.work().await;
    let asked = gateway.judged("refund");
    assert_eq!((&asked["vnp_TransactionType"], &asked["vnp_Amount"]), (&json!("02"), &json!("1800000")));
    assert_eq!(state(&hang, &id).await["orders"][0]["outcome"]["state"], "refund_asked");

    let second = led_to_pay(&hang, &id, "second").await["vnp_TxnRef"].clone();
    assert_eq!(notified(&world, SECRET, &second, "14000002", 16_000).await, "00");
    assert_eq!(state(&hang, &id).await["payment"]["state"], "paid");
}
