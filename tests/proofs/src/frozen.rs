//! What would be signed and filed of a form as it stands, and what must hold of it: its bytes hold what the engine evaluates,
//! the whole of it, and depend on nothing that is hidden.

use dossier::content::{self, Content, Frame, Lacking};
use eform::{Answers, Instance, Kind, State};

/// The content, with the same frame for everybody.
///
/// # Errors
/// What is not known yet.
pub fn content(instance: &Instance) -> Result<Content, Lacking> {
    let zero = "0".repeat(64);
    let frame = Frame {
        dossier: "d_proof",
        snapshot: 1,
        language: "vi",
        schema_sha256: &zero,
        texts_sha256: &zero,
        applicant_name: "Nguyễn Thị Bích Hằng",
        applicant_id: "001195004321",
        on_behalf_of: None,
        helped_by: None,
        created_at: "2026-11-21T08:05:00Z",
    };
    content::of(instance, &frame, &|key| Some(["§ ", key].concat()))
}

/// The canonical bytes as text, or why there are none.
#[must_use]
pub fn text(instance: &Instance) -> String {
    match content(instance).map(|content| content.bytes()) {
        Ok(Ok(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        Ok(Err(fault)) => format!("{fault:?}"),
        Err(lacking) => format!("{lacking:?}"),
    }
}

/// What is not as it was promised of the bytes; nothing as long as there is no content.
#[must_use]
pub fn broken_promises(instance: &Instance) -> Vec<String> {
    let Ok(content) = content(instance) else { return Vec::new() };
    let bytes = match content.bytes() {
        Ok(bytes) => bytes,
        Err(fault) => return vec![format!("there is content without bytes: {fault:?}")],
    };
    let mut broken = Vec::new();
    match Content::parse(&bytes) {
        Ok(read) if read == content => broken.extend(missing(instance, &read)),
        other => broken.push(format!("the bytes read back as {other:?}")),
    }
    if text(&without_hidden(instance)).as_bytes() != bytes {
        broken.push("the bytes depend on an answer that is hidden".to_owned());
    }
    broken
}

/// The same draft without the answers that count for nothing: hidden ones and those of another form.
#[must_use]
pub fn without_hidden(instance: &Instance) -> Instance {
    let counts = |path: &String| instance.field(path).is_some_and(|field| field.visible);
    let kept: Answers = instance
        .answers()
        .iter()
        .filter(|(path, _)| counts(path))
        .map(|(path, raw)| (path.clone(), raw.clone()))
        .collect();
    Instance::new(instance.form().clone(), kept, instance.facts(), instance.today())
}

/// What the content has and the form does not, and the other way round.
fn missing(instance: &Instance, content: &Content) -> Vec<String> {
    let mut broken = Vec::new();
    let mut hold = |what: &str, holds: bool| {
        if !holds {
            broken.push(format!("the bytes hold other {what} than the form shows"));
        }
    };
    hold("answers", content.answers == instance.evaluated());
    let net: i64 = instance.quote().lines.iter().map(|line| line.net).sum();
    hold("fees", i128::from(content.fee.net) == i128::from(net));
    let (mut files, mut sources, mut stated) = (Vec::new(), Vec::new(), Vec::new());
    for path in instance.paths() {
        let Some(field) = instance.field(&path).filter(|field| field.visible) else { continue };
        match (&field.def.kind, field.value) {
            (Kind::File(_), State::Value(value)) => {
                let count = value.as_array().map_or(0, Vec::len);
                files.extend(vec![path.clone(); count]);
            }
            (Kind::Attestation | Kind::Consent, State::Value(_)) => stated.push(path.clone()),
            _ => {}
        }
        if field.provenance.is_some() && field.def.cells().is_empty() {
            sources.push(path);
        }
    }
    sources.sort();
    hold("files", content.documents.iter().map(|file| &file.field).eq(&files));
    hold("statements", content.attestations.iter().map(|one| &one.id).eq(&stated));
    hold("sources", content.provenance.keys().eq(&sources));
    broken
}
