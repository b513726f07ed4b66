//! Listening: binds, says so, works in the background, and ends within seconds when asked to.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::App;
use crate::config::Config;
use crate::{jobs, routes, uploads};

/// How long open answers may take to finish after the order to stop.
const STOP_SECONDS: u64 = 3;

/// Runs the backend until the process is asked to stop; calls `ready` with its address once it listens.
///
/// # Errors
/// One message for the operator: configuration, procedures, database or address are not in order.
pub async fn serve(config: Config, ready: impl FnOnce(&str)) -> Result<(), String> {
    let listen: SocketAddr =
        config.listen.parse().map_err(|_| format!("listen: {} is no address", config.listen))?;
    let address = config.public_url.clone();
    let app = App::open(config)?;
    let mut listeners = vec![TcpListener::bind(listen).await.map_err(|error| format!("{listen}: {error}"))?];
    if listen.ip() == std::net::Ipv4Addr::LOCALHOST {
        // `localhost` means ::1 first on many systems; a machine without IPv6 does without.
        listeners.extend(TcpListener::bind(("::1", listen.port())).await.ok());
    }
    let workers = [tokio::spawn(jobs::run(app.clone())), tokio::spawn(uploads::run(app.clone()))];
    let router = routes::router(app);
    let (stop, stopped) = watch::channel(false);
    let servers: Vec<_> = listeners
        .into_iter()
        .map(|listener| tokio::spawn(listen_on(listener, router.clone(), stopped.clone())))
        .collect();
    ready(&address);
    asked_to_stop().await;
    for worker in workers {
        worker.abort();
    }
    // Nobody listens any more only when all servers have ended by themselves.
    let _ = stop.send(true);
    for server in servers {
        let ended = tokio::time::timeout(Duration::from_secs(STOP_SECONDS), server).await;
        if let Ok(Ok(Err(error))) = ended {
            return Err(error.to_string());
        }
    }
    Ok(())
}

async fn listen_on(
    listener: TcpListener,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let until = async move {
        // An error means that the sender is gone, which is an order to stop as well.
        let _ = stopped.changed().await;
    };
    axum::serve(listener, router).with_graceful_shutdown(until).await
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
