//! Lets the engine show a finding again: the witness is opened as a draft, and what the finding says must be seen.

use std::sync::Arc;

use super::finding::{Finding, Witness};
use super::search::World;
use super::{conditions, fees, migrations, rules};
use crate::expr::guess::{FALSE, TRUE};
use crate::form::layout::narrow;
use crate::form::{Form, Need};
use crate::{CivilDate, Instance};

/// Whether a finding's witness shows it. A finding without a witness has nothing to show.
#[must_use]
pub fn replay(form: &Arc<Form>, finding: &Finding) -> bool {
    let Some(witness) = &finding.witness else { return true };
    open(form, witness).is_some_and(|instance| shows(form, &instance, finding).unwrap_or(false))
}

/// Like [`replay`], with the older versions that witnesses of migrations speak of.
#[must_use]
pub fn replay_among(form: &Arc<Form>, past: &[Arc<Form>], finding: &Finding) -> bool {
    let Some((witness, version)) = finding.witness.as_ref().and_then(|w| Some((w, w.version.as_ref()?)))
    else {
        return replay(form, finding);
    };
    let old = past.iter().find(|old| old.version() == version);
    old.is_some_and(|old| migrations::shows(old, form, finding, witness).unwrap_or(false))
}

/// The form in the state of a witness; `None` when its day is none.
#[must_use]
pub fn open(form: &Arc<Form>, witness: &Witness) -> Option<Instance> {
    let facts = super::search::known(witness.facts.iter().map(|(name, value)| (name.as_str(), value)));
    let today = CivilDate::parse(&witness.today)?;
    Some(Instance::new(form.clone(), witness.answers.clone(), facts, today))
}

fn shows(form: &Form, instance: &Instance, finding: &Finding) -> Option<bool> {
    let code = match finding.code.as_str() {
        "not_searched" | "not_decided" => return Some(true),
        code => code,
    };
    let parts: Vec<&str> = finding.pointer.split('/').skip(1).collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<usize>().ok());
    match *parts.first()? {
        "rules" => rule(form, instance, finding, number(1)?),
        "fees" => fee(form, instance, code, number(1)?, number(3)),
        "pages" if parts.get(2) == Some(&"when") => {
            Some(instance.truth_of_form(form.pages.get(number(1)?)?.when.as_ref()?) == TRUE)
        }
        "pages" => {
            // A cell stands in its group: what follows the last of them is told of it.
            let rest = 2 + 2 * parts.iter().skip(2).step_by(2).take_while(|part| **part == "fields").count();
            let pointer: String = parts[..rest].iter().flat_map(|part| ["/", part]).collect();
            let def = (0..narrow(form.defs.len())).find(|def| form.at(*def).pointer == pointer)?;
            let path = World::path(form, def);
            let found = &form.defs[def as usize];
            let condition = match *parts.get(rest).unwrap_or(&"") {
                "when" => found.when.as_ref()?,
                "required" => match &found.required {
                    Need::When(when) => when,
                    Need::Always(_) => return None,
                },
                "covered_by" => found.covers.get(number(rest + 1)?)?.when.as_ref()?,
                "prefill" => found.prefill.get(number(rest + 1)?)?.when.as_ref()?,
                _ => return Some(code == "never_fillable" && conditions::fillable(instance, &path) == FALSE),
            };
            Some(instance.truth(&path, condition) == TRUE)
        }
        _ => None,
    }
}

fn rule(form: &Form, instance: &Instance, finding: &Finding, at: usize) -> Option<bool> {
    let truth = |rule: &crate::schema::Rule| {
        let placed = rules::place(form, rule)?;
        Some(rules::outcome(instance, &World::path(form, placed.def), placed.assert))
    };
    let here = truth(form.schema.rules.get(at)?)?;
    Some(match finding.code.as_str() {
        "rule_never_broken" => here == TRUE,
        "rule_never_kept" => here == FALSE,
        _ => {
            let others = finding.params.get("other")?.to_string();
            let mut others = others.split(", ").map(|id| form.schema.rules.iter().find(|rule| rule.id == id));
            here == FALSE || others.any(|other| other.and_then(truth) == Some(FALSE))
        }
    })
}

fn fee(form: &Form, instance: &Instance, code: &str, at: usize, reduction: Option<usize>) -> Option<bool> {
    let fee = form.fees().get(at)?;
    let ir = form.fees.get(at)?;
    let asked = ir.when.as_ref().is_none_or(|when| instance.truth_of_form(when) == TRUE);
    let quote = instance.counted();
    let family = |id: &str| {
        form.fees()
            .iter()
            .any(|other| other.id == id && other.when == fee.when && other.quantity == fee.quantity)
    };
    let lines = quote.lines.iter().map(|line| &line.id).chain(&quote.pending).filter(|id| family(id)).count();
    Some(match code {
        "fee_gap" => asked && lines == 0,
        "fee_twice" => asked && lines > 1,
        "fee_step_open" => fees::charged_beside(form, at, instance) == 0,
        "fee_step_twice" => fees::charged_beside(form, at, instance) > 1,
        "fee_without_amount" => fees::lacks_amount(instance, fee) == TRUE,
        "reduction_never_counts" => {
            let when = ir.reductions.get(reduction?).and_then(Option::as_ref);
            fees::counts(instance, fee, reduction?, when) == FALSE
        }
        _ => {
            let condition = match reduction {
                Some(reduction) => ir.reductions.get(reduction)?.as_ref()?,
                None => ir.when.as_ref()?,
            };
            instance.truth_of_form(condition) == TRUE
        }
    })
}
