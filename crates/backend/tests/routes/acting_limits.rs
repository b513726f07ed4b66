//! Where acting for somebody else ends: registers that are not asked, results that are not the helper's, signatures that are not made, and
//! what is left of it afterwards. That it works is in `mandates`.

use std::path::Path;

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{Citizen, EXTRACT, HANG, THANH, paper};
use crate::consents::sources;
use crate::mandates::{BAY, grant, granted, open_for, principals, revoke};
use crate::world::{World, project};

const UNSIGNED: &str = "[procedure.\"2.000635\"]\nsign = \"none\"";
const SIGNED: &str = "[procedure.\"2.000635\"]\nsign = \"personal\"";
const DAY: i64 = 24 * 3600;

/// A draft for Bảy that Thành opened, and the mandate.
pub async fn opened(bay: &Citizen<'_>, thanh: &Citizen<'_>) -> (Value, String) {
    let mandate = granted(bay, THANH.1, EXTRACT).await;
    let principal = principals(thanh, EXTRACT).await[0]["id"].clone();
    let opened = open_for(thanh, EXTRACT, &principal, "k").await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    (opened.json(), mandate)
}

/// The same, ready to be signed or paid.
pub async fn fixed(bay: &Citizen<'_>, thanh: &Citizen<'_>) -> (String, String) {
    thanh.decide(EXTRACT, true).await;
    let (opened, mandate) = opened(bay, thanh).await;
    let id = thanh.fill(opened["id"].as_str().unwrap(), EXTRACT, "sample-bay").await;
    thanh.freeze(&id).await;
    (id, mandate)
}

#[tokio::test]
async fn a_draft_about_somebody_is_closed_when_their_mandate_is_over_and_can_be_thrown_away() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    thanh.decide(EXTRACT, true).await;
    let (opened, mandate) = opened(&bay, &thanh).await;
    assert!(sources(&opened).contains("population"));
    let principal = principals(&thanh, EXTRACT).await[0]["id"].clone();
    assert_eq!(open_for(&thanh, EXTRACT, &principal, "k").await.json()["id"], opened["id"], "asked twice");
    let mine = bay.get("/api/mine?lang=vi").await.json();
    assert_eq!(
        (&mine["acted"][0]["masked_id"], &mine["acted"][0]["kept_as"], &mine["acted"][0]["mandate"]),
        (&json!("0790****1234"), &json!("draft"), &json!(mandate))
    );
    let asked = async || bay.get("/api/mine?lang=vi").await.json()["lookups"].as_array().unwrap().len();
    let before = asked().await;
    assert!(before > 0);
    revoke(&bay, &mandate).await;
    thanh.decide(EXTRACT, true).await;
    assert_eq!(asked().await, before, "no register is asked any more");
    let path = format!("/api/dossiers/{}", opened["id"].as_str().unwrap());
    assert_eq!(thanh.get(&path).await.problem(403), "mandate_over");
    assert_eq!(open_for(&thanh, EXTRACT, &principal, "k").await.problem(403), "mandate_over", "asked again");
    assert_eq!(thanh.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert_eq!(bay.get("/api/mine?lang=vi").await.json()["acted"], json!([]));
}

#[tokio::test]
async fn who_refused_registers_is_not_asked_about_for_a_helper_either() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    bay.decide(EXTRACT, false).await;
    thanh.decide(EXTRACT, true).await;
    let (opened, _) = opened(&bay, &thanh).await;
    assert_eq!(sources(&opened), ["mandate".to_owned()].into());
}

#[tokio::test]
async fn a_consent_that_names_no_register_has_none_asked_for_children() {
    let mut world = World::start().await;
    let (agency, own) = (project("tests/agency"), world.path("procedures"));
    for folder in ["catalogues", "catalogues/communes", "lists", "hn-cho-phien-2026"] {
        copy(&agency.join(folder), &own.join(folder));
    }
    let place = own.join("hn-cho-phien-2026/procedure.json");
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(&place).unwrap()).unwrap();
    let code = schema["code"].as_str().unwrap().to_owned();
    for page in schema["pages"].as_array_mut().unwrap() {
        for field in page["fields"].as_array_mut().unwrap() {
            field.as_object_mut().unwrap().remove("prefill");
        }
    }
    std::fs::write(place, schema.to_string()).unwrap();
    world.offers_only(&own).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(hang.decide(&code, true).await["registers"], json!([]));
    assert_eq!(principals(&hang, &code).await, Vec::<Value>::new());
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).into_iter().flatten().map(Result::unwrap) {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[tokio::test]
async fn the_result_goes_to_the_person_it_is_about_and_not_to_the_helper() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let (id, _) = fixed(&bay, &thanh).await;
    let order = thanh.order(&id).await;
    thanh.at_gateway(&order, "pay").await;
    world.work().await;
    let filed = thanh.dossier(&id).await;
    thanh.done_at_desk(filed["state"]["filing"]["code"].as_str().unwrap(), "").await;
    assert_eq!(thanh.papers().await, Vec::<Value>::new());
    let papers = bay.papers().await;
    assert_eq!((papers.len(), &papers[0]["holder"]), (1, &json!(BAY.1)), "{papers:?}");
    assert!(papers[0]["about"].as_str().unwrap().contains("Bảy"), "{papers:?}");
    // The dossier is not one that Bảy can open.
    assert_eq!(papers[0]["dossier"], Value::Null);
    let file = bay.get(&format!("/api/papers/{}/file", papers[0]["id"].as_str().unwrap())).await;
    assert!(file.body.starts_with(b"%PDF-"));
}

/// What the list of dossiers tells of whom the only one is about.
async fn subject(citizen: &Citizen<'_>) -> Value {
    citizen.get("/api/dossiers").await.json()["dossiers"][0]["subject"].clone()
}

#[tokio::test]
async fn what_was_fixed_and_not_sent_is_closed_like_a_draft_and_can_be_thrown_away() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let (id, mandate) = fixed(&bay, &thanh).await;
    let path = format!("/api/dossiers/{id}");
    let file = format!("{path}/dossier.json");
    assert_eq!(thanh.get(&file).await.status, 200);
    assert!(subject(&thanh).await.is_string());
    revoke(&bay, &mandate).await;
    for closed in [&path, &file, &format!("{path}/credentials")] {
        assert_eq!(thanh.get(closed).await.problem(403), "mandate_over", "{closed}");
    }
    assert_eq!(thanh.post(&format!("{path}/thaw"), "t", &Value::Null).await.problem(403), "mandate_over");
    assert_eq!(subject(&thanh).await, Value::Null);
    assert_eq!(thanh.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
}

#[tokio::test]
async fn an_order_that_may_still_be_paid_keeps_the_dossier_open_to_be_followed_and_no_other_is_made() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let (id, mandate) = fixed(&bay, &thanh).await;
    let order = thanh.order(&id).await;
    revoke(&bay, &mandate).await;
    assert_eq!(thanh.dossier(&id).await["state"]["payment"]["state"], "pending");
    let again = thanh.post(&format!("/api/dossiers/{id}/payment"), "again", &Value::Null).await;
    assert_eq!(again.problem(403), "mandate_over");
    thanh.at_gateway(&order, "pay").await;
    world.work().await;
    assert_eq!(thanh.dossier(&id).await["state"]["filing"]["state"], "accepted");
    assert_eq!(subject(&thanh).await, Value::Null);
}

#[tokio::test]
async fn what_is_fixed_anew_beside_an_order_that_was_left_is_neither_opened_nor_sent_after_the_end() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let (id, mandate) = fixed(&bay, &thanh).await;
    thanh.order(&id).await;
    let path = |command: &str| format!("/api/dossiers/{id}/{command}");
    thanh.done(&path("payment/cancel"), "cancel", &json!({ "attempt": 1 })).await;
    thanh.done(&path("thaw"), "thaw", &Value::Null).await;
    thanh.freeze(&id).await;
    revoke(&bay, &mandate).await;
    assert_eq!(thanh.dossier(&id).await["state"]["orders"][0]["outcome"]["state"], "abandoned");
    for (command, key) in [("thaw", "again"), ("file", "f"), ("payment", "p")] {
        let refused = thanh.post(&path(command), key, &Value::Null).await;
        assert_eq!(refused.problem(403), "mandate_over", "{command}");
    }
}

#[tokio::test]
async fn nothing_is_signed_once_the_mandate_was_taken_back() {
    let mut world = World::start().await;
    world.decide(UNSIGNED, SIGNED).await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let (id, mandate) = fixed(&bay, &thanh).await;
    let confirmation = thanh.prepared(&id).await;
    revoke(&bay, &mandate).await;
    let path = format!("/api/dossiers/{id}/signing/confirm");
    assert_eq!(thanh.post(&path, "k", &confirmation).await.problem(403), "mandate_over");
    assert!(!world.sandbox.page(&format!("/phone/{}", thanh.id)).await.contains("name=\"handle\""));
}

#[tokio::test]
async fn a_mandate_is_given_only_by_who_has_confirmed_who_they_are_where_signing_asks_for_that() {
    let mut world = World::start().await;
    world
        .decide(UNSIGNED, &format!("{UNSIGNED}\nconfirm = {{ level = \"LoA2\", max_age_minutes = 10 }}"))
        .await;
    let bay = Citizen::sign_in(&world, BAY).await;
    world.advance(11 * 60).await;
    let answer = grant(&bay, THANH.1, &["1.001193", EXTRACT], "2026-12-31").await;
    assert_eq!(answer.problem(403), "insufficient_user_authentication");
    assert_eq!((&answer.json()["level"], &answer.json()["max_age"]), (&json!("LoA2"), &json!(600)));
    assert_eq!(bay.get("/api/mandates").await.json()["given"], json!([]));
    assert_eq!(grant(&bay, THANH.1, &["1.001193"], "2026-12-31").await.status, 200);
    let bay = Citizen::sign_in(&world, BAY).await;
    granted(&bay, THANH.1, EXTRACT).await;
}

#[tokio::test]
async fn a_mandate_that_is_sent_twice_is_one() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let first = grant(&bay, THANH.1, &[EXTRACT, "1.001193"], "2026-12-31").await.json();
    let again = grant(&bay, THANH.1, &["1.001193", EXTRACT, EXTRACT], "2026-12-31").await.json();
    assert_eq!(first, again);
    assert_eq!(first["procedures"], json!(["1.001193", EXTRACT]));
    assert_eq!(thanh.get("/api/mandates").await.json()["held"].as_array().unwrap().len(), 1);
    revoke(&bay, first["id"].as_str().unwrap()).await;
    let anew = grant(&bay, THANH.1, &[EXTRACT, "1.001193"], "2026-12-31").await.json();
    assert_ne!(first["id"], anew["id"], "what was taken back stays taken back");
}

#[tokio::test]
async fn a_parent_no_longer_acts_for_a_child_who_has_come_of_age() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    hang.decide(EXTRACT, true).await;
    let child = principals(&hang, EXTRACT).await[0]["id"].clone();
    let opened = open_for(&hang, EXTRACT, &child, "k").await.json();
    let freeze = async |hang: &Citizen<'_>| {
        let path = format!("/api/dossiers/{}/freeze", opened["id"].as_str().unwrap());
        hang.post(&path, "f", &json!({ "revision": 1 })).await
    };
    assert_eq!(freeze(&hang).await.problem(422), "invalid_answers");
    world.advance(18 * 366 * DAY).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(freeze(&hang).await.problem(403), "mandate_over");
}

#[tokio::test]
async fn a_dossier_for_somebody_else_that_is_thrown_away_does_not_name_them_any_more() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let (opened, _) = opened(&bay, &thanh).await;
    let path = format!("/api/dossiers/{}", opened["id"].as_str().unwrap());
    assert_eq!(thanh.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    world.work().await;
    let sql = rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap();
    let left = "SELECT count(*) FROM dossier WHERE acting_for IS NOT NULL OR acting_until IS NOT NULL";
    assert_eq!(sql.query_row(left, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[tokio::test]
async fn ones_own_information_says_whom_a_dossier_is_for_and_nothing_about_them() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    thanh.decide(EXTRACT, true).await;
    let (draft, _) = opened(&bay, &thanh).await;
    let draft = draft["id"].as_str().unwrap();
    assert_eq!(thanh.upload(draft, "old_paper", "Tran Van Bay.pdf", &paper("a")).await.status, 200);
    let drafted = thanh.get("/api/mine?lang=vi").await.json()["dossiers"][0].clone();
    assert_eq!((&drafted["id"], &drafted["documents"]), (&json!(draft), &json!([])));
    let id = thanh.fill(draft, EXTRACT, "sample-bay").await;
    thanh.freeze(&id).await;
    let mine = thanh.get("/api/mine?lang=vi").await.json();
    let one = &mine["dossiers"][0];
    assert_eq!((&one["id"], &one["acting_for"]), (&json!(id), &json!("Trần Văn Bảy")));
    assert_eq!((&one["answers"], &one["facts"], &one["documents"]), (&json!({}), &json!([]), &json!([])));
    assert!(!mine.to_string().contains(BAY.1));
    let keep = format!("/api/dossiers/{id}/papers/keep");
    let kept = thanh.call(Method::POST, &keep, &json!({ "keep": true }), &[]).await;
    assert_eq!(kept.problem(400), "bad_request", "nor is anything of it kept");
}
