//! What one of the others has answered: told to them at their link and among what the portal knows about them, over every version.

use axum::http::Method;
use serde_json::{Value, json};

use crate::citizen::{Citizen, HANG, THANH};
use crate::cosignature::{MUA, fixed};
use crate::cosigning::{BAY, shared, world};

impl Citizen<'_> {
    /// What they know of the dossiers of others.
    async fn cosigned(&self) -> Vec<Value> {
        let mine = self.get("/api/mine?lang=vi").await.json();
        let export = self.get("/api/mine.json?lang=vi").await.json();
        assert_eq!(mine["cosigned"], export["cosigned"], "the export says the same");
        mine["cosigned"].as_array().unwrap().clone()
    }

    /// Opens it again, answers something else and fixes it anew; who files it confirms that.
    async fn changes(&self, id: &str, answers: &Value) {
        if self.dossier(id).await["state"]["stage"] == "frozen" {
            self.done(&format!("/api/dossiers/{id}/thaw"), "thaw", &Value::Null).await;
        }
        let revision = self.dossier(id).await["draft"]["revision"].as_u64().unwrap();
        assert_eq!(self.save(id, revision, answers).await.status, 200);
        self.freeze(id).await;
    }
}

#[tokio::test]
async fn who_comes_back_reads_what_they_have_answered_and_nobody_else_does() {
    let world = world().await;
    let (hang, id) = shared(&world).await;
    let (first, second) = (hang.link(&id, 1).await, hang.link(&id, 2).await);
    let (thanh, bay) = (Citizen::sign_in(&world, THANH).await, Citizen::sign_in(&world, BAY).await);
    assert_eq!(thanh.asked(&first).await["answers"], Value::Null);
    let digest = thanh.asked(&first).await["sha256"].clone();
    thanh.agrees(&first, Some(THANH.0)).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let told = bay.declines(&second, "Đất này tôi đang cho thuê").await.json();
    let expected = json!([{
        "word": "declined", "at": told["answers"][0]["at"], "sha256": digest, "reason": "Đất này tôi đang cho thuê", "stands": false,
    }]);
    assert_eq!((&told["turn"], &told["answers"]), (&json!("declined"), &expected));
    assert_eq!(bay.asked(&second).await["answers"], expected, "when they come back as well");
    let of_thanh = thanh.asked(&first).await;
    assert!(!of_thanh.to_string().contains("cho thuê"), "{of_thanh}");
    assert_eq!(
        (&of_thanh["answers"][0]["word"], &of_thanh["answers"][0]["stands"]),
        (&json!("agreed"), &json!(false))
    );

    hang.changes(&id, &json!({ "spot": "Sân sau" })).await;
    let hang = hang.confirm(HANG.0, &id).await;
    assert_eq!(
        (&bay.asked(&second).await["turn"], &bay.asked(&second).await["answers"]),
        (&json!("asked"), &expected)
    );
    bay.agrees(&second, Some(BAY.0)).await;
    let bay = Citizen::sign_in(&world, BAY).await;
    let words: Vec<Value> = bay.asked(&second).await["answers"].as_array().unwrap().clone();
    assert_eq!((&words[1]["word"], &words[1]["stands"]), (&json!("agreed"), &json!(true)));
    drop(hang);
}

#[tokio::test]
async fn who_is_asked_again_gets_what_they_answered_about_before_and_only_while_they_are_asked() {
    let world = world().await;
    let (hang, id) = shared(&world).await;
    let (first, second) = (hang.link(&id, 1).await, hang.link(&id, 2).await);
    let (thanh, bay) = (Citizen::sign_in(&world, THANH).await, Citizen::sign_in(&world, BAY).await);
    let before = thanh.get(&format!("{first}/dossier.json")).await.body;
    let answered = format!("{first}/answered.json");
    assert_eq!(thanh.get(&answered).await.problem(404), "not_found", "there is no answer yet");
    thanh.agrees(&first, Some(THANH.0)).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    assert_eq!(thanh.get(&answered).await.problem(409), "refused", "nothing is asked");
    hang.changes(&id, &json!({ "spot": "Sân sau" })).await;
    assert_eq!(thanh.get(&answered).await.problem(409), "refused", "not yet");
    hang.confirm(HANG.0, &id).await;
    assert_eq!(thanh.get(&answered).await.body, before);
    assert_ne!(thanh.get(&format!("{first}/dossier.json")).await.body, before);
    assert_eq!(bay.get(&answered).await.problem(404), "not_found", "the link is for one person");
    let none = bay.get(&format!("{second}/answered.json")).await;
    assert_eq!(none.problem(404), "not_found", "he has not answered");
}

#[tokio::test]
async fn a_refusal_that_meets_an_agreement_of_the_same_person_is_refused_and_not_lost() {
    let world = world().await;
    let (hang, id) = shared(&world).await;
    let link = hang.link(&id, 1).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let body = json!({ "sha256": thanh.asked(&link).await["sha256"], "reason": "Sai số nhà" });
    thanh.agrees(&link, Some(THANH.0)).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let late = thanh.call(Method::POST, &format!("{link}/refusal"), &body, &[]).await;
    assert_eq!((late.status.as_u16(), &late.json()["refused"]), (409, &json!("already_done")));
    assert!(hang.dossier(&id).await["state"]["agreed"][THANH.1].is_string());
}

#[tokio::test]
async fn what_the_portal_knows_lists_what_was_asked_and_answered_and_no_more() {
    let world = world().await;
    let (hang, id) = shared(&world).await;
    let (thanh, bay) = (Citizen::sign_in(&world, THANH).await, Citizen::sign_in(&world, BAY).await);
    assert_eq!(thanh.cosigned().await, Vec::<Value>::new(), "nobody has invited him");
    let (first, second) = (hang.link(&id, 1).await, hang.link(&id, 2).await);
    let asked = thanh.cosigned().await;
    assert_eq!((asked.len(), &asked[0]["waits"], &asked[0]["answers"]), (1, &json!(true), &json!([])));
    assert_eq!((&asked[0]["applicant"], &asked[0]["dossier"]), (&json!("Nguyễn Thị Bích Hằng"), &json!(id)));
    assert!(asked[0]["invited_at"].is_string() && asked[0]["until"].is_string());
    assert_eq!(hang.cosigned().await, Vec::<Value>::new(), "her own is hers");

    thanh.agrees(&first, Some(THANH.0)).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    bay.declines(&second, "Đất này tôi đang cho thuê").await;
    let said = bay.cosigned().await;
    assert_eq!(said[0]["answers"][0]["reason"], "Đất này tôi đang cho thuê");
    assert_eq!((&said[0]["waits"], &said[0]["applicant"]), (&json!(false), &json!("Nguyễn Thị Bích Hằng")));

    // The links are gone, and the dossier too: what they said is still on record, and they read that it is.
    let discard = hang.call(Method::DELETE, &format!("/api/dossiers/{id}"), &Value::Null, &[]).await;
    assert_eq!(discard.status, 204, "{}", discard.text());
    for (citizen, word) in [(&thanh, "agreed"), (&bay, "declined")] {
        let left = citizen.cosigned().await;
        assert_eq!((left.len(), &left[0]["answers"][0]["word"]), (1, &json!(word)));
        assert_eq!((&left[0]["dossier"], &left[0]["applicant"]), (&Value::Null, &Value::Null));
        assert!(!left[0].to_string().contains("Sân trước"), "nothing of what was in it");
    }
}

#[tokio::test]
async fn a_signature_is_told_as_one_whoever_else_has_signed() {
    let world = world().await;
    let hang = Citizen::sign_in(&world, HANG).await;
    let (id, first, second) = fixed(&hang).await;
    let (thanh, mua) = (Citizen::sign_in(&world, THANH).await, Citizen::sign_in(&world, MUA).await);
    thanh.cosigns(&first).await;
    mua.cosigns(&second).await;
    let digest = mua.cosigning(&second).await["sha256"].clone();
    for (citizen, link) in [(&thanh, &first), (&mua, &second)] {
        let answers = citizen.cosigning(link).await["answers"].clone();
        assert_eq!(answers.as_array().unwrap().len(), 1, "{answers}");
        assert_eq!((&answers[0]["word"], &answers[0]["stands"]), (&json!("signed"), &json!(true)));
        assert_eq!(answers[0]["sha256"], digest);
        assert_eq!(citizen.cosigned().await[0]["answers"], answers);
    }
    hang.changes(&id, &json!({ "wall": "Tường sau" })).await;
    assert_eq!(mua.cosigning(&second).await["answers"][0]["stands"], false);
    let path = format!("/api/dossiers/{id}/invitations/2");
    assert_eq!(hang.call(Method::DELETE, &path, &Value::Null, &[]).await.status, 204);
    assert_eq!(mua.cosigned().await[0]["answers"][0]["word"], "signed", "whatever becomes of the link");
}
