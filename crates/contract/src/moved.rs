//! Drafts whose form has changed: taking one to the version in force, and what the citizen is told of it.
//!
//! A backend writes these types; the portal reads them as plain JSON, because readers of structs that hardly any visit meets would
//! be downloaded by all of them.

use serde::Serialize;
use serde_json::Value;

use crate::endpoint::{_Endpoint, endpoint};
use crate::{DossierView, Nothing};

/// What became of a draft's answers when it moved to the version in force.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moved {
    /// The version that it had.
    pub from: String,
    /// The version that it has now.
    pub to: String,
    /// First day of that version, when it has one (`YYYY-MM-DD`).
    pub since: Option<String>,
    /// How many answers are as they were.
    pub carried: u32,
    /// Everything else, in the order of the form; what is no part of it any more comes last.
    pub lines: Vec<MovedLine>,
}

/// One question that the citizen is told of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovedLine {
    /// `again`: answer it again. `changed`: the answer was made into another. `left_out`: no longer asked. `new`: not asked before.
    pub fate: String,
    /// The question, in the language of the dossier.
    pub label: String,
    /// The page of the form that asks it; none while it is not on the screen.
    pub page: Option<String>,
    /// Path of its answer.
    pub path: Option<String>,
    /// What was answered, in words; true or false for a yes or no.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub was: Vec<Value>,
    /// What stands there now, likewise.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub now: Option<Value>,
    /// Why, in the words of the procedure.
    pub reason: Option<String>,
}

endpoint!(MoveDraft = Post "/api/dossiers/{id}/version", "Take a draft to the version of the form that is in force.", Nothing => DossierView, IDEMPOTENT = true, TAGGED = true,
    DESCRIPTION = "`newer` of a dossier says that there is one. The answers are carried as the new version declares; `moved` tells what became of \
        each that is not where it was, until it is taken away. A frozen or filed dossier keeps its version.");
endpoint!(MoveSeen = Delete "/api/dossiers/{id}/moved", "The citizen has seen what became of the answers.", Nothing => Nothing);
