//! The office of the model: what it reports and in which order that arrives, what it asks for after filing, and what it knows of
//! payments. It ends nothing whose payment it knows of, and hears of no payment for what it has ended.

use super::{Node, Setting, moment};
use dossier::{
    BusinessEvent, DueClock, DueItem, DueOver, Event, NationalStatus, Notice, NoticeOver, Payment,
    RefundDecision,
};
use std::collections::BTreeSet;

/// What the office has done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Office {
    /// Its reports in order of sequence; they arrive in any order.
    reports: Vec<Report>,
    /// The notices whose payment it knows of.
    paid: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Report {
    /// A status, known or not.
    Status(u8),
    /// It asks for a fee.
    Asks,
    /// It asks for another fee instead.
    AsksAnew,
    /// It takes back what it asked for, or was paid it at the counter.
    Ends(DueOver),
    /// The dossier is stopped.
    Stops,
    /// It gives back a part of what was paid under this number.
    GivesBack(u8),
}

/// The names of the two notices.
const FIRST: &str = "notice 1";
const SECOND: &str = "notice 2";

fn notice(id: &str, total: u64, replaces: Option<&str>) -> Notice {
    Notice {
        id: id.to_owned(),
        items: vec![DueItem { name: String::new(), amount: total }],
        total,
        basis: String::new(),
        until: None,
        clock: DueClock::FromPayment,
        online: true,
        on_result: false,
        replaces: replaces.map(str::to_owned),
    }
}

fn decision(id: &str, transaction: u8, amount: u64) -> RefundDecision {
    RefundDecision { id: id.to_owned(), transaction: transaction.to_string(), amount, basis: String::new() }
}

impl Report {
    fn event(self, sequence: u32) -> BusinessEvent {
        let status = match self {
            Self::Status(status) => status,
            Self::Stops => 8,
            Self::Asks | Self::AsksAnew | Self::Ends(_) | Self::GivesBack(_) => 6,
        };
        BusinessEvent {
            sequence,
            status: NationalStatus(status),
            at: moment(0),
            actor: String::new(),
            note: String::new(),
            appointment: None,
            notice: match self {
                Self::Asks => Some(notice(FIRST, 8000, None)),
                Self::AsksAnew => Some(notice(SECOND, 9000, Some(FIRST))),
                Self::Status(_) | Self::Ends(_) | Self::Stops | Self::GivesBack(_) => None,
            },
            over: match self {
                Self::Ends(how) => Some(NoticeOver { id: FIRST.to_owned(), how }),
                Self::Status(_) | Self::Asks | Self::AsksAnew | Self::Stops | Self::GivesBack(_) => None,
            },
            refund: match self {
                Self::GivesBack(number) => Some(decision("decision", number, 3000)),
                Self::Status(_) | Self::Asks | Self::AsksAnew | Self::Ends(_) | Self::Stops => None,
            },
        }
    }
}

impl Office {
    pub fn knows_of(&self, notice: &str) -> bool {
        self.paid.contains(notice)
    }

    /// Whether it has ended a notice, whatever of that has arrived.
    pub fn has_ended(&self, notice: &str) -> bool {
        let ends = |report: &Report| match report {
            Report::AsksAnew | Report::Ends(_) => notice == FIRST,
            Report::Stops => true,
            Report::Status(_) | Report::Asks | Report::GivesBack(_) => false,
        };
        self.reports.iter().any(ends)
    }
}

impl Node {
    pub(super) fn desk_events(&self, setting: Setting) -> Vec<Event> {
        let mut events = vec![Event::FilingDelayed];
        if self.world.at_desk.is_some() {
            events.push(Event::FilingAccepted { code: "H01".to_owned(), at: moment(0) });
        }
        for (sequence, report) in (1..).zip(&self.world.office.reports) {
            events.push(Event::StatusReported(report.event(sequence)));
        }
        if setting.gives {
            // Another decision about the same money, more than was paid, and money that nobody knows.
            for unsound in [decision("another", 7, 1), decision("decision", 7, 9001), decision("third", 6, 1)]
            {
                let event = BusinessEvent { refund: Some(unsound), ..Report::Status(4).event(20) };
                events.push(Event::StatusReported(event));
            }
        }
        if setting.asks {
            events.extend((1..=2).map(|sequence| {
                Event::StatusReported(BusinessEvent {
                    notice: Some(Notice { total: 1, ..notice("unsound", 2, None) }),
                    ..Report::Asks.event(9 + sequence)
                })
            }));
            let told = self.state.dues.iter().filter(|due| self.world.office.knows_of(&due.notice.id));
            events.extend(told.map(|due| Event::PaymentTold { due: due.number, at: moment(0) }));
        }
        events
    }

    /// What the office does by itself.
    pub(super) fn office_steps(&self, setting: Setting) -> Vec<Node> {
        let office = &self.world.office;
        if self.world.at_desk.is_none() {
            return Vec::new();
        }
        let may_end = !office.knows_of(FIRST);
        let next = match (office.reports.len(), setting.asks) {
            (0, false) => vec![Report::Status(2)],
            (1, false) => vec![Report::Status(200)],
            (0, true) => vec![Report::Asks],
            (1, true) if may_end => {
                vec![Report::AsksAnew, Report::Ends(DueOver::Withdrawn), Report::Stops, Report::Status(4)]
            }
            (1, true) => vec![Report::Status(4)],
            _ => Vec::new(),
        };
        let decided = setting.gives.then(|| self.gives_back()).flatten();
        let next = next.into_iter().chain(decided);
        next.map(|report| self.with(|world| world.office.reports.push(report))).collect()
    }

    /// It knows of a payment, and gives a part of it back, once.
    fn gives_back(&self) -> Option<Report> {
        let office = &self.world.office;
        let has_given = office.reports.iter().any(|report| matches!(report, Report::GivesBack(_)));
        let known = self.state.dues.iter().filter(|due| office.knows_of(&due.notice.id));
        let paid = known.map(|due| &due.payment).chain([&self.state.payment]).find_map(|axis| match axis {
            Payment::Paid { transaction, .. } => transaction.parse().ok(),
            _ => None,
        });
        paid.filter(|_| !has_given).map(Report::GivesBack)
    }

    /// The office is told of a payment, and takes it unless it has ended the notice; its answer may be lost.
    pub(super) fn telling(&self, due: u32) -> Option<Node> {
        let notice = &self.state.due(due).expect("told of no fee").notice.id;
        let is_taken = !self.world.office.has_ended(notice);
        is_taken.then(|| {
            self.with(|world| {
                world.office.paid.insert(notice.clone());
            })
        })
    }
}
