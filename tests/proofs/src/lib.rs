//! Proofs of the engine that take their time, each by seed, so that whatever is found is found again:
//!
//! - [`walk`]: random steps over real procedures and made forms; what is seen after each goes into a digest that must be the
//!   same natively and in WebAssembly, and equals what the same draft shows when it is opened anew.
//! - [`input`], [`mutate`], [`reached`]: schemas spoilt at random; nothing may panic, hang or break a promise.
//!
//! Tests with small numbers are in `tests/`; the long runs are commands (`main.rs`, and `cargo xtask steps` and `fuzz`).
//! Properties over proptest's shrinking forms are the engine's own, in `crates/eform/tests`.

pub mod answers;
pub mod dice;
pub mod expressions;
pub mod forms;
pub mod frozen;
pub mod input;
#[cfg(target_arch = "wasm32")]
pub mod judged;
pub mod kinds;
pub mod mutate;
pub mod reached;
pub mod seen;
pub mod steps;
pub mod walk;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
