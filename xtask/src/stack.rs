//! Backend and sandbox, built and started together: the sandbox first, because the backend needs its certificates. Used by
//! `serve` and by the journeys. The texts of their configuration are in `settings`.

use crate::http;
use crate::processes::Watch;
use crate::run::{Outcome, run, timed};
use crate::settings::{Secrets, Settings};
use crate::workspace::Workspace;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds both binaries with the profile that the tests use too, so that nothing is built twice.
pub fn build(workspace: &Workspace) -> Outcome {
    timed("building backend and sandbox", || {
        let packages = ["build", "-p", "congdan-backend", "-p", "congdan-sandbox"];
        run(workspace.cargo().args(packages), "build backend and sandbox")
    })
}

/// What a started stack says about itself.
pub struct Started {
    /// The sandbox's lines about its citizens.
    pub citizens: Vec<String>,
    /// The time in both, RFC 3339.
    pub now: String,
    /// How far that is ahead of the real time.
    pub offset_seconds: i64,
}

/// Writes the configuration, starts both, waits until both listen and live in the same time.
pub fn start(workspace: &Workspace, settings: &Settings, watch: &Watch) -> Outcome<Started> {
    let secrets = Secrets::random();
    for folder in ["backend", "sandbox"] {
        create(&settings.data.join(folder))?;
    }
    let sandbox = written(settings.data.join("sandbox.toml"), &settings.sandbox(&secrets))?;
    let backend = written(settings.data.join("backend.toml"), &settings.backend(&secrets))?;
    let mut process = binary(workspace, "congdan-sandbox", &sandbox);
    let citizens = watch.start_ready("sandbox", &mut process, &settings.data.join("sandbox.log"))?;
    written(settings.roots(), &http::get(&settings.sandbox_address(), "/csc/roots.pem")?)?;
    written(settings.stamp_roots(), &http::get(&settings.sandbox_address(), "/tsa/roots.pem")?)?;
    for gateway in ["smartca", "esign"] {
        let roots = http::get(&settings.sandbox_address(), &format!("/{gateway}/roots.pem"))?;
        written(settings.gateway_roots(gateway), &roots)?;
    }
    let mut process = binary(workspace, "congdan-backend", &backend);
    watch.start_ready("backend", &mut process, &settings.data.join("backend.log"))?;
    // A step of no seconds: it tells the backend where the sandbox's clock stands before anybody asks either of them.
    let clock = http::post(&settings.sandbox_address(), "/control/clock", "{\"advance_seconds\":0}")?;
    let clock: serde_json::Value =
        serde_json::from_str(&clock).map_err(|error| format!("the sandbox's clock is not JSON: {error}."))?;
    Ok(Started {
        citizens,
        now: clock["now"].as_str().unwrap_or_default().to_owned(),
        offset_seconds: clock["offset_seconds"].as_i64().unwrap_or_default(),
    })
}

/// A port that nobody listens on.
pub fn free_port() -> Outcome<u16> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("there is no free port: {error}."))
}

/// Says in time, and clearly, that somebody else listens on a port.
pub fn must_be_free(port: u16) -> Outcome {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!(
            "port {port} cannot be used ({error}): end what uses it or choose another with --port."
        )),
    }
}

fn binary(workspace: &Workspace, name: &str, config: &Path) -> Command {
    let mut command = workspace.command(workspace.target().join("debug").join(name));
    command.arg("--config").arg(config);
    command
}

fn create(folder: &Path) -> Outcome {
    fs::create_dir_all(folder)
        .map_err(|error| format!("could not make the folder {}: {error}.", folder.display()))
}

fn written(file: PathBuf, text: &str) -> Outcome<PathBuf> {
    match fs::write(&file, text) {
        Ok(()) => Ok(file),
        Err(error) => Err(format!("could not write {}: {error}.", file.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_in_the_sentence() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = taken.local_addr().expect("an address").port();
        assert!(
            must_be_free(port)
                .is_err_and(|sentence| sentence.contains(&format!("port {port} cannot be used")))
        );
    }
}
