//! The backend as a process: it says when it is ready, works by itself, survives being killed, and stops when asked.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::citizen::{Citizen, EXTRACT, THANH};
use crate::world::{SECRET, World, on_a_free_port};

/// Enough for a busy machine; nothing waits this long unless something is broken.
const PATIENCE: Duration = Duration::from_mins(1);

struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The same folder, the portal's name and the sandbox's time, on an address of its own.
async fn start(world: &World) -> (Process, String) {
    let (child, address) = on_a_free_port(|address| {
        let path = world.path("process.toml");
        std::fs::write(&path, world.config_for(address)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_congdan-backend"));
        command.arg("--config").arg(path);
        command
    });
    let base = format!("http://{address}");
    let clock = world.sandbox.web.post(format!("{base}/control/clock")).header("X-Control-Secret", SECRET);
    assert_eq!(clock.json(&world.offset(0).await).send().await.unwrap().status(), 200);
    (Process(child), base)
}

async fn stage(web: &reqwest::Client, base: &str, id: &str, cookie: &str) -> Value {
    let request =
        web.get(format!("{base}/api/dossiers/{id}")).header("Cookie", format!("__Host-congdan={cookie}"));
    request.send().await.unwrap().json::<Value>().await.unwrap()["state"]["stage"].clone()
}

#[tokio::test]
async fn a_backend_that_was_killed_while_filing_files_by_itself_when_it_is_back() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let id = thanh.filled(EXTRACT, "own-birth").await;
    thanh.freeze(&id).await;
    world.sandbox.fault("desk", "down").await;
    thanh.done(&format!("/api/dossiers/{id}/file"), "file", &Value::Null).await;

    let (mut first, base) = start(&world).await;
    assert_eq!(stage(&world.sandbox.web, &base, &id, &thanh.cookie).await, json!("filing"));
    first.0.kill().unwrap();
    first.0.wait().unwrap();

    world.sandbox.fault("desk", "ok").await;
    let (mut second, base) = start(&world).await;
    let began = Instant::now();
    while stage(&world.sandbox.web, &base, &id, &thanh.cookie).await != json!("filed") {
        assert!(began.elapsed() < PATIENCE, "it never files");
    }
    let asked = Command::new("kill").arg(second.0.id().to_string()).status().unwrap();
    assert!(asked.success());
    assert!(second.0.wait().unwrap().success(), "it ends by itself when it is asked to");
}

#[test]
fn a_wrong_configuration_is_one_clear_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.toml");
    std::fs::write(&path, "listen = \"127.0.0.1:0\"\ncolour = \"red\"\n").unwrap();
    let ended =
        Command::new(env!("CARGO_BIN_EXE_congdan-backend")).arg("--config").arg(&path).output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success());
    assert!(said.contains("wrong.toml") && said.contains("colour"), "{said}");
    let bare = Command::new(env!("CARGO_BIN_EXE_congdan-backend")).output().unwrap();
    assert!(String::from_utf8(bare.stderr).unwrap().contains("--config FILE"));
}
