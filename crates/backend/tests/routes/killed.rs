//! `kill -9` at a write of signing, paying and filing, then a restart, and the citizen goes on: the phone, the gateway's ledger, the
//! desk and the dossier must agree. A library that is loaded before libc (`killed/at_a_write.c`) ends the process right before one of
//! its writes to the database, so the program under test is the one that citizens get.
//!
//! Each run tries some writes by seed, `cargo xtask crashes --all` all of them. Other ways to pay, and fees that the office asks for after
//! filing, are in `fees`, money that goes back in `given_back`, other ways to stand by what is filed in `bound`, other people who have a
//! part in it in `others`. What must agree in the end is in `records` and `phones`.

mod bound;
mod fees;
mod given_back;
mod killable;
mod others;
mod phones;
mod records;

use std::collections::BTreeSet;
use std::io::Write;
use std::time::{Duration, Instant};

use dossier::signature::{Times, Trust, pem_certificates, verify};
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, HANG};
use crate::world::{Answer, World, hidden};
use killable::Killable;
use phones::asked_once;
use records::{filed_once, paid_once};

/// Writes of signing, paying and filing that each run tries.
const SAMPLE: usize = 6;
/// A story that takes longer does not end.
const PATIENCE: Duration = Duration::from_mins(1);
/// Looks at the page before more time passes: the backend's clock is moved, its speed is the machine's.
const LOOKS: usize = 50;
/// The signing service, by its id.
const SERVICE: &str = "csc";
/// What the citizen owes for two copies, in đồng.
const FEE: u64 = 16_000;

/// So many stories in a row end before the write that they are to be killed at: there is none.
const ENDED: usize = 3;
/// A write that no story comes to.
const NEVER: usize = 1_000_000;

/// The next thing that the citizen does, by what is on the page. Whatever comes back, the page is looked at again: a press that was
/// answered by nothing is repeated under its own name, as the portal does. What must be signed is signed at this provider.
async fn next(own: &Killable<'_>, hang: &Citizen<'_>, id: &str, provider: &str) -> Option<bool> {
    let path = format!("/api/dossiers/{id}");
    let page = hang.get(&path).await;
    if page.status == 502 {
        return None;
    }
    let state = page.json()["state"].clone();
    let (signing, payment) = (state["signing"]["state"].as_str()?, state["payment"]["state"].as_str()?);
    match (state["stage"].as_str()?, signing, payment) {
        ("filed", ..) => return Some(true),
        ("filing", ..) => moment(own, hang, &path, &state, 30).await,
        (_, "waiting", _) => {
            if own.world.sandbox.page(&format!("/phone/{}", hang.id)).await.contains("name=\"handle\"") {
                hang.answer_phone("accept").await;
            }
            moment(own, hang, &path, &state, 2).await;
        }
        (_, "signed" | "confirmed", "quoted" | "failed" | "pending") => {
            let key = format!("pay {}", state["payment_attempts"]);
            let started = hang.post(&format!("{path}/payment"), &key, &Value::Null).await;
            at_gateway(own, hang, &started, |_| "pay").await;
            moment(own, hang, &path, &state, 11).await;
        }
        (_, "signed" | "confirmed", _) => moment(own, hang, &path, &state, 11).await,
        _ => sign(hang, &path, &state, provider).await?,
    }
    Some(false)
}

/// What was opened is ended at the gateway, once: its page shows when it is over. The way is chosen by the answer that opened it.
async fn at_gateway(
    own: &Killable<'_>,
    citizen: &Citizen<'_>,
    started: &Answer,
    way: impl FnOnce(&Value) -> &'static str,
) {
    if started.status != 200 {
        return;
    }
    let started = started.json();
    let page = own.world.sandbox.page(started["redirect_url"].as_str().unwrap_or_default()).await;
    if page.contains("name=\"order\"") {
        citizen.at_gateway(&hidden(&page, "order"), way(&started)).await;
    }
}

/// Time passes, and the page is looked at until something has changed on it, but not for ever.
async fn moment(own: &Killable<'_>, hang: &Citizen<'_>, path: &str, before: &Value, seconds: i64) {
    own.pass(seconds).await;
    for _ in 0..LOOKS {
        let page = hang.get(path).await;
        if page.status != 200 || page.json()["state"]["version"] != before["version"] {
            return;
        }
    }
}

/// Prepares a signature and lets the request go to the phone.
async fn sign(hang: &Citizen<'_>, path: &str, state: &Value, provider: &str) -> Option<()> {
    let attempts = &state["signing_attempts"];
    let list = hang.get(&format!("{path}/credentials")).await;
    if list.status != 200 {
        return None;
    }
    let list = list.json();
    let mut there = list["credentials"].as_array()?.iter().filter(|one| one["provider"] == provider);
    let usable = there.find(|one| one["unusable"].is_null())?;
    let wanted = json!({ "credential": usable["id"] });
    let prepared = hang.post(&format!("{path}/signing"), &format!("prepare {attempts}"), &wanted).await;
    if prepared.status != 200 {
        return None;
    }
    let prepared = prepared.json();
    let confirmation =
        json!({ "attempt": prepared["attempt"], "requested_hash": prepared["requested_hash"] });
    hang.post(&format!("{path}/signing/confirm"), &format!("confirm {attempts}"), &confirmation).await;
    Some(())
}

/// A dossier of birth that is fixed.
async fn frozen_birth(hang: &Citizen<'_>, at: usize) -> String {
    let mut wanted = hang.wanted(BIRTH).await;
    wanted["another"] = json!(true);
    hang.decide(BIRTH, true).await;
    let opened = hang.done("/api/dossiers", &format!("open {at}"), &wanted).await;
    let id = hang.fill(opened["id"].as_str().unwrap(), BIRTH, "married-mother").await;
    hang.freeze(&id).await;
    id
}

/// From the frozen dossier to the official code, with one death at this write; gives the writes that it took.
async fn story(own: &mut Killable<'_>, at: usize) -> usize {
    let hang = Citizen::sign_in(own.world, HANG).await;
    let id = frozen_birth(&hang, at).await;
    let writes = to_the_end(own, &hang, &id, at, async |own| next(own, &hang, &id, SERVICE).await).await;
    agree(own, &id, at).await;
    writes
}

/// Goes on until there is nothing left to do, with one death at this write; gives the writes that it took.
async fn to_the_end(
    own: &mut Killable<'_>,
    citizen: &Citizen<'_>,
    id: &str,
    at: usize,
    next: impl AsyncFn(&Killable<'_>) -> Option<bool>,
) -> usize {
    own.arm(at);
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        match next(own).await {
            Some(true) => return if own.deaths == 0 { own.disarm() } else { at },
            Some(false) => {}
            None => own.revive().await,
        }
    }
    panic!("killed at write {at}: no end: {}", citizen.dossier(id).await["state"]);
}

/// What the phone, the gateway and the desk have on record is what the dossier says.
async fn agree(own: &mut Killable<'_>, id: &str, at: usize) {
    own.settle().await;
    let hang = Citizen::sign_in(own.world, HANG).await;
    let dossier = hang.dossier(id).await;
    let state = &dossier["state"];
    let ledger = own.ledger();
    let filing = filed_once(&ledger, id, at);
    assert_eq!(filing["code"], state["filing"]["code"], "killed at write {at}");
    paid_once(own, state, FEE, at);
    asked_once(own, id, &[&state["signing"]], at);
    assert_eq!(state["signing"]["revocation"], "ocsp", "killed at write {at}");
    let names = ["dossier.json", "dossier.p7s", "dossier.ocsp"];
    let [content, container, said] = papers_at_desk(own, &hang, id, &filing["code"], names).await;
    let kept = hang.get(&format!("/api/dossiers/{id}/revocation")).await;
    assert_eq!(kept.body, said, "killed at write {at}: the desk has what the authority said");
    let roots = ["sandbox/roots.pem", "sandbox/stamp-roots.pem"]
        .map(|name| pem_certificates(&std::fs::read_to_string(own.world.path(name)).unwrap()).unwrap());
    let (now, trust) = (own.now().await, Trust { signers: &roots[0], stamps: &roots[1] });
    let signer = verify(&container, &content, trust, Times { now: &now, proven: None }).unwrap();
    assert_eq!(signer.must_be(hang.id), Ok(()), "killed at write {at}");
    assert!(signer.stamp.is_some(), "killed at write {at}: it has its time-stamp");
}

/// What the desk has of these, and that the citizen has the same where they have it under this name.
async fn papers_at_desk<const N: usize>(
    own: &Killable<'_>,
    citizen: &Citizen<'_>,
    id: &str,
    code: &Value,
    names: [&str; N],
) -> [Vec<u8>; N] {
    let code = code.as_str().unwrap();
    let papers =
        names.map(|name| std::fs::read(own.world.path(&format!("sandbox/papers/{code}/{name}"))).unwrap());
    for (name, bytes) in names.iter().zip(&papers).take(2) {
        let there = citizen.get(&format!("/api/dossiers/{id}/{name}")).await;
        assert_eq!(there.body, *bytes, "the desk has what the citizen has: {name}");
    }
    papers
}

fn random(seed: &mut u64) -> u64 {
    // SplitMix64 (Steele, Lea, Flood 2014).
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Another seed every day.
fn today() -> String {
    (std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() / 86_400).to_string()
}

/// Tells a story once without a death and then with one at each of some writes, by seed, or at all of them.
async fn tried(
    what: &str,
    own: &mut Killable<'_>,
    sample: usize,
    story: impl AsyncFn(&mut Killable<'_>, usize) -> usize,
) {
    let writes = story(own, NEVER).await;
    let which = std::env::var("CONGDAN_CRASHES").unwrap_or_else(|_| today());
    // No write twice: a story opens its dossier under the write's name.
    let mut tries = BTreeSet::new();
    if which == "all" {
        // How often a story looks, and so writes, is the machine's: only after several that ended before it there is no such write.
        let mut ended = 0;
        while ended < ENDED {
            let at = tries.len() + 1;
            tries.insert(at);
            ended = if dies(own, at, &story).await.is_ok() { 0 } else { ended + 1 };
        }
    } else if let Some(at) = which.strip_prefix("at ") {
        // The stories are not equally long.
        let at = at.parse().unwrap();
        if at <= writes && tries.insert(at) {
            // It may have ended before.
            let _ = dies(own, at, &story).await;
        }
    } else {
        let (mut seed, mut most) = (which.parse().unwrap(), writes);
        while own.kills < sample {
            let at = 1 + usize::try_from(random(&mut seed) % most as u64).unwrap();
            if tries.insert(at) {
                most = dies(own, at, &story).await.err().unwrap_or(most);
            }
        }
    }
    // Past what the harness holds back: a run says which writes it has tried.
    let (kills, tries) = (own.kills, tries.len());
    let said = format!(
        "crashes {which}, {what}: {writes} writes in the story, killed {kills} times in {tries} tries\n"
    );
    std::io::stderr().write_all(said.as_bytes()).unwrap();
    assert!(which != "all" || kills * 10 >= tries * 9, "it was killed at nearly all of them");
}

/// Tells a story with a death at this write; otherwise it ended before, after so many writes.
async fn dies(
    own: &mut Killable<'_>,
    at: usize,
    story: &impl AsyncFn(&mut Killable<'_>, usize) -> usize,
) -> Result<(), usize> {
    let writes = story(own, at).await;
    match own.deaths {
        0 => {
            assert!(writes < at, "it lived through write {at} of {writes}");
            Err(writes)
        }
        deaths => {
            assert_eq!(deaths, 1, "it was killed once");
            Ok(())
        }
    }
}

/// A world whose signatures are stamped and whose certificates are asked about, as where `serve` runs.
async fn as_served() -> World {
    let mut world = World::start().await;
    let (sandbox, roots) = (&world.sandbox.base, world.path("sandbox/stamp-roots.pem"));
    let tables = format!(
        "[stamp]\nurl = \"{sandbox}/tsa\"\nroots = {roots:?}\n[revocation]\norigins = [\"{sandbox}\"]\n[payment.vnpay]\n"
    );
    world.decide("[payment.vnpay]\n", &tables).await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_backend_is_killed_money_moves_once_and_the_dossier_is_filed() {
    let world = as_served().await;
    let mut own = Killable::start(&world).await;
    tried("signing, paying, filing", &mut own, SAMPLE, story).await;
}
