//! What must hold of money: what counts, what is charged, what the office asked for, and what the citizen says about it.

use crate::world::{Node, Provider, Setting, is_again};
use dossier::{Order, Outcome, Payment, Stage, allowed_commands, due_commands, pending};

/// Money counts once and is charged once, whatever the provider says; what does not count goes back.
pub fn money_moves_at_most_once(node: &Node, setting: Setting) {
    let state = &node.state;
    counts_as_paid(node, None, &state.payment);
    for due in &state.dues {
        counts_as_paid(node, Some(due.number), &due.payment);
    }
    let is_paid = matches!(state.payment, Payment::Paid { .. }) || !state.dues.is_empty();
    assert!(
        !is_paid || matches!(state.stage, Stage::Filing | Stage::Filed),
        "paid goes on by itself: {node:?}"
    );
    for order in &state.orders {
        let is_captured = node.world.is_captured(&order.order);
        match &order.outcome {
            Outcome::Counted
            | Outcome::Surplus { .. }
            | Outcome::RefundAsked { .. }
            | Outcome::RefundRefused { .. }
            | Outcome::Refunded { .. } => {
                assert!(is_captured, "{node:?}");
            }
            Outcome::Open | Outcome::Abandoned | Outcome::Suspect => {}
            Outcome::Failed => assert!(!is_captured || setting.provider == Provider::Nasty, "{node:?}"),
        }
        match (&order.outcome, node.world.is_refunded(&order.order)) {
            (Outcome::Refunded { .. }, is_back) => {
                assert!(is_back, "back only with the provider's word: {node:?}");
            }
            (Outcome::RefundAsked { .. } | Outcome::RefundRefused { .. }, _) => {}
            (_, is_back) => assert!(!is_back, "given back without having been asked for: {node:?}"),
        }
    }
    if setting.provider == Provider::Honest {
        let is_charged = |order: &&Order| {
            order.received.is_none()
                && !is_again(&order.order)
                && order.refund_of.is_none()
                && node.world.is_captured(&order.order)
                && !node.world.is_odd(&order.order)
        };
        let charged = |due: Option<u32>, snapshot: Option<u32>| {
            let is_for_it =
                |order: &&Order| order.due == due && snapshot.is_none_or(|number| order.snapshot == number);
            state.orders.iter().filter(is_for_it).filter(is_charged).count()
        };
        for snapshot in 1..=state.snapshots {
            assert!(charged(None, Some(snapshot)) <= 1, "one snapshot is charged once: {node:?}");
        }
        for due in &state.dues {
            assert!(charged(Some(due.number), None) <= 1, "one notice is charged once: {node:?}");
        }
    }
}

/// What the office gives back is no more than was paid, and leaves the payment what it is.
pub fn no_more_goes_back_than_was_paid(node: &Node) {
    let orders = &node.state.orders;
    for (refund, of) in orders.iter().filter_map(|order| Some((order, order.refund_of.as_ref()?))) {
        let paid = orders.iter().find(|order| order.order == of.order).expect("money of no order goes back");
        assert_eq!(paid.outcome, Outcome::Counted, "{node:?}");
        assert!(refund.amount <= paid.amount, "{node:?}");
        assert!(!node.world.is_refunded(&paid.order), "it went back whole and in part: {node:?}");
        let of_it = orders
            .iter()
            .filter_map(|order| order.refund_of.as_ref())
            .filter(|other| other.order == of.order);
        assert_eq!(of_it.count(), 1, "given back twice: {node:?}");
    }
}

/// Money counts once for each thing that is owed, and what is paid is exactly the money that counts.
fn counts_as_paid(node: &Node, due: Option<u32>, axis: &Payment) {
    let of_it = node.state.orders.iter().filter(|order| order.due == due);
    let counted: Vec<_> = of_it.filter(|order| order.outcome == Outcome::Counted).collect();
    match axis {
        Payment::Paid { order, .. } => {
            assert!(
                counted.len() == 1 && counted[0].order == *order,
                "the paid order is the counted one: {node:?}"
            );
            assert!(node.world.is_captured(order), "paid only with the provider's word: {node:?}");
            assert!(!node.world.is_odd(order), "money of another amount counts: {node:?}");
            assert_eq!(counted[0].received, None, "{node:?}");
        }
        _ => assert!(counted.is_empty(), "money counts only as paid: {node:?}"),
    }
}

/// What the office asks for after filing is asked for once, is not paid once it is over, and the office and the dossier agree about it
/// as far as news has come.
pub fn what_the_office_asks_for_is_settled_with_it(node: &Node) {
    let (state, office) = (&node.state, &node.world.office);
    for due in &state.dues {
        let is_known = office.knows_of(&due.notice.id);
        let is_paid = matches!(due.payment, Payment::Paid { .. });
        assert!(!(is_known && due.over.is_some()), "over, and the office has the money: {node:?}");
        assert!(!is_known || is_paid, "the office knows of a payment that is none: {node:?}");
        assert!(due.told_at.is_none() || is_known, "told only by the office's word: {node:?}");
        assert!(due.over.is_none() || office.has_ended(&due.notice.id), "ended by nobody: {node:?}");
        assert!(!(is_paid && due.over.is_some()), "paid although it is over: {node:?}");
        let has_a_way = !due_commands(state, due.number).is_empty() || !pending(state).is_empty();
        assert!(!due.is_owed() || has_a_way, "owed, and nothing can be done: {node:?}");
        let names = state.dues.iter().filter(|other| other.notice.id == due.notice.id);
        assert_eq!(names.count(), 1, "asked for twice: {node:?}");
    }
}

/// Whether the money of an order has found its end: it counts, and whoever asked for it knows, or it is back.
pub fn has_settled(node: &Node, order: &Order) -> bool {
    let is_known = |number| node.state.due(number).is_some_and(|due| due.told_at.is_some());
    !node.world.is_captured(&order.order)
        || match order.outcome {
            Outcome::Counted => order.due.is_none_or(is_known),
            Outcome::Refunded { .. } => true,
            _ => false,
        }
}

/// That the citizen says to have paid changes nothing but that: the same may happen, and leads to the same, as if they had been silent.
pub fn what_the_citizen_says_decides_nothing(node: &Node, setting: Setting) {
    let silent = node.unsaid();
    if silent == *node {
        return;
    }
    assert_eq!(allowed_commands(&node.state), allowed_commands(&silent.state), "{node:?}");
    assert_eq!(pending(&node.state), pending(&silent.state), "{node:?}");
    let unsaid = |from: &Node| -> Vec<_> {
        from.steps(setting).into_iter().map(|(actor, next)| (actor, next.unsaid())).collect()
    };
    assert_eq!(unsaid(node), unsaid(&silent), "what they said decides: {node:?}");
}
