//! Files of the repository that the browser tests run, embedded by `build.rs`, and what the checker says of them natively. The tests are in `tests/`; what needs
//! no browser is tested beside its own code.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
