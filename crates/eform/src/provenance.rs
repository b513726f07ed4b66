//! Where a value comes from. Kept for every value, shown to the citizen and to the officer, and signed with it.

use serde::{Deserialize, Serialize};

use crate::facts::Fact;

/// Origin of one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "origin", rename_all = "snake_case")]
pub enum Provenance {
    /// The citizen typed it.
    Typed,
    /// A register or an earlier dossier holds it, and it was not changed.
    Register {
        /// As [`Fact::source`].
        source: String,
        /// When the source answered (RFC 3339).
        at: String,
        /// Reference of the answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
    },
    /// The citizen replaced what a source holds.
    Changed {
        /// The source whose value was replaced.
        source: String,
        /// When the source answered (RFC 3339).
        at: String,
        /// Reference of the answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
    },
    /// The form computed it from other answers.
    Computed,
    /// The form proposed it and the citizen left it.
    Default,
}

impl Provenance {
    pub(crate) fn register(fact: &Fact) -> Self {
        let Fact { source, at, reference, .. } = fact.clone();
        Self::Register { source, at, reference }
    }

    pub(crate) fn changed(fact: &Fact) -> Self {
        let Fact { source, at, reference, .. } = fact.clone();
        Self::Changed { source, at, reference }
    }
}
