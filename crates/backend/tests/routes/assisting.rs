//! Helping somebody to fill a dossier in: the helper does that and nothing else, and as long as it is in their hands and no longer; the
//! citizen whose it is confirms, signs, pays and files.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, THANH};
use crate::mandates::{BAY, open_for, principals, revoke};
use crate::two_citizens::{Call, calls, send};
use crate::world::{Answer, World};

/// What who helps may ask of a dossier that they have in hand.
const FILLING_IN: [(&str, &str); 12] = [
    ("GET", ""),
    ("PATCH", "/answers"),
    ("POST", "/facts"),
    ("POST", "/version"),
    ("DELETE", "/moved"),
    ("POST", "/hand-over"),
    ("GET", "/papers"),
    ("POST", "/papers"),
    ("GET", "/uploads"),
    ("POST", "/uploads"),
    ("GET", "/files/{file}"),
    ("DELETE", "/files/{file}"),
];
const OF_AN_UPLOAD: &str = "/uploads/{upload}";

/// Lets somebody help with a procedure; gives the mandate.
async fn asked_to_help(citizen: &Citizen<'_>, helper: (&str, &str), procedure: &str) -> String {
    let body = json!({
        "grantee": helper.1, "grantee_name": "Lê Văn Thành", "procedures": [procedure], "extent": "assist", "ends_on": "2026-12-31",
    });
    let answer = citizen.call(Method::POST, "/api/mandates", &body, &[]).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["extent"]),
        (200, &json!("assist")),
        "{}",
        answer.text()
    );
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// The helper begins it; gives the dossier.
async fn begun(helper: &Citizen<'_>, procedure: &str) -> Value {
    let found = principals(helper, procedure).await;
    assert_eq!(found[0]["extent"], "assist");
    let opened = open_for(helper, procedure, &found[0]["id"], "help").await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    opened.json()
}

fn id_of(dossier: &Value) -> String {
    dossier["id"].as_str().unwrap().to_owned()
}

/// What the helper does last, or the citizen first.
async fn passes(who: &Citizen<'_>, id: &str, how: &str) -> Answer {
    who.call(Method::POST, &format!("/api/dossiers/{id}/{how}"), &Value::Null, &[]).await
}

async fn listed(citizen: &Citizen<'_>) -> Vec<Value> {
    citizen.get("/api/dossiers").await.json()["dossiers"].as_array().unwrap().clone()
}

/// What a call asks of a dossier, when it is of one.
fn of_a_dossier(call: &Call) -> Option<&str> {
    call.pattern.strip_prefix("/api/dossiers/{id}")
}

fn fills_in(call: &Call, what: &str) -> bool {
    what == OF_AN_UPLOAD || FILLING_IN.contains(&(call.method.as_str(), what))
}

#[tokio::test]
async fn sg10_a_helper_fills_in_and_only_the_citizen_confirms_signs_pays_and_files() {
    let world = World::start().await;
    let (hang, thanh) = (Citizen::sign_in(&world, HANG).await, Citizen::sign_in(&world, THANH).await);
    hang.decide(BIRTH, true).await;
    let mandate = asked_to_help(&hang, THANH, BIRTH).await;
    let opened = begun(&thanh, BIRTH).await;
    let by = json!({ "name": "Lê Văn Thành", "id": THANH.1, "mandate": mandate });
    let help = json!({ "by": by, "citizen": "Nguyễn Thị Bích Hằng", "is_helper": true, "hands": "helper" });
    assert_eq!((&opened["help"], &opened["acting_for"]), (&help, &Value::Null));
    assert_eq!(opened["allowed"], json!(["edit"]));
    assert_eq!(opened["draft"]["consent"], Value::Null, "whom registers tell what, the citizen decides");
    let id = thanh.fill(&id_of(&opened), BIRTH, "married-mother").await;
    let own = hang.dossier(&id).await;
    assert_eq!((&own["help"]["is_helper"], &own["help"]["hands"]), (&json!(false), &json!("helper")));
    assert_eq!(own["waiting_for"], "helper", "it is not her turn");
    let turns =
        (listed(&hang).await[0]["waiting_for"].clone(), listed(&thanh).await[0]["waiting_for"].clone());
    assert_eq!(turns, (json!("helper"), json!("you")));

    // As long as it is with the helper the citizen looks on, and the two do not write at once.
    let revision = own["draft"]["revision"].as_u64().unwrap();
    assert_eq!(hang.save(&id, revision, &json!({ "copies": "2" })).await.problem(409), "with_helper");
    let freeze = format!("/api/dossiers/{id}/freeze");
    assert_eq!(hang.post(&freeze, "f", &json!({ "revision": revision })).await.problem(409), "with_helper");

    assert_eq!(passes(&thanh, &id, "hand-over").await.status, 204);
    assert_eq!(passes(&thanh, &id, "hand-over").await.status, 204, "an answer that was lost");
    assert!(listed(&thanh).await.is_empty());
    let line = listed(&hang).await[0].clone();
    assert_eq!((&line["help"]["hands"], &line["waiting_for"]), (&json!("waiting"), &json!("you")));
    assert_eq!(hang.post(&freeze, "f", &json!({ "revision": revision })).await.problem(409), "with_helper");

    let taken = passes(&hang, &id, "take-up").await.json();
    assert_eq!(taken["help"]["hands"], "citizen");
    assert_eq!(taken["draft"]["answers"]["pledge"], Value::Null, "nobody states anything for somebody else");
    let revision = taken["draft"]["revision"].as_u64().unwrap();
    assert_eq!(
        hang.post(&freeze, "f", &json!({ "revision": revision })).await.problem(422),
        "invalid_answers"
    );
    let stated = json!({ "pledge": true, "agreement": true });
    assert_eq!(hang.save(&id, revision, &stated).await.status, 200);
    hang.freeze(&id).await;
    let content = hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.json();
    assert_eq!(content["applicant"], json!({ "name": "Nguyễn Thị Bích Hằng", "id": HANG.1 }));
    assert_eq!((&content["helped_by"], &content["on_behalf_of"]), (&by, &Value::Null));
    hang.sign(&id).await;
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "pay").await;
    world.work().await;
    world.advance(5).await;
    let code = hang.dossier(&id).await["state"]["filing"]["code"].clone();
    let desk = world.sandbox.page(&format!("/desk/dossiers/{}", code.as_str().unwrap())).await;
    assert!(desk.contains("Người giúp điền") && desk.contains(&mandate), "{desk}");
    assert_eq!(thanh.get(&format!("/api/dossiers/{id}")).await.problem(403), "mandate_over");
    let told = hang.get("/api/mine?lang=vi").await.json()["dossiers"][0].clone();
    assert_eq!(told["helped_by"], "Lê Văn Thành");
}

#[tokio::test]
async fn sg10_every_route_but_those_of_filling_in_refuses_the_helper_and_all_do_after_handing_over() {
    let world = World::start().await;
    let (document, calls) = calls(&world).await;
    let (hang, thanh) = (Citizen::sign_in(&world, HANG).await, Citizen::sign_in(&world, THANH).await);
    asked_to_help(&hang, THANH, BIRTH).await;
    let id = id_of(&begun(&thanh, BIRTH).await);
    let before = hang.dossier(&id).await;
    let (mut refused, mut closed) = (0, 0);
    for is_over in [false, true] {
        for call in &calls {
            let Some(what) = of_a_dossier(call) else { continue };
            if what == "/hand-over" || (!is_over && fills_in(call, what)) {
                continue;
            }
            let path = call.pattern.replace("{id}", &id);
            let path = path.replace("{file}", "x").replace("{upload}", "x").replace("{number}", "1");
            let answer = send(&world, &document, call, &path, Some(&thanh.cookie)).await;
            let (code, count) =
                if is_over { ("mandate_over", &mut closed) } else { ("only_the_citizen", &mut refused) };
            assert_eq!(answer.problem(403), code, "{} {path}", call.method);
            assert!(!is_over || answer.json()["cause"] == "help_over", "{} {path}", call.method);
            *count += 1;
        }
        if !is_over {
            assert_eq!(hang.dossier(&id).await, before, "nothing of it has happened");
            assert_eq!(passes(&thanh, &id, "hand-over").await.status, 204);
        }
    }
    assert!(refused >= 20 && closed >= refused + FILLING_IN.len(), "{refused} {closed}");
    assert_eq!(passes(&hang, &id, "hand-over").await.problem(400), "bad_request");
    // What the helper was told when it was opened is not told again.
    let again = open_for(&thanh, BIRTH, &principals(&thanh, BIRTH).await[0]["id"], "help").await;
    assert_eq!(again.problem(403), "mandate_over");
}

#[tokio::test]
async fn with_the_mandate_the_help_ends_and_the_citizen_goes_on_with_what_is_there() {
    let world = World::start().await;
    let (hang, thanh) = (Citizen::sign_in(&world, HANG).await, Citizen::sign_in(&world, THANH).await);
    let mandate = asked_to_help(&hang, THANH, BIRTH).await;
    assert!(principals(&thanh, EXTRACT).await.is_empty(), "for its procedures only");
    let id = id_of(&begun(&thanh, BIRTH).await);
    let line = listed(&thanh).await[0].clone();
    assert_eq!((&line["help"]["is_helper"], &line["allowed"]), (&json!(true), &json!(["edit"])));
    let twice = open_for(&thanh, BIRTH, &principals(&thanh, BIRTH).await[0]["id"], "twice").await;
    assert_eq!((twice.problem(409), &twice.json()["existing"]), ("draft_exists".to_owned(), &json!(id)));
    assert_eq!(
        thanh.save(&id, 1, &json!({ "child_birth_place": "x" })).await.problem(422),
        "invalid_answers"
    );
    assert_eq!(revoke(&hang, &mandate).await.status, 204);
    assert_eq!(thanh.save(&id, 1, &json!({ "copies": "2" })).await.problem(403), "mandate_over");
    assert_eq!(thanh.get(&format!("/api/dossiers/{id}")).await.problem(403), "mandate_over");
    assert_eq!(passes(&thanh, &id, "hand-over").await.problem(403), "mandate_over");
    assert!(listed(&thanh).await.is_empty());
    let (line, one) = (listed(&hang).await[0].clone(), hang.dossier(&id).await);
    for told in [&line, &one] {
        let turn = (&told["help"]["hands"], &told["waiting_for"]);
        assert_eq!(turn, (&json!("ended"), &json!("you")), "nobody is filling it in any more");
    }
    assert_eq!(hang.save(&id, 2, &json!({ "copies": "2" })).await.problem(409), "with_helper");
    let own = hang.post("/api/dossiers", "own", &json!({ "procedure": BIRTH, "language": "vi" })).await;
    assert_eq!((own.problem(409), &own.json()["existing"]), ("draft_exists".to_owned(), &json!(id)));
    assert_eq!(passes(&hang, &id, "take-up").await.json()["help"]["hands"], "citizen");
    assert_eq!(hang.save(&id, 2, &json!({ "copies": "2" })).await.status, 200);
}

#[tokio::test]
async fn taking_it_up_ends_the_help_at_once_and_throwing_it_away_leaves_nothing() {
    let world = World::start().await;
    let (hang, thanh) = (Citizen::sign_in(&world, HANG).await, Citizen::sign_in(&world, THANH).await);
    asked_to_help(&hang, THANH, BIRTH).await;
    let id = id_of(&begun(&thanh, BIRTH).await);
    assert_eq!(passes(&thanh, &id, "take-up").await.problem(403), "only_the_citizen");
    assert_ne!(hang.open(BIRTH).await["id"], id, "what he fills in is not taken from him unasked");
    assert_eq!(passes(&hang, &id, "take-up").await.status, 200);
    assert_eq!(passes(&hang, &id, "take-up").await.status, 200, "once more changes nothing");
    assert_eq!(thanh.save(&id, 1, &json!({ "copies": "2" })).await.problem(403), "mandate_over");
    let other = open_for(&thanh, BIRTH, &principals(&thanh, BIRTH).await[0]["id"], "other").await.json();
    let other = id_of(&other);
    let discard = async |who: &Citizen<'_>| {
        who.call(Method::DELETE, &format!("/api/dossiers/{other}"), &Value::Null, &[]).await
    };
    assert_eq!(discard(&thanh).await.problem(403), "only_the_citizen");
    assert_eq!(discard(&hang).await.status, 204);
    assert_eq!(thanh.get(&format!("/api/dossiers/{other}")).await.problem(404), "not_found");
}

#[tokio::test]
async fn a_helper_sees_what_registers_know_only_if_the_citizen_lets_them_be_asked_and_nothing_else_of_theirs()
{
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    // An earlier dossier of his own leaves contact details behind.
    let own = bay.filled(EXTRACT, "sample-bay").await;
    bay.freeze(&own).await;
    let order = bay.order(&own).await;
    bay.at_gateway(&order, "pay").await;
    world.work().await;
    world.advance(5).await;
    bay.decide(EXTRACT, false).await;
    asked_to_help(&bay, THANH, EXTRACT).await;
    thanh.decide(EXTRACT, true).await;
    let opened = begun(&thanh, EXTRACT).await;
    let (id, facts) = (id_of(&opened), opened["draft"]["facts"].as_object().unwrap().clone());
    assert_eq!(facts.keys().collect::<Vec<_>>(), ["self.id"], "a helper's consent is nobody else's");
    assert_eq!(facts["self.id"]["value"], BAY.1);
    let asked = async || passes(&thanh, &id, "facts").await.json()["draft"]["facts"].clone();
    assert!(asked().await["self.name"].is_null());
    // Nothing comes in by itself while it is in other hands.
    bay.decide(EXTRACT, true).await;
    assert!(thanh.dossier(&id).await["draft"]["facts"]["self.name"].is_null());
    assert_eq!(asked().await["self.name"]["source"], "population");
    let told = bay.get("/api/mine?lang=vi").await.json()["lookups"][0].clone();
    assert_eq!((&told["right"], told["by"].is_string()), (&json!("mandate"), true), "{told}");
    bay.decide(EXTRACT, false).await;
    let facts = thanh.dossier(&id).await["draft"]["facts"].clone();
    assert_eq!(
        facts.as_object().unwrap().len(),
        1,
        "what may not be known any more goes out at once: {facts}"
    );
    let facts = passes(&bay, &id, "take-up").await.json()["draft"]["facts"].clone();
    assert_eq!(facts["self.name"]["source"], "identity");
    assert!(facts.to_string().contains("earlier"), "{facts}");
}

#[tokio::test]
async fn a_mandate_to_help_gives_no_right_to_act_and_one_to_act_goes_on_beside_it() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    asked_to_help(&bay, THANH, EXTRACT).await;
    crate::mandates::granted(&bay, THANH.1, EXTRACT).await;
    let found = principals(&thanh, EXTRACT).await;
    let extents: Vec<&Value> = found.iter().map(|one| &one["extent"]).collect();
    assert_eq!(extents.len(), 2, "{found:?}");
    for one in &found {
        let opened = open_for(&thanh, EXTRACT, &one["id"], one["extent"].as_str().unwrap()).await.json();
        let is_help = one["extent"] == "assist";
        assert_eq!((opened["help"].is_object(), opened["acting_for"].is_object()), (is_help, !is_help));
    }
}
