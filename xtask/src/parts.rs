//! From compiled wasm to what a browser loads: each binary is split where `later!` in the portal says so, bound to a script, and
//! optimised. Compiling is in `portal`; names, integrity values and compression are in `web/finish.mjs`.

use crate::run::{Outcome, run};
use crate::workspace::Workspace;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_encoder::{ExportKind, ExportSection, Module, RawSection};
use wasm_split_cli_support::{Options, transform};
use wasmparser::{BinaryReaderError, ExternalKind, Parser, Payload};

/// The binaries of the portal and what their files are called.
pub const BINARIES: [(&str, &str); 2] = [("congdan-portal", "portal"), ("congdan-dossier", "dossier")];

/// The package of the worker that judges signatures, and what its files are called: loaded by a few pages when they need it.
pub const WORKER: &str = "verifier";

/// The lowest kilobyte of memory is the far end of the stack, so nothing is ever read there.
const OPTIMISED: [&str; 2] = ["-Oz", "--low-memory-unused"];

/// Where cargo leaves a binary.
pub fn compiled(workspace: &Workspace, binary: &str) -> PathBuf {
    workspace.target().join(format!("wasm32-unknown-unknown/portal/{binary}.wasm"))
}

/// Splits, binds and optimises every binary into a folder of its own below `into`.
pub fn bind(workspace: &Workspace, into: &Path) -> Outcome {
    for (binary, stem) in BINARIES {
        let folder = emptied(into, stem)?;
        let main = folder.join("main").join(format!("{stem}.wasm"));
        let later = split(&compiled(workspace, binary), &main, &folder, stem)?;
        to_script(workspace, &main, &folder, &["--keep-lld-exports"])?;
        for module in later.into_iter().chain([folder.join(format!("{stem}_bg.wasm"))]) {
            optimise(workspace, &module)?;
        }
    }
    let folder = emptied(into, WORKER)?;
    to_script(workspace, &compiled(workspace, WORKER), &folder, &[])?;
    optimise(workspace, &folder.join(format!("{WORKER}_bg.wasm")))
}

fn emptied(into: &Path, stem: &str) -> Outcome<PathBuf> {
    let folder = into.join(stem);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| wrote(&folder, &error))?;
    }
    Ok(folder)
}

fn to_script(workspace: &Workspace, wasm: &Path, folder: &Path, more: &[&str]) -> Outcome {
    let mut bindgen = workspace.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript"]).args(more).arg("--out-dir").arg(folder).arg(wasm);
    run(&mut bindgen, "bind the portal to its script")
}

fn optimise(workspace: &Workspace, module: &Path) -> Outcome {
    let mut optimise = workspace.command("wasm-opt");
    optimise.args(OPTIMISED).arg(module).arg("-o").arg(module);
    run(&mut optimise, "optimise the portal")
}

/// What starts goes to `main`, what is fetched later beside its loaders into `folder`; gives the latter.
fn split(wasm: &Path, main: &Path, folder: &Path, stem: &str) -> Outcome<Vec<PathBuf>> {
    let bytes = fs::read(wasm).map_err(|error| format!("could not read {}: {error}.", wasm.display()))?;
    let bytes =
        own_screens(&bytes).map_err(|error| format!("could not split {}: {error}.", wasm.display()))?;
    let beside = main.parent().unwrap_or(folder);
    fs::create_dir_all(beside).map_err(|error| wrote(beside, &error))?;
    let script = format!("./{stem}.js");
    let mut options = Options::new(&bytes);
    options.output_dir = folder;
    options.main_out_path = main;
    options.main_module = &script;
    options.link_name = "./loaders.js";
    let parts =
        transform(options).map_err(|error| format!("could not split {}: {error:#}.", wasm.display()))?;
    Ok(parts.split_modules)
}

/// Without the screens that this binary never asks for. The library that both share exports all of them, and an export is kept
/// with everything that it uses.
fn own_screens(wasm: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut asked = HashSet::new();
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if let Payload::ImportSection(imports) = &payload {
            for import in imports.clone().into_imports() {
                asked.insert(import?.name.to_owned());
            }
        }
        if let Payload::ExportSection(exports) = payload {
            let mut kept = ExportSection::new();
            for export in exports {
                let export = export?;
                if is_kept(export.name, &asked) {
                    let kind = match export.kind {
                        ExternalKind::Memory => ExportKind::Memory,
                        ExternalKind::Table => ExportKind::Table,
                        ExternalKind::Global => ExportKind::Global,
                        ExternalKind::Tag => ExportKind::Tag,
                        ExternalKind::Func | ExternalKind::FuncExact => ExportKind::Func,
                    };
                    kept.export(export.name, kind, export.index);
                }
            }
            module.section(&kept);
        } else if let Some((id, range)) = payload.as_section() {
            let range = usize::try_from(range.start).unwrap_or(usize::MAX)
                ..usize::try_from(range.end).unwrap_or(usize::MAX);
            module.section(&RawSection { id, data: wasm.get(range).unwrap_or_default() });
        }
    }
    Ok(module.finish())
}

/// The splitter's macro names both ends of a call alike: `…_import_ID…` where a screen is asked for, `…_export_ID…` where it is drawn.
fn is_kept(export: &str, asked: &HashSet<String>) -> bool {
    let is_screen = export.starts_with("__wasm_split_00") && export.contains("00_export_");
    !is_screen || asked.contains(&export.replacen("00_export_", "00_import_", 1))
}

fn wrote(path: &Path, error: &std::io::Error) -> String {
    format!("could not write {}: {error}.", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_wasm_is_a_failure_that_names_the_file() {
        let folder = Workspace::find().target().join("xtask-tests/parts");
        fs::create_dir_all(&folder).expect("a folder to write in");
        let file = folder.join("no.wasm");
        fs::write(&file, "no wasm").expect("written");
        let failure = split(&file, &folder.join("main/no.wasm"), &folder, "no").expect_err("a failure");
        assert!(failure.contains("no.wasm"), "{failure}");
    }
}
