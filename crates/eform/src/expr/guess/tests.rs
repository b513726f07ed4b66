//! Random expressions over a small world that is searched in full: what is kept is enough, and nothing of it can go.

use std::cell::RefCell;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::expr::Type;

/// One assignment: a value for each slot, for one fact, and the day.
#[derive(Clone, Debug)]
struct World([usize; 7]);

/// Two booleans, two numbers, a text, a fact, the day.
const SIZES: [usize; 7] = [3, 3, 5, 5, 3, 3, 2];
const NUMBERS: [i64; 4] = [-60, 1, 2, 60];

fn stored() -> &'static [Vec<Option<Value>>] {
    static STORED: std::sync::OnceLock<Vec<Vec<Option<Value>>>> = std::sync::OnceLock::new();
    STORED.get_or_init(|| {
        let yes_no = vec![None, Some(json!(true)), Some(json!(false))];
        let number: Vec<_> = std::iter::once(None).chain(NUMBERS.map(|n| Some(json!(n)))).collect();
        let text = vec![None, Some(json!("a")), Some(json!("b"))];
        vec![yes_no.clone(), yes_no.clone(), number.clone(), number, text, yes_no]
    })
}

fn at(place: usize, choice: usize) -> Option<&'static Value> {
    stored()[place][choice].as_ref()
}

impl Scope<'static> for World {
    fn value(&self, slot: Slot) -> Option<&'static Value> {
        let place = self.entry(slot) as usize;
        at(place, self.0[place])
    }

    fn entry(&self, slot: Slot) -> u32 {
        let (Slot::Form(place) | Slot::Cell(_, place) | Slot::Element(_, place)) = slot;
        place
    }

    fn around(&self, base: u32, _: u32) -> u32 {
        base
    }

    fn fact(&self, _: u32) -> Option<&'static Value> {
        at(5, self.0[5])
    }

    fn is_held(&self, at: u32) -> bool {
        self.fact(at).is_some()
    }

    fn today(&self) -> CivilDate {
        CivilDate::new(2026, 11, if self.0[6] == 0 { 20 } else { 22 }).unwrap()
    }

    fn applies(&self, slot: Slot) -> bool {
        self.value(slot).is_some()
    }

    fn sum(&self, _: u32, _: u32) -> Option<Decimal> {
        None
    }

    fn row(&self, _: u32, _: usize) -> Option<u32> {
        None
    }

    fn codes(&self, _: &str) -> Option<&'static Codes> {
        None
    }

    fn calendar(&self, _: &str) -> Option<&'static Calendar> {
        None
    }
}

fn place(read: Read) -> usize {
    match read {
        Read::Field(place) => place as usize,
        Read::Fact(_) | Read::Sum(..) => 5,
        Read::Today => 6,
    }
}

fn var(place: u32) -> Ir {
    Ir::Var(Slot::Form(place), [Type::Bool, Type::Bool, Type::Int, Type::Int, Type::Text][place as usize])
}

/// Conditions that read one thing each, or two.
fn atoms() -> Vec<(Ir, Vec<usize>)> {
    let day = crate::date::partial::PartialDate::parse("2026-11-21").unwrap();
    let less = |left: Ir, right: Ir| Ir::Less(Box::new([left, right]), true);
    let equal = |left: Ir, right: Ir| Ir::Eq(Box::new([left, right]));
    let sum = Ir::Add(vec![var(2), var(3)].into());
    vec![
        (var(0), vec![0]),
        (var(1), vec![1]),
        (Ir::Known(Slot::Form(0)), vec![0]),
        (Ir::Known(Slot::Form(4)), vec![4]),
        (less(var(2), Ir::Int(1)), vec![2]),
        (equal(var(3), Ir::Int(2)), vec![3]),
        (equal(var(2), var(3)), vec![2, 3]),
        // A sum of this small world cannot be everything; its causes are only shown to be enough.
        (less(sum, Ir::Int(3)), vec![2, 2, 3]),
        (less(Ir::Remainder(Box::new([var(2), var(3)])), Ir::Int(1)), vec![2, 2, 3]),
        (equal(var(4), Ir::Text("a".into())), vec![4]),
        (
            Ir::In(Box::new([var(4), Ir::List(vec![Ir::Text("a".into()), Ir::Text("c".into())].into())])),
            vec![4],
        ),
        (Ir::Fact(1, Type::Bool), vec![5]),
        (Ir::FactHeld(1), vec![5]),
        (less(Ir::Today, Ir::Day(day)), vec![6]),
        (Ir::Bool(true), vec![]),
    ]
}

fn conditions() -> impl Strategy<Value = (Ir, Vec<usize>)> {
    let leaf = proptest::sample::select(atoms());
    leaf.prop_recursive(4, 10, 3, |inner| {
        let several = proptest::collection::vec(inner.clone(), 2..4);
        let gather = |items: Vec<(Ir, Vec<usize>)>| -> (Box<[Ir]>, Vec<usize>) {
            let reads = items.iter().flat_map(|item| item.1.clone()).collect();
            (items.into_iter().map(|item| item.0).collect(), reads)
        };
        prop_oneof![
            several.clone().prop_map(move |items| {
                let (items, reads) = gather(items);
                (Ir::And(items), reads)
            }),
            several.clone().prop_map(move |items| {
                let (items, reads) = gather(items);
                (Ir::Or(items), reads)
            }),
            several.prop_map(move |items| {
                let (items, reads) = gather(items);
                (Ir::If(items), reads)
            }),
            inner.prop_map(|(item, reads)| (Ir::Not(Box::new(item)), reads)),
        ]
    })
}

/// Every world that agrees with one in some places.
fn agreeing(world: &World, kept: &[usize]) -> Vec<World> {
    let mut worlds = vec![world.clone()];
    for place in (0..SIZES.len()).filter(|place| !kept.contains(place)) {
        let choices = worlds.iter().flat_map(|world| {
            (0..SIZES[place]).map(|choice| {
                let mut other = world.clone();
                other.0[place] = choice;
                other
            })
        });
        worlds = choices.collect();
    }
    worlds
}

fn causes(condition: &Ir, world: &World) -> (bool, Vec<Read>) {
    let log = Log { scope: world, reads: RefCell::default() };
    let outcome = eval(condition, &log).is_true();
    let all = log.reads.into_inner();
    let forced = |kept: &[Read]| {
        let truth = guess(condition, &Probe::new(world, kept)).truth();
        if outcome { truth == TRUE } else { truth & TRUE == 0 }
    };
    (outcome, needed(all.clone(), &all, &forced))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_is_enough_and_nothing_of_it_can_go(
        (condition, reads) in conditions(),
        choice in proptest::array::uniform7(0_usize..60),
    ) {
        let world = World(std::array::from_fn(|at| choice[at] % SIZES[at]));
        let (outcome, kept) = causes(&condition, &world);
        let kept: Vec<usize> = kept.into_iter().map(place).collect();
        for other in agreeing(&world, &kept) {
            prop_assert_eq!(eval(&condition, &other).is_true(), outcome, "{:?} in {:?}", kept, other);
        }
        // Where a condition reads one thing twice, causes that cannot be varied alone may stay.
        let once = (0..SIZES.len()).all(|place| reads.iter().filter(|read| **read == place).count() <= 1);
        for cause in kept.iter().filter(|_| once) {
            let rest: Vec<usize> = kept.iter().copied().filter(|place| place != cause).collect();
            let mut others = agreeing(&world, &rest).into_iter();
            prop_assert!(others.any(|other| eval(&condition, &other).is_true() != outcome), "{} of {:?}", cause, kept);
        }
    }
}
