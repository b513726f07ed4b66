//! The world around one dossier in the model: a citizen with several tabs, a phone, a payment provider, the desk, and time.
//! Every message may be lost, late or repeated. The provider is in `gateway`, the office in `office`, what must hold is in
//! `model.rs`.

mod gateway;
mod office;
mod others;

use crate::kinds;
use dossier::{
    Command, Effect, Event, Filing, Other, Payment, Refused, Requirements, Signing, Snapshot, Stage, State,
    allowed_commands, apply, due_commands, pending,
};
use gateway::Deal;
pub use gateway::{Provider, is_again};
use office::Office;
pub use others::Others;
use others::agreeing;
use std::collections::BTreeMap;

/// How many of each thing the model makes: more would only repeat what two show.
const SNAPSHOTS: u32 = 2;
const MOMENTS: u8 = 3;

#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Setting {
    pub signature: bool,
    /// Whether confirming by electronic identity is enough.
    pub confirmation: bool,
    /// Whether a scan of what was signed by hand is enough.
    pub paper: bool,
    /// Who must agree besides the citizen.
    pub others: Others,
    pub fee: u64,
    pub provider: Provider,
    /// Whether other amounts than the ordered one are taken.
    pub is_odd: bool,
    /// Whether money comes again for an order that has taken some.
    pub is_again: bool,
    /// Whether the citizen says to have paid, as after a bank transfer.
    pub claims: bool,
    /// Whether the office asks for a fee after filing.
    pub asks: bool,
    /// Whether the office gives a part of what was paid back.
    pub gives: bool,
    /// How many orders are made.
    pub orders: u32,
    /// How many attempts to sign are made, by all people together.
    pub attempts: u32,
}

/// Who makes a step: the citizen, or what goes on without the citizen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Citizen,
    System,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    moment: u8,
    /// What was asked on the phone: attempt to snapshot.
    asked: BTreeMap<u32, u32>,
    /// Which of them one of the others has begun: attempt to personal id.
    pub whose: BTreeMap<u32, String>,
    /// What somebody else has agreed to last: personal id to snapshot.
    pub stood_by: BTreeMap<String, u32>,
    deals: BTreeMap<String, Deal>,
    /// The snapshot that the desk took first.
    pub at_desk: Option<u32>,
    pub office: Office,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    pub state: State,
    pub world: World,
}

impl World {
    pub fn asked_for(&self, attempt: u32) -> Option<u32> {
        self.asked.get(&attempt).copied()
    }
    fn now(&self) -> String {
        moment(self.moment)
    }
    fn later(&self) -> String {
        moment(self.moment + 1)
    }
}

fn moment(number: u8) -> String {
    format!("2026-11-21T08:0{number}:00Z")
}

/// The citizen has stood by the bytes of a snapshot at the identity provider.
fn confirming_identity(snapshot: u32) -> Event {
    Event::IdentityConfirmed {
        iss: String::new(),
        sub: String::new(),
        acr: String::new(),
        auth_time: moment(0),
        sha256: format!("bytes {snapshot}"),
        nonce: String::new(),
    }
}

/// The scan of a print of a snapshot.
fn on_paper(snapshot: u32) -> Event {
    let sha256 = format!("bytes {snapshot}");
    Event::SignedOnPaper { scan: format!("scan of {sha256}"), sha256, at: moment(0) }
}

fn hash(attempt: u32) -> String {
    format!("hash {attempt}")
}

impl Node {
    /// A dossier that was just opened; where the office asks for a fee, one that has just come to it.
    pub fn new(setting: Setting) -> Self {
        let world = World {
            moment: 0,
            asked: BTreeMap::new(),
            whose: BTreeMap::new(),
            stood_by: BTreeMap::new(),
            deals: BTreeMap::new(),
            at_desk: None,
            office: Office::default(),
        };
        let new = Self { state: State::new(), world };
        if !setting.asks {
            return new;
        }
        let frozen = new.after(&new.freezing(setting));
        let mut filed = frozen.after(&Event::FilingStarted);
        filed.world.at_desk = Some(1);
        filed
    }

    /// The node after an event; the same node when the dossier refuses it.
    fn after(&self, event: &Event) -> Self {
        let mut next = self.clone();
        if let Ok((state, _)) = apply(&self.state, event, &self.world.now()) {
            assert_eq!(state.version, self.state.version + 1, "every accepted event counts");
            next.state = state;
            next.world.hold_what_goes_back(&next.state.orders);
            kinds::note(event);
            // Versions and tries only count up: they would make every path a state of its own.
            next.state.version = 0;
            let axes = next.state.dues.iter_mut().map(|due| &mut due.payment);
            for axis in axes.chain([&mut next.state.payment]) {
                if let Payment::Suspect { since, .. } = axis {
                    since.clear();
                }
            }
            if let Filing::Sending { tries, since } = &mut next.state.filing {
                *tries = 0;
                since.clear();
            }
            // When they said so is for people to read.
            for at in next.state.orders.iter_mut().filter_map(|order| order.claimed_at.as_mut()) {
                at.clear();
            }
        }
        next
    }

    /// The same without the citizen having said anything about their payments.
    pub fn unsaid(&self) -> Self {
        let mut silent = self.clone();
        silent.state.orders.iter_mut().for_each(|order| order.claimed_at = None);
        silent
    }

    fn is_accepted(&self, event: &Event) -> bool {
        apply(&self.state, event, &self.world.now()).is_ok()
    }

    pub fn steps(&self, setting: Setting) -> Vec<(Actor, Node)> {
        let mut steps = Vec::new();
        let mut say = |actor, event: &Event| steps.push((actor, self.after(event)));
        for event in self.citizen_events(setting) {
            say(Actor::Citizen, &event);
        }
        for event in self.phone_events() {
            say(Actor::System, &event);
        }
        for event in self.provider_events(setting) {
            say(Actor::System, &event);
        }
        for event in self.desk_events(setting) {
            say(Actor::System, &event);
        }
        steps.extend(self.confirmations().into_iter().map(|node| (Actor::Citizen, node)));
        steps.extend(self.others_steps(setting).into_iter().map(|node| (Actor::Citizen, node)));
        steps.extend(self.orders(setting).into_iter().map(|node| (Actor::Citizen, node)));
        steps.extend(self.world_steps(setting).into_iter().map(|node| (Actor::System, node)));
        steps
    }

    fn citizen_events(&self, setting: Setting) -> Vec<Event> {
        let moved = Event::Moved { from: "1".to_owned(), to: "2".to_owned() };
        let mut events = vec![Event::Thawed, Event::Discarded, Event::FilingStarted, moved];
        // However late the citizen comes back from the identity provider, and however often.
        events.extend((1..=self.state.snapshots).map(confirming_identity));
        // However long the print has lain about.
        events.extend((1..=self.state.snapshots).map(on_paper));
        // What is transferred again is looked at within one snapshot.
        let snapshots = if setting.is_again { 1 } else { SNAPSHOTS };
        if self.state.snapshots < snapshots {
            events.push(self.freezing(setting));
        }
        if self.state.signing_attempts < setting.attempts {
            events.extend((1..=self.state.snapshots).map(|snapshot| self.preparing(None, snapshot)));
        }
        events.extend((1..=self.state.signing_attempts).map(|attempt| Event::SigningCancelled { attempt }));
        for order in self.state.orders.iter().map(|order| &order.order) {
            events.push(Event::PaymentCancelled { order: order.clone() });
            if setting.claims {
                events.push(Event::PaymentClaimed { order: order.clone() });
            }
        }
        events
    }

    fn freezing(&self, setting: Setting) -> Event {
        let number = self.state.snapshots + 1;
        Event::Frozen {
            snapshot: Snapshot { number, sha256: format!("bytes {number}"), at: moment(0) },
            requirements: Requirements {
                signature: setting.signature,
                organisation: None,
                confirmation: setting.confirmation,
                paper: setting.paper,
                fee: setting.fee,
                gross_fee: 8000,
                waiver_basis: (setting.fee == 0).then(|| "law".to_owned()),
                on_notice: 0,
                on_result: 0,
                others: setting.others.all(),
                in_order: setting.others.in_order(),
            },
        }
    }

    /// One of the others, or the citizen, chooses a certificate.
    fn preparing(&self, other: Option<&Other>, snapshot: u32) -> Event {
        let (other, credential) = (other.map(|other| other.id.clone()), "key".to_owned());
        let requested_hash = hash(self.state.signing_attempts + 1);
        Event::SigningPrepared { other, snapshot, credential, requested_hash }
    }

    /// The browser confirms the current or an old attempt, with the right or a wrong hash.
    fn confirmations(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        for attempt in 1..=self.state.signing_attempts {
            for told in [hash(attempt), "another hash".to_owned()] {
                let event = Event::SigningConfirmed {
                    attempt,
                    hash: told.clone(),
                    handle: format!("handle {attempt}"),
                    expires_at: self.world.later(),
                };
                let mut next = self.after(&event);
                if next.state != self.state {
                    assert_eq!(
                        told,
                        hash(attempt),
                        "a hash that was not prepared went to the phone: {self:?}"
                    );
                    let snapshot = next.state.snapshot.as_ref().unwrap().number;
                    assert_eq!(next.world.asked.insert(attempt, snapshot), None, "asked twice: {self:?}");
                }
                nodes.push(next);
            }
        }
        nodes
    }

    fn phone_events(&self) -> Vec<Event> {
        let mut events = Vec::new();
        for attempt in 1..=self.state.signing_attempts {
            events.push(Event::SigningGranted { attempt });
            events.push(Event::SigningRejected { attempt });
            events.push(Event::SigningExpired { attempt });
            events.push(Event::SigningFailed { attempt, code: "provider".to_owned() });
        }
        for (&attempt, &snapshot) in &self.world.asked {
            events.push(Event::Signed {
                attempt,
                snapshot,
                signer: "name".to_owned(),
                at: moment(0),
                revocation: Some("ocsp".to_owned()),
            });
        }
        events
    }

    /// What happens outside without the dossier hearing of it yet, and refunds.
    fn world_steps(&self, setting: Setting) -> Vec<Node> {
        let mut nodes = Vec::new();
        if self.world.moment < if setting.asks { 2 } else { MOMENTS } {
            nodes.push(self.with(|world| world.moment += 1));
        }
        nodes.extend(self.gateway_steps(setting));
        for effect in pending(&self.state) {
            match effect {
                // The desk answers a repeated hand-over as it did the first time.
                Effect::SendToDesk { snapshot } => nodes.push(self.with(|world| {
                    world.at_desk.get_or_insert(snapshot);
                })),
                Effect::Refund { order, .. } => nodes.extend(self.refund_steps(setting, &order)),
                Effect::TellPayment { due } => nodes.extend(self.telling(due)),
                _ => {}
            }
        }
        nodes.extend(self.office_steps(setting));
        nodes
    }

    fn with(&self, change: impl FnOnce(&mut World)) -> Self {
        let mut next = self.clone();
        change(&mut next.world);
        next
    }

    /// The command list says exactly what an event would be accepted for.
    pub fn commands_are_what_is_accepted(&self, setting: Setting) {
        let offered = allowed_commands(&self.state);
        let current = self.state.snapshot.as_ref().map_or(0, |snapshot| snapshot.number);
        let attempt = self.state.signing.attempt().unwrap_or_default();
        let confirming = Event::SigningConfirmed {
            attempt,
            hash: hash(attempt),
            handle: "handle".to_owned(),
            expires_at: self.world.later(),
        };
        let pairs = [
            (Command::Freeze, self.freezing(setting)),
            (Command::Thaw, Event::Thawed),
            (Command::Discard, Event::Discarded),
            (Command::ConfirmSigning, confirming),
            (Command::CancelSigning, Event::SigningCancelled { attempt }),
            (Command::File, Event::FilingStarted),
        ];
        for (command, event) in pairs {
            assert_eq!(offered.contains(&command), self.is_accepted(&event), "{command:?}: {self:?}");
        }
        let mut paying = self.paying(None, setting.fee, &self.state.payment);
        for due in &self.state.dues {
            let own = self.paying(Some(due.number), due.notice.total, &due.payment);
            assert_eq!(due_commands(&self.state, due.number), own, "{self:?}");
            paying.extend(own);
        }
        for command in [Command::StartPayment, Command::CancelPayment] {
            assert_eq!(offered.contains(&command), paying.contains(&command), "{command:?}: {self:?}");
        }
        assert_eq!(offered.contains(&Command::Edit), self.state.stage == Stage::Draft, "{self:?}");
        let may_prepare = self.is_accepted(&self.preparing(None, current));
        let has_lapsed = matches!(self.state.signing, Signing::Waiting { .. });
        assert!(offered.contains(&Command::PrepareSigning) == may_prepare || has_lapsed, "{self:?}");
        let may_agree = setting.others.all().iter().any(|other| {
            self.is_accepted(&agreeing(other, current))
                || self.is_accepted(&self.preparing(Some(other), current))
                || matches!(self.state.signing_of(Some(&other.id)), Signing::Waiting { .. })
        });
        assert_eq!(offered.contains(&Command::Invite), may_agree, "{self:?}");
        let is_asked = self.state.signing != Signing::NotRequired;
        let may_confirm = is_asked && self.is_accepted(&confirming_identity(current));
        assert!(offered.contains(&Command::ConfirmIdentity) == may_confirm || has_lapsed, "{self:?}");
        let takes_paper = self.is_accepted(&on_paper(current));
        assert!(offered.contains(&Command::SignOnPaper) == takes_paper || has_lapsed, "{self:?}");
    }

    /// What would be accepted about the payment of something.
    fn paying(&self, due: Option<u32>, amount: u64, axis: &Payment) -> Vec<Command> {
        let fresh = || format!("order {}", self.state.payment_attempts + 1);
        let order = self.resumable(due).unwrap_or_else(fresh);
        let answer = apply(&self.state, &self.starting(&order, amount, due), &self.world.now());
        // Pressing pay while the order is open leads to that order: nothing new is recorded. After it expired, the provider is asked
        // first.
        let leads_on = [Err(Refused::AlreadyDone), Err(Refused::PaymentOpen)].contains(&answer)
            && !matches!(axis, Payment::Paid { .. });
        let shown = match axis {
            Payment::Pending { order, .. } => order.clone(),
            _ => String::new(),
        };
        let mut accepted = Vec::new();
        if answer.is_ok() || leads_on {
            accepted.push(Command::StartPayment);
        }
        if self.is_accepted(&Event::PaymentCancelled { order: shown }) {
            accepted.push(Command::CancelPayment);
        }
        accepted
    }
}
