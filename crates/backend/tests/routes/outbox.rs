//! Tasks that were lost come back, and those that are not lost are left alone.

use serde_json::Value;

use crate::citizen::{Citizen, EXTRACT, HANG, THANH};
use crate::world::World;

/// Files an extract at a desk that is down; the task to hand it over waits.
async fn to_hand_over(world: &World) -> String {
    let thanh = Citizen::sign_in(world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    thanh.freeze(&id).await;
    world.sandbox.fault("desk", "down").await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;
    world.work().await;
    id
}

fn records(world: &World) -> rusqlite::Connection {
    rusqlite::Connection::open(world.path("data/congdan.sqlite3")).unwrap()
}

fn lose_all(world: &World) {
    assert!(records(world).execute("DELETE FROM task", []).unwrap() > 0, "there was something to lose");
}

fn stage(world: &World, id: &str) -> String {
    records(world).query_row("SELECT stage FROM dossier WHERE id = ?1", [id], |row| row.get(0)).unwrap()
}

fn tasks(world: &World) -> Vec<(String, i64, u32)> {
    let records = records(world);
    let mut query = records.prepare("SELECT effect, due_at, tries FROM task ORDER BY id").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test]
async fn a_task_that_was_lost_comes_back_when_the_backend_starts() {
    let mut world = World::start().await;
    let id = to_hand_over(&world).await;
    lose_all(&world);
    world.sandbox.fault("desk", "ok").await;
    world.advance(3600).await;
    assert_eq!(stage(&world, &id), "filing", "nobody hands it over");
    world.restart().await;
    world.work().await;
    assert_eq!(stage(&world, &id), "filed");
}

#[tokio::test]
async fn a_task_that_was_lost_comes_back_within_a_day() {
    let world = World::start().await;
    let id = to_hand_over(&world).await;
    lose_all(&world);
    world.sandbox.fault("desk", "ok").await;
    world.advance(24 * 3600 - 60).await;
    assert_eq!(stage(&world, &id), "filing");
    world.advance(60).await;
    assert_eq!(stage(&world, &id), "filed");
}

#[tokio::test]
async fn an_order_nobody_asks_about_any_more_is_asked_about_again() {
    let mut world = World::start().await;
    let id = {
        let hang = Citizen::sign_in(&world, HANG).await;
        let id = hang.to_pay().await;
        let order = hang.order(&id).await;
        hang.at_gateway(&order, "late").await;
        id
    };
    lose_all(&world);
    world.restart().await;
    assert_eq!(stage(&world, &id), "frozen");
    world.work().await;
    assert_eq!(stage(&world, &id), "filing", "it is paid");
}

#[tokio::test]
async fn tasks_that_wait_are_neither_doubled_nor_hastened() {
    let world = World::start().await;
    to_hand_over(&world).await;
    records(&world).execute("UPDATE task SET due_at = due_at + 7 * 86400", []).unwrap();
    let before = tasks(&world);
    assert!(before.iter().any(|(effect, ..)| effect.contains("send_to_desk")));
    world.advance(24 * 3600).await;
    assert_eq!(tasks(&world), before);
}
