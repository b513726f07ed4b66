//! Acting for somebody else: by what right, and whether it still holds. Whom a dossier is for is fixed when it is opened; who
//! acts is always the person who is signed in.

mod by_law;

use contract::{Extent, MandateState, Principal, RightOver};
use dossier::content::{Represented, Right};
use eform::Applicant;

use crate::app::App;
use crate::error::{Answer, Error};
use crate::procedures::Procedure;
use crate::registry::Register;
use crate::session::Citizen;
use crate::store::{DossierRecord, HelpRecord, MandateRecord};
use by_law::{ByLaw, Named, by_law};

/// Whether a mandate holds on a day (`YYYY-MM-DD` in Vietnam); its last day counts.
#[must_use]
pub fn state(mandate: &MandateRecord, today: &str) -> MandateState {
    if mandate.revoked_at.is_some() {
        MandateState::Revoked
    } else if mandate.ends_on.as_str() < today {
        MandateState::Ended
    } else {
        MandateState::InForce
    }
}

/// Somebody whom the citizen may act for, and the day on which a right by law ends by itself.
pub struct Entitled {
    pub principal: Principal,
    pub until: Option<String>,
}

/// Everybody whom the citizen may act for, as far as is known now.
pub struct Principals {
    pub all: Vec<Entitled>,
    /// The register that should have said more and did not answer.
    pub silent: Option<Register>,
}

/// For whom else the citizen may begin a procedure. One for people: their children under age and whom they are guardian of, when registers
/// may be asked, and who has authorised them. One for enterprises: those that they are the legal representative of.
///
/// # Errors
/// The store failed. A register that is silent names nobody, and is named itself.
pub async fn principals(app: &App, citizen: &Citizen, procedure: &Procedure) -> Answer<Principals> {
    let (named, silent) = match by_law(app, citizen, procedure, None).await? {
        ByLaw::Says(named) => (named, None),
        ByLaw::Silent(register) => (Vec::new(), Some(register)),
        ByLaw::NotAsked | ByLaw::Unknown => (Vec::new(), None),
    };
    let mut found: Vec<Entitled> =
        named.into_iter().filter(|one| one.over.is_none()).map(|one| one.entitled).collect();
    // A mandate is a person's, and an enterprise's is not given here.
    if procedure.form.applicant() == Applicant::Enterprise {
        return Ok(Principals { all: found, silent });
    }
    let me = citizen.id.clone();
    let mandates = app.store(move |store| store.mandates(&me)).await?;
    let today = app.clock.now().vietnamese_day();
    let is_usable = |one: &MandateRecord| {
        is_for(one, &citizen.id, &procedure.code)
            && state(one, &today) == MandateState::InForce
            && names(one, &citizen.name)
    };
    for mandate in mandates.into_iter().filter(is_usable) {
        // Two rights to act for one person are one, and so are two to help them.
        let is_known = |known: &Entitled| {
            known.principal.person.id == mandate.grantor && known.principal.extent == mandate.extent
        };
        if !found.iter().any(is_known) {
            let (id, extent) = (mandate.id.clone(), mandate.extent);
            let principal = Principal { id, person: represented(mandate), extent };
            found.push(Entitled { principal, until: None });
        }
    }
    Ok(Principals { all: found, silent })
}

/// The same day (`YYYY-MM-DD`) so many years later, whether there is one or not: it is compared, not shown.
#[must_use]
pub fn years_after(day: &str, years: u16) -> Option<String> {
    let year = day.get(..4)?.parse::<u16>().ok()? + years;
    Some(format!("{year:04}{}", day.get(4..)?))
}

/// The person whom a new dossier names.
///
/// # Errors
/// 404: the citizen has no such right, whoever that may be; a provider's when the register that may know of one does not answer.
pub async fn principal(app: &App, citizen: &Citizen, procedure: &Procedure, id: &str) -> Answer<Entitled> {
    let Principals { all, silent } = principals(app, citizen, procedure).await?;
    let found = all.into_iter().find(|one| one.principal.id == id);
    found.ok_or_else(|| match silent {
        Some(register) => Error::Provider("register", format!("{} names nobody now", register.name())),
        None => Error::NotFound,
    })
}

/// A mandate is taken up by who first begins something with it: from then on the grantor reads that it was.
///
/// # Errors
/// The store failed.
pub async fn taken(app: &App, by: &Represented) -> Answer<()> {
    if by.right != Right::Mandate {
        return Ok(());
    }
    let (id, now) = (by.reference.clone(), app.clock.now().0);
    app.store(move |store| store.take_mandate(&id, now)).await
}

/// The register is asked once more who represents by law, before the dossier is fixed and before anything more is asked about who is
/// represented. A right that it does not confirm is over for good, and noted as such; one about which it may not be asked waits for consent.
/// When it does not answer its earlier word stands.
///
/// # Errors
/// `mandate_over`; the store failed.
pub async fn confirmed(
    app: &App,
    citizen: &Citizen,
    procedure: &Procedure,
    dossier: &DossierRecord,
) -> Answer<()> {
    let is_by_law = |one: &&Represented| one.right != Right::Mandate;
    let Some(represented) = dossier.acting_for.as_ref().filter(is_by_law) else { return Ok(()) };
    let found = match by_law(app, citizen, procedure, Some(&dossier.id)).await? {
        ByLaw::Says(found) => found,
        ByLaw::Silent(_) | ByLaw::Unknown => return Ok(()),
        ByLaw::NotAsked => return Err(Error::MandateOver(RightOver::NotAsked)),
    };
    let is_same = |one: &&Named| {
        let person = &one.entitled.principal.person;
        person.id == represented.id && person.right == represented.right
    };
    let cause = match found.iter().find(is_same) {
        Some(named) => named.over,
        None => not_named(represented.right),
    };
    let Some(cause) = cause else { return Ok(()) };
    let id = dossier.id.clone();
    app.store(move |store| store.end_acting(&id, cause)).await?;
    Err(Error::MandateOver(cause))
}

/// Whom a register does not name any more; it never named who gave a mandate.
fn not_named(right: Right) -> Option<RightOver> {
    match right {
        Right::Mandate => None,
        Right::Parent => Some(RightOver::NotParent),
        Right::Guardian => Some(RightOver::NotGuardian),
        Right::Representative => Some(RightOver::NotRepresentative),
    }
}

/// Why the right by which a dossier was opened is over, as far as that is known without asking anybody; a dossier for oneself needs none.
///
/// # Errors
/// The store failed.
pub async fn over(app: &App, dossier: &DossierRecord) -> Answer<Option<RightOver>> {
    Ok(Rights::to(app, mandate_of(dossier)).await?.over(dossier))
}

/// Whether the mandate of who helps with a dossier does not hold any more.
///
/// # Errors
/// The store failed.
pub async fn help_over(app: &App, dossier: &DossierRecord) -> Answer<bool> {
    let mandate = dossier.help.as_ref().map(|help| help.by.mandate.as_str());
    Ok(Rights::to(app, mandate).await?.help_over(dossier))
}

/// What must be known to say of each dossier of a list whether the right to it still holds; asked for once.
pub struct Rights {
    mandates: Vec<MandateRecord>,
    today: String,
}

impl Rights {
    /// For dossiers that this person (twelve digits) opened, or that others opened for them.
    ///
    /// # Errors
    /// The store failed.
    pub async fn of(app: &App, person: &str) -> Answer<Self> {
        let person = person.to_owned();
        let mandates = app.store(move |store| store.mandates(&person)).await?;
        Ok(Self { mandates, today: app.clock.now().vietnamese_day() })
    }

    /// To one dossier, by this mandate if by one.
    async fn to(app: &App, mandate: Option<&str>) -> Answer<Self> {
        let mandates = match mandate.map(str::to_owned) {
            Some(id) => app.store(move |store| store.mandate(&id)).await?.into_iter().collect(),
            None => Vec::new(),
        };
        Ok(Self { mandates, today: app.clock.now().vietnamese_day() })
    }

    /// As [`over`].
    #[must_use]
    pub fn over(&self, dossier: &DossierRecord) -> Option<RightOver> {
        let represented = dossier.acting_for.as_ref()?;
        let Some(id) = mandate_of(dossier) else {
            // What the register said when the dossier was opened holds until a day; `confirmed` asks again.
            let has_passed = || dossier.acting_until.as_ref().is_none_or(|until| *until <= self.today);
            let at_last = || match represented.right {
                Right::Parent => RightOver::CameOfAge,
                Right::Mandate | Right::Guardian | Right::Representative => RightOver::TooLongAgo,
            };
            return dossier.acting_over.or_else(|| has_passed().then(at_last));
        };
        self.mandate(id, &dossier.owner, &dossier.procedure, Extent::Act)
    }

    /// Whether the mandate to help with a dossier does not hold any more; of one that nobody helps with, there is none.
    #[must_use]
    pub fn help_over(&self, dossier: &DossierRecord) -> bool {
        let over = |help: &HelpRecord| {
            self.mandate(&help.by.mandate, &help.by.id, &dossier.procedure, Extent::Assist)
        };
        dossier.help.as_ref().is_none_or(|help| over(help).is_some())
    }

    /// Why a mandate does not hold. It never changes hands, services nor extent; one that is not there is none.
    fn mandate(&self, id: &str, grantee: &str, procedure: &str, extent: Extent) -> Option<RightOver> {
        let good =
            |one: &&MandateRecord| one.id == id && one.extent == extent && is_for(one, grantee, procedure);
        match self.mandates.iter().find(good).map(|mandate| state(mandate, &self.today)) {
            Some(MandateState::InForce | MandateState::Waiting) => None,
            Some(MandateState::Ended) => Some(RightOver::MandateExpired),
            Some(MandateState::Revoked) | None => Some(RightOver::MandateRevoked),
        }
    }
}

/// The mandate that a dossier was opened by.
fn mandate_of(dossier: &DossierRecord) -> Option<&str> {
    let by_mandate = dossier.acting_for.as_ref().filter(|one| one.right == Right::Mandate)?;
    Some(&by_mandate.reference)
}

fn is_for(mandate: &MandateRecord, grantee: &str, procedure: &str) -> bool {
    mandate.grantee == grantee && mandate.procedures.iter().any(|code| code == procedure)
}

/// Whether a mandate means somebody of this name, as the identity provider gives it. The number says who it is, the name that it was
/// not mistyped: it is compared without case and marks, as old phones write it. Once taken up a mandate outlives a change of name.
#[must_use]
pub fn names(mandate: &MandateRecord, name: &str) -> bool {
    let is_same = |given: &String| eform::text::fold(given) == eform::text::fold(name);
    mandate.taken_at.is_some() || mandate.grantee_name.as_ref().is_none_or(is_same)
}

fn represented(mandate: MandateRecord) -> Represented {
    Represented {
        name: mandate.grantor_name,
        id: mandate.grantor,
        right: Right::Mandate,
        reference: mandate.id,
    }
}
