//! Somebody else who must agree, in the model: with a page that is open for long, and with several tabs.

use super::{Node, Setting, moment};
use dossier::{Event, Means, Other};

/// Who must agree besides the citizen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    Nobody,
    /// Two people, in any order.
    AtOnce,
    /// Two people, one after the other.
    InOrder,
    /// Two people, in any order; the first must sign, the second may.
    Signing,
    /// The same, one after the other.
    SigningInOrder,
}

impl Others {
    pub fn all(self) -> Vec<Other> {
        let people = if self == Self::Nobody { 0 } else { 2 };
        let person = |number: u32| Other {
            role: "neighbour".to_owned(),
            name: format!("name {number}"),
            id: format!("id {number}"),
            by: match (self.sign(), number) {
                (true, 1) => Means::Signature,
                (true, _) => Means::Either,
                (false, _) => Means::Identity,
            },
        };
        (1..=people).map(person).collect()
    }

    /// Whether any of them signs.
    pub fn sign(self) -> bool {
        matches!(self, Self::Signing | Self::SigningInOrder)
    }

    /// Whether one comes after the other.
    pub fn in_order(self) -> bool {
        matches!(self, Self::InOrder | Self::SigningInOrder)
    }
}

/// Whom nobody asks.
pub fn stranger() -> Other {
    Other { role: String::new(), name: String::new(), id: "id of a stranger".to_owned(), by: Means::Either }
}

/// Somebody has stood by the bytes of a snapshot.
pub fn agreeing(other: &Other, snapshot: u32) -> Event {
    Event::OtherAgreed {
        iss: String::new(),
        sub: other.id.clone(),
        acr: String::new(),
        auth_time: moment(0),
        sha256: format!("bytes {snapshot}"),
        nonce: String::new(),
    }
}

impl Node {
    /// Each of them agrees to any version that there was, or refuses it; so does somebody whom nobody asks.
    pub fn others_steps(&self, setting: Setting) -> Vec<Self> {
        let stranger = stranger();
        let mut steps = Vec::new();
        for snapshot in 1..=self.state.snapshots {
            for other in setting.others.all().iter().chain([&stranger]) {
                let mut next = self.after(&agreeing(other, snapshot));
                if next.state != self.state {
                    next.world.stood_by.insert(other.id.clone(), snapshot);
                }
                steps.push(next);
                steps.push(self.after(&Event::OtherDeclined {
                    sub: other.id.clone(),
                    sha256: format!("bytes {snapshot}"),
                    reason: "why".to_owned(),
                    at: moment(0),
                }));
            }
        }
        if setting.others.sign() {
            steps.extend(self.preparing_by_others(setting));
        }
        steps
    }

    /// Each of them, and a stranger, begins to sign any version that there was.
    fn preparing_by_others(&self, setting: Setting) -> Vec<Self> {
        let mut steps = Vec::new();
        let number = self.state.signing_attempts + 1;
        for snapshot in (1..=self.state.snapshots).filter(|_| number <= setting.attempts) {
            for other in setting.others.all().iter().chain([&stranger()]) {
                let mut next = self.after(&self.preparing(Some(other), snapshot));
                if next.state != self.state {
                    next.world.whose.insert(number, other.id.clone());
                }
                steps.push(next);
            }
        }
        steps
    }
}
