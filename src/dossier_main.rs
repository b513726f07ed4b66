//! Starts the part of the portal that fills in and files a dossier. Nothing else: `main.rs` starts the rest.

fn main() {
    congdan_portal::start_dossier();
}
