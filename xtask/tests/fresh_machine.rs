//! What xtask does, and says, on a machine where something is missing. The machine is a PATH of scripts; xtask is the real one.
#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::{Machine, locked};

/// A cargo whose builds stop the run after all that comes before them; `cargo binstall` is a program on PATH, as for the real one.
const CARGO: &str = "case $1 in
  binstall) [ -x \"$bin/cargo-binstall\" ] || exit 101; exec \"$bin/cargo-binstall\" \"$@\" ;;
  install)
    mkdir -p \"$tools/bin\"
    case \"$*\" in *trunk*) name=trunk ;; *) name=wasm-bindgen ;; esac
    version=$4
    printf '#!/bin/sh\\necho %s %s\\n' $name $version > \"$tools/bin/$name\"
    chmod +x \"$tools/bin/$name\" ;;
  build) echo 'no compiler on this machine' >&2; exit 1 ;;
esac";

/// The Rust target is there: the folder of its library is one that exists.
const RUSTC: &str = "echo \"$bin\"";

const TRUNK: &str = "0.21.14";

fn with_node(name: &str) -> Machine {
    Machine::fresh(name)
        .with_version("node", "v20.20.2")
        .with("cargo", CARGO)
        .with("npm", "mkdir -p node_modules")
}

/// A machine on which only cargo's tools are missing.
fn without_tools(name: &str) -> Machine {
    with_node(name).with("rustc", RUSTC)
}

fn is_one_sentence(text: &str) -> bool {
    text.starts_with("xtask: ") && text.ends_with('.') && !text.contains('\n')
}

#[test]
fn without_node_one_sentence_says_what_is_needed_and_nothing_is_installed() {
    let machine = Machine::fresh("no-node").with("cargo", CARGO);
    let ended = machine.xtask(&["build"]);
    assert!(!ended.is_good);
    assert_eq!(
        ended.said,
        "xtask: Node 20 or newer is needed and there is none: install it from https://nodejs.org."
    );
    assert_eq!(machine.calls(), [""; 0]);
}

#[test]
fn a_node_that_is_too_old_is_named_with_its_version() {
    let machine = Machine::fresh("old-node").with("cargo", CARGO).with_version("node", "v18.19.1");
    let ended = machine.xtask(&["build"]);
    assert!(!ended.is_good);
    assert_eq!(
        ended.said,
        "xtask: Node 20 or newer is needed and this is Node 18: install it from https://nodejs.org."
    );
}

#[test]
fn a_missing_rust_target_is_installed_through_rustup() {
    let machine = with_node("no-target")
        .with("rustc", "[ -d \"$bin/wasm\" ] && echo \"$bin/wasm\" || echo \"$bin/nothing\"")
        .with("rustup", "mkdir \"$bin/wasm\"");
    machine.xtask(&["build"]);
    assert!(machine.was_called("rustup target add wasm32-unknown-unknown"), "{:?}", machine.calls());
    assert!(machine.was_called("cargo build"), "it went on: {:?}", machine.calls());
}

#[test]
fn a_rust_target_that_cannot_be_installed_ends_in_one_sentence() {
    let without_rustup = with_node("no-rustup").with("rustc", "echo \"$bin/nothing\"");
    let ended = without_rustup.xtask(&["build"]);
    assert_eq!(
        ended.sentence(),
        "xtask: could not install the Rust target wasm32-unknown-unknown: `rustup` is not installed."
    );
    let failing = with_node("bad-rustup").with("rustc", "echo \"$bin/nothing\"").with("rustup", "exit 1");
    let ended = failing.xtask(&["build"]);
    assert!(is_one_sentence(ended.sentence()), "{}", ended.said);
    assert!(ended.sentence().contains("could not install the Rust target"), "{}", ended.said);
    assert!(!failing.was_called("cargo build"));
}

#[test]
fn with_binstall_the_tools_are_taken_ready_made_and_nothing_is_built() {
    let machine = without_tools("binstall").with(
        "cargo-binstall",
        "[ \"$2\" = -V ] && exit 0
         for word in \"$@\"; do last=$word; done
         mkdir -p \"$tools/bin\"
         case $last in trunk@*) name=trunk ;; *) name=wasm-bindgen ;; esac
         printf '#!/bin/sh\\necho %s %s\\n' $name ${last#*@} > \"$tools/bin/$name\"
         chmod +x \"$tools/bin/$name\"",
    );
    let ended = machine.xtask(&["build"]);
    let package = format!("wasm-bindgen-cli@{}", locked("wasm-bindgen"));
    let asked = |call: &String| call.starts_with("cargo-binstall") && call.ends_with(&package);
    assert!(machine.calls().iter().any(asked), "{:?}", machine.calls());
    assert!(!machine.was_called("cargo install"), "{:?}", machine.calls());
    assert!(machine.was_called("cargo build"), "the tools were accepted: {}", ended.said);
}

#[test]
fn when_binstall_fails_or_brings_what_does_not_start_the_tools_are_built() {
    let failing = "[ \"$2\" = -V ] || exit 76";
    let useless =
        "[ \"$2\" = -V ] && exit 0; mkdir -p \"$tools/bin\"; echo broken > \"$tools/bin/wasm-bindgen\"";
    for (name, lines) in [("binstall-fails", failing), ("binstall-useless", useless)] {
        let machine = without_tools(name).with("cargo-binstall", lines);
        let ended = machine.xtask(&["build"]);
        let built = format!("cargo install --locked --version {}", locked("wasm-bindgen"));
        assert!(machine.was_called(&built), "{name}: {:?}", machine.calls());
        assert!(machine.was_called("cargo build"), "{name} went on: {}", ended.said);
    }
}

#[test]
fn without_binstall_the_tools_are_built_and_a_second_run_finds_them() {
    let machine = without_tools("no-binstall");
    machine.xtask(&["build"]);
    let builds =
        |machine: &Machine| machine.calls().iter().filter(|call| call.starts_with("cargo install")).count();
    assert_eq!(builds(&machine), 1, "{:?}", machine.calls());
    let again = machine.xtask(&["build"]);
    assert_eq!(builds(&machine), 1, "{}", again.said);
    let here = format!("wasm-bindgen-cli {}: here", locked("wasm-bindgen"));
    assert!(again.said.contains(&here), "{}", again.said);
    assert_eq!(machine.calls().iter().filter(|call| call.starts_with("npm")).count(), 1);
    assert!(is_one_sentence(again.sentence()), "{}", again.said);
}

#[test]
fn trunk_is_only_installed_for_who_develops() {
    let machine = without_tools("develops");
    let trunk = format!("cargo install --locked --version {TRUNK}");
    machine.xtask(&["build"]);
    assert!(!machine.was_called(&trunk), "{:?}", machine.calls());
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let ended = machine.xtask(&["serve", "--dev", "--port", &port]);
    assert!(machine.was_called(&trunk), "{}", ended.said);
}

/// An apt-get that brings what it is asked for.
const APT: &str = "[ \"$1\" = --version ] && echo 'apt 2.6.1'
[ \"$1\" = install ] && for name in chromium chromedriver; do
  printf '#!/bin/sh\\necho %s 150.0\\n' $name > \"$bin/$name\"; chmod +x \"$bin/$name\"
done; true";

/// The step that needs Chromium and little else.
fn browserless(name: &str) -> Machine {
    let version = locked("wasm-bindgen");
    without_tools(name).with_version("wasm-bindgen", &version)
}

#[test]
fn chromium_is_installed_through_apt_by_root() {
    let machine = browserless("apt-root").with("apt-get", APT).with("id", "echo 0");
    let ended = machine.xtask(&["test", "web"]);
    assert!(ended.is_good, "{}", ended.said);
    assert!(machine.was_called("apt-get update"));
    let install = "apt-get install -y -qq --no-install-recommends chromium chromium-driver";
    assert!(machine.was_called(install), "{:?}", machine.calls());
    machine.xtask(&["test", "web"]);
    assert_eq!(machine.calls().iter().filter(|call| *call == install).count(), 1, "once is enough");
}

#[test]
fn others_install_chromium_through_a_sudo_that_asks_nothing_or_are_told_what_to_do() {
    let sudo = "shift; [ \"$1\" = true ] || exec \"$bin/$1\" \"$2\" \"$3\"";
    let machine = browserless("apt-sudo").with("apt-get", APT).with("id", "echo 1000").with("sudo", sudo);
    let ended = machine.xtask(&["test", "web"]);
    assert!(machine.was_called("sudo -n apt-get install"), "{:?}", machine.calls());
    assert!(ended.is_good, "{}", ended.said);

    let machine = browserless("apt-nobody").with("apt-get", APT).with("id", "echo 1000");
    let ended = machine.xtask(&["test", "web"]);
    assert!(!ended.is_good && !machine.was_called("apt-get install"));
    let sentence = "xtask: Chromium and its driver are needed: install them as root (apt-get install chromium chromium-driver), or run this as root.";
    assert!(ended.said.contains(sentence), "{}", ended.said);
}

#[test]
fn where_there_is_no_apt_one_is_told_which_programs_are_wanted() {
    let machine = browserless("no-debian").with("id", "echo 0");
    let ended = machine.xtask(&["test", "web"]);
    assert!(!ended.is_good);
    let sentence = "xtask: Chromium and its driver are needed, and this is no Debian: install `chromium` and `chromedriver` so that both are on PATH.";
    assert!(ended.said.contains(sentence), "{}", ended.said);
}

#[test]
fn an_apt_that_fails_or_brings_nothing_is_a_failure() {
    for (name, apt) in [
        ("apt-fails", "[ \"$1\" = --version ] && echo 'apt 2.6.1' || exit 100"),
        ("apt-nothing", "echo 'apt 2.6.1'"),
    ] {
        let machine = browserless(name).with("apt-get", apt).with("id", "echo 0");
        let ended = machine.xtask(&["test", "web"]);
        assert!(!ended.is_good, "{name}");
        assert!(ended.said.contains("Chromium"), "{name}: {}", ended.said);
    }
}
