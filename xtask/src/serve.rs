//! `cargo xtask serve`: from a fresh checkout to an address to open, and to nothing left running on Ctrl-C.

use crate::processes::{self, Ended, Watch, last_lines};
use crate::run::Outcome;
use crate::settings::Settings;
use crate::stack::{self, Started};
use crate::workspace::Workspace;
use crate::{calendar, portal};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use time::OffsetDateTime;

#[derive(Debug, PartialEq, Eq)]
struct Options {
    port: u16,
    data: PathBuf,
    procedures: Vec<PathBuf>,
    start: Option<String>,
    dist: Option<PathBuf>,
    dev: bool,
}

/// Runs until Ctrl-C, or until one of the processes ends by itself, which is a failure.
pub fn serve(arguments: &[String]) -> Outcome {
    let options = Options::parse(arguments)?;
    let workspace = Workspace::find();
    let start = Instant::now();
    for port in [options.port, options.sandbox_port()?] {
        stack::must_be_free(port)?;
    }
    let mut procedures = vec![workspace.root.join("procedures")];
    for folder in &options.procedures {
        procedures.push(existing(folder)?);
    }
    let windows = calendar::windows(&procedures);
    let beginning = calendar::beginning(options.start.as_deref(), &windows, OffsetDateTime::now_utc())?;
    let watch = Watch::new();
    let data = absolute(&options.data)?;
    let (dist, watcher) = built(&workspace, &options)?;
    stack::build(&workspace)?;
    let sandbox_port = options.sandbox_port()?;
    let settings = Settings {
        port: options.port,
        sandbox_port,
        dist,
        data,
        procedures,
        start: beginning,
        pages_port: None,
        chaos: None,
        chaos_loses: false,
    };
    processes::end_well_with("Stopped the portal and the sandbox.");
    let started = stack::start(&workspace, &settings, &watch)?;
    if let Some(mut watcher) = watcher {
        watch.start("watcher", &mut watcher, &settings.data.join("watcher.log"))?;
    }
    let remarks = calendar::remarks(&windows, &started.now, started.offset_seconds);
    welcome(&settings, &started, &remarks, start);
    if options.dev {
        println!(
            "A --dev portal has no worker for signatures: its pages say that this browser cannot check them."
        );
    }
    match watch.first_end() {
        Some(Ended(name)) => {
            let log = settings.data.join(format!("{name}.log"));
            Err(format!("the {name} ended by itself.\n{}", last_lines(&log)))
        }
        None => Ok(()),
    }
}

/// The folder to serve, and the watcher that rebuilds it, if any.
fn built(workspace: &Workspace, options: &Options) -> Outcome<(PathBuf, Option<Command>)> {
    match &options.dist {
        Some(folder) if folder.join("index.html").is_file() => Ok((absolute(folder)?, None)),
        Some(folder) => Err(format!("there is no built portal in {}.", folder.display())),
        None if options.dev => portal::build_dev(workspace).map(|(dist, watcher)| (dist, Some(watcher))),
        None => portal::build_release(workspace).map(|dist| (dist, None)),
    }
}

fn welcome(settings: &Settings, started: &Started, remarks: &[String], start: Instant) {
    println!("\nThe portal is open:  {}", settings.portal_url());
    println!("The sandbox beside it (who is who, phones, the officer's desk):  {}/", settings.sandbox_url());
    if !started.citizens.is_empty() {
        println!("\nSandbox citizens you can be:");
    }
    for citizen in &started.citizens {
        println!("  {}", citizen.strip_prefix("citizen ").unwrap_or(citizen));
    }
    if !remarks.is_empty() {
        println!("\n{}", remarks.join("\n"));
    }
    println!(
        "\nLogs and databases: {}. Ready after {} s. Ctrl-C ends both.",
        settings.data.display(),
        start.elapsed().as_secs()
    );
}

impl Options {
    fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self {
            port: 8080,
            data: "data".into(),
            procedures: Vec::new(),
            start: None,
            dist: None,
            dev: false,
        };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("`{word}` needs a value after it."));
            match word.as_str() {
                "--port" => {
                    let port = value()?;
                    options.port = port.parse().map_err(|_| format!("`{port}` is not a port."))?;
                }
                "--data" => options.data = value()?.into(),
                "--procedures" => options.procedures.push(value()?.into()),
                "--start" => options.start = Some(value()?.clone()),
                "--dist" => options.dist = Some(value()?.into()),
                "--dev" => options.dev = true,
                other => return Err(format!("serve does not know `{other}`.")),
            }
        }
        if options.dev && options.dist.is_some() {
            return Err("--dev builds the portal and --dist takes a built one: choose.".into());
        }
        Ok(options)
    }

    fn sandbox_port(&self) -> Outcome<u16> {
        self.port
            .checked_add(1)
            .ok_or_else(|| "the sandbox needs the port after the portal's: choose a lower one.".into())
    }
}

/// Made absolute from where the person stands, since the processes run elsewhere.
fn absolute(folder: &Path) -> Outcome<PathBuf> {
    fs::create_dir_all(folder)
        .and_then(|()| folder.canonicalize())
        .map_err(|error| format!("could not use the folder {}: {error}.", folder.display()))
}

fn existing(folder: &Path) -> Outcome<PathBuf> {
    folder
        .canonicalize()
        .map_err(|error| format!("there are no procedures in {}: {error}.", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Outcome<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn without_options_the_portal_is_on_8080_and_its_data_in_data() {
        let options = parse("").expect("nothing is needed");
        assert_eq!((options.port, options.sandbox_port(), options.data), (8080, Ok(8081), "data".into()));
    }

    #[test]
    fn procedure_folders_add_up() {
        let options = parse("--procedures a --port 9000 --procedures b --dev").expect("all are known");
        assert_eq!(
            (options.procedures, options.port, options.dev),
            (vec!["a".into(), "b".into()], 9000, true)
        );
    }

    #[test]
    fn what_serve_does_not_know_is_refused() {
        for line in ["--prot 1", "--port", "--port x", "--port 70000", "--dev --dist a", "--start"] {
            assert!(parse(line).is_err(), "{line}");
        }
        assert!(parse("--port 65535").expect("a port").sandbox_port().is_err());
    }
}
