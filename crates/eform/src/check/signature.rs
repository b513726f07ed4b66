//! What is asked for as signature without saying by which law.

use super::finding::{Finding, Grade, Report};
use crate::schema::Schema;
use crate::schema::sign::Sign;

/// Checks that who is asked to sign or to confirm can be told why.
pub(super) fn check(schema: &Schema, report: &mut Report) {
    let signature = &schema.signature;
    if signature.asked != Sign::None && signature.basis.is_none() {
        report.findings.push(Finding::new("sign_without_basis", Grade::Warning, "/sign"));
    }
}
