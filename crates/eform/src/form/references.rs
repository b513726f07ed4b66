//! Checks the names of a schema that stand outside expressions: the competent office and the subject.

use super::build::Parts;
use crate::issue::SchemaIssue;
use crate::kinds::Kind;
use crate::kinds::file::File;

/// Reports names that lead nowhere or to a field of the wrong kind.
pub(super) fn check(parts: &mut Parts<'_>) {
    if let Some(name) = &parts.schema.agency {
        let kind = parts.schema.field(name).map(|field| &field.kind);
        report(parts, "/agency/field", name, kind.is_some(), matches!(kind, Some(Kind::Agency(_))));
    } else {
        parts.issues.push(SchemaIssue::new("/agency", "missing_key"));
    }
    if let Some(name) = &parts.schema.subject {
        let kind = parts.schema.field(name).map(|field| &field.kind);
        let fits = match kind {
            Some(Kind::Choice(choice)) => choice.other.is_none(),
            kind => matches!(kind, Some(Kind::PersonName | Kind::Text(_))),
        };
        report(parts, "/subject/field", name, kind.is_some(), fits);
    }
    holders(parts);
}

/// Whom a document is about is said by a personal id, or by the code of an enterprise.
fn holders(parts: &mut Parts<'_>) {
    for field in parts.schema.pages.iter().flat_map(|page| &page.fields) {
        for slot in std::iter::once(field).chain(field.cells()) {
            let Kind::File(File { holder: Some(name), .. }) = &slot.kind else { continue };
            let kind = parts.schema.field(name).map(|field| &field.kind);
            let fits = matches!(kind, Some(Kind::PersonalId(_) | Kind::TaxCode));
            report(parts, &[&slot.pointer, "/holder"].concat(), name, kind.is_some(), fits);
        }
    }
}

fn report(parts: &mut Parts<'_>, pointer: &str, name: &str, exists: bool, fits: bool) {
    let code = match (exists, fits) {
        (true, true) => return,
        (true, false) => "wrong_kind",
        (false, _) => "unknown_field",
    };
    parts.issues.push(SchemaIssue::new(pointer, code).with("field", name));
}
