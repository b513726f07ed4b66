//! Reading a state from its JSON. Written by hand, because every visit of the portal downloads it: the derived readers of these enums
//! were a tenth of the program. Writing is derived; the model test reads back every state that it reaches.

use super::{
    Business, BusinessEvent, Command, Declined, Due, DueClock, DueItem, DueOver, Filing, Means,
    NationalStatus, Notice, NoticeOver, Order, Other, Outcome, Payment, RefundDecision, RefundOf,
    Requirements, Signing, Snapshot, Stage, State,
};
use eform::json::{FromJson, Members, Read};
use serde_json::Value;

eform::word_from_json! {
    Stage { Draft = "draft", Frozen = "frozen", Filing = "filing", Filed = "filed", Discarded = "discarded" }
    Command {
        Edit = "edit", Freeze = "freeze", Thaw = "thaw", PrepareSigning = "prepare_signing", ConfirmSigning = "confirm_signing",
        CancelSigning = "cancel_signing", ConfirmIdentity = "confirm_identity", SignOnPaper = "sign_on_paper", Invite = "invite", StartPayment = "start_payment", CancelPayment = "cancel_payment", File = "file",
        Discard = "discard",
    }
    Means { Identity = "identity", Signature = "signature", Either = "either" }
    DueClock { Runs = "runs", FromPayment = "from_payment" }
    DueOver { Withdrawn = "withdrawn", Collected = "collected", Replaced = "replaced", Stopped = "stopped" }
}

eform::from_json! {
    Requirements { signature, organisation, confirmation or default, paper or default, fee, gross_fee, waiver_basis, on_notice or default, on_result or default, others or default, in_order or default }
    Other { role, name, id, by or default }
    Declined { name, reason, at }
    Snapshot { number, sha256, at }
    Order { attempt, snapshot, due, order, amount, received, expires_at, claimed_at, outcome, refund_of }
    RefundOf { order, decision, basis }
    RefundDecision { id, transaction, amount, basis }
    DueItem { name, amount }
    Notice { id, items, total, basis, until, clock, online, on_result, replaces }
    NoticeOver { id, how }
    Due { number, sequence, notice, payment, over, told_at }
}

impl FromJson for Signing {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(match of.take::<String>("state")?.as_str() {
            "not_required" => Self::NotRequired,
            "needed" => Self::Needed,
            "confirmed" => Self::Confirmed { sha256: of.take("sha256")?, at: of.take("at")? },
            "on_paper" => {
                Self::OnPaper { sha256: of.take("sha256")?, scan: of.take("scan")?, at: of.take("at")? }
            }
            "prepared" => Self::Prepared {
                attempt: of.take("attempt")?,
                credential: of.take("credential")?,
                requested_hash: of.take("requested_hash")?,
            },
            "waiting" => Self::Waiting {
                attempt: of.take("attempt")?,
                credential: of.take("credential")?,
                requested_hash: of.take("requested_hash")?,
                handle: of.take("handle")?,
                expires_at: of.take("expires_at")?,
                granted: of.take_or_default("granted")?,
            },
            "signed" => Self::Signed {
                attempt: of.take("attempt")?,
                at: of.take("at")?,
                signer: of.take("signer")?,
                revocation: of.take("revocation")?,
            },
            "rejected" => Self::Rejected { attempt: of.take("attempt")? },
            "expired" => Self::Expired { attempt: of.take("attempt")? },
            "cancelled" => Self::Cancelled { attempt: of.take("attempt")? },
            "failed" => Self::Failed { attempt: of.take("attempt")?, code: of.take("code")? },
            _ => return Err("signing"),
        })
    }
}

impl FromJson for Payment {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        let state: String = of.take("state")?;
        match state.as_str() {
            "not_required" => return Ok(Self::NotRequired),
            "waived" => return Ok(Self::Waived { gross: of.take("gross")?, basis: of.take("basis")? }),
            "quoted" => return Ok(Self::Quoted { amount: of.take("amount")? }),
            _ => {}
        }
        let (attempt, order, amount) = (of.take("attempt")?, of.take("order")?, of.take("amount")?);
        Ok(match state.as_str() {
            "pending" => Self::Pending { attempt, order, amount, expires_at: of.take("expires_at")? },
            "paid" => {
                let (at, transaction) = (of.take("at")?, of.take("transaction")?);
                Self::Paid { attempt, order, amount, at, transaction }
            }
            "failed" => Self::Failed { attempt, order, amount, code: of.take("code")? },
            "suspect" => Self::Suspect {
                attempt,
                order,
                amount,
                code: of.take("code")?,
                since: of.take_or_default("since")?,
            },
            _ => return Err("payment"),
        })
    }
}

impl FromJson for Outcome {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(match of.take::<String>("state")?.as_str() {
            "open" => Self::Open,
            "abandoned" => Self::Abandoned,
            "suspect" => Self::Suspect,
            "failed" => Self::Failed,
            "counted" => Self::Counted,
            "surplus" => Self::Surplus { transaction: of.take("transaction")? },
            "refund_asked" => Self::RefundAsked {
                transaction: of.take("transaction")?,
                request: of.take("request")?,
                until: of.take("until")?,
            },
            "refund_refused" => {
                Self::RefundRefused { transaction: of.take("transaction")?, code: of.take("code")? }
            }
            "refunded" => Self::Refunded { at: of.take_or_default("at")? },
            _ => return Err("outcome"),
        })
    }
}

impl FromJson for Filing {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(match of.take::<String>("state")?.as_str() {
            "not_yet" => Self::NotYet,
            "sending" => Self::Sending { since: of.take("since")?, tries: of.take("tries")? },
            "accepted" => Self::Accepted { code: of.take("code")?, at: of.take("at")? },
            _ => return Err("filing"),
        })
    }
}

impl FromJson for BusinessEvent {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(Self {
            sequence: of.take("sequence")?,
            status: NationalStatus(of.take("status")?),
            at: of.take("at")?,
            actor: of.take("actor")?,
            note: of.take("note")?,
            appointment: of.take("appointment")?,
            notice: of.take("notice")?,
            over: of.take("over")?,
            refund: of.take("refund")?,
        })
    }
}

impl FromJson for State {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        Ok(Self {
            stage: of.take("stage")?,
            version: of.take("version")?,
            snapshot: of.take("snapshot")?,
            snapshots: of.take("snapshots")?,
            signing_attempts: of.take("signing_attempts")?,
            payment_attempts: of.take("payment_attempts")?,
            requirements: of.take("requirements")?,
            signing: of.take("signing")?,
            cosigning: of.take_or_default("cosigning")?,
            agreed: of.take_or_default("agreed")?,
            declined: of.take("declined")?,
            payment: of.take("payment")?,
            orders: of.take_or_default("orders")?,
            filing: of.take("filing")?,
            business: Business(of.take("business")?),
            dues: of.take_or_default("dues")?,
        })
    }
}

eform::from_json!(@serde State);
eform::from_json!(@serde BusinessEvent);

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
