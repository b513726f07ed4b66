//! Several people who stand by one dossier: each by their own link, as themselves, to exactly what is fixed.

use std::path::Path;

use axum::http::Method;
use contract::INVITATION_DAYS;
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG, THANH, cookie};
use crate::world::{Answer, World, project};

const PARKING: &str = "hn-de-xe";
pub const BAY: (&str, &str) = ("tran-van-bay", "092048000321");

/// Our procedures and the agency's.
pub async fn world() -> World {
    World::beside(&project("procedures"), &project("tests/agency")).await
}

/// One of the agency's procedures alone; one is asked after the other.
pub async fn in_order(procedure: &str) -> World {
    let mut world = World::start().await;
    let (from, to) = (project("tests/agency").join(procedure), world.path("procedures").join(procedure));
    std::fs::create_dir_all(&to).unwrap();
    for name in ["texts.vi.json", "texts.en.json"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
    let text = std::fs::read_to_string(from.join("procedure.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    schema["cosign_order"] = json!("listed");
    std::fs::write(to.join("procedure.json"), schema.to_string()).unwrap();
    copy(&project("procedures/catalogues"), &world.path("procedures/catalogues"));
    let folder = world.path("procedures");
    world.offers_only(&folder).await;
    world
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn name(family: &str, middle: &str, given: &str) -> Value {
    json!({ "family": family, "middle": middle, "given": given })
}

/// What Hằng answers: Thành lives next door, the land is Bảy's.
fn answers() -> Value {
    json!({
        "spot": "Sân trước số nhà 12", "pledge": true, "has_owner": true,
        "neighbour_name": name("Lê", "Văn", "Thành"), "neighbour_id": THANH.1,
        "owner_name": name("Trần", "Văn", "Bảy"), "owner_id": BAY.1,
    })
}

impl Citizen<'_> {
    /// Answered, and not fixed.
    pub async fn parking(&self) -> String {
        let id = self.open(PARKING).await["id"].as_str().unwrap().to_owned();
        let saved = self.save(&id, 1, &answers()).await;
        assert_eq!(saved.status, 200, "{}", saved.text());
        id
    }

    /// The path of a new link for one of the others, by number.
    pub async fn link(&self, id: &str, number: u32) -> String {
        let path = format!("/api/dossiers/{id}/invitations");
        let made = self.call(Method::POST, &path, &json!({ "number": number }), &[]).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let page = made.json()["path"].as_str().unwrap().to_owned();
        format!("/api/cosigning/{}", page.strip_prefix("/ho-so/cung-ky/").unwrap())
    }

    pub async fn asked(&self, link: &str) -> Value {
        let answer = self.get(link).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Leaves to agree to what the link shows.
    async fn leaves_to_agree(&self, link: &str) -> Answer {
        let sha256 = self.asked(link).await["sha256"].clone();
        let path = format!("{link}/confirmation");
        self.call(Method::POST, &path, &json!({ "sha256": sha256 }), &[]).await
    }

    /// Leaves to agree, answers at the identity provider as somebody, and gives where that leads.
    pub async fn agrees(&self, link: &str, slug: Option<&str>) -> String {
        let left = self.leaves_to_agree(link).await;
        assert_eq!(left.status, 200, "{}", left.text());
        let url = left.json()["redirect_url"].as_str().unwrap().to_owned();
        let back = self.at_provider(url.split_once('?').unwrap().1, slug).await;
        let begun = cookie(&left, "__Host-congdan-signin").unwrap();
        self.comes_back(&begun, &back).await.header("location").to_owned()
    }

    pub async fn declines(&self, link: &str, reason: &str) -> Answer {
        let sha256 = self.get(link).await.json()["sha256"].clone();
        let body = json!({ "sha256": sha256, "reason": reason });
        self.call(Method::POST, &format!("{link}/refusal"), &body, &[]).await
    }
}

/// Fixed, and Hằng has confirmed it.
pub async fn shared(world: &World) -> (Citizen<'_>, String) {
    let hang = Citizen::sign_in(world, HANG).await;
    let id = hang.parking().await;
    hang.freeze(&id).await;
    let hang = hang.confirm(HANG.0, &id).await;
    (hang, id)
}

#[tokio::test]
async fn py14_nothing_is_paid_before_everybody_has_agreed_and_the_desk_is_told_who_has() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let id = hang.parking().await;
    let fixed = hang.freeze(&id).await;
    let others = json!([
        { "role": "neighbour", "name": "Lê Văn Thành", "id": THANH.1 },
        { "role": "owner", "name": "Trần Văn Bảy", "id": BAY.1 },
    ]);
    assert_eq!(fixed["state"]["requirements"]["others"], others);
    let path = format!("/api/dossiers/{id}/invitations");
    let early = hang.call(Method::POST, &path, &json!({ "number": 1 }), &[]).await;
    assert_eq!(early.json()["refused"], "signature_needed", "she comes first");
    let hang = hang.confirm(HANG.0, &id).await;
    assert_eq!(hang.dossier(&id).await["allowed"], json!(["thaw", "invite", "discard"]));
    let pay = hang.post(&format!("/api/dossiers/{id}/payment"), "pay", &Value::Null).await;
    assert_eq!(pay.json()["refused"], "signature_needed");

    let (first, second) = (hang.link(&id, 1).await, hang.link(&id, 2).await);
    let thanh = Citizen::sign_in(&world, THANH).await;
    let seen = thanh.asked(&first).await;
    assert_eq!((&seen["turn"], &seen["role"]), (&json!("asked"), &json!("neighbour")));
    assert_eq!(seen["basis"], "Quy ước của tổ dân phố, Điều 5");
    let bytes = thanh.get(&format!("{first}/dossier.json")).await;
    assert_eq!(bytes.body, hang.get(&format!("/api/dossiers/{id}/dossier.json")).await.body);
    assert_eq!(thanh.agrees(&first, Some(THANH.0)).await, format!("/ho-so/cung-ky/{id}"));
    let thanh = Citizen::sign_in(&world, THANH).await;
    let agreed = thanh.asked(&first).await;
    assert_eq!((&agreed["turn"], &agreed["filed_at"]), (&json!("agreed"), &Value::Null));
    assert_eq!(hang.dossier(&id).await["allowed"], json!(["thaw", "invite", "discard"]), "Bảy has not");
    let told = hang.get(&path).await.json();
    assert!(told["invitations"][0]["opened_at"].is_string() && told["invitations"][1]["opened_at"].is_null());

    let bay = Citizen::sign_in(&world, BAY).await;
    bay.agrees(&second, Some(BAY.0)).await;
    assert_eq!(hang.dossier(&id).await["allowed"], json!(["thaw", "start_payment", "discard"]));
    let order = hang.order(&id).await;
    hang.at_gateway(&order, "pay").await;
    world.advance(2).await;
    let at_desk = hang.dossier(&id).await;
    assert_eq!(at_desk["state"]["stage"], "filed", "{}", at_desk["state"]);
    assert_eq!(thanh.asked(&first).await["filed_at"], at_desk["state"]["filing"]["at"]);
    let receipt = hang.get(&format!("/api/dossiers/{id}/receipt")).await.json();
    let agreed = receipt["others"].as_array().unwrap();
    let sha256 = receipt["content"]["sha256"].as_str().unwrap();
    assert_eq!(agreed.len(), 2);
    for (one, who) in agreed.iter().zip([THANH.1, BAY.1]) {
        let proof = &one["proof"];
        assert_eq!((&proof["sub"], &proof["sha256"]), (&json!(who), &json!(sha256)));
        assert!(proof["nonce"].as_str().unwrap().ends_with(&format!(".{sha256}")), "{proof}");
    }
    let desk = world.sandbox.page(&format!("/desk/dossiers/{}", receipt["code"].as_str().unwrap())).await;
    assert!(desk.contains("Những người cùng ký") && desk.contains(BAY.1), "{desk}");
    assert!(desk.contains("<td>Nhà bên cạnh</td>") && !desk.contains("<td>neighbour</td>"), "{desk}");
    assert_eq!(Citizen::sign_in(&world, THANH).await.asked(&first).await["turn"], "agreed");
}

#[tokio::test]
async fn sg8_one_refuses_all_are_told_and_the_same_links_lead_to_what_is_fixed_anew() {
    let world = world().await;
    let (hang, id) = shared(&world).await;
    let (first, second) = (hang.link(&id, 1).await, hang.link(&id, 2).await);
    let thanh = Citizen::sign_in(&world, THANH).await;
    thanh.agrees(&first, Some(THANH.0)).await;
    let bay = Citizen::sign_in(&world, BAY).await;
    assert_eq!(bay.declines(&second, "  ").await.problem(422), "invalid_answers");
    assert_eq!(bay.declines(&second, &"x".repeat(501)).await.problem(422), "invalid_answers");
    assert_eq!(hang.dossier(&id).await["state"]["stage"], "frozen");
    let refused = bay.declines(&second, " Đất này tôi đang cho thuê ").await;
    assert_eq!((refused.status.as_u16(), &refused.json()["turn"]), (200, &json!("declined")));

    let open = hang.dossier(&id).await;
    assert_eq!(open["state"]["stage"], "draft");
    let declined = &open["state"]["declined"];
    assert_eq!(
        (&declined["name"], &declined["reason"]),
        (&json!("Trần Văn Bảy"), &json!("Đất này tôi đang cho thuê"))
    );
    assert_eq!(open["draft"]["answers"]["spot"], "Sân trước số nhà 12", "nothing is lost");
    let thanh = Citizen::sign_in(&world, THANH).await;
    let told = thanh.asked(&first).await;
    assert_eq!((&told["turn"], &told["sha256"]), (&json!("declined"), &Value::Null));
    assert!(!told.to_string().contains("cho thuê"), "why is for who files it");
    assert_eq!(thanh.get(&format!("{first}/dossier.json")).await.problem(409), "refused");

    let revision = open["draft"]["revision"].as_u64().unwrap();
    assert_eq!(hang.save(&id, revision, &json!({ "spot": "Sân sau" })).await.status, 200);
    let fixed = hang.freeze(&id).await;
    assert_eq!(fixed["state"]["declined"], Value::Null);
    assert_eq!(
        (&open["refusals"], &fixed["refusals"]),
        (&json!([declined]), &json!([declined])),
        "not forgotten"
    );
    assert_eq!(thanh.asked(&first).await["turn"], "not_yet", "who files it confirms anew");
    hang.confirm(HANG.0, &id).await;
    assert_eq!(thanh.asked(&first).await["turn"], "asked", "his word was for the bytes of before");
    assert_eq!(bay.asked(&second).await["turn"], "asked");
}

#[tokio::test]
async fn sg9_one_person_does_not_sign_twice() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    for (field, id) in [("neighbour_id", HANG.1), ("owner_id", THANH.1)] {
        let dossier = hang
            .done("/api/dossiers", field, &json!({ "procedure": PARKING, "language": "vi", "another": true }))
            .await;
        let dossier = dossier["id"].as_str().unwrap();
        let mut wrong = answers();
        wrong[field] = json!(id);
        assert_eq!(hang.save(dossier, 1, &wrong).await.status, 200);
        let body = json!({ "revision": 2 });
        let refused = hang.post(&format!("/api/dossiers/{dossier}/freeze"), "freeze", &body).await;
        assert_eq!(refused.problem(422), "invalid_answers");
        let errors = refused.json()["errors"].clone();
        let of_it = |one: &&Value| one["pointer"] == format!("/{field}") && one["code"] == "same_person";
        assert!(errors.as_array().unwrap().iter().any(|one| of_it(&one)), "{errors}");
    }
}

#[tokio::test]
async fn a_link_is_for_one_person_and_leads_nowhere_once_it_is_replaced_taken_back_or_over() {
    let world = world().await;
    let (hang, id) = shared(&world).await;
    let link = hang.link(&id, 1).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let bay = Citizen::sign_in(&world, BAY).await;
    assert_eq!(bay.get(&link).await.json()["existing"], Value::Null);
    assert_eq!(hang.get(&link).await.json()["existing"], id.as_str(), "it leads her to her own dossier");
    for (other, status, code) in [(&bay, 404, "not_found"), (&hang, 409, "own_dossier")] {
        assert_eq!(other.get(&link).await.problem(status), code);
        assert_eq!(other.get(&format!("{link}/dossier.json")).await.problem(status), code);
        let body = json!({ "sha256": "0", "reason": "no" });
        assert_eq!(
            other.call(Method::POST, &format!("{link}/refusal"), &body, &[]).await.problem(status),
            code
        );
    }
    let newer = hang.link(&id, 1).await;
    assert_eq!(thanh.get(&link).await.problem(404), "not_found", "replaced");
    assert_eq!(thanh.asked(&newer).await["turn"], "asked");
    let path = format!("/api/dossiers/{id}/invitations/1");
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert_eq!(thanh.get(&newer).await.problem(404), "not_found", "taken back");
    assert_eq!(
        hang.get(&format!("/api/dossiers/{id}/invitations")).await.json(),
        json!({ "invitations": [] })
    );
    let late = hang.link(&id, 1).await;
    world.advance(INVITATION_DAYS * 86_400).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert_eq!(thanh.get(&late).await.problem(404), "not_found", "over");
    let hang = Citizen::sign_in(&world, HANG).await;
    let links = format!("/api/dossiers/{id}/invitations");
    let told = hang.get(&links).await.json()["invitations"][0].clone();
    assert_eq!(
        (&told["is_over"], &told["opened_at"]),
        (&json!(true), &Value::Null),
        "she reads that it ran out"
    );
    assert_eq!(thanh.get(&format!("/api/cosigning/{id}")).await.problem(404), "not_found", "by whatever way");
    let again = hang.link(&id, 1).await;
    assert_eq!(hang.get(&links).await.json()["invitations"][0]["is_over"], false);
    assert_eq!(thanh.asked(&again).await["turn"], "asked", "and may be given anew");
    let discard = hang.call(Method::DELETE, &format!("/api/dossiers/{id}"), &Value::Null, &[]).await;
    assert_eq!(discard.status, 204, "{}", discard.text());
    assert_eq!(thanh.get(&again).await.problem(404), "not_found", "nothing is left of it");
}

#[tokio::test]
async fn who_was_invited_finds_what_waits_for_them_among_their_dossiers_too() {
    let world = world().await;
    let (hang, id) = shared(&world).await;
    let waits =
        async |citizen: &Citizen<'_>| citizen.get("/api/cosigning?lang=vi").await.json()["asked"].clone();
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert_eq!(waits(&thanh).await, json!([]), "nobody has invited him");
    let own = format!("/api/cosigning/{id}");
    assert_eq!(thanh.get(&own).await.problem(404), "not_found");
    hang.link(&id, 1).await;
    let asked = waits(&thanh).await;
    assert_eq!(asked.as_array().unwrap().len(), 1);
    assert_eq!(
        (asked[0]["dossier"].as_str(), &asked[0]["applicant"]),
        (Some(id.as_str()), &json!("Nguyễn Thị Bích Hằng"))
    );
    let bay = Citizen::sign_in(&world, BAY).await;
    for stranger in [&bay, &hang] {
        assert_eq!(waits(stranger).await, json!([]));
        assert_eq!(stranger.get(&own).await.problem(404), "not_found");
    }
    assert_eq!(thanh.asked(&own).await["turn"], "asked", "without the link, which may have been lost");
    thanh.agrees(&own, Some(THANH.0)).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert_eq!(thanh.asked(&own).await["turn"], "agreed");
    assert_eq!(waits(&thanh).await, json!([]), "it waits for him no longer");
}

#[tokio::test]
async fn who_agrees_while_the_link_is_taken_back_or_replaced_reads_that_they_have() {
    for is_replaced in [false, true] {
        let world = world().await;
        let (hang, id) = shared(&world).await;
        let link = hang.link(&id, 1).await;
        let thanh = Citizen::sign_in(&world, THANH).await;
        let left = thanh.leaves_to_agree(&link).await;
        if is_replaced {
            hang.link(&id, 1).await;
        } else {
            let path = format!("/api/dossiers/{id}/invitations/1");
            assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
        }
        let url = left.json()["redirect_url"].as_str().unwrap().to_owned();
        let back = thanh.at_provider(url.split_once('?').unwrap().1, Some(THANH.0)).await;
        let begun = cookie(&left, "__Host-congdan-signin").unwrap();
        let page = format!("/ho-so/cung-ky/{id}");
        assert_eq!(thanh.comes_back(&begun, &back).await.header("location"), page);
        assert!(hang.dossier(&id).await["state"]["agreed"][THANH.1].is_string());
        let thanh = Citizen::sign_in(&world, THANH).await;
        assert_eq!(thanh.asked(&format!("/api/cosigning/{id}")).await["turn"], "agreed");
        assert_eq!(thanh.get(&link).await.problem(404), "not_found");
    }
}

#[tokio::test]
async fn only_the_person_named_agrees_and_only_to_what_is_fixed() {
    let world = world().await;
    let (hang, id) = shared(&world).await;
    let link = hang.link(&id, 1).await;
    // Back at the dossier's own handle: the link may have been replaced in the meantime.
    let page = format!("/ho-so/cung-ky/{id}");
    let thanh = Citizen::sign_in(&world, THANH).await;
    let other = json!({ "sha256": "0".repeat(64) });
    let refused = thanh.call(Method::POST, &format!("{link}/confirmation"), &other, &[]).await;
    assert_eq!(refused.json()["refused"], "other_snapshot");
    assert_eq!(thanh.agrees(&link, Some(BAY.0)).await, format!("{page}?problem=other_person"));
    assert_eq!(thanh.agrees(&link, None).await, format!("{page}?problem=cancelled"));
    // Opened again while he is away.
    let left = thanh.leaves_to_agree(&link).await;
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    let url = left.json()["redirect_url"].as_str().unwrap().to_owned();
    let back = thanh.at_provider(url.split_once('?').unwrap().1, Some(THANH.0)).await;
    let begun = cookie(&left, "__Host-congdan-signin").unwrap();
    assert_eq!(thanh.comes_back(&begun, &back).await.header("location"), format!("{page}?problem=moved"));
    assert_eq!(hang.dossier(&id).await["state"]["agreed"], Value::Null);
    assert_eq!(thanh.asked(&link).await["turn"], "changing");
}

#[tokio::test]
async fn who_is_not_named_any_more_is_told_so() {
    let world = world().await;
    let (hang, id) = shared(&world).await;
    let link = hang.link(&id, 2).await;
    hang.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
    let revision = hang.dossier(&id).await["draft"]["revision"].as_u64().unwrap();
    assert_eq!(hang.save(&id, revision, &json!({ "has_owner": false })).await.status, 200);
    let fixed = hang.freeze(&id).await;
    assert_eq!(fixed["state"]["requirements"]["others"].as_array().unwrap().len(), 1, "hidden is not asked");
    hang.confirm(HANG.0, &id).await;
    let bay = Citizen::sign_in(&world, BAY).await;
    let told = bay.asked(&link).await;
    assert_eq!((&told["turn"], &told["sha256"]), (&json!("not_named"), &Value::Null));
    assert_eq!(bay.get(&format!("{link}/dossier.json")).await.problem(409), "refused");
}

#[tokio::test]
async fn where_there_is_an_order_who_comes_later_waits() {
    let world = in_order(PARKING).await;
    let (hang, id) = shared(&world).await;
    let (first, second) = (hang.link(&id, 1).await, hang.link(&id, 2).await);
    let bay = Citizen::sign_in(&world, BAY).await;
    let told = bay.asked(&second).await;
    assert_eq!((&told["turn"], &told["sha256"]), (&json!("not_yet"), &Value::Null));
    assert_eq!(bay.get(&format!("{second}/dossier.json")).await.problem(409), "refused");
    let thanh = Citizen::sign_in(&world, THANH).await;
    thanh.agrees(&first, Some(THANH.0)).await;
    assert_eq!(bay.asked(&second).await["turn"], "asked");
}
