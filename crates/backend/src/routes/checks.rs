//! `POST /api/procedures/{code}/check`: the engine's word on any answers. Nothing is stored, logged or looked up.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use contract::{CHECK_ROWS, Check, Checked, CheckedField, CheckedPage, CheckedViolation, ValueState};
use eform::{CivilDate, FieldView, Instance, PageView, Severity, Step, Violation};
use serde::Deserialize;
use serde_json::Value;

use super::received::Body;
use crate::app::App;
use crate::dossiers::freeze;
use crate::error::{Answer, Error};

/// How many checks may run at the same time: anybody may ask, and forms of citizens come first.
pub const AT_ONCE: usize = 2;

#[derive(Deserialize)]
pub(super) struct Asked {
    version: Option<String>,
}

pub(super) async fn check(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    body: Body<Check>,
) -> Answer<Json<Checked>> {
    let Check { answers, facts, today } = body.value;
    let today = today.unwrap_or_else(|| app.clock.now().vietnamese_day());
    let day = CivilDate::parse(&today).ok_or(Error::BadRequest("`today` is no day."))?;
    let procedure = match &asked.version {
        Some(version) => app.procedures.version(&code, version),
        None => app.procedures.current(&code, &today),
    }
    .ok_or(Error::NotFound)?;
    let rows = answers.values().filter_map(Value::as_array).map(Vec::len).sum::<usize>();
    if rows > CHECK_ROWS {
        return Err(Error::BodyTooLarge);
    }
    let turn = Arc::clone(&app.checks).try_acquire_owned().map_err(|_| Error::Busy)?;
    let procedure = Arc::clone(procedure);
    let work = move || {
        // Held until the work is done: it goes on when the caller hangs up.
        let _turn = turn;
        let form = Instance::new(procedure.form.clone(), answers, facts, day);
        checked(&procedure.code, &procedure.version, today, &form)
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map(Json).map_err(|error| Error::Internal(error.to_string()))
}

fn checked(code: &str, version: &str, today: String, form: &Instance) -> Checked {
    let fields = form.paths().into_iter().filter_map(|path| {
        let field = field(&form.field(&path)?);
        Some((path, field))
    });
    Checked {
        procedure: code.to_owned(),
        version: version.to_owned(),
        today,
        complete: form.is_complete(),
        pages: form.pages().into_iter().map(page).collect(),
        fields: fields.collect(),
        violations: form.violations().into_iter().map(violation).collect(),
        evaluated: form.evaluated(),
        quote: serde_json::to_value(form.quote()).unwrap_or_default(),
        subject: form.subject(),
        reuse: form.reuse(),
        orphans: form.orphans().map(ToOwned::to_owned).collect(),
    }
}

fn field(field: &FieldView<'_>) -> CheckedField {
    let (state, value) = match field.value {
        eform::State::Unset => (ValueState::Unset, None),
        eform::State::Value(value) => (ValueState::Value, Some(value.clone())),
        eform::State::NotApplicable => (ValueState::NotApplicable, None),
    };
    CheckedField {
        kind: field.def.kind.word().to_owned(),
        visible: field.visible,
        required: field.required,
        locked: field.locked,
        state,
        value,
        shown: field.shown(),
        provenance: field.provenance.clone(),
    }
}

fn page(page: PageView) -> CheckedPage {
    let step = match page.step {
        Step::Form => "form",
        Step::Documents => "documents",
    };
    CheckedPage {
        id: page.id,
        step: step.to_owned(),
        complete: page.complete,
        fields: page.given.fields,
        answered: page.given.answered,
        reused: page.given.reused,
        missing: page.given.missing,
    }
}

fn violation(violation: &Violation) -> CheckedViolation {
    let severity = match violation.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    CheckedViolation {
        path: violation.path.clone(),
        code: violation.code.clone().into_owned(),
        severity: severity.to_owned(),
        params: freeze::params(violation),
    }
}
