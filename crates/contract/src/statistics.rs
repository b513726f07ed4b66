//! Public figures of the portal, by service: added up, without anything about a citizen.

use serde::Serialize;

use crate::Nothing;
use crate::endpoint::{_Endpoint, endpoint};

/// A service with fewer filed dossiers than this, or with dossiers of fewer applicants, is left out: behind a small number stands
/// somebody.
pub const FEWEST_DOSSIERS: u64 = 10;

/// How much citizens did not have to give in one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceReuse {
    /// National code of the procedure.
    pub procedure: String,
    /// The service's title in the language asked for.
    pub title: String,
    /// Filed dossiers that are counted.
    pub dossiers: u64,
    /// Required facts that citizens gave.
    pub given: u32,
    /// Required facts that a source held and that were left as they were.
    pub known: u32,
    /// Required facts that the form proposed and that were left as they were.
    pub proposed: u32,
    /// Required papers that citizens brought.
    pub papers_given: u32,
    /// Required papers that were there already.
    pub papers_known: u32,
    /// The share of facts that did not have to be given, in whole percent, rounded down.
    pub percent: Option<u32>,
}

/// The reuse rate of each service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReuseFigures {
    /// Services with at least `fewest` filed dossiers, of as many applicants.
    pub services: Vec<ServiceReuse>,
    /// [`FEWEST_DOSSIERS`].
    pub fewest: u64,
}

eform::from_json! {
    ServiceReuse { procedure, title, dossiers, given, known, proposed, papers_given, papers_known, percent }
    ReuseFigures { services, fewest }
}

endpoint!(ReuseRates = Get "/api/statistics/reuse", "How much citizens did not have to give, by service (`lang`).", Nothing => ReuseFigures,
    SIGNED_IN = false, QUERY = &["lang"]);
