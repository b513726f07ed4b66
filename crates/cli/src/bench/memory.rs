//! How many bytes a form and a draft need: a process of its own makes many of them and reads from the system by how much it has
//! grown. No allocator of ours, which would need unsafe code; so it is known only where there is `/proc`.

use super::{form, today};
use eform::cases::bench_answers;
use eform::{Facts, Instance};
use serde_json::{Value, json};
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Fields of all the forms that are made together.
pub const FIELDS: usize = 50_000;

/// By how much the process must have grown before drafts are counted.
const SLACK: u64 = 4_000_000;

/// Bytes of one form and of one draft, measured by another process; nothing where that is not possible.
pub fn of(size: usize) -> Value {
    let measured = std::env::current_exe().ok().and_then(|program| {
        let mut measure = Command::new(program);
        measure.args(["bench", "memory", &size.to_string()]).stderr(Stdio::null());
        measure.output().ok().filter(|output| output.status.success())
    });
    measured.and_then(|output| serde_json::from_slice(&output.stdout).ok()).unwrap_or_default()
}

/// What that process prints.
pub fn measure(size: usize, fields: usize) -> Result<String, String> {
    let count = (fields / size.max(1)).clamp(5, 2_000);
    // What the first of each leaves behind is not counted.
    let warm = Arc::new(form(size)?);
    drop(Instance::new(warm.clone(), bench_answers(size), Facts::new(), today()?));
    let empty = resident()?;
    let forms = (0..count).map(|_| form(size)).collect::<Result<Vec<_>, _>>()?;
    let with_forms = resident()?;
    let today = today()?;
    let open = |_| Instance::new(warm.clone(), bench_answers(size), Facts::new(), today);
    // What compiling has given back is used first: only then does a draft make the process larger.
    let mut drafts = Vec::new();
    while resident()? < with_forms + SLACK {
        drafts.extend((0..count).map(open));
    }
    let filled = resident()?;
    drafts.extend((0..count).map(open));
    let with_drafts = resident()?;
    black_box((forms, drafts));
    let each = |before: u64, after: u64| after.saturating_sub(before) / count as u64;
    let bytes = json!({"form_bytes": each(empty, with_forms), "draft_bytes": each(filled, with_drafts)});
    Ok(format!("{bytes}\n"))
}

/// Bytes of this process that are in memory.
fn resident() -> Result<u64, String> {
    let status =
        std::fs::read_to_string("/proc/self/status").map_err(|error| format!("no /proc: {error}."))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.map(|number| number * 1024).ok_or_else(|| "the system does not say how large it is.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_told_where_the_system_says_how_large_a_process_is() {
        // How many they are is not asked here: the other tests of this process come and go beside it.
        let measured = measure(20, 400)
            .and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
        match resident() {
            Ok(size) => {
                let measured = measured.expect("it is JSON");
                assert!(size > 0 && measured["form_bytes"].is_u64() && measured["draft_bytes"].is_u64());
            }
            Err(_) => assert!(measured.is_err()),
        }
    }
}
