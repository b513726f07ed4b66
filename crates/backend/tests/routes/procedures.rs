//! Services and procedures: public, exact, and sound before anybody sees them.

use congdan_backend::{App, Config};
use dossier::canonical::sha256_hex;
use serde_json::json;

use crate::citizen::{Citizen, EXTRACT, THANH};
use crate::world::World;

#[tokio::test]
async fn services_are_listed_in_two_languages_without_the_gallery() {
    let world = World::start().await;
    for (lang, title) in [("vi", "Đăng ký khai sinh"), ("en", "Birth registration")] {
        let list = world.get(&format!("/api/services?lang={lang}")).await.json();
        let codes: Vec<_> =
            list["services"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect();
        assert_eq!(codes, [json!("1.001193"), json!("2.000635"), json!("2.001955")]);
        assert_eq!(list["services"][0]["title"], title);
    }
}

#[tokio::test]
async fn a_procedure_travels_byte_for_byte_with_its_digests() {
    let world = World::start().await;
    let bundle = world.get("/api/procedures/1.001193?lang=en").await.json();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures/1.001193/procedure.json");
    assert_eq!(bundle["schema"], std::fs::read_to_string(file).unwrap());
    assert_eq!(bundle["schema_sha256"], sha256_hex(bundle["schema"].as_str().unwrap().as_bytes()));
    assert_eq!(bundle["texts_sha256"], sha256_hex(bundle["texts"].as_str().unwrap().as_bytes()));
    assert_eq!(bundle["sign"], "personal", "the deployment's own decision");
    assert_eq!(world.get("/api/procedures/1.001193?version=1999-01").await.problem(404), "not_found");
    assert_eq!(world.get("/api/procedures/9.999999").await.problem(404), "not_found");
}

#[tokio::test]
async fn a_service_whose_window_has_passed_is_no_longer_on_offer() {
    let world = World::start().await;
    world.advance(200 * 24 * 3600).await;
    assert_eq!(world.get("/api/services").await.json()["services"], json!([]));
    assert_eq!(world.get("/api/procedures/1.001193").await.problem(404), "not_found");
    assert_eq!(world.get("/api/procedures/1.001193?version=2026-09").await.status, 200);
}

#[tokio::test]
async fn a_fixed_dossier_stays_with_its_version_when_the_folder_moves_on() {
    let mut world = World::with_procedures().await;
    let (id, cookie) = {
        let thanh = Citizen::sign_in(&world, THANH).await;
        let id = thanh.filled(EXTRACT, "own-birth").await;
        thanh.freeze(&id).await;
        (id, thanh.cookie)
    };
    let path = world.path("procedures/2.000635/procedure.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"version\": \"2026-09\"", "\"version\": \"2026-11\"")).unwrap();
    world.restart().await;
    assert_eq!(world.get("/api/procedures/2.000635").await.json()["version"], "2026-11");
    assert_eq!(world.get("/api/procedures/2.000635?version=2026-09").await.status, 200);
    let thanh = Citizen { world: &world, cookie, id: THANH.1 };
    let filed = thanh.done(&format!("/api/dossiers/{id}/file"), "file", &serde_json::Value::Null).await;
    assert_eq!(filed["version"], "2026-09");
    assert_eq!(thanh.get("/api/dossiers").await.status, 200);
}

#[tokio::test]
async fn a_procedure_with_issues_stops_the_start_and_names_them() {
    let world = World::start().await;
    let folder = world.path("mine/7.000001");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("procedure.json"), r#"{"format":"congdan/procedure/1","code":"7.000001"}"#)
        .unwrap();
    let (mine, roots, data) = (world.path("mine"), world.path("sandbox/roots.pem"), world.path("data2"));
    let text = format!(
        "listen='127.0.0.1:0'\npublic_url='http://localhost:1'\ndata={data:?}\nprocedures=[{mine:?}]\n\
         [identity]\nissuer='http://127.0.0.1:1'\nclient_id=''\nclient_secret=''\nredirect_uri=''\n\
         [register]\nbase=''\ntoken=''\n[signing]\nbase=''\nclient_id=''\nclient_secret=''\nroots={roots:?}\n\
         [payment.vnpay]\nbase=''\nquery=''\ntmn_code=''\nsecret=''\n[desk]\nbase=''\ntoken=''\nhmac_secret=''\n"
    );
    let message = App::open(Config::parse(&text).unwrap()).err().unwrap();
    assert!(message.contains("7.000001/procedure.json/"), "{message}");
    let unknown = Config::parse(&format!("colour='red'\n{text}")).err().unwrap();
    assert!(unknown.contains("colour"), "{unknown}");
}
