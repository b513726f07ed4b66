//! Signs a file at a service that speaks version 1 of the CSC API, with the adapter of the backend and no citizen in between: for services
//! that others wrote (`tests/judges/csc.py`).
//!
//! ```text
//! csc_v1 BASE ROOTS CITIZEN CONTENT CONTAINER
//! ```

use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, fs};

use congdan_backend::Signing;
use congdan_backend::signing::csc::Csc;
use congdan_backend::signing::{Decision, Fetched, Holder, Offered, Question, SigningProvider, ToSign};
use dossier::{canonical, signature};

/// How often the service is asked, and how long between two questions.
const LOOKS: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

fn main() -> Result<(), String> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [base, roots, citizen, content, container] = arguments.as_slice() else {
        return Err("csc_v1 BASE ROOTS CITIZEN CONTENT CONTAINER".to_owned());
    };
    let read = |path: &str| fs::read(path).map_err(|error| format!("{path}: {error}"));
    let settings = format!(
        "api = \"csc-v1\"\nbase = {base:?}\nclient_id = \"congdan\"\nclient_secret = \"secret\"\nroots = {roots:?}\n"
    );
    let settings: Signing = toml::from_str(&settings).map_err(|error| error.to_string())?;
    let service = Csc::v1(&settings, reqwest::Client::new())?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let made = runtime.block_on(sign(&service, citizen, &read(content)?))?;
    fs::write(container, made).map_err(|error| format!("{container}: {error}"))
}

/// A container by this citizen, judged as the backend judges it.
async fn sign(service: &Csc, citizen: &str, content: &[u8]) -> Result<Vec<u8>, String> {
    let now = now();
    let offered = service.offered(citizen).await?;
    println!("{} at {}: {} credentials", citizen, service.name().await?, offered.len());
    let usable = |one: &Offered| one.unusable(Holder::Citizen(citizen), &now, None).is_none();
    let chosen = offered.into_iter().find(usable).ok_or("no credential can be used")?;
    let certificate = chosen.chain.first().ok_or("no certificate")?;
    let digest = canonical::sha256(content);
    let attributes =
        signature::signed_attributes(&digest, &now, certificate).map_err(|fault| format!("{fault:?}"))?;
    let hash = signature::requested_hash(&attributes);
    let to_sign = ToSign { credential: &chosen.id, certificate, hash: &hash };
    let question = Question {
        to_sign,
        signer: citizen,
        transaction: "judged-1",
        prepared_at: &now,
        description: "A judged signature",
        fingerprint: &canonical::fingerprint(content),
    };
    let asked = service.ask(question).await.map_err(|unasked| format!("{unasked:?}"))?;
    for _ in 0..LOOKS {
        let fetched = match service.decision(&asked.handle, to_sign).await? {
            Decision::Waiting => {
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            Decision::Agreed(signature) => signature.await?,
            other => return Err(format!("{other:?}")),
        };
        let Fetched::Signed { signature, algorithm } = fetched else { return Err(format!("{fetched:?}")) };
        let container = signature::container(&attributes, &chosen.chain, &signature, algorithm)
            .map_err(|fault| format!("{fault:?}"))?;
        let signer = signature::verify(&container, content, service.roots(), &now);
        signer.and_then(|signer| signer.must_be(citizen)).map_err(|fault| fault.code().to_owned())?;
        return Ok(container);
    }
    Err("the phone stayed silent".to_owned())
}

/// The real time, RFC 3339 in UTC to the second.
fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let moment = time::OffsetDateTime::from_unix_timestamp(i64::try_from(seconds).unwrap_or_default());
    let moment = moment.unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    moment.format(&time::format_description::well_known::Rfc3339).unwrap_or_default()
}
