//! Installing what the build needs and this machine lacks: the wasm target, wasm-bindgen, wasm-opt; for the developer's build trunk.
//! Each is asked for its version first; what fits is left alone. Nothing is installed outside the target folder except rustup's own target.
//! Node packages and browsers of the test run are in `packages`.

use crate::packages;
use crate::run::{Outcome, read, run, say, timed, version_of};
use crate::workspace::Workspace;
use std::path::{Path, PathBuf};

/// The newest trunk that builds with the Rust version of this workspace.
const TRUNK: &str = "0.21.14";
const WASM: &str = "wasm32-unknown-unknown";

/// Everything the build of the portal as citizens get it needs.
pub fn for_portal(workspace: &Workspace) -> Outcome {
    packages::node()?;
    wasm_target(workspace)?;
    wasm_bindgen(workspace)?;
    packages::build_tools(workspace)
}

/// What the developer's build needs beside that.
pub fn for_development(workspace: &Workspace) -> Outcome {
    for_portal(workspace)?;
    cargo_tool(workspace, &trunk())
}

/// The wasm target and the wasm-bindgen of the lock file: all that the wasm tests need.
pub fn for_wasm_tests(workspace: &Workspace) -> Outcome {
    wasm_target(workspace)?;
    wasm_bindgen(workspace)
}

/// rustfmt and clippy, which a minimal rustup profile leaves out.
pub fn component(workspace: &Workspace, name: &str) -> Outcome {
    let asked = if name == "rustfmt" { "fmt" } else { name };
    if read(workspace.cargo().args([asked, "--version"]), "ask cargo").is_ok() {
        return Ok(());
    }
    timed(&format!("installing {name}"), || {
        run(workspace.command("rustup").args(["component", "add", name]), &format!("install {name}"))
    })
}

/// The standard library for wasm.
pub fn wasm_target(workspace: &Workspace) -> Outcome {
    let library = read(
        workspace.command("rustc").args(["--print", "target-libdir", "--target", WASM]),
        "ask rustc for its folders",
    )?;
    if Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    timed(&format!("installing the Rust target {WASM}"), || {
        run(
            workspace.command("rustup").args(["target", "add", WASM]),
            &format!("install the Rust target {WASM}"),
        )
    })
}

/// A tool that cargo installs: its package, the binary that tells its version, and how to build it quickly.
struct Tool {
    package: &'static str,
    binary: &'static str,
    version: String,
    opt_level: &'static str,
    arguments: &'static [&'static str],
    expect: &'static str,
}

/// trunk only starts other programs: it need not be fast itself. Without its default features it cannot download anything, which
/// is wanted, since every tool it looks for is on PATH by then.
fn trunk() -> Tool {
    Tool {
        package: "trunk",
        binary: "trunk",
        version: TRUNK.into(),
        opt_level: "0",
        arguments: &["--no-default-features"],
        expect: "about two minutes, once",
    }
}

fn wasm_bindgen(workspace: &Workspace) -> Outcome {
    let tool = Tool {
        package: "wasm-bindgen-cli",
        binary: "wasm-bindgen",
        version: workspace.locked_version("wasm-bindgen")?,
        opt_level: "1",
        arguments: &[],
        expect: "about two minutes, once",
    };
    cargo_tool(workspace, &tool)
}

fn cargo_tool(workspace: &Workspace, tool: &Tool) -> Outcome {
    if let Some(found) = installed(workspace, tool) {
        say(format_args!("{} {}: here ({})", tool.package, tool.version, found.display()));
        return Ok(());
    }
    let doing = format!("installing {} {} ({})", tool.package, tool.version, tool.expect);
    timed(&doing, || {
        if !prebuilt(workspace, tool) {
            build(workspace, tool)?;
        }
        match installed(workspace, tool) {
            Some(_) => Ok(()),
            None => Err(format!(
                "{} {} was installed, but `{}` does not start.",
                tool.package, tool.version, tool.binary
            )),
        }
    })
}

/// Where a fitting binary is: ours, or one on PATH of exactly this version (trunk insists on it).
fn installed(workspace: &Workspace, tool: &Tool) -> Option<PathBuf> {
    let ours = workspace.tools().join("bin").join(tool.binary);
    let candidates = if ours.is_file() { vec![ours] } else { on_path(tool.binary) };
    candidates.into_iter().next().filter(|path| version_of(path).as_deref() == Some(tool.version.as_str()))
}

/// The programs of this name on PATH, in the order in which a shell looks for them.
pub fn on_path(binary: &str) -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join(binary)).filter(|file| file.is_file()).collect()
}

/// A pre-built binary, when cargo-binstall is present and finds one.
fn prebuilt(workspace: &Workspace, tool: &Tool) -> bool {
    if read(workspace.cargo().args(["binstall", "-V"]), "ask for cargo-binstall").is_err() {
        return false;
    }
    let mut install = workspace.cargo();
    install
        .args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"])
        .arg(workspace.tools())
        .arg(format!("{}@{}", tool.package, tool.version));
    run(&mut install, "take a pre-built binary").is_ok() && installed(workspace, tool).is_some()
}

/// A build with a cheap profile. Both tools share one target folder, so that what they have in common is built once.
fn build(workspace: &Workspace, tool: &Tool) -> Outcome {
    let mut install = workspace.cargo();
    install
        .args(["install", "--locked", "--version", &tool.version, "--root"])
        .arg(workspace.tools())
        .arg(tool.package)
        // What lies there does not start, or is another version.
        .arg("--force")
        .args(tool.arguments)
        .env("CARGO_TARGET_DIR", workspace.tools().join("build"))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", tool.opt_level)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET");
    run(&mut install, &format!("build {} {}", tool.package, tool.version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_of_another_version_does_not_count_as_installed() {
        let workspace = Workspace::find();
        let other = Tool { version: "0.0.0".into(), ..trunk() };
        assert_eq!(installed(&workspace, &other), None);
    }

    #[test]
    fn a_tool_that_nobody_has_is_not_found() {
        assert!(on_path("congdan-no-such-program").is_empty());
    }
}
