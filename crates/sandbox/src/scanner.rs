//! A virus scanner that speaks `clamd(8)`: `PING`, `VERSION` and `INSTREAM`, on a TCP or a Unix socket. It knows one
//! virus, the harmless test file of EICAR, wherever it stands in the bytes (a real scanner wants it at their beginning).

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::{fault::Part, world::World};

/// `StreamMaxLength` of the real one's default configuration.
const LARGEST_STREAM: usize = 100 * 1024 * 1024;
/// Longest name of a command.
const LONGEST_COMMAND: u64 = 64;

/// What listens for the scanner's clients.
pub enum Door {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
}

/// Listens at `tcp:<host>:<port>` or `unix:<path>`; a socket that an earlier run left behind is replaced.
pub async fn open(address: &str) -> io::Result<Door> {
    match address.split_once(':') {
        Some(("tcp", place)) => TcpListener::bind(place).await.map(Door::Tcp),
        #[cfg(unix)]
        Some(("unix", path)) => {
            if let Err(error) = std::fs::remove_file(path)
                && error.kind() != io::ErrorKind::NotFound
            {
                return Err(error);
            }
            tokio::net::UnixListener::bind(path).map(Door::Unix)
        }
        _ => Err(io::Error::other("scanner: neither tcp:<host>:<port> nor unix:<path>")),
    }
}

/// Answers until the process ends.
pub async fn answer(world: World, door: Door) {
    loop {
        // A client that is gone before it is met is nobody's trouble.
        match &door {
            Door::Tcp(listener) => {
                if let Ok((line, _)) = listener.accept().await {
                    tokio::spawn(serve(world.clone(), line));
                }
            }
            #[cfg(unix)]
            Door::Unix(listener) => {
                if let Ok((line, _)) = listener.accept().await {
                    tokio::spawn(serve(world.clone(), line));
                }
            }
        }
    }
}

/// One command, one answer; with a fault the line goes dead.
async fn serve(world: World, line: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
    if world.answers(Part::Scanner).is_err() {
        return Ok(());
    }
    let mut line = BufReader::new(line);
    // `z` ends commands and answers with a zero, `n` with a new line; the old way has neither.
    let (end, mut command) = match line.read_u8().await? {
        b'z' => (0, Vec::new()),
        b'n' => (b'\n', Vec::new()),
        other => (b'\n', vec![other]),
    };
    (&mut line).take(LONGEST_COMMAND).read_until(end, &mut command).await?;
    let answer = match command.strip_suffix(&[end]).unwrap_or(&command) {
        b"PING" => "PONG".to_owned(),
        b"VERSION" => "ClamAV 1.4.3/sandbox".to_owned(),
        b"INSTREAM" => stream(&mut line).await?,
        _ => "UNKNOWN COMMAND".to_owned(),
    };
    line.write_all(&[answer.as_bytes(), &[end]].concat()).await?;
    line.shutdown().await
}

/// Chunks with their lengths, a length of zero behind the last.
async fn stream(line: &mut (impl AsyncRead + Unpin)) -> io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        let length = usize::try_from(line.read_u32().await?).map_err(io::Error::other)?;
        if length == 0 {
            break;
        }
        if bytes.len() + length > LARGEST_STREAM {
            return Ok("INSTREAM size limit exceeded. ERROR".to_owned());
        }
        let start = bytes.len();
        bytes.resize(start + length, 0);
        line.read_exact(&mut bytes[start..]).await?;
    }
    let eicar = eicar();
    let is_found = bytes.windows(eicar.len()).any(|part| part == eicar.as_bytes());
    Ok(if is_found { "stream: Win.Test.EICAR_HDB-1 FOUND" } else { "stream: OK" }.to_owned())
}

/// The test file (eicar.org), put together so that no scanner takes this program for it.
fn eicar() -> String {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].concat()
}
