//! The fee of a form as answered now: "tạm tính" in the browser, computed again by the backend. Only what is in force
//! today for who files online; of several reductions the one with the highest benefit (TT 117/2026/TT-BTC), never two together.

mod waits;

use serde::Serialize;

use self::waits::{Doubt, Open};
use crate::expr::eval::eval;
use crate::expr::{Ir, Out};
use crate::form::FeeIr;
use crate::instance::Instance;
use crate::instance::scope::Seen;
use crate::schema::fee::{Benefit, Fee, Reduction, When};

/// What has to be paid. All amounts are in đồng.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// One line for each fee that applies.
    pub lines: Vec<Line>,
    /// Sum of the net amounts that are paid with the filing.
    pub total: i64,
    /// Sum of those that are paid once the office asks for them.
    pub on_notice: i64,
    /// Sum of those that are paid when the result is handed over.
    pub on_result: i64,
    /// Fees that apply and whose quantity is not known yet.
    pub pending: Vec<String>,
    /// Open questions that still decide whether, how often or at what price a fee is asked; empty once it is settled.
    pub waits_for: Vec<String>,
    /// Reductions that take a whole fee away, whatever its quantity will be.
    pub waivers: Vec<Reduced>,
}

/// One fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Id of the fee; its text is `fee.<id>`.
    pub id: String,
    /// For one unit.
    pub unit: i64,
    /// How many units.
    pub quantity: i64,
    /// Before reduction.
    pub gross: i64,
    /// To be paid.
    pub net: i64,
    /// When.
    #[serde(skip_serializing_if = "When::is_filing")]
    pub paid: When,
    /// The reduction that applies.
    pub reduction: Option<Reduced>,
    /// Citation of the law that sets the fee.
    pub basis: String,
}

/// The reduction of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reduced {
    /// Id of the reduction; its text is `reduction.<id>`.
    pub id: String,
    /// Percent taken away, when the law states a percentage.
    pub percent: Option<i64>,
    /// Citation of the law that grants it.
    pub basis: String,
    /// Last day on which it is granted (ISO), when the law names one.
    pub until: Option<String>,
}

/// The laws by which these lines are reduced, each once, as they are cited one after the other; nothing where none is.
#[must_use]
pub fn reduced_by<'l>(lines: impl IntoIterator<Item = &'l Line>) -> Option<String> {
    let mut laws: Vec<&str> = Vec::new();
    for reduction in lines.into_iter().filter_map(|line| line.reduction.as_ref()) {
        if !laws.contains(&&*reduction.basis) {
            laws.push(&reduction.basis);
        }
    }
    (!laws.is_empty()).then(|| laws.join("; "))
}

impl Reduced {
    fn of(found: &Reduction) -> Self {
        Self {
            id: found.id.clone(),
            percent: match found.benefit {
                Benefit::Percent(percent) => Some(percent),
                Benefit::Amount(_) => None,
            },
            basis: found.basis.clone(),
            until: found.window.to.map(crate::date::CivilDate::iso),
        }
    }
}

impl Instance {
    /// The quote for the form as it is answered now. An answer that must be put right decides nothing: what is counted from
    /// it is open, as if it had not been given.
    #[must_use]
    pub fn quote(&self) -> Quote {
        self.price(Doubt::Wrong)
    }

    /// The quote as counted from the answers as they are, right or wrong: what the fees themselves say, rules apart.
    pub(crate) fn counted(&self) -> Quote {
        self.price(Doubt::Nothing)
    }

    fn price(&self, doubt: Doubt) -> Quote {
        let scope = Seen { instance: self, base: 0 };
        let mut quote = Quote::default();
        let mut open = Open::new(self, doubt);
        for (fee, ir) in self.form().fees().iter().zip(&self.form().fees) {
            if !fee.is_in_force(self.today()) {
                continue;
            }
            let told = ir.when.as_ref().map_or(Out::Bool(true), |when| eval(when, &scope));
            let applies = told.is_true();
            let asked = if open.doubts(ir.when.as_ref()) { Out::Missing } else { told };
            let is_doubtful = asked == Out::Missing || open.doubts(ir.quantity.as_ref());
            let quantity = if is_doubtful { None } else { quantity(ir, &scope) };
            match waiver(fee, ir, &scope) {
                None => open.fee(fee, ir, (&asked, quantity)),
                Some(waiver) if asked != Out::Bool(false) => quote.waivers.push(Reduced::of(waiver)),
                Some(_) => {}
            }
            if !applies {
                continue;
            }
            match quantity {
                Some(0) => {}
                Some(quantity) => match line(fee, ir, quantity, self, &scope) {
                    Some(line) => {
                        let sum = match line.paid {
                            When::Filing => &mut quote.total,
                            When::Notice => &mut quote.on_notice,
                            When::Result => &mut quote.on_result,
                        };
                        *sum = sum.saturating_add(line.net);
                        quote.lines.push(line);
                    }
                    None => quote.pending.push(fee.id.clone()),
                },
                None => quote.pending.push(fee.id.clone()),
            }
        }
        quote.waits_for = open.questions();
        quote
    }
}

fn applies(when: Option<&Ir>, scope: &Seen<'_>) -> bool {
    when.is_none_or(|when| eval(when, scope).is_true())
}

fn quantity(ir: &FeeIr, scope: &Seen<'_>) -> Option<i64> {
    match &ir.quantity {
        None => Some(1),
        Some(quantity) => match eval(quantity, scope) {
            Out::Int(quantity) if quantity >= 0 => Some(quantity),
            _ => None,
        },
    }
}

/// The reduction that applies now and leaves nothing of a fee.
fn waiver<'a>(fee: &'a Fee, ir: &FeeIr, scope: &Seen<'_>) -> Option<&'a Reduction> {
    let today = scope.instance.today();
    let mut all = fee.reductions.iter().zip(&ir.reductions);
    let found = all.find(|(reduction, when)| {
        matches!(reduction.benefit, Benefit::Percent(100) | Benefit::Amount(0))
            && reduction.is_in_force(today)
            && applies(when.as_ref(), scope)
    });
    found.map(|(reduction, _)| reduction)
}

fn line(fee: &Fee, ir: &FeeIr, quantity: i64, instance: &Instance, scope: &Seen<'_>) -> Option<Line> {
    let gross = fee.amount.checked_mul(quantity)?;
    let mut net = gross;
    let mut reduction = None;
    for (found, when) in fee.reductions.iter().zip(&ir.reductions) {
        if !found.is_in_force(instance.today()) || !applies(when.as_ref(), scope) {
            continue;
        }
        let reduced = reduce(found, gross, quantity)?;
        if reduced < net {
            net = reduced;
            reduction = Some(found);
        }
    }
    Some(Line {
        id: fee.id.clone(),
        unit: fee.amount,
        quantity,
        gross,
        net,
        paid: fee.paid,
        reduction: reduction.map(Reduced::of),
        basis: fee.basis.clone(),
    })
}

/// What remains to be paid; a part of a đồng is not taken away.
pub(crate) fn reduce(reduction: &Reduction, gross: i64, quantity: i64) -> Option<i64> {
    match reduction.benefit {
        Benefit::Percent(percent) => Some(gross - gross.checked_mul(percent)? / 100),
        Benefit::Amount(amount) => amount.checked_mul(quantity),
    }
}
