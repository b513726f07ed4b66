//! Cases of a corpus as they are judged natively, whoever made them.

use crate::corpus::Case;
use crate::corpus::answers::Answer;
use dossier::signature::{Evidence, Revocation, examine, examine_revocation, holds, verify};

/// What the judgement says of a case, if it is not what is expected.
pub fn surprise(case: &Case) -> Option<String> {
    let verdict = verify(&case.container, &case.content, case.trust(), case.times());
    let verdict = verdict.map(|signer| (signer.citizen_id, signer.stamp.map(|stamp| stamp.at)));
    let expected = case.expected.map(|id| (id.map(str::to_owned), case.stamped_at.clone()));
    (verdict != expected).then(|| format!("{}: {verdict:?} instead of {expected:?}", case.name))
}

/// What the judgement says of the answer of a case, if it is not what is expected.
pub fn surprising_answer(case: &Case) -> Option<String> {
    let answer = case.answer.as_ref()?;
    let verdict = said(case, &[evidence(answer)]);
    (verdict != answer.verdict).then(|| format!("{}: {verdict} instead of {}", case.name, answer.verdict))
}

/// What a case holds about its signer.
pub fn evidence(answer: &Answer) -> Evidence<'_> {
    if answer.is_list { Evidence::List(&answer.der) } else { Evidence::Ocsp(&answer.der) }
}

/// What answers say of the certificate of a case's signer, in one word.
pub fn said(case: &Case, evidence: &[Evidence<'_>]) -> &'static str {
    let examined = examine(&case.container, &case.content, case.trust(), case.times()).unwrap();
    let issuers = examined.issuers().to_vec();
    let answers: Vec<bool> = examined.obligations().iter().map(holds).collect();
    let signer = examined.conclude(&answers).unwrap();
    let examined = examine_revocation(&signer, &issuers, evidence, case.times());
    assert!(!matches!(examined.clone().conclude(&[]), Revocation::Good { .. } | Revocation::Revoked { .. }));
    let answers: Vec<bool> = examined.obligations().iter().map(holds).collect();
    match examined.conclude(&answers) {
        Revocation::NotLookedAt => "not_looked_at",
        Revocation::Good { .. } => "good",
        Revocation::Revoked { .. } => "revoked",
        Revocation::NoUsableAnswer(fault) => fault.code(),
    }
}
