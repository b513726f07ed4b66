//! Acting for somebody else: a child of the register's word, or who has authorised one; what is signed names both, and a right that is
//! over binds nobody any more.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, THANH};
use crate::world::{Answer, World};

pub const BAY: (&str, &str) = ("tran-van-bay", "092048000321");
pub const MUA: (&str, &str) = ("giang-thi-mua", "010303000456");
const LAST_DAY: &str = "2026-12-31";

pub async fn grant(citizen: &Citizen<'_>, grantee: &str, procedures: &[&str], ends_on: &str) -> Answer {
    grant_to(citizen, (grantee, "Lê Văn Thành"), procedures, ends_on).await
}

/// Gives a mandate to a number under a name.
async fn grant_to(
    citizen: &Citizen<'_>,
    (grantee, name): (&str, &str),
    procedures: &[&str],
    ends_on: &str,
) -> Answer {
    let body =
        json!({ "grantee": grantee, "grantee_name": name, "procedures": procedures, "ends_on": ends_on });
    citizen.call(Method::POST, "/api/mandates", &body, &[]).await
}

pub async fn granted(citizen: &Citizen<'_>, grantee: &str, procedure: &str) -> String {
    let answer = grant(citizen, grantee, &[procedure], LAST_DAY).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["id"].as_str().unwrap().to_owned()
}

pub async fn principals(citizen: &Citizen<'_>, procedure: &str) -> Vec<Value> {
    let answer = citizen.get(&format!("/api/procedures/{procedure}/principals")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["principals"].as_array().unwrap().clone()
}

pub async fn open_for(citizen: &Citizen<'_>, procedure: &str, principal: &Value, key: &str) -> Answer {
    let body = json!({ "procedure": procedure, "language": "vi", "acting_for": principal });
    citizen.post("/api/dossiers", key, &body).await
}

pub async fn revoke(citizen: &Citizen<'_>, mandate: &str) -> Answer {
    citizen.call(Method::DELETE, &format!("/api/mandates/{mandate}"), &Value::Null, &[]).await
}

#[tokio::test]
async fn who_is_authorised_acts_with_the_facts_of_the_other_and_what_is_fixed_names_both() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let mandate = granted(&bay, THANH.1, EXTRACT).await;
    thanh.decide(EXTRACT, true).await;
    let found = principals(&thanh, EXTRACT).await;
    assert_eq!(found.len(), 1, "{found:?}");
    let expected = json!({"name": "Trần Văn Bảy", "id": BAY.1, "right": "mandate", "reference": mandate});
    assert_eq!(found[0]["person"], expected);
    assert!(principals(&thanh, BIRTH).await.is_empty());

    let opened = open_for(&thanh, EXTRACT, &found[0]["id"], "k").await;
    assert_eq!(opened.status, 200, "{}", opened.text());
    let opened = opened.json();
    assert_eq!(opened["acting_for"], expected);
    let facts = &opened["draft"]["facts"];
    assert_eq!(facts["self.name"]["value"]["given"], "Bảy");
    assert!(!facts.to_string().contains("Thành"), "{facts}");
    let list = thanh.get("/api/dossiers").await.json();
    assert_eq!(list["dossiers"][0]["acting_for"], "Trần Văn Bảy");
    let id = thanh.fill(opened["id"].as_str().unwrap(), EXTRACT, "sample-bay").await;
    // One's own is another matter: no draft of it is open.
    assert_eq!(thanh.open(EXTRACT).await["acting_for"], Value::Null);
    thanh.freeze(&id).await;
    let content = thanh.get(&format!("/api/dossiers/{id}/dossier.json")).await.json();
    assert_eq!(content["applicant"], json!({"name": "Lê Văn Thành", "id": THANH.1}));
    assert_eq!(content["on_behalf_of"], expected);
}

#[tokio::test]
async fn a_parent_acts_for_a_child_under_age_whom_the_register_names() {
    let world = World::start().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    assert!(principals(&hang, EXTRACT).await.is_empty());
    hang.decide(EXTRACT, true).await;
    let found = principals(&hang, EXTRACT).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (&found[0]["person"]["name"], &found[0]["person"]["right"]),
        (&json!("Trần Gia Bảo"), &json!("parent"))
    );
    let opened = open_for(&hang, EXTRACT, &found[0]["id"], "k").await.json();
    assert_eq!(opened["draft"]["facts"]["self.name"]["value"]["given"], "Bảo");
    world.sandbox.fault("register", "down").await;
    assert!(principals(&hang, EXTRACT).await.is_empty());
}

#[tokio::test]
async fn a_guardian_acts_for_a_ward_as_long_as_the_register_says_so() {
    let world = World::start().await;
    let mua = Citizen::sign_in(&world, MUA).await;
    mua.decide(EXTRACT, true).await;
    let found = principals(&mua, EXTRACT).await;
    assert_eq!(
        (&found[0]["person"]["name"], &found[0]["person"]["right"]),
        (&json!("Giàng A Sử"), &json!("guardian"))
    );
    let opened = open_for(&mua, EXTRACT, &found[0]["id"], "k").await.json();
    assert_eq!(opened["draft"]["facts"]["self.name"]["value"]["given"], "Sử");
    assert!(!opened["draft"]["facts"].to_string().contains("Mua"));
    let id = mua.fill(opened["id"].as_str().unwrap(), EXTRACT, "sample-mua").await;
    let told = async || mua.get("/api/mine?lang=vi").await.json()["dossiers"][0].clone();
    assert_eq!(told().await["answers"]["for_whom"], "self", "what is the ward's is the guardian's to know");
    assert!(told().await["facts"].to_string().contains("Sử"));
    let path = format!("/api/dossiers/{id}/freeze");
    world.sandbox.fault("population", "silent").await;
    let revision = async || mua.dossier(&id).await["draft"]["revision"].clone();
    let silent = mua.post(&path, "one", &json!({ "revision": revision().await })).await;
    assert_eq!(silent.status, 200, "{}", silent.text());
    mua.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    world.sandbox.fault("population", "ok").await;
    mua.decide(EXTRACT, false).await;
    let unasked = mua.post(&path, "two", &json!({ "revision": revision().await })).await;
    assert_eq!(unasked.problem(403), "mandate_over", "who lets nobody be asked proves nothing");
    mua.decide(EXTRACT, true).await;
    world.sandbox.fault("population", "no-dependants").await;
    let asked = || async { mua.get("/api/mine?lang=vi").await.json()["lookups"].clone() };
    let about = |lookups: &Value| {
        let all = lookups.as_array().unwrap().iter();
        all.filter(|one| one["right"] == "guardian").count()
    };
    let before = about(&asked().await);
    let again = mua.call(Method::POST, &format!("/api/dossiers/{id}/facts"), &Value::Null, &[]).await;
    assert_eq!(again.problem(403), "mandate_over");
    assert_eq!(about(&asked().await), before, "nothing more is asked about who was a ward");
    assert_eq!(told().await["facts"], json!([]), "nor told");
}

#[tokio::test]
async fn a_mandate_is_good_for_its_procedures_until_its_last_day_and_not_after_it_was_taken_back() {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    let mandate = granted(&bay, THANH.1, EXTRACT).await;
    let principal = principals(&thanh, EXTRACT).await[0]["id"].clone();
    assert_eq!(open_for(&thanh, BIRTH, &principal, "birth").await.problem(404), "not_found");
    let opened = open_for(&thanh, EXTRACT, &principal, "one").await.json();
    let id = thanh.fill(opened["id"].as_str().unwrap(), EXTRACT, "sample-bay").await;
    let revision = thanh.dossier(&id).await["draft"]["revision"].clone();
    assert_eq!(revoke(&thanh, &mandate).await.problem(404), "not_found");
    assert_eq!(revoke(&bay, &mandate).await.status, 204);
    assert!(principals(&thanh, EXTRACT).await.is_empty());
    assert_eq!(open_for(&thanh, EXTRACT, &principal, "two").await.problem(404), "not_found");
    let path = format!("/api/dossiers/{id}/freeze");
    let frozen = thanh.post(&path, "k", &json!({ "revision": revision })).await;
    assert_eq!(frozen.problem(403), "mandate_over");
    assert_eq!(
        thanh.post(&format!("/api/dossiers/{id}/file"), "k", &Value::Null).await.problem(403),
        "mandate_over"
    );
    let list = bay.get("/api/mandates").await.json();
    assert_eq!(
        (&list["given"][0]["state"], &list["given"][0]["masked_id"]),
        (&json!("revoked"), &json!("0790****1234"))
    );
    let held = thanh.get("/api/mandates").await.json()["held"][0].clone();
    assert_eq!((&held["name"], &held["id"]), (&json!("Trần Văn Bảy"), &json!(mandate)));

    let short = grant(&bay, THANH.1, &[EXTRACT], "2026-11-21").await;
    assert_eq!(short.json()["state"], "waiting");
    world.advance(24 * 3600).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert!(principals(&thanh, EXTRACT).await.is_empty());
}

#[tokio::test]
async fn a_mandate_names_another_person_a_service_and_a_day_within_a_year() {
    let world = World::start().await;
    let bay = Citizen::sign_in(&world, BAY).await;
    let wrong = [
        (grant(&bay, BAY.1, &[EXTRACT], LAST_DAY).await, "/grantee", "mandate.self"),
        (grant(&bay, "07909000123", &[EXTRACT], LAST_DAY).await, "/grantee", "id.length"),
        (grant_to(&bay, (THANH.1, " \u{a0} "), &[EXTRACT], LAST_DAY).await, "/grantee_name", "required"),
        (
            grant_to(&bay, (THANH.1, "Lê\0 Thành"), &[EXTRACT], LAST_DAY).await,
            "/grantee_name",
            "text.characters",
        ),
        (
            grant_to(&bay, (THANH.1, "gnas \u{202e},0970"), &[EXTRACT], LAST_DAY).await,
            "/grantee_name",
            "text.characters",
        ),
        (
            grant_to(&bay, (THANH.1, "Lê \u{2066}Thành\u{2069}"), &[EXTRACT], LAST_DAY).await,
            "/grantee_name",
            "text.characters",
        ),
        (
            grant_to(&bay, (THANH.1, "Lê Thành 2"), &[EXTRACT], LAST_DAY).await,
            "/grantee_name",
            "name.characters",
        ),
        (
            grant_to(&bay, (THANH.1, &"Lê ".repeat(100)), &[EXTRACT], LAST_DAY).await,
            "/grantee_name",
            "too_long",
        ),
        (grant(&bay, THANH.1, &[], LAST_DAY).await, "/procedures", "required"),
        (grant(&bay, THANH.1, &["0.000000"], LAST_DAY).await, "/procedures", "required"),
        (grant(&bay, THANH.1, &[EXTRACT], "2026-11-20").await, "/ends_on", "mandate.term"),
        (grant(&bay, THANH.1, &[EXTRACT], "2027-11-22").await, "/ends_on", "mandate.term"),
        (grant(&bay, THANH.1, &[EXTRACT], "2026-02-30").await, "/ends_on", "date.no_such_day"),
    ];
    for (answer, pointer, code) in wrong {
        assert_eq!(answer.problem(422), "invalid_answers");
        let error = answer.json()["errors"][0].clone();
        assert_eq!((&error["pointer"], &error["code"]), (&json!(pointer), &json!(code)));
    }
    assert_eq!(bay.get("/api/mandates").await.json()["given"], json!([]));
}

#[tokio::test]
async fn only_who_has_the_number_and_the_name_uses_a_mandate_and_nobody_learns_by_giving_one_whose_a_number_is()
 {
    let world = World::start().await;
    let (bay, thanh) = (Citizen::sign_in(&world, BAY).await, Citizen::sign_in(&world, THANH).await);
    thanh.decide(EXTRACT, true).await;
    let mut answers = Vec::new();
    // Somebody else's number, the right number with a wrong name, a number that nobody has.
    for to in [(HANG.1, "Lê Văn Thành"), (THANH.1, "Lê Văn Thạnh Em"), ("079090999999", "Lê Văn Thành")]
    {
        let mut told = grant_to(&bay, to, &[EXTRACT], LAST_DAY).await.json();
        assert_eq!((&told["name"], &told["state"]), (&json!(to.1), &json!("waiting")));
        for differs in ["id", "name", "masked_id"] {
            told[differs].take();
        }
        answers.push(told);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!(principals(&thanh, EXTRACT).await, Vec::<Value>::new());
    assert_eq!(thanh.get("/api/mandates").await.json()["held"], json!([]), "nor is read whose it is");
    let waiting = || async {
        let given = bay.get("/api/mandates").await.json()["given"].clone();
        given.as_array().unwrap().iter().filter(|one| one["state"] == "waiting").count()
    };
    assert_eq!(waiting().await, 3, "that the grantee has looked changes nothing");

    // Marks and case are how one types, not who one is.
    let typed = grant_to(&bay, (THANH.1, "  le van  THÀNH "), &[EXTRACT], LAST_DAY).await.json();
    assert_eq!(typed["name"], "le van THÀNH");
    let found = principals(&thanh, EXTRACT).await;
    assert_eq!((found.len(), waiting().await), (1, 4), "{found:?}");
    assert_eq!(thanh.get("/api/mandates").await.json()["held"][0]["state"], "in_force");
    assert_eq!(open_for(&thanh, EXTRACT, &found[0]["id"], "k").await.status, 200);
    assert_eq!(waiting().await, 3, "taken up");
}
