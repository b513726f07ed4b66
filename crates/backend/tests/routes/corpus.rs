//! What people and programs have put into forms, as the cases tell it, saved as drafts: everything that a form can hold
//! is taken, and what is refused is what the engine could not read either.

use std::fs;
use std::path::PathBuf;

use eform::{Answers, Beside, Instance, cases as engine_cases};
use serde_json::{Value, json};

use crate::cases::{engine, files, folder, read};
use crate::citizen::{Citizen, THANH};
use crate::world::{Answer, World, project};

/// Every state that a case goes through, with the violations and orphans that the engine sees in it.
fn states(path: &PathBuf) -> Vec<(Answers, Value)> {
    let mut states = Vec::new();
    let mut note = |instance: &Instance| {
        let seen = engine_cases::observe(instance);
        states.push((instance.answers().clone(), seen.clone()));
        Ok(seen)
    };
    let schema =
        |code: &str| fs::read_to_string(project("procedures").join(code).join("procedure.json")).ok();
    // Whether the case holds is not asked here.
    let _ = engine_cases::run_by(&fs::read_to_string(path).unwrap(), &schema, &Beside::default(), &mut note);
    states
}

async fn opened(citizen: &Citizen<'_>, procedure: &str, key: &str) -> String {
    citizen.decide(procedure, true).await;
    let mut wanted = citizen.wanted(procedure).await;
    wanted["another"] = json!(true);
    citizen.done("/api/dossiers", key, &wanted).await["id"].as_str().unwrap().to_owned()
}

/// Saves one state over the one before it.
async fn save(citizen: &Citizen<'_>, id: &str, before: &Answers, now: &Answers, revision: u64) -> Answer {
    let mut changes = json!(now);
    for gone in before.keys().filter(|path| !now.contains_key(*path)) {
        changes[gone.as_str()] = Value::Null;
    }
    citizen.save(id, revision, &changes).await
}

#[tokio::test]
async fn every_state_of_every_procedure_case_is_saved_and_read_back_as_it_was_typed() {
    let world = World::start().await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let all = files(&project("procedures"));
    let all: Vec<PathBuf> =
        all.into_iter().filter(|path| path.parent().unwrap().ends_with("cases")).collect();
    let mut saves = 0;
    for (at, path) in all.iter().enumerate() {
        let id = opened(&thanh, read(path)["procedure"].as_str().unwrap(), &format!("case {at}")).await;
        let (mut before, mut revision) = (Answers::new(), 1);
        for (now, _) in states(path) {
            let answer = save(&thanh, &id, &before, &now, revision).await;
            assert_eq!(answer.status, 200, "{}: {}", path.display(), answer.text());
            (before, revision, saves) = (now, revision + 1, saves + 1);
        }
        assert_eq!(thanh.dossier(&id).await["draft"]["answers"], json!(before), "{}", path.display());
    }
    println!("{saves} states of {} cases saved", all.len());
    assert!(all.len() >= 79 && saves >= all.len());
}

#[tokio::test]
async fn of_the_answers_in_engine_cases_only_those_are_refused_that_the_engine_cannot_read() {
    let (sound, _) = engine();
    let own = tempfile::tempdir().unwrap();
    for (at, path) in sound.iter().enumerate() {
        folder(&engine_cases::schema_of(&read(path)).unwrap(), &format!("case{at}"), own.path());
    }
    let world = World::with_procedures_of(own.path()).await;
    let thanh = Citizen::sign_in(&world, THANH).await;
    let (mut saved, mut refused) = (0, 0);
    for (at, path) in sound.iter().enumerate() {
        let id = opened(&thanh, &format!("case{at}"), &format!("case {at}")).await;
        let (mut before, mut revision) = (Answers::new(), 1);
        for (now, seen) in states(path) {
            let answer = save(&thanh, &id, &before, &now, revision).await;
            if answer.status == 200 {
                (before, revision, saved) = (now, revision + 1, saved + 1);
                continue;
            }
            assert_eq!(answer.problem(422), "invalid_answers");
            refused += 1;
            for error in answer.json()["errors"].as_array().unwrap() {
                let at = error["pointer"].as_str().unwrap().trim_start_matches('/').replace("~0", "~");
                let is_orphan = seen["orphans"].as_array().unwrap().iter().any(|path| *path == at);
                let field = &seen["fields"][&at];
                // Of lists the engine keeps what it can read and leaves the rest out.
                let is_list = field["kind"] == "group" || field["kind"] == "file";
                let is_unread = field["state"] != "value" || is_list;
                assert!(is_orphan || is_unread, "{}: {error}", path.display());
            }
        }
    }
    println!("{saved} states of {} engine cases saved, {refused} refused", sound.len());
    assert!(saved > 5 * refused, "{saved} saved, {refused} refused");
}
