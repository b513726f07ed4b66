//! The steps of the test run, each one function and one row of the table. Order: what fails fast first. Counting is in `suite`.

use crate::run::{Outcome, read, run};
use crate::workspace::Workspace;
use crate::{author, budget, journeys, judges, packages, portal, proofs, stack, tools};
use std::process::Command;

/// One step of the test run.
pub struct Step {
    /// The name for `cargo xtask test NAME`.
    pub name: &'static str,
    /// What it proves, for the person who watches.
    pub about: &'static str,
    /// Steps without whose result this one has no meaning.
    pub needs: &'static [&'static str],
    /// What it does.
    pub run: fn(&Workspace) -> Outcome,
}

const fn step(
    name: &'static str,
    about: &'static str,
    needs: &'static [&'static str],
    run: fn(&Workspace) -> Outcome,
) -> Step {
    Step { name, about, needs, run }
}

/// All steps, in the order they run.
pub const STEPS: &[Step] = &[
    step("format", "rustfmt has nothing to change", &[], format),
    step("tidy", "the rules of this repository", &[], tidy),
    step("features", "no server rendering in the browser's build", &[], features),
    step("clippy", "no warning in native code", &[], clippy),
    step("clippy-portal", "no warning in the portal", &[], clippy_portal),
    step("unit", "native tests", &[], unit),
    step("oracles", "expressions and exports as others in Node judge them", &[], oracles),
    step("identity", "the backend signs in with an identity provider that others wrote", &[], identity),
    step("procedures", "every procedure is sound and its worked cases hold", &[], |workspace| {
        author::check(workspace, &[])
    }),
    step("steps", "the same steps natively and in WebAssembly", &[], |workspace| {
        proofs::steps(workspace, &[])
    }),
    step("judges", "signatures, canonical JSON and the CSC API as others do them", &[], judges::judge),
    step("web", "tests in a real browser's WebAssembly", &[], web),
    step("portal", "the release build", &[], release),
    step("budget", "the size of a first visit", &["portal"], |workspace| {
        budget::check(&workspace.root.join("dist"))
    }),
    step("journeys", "whole journeys in a browser, against backend and sandbox", &["portal"], journeys::run),
];

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args(arguments);
    cargo
}

fn format(workspace: &Workspace) -> Outcome {
    tools::component(workspace, "rustfmt")?;
    run(&mut cargo(workspace, &["fmt", "--all", "--check"]), "find everything formatted")
}

fn tidy(workspace: &Workspace) -> Outcome {
    run(&mut cargo(workspace, &["test", "--quiet", "-p", "tidy"]), "find the repository tidy")
}

fn features(workspace: &Workspace) -> Outcome {
    let tree = ["tree", "-p", "congdan-portal", "-e", "features", "-i", "tachys"];
    let text = read(cargo(workspace, &tree).args(WASM), "list the portal's features")?;
    match text.lines().find(|line| line.contains("feature \"ssr\"")) {
        Some(line) => {
            Err(format!("the portal is built with server rendering, which breaks it: {}.", line.trim()))
        }
        None => Ok(()),
    }
}

fn clippy(workspace: &Workspace) -> Outcome {
    tools::component(workspace, "clippy")?;
    let native = [
        "clippy",
        "--workspace",
        "--exclude",
        "congdan-portal",
        "--exclude",
        "web",
        "--all-targets",
        "--features",
        "oracles/node",
        "--",
        "-D",
        "warnings",
    ];
    run(&mut cargo(workspace, &native), "find native code free of warnings")
}

fn clippy_portal(workspace: &Workspace) -> Outcome {
    tools::component(workspace, "clippy")?;
    tools::wasm_target(workspace)?;
    let wasm = [
        "clippy",
        "-p",
        "congdan-portal",
        "-p",
        "web",
        "--all-targets",
        "--target",
        WASM[1],
        "--",
        "-D",
        "warnings",
    ];
    run(&mut cargo(workspace, &wasm), "find the portal free of warnings")
}

/// The backend's tests start the sandbox, so it is built first.
fn unit(workspace: &Workspace) -> Outcome {
    stack::build(workspace)?;
    let native = [
        "test",
        "--no-fail-fast",
        "--workspace",
        "--exclude",
        "congdan-portal",
        "--exclude",
        "web",
        "--exclude",
        "tidy",
    ];
    run(&mut cargo(workspace, &native), "pass the native tests")
}

/// What needs no Node is among the native tests.
fn oracles(workspace: &Workspace) -> Outcome {
    packages::node()?;
    packages::oracles(workspace)?;
    let tests = [
        "test",
        "-p",
        "oracles",
        "--features",
        "node",
        "--test",
        "json_logic_js",
        "--test",
        "json_schema_ajv",
        "--",
        "--nocapture",
    ];
    run(&mut cargo(workspace, &tests), "agree with the oracles in Node")
}

/// Backend and sandbox run as processes beside the provider, which is a package of Node's.
fn identity(workspace: &Workspace) -> Outcome {
    packages::node()?;
    packages::identity(workspace)?;
    stack::build(workspace)?;
    let mut tests = workspace.command("node");
    tests.args(["--test", "tests/identity/sign-in.test.mjs"]);
    tests.env("CONGDAN_BINARIES", workspace.target().join("debug"));
    run(&mut tests, "sign in with an independent provider")
}

fn web(workspace: &Workspace) -> Outcome {
    packages::chromium(workspace)?;
    let driver = tools::on_path("chromedriver").into_iter().next().unwrap_or_default();
    tools::for_wasm_tests(workspace)?;
    let mut tests = cargo(workspace, &["test", "-p", "web", "-p", "congdan-portal"]);
    tests
        .args(WASM)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", workspace.root.join("xtask/web/webdriver.json"))
        .env("WASM_BINDGEN_TEST_TIMEOUT", "180")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "180");
    run(&mut tests, "pass the tests in the browser")
}

fn release(workspace: &Workspace) -> Outcome {
    portal::build_release(workspace).map(drop)
}
