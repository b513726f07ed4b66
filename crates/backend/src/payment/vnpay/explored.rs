//! Every order in which the browser's return, notices (IPN), answers to questions (`querydr`) and the citizen's own steps can come about the
//! orders of one fee, in the gateway's own words: signed as it signs them, read as the portal reads them. Notices come late, twice or never;
//! an answer is recorded while the world goes on. What the dossier makes of events is explored in `crates/dossier/tests/model.rs`.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::io::Write;

use dossier::{Event, Order, Outcome, Payment, Requirements, Snapshot, State, apply, resumable_order};
use form_urlencoded::Serializer;

use super::query::paid;
use super::{Vnpay, refund, signature};
use crate::clock::Moment;
use crate::config;
use crate::jobs::pay::{final_word, is_told, says_nothing_new};
use crate::payment::Verdict;

const FEE: u64 = 16_000;
/// The orders that are opened at most.
const ORDERS: [&str; 2] = ["A", "B"];

/// What the gateway's books say of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Books {
    Offered,
    Paid,
    Refused,
    Suspect,
}

const BOOKS: [Books; 4] = [Books::Offered, Books::Paid, Books::Refused, Books::Suspect];

/// Whether the gateway takes money after it has said no, or after the order's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gateway {
    Honest,
    Nasty,
}

/// The gateway's words of its books about an order, as the portal reads them.
struct Words {
    notices: BTreeMap<(&'static str, Books), Verdict>,
    answers: BTreeMap<Books, Verdict>,
}

impl Words {
    fn new() -> Self {
        let settings = config::Vnpay {
            base: String::new(),
            query: String::new(),
            tmn_code: "DEMO0001".to_owned(),
            secret: "secret".to_owned(),
        };
        let vnpay = Vnpay::new(settings, "http://portal", reqwest::Client::new());
        let mut notices = BTreeMap::new();
        let mut answers = BTreeMap::new();
        for books in BOOKS {
            let (response, status) = match books {
                Books::Offered => {
                    answers.insert(books, paid(&refund::tests::told("91", "", "", ""), &order()).unwrap());
                    continue;
                }
                Books::Paid => ("00", "00"),
                Books::Refused => ("51", "02"),
                Books::Suspect => ("07", "07"),
            };
            answers
                .insert(books, paid(&refund::tests::told("00", "01", status, "1600000"), &order()).unwrap());
            for order in ORDERS {
                let pairs = [
                    ("vnp_Amount", "1600000"),
                    ("vnp_PayDate", ""),
                    ("vnp_ResponseCode", response),
                    ("vnp_TmnCode", "DEMO0001"),
                    ("vnp_TransactionNo", "14000001"),
                    ("vnp_TransactionStatus", status),
                    ("vnp_TxnRef", order),
                ]
                .map(|(name, value)| (name.to_owned(), value.to_owned()));
                let hash = signature::sign("secret", &pairs);
                let query = Serializer::new(String::new())
                    .extend_pairs(&pairs)
                    .append_pair("vnp_SecureHash", &hash)
                    .finish();
                let notice = vnpay.notice(&query).unwrap();
                assert_eq!((&*notice.order, notice.amount), (order, FEE));
                notices.insert((order, books), notice.verdict);
            }
        }
        Self { notices, answers }
    }
}

fn order() -> crate::store::Order {
    refund::tests::order()
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Node {
    state: State,
    hour: u8,
    books: BTreeMap<&'static str, Books>,
    /// What was sent about an order: each may come at any time and again, or never.
    notices: BTreeSet<(&'static str, Books)>,
    /// An answer that was given and is not recorded yet.
    answer: Option<(&'static str, Verdict)>,
}

fn hour(hour: u8) -> Moment {
    Moment::parse(&format!("2026-11-21T0{hour}:00:00Z")).unwrap()
}

impl Gateway {
    /// How many hours go by. An order can be paid for one; its grace is over in the one after that. What is nasty about an hour more is nasty
    /// in these.
    fn hours(self) -> u8 {
        match self {
            Self::Honest => 3,
            Self::Nasty => 2,
        }
    }
}

impl Node {
    fn new() -> Self {
        let frozen = Event::Frozen {
            snapshot: Snapshot { number: 1, sha256: "bytes".to_owned(), at: hour(0).rfc3339() },
            requirements: Requirements { fee: FEE, gross_fee: FEE, ..unasked() },
        };
        let (state, _) = apply(&State::new(), &frozen, &hour(0).rfc3339()).unwrap();
        Self { state, hour: 0, books: BTreeMap::new(), notices: BTreeSet::new(), answer: None }
    }

    fn now(&self) -> Moment {
        hour(self.hour)
    }

    fn known(&self, name: &str) -> &Order {
        self.state.orders.iter().find(|order| order.order == name).unwrap()
    }

    /// The node after an event; the same one when the dossier refuses it.
    fn after(&self, event: &Event) -> Self {
        let mut next = self.clone();
        if let Ok((state, _)) = apply(&self.state, event, &self.now().rfc3339()) {
            next.state = state;
            // Versions only count up, and when something was noticed is for people to read.
            next.state.version = 0;
            if let Payment::Suspect { since, .. } = &mut next.state.payment {
                since.clear();
            }
            for at in next.state.orders.iter_mut().filter_map(|order| order.claimed_at.as_mut()) {
                at.clear();
            }
        }
        next
    }

    fn recorded(&self, name: &str, verdict: Verdict) -> Self {
        verdict.event(name).map_or_else(|| self.clone(), |event| self.after(&event))
    }

    /// A notice comes, as `hooks` takes it.
    fn noticed(&self, name: &'static str, books: Books, words: &Words) -> Self {
        let verdict = &words.notices[&(name, books)];
        if says_nothing_new(self.known(name), verdict) {
            return self.clone();
        }
        self.recorded(name, verdict.clone())
    }

    /// What the portal makes of the gateway's answer about an order, asked now.
    fn asked(&self, name: &'static str, words: &Words) -> Verdict {
        final_word(self.known(name), words.answers[&self.books[name]].clone(), self.now())
    }

    fn steps(&self, gateway: Gateway, words: &Words) -> Vec<(&'static str, Self)> {
        let mut steps = Vec::new();
        if self.hour < gateway.hours() {
            steps.push(("an hour", Self { hour: self.hour + 1, ..self.clone() }));
        }
        self.pressed(gateway, &mut steps);
        for (&name, &books) in &self.books {
            for after in self.moves(name, books, gateway) {
                let mut next = self.clone();
                next.books.insert(name, after);
                next.notices.insert((name, after));
                steps.push(("the gateway moves", next));
            }
            // Whatever the address that the browser comes back with says, it is asked about, and nothing is recorded.
            steps.push(("a return", self.clone()));
            if self.answer.is_none() && !is_told(self.known(name)) {
                let answer = Some((name, self.asked(name, words)));
                steps.push(("a question", Self { answer, ..self.clone() }));
            }
        }
        for &(name, books) in &self.notices {
            steps.push(("a notice", self.noticed(name, books, words)));
        }
        if let Some((name, verdict)) = &self.answer {
            let lost = Self { answer: None, ..self.clone() };
            steps.push(("an answer", lost.recorded(name, verdict.clone())));
            steps.push(("an answer is lost", lost));
        }
        steps.push(("the dossier is handed over", self.after(&Event::FilingStarted)));
        steps
    }

    /// What the citizen presses, in however many tabs.
    fn pressed(&self, gateway: Gateway, steps: &mut Vec<(&'static str, Self)>) {
        let resumed =
            resumable_order(&self.state, None, &self.now().rfc3339()).map(|order| order.order.clone());
        let fresh = ORDERS.into_iter().find(|name| !self.books.contains_key(name));
        for name in resumed.as_deref().into_iter().chain(fresh) {
            let expires_at = hour(self.hour + 1).rfc3339();
            let event = Event::PaymentStarted { order: name.to_owned(), amount: FEE, expires_at, due: None };
            let mut next = self.after(&event);
            if next.state.orders.len() > self.state.orders.len() {
                next.books.extend(fresh.map(|name| (name, Books::Offered)));
            }
            steps.push(("pay", next));
        }
        for &name in self.books.keys() {
            steps.push(("give up", self.after(&Event::PaymentCancelled { order: name.to_owned() })));
            // What they say decides nothing: it is enough to see that at one of the two.
            if gateway == Gateway::Honest {
                steps.push((
                    "my money has left",
                    self.after(&Event::PaymentClaimed { order: name.to_owned() }),
                ));
            }
        }
    }

    /// What may become of an order at the gateway.
    fn moves(&self, name: &str, books: Books, gateway: Gateway) -> Vec<Books> {
        let known = self.known(name);
        let has_lapsed = crate::jobs::pay::lapses_at(known, self.now()) <= self.now().0;
        match (gateway, books) {
            (_, Books::Paid) | (Gateway::Honest, Books::Refused) => Vec::new(),
            (Gateway::Honest, Books::Offered) if has_lapsed || known.outcome == Outcome::Failed => Vec::new(),
            (Gateway::Honest, Books::Offered) => vec![Books::Paid, Books::Refused, Books::Suspect],
            (Gateway::Honest, Books::Suspect) => vec![Books::Paid, Books::Refused],
            (Gateway::Nasty, before) => BOOKS.into_iter().skip(1).filter(|after| *after != before).collect(),
        }
    }

    /// What must hold, whatever has come in which order.
    fn check(&self, gateway: Gateway, words: &Words) {
        let counts =
            |node: &Self| node.state.orders.iter().filter(|one| one.outcome == Outcome::Counted).count();
        assert!(counts(self) <= 1, "counted twice: {self:?}");
        assert_eq!(counts(self) == 1, matches!(self.state.payment, Payment::Paid { .. }), "{self:?}");
        for (&name, &books) in &self.books {
            let known = self.known(name);
            if is_told(known) {
                assert_eq!(books, Books::Paid, "money that nobody took: {self:?}");
            }
            if gateway == Gateway::Honest && known.outcome == Outcome::Failed {
                assert_ne!(books, Books::Paid, "money was taken for an order that was called over: {self:?}");
            }
        }
        let paid: Vec<&'static str> =
            self.books.iter().filter(|(_, books)| **books == Books::Paid).map(|(name, _)| *name).collect();
        let mut healed = self.clone();
        for name in &paid {
            // Who tells of money does not matter, nor how often.
            let told = self.noticed(name, Books::Paid, words);
            let asked = self.recorded(name, self.asked(name, words));
            assert_eq!(told, asked, "the notice and the answer are not taken alike: {self:?}");
            assert_eq!(told, told.noticed(name, Books::Paid, words), "{self:?}");
            healed = healed.recorded(name, healed.asked(name, words));
        }
        // However much was lost: asked once, all money counts or goes back, and the dossier is handed over without the citizen.
        assert!(paid.iter().all(|name| is_told(healed.known(name))), "{self:?}");
        assert_eq!(counts(&healed), usize::from(!paid.is_empty()), "{self:?}");
        let back = healed.state.orders.iter().filter(|order| order.outcome.owed_back().is_some()).count();
        assert_eq!(back, paid.len().saturating_sub(1), "{self:?}");
        let filed = healed.after(&Event::FilingStarted);
        assert_eq!(filed.state.stage != dossier::Stage::Frozen, !paid.is_empty(), "{self:?}");
    }
}

/// A dossier of which nothing is asked.
fn unasked() -> Requirements {
    Requirements {
        signature: false,
        organisation: None,
        confirmation: false,
        paper: false,
        fee: 0,
        gross_fee: 0,
        waiver_basis: None,
        on_notice: 0,
        on_result: 0,
        others: Vec::new(),
        in_order: false,
    }
}

#[test]
fn returns_notices_and_answers_come_in_every_order_and_the_fee_is_counted_once() {
    let words = Words::new();
    for gateway in [Gateway::Honest, Gateway::Nasty] {
        let start = Node::new();
        let mut seen = HashSet::from([start.clone()]);
        let mut queue = VecDeque::from([start]);
        let mut taken: BTreeMap<&'static str, usize> = BTreeMap::new();
        while let Some(node) = queue.pop_front() {
            node.check(gateway, &words);
            for (what, next) in node.steps(gateway, &words) {
                *taken.entry(what).or_default() += 1;
                if seen.insert(next.clone()) {
                    queue.push_back(next);
                }
            }
        }
        for what in ["a return", "a notice", "an answer", "an answer is lost", "pay", "give up", "an hour"] {
            assert!(taken.contains_key(what), "{what} never came");
        }
        let steps: Vec<String> = taken.iter().map(|(what, count)| format!("{count} times {what}")).collect();
        // Past the harness, which keeps what tests print that hold.
        let told = format!(
            "notices and answers of a gateway that is {gateway:?}: {} states; {}\n",
            seen.len(),
            steps.join(", ")
        );
        std::io::stderr().write_all(told.as_bytes()).unwrap();
    }
}
