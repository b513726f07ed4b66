//! Reading a state from its JSON. Written by hand, because every visit of the portal downloads it: the derived readers of these enums
//! were a tenth of the program. Writing is derived; the model test reads back every state that it reaches.

use super::{
    Business, BusinessEvent, Filing, NationalStatus, Order, Outcome, Payment, Requirements, Signing,
    Snapshot, Stage, State,
};
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::{Map, Value};

/// The name of the member that is missing or is not what it should be.
type Read<T> = Result<T, &'static str>;

trait FromJson: Sized {
    fn from_json(value: Value) -> Read<Self>;
}

/// The members of an object, taken one by one; what nobody asks for is left.
struct Members(Map<String, Value>);

impl Members {
    fn of(value: Value) -> Read<Self> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            _ => Err("object"),
        }
    }

    fn text(&mut self, name: &'static str) -> Read<String> {
        self.text_or_none(name)?.ok_or(name)
    }

    fn text_or_none(&mut self, name: &'static str) -> Read<Option<String>> {
        match self.0.remove(name) {
            Some(Value::String(text)) => Ok(Some(text)),
            Some(Value::Null) | None => Ok(None),
            Some(_) => Err(name),
        }
    }

    fn amount(&mut self, name: &'static str) -> Read<u64> {
        self.0.get(name).and_then(Value::as_u64).ok_or(name)
    }

    fn count(&mut self, name: &'static str) -> Read<u32> {
        u32::try_from(self.amount(name)?).map_err(|_| name)
    }

    fn is(&mut self, name: &'static str) -> Read<bool> {
        self.0.get(name).and_then(Value::as_bool).ok_or(name)
    }

    fn part<T: FromJson>(&mut self, name: &'static str) -> Read<T> {
        T::from_json(self.0.remove(name).ok_or(name)?)
    }

    fn part_or_none<T: FromJson>(&mut self, name: &'static str) -> Read<Option<T>> {
        match self.0.remove(name) {
            Some(Value::Null) | None => Ok(None),
            Some(value) => T::from_json(value).map(Some),
        }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value) -> Read<Self> {
        match value {
            Value::Array(items) => items.into_iter().map(T::from_json).collect(),
            _ => Err("array"),
        }
    }
}

impl FromJson for Stage {
    fn from_json(value: Value) -> Read<Self> {
        Ok(match value.as_str() {
            Some("draft") => Self::Draft,
            Some("frozen") => Self::Frozen,
            Some("filing") => Self::Filing,
            Some("filed") => Self::Filed,
            Some("discarded") => Self::Discarded,
            _ => return Err("stage"),
        })
    }
}

impl FromJson for Requirements {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(Self {
            signature: of.is("signature")?,
            fee: of.amount("fee")?,
            gross_fee: of.amount("gross_fee")?,
            waiver_basis: of.text_or_none("waiver_basis")?,
        })
    }
}

impl FromJson for Snapshot {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(Self { number: of.count("number")?, sha256: of.text("sha256")?, at: of.text("at")? })
    }
}

impl FromJson for Signing {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(match of.text("state")?.as_str() {
            "not_required" => Self::NotRequired,
            "needed" => Self::Needed,
            "prepared" => Self::Prepared {
                attempt: of.count("attempt")?,
                credential: of.text("credential")?,
                requested_hash: of.text("requested_hash")?,
            },
            "waiting" => Self::Waiting {
                attempt: of.count("attempt")?,
                credential: of.text("credential")?,
                requested_hash: of.text("requested_hash")?,
                handle: of.text("handle")?,
                expires_at: of.text("expires_at")?,
            },
            "signed" => {
                Self::Signed { attempt: of.count("attempt")?, at: of.text("at")?, signer: of.text("signer")? }
            }
            "rejected" => Self::Rejected { attempt: of.count("attempt")? },
            "expired" => Self::Expired { attempt: of.count("attempt")? },
            "cancelled" => Self::Cancelled { attempt: of.count("attempt")? },
            "failed" => Self::Failed { attempt: of.count("attempt")?, code: of.text("code")? },
            _ => return Err("signing"),
        })
    }
}

impl FromJson for Payment {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        let state = of.text("state")?;
        match state.as_str() {
            "not_required" => return Ok(Self::NotRequired),
            "waived" => return Ok(Self::Waived { gross: of.amount("gross")?, basis: of.text("basis")? }),
            "quoted" => return Ok(Self::Quoted { amount: of.amount("amount")? }),
            _ => {}
        }
        let (attempt, order, amount) = (of.count("attempt")?, of.text("order")?, of.amount("amount")?);
        Ok(match state.as_str() {
            "pending" => Self::Pending { attempt, order, amount, expires_at: of.text("expires_at")? },
            "paid" => {
                let (at, transaction) = (of.text("at")?, of.text("transaction")?);
                Self::Paid { attempt, order, amount, at, transaction }
            }
            "failed" => Self::Failed { attempt, order, amount, code: of.text("code")? },
            "suspect" => Self::Suspect { attempt, order, amount, code: of.text("code")? },
            _ => return Err("payment"),
        })
    }
}

impl FromJson for Outcome {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(match of.text("state")?.as_str() {
            "open" => Self::Open,
            "abandoned" => Self::Abandoned,
            "suspect" => Self::Suspect,
            "failed" => Self::Failed,
            "counted" => Self::Counted,
            "surplus" => Self::Surplus { transaction: of.text("transaction")? },
            "refunded" => Self::Refunded,
            _ => return Err("outcome"),
        })
    }
}

impl FromJson for Order {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(Self {
            attempt: of.count("attempt")?,
            snapshot: of.count("snapshot")?,
            order: of.text("order")?,
            amount: of.amount("amount")?,
            expires_at: of.text("expires_at")?,
            outcome: of.part("outcome")?,
        })
    }
}

impl FromJson for Filing {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(match of.text("state")?.as_str() {
            "not_yet" => Self::NotYet,
            "sending" => Self::Sending { since: of.text("since")?, tries: of.count("tries")? },
            "accepted" => Self::Accepted { code: of.text("code")?, at: of.text("at")? },
            _ => return Err("filing"),
        })
    }
}

impl FromJson for BusinessEvent {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        let status = u8::try_from(of.amount("status")?).map_err(|_| "status")?;
        Ok(Self {
            sequence: of.count("sequence")?,
            status: NationalStatus(status),
            at: of.text("at")?,
            actor: of.text("actor")?,
            note: of.text("note")?,
            appointment: of.text_or_none("appointment")?,
        })
    }
}

impl FromJson for State {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(Self {
            stage: of.part("stage")?,
            version: of.amount("version")?,
            snapshot: of.part_or_none("snapshot")?,
            snapshots: of.count("snapshots")?,
            signing_attempts: of.count("signing_attempts")?,
            payment_attempts: of.count("payment_attempts")?,
            requirements: of.part_or_none("requirements")?,
            signing: of.part("signing")?,
            payment: of.part("payment")?,
            orders: of.part_or_none("orders")?.unwrap_or_default(),
            filing: of.part("filing")?,
            business: Business(of.part("business")?),
        })
    }
}

macro_rules! reads_by_hand {
    ($($name:ty),+) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::from_json(Value::deserialize(deserializer)?).map_err(D::Error::missing_field)
            }
        }
    )+};
}
reads_by_hand!(State, Snapshot, Requirements, BusinessEvent);

#[cfg(test)]
mod tests {
    use super::State;
    use serde_json::{Value, json};

    fn with(name: &str, member: Value) -> Result<State, serde_json::Error> {
        let mut state = serde_json::to_value(State::new())?;
        state[name] = member;
        serde_json::from_value(state)
    }

    #[test]
    fn a_state_that_is_not_one_is_refused_by_the_name_of_the_member() {
        for (name, member, named) in [
            ("stage", json!("lost"), "stage"),
            ("version", json!(-1), "version"),
            ("snapshots", json!(1_u64 << 40), "snapshots"),
            ("signing", json!({"state": "waiting", "attempt": 1}), "credential"),
            ("payment", json!({"state": "paid", "attempt": 1, "order": "a", "amount": "8000"}), "amount"),
            ("filing", json!({"state": "sent"}), "filing"),
            ("business", json!([{"sequence": 1, "status": 300}]), "status"),
        ] {
            let error = with(name, member).unwrap_err().to_string();
            assert!(error.contains(named), "{name}: {error}");
        }
    }

    #[test]
    fn members_that_nobody_knows_are_no_trouble() {
        assert_eq!(with("colour", json!("red")).unwrap(), State::new());
    }
}
