//! Reads one JSON value per line and writes its canonical bytes, or `refused`, per line: for comparing with other implementations
//! (`tests/judges/canonical.py`).

use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let value = serde_json::from_str(&line?)?;
        match dossier::canonical::to_bytes(&value) {
            Ok(bytes) => out.write_all(&bytes)?,
            Err(_) => out.write_all(b"refused")?,
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}
