//! Files of catalogues and calendars, and lists that come after a form was opened. What membership means for an answer is
//! told by the cases of the kinds.
#![cfg(test)]

use std::fmt::Write as _;
use std::sync::Arc;

use eform::{
    Answers, Beside, Calendar, CivilDate, Codes, Facts, Form, Instance, Schema, Standing, cases, compile,
};
use serde_json::{Value, json};

fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn read(path: &str, file: &Value) -> Result<Beside, Vec<String>> {
    let said = |wrong: Vec<(String, eform::SchemaIssue)>| {
        wrong.into_iter().map(|(path, issue)| format!("{path}{}: {}", issue.pointer, issue.code)).collect()
    };
    Beside::read([(path, file.to_string().as_str())]).map_err(said)
}

fn source() -> Value {
    json!({"kind": "agency", "name": "Sở Tài chính", "taken": "2026-11-22", "test": true})
}

#[test]
fn an_entry_has_the_days_of_its_list_unless_it_has_its_own_and_its_attributes_are_lists() {
    let file = json!({"catalogue": "lines", "version": "1", "from": "2025-07-01", "source": source(), "entries": [
        {"code": "4711", "vi": "Bán lẻ", "has": ["conditional"]},
        {"code": "4789", "vi": "Bán lẻ ở chợ", "from": "2018-07-06", "to": "2025-11-14", "next": "4711"}
    ]});
    let lists = read("catalogues/lines.json", &file).unwrap().catalogues;
    let standing = |list: &str, code: &str, on: &str| lists[list].standing(code, day(on));
    assert_eq!(standing("lines", "4711", "2025-06-30"), Standing::NotYet);
    assert_eq!(standing("lines", "4711", "2025-07-01"), Standing::InForce);
    assert_eq!(standing("lines", "4789", "2025-11-14"), Standing::InForce);
    assert_eq!(standing("lines", "4789", "2025-11-15"), Standing::Ended);
    assert_eq!(lists["lines"].term("4789").unwrap().next.as_deref(), Some("4711"));
    assert_eq!(standing("lines/conditional", "4711", "2026-11-21"), Standing::InForce);
    assert_eq!(standing("lines/conditional", "4789", "2026-11-21"), Standing::Unknown);
}

#[test]
fn a_catalogue_that_does_not_say_where_it_comes_from_or_contradicts_itself_is_refused_with_every_mistake() {
    let entries = json!([{"code": "a", "vi": "A", "next": "gone"}, {"code": "a", "vi": "B"}, {"code": "à", "vi": "C"},
        {"code": "b", "vi": "D", "from": "2026-02-01", "to": "2026-01-01", "colour": "red"}]);
    let file = json!({"catalogue": "x", "version": "1", "entries": entries});
    assert_eq!(
        read("catalogues/x.json", &file).unwrap_err(),
        [
            "catalogues/x.json/source: missing_source",
            "catalogues/x.json/entries/2/code: code_characters",
            "catalogues/x.json/entries/3/to: min_above_max",
            "catalogues/x.json/entries/3/colour: unknown_key",
            "catalogues/x.json/entries/1/code: duplicate_id",
            "catalogues/x.json/entries/0/next: unknown_code",
        ]
    );
    let hearsay = json!({"kind": "hearsay", "name": "somebody"});
    let file = json!({"catalogue": "x", "version": "1", "source": hearsay, "entries": []});
    assert_eq!(
        read("catalogues/x.json", &file).unwrap_err(),
        ["catalogues/x.json/source/kind: unknown_source", "catalogues/x.json/source/taken: missing_key"]
    );
    assert!(Beside::read([("catalogues/x.json", "{")]).is_err());
    assert!(Beside::read([("1.001193/procedure.json", "{")]).is_ok(), "other files are not read");
}

#[test]
fn a_calendar_speaks_of_the_years_that_were_announced_and_of_no_other_day() {
    let year = |number: i64, rest: &[&str]| json!({"year": number, "source": source(), "holidays": rest});
    let unsure =
        json!({"year": 2027, "source": source(), "workdays": ["2027-01-02"], "unknown": ["2027-02-05"]});
    let file = json!({"calendar": "vn", "years": [year(2026, &["2026-11-24"]), unsure]});
    let calendars = read("calendars/vn.json", &file).unwrap().calendars;
    let (name, calendar) = &calendars[0];
    assert_eq!(name, "vn");
    let worked = |on: &str| calendar.is_working(day(on));
    assert_eq!([worked("2026-11-23"), worked("2026-11-24")], [Some(true), Some(false)]);
    assert_eq!([worked("2027-01-02"), worked("2027-01-03")], [Some(true), Some(false)]);
    assert_eq!([worked("2027-02-05"), worked("2025-12-31"), worked("2028-01-01")], [None; 3]);
    assert_eq!(calendar.after(day("2027-02-04"), 1), None, "an unknown day is not guessed");
    assert_eq!(calendar.between(day("2027-02-04"), day("2027-02-08")), None);
}

#[test]
fn a_calendar_with_a_gap_a_stray_day_or_without_a_source_is_refused() {
    let file = json!({"calendar": "vn", "weekend": [8], "years": [
        {"year": 2026, "source": source(), "holidays": ["2027-01-01"]},
        {"year": 2028, "holidays": ["tet"], "workdays": ["2028-01-08"], "unknown": ["2028-01-08"]}
    ]});
    assert_eq!(
        read("calendars/vn.json", &file).unwrap_err(),
        [
            "calendars/vn.json/weekend: expected_weekdays",
            "calendars/vn.json/years/1/source: missing_source",
            "calendars/vn.json/years/1/holidays: expected_date",
            "calendars/vn.json/years/0/holidays: day_of_another_year",
            "calendars/vn.json/years/1/year: year_order",
            "calendars/vn.json/years/1/unknown: duplicate_id",
        ]
    );
    let empty = json!({"calendar": "vn", "years": []});
    assert_eq!(read("calendars/vn.json", &empty).unwrap_err(), ["calendars/vn.json/years: missing_key"]);
}

#[test]
fn the_calendar_of_this_repository_knows_its_year_and_says_what_is_not_sure() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures/calendars/vn.json");
    let text = std::fs::read_to_string(path).unwrap();
    let calendars = Beside::read([("calendars/vn.json", text.as_str())]).unwrap().calendars;
    let calendar = &calendars[0].1;
    // Ngày làm việc thứ ba sau 30/4 và 1/5/2026, qua thứ Bảy và Chủ nhật.
    assert_eq!(calendar.after(day("2026-04-29"), 3), Some(day("2026-05-06")));
    assert_eq!(calendar.after(day("2026-02-13"), 1), Some(day("2026-02-23")), "Tết Bính Ngọ");
    assert_eq!(calendar.after(day("2026-04-24"), 1), Some(day("2026-04-28")), "Giỗ Tổ on a Sunday");
    assert_eq!(calendar.received(day("2026-11-20"), 15 * 60), Some(day("2026-11-20")));
    assert_eq!(calendar.received(day("2026-11-20"), 15 * 60 + 1), Some(day("2026-11-23")));
    assert_eq!(calendar.after(day("2026-11-20"), 3), None, "24/11 is not decided");
    assert_eq!(calendar.after(day("2026-12-31"), 1), None, "2027 is not announced");
}

fn form(fields: &Value) -> Form {
    compile(&Schema::from_value(&cases::complete(&json!({ "fields": fields }))).unwrap()).unwrap()
}

/// A list as long as the longest that a form chooses from.
fn thousands() -> Arc<Codes> {
    let mut text = String::new();
    for number in 0..5_000 {
        _ = write!(text, "{}\"{number:05}\"", if number == 0 { "" } else { "," });
    }
    let list = json!({"long": serde_json::from_str::<Value>(&format!("[{text}]")).unwrap()});
    cases::catalogues(&list).unwrap()["long"].clone()
}

#[test]
fn a_list_that_comes_later_judges_what_was_typed_and_takes_nothing_away() {
    let fields = json!([
        {"id": "f", "kind": "catalogue", "catalogue": "long"},
        {"id": "listed", "kind": "yes_no", "required": false, "computed": {"listed": ["long", {"var": "f"}]}}
    ]);
    let form = Arc::new(form(&fields));
    let mut instance = Instance::new(form, Answers::new(), Facts::new(), day("2026-11-21"));
    instance.set("f", Some(json!("99999")));
    assert_eq!(instance.violations().len(), 0, "nobody knows the list yet");
    let changes = instance.set_list("long", thousands());
    assert_eq!(changes.paths, ["f", "listed"]);
    let codes: Vec<_> = instance.violations().iter().map(|violation| violation.code.to_string()).collect();
    assert_eq!(codes, ["catalogue.unknown"]);
    assert_eq!(instance.answers()["f"], json!("99999"));
    instance.set("f", Some(json!("04999")));
    assert_eq!(instance.violations().len(), 0);
    assert_eq!(instance.evaluated()["listed"], json!(true));
    assert_eq!(
        instance.list("long").map(|list| list.standing("5000", day("2026-11-21"))),
        Some(Standing::Unknown)
    );
}

#[test]
fn a_form_has_only_the_calendars_and_lists_that_its_expressions_name() {
    let lists = cases::catalogues(&json!({"a": ["1"], "b": ["1"], "b/x": ["1"]})).unwrap();
    let looking = json!({"or": [{"listed": ["a", {"var": "f"}]}, {"has": ["b", "x", {"var": "f"}]}]});
    let fields = json!([{"id": "f", "kind": "catalogue", "catalogue": "b"}, {"id": "g", "kind": "text", "when": looking}]);
    let with = form(&fields).with_catalogues(&lists);
    assert_eq!(with.lists().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a", "b/x"]);

    let file = json!({"calendar": "vn", "years": [{"year": 2026, "source": source()}]});
    let beside = read("calendars/vn.json", &file).unwrap();
    let counting = json!({"add_working_days": [{"today": []}, 3, "vn"]});
    let with =
        form(&json!([{"id": "d", "kind": "date", "required": false, "computed": counting}])).given(&beside);
    assert_eq!(with.calendars().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["vn"]);
    assert_eq!(with.lists().count(), 0);
    let without = form(&json!([{"id": "d", "kind": "date"}])).given(&beside);
    assert_eq!(without.calendars().count(), 0);
}

#[test]
fn working_days_are_counted_over_no_more_days_than_an_expression_is_charged_for() {
    let calendar = Calendar::new(day("2026-01-01"), day("2030-12-31"));
    assert_eq!(calendar.after(day("2026-01-01"), 286), Some(day("2027-02-05")));
    assert_eq!(calendar.after(day("2026-01-01"), 287), None);
    assert_eq!(calendar.after(day("2026-01-01"), i64::MAX), None);
    assert_eq!(calendar.between(day("2026-01-01"), day("2027-02-05")), Some(286));
    assert_eq!(calendar.between(day("2026-01-01"), day("2027-02-06")), None);
    let mut never = calendar;
    never.weekend = (1..=7).collect();
    assert_eq!(never.after(day("2026-01-01"), 0), None);
    assert_eq!(never.received(day("2026-01-01"), 0), None);
}
