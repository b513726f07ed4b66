//! Answers of registers that never stand in for their paper. Whether the condition of one can be true at all is judged like any
//! other condition, in `conditions.rs`.

use super::conditions::check_while_shown;
use super::cone::{Input, Named, Note, covers};
use super::finding::{Finding, Grade, Report};
use super::search::Explorer;
use crate::form::Form;
use crate::kinds::Kind;
use crate::schema::field::Required;
use crate::schema::reader::join;

/// Checks what covers a paper.
pub(super) fn check(search: &mut Explorer, form: &Form, def: u32, report: &mut Report) {
    let field = form.at(def);
    let Kind::File(file) = &field.kind else { return };
    let pointer = join(&field.pointer, "covered_by");
    // Among alternatives what is covered counts as there, asked for or not.
    if !covers(field).is_empty() && field.required == Required::Always(false) && file.alternative.is_none() {
        report.findings.push(Finding::new("cover_of_optional", Grade::Warning, &pointer));
    }
    for (at, (cover, ir)) in covers(field).iter().zip(&form.defs[def as usize].covers).enumerate() {
        let pointer = join(&pointer, &at.to_string());
        let counts_first = covers(field)[..at].iter().position(|before| {
            before.fact == cover.fact && (before.when.is_none() || before.when == cover.when)
        });
        if let Some(before) = counts_first {
            let finding = Finding::new("cover_twice", Grade::Warning, &pointer);
            report.findings.push(finding.with("before", before));
            continue;
        }
        let (Some(when), Some(condition)) = (&cover.when, &ir.when) else { continue };
        let pointer = join(&pointer, "when");
        if reads_itself(form, def, when) {
            report.findings.push(Finding::new("cover_reads_paper", Grade::Error, &pointer));
        } else {
            check_while_shown(search, form, def, (condition, when), &pointer, report);
        }
    }
}

/// Whether the condition of a cover reads its own paper: a cover is looked at only while the paper is not there. What walks
/// through rows may mean the papers of others.
fn reads_itself(form: &Form, def: u32, when: &serde_json::Value) -> bool {
    let mut named = Named::default();
    named.add(form, when, form.layout.places[def as usize].group);
    named.inputs.contains(&Input::Answer(def)) && !named.notes.contains(&Note::AcrossRows)
}
