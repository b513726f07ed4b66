//! Services, their procedures and the catalogues that their fields choose from. Public: no sign-in needed.

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
    /// The sign-in itself approves (Nghị quyết 66.22/2026/NQ-CP, Article 7); no signing page appears.
    Identity,
    /// A personal digital signature by remote signing.
    Personal,
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
}

/// A list to choose from, in the language that was asked for, in Vietnamese order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Catalogue {
    /// The name that fields and paths use (`ethnicities`, `communes-01`).
    pub name: String,
    /// Month or day of the list that is in force (`2026-07`, `1979-03-02`).
    pub version: String,
    /// What can be chosen.
    pub entries: Vec<CatalogueEntry>,
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
}

eform::from_json! {
    ServiceCard { code, title, summary, keywords, events, sector, level }
    ServiceList { services }
    Bundle { code, version, language, schema, texts, schema_sha256, texts_sha256, sign }
    Catalogue { name, version, entries }
    CatalogueEntry { code, label, also or default }
}
eform::word_from_json! {
    SignPolicy { None = "none", Identity = "identity", Personal = "personal" }
}

endpoint!(ListServices = Get "/api/services", "The services on offer, in one language (`lang`).", Nothing => ServiceList, SIGNED_IN = false, QUERY = &["lang"]);
endpoint!(GetProcedure = Get "/api/procedures/{code}", "Schema and texts of one procedure; `version` asks for an older one that a draft is pinned to.", Nothing => Bundle, SIGNED_IN = false, QUERY = &["lang", "version"]);
endpoint!(GetCatalogue = Get "/api/catalogues/{name}", "One catalogue: `ethnicities`, `nationalities`, `relations`, `provinces`, `communes-01` and so on.", Nothing => Catalogue, SIGNED_IN = false, QUERY = &["lang"]);
