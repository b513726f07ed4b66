//! What is wrong with a visible field: faults of what was typed, required and missing, limits that depend on other
//! answers, membership in catalogues, rules of the procedure. A hidden field is never required and never violates.

use std::borrow::Cow;

use serde_json::Value;

use super::Instance;
use super::entry::Origin;
use super::scope::Seen;
use crate::catalogue::Standing;
use crate::date::partial::PartialDate;
use crate::expr::eval::{Scope, eval};
use crate::expr::{Ir, Out};
use crate::form::{Def, Need};
use crate::issue::Params;
use crate::kinds::file::File;
use crate::kinds::{Kind, address, business_line, personal_id};
use crate::violation::{Fault, Severity, Violation};

impl Instance {
    /// Checks an entry and keeps the result; says whether anything that can be seen is different.
    pub(super) fn refresh_check(&mut self, number: u32) -> bool {
        let (required, violations) = self.check(number);
        let covered = self.cover(number);
        let entry = &mut self.entries[number as usize];
        let different =
            entry.required != required || entry.covered != covered || entry.violations != violations;
        entry.covered = covered;
        entry.required = required;
        entry.violations = violations;
        different
    }

    /// The first and the last day that a date may be as things stand, other answers weighed; nothing where there is no
    /// limit. A citizen's answer may be told by it: for a screen, not for a log.
    #[must_use]
    pub fn date_limits(&self, path: &str) -> [Option<PartialDate>; 2] {
        let Some(number) = self.find(path) else { return [None, None] };
        let entry = &self.entries[number as usize];
        let def = &self.form.defs[entry.def as usize];
        let scope = Seen { instance: self, base: entry.base };
        [&def.min, &def.max].map(|limit| limit.as_ref().and_then(|limit| bound(limit, &scope)))
    }

    fn check(&self, number: u32) -> (bool, Vec<Violation>) {
        let entry = &self.entries[number as usize];
        if !entry.visible {
            return (false, Vec::new());
        }
        let def = &self.form.defs[entry.def as usize];
        let kind = &self.form.at(entry.def).kind;
        let scope = Seen { instance: self, base: entry.base };
        let required = match &def.required {
            Need::Always(required) => *required,
            Need::When(when) => eval(when, &scope).is_true(),
        };
        let mut faults = Vec::new();
        let typed_counts =
            matches!(entry.origin, Origin::Typed | Origin::Changed(_) | Origin::Computed | Origin::Nothing);
        if typed_counts && !entry.locked {
            faults.extend(entry.faults.iter().cloned());
        }
        let unreadable = faults.iter().any(|fault| fault.severity == Severity::Error);
        match (&entry.value, kind) {
            (None, Kind::Group(_)) => faults.extend(too_few_rows(kind, required, 0)),
            (None, Kind::Attestation) if required && !unreadable => {
                faults.push(Fault::error("attestation.required"));
            }
            (None, Kind::File(File { alternative: Some(alternative), .. })) if required && !unreadable => {
                faults.push(Fault::error("file.one_of").with("group", alternative.group.as_str()));
            }
            (None, _) if required && !unreadable => faults.push(Fault::error("required")),
            (None, _) => {}
            (Some(value), _) => faults.extend(check_value(def, kind, value, required, &scope)),
        }
        if faults.is_empty() && def.rules.is_empty() {
            return (required, Vec::new());
        }
        let path = self.path(number);
        let mut violations: Vec<Violation> = faults.iter().map(|fault| fault.at(&path)).collect();
        violations.extend(broken_rules(def, &scope, &path));
        (required, violations)
    }
}

/// Rules whose assertion is false; a missing assertion is not asserted.
fn broken_rules<'a>(
    def: &'a Def,
    scope: &'a Seen<'_>,
    path: &'a str,
) -> impl Iterator<Item = Violation> + use<'a> {
    def.rules.iter().filter(|rule| eval(&rule.assert, scope) == Out::Bool(false)).map(|rule| Violation {
        path: path.to_owned(),
        code: Cow::Owned(rule.code.clone()),
        severity: rule.severity,
        params: Params::new(),
    })
}

/// What depends on other answers, on today, or on lists given to the form.
fn check_value(def: &Def, kind: &Kind, value: &Value, required: bool, scope: &Seen<'_>) -> Vec<Fault> {
    match kind {
        Kind::Date(_) | Kind::PartialDate(_) => out_of_bounds(def, value, scope),
        Kind::PersonalId(_) => disagreements(def, value, scope),
        Kind::Catalogue(catalogue) => {
            let list = &catalogue.catalogue;
            out_of_list(scope, list, value.as_str(), catalogue.historical, &CODE).into_iter().collect()
        }
        Kind::BusinessLine(_) => {
            out_of_list(scope, business_line::CATALOGUE, value.as_str(), false, &CODE).into_iter().collect()
        }
        Kind::Address(address) => unknown_place(scope, value, address.historical),
        Kind::Agency(_) => unknown_place(scope, value, false),
        Kind::Group(_) => {
            too_few_rows(kind, required, value.as_array().map_or(0, Vec::len)).into_iter().collect()
        }
        Kind::Text(_)
        | Kind::LongText(_)
        | Kind::PersonName
        | Kind::DateWords(_)
        | Kind::Choice(_)
        | Kind::Choices(_)
        | Kind::YesNo
        | Kind::Number(_)
        | Kind::Money(_)
        | Kind::Phone
        | Kind::Email
        | Kind::File(_)
        | Kind::Attestation
        | Kind::TaxCode
        | Kind::SocialInsurance
        | Kind::HealthInsurance
        | Kind::Passport(_)
        | Kind::Plate
        | Kind::BankAccount
        | Kind::MoneyWords(_)
        | Kind::Decimal(_)
        | Kind::Consent
        | Kind::SignaturePlace
        | Kind::Notice => Vec::new(),
    }
}

fn too_few_rows(kind: &Kind, required: bool, count: usize) -> Option<Fault> {
    let Kind::Group(group) = kind else { return None };
    let min = group.min.unwrap_or(usize::from(required));
    (count < min).then(|| Fault::error("group.min").with("min", min))
}

/// Only a date that lies wholly outside breaks a limit.
fn out_of_bounds(def: &Def, value: &Value, scope: &Seen<'_>) -> Vec<Fault> {
    let Some(date) = value.as_str().and_then(PartialDate::parse) else { return Vec::new() };
    let mut faults = Vec::new();
    if let Some(min) = def.min.as_ref().and_then(|min| bound(min, scope))
        && date.latest() < min.earliest()
    {
        faults.push(limit(Fault::error("date.before_min"), "min", def.min.as_ref(), min));
    }
    if let Some(max) = def.max.as_ref().and_then(|max| bound(max, scope))
        && date.earliest() > max.latest()
    {
        let code = if def.max == Some(Ir::Today) { "date.future" } else { "date.after_max" };
        faults.push(limit(Fault::error(code), "max", def.max.as_ref(), max));
    }
    faults
}

fn bound(ir: &Ir, scope: &Seen<'_>) -> Option<PartialDate> {
    match eval(ir, scope) {
        Out::Day(date) => Some(date),
        _ => None,
    }
}

/// A limit is told when the procedure sets it; one that is another answer is a citizen's value and is not.
fn limit(fault: Fault, name: &'static str, ir: Option<&Ir>, limit: PartialDate) -> Fault {
    match ir {
        Some(Ir::Day(_) | Ir::Today) => fault.with(name, limit.iso()),
        _ => fault,
    }
}

fn disagreements(def: &Def, value: &Value, scope: &Seen<'_>) -> Vec<Fault> {
    let Some(id) = value.as_str() else { return Vec::new() };
    let mut faults = Vec::new();
    let birth =
        def.birth.and_then(|slot| scope.value(slot)).and_then(Value::as_str).and_then(PartialDate::parse);
    if birth.is_some_and(|birth| !personal_id::birth_agrees(id, birth)) {
        faults.push(Fault::warning("id_birth_mismatch"));
    }
    let sex = def.sex.and_then(|slot| scope.value(slot)).and_then(Value::as_str);
    if sex.is_some_and(|sex| !personal_id::sex_agrees(id, sex)) {
        faults.push(Fault::warning("id_sex_mismatch"));
    }
    faults
}

/// What is said of a code that cannot be chosen: not in the list, not yet, no longer.
type Words = [&'static str; 3];
const CODE: Words = ["catalogue.unknown", "catalogue.not_yet", "catalogue.ended"];
const PROVINCE: Words = ["address.province", "address.province", "address.province.ended"];
const COUNTRY: Words = ["catalogue.unknown"; 3];
const COMMUNE: Words = ["address.commune", "address.commune", "address.commune.ended"];

/// A fault when the form has the list and the code cannot be chosen today. When it ended and what came after it would tell
/// the answer; a screen reads them in the list.
fn out_of_list(
    scope: &Seen<'_>,
    list: &str,
    code: Option<&str>,
    historical: bool,
    words: &Words,
) -> Option<Fault> {
    let [unknown, not_yet, ended] = *words;
    match scope.codes(list)?.standing(code?, scope.today()) {
        Standing::InForce => None,
        Standing::Ended if historical => None,
        Standing::Ended => Some(Fault::error(ended)),
        Standing::NotYet => Some(Fault::error(not_yet)),
        Standing::Unknown => Some(Fault::error(unknown)),
    }
}

fn unknown_place(scope: &Seen<'_>, value: &Value, historical: bool) -> Vec<Fault> {
    let part = |key: &str| value.get(key).and_then(Value::as_str);
    let country = part("country").filter(|country| *country != address::HOME);
    if let Some(fault) = out_of_list(scope, address::COUNTRIES, country, historical, &COUNTRY) {
        return vec![fault];
    }
    let Some(province) = part("province") else { return Vec::new() };
    if let Some(fault) = out_of_list(scope, "provinces", Some(province), historical, &PROVINCE) {
        return vec![fault];
    }
    let communes = ["communes/", province].concat();
    out_of_list(scope, &communes, part("commune"), historical, &COMMUNE).into_iter().collect()
}
