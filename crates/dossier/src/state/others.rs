//! Who must agree to a dossier besides the person who files it, and who of them has. Which event leads where is decided in
//! `machine::others`.

use super::{Signing, State, Timestamp};
use serde::Serialize;

/// Somebody else who must agree, as the fixed answers name them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Other {
    /// In what role, by its id in the procedure; its text is `cosigner.<id>`.
    pub role: String,
    /// Full name.
    pub name: String,
    /// Twelve-digit personal id; no two are the same.
    pub id: String,
    /// How they may agree.
    #[serde(skip_serializing_if = "Means::is_default")]
    pub by: Means,
}

/// How one of the others agrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// By their electronic identity.
    #[default]
    Identity,
    /// By their personal digital signature.
    Signature,
    /// By their signature, or by their electronic identity where they have none.
    Either,
}

impl Means {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl State {
    /// One of the others, by personal id, as what is fixed names them.
    #[must_use]
    pub fn other(&self, id: &str) -> Option<&Other> {
        self.requirements.iter().flat_map(|asked| &asked.others).find(|other| other.id == id)
    }

    /// The others who have signed: the number of each among all who must agree, from 1, and what has become of their request.
    pub fn cosigned(&self) -> impl Iterator<Item = (u32, &Other, &Signing)> {
        let others = self.requirements.iter().flat_map(|asked| &asked.others).zip(1_u32..);
        others.filter_map(|(other, number)| {
            let signing = self.cosigning.get(&other.id)?;
            matches!(signing, Signing::Signed { .. }).then_some((number, other, signing))
        })
    }

    /// The signature of who signs: of one of the others by personal id, of the person who files it otherwise.
    #[must_use]
    pub fn signing_of(&self, other: Option<&str>) -> &Signing {
        let Some(id) = other else { return &self.signing };
        let begun = self.cosigning.get(id);
        begun.unwrap_or(match self.other(id) {
            Some(Other { by: Means::Signature | Means::Either, .. }) => &Signing::Needed,
            Some(Other { by: Means::Identity, .. }) | None => &Signing::NotRequired,
        })
    }

    /// Whose an attempt to sign is (the personal id of one of the others; none: of the person who files it), and what has become of it.
    /// Attempts count within the dossier, whoever signs, so that a number names one. None for one that is over because of a newer one, or
    /// was dropped.
    #[must_use]
    pub fn attempt(&self, number: u32) -> Option<(Option<&str>, &Signing)> {
        self.attempts().find(|(_, signing)| signing.attempt() == Some(number))
    }

    /// The signature of everybody who signs: first of the person who files it, then of the others who have begun to.
    pub fn attempts(&self) -> impl Iterator<Item = (Option<&str>, &Signing)> {
        let others = self.cosigning.iter().map(|(id, signing)| (Some(id.as_str()), signing));
        std::iter::once((None, &self.signing)).chain(others)
    }
}

/// That one of them has refused. The dossier is open for editing since; it is kept until it is fixed again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Declined {
    /// Full name.
    pub name: String,
    /// Why, in their own words.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}
