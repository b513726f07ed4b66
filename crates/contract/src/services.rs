//! Services, their procedures and the catalogues that their fields choose from. Public: no sign-in needed.

use std::collections::BTreeMap;
use std::sync::Arc;

use eform::{Beside, Calendar, CivilDate, Codes, Form, Gather, Term, Window};
use serde::Serialize;

use crate::Nothing;
use crate::endpoint::{_Endpoint, endpoint};

/// One service in the list; texts are in the language that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceCard {
    /// National code of the procedure (`1.001193`).
    pub code: String,
    /// The service's name as citizens know it.
    pub title: String,
    /// One sentence on what it is for.
    pub summary: String,
    /// Further words that people search with.
    pub keywords: String,
    /// Life events it belongs to (`birth`, `family`, ...).
    pub events: Vec<String>,
    /// Field of administration (`civil_status`).
    pub sector: String,
    /// Level of the office that decides (`commune`).
    pub level: String,
    /// Who applies: `person`, or `enterprise` through its legal representative.
    pub applicant: String,
}

/// All services on offer today.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceList {
    /// One card a service.
    pub services: Vec<ServiceCard>,
}

/// Whether and how the citizen signs, as this deployment is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignPolicy {
    /// Nothing is signed and no signing page appears.
    None,
    /// Confirming the very dossier with the electronic identity approves (Nghị quyết 66.22/2026/NQ-CP, Article 7).
    Identity,
    /// A personal digital signature by remote signing.
    Personal,
    /// The same by the enterprise that the dossier is for.
    Organisation,
}

/// A procedure as it is in force: the exact schema and texts, whose digests go into what is signed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bundle {
    /// National code of the procedure.
    pub code: String,
    /// Version of the procedure that drafts are pinned to (`2026-09`).
    pub version: String,
    /// Language of `texts` (`vi`, `en`).
    pub language: String,
    /// The text of `procedure.json`, byte for byte.
    pub schema: String,
    /// The text of `texts.<language>.json`, byte for byte.
    pub texts: String,
    /// SHA-256 of `schema`, lower-case hexadecimal.
    pub schema_sha256: String,
    /// SHA-256 of `texts`, lower-case hexadecimal.
    pub texts_sha256: String,
    /// Whether and how it is signed here.
    pub sign: SignPolicy,
    /// The least level of electronic identity that signing or submitting asks for here (`LoA2`; Decree 69/2024/NĐ-CP), if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The calendars that its expressions name, by name; what counts working days is missing without.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub calendars: BTreeMap<String, WorkingDays>,
    /// The lists that its expressions look into (`listed`, `has`), by name; without them the form would decide otherwise than the
    /// backend. Lists that fields only choose from are not here: each is asked for when it is needed.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lists: BTreeMap<String, Vec<ListedCode>>,
}

/// A code of a list with the days on which it is in force (ISO).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedCode {
    /// The code.
    pub code: String,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// The calendars and lists that a dossier was fixed with, as far as the expressions of its form name any. Whoever makes its bytes
/// again takes these: what is in force may have changed since.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FixedLists {
    /// As in [`Bundle::calendars`].
    pub calendars: BTreeMap<String, WorkingDays>,
    /// As in [`Bundle::lists`].
    pub lists: BTreeMap<String, Vec<ListedCode>>,
}

impl Bundle {
    /// What is in force now of what the form is given.
    #[must_use]
    pub fn current(&self) -> FixedLists {
        FixedLists { calendars: self.calendars.clone(), lists: self.lists.clone() }
    }
}

impl FixedLists {
    /// Those that a form has.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        Self {
            calendars: form.calendars().map(|(name, one)| (name.clone(), one.into())).gather(),
            lists: form.lists().map(|(name, codes)| (name.clone(), ListedCode::of(codes))).gather(),
        }
    }

    /// What the form is given. A calendar with a day that is no date is left out: what counts by it is missing.
    #[must_use]
    pub fn beside(&self) -> Beside {
        let list = |codes: &Vec<ListedCode>| {
            let one =
                |code: &ListedCode| (code.code.clone(), term(code.from.as_deref(), code.to.as_deref(), None));
            Arc::new(codes.iter().map(one).collect())
        };
        let calendars = self.calendars.iter();
        Beside {
            catalogues: self.lists.iter().map(|(name, codes)| (name.clone(), list(codes))).gather(),
            calendars: calendars.filter_map(|(name, days)| Some((name.clone(), days.calendar()?))).gather(),
        }
    }
}

impl Catalogue {
    /// The codes as the engine takes them.
    #[must_use]
    pub fn codes(&self) -> Codes {
        let one = |entry: &CatalogueEntry| {
            (entry.code.clone(), term(entry.from.as_deref(), entry.to.as_deref(), entry.next.as_deref()))
        };
        self.entries.iter().map(one).collect()
    }
}

fn term(from: Option<&str>, to: Option<&str>, next: Option<&str>) -> Term {
    let day = |text: Option<&str>| text.and_then(CivilDate::parse);
    Term { window: Window { from: day(from), to: day(to) }, next: next.map(Into::into) }
}

impl ListedCode {
    /// The codes of a list.
    #[must_use]
    pub fn of(codes: &Codes) -> Vec<Self> {
        let one = |(code, term): (&str, &Term)| Self {
            code: code.to_owned(),
            from: term.window.from.map(CivilDate::iso),
            to: term.window.to.map(CivilDate::iso),
        };
        codes.iter().map(one).collect()
    }
}

/// The working days of the years that have been announced. Days are ISO dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkingDays {
    /// First day that is spoken of.
    pub from: String,
    /// Last day that is spoken of.
    pub to: String,
    /// Days of the week without work, 1 Monday to 7 Sunday.
    pub weekend: Vec<u8>,
    /// Days without work.
    pub holidays: Vec<String>,
    /// Days that are worked although the day of the week says otherwise.
    pub workdays: Vec<String>,
    /// Days about which nothing sure is known.
    pub unknown: Vec<String>,
}

impl From<&Calendar> for WorkingDays {
    fn from(calendar: &Calendar) -> Self {
        let texts = |days: &[CivilDate]| days.iter().map(|day| day.iso()).collect();
        Self {
            from: calendar.from.iso(),
            to: calendar.to.iso(),
            weekend: calendar.weekend.clone(),
            holidays: texts(&calendar.holidays),
            workdays: texts(&calendar.workdays),
            unknown: texts(&calendar.unknown),
        }
    }
}

impl WorkingDays {
    /// The calendar as the engine takes it; `None` when a day is no date.
    #[must_use]
    pub fn calendar(&self) -> Option<Calendar> {
        let days = |texts: &[String]| texts.iter().map(|text| CivilDate::parse(text)).collect::<Option<_>>();
        Some(Calendar {
            from: CivilDate::parse(&self.from)?,
            to: CivilDate::parse(&self.to)?,
            weekend: self.weekend.clone(),
            holidays: days(&self.holidays)?,
            workdays: days(&self.workdays)?,
            unknown: days(&self.unknown)?,
        })
    }
}

/// A list to choose from, in the language that was asked for, in Vietnamese order. What has ended is in it as well, so that an
/// older answer can be read; it does not depend on the day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Catalogue {
    /// The name that fields and paths use (`ethnicities`, `communes-01`).
    pub name: String,
    /// Month or day of the list that is in force (`2026-07`, `1979-03-02`).
    pub version: String,
    /// Where it comes from.
    pub source: CatalogueSource,
    /// What can be chosen, each in its days.
    pub entries: Vec<CatalogueEntry>,
}

/// Where a catalogue comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueSource {
    /// `law`, `package` or `agency`.
    pub kind: String,
    /// The document, the package or the agency.
    pub name: String,
    /// The day on which it was taken from there (ISO).
    pub taken: String,
    /// A few entries to try forms with, not the list.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
}

/// One entry of a catalogue.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueEntry {
    /// The code that an answer holds.
    pub code: String,
    /// The name that is shown.
    pub label: String,
    /// Other names it is found by: old names, other languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// First day on which it may be chosen (ISO).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day on which it may be chosen (ISO).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The code to choose instead once it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

eform::from_json! {
    ServiceCard { code, title, summary, keywords, events, sector, level, applicant }
    ServiceList { services }
    Bundle { code, version, language, schema, texts, schema_sha256, texts_sha256, sign, level, calendars or default, lists or default }
    ListedCode { code, from, to }
    FixedLists { calendars, lists }
    WorkingDays { from, to, weekend, holidays, workdays, unknown }
    Catalogue { name, version, source, entries }
    CatalogueSource { kind, name, taken, test or default }
    CatalogueEntry { code, label, also or default, from, to, next }
}
eform::word_from_json! {
    SignPolicy { None = "none", Identity = "identity", Personal = "personal", Organisation = "organisation" }
}

endpoint!(ListServices = Get "/api/services", "The services on offer, in one language (`lang`).", Nothing => ServiceList, SIGNED_IN = false, QUERY = &["lang"]);
endpoint!(GetProcedure = Get "/api/procedures/{code}", "Schema and texts of one procedure; `version` asks for an older one that a draft is pinned to.", Nothing => Bundle, SIGNED_IN = false, QUERY = &["lang", "version"]);
endpoint!(GetCatalogue = Get "/api/catalogues/{name}", "One catalogue: `ethnicities`, `nationalities`, `relations`, `provinces`, `communes-01` and so on.", Nothing => Catalogue, SIGNED_IN = false, TAGGED = true, QUERY = &["lang"]);
