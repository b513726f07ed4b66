//! Standing by a dossier with the electronic identity instead of signing it: exactly these bytes, by exactly this citizen, just now.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG, THANH};
use crate::world::World;

/// Birth registration is signed personally here; its law takes the electronic identity instead.
async fn fixed(hang: &Citizen<'_>) -> String {
    let id = hang.birth().await;
    let frozen = hang.freeze(&id).await;
    let ways = json!(["thaw", "prepare_signing", "confirm_identity", "discard"]);
    assert_eq!(frozen["allowed"], ways);
    id
}

async fn signing(hang: &Citizen<'_>, id: &str) -> Value {
    hang.dossier(id).await["state"]["signing"].clone()
}

fn needed() -> Value {
    json!({ "state": "needed" })
}

#[tokio::test]
async fn what_is_confirmed_is_paid_for_filed_and_told_to_the_desk() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let sha256 = hang.dossier(&id).await["state"]["snapshot"]["sha256"].clone();
    let old = hang.cookie.clone();
    let hang = hang.confirm(HANG.0, &id).await;
    assert_ne!(hang.cookie, old, "a new sign-in, a new session");
    let confirmed = signing(&hang, &id).await;
    assert_eq!((&confirmed["state"], &confirmed["sha256"]), (&json!("confirmed"), &sha256));
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "pay").await;
    world.advance(2).await;
    let filed = hang.dossier(&id).await;
    assert_eq!(filed["state"]["stage"], "filed", "paid is filed: {}", filed["state"]);
    let receipt = hang.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    let proof = &receipt["identity"];
    assert_eq!(proof["iss"], format!("{}/identity", world.sandbox.base));
    assert_eq!((&proof["sub"], &proof["acr"]), (&json!(HANG.1), &json!("LoA2")));
    assert_eq!((&proof["sha256"], &receipt["content"]["sha256"]), (&sha256, &sha256));
    assert!(proof["nonce"].as_str().unwrap().ends_with(&format!(".{}", sha256.as_str().unwrap())), "{proof}");
    assert_eq!(proof["auth_time"], confirmed["at"]);
    assert_eq!(receipt["signer"], Value::Null);
    assert_eq!(hang.get(&format!("/api/dossiers/{id}/dossier.p7s")).await.problem(404), "not_found");
    let page = world.sandbox.page(&format!("/desk/dossiers/{}", receipt["code"].as_str().unwrap())).await;
    assert!(
        page.contains(&format!("Xác nhận bằng định danh điện tử: {}, mức LoA2, lúc 2", HANG.1)),
        "{page}"
    );
    let said = page.split("định danh điện tử: ").nth(1).and_then(|said| said.split("</p>").next()).unwrap();
    assert!(!said.contains(proof["auth_time"].as_str().unwrap()) && said.contains("/2026 "), "{said}");
}

#[tokio::test]
async fn nobody_is_sent_away_for_other_bytes_than_those_that_are_fixed() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let path = format!("/api/dossiers/{id}/confirmation");
    let other = json!({ "sha256": "0".repeat(64) });
    let refused = hang.call(Method::POST, &path, &other, &[]).await;
    assert_eq!(refused.problem(409), "refused");
    assert_eq!(refused.json()["refused"], "other_snapshot");
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert_eq!(thanh.call(Method::POST, &path, &other, &[]).await.problem(404), "not_found");
    assert_eq!(hang.call(Method::POST, &path, &Value::Null, &[]).await.problem(400), "bad_request");
}

#[tokio::test]
async fn where_the_law_takes_nothing_instead_a_signature_is_needed() {
    let mut world = World::with_procedures().await;
    let file = world.path("procedures/1.001193/procedure.json");
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    schema.as_object_mut().unwrap().remove("sign_instead");
    schema["version"] = json!("strict");
    std::fs::write(&file, schema.to_string()).unwrap();
    world.restart().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.birth().await;
    let frozen = hang.freeze(&id).await;
    assert_eq!(frozen["allowed"], json!(["thaw", "prepare_signing", "discard"]));
    let own = json!({ "sha256": frozen["state"]["snapshot"]["sha256"] });
    let refused = hang.call(Method::POST, &format!("/api/dossiers/{id}/confirmation"), &own, &[]).await;
    assert_eq!(refused.problem(409), "refused");
    assert_eq!(refused.json()["refused"], "signature_needed");
}

#[tokio::test]
async fn a_way_back_counts_once() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let (begun, request) = hang.leaves_to_confirm(&id).await;
    let back = hang.at_provider(&request, Some(HANG.0)).await;
    assert_eq!(hang.comes_back(&begun, &back).await.header("location"), format!("/ho-so/{id}/ky"));
    let hang = Citizen::sign_in(&world, HANG).await;
    let version = hang.dossier(&id).await["state"]["version"].clone();
    let again = hang.comes_back(&begun, &back).await;
    assert!(
        again.header("location").starts_with("/dang-nhap?problem=expired"),
        "{}",
        again.header("location")
    );
    assert_eq!(hang.dossier(&id).await["state"]["version"], version);
}

#[tokio::test]
async fn who_was_away_while_another_tab_changed_the_dossier_has_confirmed_nothing() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let (begun, request) = hang.leaves_to_confirm(&id).await;
    let (later, second) = hang.leaves_to_confirm(&id).await;
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    let back = hang.at_provider(&request, Some(HANG.0)).await;
    let moved = hang.comes_back(&begun, &back).await;
    assert_eq!(moved.header("location"), format!("/ho-so/{id}/ky?problem=moved"));
    assert_eq!(hang.dossier(&id).await["state"]["stage"], "draft");
    let saved = hang.dossier(&id).await["draft"]["revision"].as_u64().unwrap();
    assert_eq!(hang.save(&id, saved, &json!({ "copies": "2" })).await.status, 200);
    hang.freeze(&id).await;
    let back = hang.at_provider(&second, Some(HANG.0)).await;
    let moved = hang.comes_back(&later, &back).await;
    assert_eq!(moved.header("location"), format!("/ho-so/{id}/ky?problem=moved"));
    assert_eq!(signing(&hang, &id).await, needed(), "the old word is not for the new bytes");
}

#[tokio::test]
async fn two_tabs_that_both_confirm_have_confirmed_once() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let (begun, first) = hang.leaves_to_confirm(&id).await;
    let (later, second) = hang.leaves_to_confirm(&id).await;
    let back = [hang.at_provider(&first, Some(HANG.0)).await, hang.at_provider(&second, Some(HANG.0)).await];
    for (begun, back) in [begun, later].iter().zip(&back) {
        assert_eq!(hang.comes_back(begun, back).await.header("location"), format!("/ho-so/{id}/ky"));
    }
    let hang = Citizen::sign_in(&world, HANG).await;
    let snapshot = hang.dossier(&id).await;
    assert_eq!(snapshot["state"]["signing"]["state"], "confirmed");
    assert_eq!(snapshot["state"]["version"], 2, "fixed, confirmed: {}", snapshot["state"]);
}

#[tokio::test]
async fn editing_drops_the_confirmation() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let hang = hang.confirm(HANG.0, &id).await;
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    hang.freeze(&id).await;
    assert_eq!(signing(&hang, &id).await, needed());
}

#[tokio::test]
async fn who_says_no_at_the_provider_is_back_where_they_were_and_still_signed_in() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let (begun, request) = hang.leaves_to_confirm(&id).await;
    let back = hang.at_provider(&request, None).await;
    let answer = hang.comes_back(&begun, &back).await;
    assert_eq!(answer.header("location"), format!("/ho-so/{id}/ky?problem=cancelled"));
    assert_eq!(signing(&hang, &id).await, needed(), "with the session of before");
    let hang = hang.confirm(HANG.0, &id).await;
    assert_eq!(signing(&hang, &id).await["state"], "confirmed", "and may try again");
}

#[tokio::test]
async fn an_identity_of_a_lower_level_does_not_stand_for_a_signature() {
    let mut world = World::start().await;
    world
        .decide(
            "[register]\n",
            "[identity.levels]\nLoA1 = [\"LoA1\", \"LoA2\"]\nLoA2 = [\"LoA3\"]\n[register]\n",
        )
        .await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let (begun, request) = hang.leaves_to_confirm(&id).await;
    assert!(request.contains("acr_values=LoA3&"), "only what is enough is asked for: {request}");
    let back = hang.at_provider(&request, Some(HANG.0)).await;
    let answer = hang.comes_back(&begun, &back).await;
    assert_eq!(answer.header("location"), format!("/ho-so/{id}/ky?problem=level"));
    assert_eq!(signing(&hang, &id).await, needed());
}

#[tokio::test]
async fn nobody_else_can_confirm_it() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let (begun, request) = hang.leaves_to_confirm(&id).await;
    let back = hang.at_provider(&request, Some(THANH.0)).await;
    let answer = hang.comes_back(&begun, &back).await;
    assert_eq!(answer.header("location"), format!("/ho-so/{id}/ky?problem=other_person"));
    assert_eq!(signing(&hang, &id).await, needed());
    // In another browser the way back is nobody's.
    let (_, request) = hang.leaves_to_confirm(&id).await;
    let back = hang.at_provider(&request, Some(HANG.0)).await;
    let answer = hang.comes_back("another browser's", &back).await;
    assert!(answer.header("location").starts_with("/dang-nhap?problem=expired"));
    assert_eq!(signing(&hang, &id).await, needed());
}

#[tokio::test]
async fn forged_words_of_the_provider_confirm_nothing() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    for fault in ["wrong-issuer", "wrong-nonce", "expired-token", "unsigned-token", "bad-signature"] {
        world.sandbox.fault("identity", fault).await;
        let (begun, request) = hang.leaves_to_confirm(&id).await;
        let back = hang.at_provider(&request, Some(HANG.0)).await;
        let answer = hang.comes_back(&begun, &back).await;
        assert_eq!(answer.header("location"), format!("/ho-so/{id}/ky?problem=failed"), "{fault}");
        assert_eq!(signing(&hang, &id).await, needed(), "{fault}");
    }
}

#[tokio::test]
async fn who_takes_too_long_begins_anew_and_who_is_not_signed_in_does_not_begin() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let (begun, request) = hang.leaves_to_confirm(&id).await;
    world.advance(601).await;
    let back = hang.at_provider(&request, Some(HANG.0)).await;
    let answer = hang.comes_back(&begun, &back).await;
    assert_eq!(answer.header("location"), format!("/ho-so/{id}/ky?problem=expired"));
    world.advance(31 * 60).await;
    let path = format!("/api/dossiers/{id}/confirmation");
    let late = hang.call(Method::POST, &path, &json!({ "sha256": "0" }), &[]).await;
    assert_eq!(late.problem(401), "sign_in_needed");
}

#[tokio::test]
async fn a_session_that_ended_while_the_citizen_was_away_is_no_obstacle() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let (begun, request) = hang.leaves_to_confirm(&id).await;
    hang.call(Method::POST, "/api/session/sign-out", &Value::Null, &[]).await;
    let back = hang.at_provider(&request, Some(HANG.0)).await;
    assert_eq!(hang.comes_back(&begun, &back).await.header("location"), format!("/ho-so/{id}/ky"));
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(signing(&hang, &id).await["state"], "confirmed");
}

#[tokio::test]
async fn a_backend_that_is_started_anew_meanwhile_knows_what_was_left_for() {
    let mut world = World::start().await;
    let (begun, back, id, cookie) = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = fixed(&hang).await;
        let (begun, request) = hang.leaves_to_confirm(&id).await;
        (begun, hang.at_provider(&request, Some(HANG.0)).await, id, hang.cookie)
    };
    world.restart().await;
    let hang = Citizen { world: &world, cookie, id: HANG.1 };
    assert_eq!(hang.comes_back(&begun, &back).await.header("location"), format!("/ho-so/{id}/ky"));
    let hang = Citizen::sign_in(&world, HANG).await;
    assert_eq!(signing(&hang, &id).await["state"], "confirmed");
}

#[tokio::test]
async fn while_the_phone_is_asked_nothing_else_is_begun() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = fixed(&hang).await;
    let (begun, request) = hang.leaves_to_confirm(&id).await;
    hang.ask_phone(&id).await;
    let sha256 = hang.dossier(&id).await["state"]["snapshot"]["sha256"].clone();
    let path = format!("/api/dossiers/{id}/confirmation");
    let refused = hang.call(Method::POST, &path, &json!({ "sha256": sha256 }), &[]).await;
    assert_eq!(refused.json()["refused"], "signing_open");
    let back = hang.at_provider(&request, Some(HANG.0)).await;
    let moved = hang.comes_back(&begun, &back).await;
    assert_eq!(moved.header("location"), format!("/ho-so/{id}/ky?problem=moved"));
    assert_eq!(signing(&hang, &id).await["state"], "waiting");
}
