//! Whom a citizen represents by law, as registers have it: children under age and wards (Civil Code 2015, articles 134 and 136), enterprises
//! (article 137). Whether a right still holds is decided in `acting`.

use contract::{Extent, Principal, RightOver};
use dossier::content::{Represented, Right};
use eform::Applicant;
use serde_json::Value;

use super::{Entitled, years_after};
use crate::app::App;
use crate::consents;
use crate::error::Answer;
use crate::lookups::{self, Occasion};
use crate::procedures::Procedure;
use crate::registry::{self, Question, Register, Silence};
use crate::secret;
use crate::session::Citizen;
use crate::store::ConsentRecord;

/// What the register says about whom a citizen represents by law.
pub(super) enum ByLaw {
    /// It may not be asked.
    NotAsked,
    /// It does not answer.
    Silent(Register),
    /// The register of people, which knows everybody, does not know this citizen.
    Unknown,
    /// Children and wards; or enterprises.
    Says(Vec<Named>),
}

/// Somebody whom the register names as represented by the citizen.
pub(super) struct Named {
    pub entitled: Entitled,
    /// Why that is no right all the same: a child who has come of age, an enterprise that does not work.
    pub over: Option<RightOver>,
}

/// Asks the register that knows it: of people for a procedure for people, of enterprises for one of theirs.
///
/// # Errors
/// The store failed.
pub(super) async fn by_law(
    app: &App,
    citizen: &Citizen,
    procedure: &Procedure,
    dossier: Option<&str>,
) -> Answer<ByLaw> {
    let (register, fields) = registry::represented(procedure.form.applicant());
    let consent = consents::of(app, &citizen.id, &procedure.code).await?;
    // A form that needs nothing of this register was agreed to without it.
    let named = |record: &ConsentRecord| record.registers.iter().any(|one| one.register == register.name());
    let Some(consent) = consent.filter(|record| consents::holds(app, procedure, record) && named(record))
    else {
        return Ok(ByLaw::NotAsked);
    };
    let question = Question {
        register,
        subject: citizen.id.clone(),
        purpose: procedure.code.clone(),
        consent: consent.reference,
        fields: fields.iter().copied().collect(),
    };
    let entry = match lookups::ask(app, question, Occasion::own(citizen, dossier)).await {
        Ok(entry) => entry,
        // Whom this register has never heard of represents no enterprise.
        Err(Silence::UnknownPerson) if register == Register::Business => return Ok(ByLaw::Says(Vec::new())),
        Err(Silence::UnknownPerson) => return Ok(ByLaw::Unknown),
        Err(silence) => {
            _ = registry::noted(register, &silence);
            return Ok(ByLaw::Silent(register));
        }
    };
    let today = app.clock.now().vietnamese_day();
    let in_a_year = years_after(&today, 1);
    let all = |list: &str| entry.record[list].as_array().cloned().unwrap_or_default();
    let named = |(id, name): (&str, String), right: Right, until: Option<String>, over: Option<RightOver>| {
        let principal = Principal {
            id: secret::sha256_hex(format!("{} {id}", citizen.id).as_bytes())[..24].to_owned(),
            person: Represented {
                name: eform::text::nfc(&name),
                id: id.to_owned(),
                right,
                reference: entry.reference.clone(),
            },
            extent: Extent::Act,
        };
        Named { entitled: Entitled { principal, until }, over }
    };
    let person = |one: &Value| Some((one["id"].as_str()?.to_owned(), eform::name::full(&one["name"])));
    let child = |child: &Value| {
        let until = of_age(child["birth"].as_str()?)?;
        let (id, name) = person(child)?;
        let over = (until <= today).then_some(RightOver::CameOfAge);
        Some(named((&id, name), Right::Parent, Some(until), over))
    };
    let ward = |ward: &Value| {
        let (id, name) = person(ward)?;
        Some(named((&id, name), Right::Guardian, in_a_year.clone(), None))
    };
    let enterprise = |one: &Value| {
        let who = (one["code"].as_str()?, one["name"].as_str()?.to_owned());
        let over = match one["status"].as_str() {
            _ if registry::is_operating(one) => None,
            Some("dissolved") => Some(RightOver::EnterpriseDissolved),
            _ => Some(RightOver::EnterpriseNotOperating),
        };
        Some(named(who, Right::Representative, in_a_year.clone(), over))
    };
    Ok(ByLaw::Says(match procedure.form.applicant() {
        Applicant::Person => {
            let children = all("children");
            let wards = all("wards");
            children.iter().filter_map(child).chain(wards.iter().filter_map(ward)).collect()
        }
        Applicant::Enterprise => all("enterprises").iter().filter_map(enterprise).collect(),
    }))
}

/// The day on which who was born on this day (`YYYY-MM-DD`, or only the year) is eighteen (Civil Code 2015, article 21).
fn of_age(birth: &str) -> Option<String> {
    // Of a year alone its first day counts: nobody of age is ever acted for.
    if birth.len() == 10 {
        years_after(birth, 18)
    } else {
        years_after(&[birth.get(..4)?, "-01-01"].concat(), 18)
    }
}

#[cfg(test)]
mod tests {
    use super::of_age;

    #[test]
    fn a_child_is_acted_for_until_the_day_before_the_eighteenth_birthday() {
        assert_eq!(of_age("2008-11-22").as_deref(), Some("2026-11-22"));
        assert_eq!(of_age("2008").as_deref(), Some("2026-01-01"));
        // There is no such day in 2026: the next one is the first that is not before it.
        assert_eq!(of_age("2008-02-29").as_deref(), Some("2026-02-29"));
        assert_eq!(of_age(""), None);
    }
}
