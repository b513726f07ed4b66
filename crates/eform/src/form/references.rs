//! Checks the names of a schema that stand outside expressions: the competent office, the subject, and who must agree besides.

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
    cosigners(parts);
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

/// Who must agree is named by a personal id and by a name, both in the form or both in one group.
fn cosigners(parts: &mut Parts<'_>) {
    for (number, cosigner) in parts.schema.cosigning.cosigners.iter().enumerate() {
        let pointer = ["/cosigners/", &number.to_string()].concat();
        let kind = |name: &str| parts.schema.field(name).map(|field| &field.kind);
        let (person, name) = (kind(&cosigner.person), kind(&cosigner.name));
        let is_id = matches!(person, Some(Kind::PersonalId(_)));
        let is_name = matches!(name, Some(Kind::PersonName | Kind::Text(_)));
        let group = |path: &str| path.rsplit_once('.').map(|(group, _)| group.to_owned());
        let is_beside = group(&cosigner.person) == group(&cosigner.name);
        report(parts, &[&pointer, "/person"].concat(), &cosigner.person, person.is_some(), is_id);
        report(parts, &[&pointer, "/name"].concat(), &cosigner.name, name.is_some(), is_name && is_beside);
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
