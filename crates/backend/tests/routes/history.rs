//! What was decided about registers and what they were asked is kept as it happened, told to whom it is about and to who asked, and
//! erased when its time is over.

use axum::http::Method;
use serde_json::{Value, json};

use crate::acting_limits::opened;
use crate::citizen::{Citizen, EXTRACT, HANG, KHONG_CO, THANH};
use crate::consents::named;
use crate::mandates::{BAY, open_for, principals};
use crate::world::World;

const YEAR: i64 = 366 * 24 * 3600;

async fn told(citizen: &Citizen<'_>, list: &str) -> Vec<Value> {
    let mine = citizen.get("/api/mine?lang=vi").await;
    assert_eq!(mine.status, 200, "{}", mine.text());
    mine.json()[list].as_array().unwrap().clone()
}

fn column(lines: &[Value], name: &str) -> Vec<String> {
    lines.iter().map(|line| line[name].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn every_decision_is_kept_as_it_was_said() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    for agree in [false, true, true, false, false] {
        hang.decide(EXTRACT, agree).await;
        world.advance(60).await;
    }
    let decisions = told(&hang, "decisions").await;
    assert_eq!(column(&decisions, "said"), ["refused", "withdrawn", "agreed", "agreed", "refused"]);
    let mut times = column(&decisions, "at");
    times.reverse();
    assert!(times.is_sorted() && times[0] < times[4], "{times:?}");
    let first = decisions.last().unwrap();
    assert_eq!((&first["procedure"], &first["text"]), (&json!(EXTRACT), &json!(contract::CONSENT_TEXT)));
    assert_eq!(named(first), ["population", "civil_status"]);
    assert_eq!(told(&hang, "consents").await.len(), 1, "one of them counts");
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert_eq!(told(&thanh, "decisions").await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_consent_that_had_ended_by_itself_is_not_withdrawn_but_refused() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    hang.decide(EXTRACT, true).await;
    world.advance(YEAR).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    hang.decide(EXTRACT, false).await;
    assert_eq!(column(&told(&hang, "decisions").await, "said"), ["refused", "agreed"]);
}

#[tokio::test]
async fn every_question_to_a_register_is_kept_with_what_became_of_it_and_without_what_it_said() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(told(&hang, "lookups").await, Vec::<Value>::new());
    world.sandbox.fault("civil-status", "down").await;
    let opened = hang.open(EXTRACT).await;
    let lookups = told(&hang, "lookups").await;
    let of = |register: &str| lookups.iter().find(|one| one["register"] == register).unwrap();
    assert_eq!(lookups.len(), 2, "{lookups:?}");
    assert_eq!(of("civil_status")["outcome"], "unavailable");
    assert_eq!(of("civil_status")["reference"], Value::Null);
    let population = of("population");
    let fact = &opened["draft"]["facts"]["self.name"];
    assert_eq!(
        (&population["outcome"], &population["reference"], &population["dossier"], &population["procedure"]),
        (&json!("answered"), &fact["reference"], &opened["id"], &json!(EXTRACT))
    );
    assert_eq!(
        (&population["about"], &population["by"], &population["right"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert!(!json!(lookups).to_string().contains("Hằng"), "no value is kept");

    world.sandbox.fault("civil-status", "ok").await;
    let id = opened["id"].as_str().unwrap();
    hang.call(Method::POST, &format!("/api/dossiers/{id}/facts"), &Value::Null, &[]).await;
    let later = told(&hang, "lookups").await;
    assert_eq!(later.len(), 4, "each time is kept");
    assert_eq!(later[2..], lookups, "what was noted stays as it was");
    hang.call(Method::DELETE, &format!("/api/dossiers/{id}"), &Value::Null, &[]).await;
    let discarded = told(&hang, "lookups").await;
    assert_eq!(column(&discarded, "dossier"), [""; 4], "that it was asked stays, the dossier is gone");

    let nobody = Citizen::sign_in(&world, KHONG_CO).await;
    nobody.open(EXTRACT).await;
    let outcomes = column(&told(&nobody, "lookups").await, "outcome");
    assert_eq!(outcomes, ["unknown_person", "unknown_person"]);
}

#[tokio::test]
async fn who_is_asked_about_by_a_helper_sees_it_and_the_helper_sees_what_they_asked() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    thanh.decide(EXTRACT, true).await;
    let (opened, _) = opened(&bay, &thanh).await;
    let about_bay = told(&bay, "lookups").await;
    assert_eq!(about_bay.len(), 2, "{about_bay:?}");
    for one in &about_bay {
        assert_eq!(
            (&one["by"], &one["about"], &one["right"]),
            (&json!("0790****1234"), &Value::Null, &json!("mandate"))
        );
        assert!(one["reference"].is_string(), "{one}");
        assert_eq!(one["dossier"], Value::Null, "the dossier is the helper's");
    }
    let by_thanh = told(&thanh, "lookups").await;
    let for_bay: Vec<&Value> = by_thanh.iter().filter(|one| one["right"] == "mandate").collect();
    assert_eq!(for_bay.len(), 2);
    for one in for_bay {
        assert_eq!((&one["by"], &one["about"]), (&Value::Null, &json!("0920****0321")));
        assert_eq!((&one["reference"], &one["dossier"]), (&Value::Null, &opened["id"]));
    }
    // Whom Thành represents by law was asked about himself.
    assert!(by_thanh.iter().any(|one| one["about"].is_null() && one["register"] == "population"));
    for (who, other) in [(&thanh, BAY.1), (&bay, THANH.1)] {
        assert!(!who.get("/api/mine.json").await.json()["lookups"].to_string().contains(other));
    }
}

#[tokio::test]
async fn a_parent_sees_what_was_asked_about_the_child_with_the_registers_reference() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    hang.decide(EXTRACT, true).await;
    let child = principals(&hang, EXTRACT).await[0]["id"].clone();
    open_for(&hang, EXTRACT, &child, "k").await;
    let lookups = told(&hang, "lookups").await;
    let about: Vec<&Value> = lookups.iter().filter(|one| one["right"] == "parent").collect();
    assert_eq!(about.len(), 2, "{lookups:?}");
    assert!(about.iter().all(|one| one["about"].is_string() && one["by"].is_null()));
    assert!(about.iter().any(|one| one["reference"].is_string()));
}

/// How many decisions and look-ups are in the database.
fn kept(world: &World) -> (u64, u64) {
    let database = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    let count = |table: &str| {
        database.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    (count("consent"), count("lookup"))
}

#[tokio::test]
async fn what_is_over_is_not_told_any_more_and_erased_with_the_next_dossier_that_is() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    hang.decide(EXTRACT, false).await;
    let opened = hang.open(EXTRACT).await;
    assert_eq!((told(&hang, "decisions").await.len(), told(&hang, "lookups").await.len()), (2, 2));
    world.advance(i64::from(contract::HISTORY_YEARS) * YEAR + 1).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!((told(&hang, "decisions").await.len(), told(&hang, "lookups").await.len()), (0, 0));
    assert_eq!(kept(&world), (2, 2));
    let path = format!("/api/dossiers/{}", opened["id"].as_str().unwrap());
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    world.work().await;
    assert_eq!(kept(&world), (0, 0));
}
