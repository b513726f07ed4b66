//! The office of the model: what it reports and in which order that arrives, what it asks for after filing, and what it knows of
//! payments. It ends nothing whose payment it knows of, and hears of no payment for what it has ended.

use super::{Node, Setting, moment};
use dossier::{BusinessEvent, DueClock, DueItem, DueOver, Event, NationalStatus, Notice, NoticeOver};
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

impl Report {
    fn event(self, sequence: u32) -> BusinessEvent {
        let status = match self {
            Self::Status(status) => status,
            Self::Stops => 8,
            Self::Asks | Self::AsksAnew | Self::Ends(_) => 6,
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
                Self::Status(_) | Self::Ends(_) | Self::Stops => None,
            },
            over: match self {
                Self::Ends(how) => Some(NoticeOver { id: FIRST.to_owned(), how }),
                Self::Status(_) | Self::Asks | Self::AsksAnew | Self::Stops => None,
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
            Report::Status(_) | Report::Asks => false,
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
        next.into_iter().map(|report| self.with(|world| world.office.reports.push(report))).collect()
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
