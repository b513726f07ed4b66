//! Why a fee is what it is: the answers, facts and the day that make it apply and give it its amount.

use super::Forced;
use crate::explain::{FeeExplanation, Standing};
use crate::expr::Ir;
use crate::expr::guess::{Guess, Probe, Read, TRUE, guess};
use crate::form::FeeIr;
use crate::instance::Instance;
use crate::instance::scope::Seen;
use crate::quote::{Line, reduce};
use crate::schema::Window;
use crate::schema::fee::Fee;

/// One fee of a form.
struct Subject<'i> {
    fee: &'i Fee,
    ir: &'i FeeIr,
    scope: Seen<'i>,
    line: Option<Line>,
}

impl Instance {
    /// Why a fee is charged, waived or not asked; `None` when the procedure has no such fee.
    #[must_use]
    pub fn explain_fee(&self, id: &str) -> Option<FeeExplanation> {
        let at = self.form.fees().iter().position(|fee| fee.id == id)?;
        let quote = self.counted();
        let line = quote.lines.into_iter().find(|line| line.id == id);
        let fee = &self.form.fees()[at];
        let subject = Subject { fee, ir: &self.form.fees[at], scope: Seen { instance: self, base: 0 }, line };
        let standing = if subject.line.is_some() {
            Standing::Charged
        } else if quote.pending.iter().any(|pending| pending == id) {
            Standing::Pending
        } else if !fee.is_in_force(self.today) {
            Standing::NotInForce
        } else if subject.applies(&subject.everything()) == TRUE {
            Standing::Nothing
        } else {
            Standing::NotAsked
        };
        let forced: Forced<'_> = &|kept| subject.is_forced(standing, kept);
        let causes = self.irreducible(subject.everything(), forced);
        Some(FeeExplanation { standing, line: subject.line.clone(), causes })
    }
}

impl Subject<'_> {
    fn everything(&self) -> Vec<Read> {
        let conditions = self.ir.reductions.iter().flatten();
        let expressions = self.ir.when.iter().chain(&self.ir.quantity).chain(conditions).map(|ir| (0, ir));
        let mut all = self.scope.instance.reads(&expressions.collect::<Vec<_>>());
        let dated = is_dated(self.fee.window)
            || self.fee.reductions.iter().any(|reduction| is_dated(reduction.window));
        if dated && !all.contains(&Read::Today) {
            all.push(Read::Today);
        }
        all
    }

    fn truth(&self, when: Option<&Ir>, kept: &[Read]) -> u8 {
        when.map_or(TRUE, |when| guess(when, &Probe::new(&self.scope, kept)).truth())
    }

    fn applies(&self, kept: &[Read]) -> u8 {
        self.truth(self.ir.when.as_ref(), kept)
    }

    /// Whether a window is certainly open, certainly closed, or neither.
    fn in_force(&self, window: Window, kept: &[Read]) -> Option<bool> {
        if kept.contains(&Read::Today) || !is_dated(window) {
            return Some(window.contains(self.scope.instance.today));
        }
        None
    }

    fn is_forced(&self, standing: Standing, kept: &[Read]) -> bool {
        let open = if self.fee.is_online { self.in_force(self.fee.window, kept) } else { Some(false) };
        let certain = open == Some(true) && self.applies(kept) == TRUE;
        let quantity = self.ir.quantity.as_ref().map(|ir| guess(ir, &Probe::new(&self.scope, kept)));
        let counted = !matches!(quantity, Some(Guess::Truth(_) | Guess::Anything));
        match standing {
            Standing::NotInForce => open == Some(false),
            Standing::NotAsked => self.applies(kept) & TRUE == 0 && open == Some(true),
            Standing::Nothing => certain && counted,
            Standing::Pending => certain && counted && self.same_reduction(kept, 0),
            Standing::Charged => {
                certain
                    && counted
                    && self.line.as_ref().is_some_and(|line| self.same_reduction(kept, line.quantity))
            }
        }
    }

    /// Whether the reduction of the line certainly applies, and none that may apply would take its place.
    fn same_reduction(&self, kept: &[Read], quantity: i64) -> bool {
        let Some(line) = &self.line else { return true };
        let mut best = (line.gross, None);
        for (at, reduction) in self.fee.reductions.iter().enumerate() {
            let truth = self.truth(self.ir.reductions.get(at).and_then(Option::as_ref), kept);
            let open = self.in_force(reduction.window, kept);
            let net = reduce(reduction, line.gross, quantity).unwrap_or(line.gross);
            if truth & TRUE == 0 || open == Some(false) || !reduction.is_online {
                continue;
            }
            if truth == TRUE && open == Some(true) {
                if net < best.0 {
                    best = (net, Some(&reduction.id));
                }
            } else if net < line.net || (net == line.net && net < best.0) {
                return false;
            }
        }
        best == (line.net, line.reduction.as_ref().map(|found| &found.id))
    }
}

fn is_dated(window: Window) -> bool {
    window.from.is_some() || window.to.is_some()
}
