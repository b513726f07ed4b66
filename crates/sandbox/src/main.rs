//! The sandbox's process: reads `--config FILE`, listens, prints one `ready` line and serves until asked to stop.
//! What the counterparties do lives in the library; nothing is decided here.

use std::{fmt::Display, process::ExitCode, time::Duration};

use congdan_sandbox::{Config, Sandbox};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("congdan-sandbox: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), String> {
    let config = Config::read(&config_path()?)?;
    let listen = config.listen.clone();
    // First the address: certificates that are made on the first start name it.
    let listener = tokio::net::TcpListener::bind(&listen).await.map_err(|e| format!("{listen}: {e}"))?;
    let sandbox = Sandbox::open(config).map_err(said)?;
    if let Some(scanner) = sandbox.scanner().await.map_err(said)? {
        tokio::spawn(scanner);
    }
    for citizen in Sandbox::citizens() {
        println!("citizen {citizen}");
    }
    println!("ready http://{}", listener.local_addr().map_err(said)?);
    tokio::spawn(sandbox.clone().keep_promises());
    let (stop, stopping) = tokio::sync::oneshot::channel();
    let served = axum::serve(listener, sandbox.router()).with_graceful_shutdown(async move {
        asked_to_stop().await;
        stop.send(()).ok();
    });
    // A browser may keep a connection open without asking for anything: it is not waited for.
    let patience = async {
        if stopping.await.is_ok() {
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    };
    tokio::select! { served = served => served.map_err(said), () = patience => Ok(()) }
}

fn config_path() -> Result<std::path::PathBuf, String> {
    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next(), arguments.next(), arguments.next()) {
        (Some(flag), Some(path), None) if flag == "--config" => Ok(path.into()),
        _ => Err("usage: congdan-sandbox --config FILE".to_owned()),
    }
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            interrupt.await.ok();
            return;
        };
        tokio::select! { _ = interrupt => (), _ = terminate.recv() => () }
    }
    #[cfg(not(unix))]
    interrupt.await.ok();
}

fn said(error: impl Display) -> String {
    error.to_string()
}
