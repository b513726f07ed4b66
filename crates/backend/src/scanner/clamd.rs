//! `ClamAV`'s daemon over its own protocol (`clamd(8)`, command `INSTREAM`), on a TCP or a Unix socket.

use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Scanner, Verdict};
use crate::later::Later;

/// A large PDF takes its time.
const SECONDS: u64 = 60;
/// Bytes of one chunk.
const CHUNK: usize = 64 * 1024;
/// No answer is longer.
const ANSWER_BYTES: u64 = 1024;

/// A client of the daemon; each file is a connection of its own.
pub struct Clamd {
    at: Address,
}

enum Address {
    Tcp(String),
    #[cfg(unix)]
    Unix(PathBuf),
}

impl Clamd {
    /// A client for `tcp:<host>:<port>` or `unix:<path>`.
    ///
    /// # Errors
    /// One sentence: the address is neither.
    pub fn new(address: &str) -> Result<Self, String> {
        let at = match address.split_once(':') {
            Some(("tcp", place)) if place.contains(':') => Address::Tcp(place.to_owned()),
            #[cfg(unix)]
            Some(("unix", path)) if !path.is_empty() => Address::Unix(PathBuf::from(path)),
            _ => return Err("scanner: neither tcp:<host>:<port> nor unix:<path>".to_owned()),
        };
        Ok(Self { at })
    }

    async fn ask(&self, bytes: &[u8]) -> Result<Verdict, String> {
        let answer = match &self.at {
            Address::Tcp(place) => {
                instream(TcpStream::connect(place).await.map_err(|e| e.to_string())?, bytes).await
            }
            #[cfg(unix)]
            Address::Unix(path) => {
                instream(tokio::net::UnixStream::connect(path).await.map_err(|e| e.to_string())?, bytes).await
            }
        };
        verdict(&answer.map_err(|error| error.to_string())?)
    }
}

impl Scanner for Clamd {
    fn scan<'a>(&'a self, bytes: &'a [u8]) -> Later<'a, Result<Verdict, String>> {
        Box::pin(async move {
            let asked = tokio::time::timeout(Duration::from_secs(SECONDS), self.ask(bytes)).await;
            asked.unwrap_or_else(|_| Err("no answer in time".to_owned()))
        })
    }
}

async fn instream(mut line: impl AsyncRead + AsyncWrite + Unpin, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let sent = send(&mut line, bytes).await;
    // A daemon that has enough says so and closes its side: its answer is worth more than our error.
    let mut answer = Vec::new();
    let read = line.take(ANSWER_BYTES).read_to_end(&mut answer).await;
    if answer.is_empty() {
        sent?;
        read?;
    }
    Ok(answer)
}

async fn send(line: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> std::io::Result<()> {
    line.write_all(b"zINSTREAM\0").await?;
    for chunk in bytes.chunks(CHUNK) {
        line.write_u32(u32::try_from(chunk.len()).unwrap_or_default()).await?;
        line.write_all(chunk).await?;
    }
    line.write_u32(0).await?;
    line.flush().await
}

/// `stream: OK`, `stream: <signature> FOUND`, or `<what> ERROR`.
fn verdict(answer: &[u8]) -> Result<Verdict, String> {
    let answer = String::from_utf8_lossy(answer);
    match answer.trim_end_matches(['\0', '\n']) {
        "stream: OK" => Ok(Verdict::Clean),
        found if found.starts_with("stream: ") && found.ends_with(" FOUND") => Ok(Verdict::Infected),
        other => Err(format!("clamd: {other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Clamd, Verdict, verdict};

    #[test]
    fn only_a_clear_word_is_a_verdict() {
        assert_eq!(verdict(b"stream: OK\0"), Ok(Verdict::Clean));
        assert_eq!(verdict(b"stream: Win.Test.EICAR_HDB-1 FOUND\0"), Ok(Verdict::Infected));
        assert!(verdict(b"INSTREAM size limit exceeded. ERROR\0").is_err());
        assert!(verdict(b"").is_err());
    }

    #[test]
    fn an_address_says_what_kind_of_socket_it_is() {
        assert!(Clamd::new("tcp:127.0.0.1:3310").is_ok());
        assert!(Clamd::new("127.0.0.1:3310").is_err());
        assert!(Clamd::new("tcp:3310").is_err());
    }
}
