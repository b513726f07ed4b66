//! Catalogues and calendars: lists of thousands go out whole, small and once; what is not sound stops the start; what a form's
//! expressions look into goes with the procedure.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use congdan_backend::{App, Config};
use contract::{Bundle, FixedLists};
use dossier::Content;
use eform::{CivilDate, Facts, Instance, Schema};
use serde_json::{Value, json};

use crate::cases::folder;
use crate::citizen::{Citizen, HANG};
use crate::world::{Answer, World};

/// As long as the longest list that a form chooses from.
const LONG: usize = 5_200;

fn source() -> Value {
    json!({"kind": "agency", "name": "Bộ thử", "taken": "2026-11-22", "test": true})
}

fn write(into: &Path, name: &str, file: &Value) {
    let path = into.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, file.to_string()).unwrap();
}

fn lines(into: &Path) {
    let mut entries: Vec<Value> = (0..LONG)
        .map(|number| json!({"code": format!("{}", 10_000 + number), "vi": format!("Ngành thử số {number}")}))
        .collect();
    entries[7]["to"] = json!("2025-06-30");
    entries[7]["next"] = json!("10008");
    entries[8]["has"] = json!(["conditional"]);
    let file =
        json!({"catalogue": "business_lines", "version": "test", "source": source(), "entries": entries});
    write(into, "catalogues/business_lines.json", &file);
}

/// A backend with a long list, a calendar and one form that asks both.
async fn world(own: &Path) -> World {
    lines(own);
    let year = json!({"year": 2026, "source": source(), "unknown": ["2026-11-24"]});
    write(own, "calendars/vn.json", &json!({"calendar": "vn", "years": [year]}));
    let fields = json!([
        {"id": "line", "kind": "business_line", "level": 5},
        {"id": "licence", "kind": "text", "when": {"has": ["business_lines", "conditional", {"var": "line"}]}},
        {"id": "promise", "kind": "date", "required": false, "computed": {"add_working_days": [{"today": []}, 1, "vn"]}}
    ]);
    folder(&eform::cases::complete(&json!({ "fields": fields })).to_string(), "lists", own);
    World::with_procedures_of(own).await
}

async fn ask(world: &World, path: &str, name: &str, value: &str) -> Answer {
    world.send(Request::get(path).header(name, value).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_list_of_thousands_travels_whole_compressed_and_is_not_sent_twice() {
    let own = tempfile::tempdir().unwrap();
    let world = world(own.path()).await;
    let path = "/api/catalogues/business_lines?lang=vi";
    let plain = world.get(path).await;
    let list = plain.json();
    assert_eq!(list["entries"].as_array().unwrap().len(), LONG);
    assert_eq!(list["source"], source());
    assert_eq!(
        list["entries"][7],
        json!({"code": "10007", "label": "Ngành thử số 7", "to": "2025-06-30", "next": "10008"})
    );
    assert_eq!(plain.header("content-type"), "application/json");
    assert!(
        plain.header("cache-control").starts_with("public, max-age="),
        "{}",
        plain.header("cache-control")
    );

    let packed = ask(&world, path, "accept-encoding", "br, gzip").await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.header("vary").contains("Accept-Encoding"));
    assert!(packed.body.len() < 60_000, "{} bytes", packed.body.len());
    assert_ne!(packed.header("etag"), plain.header("etag"));
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*packed.body), &mut text).unwrap();
    assert_eq!(text, plain.text());

    let again = ask(&world, path, "if-none-match", plain.header("etag")).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), plain.header("etag"));
    let other = ask(&world, "/api/catalogues/business_lines?lang=en", "if-none-match", "\"old\"").await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn a_procedure_brings_the_calendar_and_the_codes_that_its_expressions_name_and_no_more() {
    let own = tempfile::tempdir().unwrap();
    let world = world(own.path()).await;
    let bundle = world.get("/api/procedures/lists").await.json();
    assert_eq!(bundle["lists"], json!({"business_lines/conditional": [{"code": "10008"}]}));
    let calendar = &bundle["calendars"]["vn"];
    assert_eq!([&calendar["from"], &calendar["to"]], ["2026-01-01", "2026-12-31"]);
    assert_eq!(calendar["unknown"], json!(["2026-11-24"]));
    let plain = World::start().await.get("/api/procedures/1.001193").await.json();
    assert_eq!([plain.get("lists"), plain.get("calendars")], [None, None]);
}

#[tokio::test]
async fn the_backend_judges_codes_and_days_by_what_it_was_given() {
    let own = tempfile::tempdir().unwrap();
    let world = world(own.path()).await;
    let check = async |line: &str, today: &str| {
        let body = json!({"answers": {"line": line}, "facts": {}, "today": today}).to_string();
        let request = Request::post("/api/procedures/lists/check?version=1")
            .header("content-type", "application/json")
            .header("x-congdan", "1");
        world.send(request.body(Body::from(body)).unwrap()).await.json()
    };
    let codes = |answer: &Value| {
        let all = answer["violations"].as_array().unwrap().iter();
        all.filter(|one| one["path"] == "line").map(|one| one["code"].clone()).collect::<Vec<_>>()
    };
    let ended = check("10007", "2026-11-21").await;
    assert_eq!(codes(&ended), ["catalogue.ended"]);
    assert!(!ended["violations"].to_string().contains("10008"), "a successor would tell the answer");
    assert_eq!(codes(&check("10007", "2025-06-30").await), [""; 0]);
    assert_eq!(codes(&check("99999", "2026-11-21").await), ["catalogue.unknown"]);
    let conditional = check("10008", "2026-11-20").await;
    assert_eq!(conditional["fields"]["licence"]["visible"], true);
    assert_eq!(conditional["fields"]["promise"]["value"], "2026-11-23");
    let next = check("10009", "2026-11-23").await;
    assert_eq!(next["fields"]["licence"]["visible"], false);
    assert_eq!(next["fields"]["promise"]["value"], Value::Null, "24/11 is not decided");
}

#[tokio::test]
async fn a_list_without_a_source_or_there_twice_stops_the_start_and_is_named() {
    let own = tempfile::tempdir().unwrap();
    lines(own.path());
    let world = World::start().await;
    let open = |config: String| App::open(Config::parse(&config).unwrap()).err().unwrap_or_default();
    let config = world.config_of(own.path());
    let (mine, folders) = (own.path().join("mine"), format!("procedures = [{:?}", own.path()));
    assert!(config.contains(&folders), "{config}");
    lines(&mine);
    let twice = open(config.replace(&folders, &format!("{folders}, {mine:?}")));
    assert!(twice.contains("catalogues/business_lines.json is there twice"), "{twice}");
    write(own.path(), "catalogues/x.json", &json!({"catalogue": "x", "version": "1", "entries": []}));
    write(own.path(), "calendars/vn.json", &json!({"calendar": "vn", "years": [{"year": 2026}]}));
    let unsound = open(config);
    for line in
        ["catalogues/x.json/source: missing_source", "calendars/vn.json/years/0/source: missing_source"]
    {
        assert!(unsound.contains(line), "{unsound}");
    }
}

#[tokio::test]
async fn catalogues_keep_their_order_and_find_old_names() {
    let world = World::start().await;
    let provinces = world.get("/api/catalogues/provinces?lang=en").await.json();
    let hanoi = provinces["entries"].as_array().unwrap().iter().find(|one| one["code"] == "01").unwrap();
    assert_eq!(hanoi["label"], "Hanoi City");
    assert!(hanoi["also"].as_array().unwrap().contains(&json!("Thành phố Hà Nội")));
    let can_tho = provinces["entries"].as_array().unwrap().iter().find(|one| one["code"] == "92").unwrap();
    assert!(can_tho["also"].as_array().unwrap().contains(&json!("Sóc Trăng")));
    assert!(world.get("/api/catalogues/communes-01").await.json()["entries"].as_array().unwrap().len() > 100);
    assert_eq!(world.get("/api/catalogues/communes-00").await.problem(404), "not_found");
}

#[tokio::test]
async fn what_is_fixed_keeps_the_lists_and_calendars_it_was_fixed_with() {
    let own = tempfile::tempdir().unwrap();
    let mut world = world(own.path()).await;
    let id = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = hang.open("lists").await["id"].as_str().unwrap().to_owned();
        let office = json!({"province": "01", "commune": "00004"});
        let typed = json!({"line": "10008", "licence": "GP-1", "office": office});
        assert_eq!(hang.save(&id, 1, &typed).await.status, 200);
        hang.freeze(&id).await;
        id
    };
    // The operator has another list and another calendar from now on.
    let file = own.path().join("catalogues/business_lines.json");
    let changed = fs::read_to_string(&file).unwrap().replace("conditional", "forbidden");
    fs::write(file, changed).unwrap();
    let year = json!({"year": 2026, "source": source(), "holidays": ["2026-11-23", "2026-11-24"]});
    write(own.path(), "calendars/vn.json", &json!({"calendar": "vn", "years": [year]}));
    world.restart().await;

    let hang = Citizen::sign_in(&world, HANG).await;
    let (view, bundle) = (hang.dossier(&id).await, world.get("/api/procedures/lists").await.json());
    let fixed: FixedLists = eform::json::read(&view["frozen"]["lists"].to_string()).unwrap();
    let current: Bundle = eform::json::read(&bundle.to_string()).unwrap();
    let bytes = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await;
    let content = Content::parse(&bytes.body).unwrap();
    let answers = |lists: &FixedLists| {
        let form =
            eform::compile(&Schema::from_json(&current.schema).unwrap()).unwrap().given(&lists.beside());
        let raw = eform::json::read(&view["draft"]["answers"].to_string()).unwrap();
        let today = CivilDate::parse(view["frozen"]["today"].as_str().unwrap()).unwrap();
        Instance::new(Arc::new(form), raw, Facts::new(), today).evaluated()
    };
    assert_eq!(answers(&fixed), content.answers);
    assert_eq!(content.answers["licence"], "GP-1");
    assert_ne!(answers(&current.current()), content.answers);
}
