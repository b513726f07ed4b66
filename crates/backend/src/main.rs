//! The backend's process: reads `--config FILE`, listens, prints one `ready` line and serves until asked to stop.

use std::path::PathBuf;
use std::process::ExitCode;

use congdan_backend::{Config, serve};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("congdan-backend: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), String> {
    let mut arguments = std::env::args_os().skip(1);
    let path = match (arguments.next(), arguments.next(), arguments.next()) {
        (Some(flag), Some(path), None) if flag == "--config" => PathBuf::from(path),
        _ => return Err("usage: congdan-backend --config FILE".to_owned()),
    };
    serve(Config::read(&path)?, |address| println!("ready {address}")).await
}
