//! Rights to act for somebody that are over: why, and what that leaves of a dossier that was not sent yet. Rights that hold are in
//! `mandates`.

use eform::json::{FromJson, Read};
use serde::Serialize;
use serde_json::Value;

/// Why a right to act for somebody does not hold any more. A mandate that never meant the citizen is none of these: of that nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RightOver {
    /// Who gave the mandate has taken it back (Civil Code 2015, article 569).
    MandateRevoked,
    /// The mandate's last day is over (article 563).
    MandateExpired,
    /// The child has come of age (article 20).
    CameOfAge,
    /// The population register does not name the citizen as a parent of the child any more.
    NotParent,
    /// The population register does not name the citizen as the ward's guardian any more.
    NotGuardian,
    /// The register of enterprises does not name the citizen as the enterprise's legal representative any more.
    NotRepresentative,
    /// The register of enterprises has the enterprise as dissolved.
    EnterpriseDissolved,
    /// The register of enterprises has the enterprise, and not as one in operation: suspended, for instance.
    EnterpriseNotOperating,
    /// A year has passed since the register named the citizen as guardian or representative.
    TooLongAgo,
    /// The citizen lets the register that knows of the right not be asked any more. Consent gives the right back.
    NotAsked,
    /// Whom the citizen helped has the dossier by now, or has taken the mandate to help back, or its last day is over.
    HelpOver,
}

impl RightOver {
    /// Every reason.
    pub const ALL: [RightOver; 11] = [
        RightOver::MandateRevoked,
        RightOver::MandateExpired,
        RightOver::CameOfAge,
        RightOver::NotParent,
        RightOver::NotGuardian,
        RightOver::NotRepresentative,
        RightOver::EnterpriseDissolved,
        RightOver::EnterpriseNotOperating,
        RightOver::TooLongAgo,
        RightOver::NotAsked,
        RightOver::HelpOver,
    ];

    /// Its word as it travels, by which texts name it too.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            RightOver::MandateRevoked => "mandate_revoked",
            RightOver::MandateExpired => "mandate_expired",
            RightOver::CameOfAge => "came_of_age",
            RightOver::NotParent => "not_parent",
            RightOver::NotGuardian => "not_guardian",
            RightOver::NotRepresentative => "not_representative",
            RightOver::EnterpriseDissolved => "enterprise_dissolved",
            RightOver::EnterpriseNotOperating => "enterprise_not_operating",
            RightOver::TooLongAgo => "too_long_ago",
            RightOver::NotAsked => "not_asked",
            RightOver::HelpOver => "help_over",
        }
    }
}

impl FromJson for RightOver {
    fn from_json(value: Value) -> Read<Self> {
        let word = value.as_str().ok_or("")?;
        Self::ALL.into_iter().find(|one| one.word() == word).ok_or("")
    }
}
eform::from_json!(@serde RightOver);

/// What the end of the right leaves of a dossier that was not sent yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActingOver {
    /// Why the citizen may not act any more.
    pub cause: RightOver,
    /// An order of its fee is open, in doubt or paid: the dossier stays to be followed, and what is paid is sent. Otherwise nothing of it
    /// is shown any more, and it can only be thrown away.
    pub fee_under_way: bool,
}

eform::from_json! {
    ActingOver { cause, fee_under_way }
}

#[cfg(test)]
mod tests {
    use super::RightOver;

    #[test]
    fn every_reason_travels_by_its_own_word() {
        for one in RightOver::ALL {
            let written = serde_json::to_string(&one).unwrap();
            assert_eq!(written, format!("\"{}\"", one.word()));
            assert_eq!(serde_json::from_str::<RightOver>(&written).unwrap(), one);
        }
        assert!(serde_json::from_str::<RightOver>("\"some_other\"").is_err());
    }
}
