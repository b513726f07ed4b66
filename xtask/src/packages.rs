//! What comes from outside cargo: Node itself (a prerequisite, only checked), the locked npm packages of the build, of the
//! oracles and of the journeys, and Chromium with its driver from Debian's packages. Cargo's tools are in `tools`.

use crate::run::{Outcome, read, run, say, timed, version_of};
use crate::tools;
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};

const NODE_MAJOR: u32 = 20;

/// Node is the one prerequisite beside rustup that we do not install.
pub fn node() -> Outcome {
    let found = version_of(Path::new("node"));
    match found.as_deref().and_then(major) {
        Some(version) if version >= NODE_MAJOR => Ok(()),
        Some(version) => Err(format!(
            "Node {NODE_MAJOR} or newer is needed and this is Node {version}: install it from https://nodejs.org."
        )),
        None => Err(format!(
            "Node {NODE_MAJOR} or newer is needed and there is none: install it from https://nodejs.org."
        )),
    }
}

/// wasm-opt, in the tools folder.
pub fn build_tools(workspace: &Workspace) -> Outcome {
    let folder = workspace.tools().join("npm");
    let source = workspace.root.join("xtask/npm");
    let copy = |name: &str| fs::copy(source.join(name), folder.join(name)).map(drop);
    fs::create_dir_all(&folder)
        .and_then(|()| copy("package.json"))
        .and_then(|()| copy("package-lock.json"))
        .map_err(|error| format!("could not prepare {}: {error}.", folder.display()))?;
    install(workspace, &folder, "wasm-opt (npm package binaryen)")
}

/// Playwright and axe, beside the journeys that use them.
pub fn journeys(workspace: &Workspace) -> Outcome {
    install(workspace, &workspace.root.join("tests/journeys"), "the packages of the journeys")
}

/// The engines and validators in JavaScript, beside the comparisons that ask them.
pub fn oracles(workspace: &Workspace) -> Outcome {
    install(workspace, &workspace.root.join("tests/oracles/js"), "the packages of the oracles")
}

/// The identity provider that others wrote, beside the tests that sign in with it.
pub fn identity(workspace: &Workspace) -> Outcome {
    install(workspace, &workspace.root.join("tests/identity"), "the independent identity provider")
}

/// Others' canonical JSON, beside the judges that compare it.
pub fn judges(workspace: &Workspace) -> Outcome {
    install(workspace, &workspace.root.join("tests/judges"), "the judges in Node")
}

/// ajv and json-logic-js, beside the renderer that the engine is measured against.
pub fn bench(workspace: &Workspace) -> Outcome {
    install(workspace, &workspace.root.join("tests/bench"), "the packages of the benchmark")
}

/// The browser that the wasm tests and the journeys drive, where it was found.
pub fn chromium(workspace: &Workspace) -> Outcome<PathBuf> {
    const WANTED: &str = "Chromium and its driver are needed";
    let has = |program: &str| version_of(Path::new(program)).is_some();
    let found = || {
        let browsers = tools::on_path("chromium");
        browsers.into_iter().find(|browser| version_of(browser).is_some()).filter(|_| has("chromedriver"))
    };
    if let Some(browser) = found() {
        return Ok(browser);
    }
    if !has("apt-get") {
        return Err(format!(
            "{WANTED}, and this is no Debian: install `chromium` and `chromedriver` so that both are on PATH."
        ));
    }
    let Some(apt) = as_root(workspace) else {
        return Err(format!(
            "{WANTED}: install them as root (apt-get install chromium chromium-driver), or run this as root."
        ));
    };
    timed("installing chromium and chromium-driver with apt-get", || {
        let run = |arguments: &[&str]| {
            let mut command = workspace.command(apt[0]);
            command.args(&apt[1..]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
            run(&mut command, "install Chromium")
        };
        run(&["update", "-qq"])?;
        run(&["install", "-y", "-qq", "--no-install-recommends", "chromium", "chromium-driver"])
    })?;
    found().ok_or_else(|| format!("{WANTED}: apt-get installed them, but they do not start."))
}

/// How apt-get is called with the rights it needs: as it is by root, else through a sudo that asks nothing.
fn as_root(workspace: &Workspace) -> Option<&'static [&'static str]> {
    let is_root = read(workspace.command("id").arg("-u"), "ask who this is").is_ok_and(|id| id.trim() == "0");
    if is_root {
        return Some(&["apt-get"]);
    }
    let may_sudo = read(workspace.command("sudo").args(["-n", "true"]), "ask sudo").is_ok();
    may_sudo.then_some(&["sudo", "-n", "apt-get"])
}

/// `npm ci`, unless exactly this lock file has been installed here before.
fn install(workspace: &Workspace, folder: &Path, what: &str) -> Outcome {
    let lock = folder.join("package-lock.json");
    let wanted =
        fs::read_to_string(&lock).map_err(|error| format!("could not read {}: {error}.", lock.display()))?;
    let stamp = folder.join("node_modules/.congdan-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        say(format_args!("{what}: here"));
        return Ok(());
    }
    timed(&format!("installing {what}"), || {
        let mut npm = workspace.command("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(folder)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        run(&mut npm, &format!("install {what}"))?;
        fs::write(&stamp, wanted).map_err(|error| format!("could not write {}: {error}.", stamp.display()))
    })
}

fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_its_first_number() {
        assert_eq!(major("20.20.2"), Some(20));
        assert_eq!(major("not a version"), None);
    }

    #[test]
    fn the_lock_of_the_build_tools_names_the_wasm_opt_that_was_measured() {
        let lock = fs::read_to_string(Workspace::find().root.join("xtask/npm/package-lock.json"))
            .expect("it is tracked");
        assert!(lock.contains("\"binaryen\": \"132.0.0\""));
    }
}
