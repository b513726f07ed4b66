//! What did not have to be given: counted for the sample citizens with what registers really say, on the receipt, in the
//! public figures, and in the next dossier of the same citizen.

use eform::{CivilDate, Facts, Instance, Reuse, Schema};
use serde_json::{Value, json};

use crate::cases::{files, read};
use crate::citizen::{BIRTH, Citizen, EXTRACT, HANG, RULES, THANH};
use crate::world::{World, project};

/// The share of facts that may at least be expected not to be asked.
const GOAL_PERCENT: u32 = 70;

const EVERYONE: [(&str, &str); 4] =
    [HANG, THANH, ("giang-thi-mua", "010303000456"), ("tran-van-bay", "092048000321")];

/// The procedure's cases of sample citizens.
fn samples(procedure: &str) -> Vec<Value> {
    let cases = files(&project("procedures").join(procedure).join("cases"));
    let named =
        cases.into_iter().filter(|path| path.file_stem().unwrap().to_string_lossy().starts_with("sample-"));
    named.map(|path| read(&path)).collect()
}

fn answered(procedure: &str, facts: &Value, case: &Value) -> Instance {
    let schema =
        std::fs::read_to_string(project("procedures").join(procedure).join("procedure.json")).unwrap();
    let form = eform::compile(&Schema::from_json(&schema).unwrap()).unwrap();
    let facts: Facts = serde_json::from_value(facts.clone()).unwrap();
    let steps = case["steps"].as_array().unwrap().iter();
    let answers = steps.map(|step| (step["set"].as_str().unwrap().to_owned(), step["to"].clone()));
    let today = CivilDate::parse("2026-11-21").unwrap();
    Instance::new(std::sync::Arc::new(form), answers.collect(), facts, today)
}

#[tokio::test]
async fn sample_citizens_give_at_most_three_facts_in_ten_of_what_their_dossiers_need() {
    let world = World::start().await;
    let mut counted = 0;
    for procedure in [BIRTH, EXTRACT, RULES] {
        for case in samples(procedure) {
            let id = case["facts"]["self.id"].as_str().unwrap();
            let who = EVERYONE.into_iter().find(|who| who.1 == id).unwrap();
            let citizen = Citizen::sign_in(&world, who).await;
            citizen.decide(procedure, true).await;
            let wanted = citizen.wanted(procedure).await;
            let opened = citizen.done("/api/dossiers", &format!("open {procedure}"), &wanted).await;
            let facts = opened["draft"]["facts"].clone();
            for (name, value) in case["facts"].as_object().unwrap() {
                assert_eq!(facts[name]["value"], *value, "{}: {name}", case["name"]);
            }
            let form = answered(procedure, &facts, &case);
            assert!(form.is_complete(), "{}: {:?}", case["name"], form.violations());
            let reuse = form.reuse();
            assert_eq!(reuse, serde_json::from_value::<Reuse>(case["expect"]["reuse"].clone()).unwrap());
            assert!(reuse.percent().unwrap() >= GOAL_PERCENT, "{}: {reuse:?}", case["name"]);
            counted += 1;
        }
    }
    assert_eq!(counted, 9);
}

/// Files an extract with these answers beside the least that it needs.
async fn file(world: &World, citizen: &Citizen<'_>, more: &Value) -> String {
    let wanted = json!({ "procedure": EXTRACT, "language": "vi", "another": true });
    let key = format!("open {}", more["copies"]);
    let opened = citizen.done("/api/dossiers", &key, &wanted).await;
    let id = opened["id"].as_str().unwrap().to_owned();
    let mut changes = json!({ "extract": "birth", "for_whom": "self", "pledge": true });
    for (path, value) in more.as_object().unwrap() {
        changes[path] = value.clone();
    }
    assert_eq!(citizen.save(&id, 1, &changes).await.status, 200);
    citizen.freeze(&id).await;
    citizen.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    id
}

#[tokio::test]
async fn the_receipt_says_how_much_was_given_and_the_next_dossier_asks_only_what_is_new() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    thanh.decide(EXTRACT, true).await;
    let given = json!({
        "phone": "0987654321", "email": "thanh@example.vn", "receive": "post",
        "delivery_address": { "province": "01", "commune": "00082", "detail": "Số 5" },
    });
    let first = file(&world, &thanh, &given).await;
    let receipt = thanh.get(&format!("/api/dossiers/{first}/receipt")).await.json();
    // Case, for whom, how to receive, where to, phone; the e-mail is optional and does not count.
    assert_eq!(receipt["facts"], json!({ "given": 5, "known": 9 }));

    let second =
        thanh.done("/api/dossiers", "second", &json!({ "procedure": EXTRACT, "language": "vi" })).await;
    let facts = &second["draft"]["facts"];
    for (fact, value) in [
        ("contact.phone", json!("0987654321")),
        ("contact.email", json!("thanh@example.vn")),
        (
            "contact.address",
            json!({ "country": "VN", "province": "01", "commune": "00082", "detail": "Số 5" }),
        ),
    ] {
        assert_eq!((&facts[fact]["value"], &facts[fact]["source"]), (&value, &json!("earlier")), "{fact}");
    }
    let form = answered(
        EXTRACT,
        facts,
        &json!({ "steps": [
            { "set": "extract", "to": "birth" }, { "set": "for_whom", "to": "self" },
            { "set": "receive", "to": "post" }, { "set": "pledge", "to": true },
        ]}),
    );
    assert!(form.is_complete(), "nothing but what is new is asked: {:?}", form.violations());
    assert_eq!((form.reuse().given, form.reuse().missing), (3, 0));
    let hang = Citizen::sign_in(&world, HANG).await;
    let theirs = hang.open(EXTRACT).await["draft"]["facts"].clone();
    assert!(theirs.get("contact.phone").is_none(), "nobody is offered what somebody else gave");
}

#[tokio::test]
async fn what_was_given_in_a_dossier_that_was_thrown_away_is_not_offered() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    thanh.save(&id, 2, &json!({ "email": "thanh@example.vn" })).await;
    thanh.freeze(&id).await;
    thanh.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    let gone =
        thanh.call(axum::http::Method::DELETE, &format!("/api/dossiers/{id}"), &Value::Null, &[]).await;
    assert_eq!(gone.status, 204);
    let next = thanh.done("/api/dossiers", "next", &json!({ "procedure": EXTRACT, "language": "vi" })).await;
    assert!(next["draft"]["facts"].get("contact.email").is_none());
}

/// Citizens who pay nothing, as many as there must be before figures are shown.
const APPLICANTS: [(&str, &str); 10] = [
    THANH,
    ("dang-van-loi", "048085000111"),
    ("ton-nu-dieu-hien", "046190000222"),
    ("ho-van-nguyen", "066092000333"),
    ("thach-thi-sa-ray", "091187000444"),
    ("nong-van-son", "004094000555"),
    ("do-thi-kim-oanh", "001186000666"),
    ("vu-dinh-khoi", "034083000777"),
    ("luong-thi-ngoc-lan", "038191000888"),
    ("truong-thi-my-hanh", "052189000999"),
];

#[tokio::test]
async fn figures_are_public_and_leave_small_numbers_of_dossiers_and_of_people_out() {
    let world = World::start().await;
    let figures = async || world.get("/api/statistics/reuse?lang=en").await.json();
    let none = json!({ "services": [], "fewest": 10 });
    let thanh = Citizen::sign_in(&world, THANH).await;
    thanh.decide(EXTRACT, true).await;
    for number in 0..10 {
        file(&world, &thanh, &json!({ "copies": (number + 1).to_string() })).await;
    }
    assert_eq!(figures().await, none, "ten dossiers of one person");
    for who in &APPLICANTS[1..] {
        assert_eq!(figures().await, none, "before {}", who.0);
        let citizen = Citizen::sign_in(&world, *who).await;
        citizen.decide(EXTRACT, true).await;
        let place = "UBND xã Thới Lai, huyện Ô Môn, tỉnh Cần Thơ";
        let given = json!({ "copies": "1", "registered_place": place });
        file(&world, &citizen, &given).await;
    }
    let service = figures().await["services"][0].clone();
    assert_eq!((&service["procedure"], &service["dossiers"]), (&json!(EXTRACT), &json!(19)));
    // Ten times three of Thành, nine times four of those of whom no register knows where their birth is on file.
    // One copy is what the form proposes: typing it is giving it all the same.
    assert_eq!(
        (&service["given"], &service["proposed"], &service["known"]),
        (&json!(30 + 36), &json!(10 + 9), &json!(90 + 72))
    );
    assert_eq!(service["percent"], 73);
    assert!(service["title"].as_str().unwrap().contains("extract"), "{service}");
}
