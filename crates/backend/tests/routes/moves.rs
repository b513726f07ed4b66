//! Drafts whose form has changed: two versions of a real procedure, and a clock that passes the first day of the second.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{Citizen, EXTRACT, HANG, THANH, paper};
use crate::world::{Answer, World};

/// From the first day of the tests to the day on which the second version comes into force, and a little more.
const UNTIL_MARCH: i64 = 101 * 24 * 3600;

/// The procedure as it will be: one option and one paper renamed, one question gone, one narrower, one new.
fn second_version(world: &World) {
    let read = |name: &str| -> Value {
        let path = world.path("procedures").join(EXTRACT).join(name);
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let mut schema = read("procedure.json");
    schema["version"] = json!("2027-03");
    schema["effective"] = json!({ "from": "2027-03-01", "to": null });
    schema["migrations"] = json!([{ "from": "2026-09", "steps": [
        { "map": "extract", "codes": { "recognition": "parentage" } },
        { "move": "old_paper", "to": "earlier_extract" },
        { "drop": "register_book", "reason": "book_gone" },
    ]}]);
    for page in schema["pages"].as_array_mut().unwrap() {
        let is_of_copies = page["id"] == "copies";
        let fields = page["fields"].as_array_mut().unwrap();
        fields.retain(|field| field["id"] != "register_book");
        for field in fields.iter_mut() {
            match field["id"].as_str().unwrap() {
                "extract" => field["options"][3] = json!("parentage"),
                "old_paper" => field["id"] = json!("earlier_extract"),
                "copies" => field["max"] = json!(3),
                _ => {}
            }
        }
        if is_of_copies {
            fields.push(json!({ "id": "purpose", "kind": "text" }));
        }
    }
    let text = schema.to_string().replace("recognition\"]", "parentage\"]");
    let folder = world.path("procedures/the-second");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("procedure.json"), text).unwrap();
    for language in ["vi", "en"] {
        let file = format!("texts.{language}.json");
        let mut texts = read(&file);
        texts["field.purpose.label"] = json!("Dùng vào việc gì?");
        texts["field.earlier_extract.label"] = json!("Bản trích lục trước đây");
        texts["option.extract.parentage"] = json!("Cha, mẹ, con");
        texts["migration.book_gone"] = json!("Cơ sở dữ liệu đã có số này.");
        std::fs::write(folder.join(file), texts.to_string()).unwrap();
    }
}

async fn two_versions() -> World {
    let mut world = World::with_procedures().await;
    second_version(&world);
    world.restart().await;
    world
}

/// A draft of the first version: complete, with a paper and with answers that the second has no place for.
async fn drafted(world: &World) -> String {
    let thanh = Citizen::sign_in(world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    let paper = thanh.upload(&id, "old_paper", "cũ.pdf", &paper("an old one")).await.json();
    let changes = json!({ "extract": "recognition", "copies": "12", "register_book": "01/2001",
        "registered_on": { "d": "31", "m": "2" }, "registered_place": "UBND phường Cửa Nam", "old_paper": [paper] });
    assert_eq!(thanh.save(&id, 2, &changes).await.status, 200);
    id
}

async fn moved(citizen: &Citizen<'_>, id: &str) -> Answer {
    citizen.post(&format!("/api/dossiers/{id}/version"), "move", &Value::Null).await
}

#[tokio::test]
async fn do5_a_draft_moves_to_the_version_in_force_and_its_citizen_sees_what_became_of_each_answer() {
    let world = two_versions().await;
    let id = drafted(&world).await;
    world.advance(UNTIL_MARCH).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let before = thanh.dossier(&id).await;
    assert_eq!((&before["version"], &before["newer"]), (&json!("2026-09"), &json!("2027-03")));
    assert_eq!(before["moved"], Value::Null, "reading moves nothing");

    let answer = moved(&thanh, &id).await;
    let after = answer.json();
    assert_eq!((answer.status.as_u16(), answer.header("etag")), (200, "\"4\""));
    assert_eq!((&after["version"], &after["newer"]), (&json!("2027-03"), &Value::Null));
    let answers = &after["draft"]["answers"];
    assert_eq!(answers["extract"], "parentage");
    assert_eq!(answers["copies"], "12", "what is wrong now stays where it was typed");
    assert_eq!(answers["registered_on"], json!({ "d": "31", "m": "2" }), "unfinished answers too");
    assert_eq!(answers["earlier_extract"][0]["name"], "cũ.pdf");
    assert_eq!((&answers["register_book"], &answers["pledge"]), (&Value::Null, &Value::Null));

    let told = &after["moved"][0];
    assert_eq!((&told["from"], &told["to"]), (&json!("2026-09"), &json!("2027-03")));
    assert_eq!((&told["since"], &told["carried"]), (&json!("2027-03-01"), &json!(5)), "{told}");
    let line = |label: &str| {
        let lines = told["lines"].as_array().unwrap();
        lines.iter().find(|line| line["label"] == label).unwrap_or_else(|| panic!("{label}: {told}")).clone()
    };
    let texts: Value = serde_json::from_str(
        thanh.get(&format!("/api/procedures/{EXTRACT}?version=2026-09")).await.json()["texts"]
            .as_str()
            .unwrap(),
    )
    .unwrap();
    let label = |field: &str| texts[format!("field.{field}.label")].as_str().unwrap();
    let changed = line(label("extract"));
    assert_eq!((&changed["fate"], &changed["now"]), (&json!("changed"), &json!("Cha, mẹ, con")));
    assert_eq!(changed["was"], json!([texts["option.extract.recognition"]]));
    let again = line(label("copies"));
    assert_eq!(
        (&again["fate"], &again["page"], &again["was"]),
        (&json!("again"), &json!("copies"), &json!(["12"]))
    );
    assert_eq!(line(label("pledge"))["was"], json!([true]));
    let gone = line(label("register_book"));
    assert_eq!(
        (&gone["fate"], &gone["page"], &gone["was"]),
        (&json!("left_out"), &Value::Null, &json!(["01/2001"]))
    );
    assert_eq!(gone["reason"], "Cơ sở dữ liệu đã có số này.");
    assert_eq!(line("Dùng vào việc gì?")["fate"], "new");
    assert_eq!(told["lines"].as_array().unwrap().len(), 5, "{told}");
}

#[tokio::test]
async fn the_report_stays_until_it_was_seen_and_the_move_happens_once() {
    let world = two_versions().await;
    let id = drafted(&world).await;
    world.advance(UNTIL_MARCH).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (one, two) = tokio::join!(moved(&thanh, &id), moved(&thanh, &id));
    assert!([&one, &two].iter().any(|answer| answer.status == 200), "{} {}", one.text(), two.text());
    let again = thanh.post(&format!("/api/dossiers/{id}/version"), "another key", &Value::Null).await;
    assert_eq!((again.status.as_u16(), again.header("etag")), (200, "\"4\""), "nothing is moved twice");
    let dossier = thanh.dossier(&id).await;
    assert_eq!((dossier["moved"].as_array().unwrap().len(), &dossier["state"]["version"]), (1, &json!(1)));
    assert_eq!(thanh.save(&id, 4, &json!({ "purpose": "Nộp hồ sơ" })).await.status, 200);
    assert_eq!(thanh.dossier(&id).await["moved"].as_array().unwrap().len(), 1, "editing is not seeing");
    let path = format!("/api/dossiers/{id}/moved");
    for _ in 0..2 {
        assert_eq!(thanh.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    }
    assert_eq!(thanh.dossier(&id).await["moved"], Value::Null);
    let stranger = Citizen::sign_in(&world, HANG).await;
    assert_eq!(stranger.call(Method::DELETE, &path, &Value::Null, &[]).await.problem(404), "not_found");
    assert_eq!(moved(&stranger, &id).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_draft_is_not_fixed_under_a_form_that_is_over_and_goes_all_the_way_under_the_new_one() {
    let world = two_versions().await;
    let id = drafted(&world).await;
    world.advance(UNTIL_MARCH).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let path = format!("/api/dossiers/{id}");
    let early = thanh.post(&format!("{path}/freeze"), "early", &json!({ "revision": 3 })).await;
    assert_eq!(early.problem(409), "form_changed");
    assert_eq!(thanh.save(&id, 3, &json!({ "copies": "2" })).await.status, 200, "what is typed late is kept");
    assert_eq!(moved(&thanh, &id).await.json()["draft"]["answers"]["copies"], "2");
    let rest = json!({ "purpose": "Nộp hồ sơ", "pledge": true, "registered_on": null });
    assert_eq!(thanh.save(&id, 5, &rest).await.status, 200);
    let frozen = thanh.freeze(&id).await;
    assert_eq!(frozen["version"], "2027-03");
    let content = thanh.get(&format!("{path}/dossier.json")).await.json();
    assert_eq!(content["documents"][0]["field"], "earlier_extract", "the paper went with its answer");
}

#[tokio::test]
async fn what_is_fixed_keeps_its_version_and_moves_when_it_is_a_draft_again() {
    let world = two_versions().await;
    let id = drafted(&world).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert_eq!(thanh.save(&id, 3, &json!({ "registered_on": null })).await.status, 200);
    thanh.freeze(&id).await;
    world.advance(UNTIL_MARCH).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let dossier = thanh.dossier(&id).await;
    assert_eq!((&dossier["version"], &dossier["newer"]), (&json!("2026-09"), &Value::Null));
    assert_eq!(moved(&thanh, &id).await.problem(409), "refused");
    let thawed = thanh.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    assert_eq!(thawed["newer"], "2027-03");
    assert_eq!(moved(&thanh, &id).await.json()["version"], "2027-03");
}

#[tokio::test]
async fn before_its_first_day_the_new_version_moves_nothing_and_what_was_moved_is_erased_with_the_draft() {
    let world = two_versions().await;
    let id = drafted(&world).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let early = moved(&thanh, &id).await.json();
    assert_eq!((&early["version"], &early["moved"]), (&json!("2026-09"), &Value::Null));
    world.advance(UNTIL_MARCH).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let answer = thanh.post(&format!("/api/dossiers/{id}/version"), "in march", &Value::Null).await;
    assert_eq!(answer.json()["version"], "2027-03");
    let data = world.path("data");
    let holds = |what: &str| {
        let files = std::fs::read_dir(&data).unwrap().flatten().map(|entry| entry.path());
        files.filter(|path| path.is_file()).any(|path| {
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(what.len()).any(|found| found == what.as_bytes())
        })
    };
    assert!(holds("01/2001"), "the old answers are kept beside the event");
    let path = format!("/api/dossiers/{id}");
    assert_eq!(thanh.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    world.advance(1).await;
    assert!(!holds("01/2001"));
}
