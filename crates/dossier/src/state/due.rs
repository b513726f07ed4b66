//! Fees that the office asks for once it has the dossier: its notice, and what has become of each. Which event leads where is decided
//! in `machine::due`.

use super::{Order, Outcome, Payment, State, Timestamp};
use serde::Serialize;

/// What the office asks for, as it wrote it. One that is changed is another notice, with another id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// The office's own name for it; two notices of a dossier never share one.
    pub id: String,
    /// What is asked for; at least one.
    pub items: Vec<DueItem>,
    /// The sum of the items, in đồng.
    pub total: u64,
    /// The law that it is asked by.
    pub basis: String,
    /// The last day to pay on (`YYYY-MM-DD`), when there is one. What follows after it is the office's to decide.
    pub until: Option<String>,
    /// What it does to the time limit.
    pub clock: DueClock,
    /// Whether it can be paid through the portal.
    pub online: bool,
    /// Whether it is collected when the result is handed over (postage), and not now.
    pub on_result: bool,
    /// The notice whose place it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// One line of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueItem {
    /// What it is called, as the office wrote it.
    pub name: String,
    /// In đồng.
    pub amount: u64,
}

/// What a notice does to the time limit of the procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DueClock {
    /// It runs on.
    Runs,
    /// It begins on the day that the money has come.
    FromPayment,
}

/// That a notice asks for nothing any more.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeOver {
    /// Its id.
    pub id: String,
    /// Why.
    pub how: DueOver,
}

/// Why nothing is to be paid for a notice any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DueOver {
    /// The office took it back.
    Withdrawn,
    /// The office has the money, paid to it directly.
    Collected,
    /// Another notice has taken its place.
    Replaced,
    /// The dossier was refused or stopped.
    Stopped,
}

/// A fee that the office has asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Due {
    /// Counts from 1 within the dossier, in the order in which we heard of them.
    pub number: u32,
    /// The desk's report that asks for it, the first if several do.
    pub sequence: u32,
    /// What is asked for.
    pub notice: Notice,
    /// Its payment through the portal; what one that is over had come to.
    pub payment: Payment,
    /// Why it is over without that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<DueOver>,
    /// When the office has confirmed that it knows of the payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told_at: Option<Timestamp>,
}

impl Notice {
    /// Whether it asks for something, and for the sum of what it lists.
    pub(crate) fn adds_up(&self) -> bool {
        let sum = self.items.iter().try_fold(0_u64, |sum, item| sum.checked_add(item.amount));
        self.total > 0 && sum == Some(self.total)
    }
}

impl Due {
    /// Whether nothing was paid for it, and something still is to be.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        self.over.is_none() && !matches!(self.payment, Payment::Paid { .. })
    }

    /// Whether the citizen is to do something about it now: what is collected with the result may be paid before, and need not.
    #[must_use]
    pub fn is_asked_now(&self) -> bool {
        self.is_owed() && !self.notice.on_result
    }

    /// Whether its money has come, and the office has not confirmed yet that it knows.
    #[must_use]
    pub fn is_to_be_told(&self) -> bool {
        self.over.is_none() && self.told_at.is_none() && matches!(self.payment, Payment::Paid { .. })
    }

    /// Whether an order for it may have taken money that nobody has heard of for certain.
    pub(crate) fn is_doubtful(&self, orders: &[Order]) -> bool {
        orders.iter().any(|order| order.due == Some(self.number) && order.outcome == Outcome::Suspect)
    }
}

impl State {
    /// What the procedure charges after a notice and with the result, in đồng, and the office has not asked for yet. A notice that stands
    /// takes the place of what was foreseen. Nothing is to come of a dossier that is refused, withdrawn or stopped, or whose result was
    /// handed over.
    #[must_use]
    pub fn to_come(&self) -> (u64, u64) {
        let status = self.business.0.last().map(|event| event.status.0);
        let Some(asked) = self.requirements.as_ref().filter(|_| !matches!(status, Some(3 | 7 | 8 | 10)))
        else {
            return (0, 0);
        };
        let mut notices = self.dues.iter().filter(|due| due.over != Some(DueOver::Withdrawn));
        let is_asked = notices.clone().next().is_some();
        let is_asked_with_it = notices.any(|due| due.notice.on_result || asked.on_notice == 0);
        (if is_asked { 0 } else { asked.on_notice }, if is_asked_with_it { 0 } else { asked.on_result })
    }

    /// A fee that the office has asked for, by its number.
    #[must_use]
    pub fn due(&self, number: u32) -> Option<&Due> {
        self.dues.iter().find(|due| due.number == number)
    }

    /// How the payment of such a fee stands, or, without a number, that of the snapshot's.
    #[must_use]
    pub fn payment_of(&self, due: Option<u32>) -> Option<&Payment> {
        match due {
            Some(number) => self.due(number).map(|due| &due.payment),
            None => Some(&self.payment),
        }
    }
}
