//! `GET` and `POST /api/mandates`, `DELETE /api/mandates/{mandate}`, `GET /api/procedures/{code}/principals`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use contract::{Mandate, MandateList, MandateState, NewMandate, PrincipalList, SignPolicy, SilentRegister};
use eform::{Applicant, CivilDate};

use super::received::Body;
use crate::acting;
use crate::app::App;
use crate::consents;
use crate::dossiers::freeze::error;
use crate::error::{Answer, Error};
use crate::secret;
use crate::session::{self, Citizen, masked};
use crate::store::MandateRecord;

/// In force at once, of one person.
const MANDATES_AT_MOST: usize = 100;

pub(super) async fn list(State(app): State<App>, citizen: Citizen) -> Answer<Json<MandateList>> {
    Ok(Json(of(&app, &citizen).await?))
}

/// Those that the citizen gave and those that they hold. One that was given to their number and means somebody else is not theirs to
/// read.
pub(super) async fn of(app: &App, citizen: &Citizen) -> Answer<MandateList> {
    let me = citizen.id.clone();
    let all = app.store(move |store| store.mandates(&me)).await?;
    let (given, mut held): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.grantor == citizen.id);
    held.retain(|one| acting::names(one, &citizen.name));
    let view = |all: Vec<MandateRecord>| all.into_iter().map(|one| view(app, one, &citizen.id)).collect();
    Ok(MandateList { given: view(given), held: view(held) })
}

pub(super) async fn grant(
    State(app): State<App>,
    citizen: Citizen,
    body: Body<NewMandate>,
) -> Answer<Json<Mandate>> {
    let mut wanted = body.value;
    wanted.procedures.sort();
    wanted.procedures.dedup();
    let name = eform::name::line(&wanted.grantee_name);
    let mut errors = faults(&app, &citizen, &wanted);
    // Nothing is compared here: who gives a mandate does not learn by it whether a number exists or whose it is.
    match name {
        Ok(name) => wanted.grantee_name = name,
        Err(code) => errors.push(("grantee_name", code)),
    }
    if !errors.is_empty() {
        return Err(Error::InvalidAnswers(errors.into_iter().map(|(at, code)| error(at, code)).collect()));
    }
    // What cannot be signed or submitted from this session cannot be handed to somebody else from it either.
    for procedure in &wanted.procedures {
        let known = app.procedures.current(procedure, &app.clock.now().vietnamese_day());
        let sign = known.map_or(SignPolicy::None, |known| known.sign);
        session::confirmed(&app, &citizen, procedure, sign)?;
    }
    let me = citizen.id.clone();
    let today = app.clock.now().vietnamese_day();
    let all = app.store(move |store| store.mandates(&me)).await?;
    let is_open = |one: &&MandateRecord| {
        one.grantor == citizen.id && acting::state(one, &today) == MandateState::InForce
    };
    if all.iter().filter(is_open).count() >= MANDATES_AT_MOST {
        return Err(Error::BadRequest("So many mandates are in force that one must be taken back first."));
    }
    let record = MandateRecord {
        id: secret::handle().ok_or_else(Error::no_randomness)?,
        grantor: citizen.id.clone(),
        grantor_name: citizen.name.clone(),
        grantee: wanted.grantee,
        grantee_name: Some(wanted.grantee_name),
        procedures: wanted.procedures,
        extent: wanted.extent,
        ends_on: wanted.ends_on,
        created_at: app.clock.now().0,
        revoked_at: None,
        taken_at: None,
    };
    let record = app.store(move |store| store.grant(record)).await?;
    Ok(Json(view(&app, record, &citizen.id)))
}

pub(super) async fn revoke(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    let now = app.clock.now().0;
    let was_there = app.store(move |store| store.revoke_mandate(&citizen.id, &id, now)).await?;
    if was_there { Ok(StatusCode::NO_CONTENT) } else { Err(Error::NotFound) }
}

pub(super) async fn principals(
    State(app): State<App>,
    citizen: Citizen,
    Path(code): Path<String>,
) -> Answer<Json<PrincipalList>> {
    let today = app.clock.now().vietnamese_day();
    let procedure = app.procedures.current(&code, &today).ok_or(Error::NotFound)?;
    let at = app.clock.now().rfc3339();
    let acting::Principals { all, silent } = acting::principals(&app, &citizen, procedure).await?;
    let consent = consents::of(&app, &citizen.id, &procedure.code).await?;
    Ok(Json(PrincipalList {
        principals: all.into_iter().map(|one| one.principal).collect(),
        consent: consents::asked(&app, procedure, consent.as_ref()),
        silent: silent.map(|register| SilentRegister { register: register.name().to_owned(), at }),
    }))
}

/// What is wrong with a mandate that somebody wants to give, but for the name, by the member of the body.
fn faults(app: &App, citizen: &Citizen, wanted: &NewMandate) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    let is_id = wanted.grantee.len() == 12 && wanted.grantee.bytes().all(|byte| byte.is_ascii_digit());
    if !is_id {
        found.push(("grantee", "id.length"));
    } else if wanted.grantee == citizen.id {
        found.push(("grantee", "mandate.self"));
    }
    let today = app.clock.now().vietnamese_day();
    // An enterprise's matters are not a person's to hand on.
    let is_known = |code: &String| {
        let procedure = app.procedures.current(code, &today);
        procedure.is_some_and(|procedure| procedure.form.applicant() == Applicant::Person)
    };
    if wanted.procedures.is_empty() || !wanted.procedures.iter().all(is_known) {
        found.push(("procedures", "required"));
    }
    // Without a term of its own a mandate lasts a year (Civil Code 2015, article 563); no longer one is taken here.
    let last = acting::years_after(&today, 1);
    if CivilDate::parse(&wanted.ends_on).is_none() {
        found.push(("ends_on", "date.no_such_day"));
    } else if wanted.ends_on < today || last.is_none_or(|last| wanted.ends_on > last) {
        found.push(("ends_on", "mandate.term"));
    }
    found
}

/// As one of its sides sees it.
fn view(app: &App, record: MandateRecord, viewer: &str) -> Mandate {
    let is_given = record.grantor == viewer;
    let is_waiting = is_given && record.grantee_name.is_some() && record.taken_at.is_none();
    let state = match acting::state(&record, &app.clock.now().vietnamese_day()) {
        MandateState::InForce if is_waiting => MandateState::Waiting,
        state => state,
    };
    Mandate {
        masked_id: masked(if is_given { &record.grantee } else { &record.grantor }),
        name: if is_given { record.grantee_name } else { Some(record.grantor_name) },
        id: record.id,
        procedures: record.procedures,
        extent: record.extent,
        ends_on: record.ends_on,
        state,
    }
}
