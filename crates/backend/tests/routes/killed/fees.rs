//! `kill -9` at a write while a fee is paid by bank transfer or at the national platform, and while one is paid that the office asked for
//! after filing: the bank, the platform, the gateway, the desk and the dossier must agree.

use serde_json::{Value, json};
use vietqr::Transfer;

use super::records::{filed_once, paid_once};
use super::{Killable, at_gateway, moment, to_the_end, tried};
use crate::citizen::{Citizen, EXTRACT, HANG, THANH};
use crate::world::{World, hidden};

/// Writes of each story that each run tries.
const SAMPLE: usize = 3;
/// What the office asks for after filing, in đồng.
const DUE: u64 = 500_000;

/// A way to pay when filing.
#[derive(Clone, Copy)]
enum Way {
    Transfer,
    National,
}

impl Way {
    fn provider(self) -> &'static str {
        match self {
            Self::Transfer => "vietqr",
            Self::National => "national",
        }
    }

    /// Pays what was opened, once: nobody transfers twice for one code, and the platform's page shows when it is over.
    async fn pay(self, own: &Killable<'_>, started: &Value) {
        let sandbox = &own.world.sandbox;
        match self {
            Self::Transfer => {
                let Some(code) = started["dossier"]["paying"][0]["transfer"].as_str() else { return };
                let reference = Transfer::read(code).unwrap().purpose.unwrap();
                if !own.ledger()["bank"]["credits"].to_string().contains(&reference) {
                    sandbox.form("/bank/pay", &[("code", code), ("choice", "pay")]).await;
                }
            }
            Self::National => {
                let page = sandbox.page(started["redirect_url"].as_str().unwrap_or_default()).await;
                if page.contains("name=\"order\"") {
                    let pairs = [("order", hidden(&page, "order")), ("choice", "pay".to_owned())];
                    let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
                    sandbox.form("/national/choose", &pairs).await;
                }
            }
        }
    }
}

/// A dossier of extracts that is fixed; who is no digital citizen owes a fee for it.
pub async fn fixed(citizen: &Citizen<'_>, at: usize) -> String {
    citizen.decide(EXTRACT, true).await;
    let mut wanted = citizen.wanted(EXTRACT).await;
    wanted["another"] = json!(true);
    let opened = citizen.done("/api/dossiers", &format!("open {at}"), &wanted).await;
    let id = citizen.fill(opened["id"].as_str().unwrap(), EXTRACT, "own-birth").await;
    citizen.freeze(&id).await;
    id
}

/// From the fixed dossier to the official code, paid in this way.
async fn paid_when_filing(own: &mut Killable<'_>, at: usize, way: Way) -> usize {
    let hang = Citizen::sign_in(own.world, HANG).await;
    let id = fixed(&hang, at).await;
    let owed = hang.dossier(&id).await["state"]["payment"]["amount"].as_u64().unwrap();
    let path = format!("/api/dossiers/{id}");
    let next = async |own: &Killable<'_>| {
        let page = hang.get(&path).await;
        if page.status == 502 {
            return None;
        }
        let state = page.json()["state"].clone();
        match (state["stage"].as_str()?, state["payment"]["state"].as_str()?) {
            ("filed", _) => return Some(true),
            (_, "quoted" | "failed" | "pending") => {
                let key = format!("pay {}", state["payment_attempts"]);
                let wanted = json!({ "provider": way.provider() });
                let started = hang.post(&format!("{path}/payment"), &key, &wanted).await;
                if started.status == 200 {
                    way.pay(own, &started.json()).await;
                }
            }
            _ => {}
        }
        moment(own, &hang, &path, &state, 11).await;
        Some(false)
    };
    let writes = to_the_end(own, &hang, &id, at, next).await;
    own.settle().await;
    let hang = Citizen::sign_in(own.world, HANG).await;
    let state = hang.dossier(&id).await["state"].clone();
    let ledger = own.ledger();
    assert_eq!(filed_once(&ledger, &id, at)["code"], state["filing"]["code"], "killed at write {at}");
    paid_once(own, &state, owed, at);
    writes
}

/// From the office's notice until the office knows that it is paid.
async fn paid_after_filing(own: &mut Killable<'_>, at: usize) -> usize {
    let thanh = Citizen::sign_in(own.world, THANH).await;
    let id = fixed(&thanh, at).await;
    let path = format!("/api/dossiers/{id}");
    thanh.done(&format!("{path}/file"), "file", &Value::Null).await;
    let code = loop {
        let state = thanh.dossier(&id).await["state"].clone();
        if let Some(code) = state["filing"]["code"].as_str() {
            break code.to_owned();
        }
        moment(own, &thanh, &path, &state, 11).await;
    };
    let sandbox = &own.world.sandbox;
    sandbox.form(&format!("/desk/dossiers/{code}"), &[("status", "2")]).await;
    let notice = [
        ("item_1", "Lệ phí trước bạ"),
        ("amount_1", "500000"),
        ("basis", "Nghị định 10/2022/NĐ-CP"),
        ("clock", "from_payment"),
        ("way", "online"),
    ];
    sandbox.form(&format!("/desk/dossiers/{code}/dues"), &notice).await;
    let next = async |own: &Killable<'_>| {
        let page = thanh.get(&path).await;
        if page.status == 502 {
            return None;
        }
        let state = page.json()["state"].clone();
        let due = &state["dues"][0];
        if due["told_at"].is_string() {
            return Some(true);
        }
        if due["payment"]["state"].as_str()? != "paid" {
            let key = format!("due {}", state["payment_attempts"]);
            let started = thanh.post(&format!("{path}/payment"), &key, &json!({ "due": 1 })).await;
            at_gateway(own, &thanh, &started, |_| "pay").await;
        }
        moment(own, &thanh, &path, &state, 11).await;
        Some(false)
    };
    let writes = to_the_end(own, &thanh, &id, at, next).await;
    own.settle().await;
    let thanh = Citizen::sign_in(own.world, THANH).await;
    let state = thanh.dossier(&id).await["state"].clone();
    let ledger = own.ledger();
    paid_once(own, &state, DUE, at);
    let told = &filed_once(&ledger, &id, at)["paid"];
    assert_eq!(told.as_array().map(Vec::len), Some(1), "killed at write {at}: the office knows it once");
    assert_eq!(told[0]["amount"], DUE, "killed at write {at}");
    writes
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_backend_is_killed_a_bank_transfer_counts_once_and_the_dossier_is_filed() {
    let world = World::with_transfers().await;
    let mut own = Killable::start(&world).await;
    let story = async |own: &mut Killable<'_>, at| paid_when_filing(own, at, Way::Transfer).await;
    tried("bank transfer", &mut own, SAMPLE, story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_backend_is_killed_one_page_of_the_national_platform_is_paid_and_the_dossier_is_filed() {
    let world = World::with_national().await;
    let mut own = Killable::start(&world).await;
    let story = async |own: &mut Killable<'_>, at| paid_when_filing(own, at, Way::National).await;
    tried("national platform", &mut own, SAMPLE, story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_backend_is_killed_a_fee_after_filing_is_paid_and_told_once() {
    let world = World::start().await;
    let mut own = Killable::start(&world).await;
    tried("fee after filing", &mut own, SAMPLE, paid_after_filing).await;
}
