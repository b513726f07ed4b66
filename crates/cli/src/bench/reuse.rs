//! How much the sample citizens of a procedure do not have to give: its cases `sample-*.json`, whose facts are what registers
//! say of them. That registers really say so is shown in the backend's tests.

use crate::folder;
use eform::{Instance, Reuse, cases};
use serde_json::{Map, Value, json};
use std::path::Path;

/// What the names of sample cases begin with.
const SAMPLE: &str = "sample-";

/// Counts and shares by the name of the citizen.
pub fn of(path: &Path) -> Result<Value, String> {
    let schema = folder::schema(path)?;
    let beside = folder::beside(path)?;
    let mut rates = Map::new();
    for case in folder::cases(path)? {
        let name = case.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(citizen) = name.strip_prefix(SAMPLE) else { continue };
        let mut last = Reuse::default();
        let mut note = |instance: &Instance| {
            last = instance.reuse();
            Ok(cases::observe(instance))
        };
        cases::run_by(&folder::read(&case)?, &|_| Some(schema.clone()), &beside, &mut note)
            .map_err(|wrong| format!("{}: {}", case.display(), wrong.join("; ")))?;
        rates.insert(citizen.to_owned(), json!({ "counts": last, "percent": last.percent() }));
    }
    Ok(rates.into())
}
