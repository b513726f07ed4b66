//! The test step `journeys` and the measurement on a slow phone: stacks with fresh databases on free ports, so that a running `serve` is not disturbed and every run starts
//! alike, and Playwright, which is told where they are. What the journeys do is in `tests/journeys`.

use crate::run::{Outcome, read, timed};
use crate::settings::Settings;
use crate::workspace::Workspace;
use crate::{packages, processes, proofs, run, stack};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Journeys that run side by side, each on a stack of its own: clock and faults of a sandbox are everybody's who uses it.
const SIDE_BY_SIDE: usize = 2;

/// The day of the journeys: the procedures are in force on it, whatever the real day.
const DAY: &str = "2026-11-21T01:00:00Z";

/// The seed of the sandbox's small mishaps; that of the day when it is not set.
const CHAOS: &str = "CONGDAN_CHAOS";
/// Set, the mishaps lose answers as well.
const CHAOS_LOSES: &str = "CONGDAN_CHAOS_LOSES";

/// Runs all journeys, with mishaps that no journey may notice.
pub fn run(workspace: &Workspace) -> Outcome {
    packages::node()?;
    let browser = packages::chromium(workspace)?;
    packages::journeys(workspace)?;
    stack::build(workspace)?;
    let data = fresh(workspace, "journeys")?;
    let watch = processes::Watch::new();
    let chaos = std::env::var(CHAOS).unwrap_or_else(|_| proofs::today());
    let chaos_loses = std::env::var_os(CHAOS_LOSES).is_some();
    println!("mishaps of the sandbox: seed {chaos}; {CHAOS}={chaos} repeats them");
    let mut stacks = Vec::new();
    for number in 0..SIDE_BY_SIDE {
        let plain = settings(workspace, data.join(number.to_string()), None)?;
        let settings = Settings { chaos: Some(chaos.clone()), chaos_loses, ..plain };
        stack::start(workspace, &settings, &watch)?;
        stacks.push(addresses(&settings));
    }
    let elsewhere = settings(workspace, data.join("elsewhere"), Some(stack::free_port()?))?;
    stack::start(workspace, &elsewhere, &watch)?;
    let elsewhere = static_host(workspace, &elsewhere)?;
    let headers = headers(workspace, &workspace.root.join("public/config.json"))?;
    let result = timed("journeys", || {
        let mut playwright = workspace.command("npx");
        playwright
            .args(["--no-install", "playwright", "test"])
            .current_dir(workspace.root.join("tests/journeys"))
            .env("CONGDAN_CHROMIUM", &browser)
            .env("CONGDAN_STACKS", Value::from(stacks).to_string())
            .env("CONGDAN_ELSEWHERE", elsewhere.to_string())
            .env("CONGDAN_STATIC_HEADERS", &headers)
            .env("CONGDAN_SEEN", data.join("seen"));
        run::run(&mut playwright, "complete the journeys")
    });
    processes::stop_all();
    result
}

/// What a slow phone feels, measured in a browser against a stack of its own (`tests/journeys/phone.mjs`).
pub fn phone(workspace: &Workspace) -> Outcome<Value> {
    packages::node()?;
    let browser = packages::chromium(workspace)?;
    packages::journeys(workspace)?;
    stack::build(workspace)?;
    let settings = settings(workspace, fresh(workspace, "phone")?, None)?;
    let watch = processes::Watch::new();
    stack::start(workspace, &settings, &watch)?;
    let mut measure = workspace.command("node");
    measure
        .arg("phone.mjs")
        .current_dir(workspace.root.join("tests/journeys"))
        .env("CONGDAN_CHROMIUM", &browser)
        .env("CONGDAN_PORTAL", settings.portal_url())
        .stderr(Stdio::inherit());
    let measured = read(&mut measure, "measure on a slow phone");
    processes::stop_all();
    serde_json::from_str(&measured?).map_err(|error| format!("the measurement is no JSON: {error}."))
}

/// An empty folder for databases and files.
fn fresh(workspace: &Workspace, name: &str) -> Outcome<PathBuf> {
    let data = workspace.target().join(name);
    if data.exists() {
        fs::remove_dir_all(&data).map_err(|error| format!("could not empty {}: {error}.", data.display()))?;
    }
    Ok(data)
}

/// Ours and the folder of an agency, as `serve --procedures` adds one.
fn settings(workspace: &Workspace, data: PathBuf, pages_port: Option<u16>) -> Outcome<Settings> {
    Ok(Settings {
        port: stack::free_port()?,
        sandbox_port: stack::free_port()?,
        dist: workspace.root.join("dist"),
        data,
        procedures: vec![workspace.root.join("procedures"), workspace.root.join("tests/agency")],
        start: Some(DAY.into()),
        pages_port,
        chaos: None,
        chaos_loses: false,
    })
}

fn addresses(settings: &Settings) -> Value {
    json!({ "portal": settings.portal_url(), "sandbox": settings.sandbox_url(), "data": settings.data })
}

/// The portal on an origin of its own: a configuration that names the backend, and the headers that are printed for it.
fn static_host(workspace: &Workspace, settings: &Settings) -> Outcome<Value> {
    let plain = workspace.root.join("public/config.json");
    let text = fs::read_to_string(&plain)
        .map_err(|error| format!("could not read {}: {error}.", plain.display()))?;
    let mut config: Value =
        serde_json::from_str(&text).map_err(|error| format!("{} is not JSON: {error}.", plain.display()))?;
    config["backend"] = settings.portal_url().into();
    let file = settings.data.join("config.json");
    fs::write(&file, config.to_string())
        .map_err(|error| format!("could not write {}: {error}.", file.display()))?;
    let mut told = addresses(settings);
    told["pages"] = settings.pages_url().into();
    told["dist"] = json!(settings.dist);
    told["config"] = config;
    told["headers"] = headers(workspace, &file)?.into();
    Ok(told)
}

/// What a static host must send, as `congdan dist` prints it for this configuration.
fn headers(workspace: &Workspace, config: &Path) -> Outcome<String> {
    let mut dist = workspace.cargo();
    dist.args(["run", "--quiet", "-p", "congdan", "--", "dist", "--config"]).arg(config);
    read(&mut dist, "print the headers of a static host")
}
