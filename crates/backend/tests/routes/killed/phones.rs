//! What phones were asked, at every provider, against the attempts of the dossier.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dossier::canonical;
use serde_json::Value;

use super::Killable;

/// A request at a phone.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is to be signed, lower-case hexadecimal.
    hash: String,
    /// The provider has made the signature.
    is_signed: bool,
}

/// All that phones were ever asked, by the provider's name for it.
pub fn asked(ledger: &Value) -> BTreeMap<String, Asked> {
    let signing = &ledger["signing"];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of_service = signing["requests"].as_object().unwrap().iter().map(|(handle, request)| {
        let hash = canonical::hex(&STANDARD.decode(text(&request["hashes"][0])).unwrap());
        let is_signed = request["decision"]["Accepted"]["is_used"] == true;
        (handle.clone(), Asked { hash, is_signed })
    });
    let gateways = ["gateway", "esign"].map(|gateway| signing[gateway]["transactions"].as_object().unwrap());
    let of_gateways = gateways.into_iter().flatten().map(|(code, transaction)| {
        let hash = text(&transaction["files"][0]["hash"]).to_lowercase();
        (code.clone(), Asked { hash, is_signed: transaction["end"]["Signed"].is_array() })
    });
    of_service.chain(of_gateways).collect()
}

/// The hashes that were prepared for the dossier, the first attempt's first.
fn prepared(own: &Killable<'_>, id: &str) -> Vec<String> {
    let database = rusqlite::Connection::open(own.world.path("data/congdan.sqlite3")).unwrap();
    let mut events = database.prepare("SELECT body FROM event WHERE dossier = ? ORDER BY number").unwrap();
    let bodies = events.query_map([id], |row| row.get::<_, String>(0)).unwrap();
    let events = bodies.map(|body| serde_json::from_str::<Value>(&body.unwrap()).unwrap());
    let prepared = events.filter(|event| event["event"] == "signing_prepared");
    prepared.map(|event| event["requested_hash"].as_str().unwrap().to_owned()).collect()
}

/// Since the story before, phones were asked about attempts of this dossier only, each of them once, and what was signed for these
/// signatures of it is what counts. Only what the backend did not live to hear or to write down was asked or signed once more.
pub fn asked_once(own: &mut Killable<'_>, id: &str, signatures: &[&Value], at: usize) {
    let now = asked(&own.ledger());
    let new: Vec<_> = now.iter().filter(|(handle, _)| !own.phones.contains(*handle)).collect();
    let new: Vec<Asked> = new.into_iter().map(|(_, asked)| asked.clone()).collect();
    own.phones = now.into_keys().collect();
    let attempts = prepared(own, id);
    // A death may fall on all of them at once.
    let lost = own.deaths * signatures.len();
    for one in &new {
        assert!(attempts.contains(&one.hash), "killed at write {at}: asked for no attempt: {one:?}");
    }
    let different: BTreeSet<_> = new.iter().map(|one| &one.hash).collect();
    assert!(
        new.len() <= different.len() + lost,
        "killed at write {at}: a phone is asked once about an attempt: {new:?}"
    );
    let signed: Vec<_> = new.iter().filter(|one| one.is_signed).map(|one| &one.hash).collect();
    for signature in signatures {
        assert_eq!(signature["state"], "signed", "killed at write {at}");
        let attempt = usize::try_from(signature["attempt"].as_u64().unwrap()).unwrap();
        // What is prepared again within a second is the same to be signed.
        let made = signed.iter().filter(|hash| **hash == &attempts[attempt - 1]).count();
        let is_right = (1..=1 + own.deaths).contains(&made);
        assert!(is_right, "killed at write {at}: the phone has signed what counts: {new:?}");
    }
    assert!(
        (signatures.len()..=signatures.len() + lost).contains(&signed.len()),
        "killed at write {at}: signed once: {new:?}"
    );
}
