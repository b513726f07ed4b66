//! A right to act for somebody that is over: the backend says why, wherever the dossier is asked for, and what is left to be done. That
//! nothing goes on with it is in `acting_limits` and `enterprises`.

use axum::http::Method;
use serde_json::{Value, json};

use crate::acting_limits::{fixed, opened};
use crate::citizen::{Citizen, EXTRACT, HANG, RULES, THANH};
use crate::mandates::{BAY, MUA, granted, open_for, principals, revoke};
use crate::world::World;

const DAY: i64 = 24 * 3600;

/// The line of the only dossier in the list.
async fn line(citizen: &Citizen<'_>) -> Value {
    let list = citizen.get("/api/dossiers").await.json()["dossiers"].clone();
    assert_eq!(list.as_array().map(Vec::len), Some(1), "{list}");
    list[0].clone()
}

/// Nothing of the dossier is shown for this reason, the list says the same, and all that is left is to throw it away.
async fn is_closed(citizen: &Citizen<'_>, id: &str, cause: &str) {
    let path = format!("/api/dossiers/{id}");
    let answer = citizen.get(&path).await;
    assert_eq!((answer.problem(403).as_str(), &answer.json()["cause"]), ("mandate_over", &json!(cause)));
    let line = line(citizen).await;
    assert_eq!(line["acting_over"], json!({ "cause": cause, "fee_under_way": false }));
    assert_eq!((&line["allowed"], &line["waiting_for"]), (&json!(["discard"]), &json!("nobody")));
    assert_eq!(line["subject"], Value::Null);
    assert_eq!(citizen.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
}

/// Tries to fix a draft; gives the reason why it is refused.
async fn refused(citizen: &Citizen<'_>, id: &str, key: &str) -> Value {
    let revision = citizen.dossier(id).await["draft"]["revision"].clone();
    let answer =
        citizen.post(&format!("/api/dossiers/{id}/freeze"), key, &json!({ "revision": revision })).await;
    assert_eq!(answer.problem(403), "mandate_over");
    answer.json()["cause"].clone()
}

/// A draft for the first whom the citizen may act for.
async fn begun(citizen: &Citizen<'_>, procedure: &str, sample: &str) -> String {
    citizen.decide(procedure, true).await;
    let principal = principals(citizen, procedure).await[0]["id"].clone();
    let opened = open_for(citizen, procedure, &principal, "k").await.json();
    citizen.fill(opened["id"].as_str().unwrap(), procedure, sample).await
}

#[tokio::test]
async fn a_mandate_that_was_taken_back_and_one_that_ran_out_are_told_apart() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    thanh.decide(EXTRACT, true).await;
    let (draft, mandate) = opened(&bay, &thanh).await;
    let id = draft["id"].as_str().unwrap();
    assert_eq!((&draft["acting_over"], &line(&thanh).await["acting_over"]), (&Value::Null, &Value::Null));
    revoke(&bay, &mandate).await;
    is_closed(&thanh, id, "mandate_revoked").await;

    granted(&bay, THANH.1, EXTRACT).await;
    let principal = principals(&thanh, EXTRACT).await[0]["id"].clone();
    let anew = open_for(&thanh, EXTRACT, &principal, "again").await.json();
    world.advance(60 * DAY).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    is_closed(&thanh, anew["id"].as_str().unwrap(), "mandate_expired").await;
}

#[tokio::test]
async fn what_was_fixed_is_closed_for_the_same_reason() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let (id, mandate) = fixed(&bay, &thanh).await;
    revoke(&bay, &mandate).await;
    is_closed(&thanh, &id, "mandate_revoked").await;
}

#[tokio::test]
async fn a_child_who_comes_of_age_ends_the_right_by_the_day() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = begun(&hang, EXTRACT, "sample-hang").await;
    world.advance(18 * 366 * DAY).await;
    let hang = Citizen::sign_in(&world, HANG).await;
    is_closed(&hang, &id, "came_of_age").await;
}

#[tokio::test]
async fn a_register_that_names_the_citizen_no_more_closes_the_draft_for_good() {
    for (person, procedure, sample, fault, cause) in [
        (MUA, EXTRACT, "sample-mua", ("population", "no-dependants"), "not_guardian"),
        (THANH, RULES, "sample-thanh", ("business", "no-enterprises"), "not_representative"),
        (THANH, RULES, "sample-thanh", ("business", "dissolved"), "enterprise_dissolved"),
    ] {
        let world = World::start().await;
        let citizen = Citizen::sign_in(&world, person).await;
        let id = begun(&citizen, procedure, sample).await;
        world.sandbox.fault(fault.0, fault.1).await;
        assert_eq!(refused(&citizen, &id, "f").await, json!(cause));
        world.sandbox.fault(fault.0, "ok").await;
        citizen.decide(procedure, true).await;
        let again = principals(&citizen, procedure).await[0]["id"].clone();
        let anew = open_for(&citizen, procedure, &again, "anew").await;
        assert_eq!(anew.status, 200, "what is closed is in nobody's way: {}", anew.text());
        let anew = anew.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(
            citizen.call(Method::DELETE, &format!("/api/dossiers/{anew}"), &Value::Null, &[]).await.status,
            204
        );
        is_closed(&citizen, &id, cause).await;
    }
}

#[tokio::test]
async fn a_guardianship_that_ends_after_the_dossier_was_fixed_opens_no_order() {
    let world = World::start().await;
    let mua = Citizen::sign_in(&world, MUA).await;
    let id = begun(&mua, EXTRACT, "sample-mua").await;
    mua.freeze(&id).await;
    world.sandbox.fault("population", "no-dependants").await;
    let refused = mua.post(&format!("/api/dossiers/{id}/payment"), "pay", &Value::Null).await;
    assert_eq!(
        (refused.problem(403).as_str(), &refused.json()["cause"]),
        ("mandate_over", &json!("not_guardian"))
    );
    is_closed(&mua, &id, "not_guardian").await;
}

#[tokio::test]
async fn who_lets_the_register_not_be_asked_reads_so_and_goes_on_after_agreeing() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = begun(&thanh, RULES, "sample-thanh").await;
    thanh.decide(RULES, false).await;
    assert_eq!(refused(&thanh, &id, "f").await, json!("not_asked"));
    assert_eq!(line(&thanh).await["acting_over"], Value::Null, "it is theirs to change");
    thanh.decide(RULES, true).await;
    thanh.freeze(&id).await;
}

#[tokio::test]
async fn a_representative_of_a_year_ago_is_one_no_longer() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = begun(&thanh, RULES, "sample-thanh").await;
    world.advance(366 * DAY).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    is_closed(&thanh, &id, "too_long_ago").await;
}

#[tokio::test]
async fn as_long_as_money_may_move_the_dossier_is_shown_with_the_reason_and_only_the_order_can_be_given_up() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let (id, mandate) = fixed(&bay, &thanh).await;
    let order = thanh.order(&id).await;
    let acted = async || bay.get("/api/mine?lang=vi").await.json()["acted"][0].clone();
    assert_eq!((&acted().await["fixed"], &acted().await["acting_over"]), (&json!(true), &Value::Null));
    revoke(&bay, &mandate).await;
    let over = json!({ "cause": "mandate_revoked", "fee_under_way": true });
    let view = thanh.dossier(&id).await;
    assert_eq!((&view["acting_over"], &view["allowed"]), (&over, &json!(["cancel_payment"])));
    let line = line(&thanh).await;
    assert_eq!((&line["acting_over"], &line["waiting_for"]), (&over, &json!("you")));
    assert_eq!((&acted().await["acting_over"], &acted().await["kept_as"]), (&over, &json!("draft")));
    thanh.at_gateway(&order, "pay").await;
    world.work().await;
    let filed = thanh.dossier(&id).await;
    assert_eq!((&filed["acting_over"], &filed["waiting_for"]), (&Value::Null, &json!("office")));
    assert_eq!((&acted().await["acting_over"], &acted().await["kept_as"]), (&Value::Null, &json!("record")));
}

#[tokio::test]
async fn a_list_of_many_rights_says_of_each_whether_it_holds() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    thanh.decide(EXTRACT, true).await;
    let (first, mandate) = opened(&bay, &thanh).await;
    thanh.open(EXTRACT).await;
    revoke(&bay, &mandate).await;
    granted(&bay, THANH.1, EXTRACT).await;
    let principal = principals(&thanh, EXTRACT).await[0]["id"].clone();
    let second = open_for(&thanh, EXTRACT, &principal, "second").await.json();
    let list = thanh.get("/api/dossiers").await.json()["dossiers"].clone();
    let cause = |id: &Value| {
        let one = list.as_array().unwrap().iter().find(|one| one["id"] == *id).unwrap();
        one["acting_over"]["cause"].clone()
    };
    assert_eq!((cause(&first["id"]), cause(&second["id"])), (json!("mandate_revoked"), Value::Null));
    assert_eq!(list.as_array().unwrap().iter().filter(|one| one["acting_over"].is_null()).count(), 2);
}
