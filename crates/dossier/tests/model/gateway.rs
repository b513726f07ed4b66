//! The payment provider of the model: what it does with an order, what it says of it, and pressing pay.

use super::{Node, Setting, World, moment};
use dossier::{Event, Order, Outcome, Payment, resumable_order};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Its no is final, and after expiry it takes nothing.
    Honest,
    /// It takes money after it said no, and after expiry.
    Nasty,
}

/// What the provider did with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Deal {
    Offered,
    Refused,
    Captured,
    /// Money was taken, but not what was ordered.
    Odd,
    Refunded,
}

/// What the order is called that holds money which came again for another.
fn again(order: &str) -> String {
    format!("{order} again")
}

/// Whether an order holds money that came again for another.
pub fn is_again(order: &str) -> bool {
    order.ends_with(" again")
}

impl World {
    pub fn is_captured(&self, order: &str) -> bool {
        matches!(self.deals.get(order), Some(Deal::Captured | Deal::Odd | Deal::Refunded))
    }
    pub fn is_odd(&self, order: &str) -> bool {
        self.deals.get(order) == Some(&Deal::Odd)
    }
    pub fn is_refunded(&self, order: &str) -> bool {
        self.deals.get(order) == Some(&Deal::Refunded)
    }
    /// What the office gives back is there to go back.
    pub(super) fn hold_what_goes_back(&mut self, orders: &[Order]) {
        for order in orders.iter().filter(|order| order.refund_of.is_some()) {
            self.deals.entry(order.order.clone()).or_insert(Deal::Captured);
        }
    }
    pub(super) fn settle(&mut self, order: &str, deal: Deal) {
        self.deals.insert(order.to_owned(), deal);
    }
}

impl Node {
    pub fn has_paid_for_the_current_snapshot(&self) -> bool {
        let Some(current) = self.state.snapshot.as_ref() else { return false };
        matches!(self.state.payment, Payment::Paid { .. })
            || self.state.orders.iter().any(|order| {
                order.snapshot == current.number
                    && order.due.is_none()
                    && self.world.deals.get(&order.order) == Some(&Deal::Captured)
                    && order.outcome.owed_back().is_none()
            })
    }

    /// Pressing pay, as the backend does it (the open order again, or a new one) and as it must not (always a new one, a wrong
    /// amount), for whatever there may be to pay.
    pub(super) fn orders(&self, setting: Setting) -> Vec<Node> {
        let mut nodes = self.orders_for(setting, None, setting.fee);
        for due in &self.state.dues {
            nodes.extend(self.orders_for(setting, Some(due.number), due.notice.total));
        }
        nodes
    }

    fn orders_for(&self, setting: Setting, due: Option<u32>, amount: u64) -> Vec<Node> {
        if self.state.payment_attempts >= setting.orders {
            return self
                .resumable(due)
                .map(|order| self.after(&self.starting(&order, amount, due)))
                .into_iter()
                .collect();
        }
        let fresh = format!("order {}", self.state.payment_attempts + 1);
        let usual = self.resumable(due).unwrap_or_else(|| fresh.clone());
        assert!(
            !self.is_accepted(&self.starting(&fresh, amount + 1, due)),
            "a wrong amount was ordered: {self:?}"
        );
        [usual, fresh]
            .into_iter()
            .map(|order| {
                let mut next = self.after(&self.starting(&order, amount, due));
                if next.state.payment_attempts > self.state.payment_attempts {
                    next.world.deals.insert(order, Deal::Offered);
                }
                next
            })
            .collect()
    }

    pub(super) fn starting(&self, order: &str, amount: u64, due: Option<u32>) -> Event {
        Event::PaymentStarted { order: order.to_owned(), amount, expires_at: self.world.later(), due }
    }

    pub(super) fn resumable(&self, due: Option<u32>) -> Option<String> {
        resumable_order(&self.state, due, &self.world.now()).map(|order| order.order.clone())
    }

    pub(super) fn provider_events(&self, setting: Setting) -> Vec<Event> {
        let mut events = Vec::new();
        for known in self.state.orders.iter().filter(|order| order.refund_of.is_none()) {
            let order = known.order.clone();
            let deal = self.world.deals[&order];
            let has_lapsed = self.world.now() >= known.expires_at;
            let may_say_no = match setting.provider {
                Provider::Honest => deal == Deal::Refused || (deal == Deal::Offered && has_lapsed),
                Provider::Nasty => deal != Deal::Refunded,
            };
            if may_say_no {
                events.push(Event::PaymentFailed { order: order.clone(), code: "51".to_owned() });
            }
            if deal != Deal::Refused {
                events.push(Event::PaymentSuspect { order: order.clone(), code: "07".to_owned() });
            }
            if self.world.is_captured(&again(&order)) {
                let (transaction, at) = ("8".to_owned(), moment(0));
                let (own, amount) = (again(&order), known.amount);
                events.push(Event::PaymentRepeated {
                    order: own,
                    of: order.clone(),
                    amount,
                    transaction,
                    at,
                });
            }
            if self.world.is_captured(&order) {
                let amount = if deal == Deal::Odd { known.amount + 1 } else { known.taken() };
                let (transaction, at) = ("7".to_owned(), moment(0));
                events.push(Event::PaymentConfirmed { order, amount, transaction, at });
            }
        }
        events
    }

    /// Giving back: the request is written down, the provider returns the money or does not, and each word of it may be lost. After
    /// a refusal a person returns it at the provider.
    pub(super) fn refund_steps(&self, setting: Setting, order: &str) -> Vec<Node> {
        let known =
            self.state.orders.iter().find(|known| known.order == order).expect("a refund of no order");
        let is_back = self.world.is_refunded(order);
        let own = || order.to_owned();
        let asked = Event::RefundAsked { order: own(), request: "request".to_owned(), until: moment(0) };
        let mut nodes = vec![self.after(&asked)];
        match known.outcome {
            Outcome::RefundAsked { .. } | Outcome::RefundRefused { .. } if !is_back => {
                nodes.push(self.with(|world| world.settle(order, Deal::Refunded)));
            }
            _ => {}
        }
        if !is_back || setting.provider == Provider::Nasty {
            nodes.push(self.after(&Event::RefundRefused { order: own(), code: "95".to_owned() }));
        }
        if is_back {
            nodes.push(self.after(&Event::PaymentRefunded { order: own(), at: moment(0) }));
        }
        nodes
    }

    /// What happens at the provider without the dossier hearing of it yet.
    pub(super) fn gateway_steps(&self, setting: Setting) -> Vec<Node> {
        let mut nodes = Vec::new();
        for known in &self.state.orders {
            let deal = self.world.deals[&known.order];
            let has_lapsed = self.world.now() >= known.expires_at;
            // An honest provider stands by what it told us.
            let may_take = match setting.provider {
                Provider::Honest => deal == Deal::Offered && !has_lapsed && known.outcome != Outcome::Failed,
                Provider::Nasty => matches!(deal, Deal::Offered | Deal::Refused),
            };
            if may_take {
                nodes.push(self.with(|world| world.settle(&known.order, Deal::Captured)));
                if setting.is_odd {
                    nodes.push(self.with(|world| world.settle(&known.order, Deal::Odd)));
                }
            }
            // The transfer of the first order is made a second time; of others, or a third, would only repeat what that shows.
            let may_repeat =
                setting.is_again && matches!(deal, Deal::Captured | Deal::Odd) && known.order == "order 1";
            if may_repeat && !self.world.deals.contains_key(&again(&known.order)) {
                nodes.push(self.with(|world| world.settle(&again(&known.order), Deal::Captured)));
            }
            if deal == Deal::Offered {
                nodes.push(self.with(|world| world.settle(&known.order, Deal::Refused)));
            }
        }
        nodes
    }
}
