//! The commands of this repository: `cargo xtask serve`, `cargo xtask test` and those that `cargo xtask help` lists.
//!
//! Read on in this order: `serve` (a running portal from nothing), `suite` (what CI runs), then what both use: `tools` (installing
//! what is missing), `portal` (from source to `dist/`), `stack` (backend and sandbox as processes), `calendar` (the day they live in),
//! `run` (one child process).
//! Nothing of the product lives here, and xtask depends on none of it: a broken engine cannot stop the commands that would find it.

mod author;
mod budget;
mod calendar;
mod http;
mod journeys;
mod judges;
mod packages;
mod parts;
mod portal;
mod processes;
mod proofs;
mod run;
mod serve;
mod settings;
mod stack;
mod steps;
mod suite;
mod tools;
mod workspace;

use std::process::ExitCode;

const USAGE: &str =
    "cargo xtask serve [--port 8080] [--data DIR] [--procedures DIR]... [--start DAY] [--dev | --dist DIR]
    build the portal (or take a built one), start it with the sandbox beside it, print where to go
cargo xtask test [STEP]...
    everything that CI runs, or only the named steps
cargo xtask build
    only build the portal into dist/
cargo xtask bench [--phone]
    measure the first visit and the engine; with --phone also the times on a slow phone; one JSON object on standard output
cargo xtask cases [--renew] [CODE]...
    run worked cases and golden transcripts; --renew makes the transcripts from the schemas alone
cargo xtask check [--format text|json|sarif] [FOLDER]...
    find mistakes in procedures, each with what shows it, and run their worked cases
cargo xtask schema [CODE [--lang LANGUAGE]]
    print JSON Schema 2020-12 of a procedure's answers; without a code, of procedure.json
cargo xtask steps [--count N] [--seed N]
    walk the same random steps through forms natively and in WebAssembly: both must see the same
cargo xtask fuzz [--minutes N] [--seed N]
    spoil schemas and answers at random: the engine and the checker must neither panic nor hang
cargo xtask explore [--full]
    walk every order of events of the signing and payment machines, and print how many states there are; --full takes minutes
cargo xtask crashes [--all | --seed N | --at N]
    kill the backend at some, or at each, of its writes while a citizen signs, pays and files: money moves once, the dossier is filed";

fn main() -> ExitCode {
    processes::stop_on_signal();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let outcome = match arguments.first().map(String::as_str) {
        Some("serve") => serve::serve(rest),
        Some("test") => suite::test(rest),
        Some("build") => portal::build_release(&workspace::Workspace::find()).map(drop),
        Some("bench") => author::bench(&workspace::Workspace::find(), rest),
        Some("cases") => author::cases(&workspace::Workspace::find(), rest),
        Some("schema") => author::schema(&workspace::Workspace::find(), rest),
        Some("check") => author::check(&workspace::Workspace::find(), rest),
        Some("steps") => proofs::steps(&workspace::Workspace::find(), rest),
        Some("explore") => proofs::explore(&workspace::Workspace::find(), rest),
        Some("crashes") => proofs::crashes(&workspace::Workspace::find(), rest),
        Some("fuzz") => proofs::fuzz(&workspace::Workspace::find(), rest),
        Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        Some(other) => Err(format!("there is no command `{other}`.\n\n{USAGE}")),
        None => Err(format!("name a command.\n\n{USAGE}")),
    };
    processes::stop_all();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}
