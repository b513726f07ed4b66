//! Random forms: fields of many kinds on up to three pages, in a group and in a group of its rows, with conditions, requirements, computed
//! values, prefills, defaults and rules over the fields before them, so that no cycle can come about.

use proptest::prelude::*;
use serde_json::{Value, json};

/// Kinds with raw answers, good, wrong and blank.
fn kinds() -> Vec<(Value, Vec<Value>)> {
    let name = |family: &str, given: &str| json!({"family": family, "middle": "", "given": given});
    let date = |d: &str, m: &str, y: &str| json!({"d": d, "m": m, "y": y});
    vec![
        (json!({"kind": "yes_no"}), vec![json!(true), json!(false), json!("x")]),
        (
            json!({"kind": "number", "max": 9}),
            vec![json!("1"), json!("2"), json!("30"), json!("a"), json!("")],
        ),
        (
            json!({"kind": "text", "max": 4}),
            vec![json!("a"), json!("bb"), json!(" a "), json!("dài quá"), json!("")],
        ),
        (json!({"kind": "choice", "options": ["a", "bb"]}), vec![json!("a"), json!("bb"), json!("z")]),
        (
            json!({"kind": "partial_date", "max": "today"}),
            vec![date("1", "2", "2000"), date("", "", "2027"), date("", "", "2026"), date("1", "", "")],
        ),
        (json!({"kind": "person_name"}), vec![name("Lê", "Hoà"), name("Lê", "Hòa"), name("", "Hoa")]),
        (json!({"kind": "money"}), vec![json!("1.000"), json!("1"), json!("1,5")]),
    ]
}

/// A form that will be compiled.
#[derive(Clone, Debug)]
pub struct RandomForm {
    fields: Vec<(String, Value, usize)>,
    cells: Vec<(String, Value, usize)>,
    inner: Vec<(String, Value, usize)>,
    group_when: Option<Value>,
    inner_when: Option<Value>,
    page_when: Option<Value>,
    rules: Vec<Value>,
}

impl RandomForm {
    /// `procedure.json`.
    pub fn text(&self) -> String {
        let fields: Vec<&Value> = self.fields.iter().map(|field| &field.1).collect();
        let (first, rest) = fields.split_at(fields.len() / 2);
        let mut cells: Vec<Value> = self.cells.iter().map(|cell| cell.1.clone()).collect();
        cells.extend(self.nested());
        cells.push(json!({"id": "others", "kind": "number", "computed": {"-": [{"sum": ["g", "c0"]}, {"var": "c0"}]}}));
        let group = json!({"id": "g", "kind": "group", "required": false, "max": 3, "fields": cells,
            "when": self.group_when});
        let sum = json!({"id": "sum", "kind": "number", "computed": {"sum": ["g", "c0"]}});
        let pages = json!([
            {"id": "p1", "step": "form", "fields": first},
            {"id": "p2", "step": "form", "fields": rest, "when": self.page_when},
            {"id": "p3", "step": "form", "fields": [group, sum, {"id": "office", "kind": "agency", "required": false},
                {"id": "all", "kind": "number", "computed": {"sum": {"map": [
                    {"filter": [{"var": "g"}, {"known": "h"}]}, {"sum": ["h", "d0"]}]}}},
                {"id": "deep", "kind": "yes_no", "computed": {"some": [{"var": "g"}, {"some": [{"var": "h"},
                    {"some": [{"var": "k"}, {">": [{"var": "e"}, {"+": [{"var": "d0"}, {"var": "c0"}]}]}]}]}]}},
                {"id": "any", "kind": "yes_no", "computed": {"some": [{"var": "g"}, {">": [{"var": "c0"}, 1]}]}},
                {"id": "most", "kind": "number", "required": {"var": "any"},
                    "computed": {"max": {"map": [{"filter": [{"var": "g"}, {"known": "c0"}]}, {"var": "c0"}]}}}]},
        ]);
        let mut rules = self.rules.clone();
        let equals = json!({"filter": [{"var": "g"}, {"==": [{"var": "c0"}, {"row": "c0"}]}]});
        rules.push(json!({"id": "once", "at": "g.c0", "assert": {"<": [{"count": equals}, 2]}}));
        rules.push(json!({"id": "differ", "at": "g", "assert": {"distinct": {"map": [{"var": "g"}, {"var": "c0"}]}}}));
        rules.push(json!({"id": "apart", "at": "g.h", "assert": {"distinct": {"map": [{"var": "h"}, {"var": "d0"}]}}}));
        let equals = json!({"filter": [{"var": "h"}, {"==": [{"var": "d0"}, {"row": "d0"}]}]});
        rules.push(json!({"id": "inner_once", "at": "g.h.d0", "assert": {"<": [{"count": equals}, 2]}}));
        rules.push(json!({"id": "above", "at": "g.h.d0", "assert": {"<=": [{"var": "d0"}, {"var": "c0"}]}}));
        json!({"format": "congdan/procedure/1", "code": "random", "version": "1", "effective": {}, "level": "commune",
            "sector": "x", "languages": ["vi"], "service": {}, "sign": "none", "agency": {"field": "office"},
            "pages": pages, "rules": rules,
            "fees": [{"id": "f", "amount": 8000, "basis": "x", "when": {"known": "sum"}, "quantity": {"var": "sum"}}]})
        .to_string()
    }

    /// Paths with raw answers for them.
    pub fn paths(&self) -> Vec<(String, Vec<Value>)> {
        let raws = |kind: usize| kinds()[kind].1.clone();
        let mut paths: Vec<_> = self.fields.iter().map(|(id, _, kind)| (id.clone(), raws(*kind))).collect();
        for (id, _, kind) in &self.cells {
            paths.extend(["r1", "r2"].map(|row| (format!("g/{row}/{id}"), raws(*kind))));
        }
        for (id, _, kind) in &self.inner {
            paths.extend(["r1/h/r1", "r1/h/r2", "r2/h/r1"].map(|row| (format!("g/{row}/{id}"), raws(*kind))));
        }
        paths.extend(["r1/h/r1/k/r1", "r1/h/r2/k/r1"].map(|row| (format!("g/{row}/e"), raws(1))));
        paths
    }

    /// Groups in rows of the group, and what reads along and across their rows.
    fn nested(&self) -> Vec<Value> {
        let mut inner: Vec<Value> = self.inner.iter().map(|cell| cell.1.clone()).collect();
        inner.extend([
            json!({"id": "k", "kind": "group", "required": false, "max": 2, "fields": [
                {"id": "e", "kind": "number", "when": {"known": "d0"}, "required": {">": [{"var": "c0"}, 1]}},
                {"id": "up", "kind": "number", "computed": {"+": [{"var": "e"}, {"*": [{"var": "d0"}, {"var": "c0"}]}]}}]}),
            json!({"id": "rest", "kind": "number", "computed": {"-": [{"sum": ["h", "d0"]}, {"var": "d0"}]}}),
            json!({"id": "less", "kind": "yes_no", "computed": {"some": [{"var": "g"},
                {"some": [{"var": "h"}, {">": [{"var": "d0"}, {"row": "d0"}]}]}]}}),
        ]);
        vec![
            json!({"id": "h", "kind": "group", "required": false, "max": 3, "fields": inner, "when": self.inner_when}),
            json!({"id": "own", "kind": "number", "computed": {"sum": ["h", "d0"]}}),
            json!({"id": "long", "kind": "text", "max": 3, "required": {">": [{"count": "h"}, 1]},
                "when": {"some": [{"var": "h"}, {"some": [{"var": "k"}, {">": [{"var": "e"}, {"var": "c0"}]}]}]}}),
        ]
    }

    /// An answer for some fields, cells of rows and lists of rows.
    pub fn answers(&self) -> impl Strategy<Value = Vec<(String, Value)>> + use<> {
        // An answer to a computed field is refused by `set`, and only kept when a draft already has it.
        let all = || self.fields.iter().chain(&self.cells).chain(&self.inner);
        let computed = |path: &str| {
            all().any(|(id, field, _)| path.rsplit('/').next() == Some(id) && !field["computed"].is_null())
        };
        let rows = [json!(["r1"]), json!(["r2", "r1"])];
        let lists = ["g", "g/r1/h", "g/r2/h", "g/r1/h/r1/k"].map(|list| (list.to_owned(), rows.to_vec()));
        let open = self.paths().into_iter().filter(|(path, _)| !computed(path));
        let paths: Vec<_> = open.chain(lists).collect();
        let each: Vec<_> = paths
            .into_iter()
            .map(|(path, raws)| (Just(path), proptest::option::of(proptest::sample::select(raws))))
            .collect();
        each.prop_map(|answers| answers.into_iter().filter_map(|(path, raw)| Some((path, raw?))).collect())
    }
}

/// A condition over one of the fields before: by its place, and how.
fn condition(fields: &[(String, usize)], pick: (usize, u8)) -> Option<Value> {
    let (id, kind) = fields.get(pick.0.checked_rem(fields.len())?)?;
    let var = json!({"var": id});
    let typed = match kind {
        0 => var.clone(),
        1 | 6 => json!({">": [var, 1]}),
        2 | 3 => json!({"==": [var, "a"]}),
        4 => json!({"<": [var, "2020-01-01"]}),
        _ => json!({"==": [{"name": id}, "Lê Hoà"]}),
    };
    Some(match pick.1 % 4 {
        0 => typed,
        1 => json!({"!": [typed]}),
        2 => json!({"known": id}),
        _ => json!({"or": [typed, {"fact": "self.digital_citizen"}]}),
    })
}

type Pick = (usize, Option<(usize, u8)>, Option<(usize, u8)>, u8);

fn picks(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Pick>> {
    let pick = (any::<usize>(), any::<u8>());
    let one = (0..kinds().len(), proptest::option::of(pick), proptest::option::of(pick), any::<u8>());
    proptest::collection::vec(one, count)
}

fn build(
    prefix: &str,
    picks: &[Pick],
    known: &mut Vec<(String, usize)>,
    lock: bool,
) -> Vec<(String, Value, usize)> {
    let mut out = Vec::new();
    for (at, (kind, when, required, extra)) in picks.iter().enumerate() {
        // The first cell of a group is always a number, for sums.
        let kind = if prefix != "f" && at == 0 { 1 } else { *kind };
        let id = format!("{prefix}{at}");
        let mut field = kinds()[kind].0.clone();
        field["id"] = json!(id);
        let when = when.filter(|_| prefix == "f" || extra % 3 == 0);
        field["when"] = json!(when.and_then(|pick| condition(known, pick)));
        field["required"] =
            json!(required.and_then(|pick| condition(known, pick)).unwrap_or(json!(extra % 2 == 0)));
        let number = known.iter().find(|(_, kind)| *kind == 1).map(|(id, _)| json!({"var": id}));
        match (kind, extra % 5, number) {
            (1, 1, Some(number)) => field["computed"] = json!({"+": [number, 1]}),
            (5, 2, _) => {
                field["prefill"] = json!([{"fact": "self.name", "lock": lock, "when": field["when"]}]);
            }
            (4, 2, _) => field["prefill"] = json!([{"fact": "self.birth", "lock": false}]),
            (2, 3, _) => field["default"] = json!("bb"),
            (1, 3, _) => field["default"] = json!(2),
            _ => {}
        }
        known.push((id.clone(), kind));
        out.push((id, field, kind));
    }
    out
}

/// A random form; `lock` admits prefills that lock their field.
pub fn form(lock: bool) -> impl Strategy<Value = RandomForm> {
    let pick = (any::<usize>(), any::<u8>());
    let rules = proptest::collection::vec((any::<usize>(), pick), 0..5);
    (picks(2..12), picks(1..4), picks(1..4), [pick, pick], rules).prop_map(
        move |(fields, cells, inner, [page, group], rules)| {
            let mut known = Vec::new();
            let fields = build("f", &fields, &mut known, lock);
            let half: Vec<_> = known[..known.len() / 2].to_vec();
            let page_when = condition(&half, page);
            let form_level = known.clone();
            let cells = build("c", &cells, &mut known, lock);
            let in_row = known.clone();
            // Conditions are seldom true where little is answered: most groups are always asked.
            let group_when = page_when.clone().filter(|_| group.0 % 3 == 0);
            let inner_when = condition(&in_row, group).filter(|_| group.0 % 4 == 0);
            let inner = build("d", &inner, &mut known, lock);
            let rules = rules
                .iter()
                .enumerate()
                .filter_map(|(number, (at, pick))| {
                    let cell = &cells[at % cells.len()].0;
                    let (at, over) = match at % 4 {
                        0 => (format!("g.{cell}"), &in_row),
                        1 => (format!("g.h.{}", inner[at % inner.len()].0), &known),
                        _ => (form_level[at % form_level.len()].0.clone(), &form_level),
                    };
                    Some(json!({"id": format!("r{number}"), "at": at, "assert": condition(over, *pick)?}))
                })
                .collect();
            RandomForm { fields, cells, inner, group_when, inner_when, page_when, rules }
        },
    )
}
