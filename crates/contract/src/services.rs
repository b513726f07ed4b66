//! Services, their procedures and the catalogues that their fields choose from. Public: no sign-in needed.

use serde::{Deserialize, Serialize};

use crate::endpoint::{_Endpoint, endpoint};
use crate::Nothing;

/// One service in the list; texts are in the language that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceCard {
    /// National code of the procedure (`1.001193`).
    pub code: String,
    pub title: String,
    pub summary: String,
    /// Further words that people search with.
    pub keywords: String,
    /// Life events it belongs to (`birth`, `family`, ...).
    pub events: Vec<String>,
    pub sector: String,
    pub level: String,
}

/// All services on offer today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceList {
    pub services: Vec<ServiceCard>,
}

/// Whether and how the citizen signs, as this deployment is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bundle {
    pub code: String,
    pub version: String,
    pub language: String,
    /// The text of `procedure.json`, byte for byte.
    pub schema: String,
    /// The text of `texts.<language>.json`, byte for byte.
    pub texts: String,
    /// SHA-256 of `schema`, lower-case hexadecimal.
    pub schema_sha256: String,
    /// SHA-256 of `texts`, lower-case hexadecimal.
    pub texts_sha256: String,
    pub sign: SignPolicy,
}

/// A list to choose from, in the language that was asked for, in Vietnamese order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Catalogue {
    pub name: String,
    pub version: String,
    pub entries: Vec<CatalogueEntry>,
}

/// One entry of a catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueEntry {
    pub code: String,
    pub label: String,
    /// Other names it is found by: old names, other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

endpoint!(ListServices = Get "/api/services", "The services on offer, in one language (`lang`).", Nothing => ServiceList, SIGNED_IN = false, QUERY = &["lang"]);
endpoint!(GetProcedure = Get "/api/procedures/{code}", "Schema and texts of one procedure; `version` asks for an older one that a draft is pinned to.", Nothing => Bundle, SIGNED_IN = false, QUERY = &["lang", "version"]);
endpoint!(GetCatalogue = Get "/api/catalogues/{name}", "One catalogue: `ethnicities`, `nationalities`, `relations`, `provinces`, `communes-01` and so on.", Nothing => Catalogue, SIGNED_IN = false, QUERY = &["lang"]);
