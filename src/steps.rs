//! Placeholder until the form engineer's steps arrive.

/// Called once per dossier id.
pub fn provide_open_dossier(_id: String) {}
