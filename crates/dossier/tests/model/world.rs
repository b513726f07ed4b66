//! The world around one dossier in the model: a citizen with several tabs, a phone, a payment provider, the desk, and time.
//! Every message may be lost, late or repeated. The provider is in `gateway`, what must hold is in `model.rs`.

mod gateway;

use dossier::{
    BusinessEvent, Command, Effect, Event, Filing, NationalStatus, Payment, Refused, Requirements, Signing,
    Snapshot, Stage, State, allowed_commands, apply, pending,
};
use gateway::Deal;
pub use gateway::Provider;
use std::collections::BTreeMap;

/// How many of each thing the model makes: more would only repeat what two show.
const SNAPSHOTS: u32 = 2;
const SIGNING_ATTEMPTS: u32 = 2;
const MOMENTS: u8 = 3;

#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub signature: bool,
    pub fee: u64,
    pub provider: Provider,
    /// Whether other amounts than the ordered one are taken.
    pub is_odd: bool,
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
    deals: BTreeMap<String, Deal>,
    /// The snapshot that the desk took first.
    pub at_desk: Option<u32>,
    /// The highest sequence among the desk's reports; they arrive in any order.
    reported: u32,
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

fn hash(attempt: u32) -> String {
    format!("hash {attempt}")
}

impl Node {
    pub fn new() -> Self {
        let world =
            World { moment: 0, asked: BTreeMap::new(), deals: BTreeMap::new(), at_desk: None, reported: 0 };
        Self { state: State::new(), world }
    }

    /// The node after an event; the same node when the dossier refuses it.
    fn after(&self, event: &Event) -> Self {
        let mut next = self.clone();
        if let Ok((state, _)) = apply(&self.state, event, &self.world.now()) {
            assert_eq!(state.version, self.state.version + 1, "every accepted event counts");
            next.state = state;
            // Versions and tries only count up: they would make every path a state of its own.
            next.state.version = 0;
            if let Filing::Sending { tries, since } = &mut next.state.filing {
                *tries = 0;
                since.clear();
            }
        }
        next
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
        for event in self.desk_events() {
            say(Actor::System, &event);
        }
        steps.extend(self.confirmations().into_iter().map(|node| (Actor::Citizen, node)));
        steps.extend(self.orders(setting).into_iter().map(|node| (Actor::Citizen, node)));
        steps.extend(self.world_steps(setting).into_iter().map(|node| (Actor::System, node)));
        steps
    }

    fn citizen_events(&self, setting: Setting) -> Vec<Event> {
        let moved = Event::Moved { from: "1".to_owned(), to: "2".to_owned() };
        let mut events = vec![Event::Thawed, Event::Discarded, Event::FilingStarted, moved];
        events.extend((1..=self.state.snapshots).map(|number| Event::IdentityConfirmed {
            sub: String::new(),
            acr: String::new(),
            auth_time: moment(0),
            sha256: format!("bytes {number}"),
        }));
        if self.state.snapshots < SNAPSHOTS {
            events.push(self.freezing(setting));
        }
        if self.state.signing_attempts < SIGNING_ATTEMPTS {
            events.extend((1..=self.state.snapshots).map(|snapshot| self.preparing(snapshot)));
        }
        events.extend((1..=self.state.signing_attempts).map(|attempt| Event::SigningCancelled { attempt }));
        events.extend(
            self.state.orders.iter().map(|order| Event::PaymentCancelled { order: order.order.clone() }),
        );
        events
    }

    fn freezing(&self, setting: Setting) -> Event {
        let number = self.state.snapshots + 1;
        Event::Frozen {
            snapshot: Snapshot { number, sha256: format!("bytes {number}"), at: moment(0) },
            requirements: Requirements {
                signature: setting.signature,
                fee: setting.fee,
                gross_fee: 8000,
                waiver_basis: (setting.fee == 0).then(|| "law".to_owned()),
            },
        }
    }

    fn preparing(&self, snapshot: u32) -> Event {
        let requested_hash = hash(self.state.signing_attempts + 1);
        Event::SigningPrepared { snapshot, credential: "key".to_owned(), requested_hash }
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
            events.push(Event::Signed { attempt, snapshot, signer: "name".to_owned(), at: moment(0) });
        }
        events
    }

    fn desk_events(&self) -> Vec<Event> {
        let mut events = vec![Event::FilingDelayed];
        if self.world.at_desk.is_some() {
            events.push(Event::FilingAccepted { code: "H01".to_owned(), at: moment(0) });
        }
        for sequence in 1..=self.world.reported {
            events.push(Event::StatusReported(BusinessEvent {
                sequence,
                status: NationalStatus(if sequence == 1 { 2 } else { 200 }),
                at: moment(0),
                actor: String::new(),
                note: String::new(),
                appointment: None,
            }));
        }
        events
    }

    /// What happens outside without the dossier hearing of it yet, and refunds.
    fn world_steps(&self, setting: Setting) -> Vec<Node> {
        let mut nodes = Vec::new();
        if self.world.moment < MOMENTS {
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
                _ => {}
            }
        }
        if self.world.at_desk.is_some() {
            nodes.extend((1..=2).map(|sequence| self.with(|world| world.reported = sequence)));
        }
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
        let attempt = self.state.signing_attempts;
        let order = self.resumable().unwrap_or_else(|| format!("order {}", self.state.payment_attempts + 1));
        let shown = match &self.state.payment {
            Payment::Pending { order, .. } => order.clone(),
            _ => String::new(),
        };
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
            (Command::StartPayment, self.starting(&order, setting.fee)),
            (Command::CancelPayment, Event::PaymentCancelled { order: shown }),
            (Command::File, Event::FilingStarted),
        ];
        for (command, event) in pairs {
            let answer = apply(&self.state, &event, &self.world.now());
            // Pressing pay while the order is open leads to that order: nothing new is recorded.
            // After it expired, the provider is asked first.
            let is_open_order = command == Command::StartPayment && self.state.stage == Stage::Frozen;
            let leads_on = [Err(Refused::AlreadyDone), Err(Refused::PaymentOpen)].contains(&answer);
            let is_accepted = answer.is_ok() || (is_open_order && leads_on);
            assert_eq!(offered.contains(&command), is_accepted, "{command:?} {answer:?}: {self:?}");
        }
        assert_eq!(offered.contains(&Command::Edit), self.state.stage == Stage::Draft, "{self:?}");
        let may_prepare = self.is_accepted(&self.preparing(current));
        let has_lapsed = matches!(self.state.signing, Signing::Waiting { .. });
        assert!(offered.contains(&Command::PrepareSigning) == may_prepare || has_lapsed, "{self:?}");
    }
}
