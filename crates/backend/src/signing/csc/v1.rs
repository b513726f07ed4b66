//! Version 1.0.4: a credential is described by a call of its own, and `authorize` is answered with the SAD when the phone has agreed. That
//! may take minutes, so the call is waited for beside everything else, and its answer kept in memory: never stored, never logged.
//! A process that ends loses it: the attempt then fails, and the next one asks the phone again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::PATIENCE_SECONDS;
use super::line::{Line, Said};
use super::wire::{self, Identified, SHA256, Sad};
use crate::secret;
use crate::signing::{Asked, Offered, Question, ToSign, together};

/// How long a call may take that a phone has to answer: a little longer than the phone has.
const ON_THE_LINE: Duration = Duration::from_secs(330);
/// More pages than anybody has certificates.
const PAGES: usize = 20;
/// How long an answer is kept for who did not come back for it.
const KEPT: Duration = Duration::from_mins(20);

pub(super) async fn list(line: &Line, citizen: &str) -> Result<Vec<Offered>, String> {
    let described = identifiers(line, citizen).await?.into_iter().map(|id| describe(line, id));
    Ok(wire::all_offered(together(line.id(), join_all(described).await)?))
}

/// The one with this id, when it is one of the citizen's: the others are not asked about.
pub(super) async fn one(line: &Line, citizen: &str, id: &str) -> Result<Vec<Offered>, String> {
    let Some(id) = identifiers(line, citizen).await?.into_iter().find(|known| known == id) else {
        return Ok(Vec::new());
    };
    Ok(wire::all_offered(describe(line, id).await?))
}

/// All pages of `credentials/list`.
async fn identifiers(line: &Line, citizen: &str) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    let mut asked = json!({ "userID": citizen });
    for _ in 0..PAGES {
        let page: Identified = line.must("credentials/list", &asked).await?;
        all.extend(page.credential_ids);
        match page.next_page_token.filter(|token| !token.is_empty()) {
            Some(token) => asked["pageToken"] = json!(token),
            None => return Ok(all),
        }
    }
    Err("credentials/list: no last page".to_owned())
}

async fn describe(line: &Line, id: String) -> Result<Vec<Value>, String> {
    let wanted = json!({ "credentialID": id, "certificates": "chain", "authInfo": true });
    let mut info: Value = line.must("credentials/info", &wanted).await?;
    info["credentialID"] = json!(id);
    Ok(vec![info])
}

/// What is to be signed, as `signHash` names it here.
pub(super) fn add_hashes(body: &mut Value, hashes: &[String]) {
    body["hash"] = json!(hashes);
    body["hashAlgo"] = json!(SHA256);
}

/// Authorizations that are on the line, or were answered.
#[derive(Default)]
pub(super) struct Grants(Arc<Mutex<HashMap<String, Grant>>>);

struct Grant {
    since: Instant,
    answer: Option<Result<Granted, String>>,
}

/// What the service said in the end.
#[derive(Clone)]
enum Granted {
    Sad(String),
    /// Its own word for why not.
    No(String),
}

impl Grants {
    /// Asks the phone, without waiting for it.
    pub(super) fn ask(&self, line: &Arc<Line>, question: &Question<'_>) -> Result<Asked, String> {
        let ToSign { credential, hash, .. } = question.to_sign;
        let body = json!({
            "credentialID": credential, "numSignatures": 1, "hash": [STANDARD.encode(hash)],
            "description": question.description
        });
        let handle = secret::handle().ok_or("no random numbers")?;
        let mut all = self.0.lock().map_err(|_| "the authorizations cannot be read")?;
        all.retain(|_, grant| grant.since.elapsed() < KEPT);
        all.insert(handle.clone(), Grant { since: Instant::now(), answer: None });
        drop(all);
        let (line, all, name) = (Arc::clone(line), Arc::clone(&self.0), handle.clone());
        tokio::spawn(async move {
            let answer = authorize(&line, &body).await;
            if let Ok(mut all) = all.lock()
                && let Some(grant) = all.get_mut(&name)
            {
                grant.answer = Some(answer);
            }
        });
        Ok(Asked { handle, expires_in: PATIENCE_SECONDS })
    }

    /// What the phone said, as far as it is known.
    pub(super) fn check(&self, handle: &str) -> Result<Said<Sad>, String> {
        let all = self.0.lock().map_err(|_| "the authorizations cannot be read")?;
        Ok(match all.get(handle).map(|grant| grant.answer.clone()) {
            Some(None) => Said::NotYet,
            Some(Some(Ok(Granted::Sad(sad)))) => Said::Yes(Sad { sad }),
            Some(Some(Ok(Granted::No(error)))) => Said::No(error),
            // Nobody can be asked again what the phone said: this attempt is over.
            Some(Some(Err(what))) => Said::No(what),
            None => Said::No("its answer went with a process that ended".to_owned()),
        })
    }
}

async fn authorize(line: &Line, body: &Value) -> Result<Granted, String> {
    Ok(match line.call_within::<Sad>("credentials/authorize", body, Some(ON_THE_LINE)).await? {
        Said::Yes(sad) => Granted::Sad(sad.sad),
        Said::No(error) => Granted::No(error),
        Said::NotYet => Granted::No("not yet".to_owned()),
    })
}
