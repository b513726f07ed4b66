//! Every order of events, with duplicates, losses and a nasty payment provider: explores all reachable dossiers breadth-first and
//! checks what must never happen. `cargo xtask explore --full` explores more. The world around the dossier is in `model/world.rs`; single examples live in `machine.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]

#[path = "model/agreed.rs"]
mod agreed;
#[path = "model/kinds.rs"]
mod kinds;
#[path = "model/money.rs"]
mod money;
#[path = "model/world.rs"]
mod world;

use agreed::nothing_goes_on_before_everybody_has_agreed;
use dossier::{Command, Filing, Payment, Signing, Stage, allowed_commands, pending};
use money::{
    has_settled, money_moves_at_most_once, no_more_goes_back_than_was_paid,
    what_the_citizen_says_decides_nothing, what_the_office_asks_for_is_settled_with_it,
};
use std::collections::{HashMap, VecDeque};
use std::io::Write;
use world::{Actor, Node, Others, Provider, Setting};

/// All reachable nodes with the steps between them.
struct Graph {
    nodes: Vec<Node>,
    steps: Vec<Vec<(Actor, usize)>>,
    depth: usize,
}

fn explore(setting: Setting) -> Graph {
    let start = Node::new(setting);
    let mut known: HashMap<Node, usize> = HashMap::from([(start.clone(), 0)]);
    let mut nodes = vec![start];
    let mut steps: Vec<Vec<(Actor, usize)>> = Vec::new();
    let mut queue = VecDeque::from([(0, 0)]);
    let mut deepest = 0;
    while let Some((id, depth)) = queue.pop_front() {
        deepest = depth;
        let mut out = Vec::new();
        for (actor, next) in nodes[id].clone().steps(setting) {
            let to = *known.entry(next.clone()).or_insert_with(|| {
                nodes.push(next);
                queue.push_back((nodes.len() - 1, depth + 1));
                nodes.len() - 1
            });
            if to != id {
                out.push((actor, to));
            }
        }
        assert_eq!(steps.len(), id, "breadth-first order is the order of ids");
        steps.push(out);
    }
    Graph { nodes, steps, depth: deepest }
}

/// Which nodes have a way, by steps of the given actors only, to a node that is wanted.
fn can_reach(graph: &Graph, actors: &[Actor], is_wanted: impl Fn(&Node) -> bool) -> Vec<bool> {
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for (from, out) in graph.steps.iter().enumerate() {
        for (_, to) in out.iter().filter(|(actor, _)| actors.contains(actor)) {
            back[*to].push(from);
        }
    }
    let mut reached: Vec<bool> = graph.nodes.iter().map(is_wanted).collect();
    let mut queue: Vec<usize> = (0..reached.len()).filter(|id| reached[*id]).collect();
    while let Some(id) = queue.pop() {
        for &from in &back[id] {
            if !reached[from] {
                reached[from] = true;
                queue.push(from);
            }
        }
    }
    reached
}

fn a_state_reads_back_as_it_was_written(node: &Node) {
    let written = serde_json::to_string(&node.state).unwrap();
    assert_eq!(serde_json::from_str::<dossier::State>(&written).unwrap(), node.state);
}

fn signed_is_filed(node: &Node, setting: Setting) {
    let state = &node.state;
    if let Signing::Signed { attempt, .. } = &state.signing {
        let current = state.snapshot.as_ref().expect("signed without a snapshot").number;
        assert_eq!(node.world.asked_for(*attempt), Some(current), "signed something else: {node:?}");
    }
    if let Signing::Confirmed { sha256, .. } = &state.signing {
        let current = &state.snapshot.as_ref().expect("confirmed without a snapshot").sha256;
        assert_eq!(sha256, current, "confirmed something else: {node:?}");
        assert!(setting.confirmation, "the law does not allow it: {node:?}");
    }
    if let Signing::OnPaper { sha256, scan, .. } = &state.signing {
        let current = &state.snapshot.as_ref().expect("signed by hand without a snapshot").sha256;
        assert_eq!(sha256, current, "a print of something else: {node:?}");
        assert_eq!(*scan, format!("scan of {current}"), "{node:?}");
        assert!(setting.paper, "the law does not allow it: {node:?}");
    }
    if state.stage == Stage::Filing || state.stage == Stage::Filed {
        let current = state.snapshot.as_ref().expect("filing without a snapshot").number;
        match &state.signing {
            Signing::Signed { .. } => assert!(setting.signature, "{node:?}"),
            Signing::Confirmed { .. } => assert!(setting.confirmation, "{node:?}"),
            Signing::OnPaper { .. } => assert!(setting.paper, "{node:?}"),
            other => {
                assert_eq!(*other, Signing::NotRequired, "filed before it was signed: {node:?}");
                assert!(!setting.signature && !setting.confirmation && !setting.paper, "{node:?}");
            }
        }
        assert_eq!(matches!(state.payment, Payment::Paid { .. }), setting.fee > 0, "{node:?}");
        assert!(
            node.world.at_desk.is_none_or(|snapshot| snapshot == current),
            "filed something else: {node:?}"
        );
    } else {
        assert_eq!(state.filing, Filing::NotYet, "{node:?}");
        assert_eq!(node.world.at_desk, None, "the desk got what was not handed over: {node:?}");
    }
}

/// What the signer agreed to on the phone never ends as if they had been silent.
fn agreed_is_not_silent(graph: &Graph) {
    for (node, out) in graph.nodes.iter().zip(&graph.steps) {
        for (_, signing) in node.state.attempts() {
            let Signing::Waiting { attempt, granted: true, .. } = signing else { continue };
            for (_, to) in out {
                let next = graph.nodes[*to].state.attempt(*attempt);
                assert!(!matches!(next, Some((_, Signing::Expired { .. }))), "{node:?}");
            }
        }
    }
}

fn check(setting: Setting) -> usize {
    let graph = explore(setting);
    for node in &graph.nodes {
        a_state_reads_back_as_it_was_written(node);
        money_moves_at_most_once(node, setting);
        no_more_goes_back_than_was_paid(node);
        signed_is_filed(node, setting);
        nothing_goes_on_before_everybody_has_agreed(node, setting);
        what_the_office_asks_for_is_settled_with_it(node);
        what_the_citizen_says_decides_nothing(node, setting);
        let is_final = matches!(node.state.stage, Stage::Filed | Stage::Discarded);
        assert!(
            is_final || !allowed_commands(&node.state).is_empty() || !pending(&node.state).is_empty(),
            "nothing can be done: {node:?}"
        );
        node.commands_are_what_is_accepted(setting);
    }
    agreed_is_not_silent(&graph);
    let ends = can_reach(&graph, &[Actor::Citizen, Actor::System], |node| {
        matches!(node.state.stage, Stage::Filed | Stage::Discarded)
    });
    let files = can_reach(&graph, &[Actor::System], |node| node.state.stage == Stage::Filed);
    let settles = can_reach(&graph, &[Actor::System], |node| {
        node.state.orders.iter().all(|order| has_settled(node, order))
    });
    let pays = can_reach(&graph, &[Actor::Citizen, Actor::System], |node| {
        node.state.dues.iter().all(|due| due.over.is_some() || due.told_at.is_some())
    });
    let arrives =
        can_reach(&graph, &[Actor::Citizen, Actor::System], |node| node.state.stage == Stage::Filed);
    for (id, node) in graph.nodes.iter().enumerate() {
        let is_to_agree = allowed_commands(&node.state).contains(&Command::Invite);
        let has_orders = setting.fee == 0 || node.state.payment_attempts < setting.orders;
        let has_attempts = !setting.others.sign() || node.state.signing_attempts < setting.attempts;
        let can_arrive = has_orders && has_attempts;
        assert!(!is_to_agree || !can_arrive || arrives[id], "nobody can agree any more: {node:?}");
        assert!(ends[id], "no way to an end: {node:?}");
        assert!(settles[id], "money that neither counts nor goes back: {node:?}");
        let may_order = node.state.payment_attempts < setting.orders;
        assert!(pays[id] || !may_order, "what the office asks for cannot be settled: {node:?}");
        if node.has_paid_for_the_current_snapshot() {
            assert!(files[id], "paid and stuck: {node:?}");
        }
    }
    let steps: usize = graph.steps.iter().map(Vec::len).sum();
    say(&format!("{} states, {steps} steps, depth {}, of {setting:?}", graph.nodes.len(), graph.depth));
    graph.nodes.len()
}

/// On standard error, where the test run shows it also of a test that passes.
fn say(text: &str) {
    let thread = std::thread::current();
    let line = format!("explored, {}: {text}\n", thread.name().unwrap_or_default());
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// Everything beside everything else (other amounts beside every state of signing, and from a provider that is nasty as well) takes
/// minutes instead of seconds: only when that is asked for.
fn is_full() -> bool {
    std::env::var("CONGDAN_SCALE").is_ok_and(|scale| scale == "full")
}

/// Nothing out of the ordinary.
fn honest(signature: bool, confirmation: bool, fee: u64) -> Setting {
    let provider = Provider::Honest;
    Setting {
        signature,
        confirmation,
        paper: false,
        others: Others::Nobody,
        fee,
        provider,
        is_odd: false,
        is_again: false,
        claims: false,
        asks: false,
        gives: false,
        orders: 2,
        attempts: 2,
    }
}

#[test]
fn no_order_of_events_loses_money_or_files_something_else_with_an_honest_provider() {
    let mut states = 0;
    for (signature, fee) in [(false, 0), (true, 0), (false, 8000), (true, 8000)] {
        states += check(Setting { is_odd: !signature || is_full(), ..honest(signature, false, fee) });
    }
    say(&format!("{states} states in all"));
    assert!(states > 90_000, "the exploration shrank: {states}");
}

#[test]
fn what_is_confirmed_by_electronic_identity_is_what_is_filed_beside_every_order_of_signing_and_paying() {
    let mut states = 0;
    for (signature, fee) in [(false, 0), (true, 0), (false, 8000), (true, 8000)] {
        let orders = if is_full() { 2 } else { 1 };
        states += check(Setting { orders, is_odd: is_full(), ..honest(signature, true, fee) });
    }
    say(&format!("{states} states in all"));
    assert!(states > 25_000, "the exploration shrank: {states}");
}

#[test]
fn what_is_signed_by_hand_is_what_is_filed_beside_every_order_of_signing_confirming_and_paying() {
    let mut states = 0;
    for (confirmation, fee) in [(false, 0), (true, 0), (false, 8000), (true, 8000)] {
        let orders = if is_full() { 2 } else { 1 };
        states +=
            check(Setting { paper: true, orders, is_odd: is_full(), ..honest(true, confirmation, fee) });
    }
    say(&format!("{states} states in all"));
    assert!(states > 25_000, "the exploration shrank: {states}");
}

#[test]
fn what_several_people_stand_by_is_what_is_filed_and_one_who_refuses_opens_it_again() {
    let mut settings =
        vec![(Others::AtOnce, false, 8000), (Others::AtOnce, true, 0), (Others::InOrder, false, 0)];
    if is_full() {
        settings.extend([(Others::AtOnce, true, 8000), (Others::InOrder, true, 8000)]);
    }
    let mut states = 0;
    for (others, signature, fee) in settings {
        states += check(Setting { others, orders: 1, ..honest(signature, true, fee) });
    }
    say(&format!("{states} states in all"));
    assert!(states > 8_000, "the exploration shrank: {states}");
}

#[test]
fn what_others_sign_in_parallel_is_what_is_filed_and_editing_ends_every_attempt() {
    let mut settings = vec![(false, 0)];
    if is_full() {
        settings.extend([(true, 0), (false, 8000)]);
    }
    let attempts = if is_full() { 3 } else { 2 };
    let mut states = 0;
    for (signature, fee) in settings {
        states +=
            check(Setting { others: Others::Signing, orders: 1, attempts, ..honest(signature, false, fee) });
    }
    say(&format!("{states} states in all"));
    assert!(states > 8_000, "the exploration shrank: {states}");
}

#[test]
fn what_others_sign_in_order_is_begun_by_the_second_when_the_first_has_signed() {
    let attempts = if is_full() { 3 } else { 2 };
    let mut states = 0;
    for signature in if is_full() { vec![false, true] } else { vec![false] } {
        let others = Others::SigningInOrder;
        states += check(Setting { others, orders: 1, attempts, ..honest(signature, false, 0) });
    }
    say(&format!("{states} states in all"));
    assert!(states > 1_000, "the exploration shrank: {states}");
}

#[test]
fn money_that_is_transferred_again_counts_once_and_the_rest_goes_back_whatever_the_citizen_says() {
    let usual = honest(is_full(), false, 8000);
    let states = check(Setting { is_odd: is_full(), is_again: true, claims: true, ..usual });
    assert!(states > 4_000, "the exploration shrank: {states}");
}

#[test]
fn a_provider_that_takes_money_after_it_said_no_is_paid_once_in_the_end() {
    let mut states = 0;
    for signature in if is_full() { vec![false, true] } else { vec![false] } {
        let provider = Provider::Nasty;
        states += check(Setting { provider, is_odd: is_full(), ..honest(signature, false, 8000) });
    }
    say(&format!("{states} states in all"));
    assert!(states > 58_000, "the exploration shrank: {states}");
}

#[test]
fn what_the_office_asks_for_after_filing_is_paid_once_and_told_or_goes_back() {
    let mut states = 0;
    for (provider, orders) in [(Provider::Honest, 2), (Provider::Nasty, if is_full() { 2 } else { 1 })] {
        states +=
            check(Setting { provider, is_odd: is_full(), asks: true, orders, ..honest(false, false, 0) });
    }
    // Its money comes again, while the office ends the notice.
    states += check(Setting {
        is_odd: is_full(),
        is_again: true,
        asks: true,
        orders: 1,
        ..honest(false, false, 0)
    });
    say(&format!("{states} states in all"));
    assert!(states > 20_000, "the exploration shrank: {states}");
}

#[test]
fn what_the_office_gives_back_goes_back_once_and_the_payment_stays() {
    let mut states = 0;
    for provider in [Provider::Honest, Provider::Nasty] {
        let paid = Setting { gives: true, provider, orders: 1, ..honest(false, false, 8000) };
        states += check(paid);
        states += check(Setting { asks: true, fee: 0, is_again: is_full(), ..paid });
    }
    say(&format!("{states} states in all"));
    assert!(states > 1_000, "the exploration shrank: {states}");
}

/// Each exploration is of what the others leave out; what none of them takes would be proven nothing about.
#[test]
fn every_kind_of_event_is_taken_in_an_exploration() {
    let taken = kinds::taken_by(|| {
        let others = Others::AtOnce;
        check(Setting { paper: true, others, attempts: 1, ..honest(true, true, 0) });
        let said = Setting { claims: true, orders: 1, ..honest(false, false, 8000) };
        check(Setting { is_again: true, ..said });
        check(Setting { provider: Provider::Nasty, asks: true, fee: 0, ..said });
    });
    let untaken: Vec<_> = kinds::ALL.iter().filter(|kind| !taken.contains(*kind)).collect();
    say(&format!("{} of {} kinds of events", taken.len(), kinds::ALL.len()));
    assert!(untaken.is_empty(), "no dossier of the model accepts {untaken:?}");
}
