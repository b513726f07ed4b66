//! Starts the part of the portal that every visit begins with. Nothing else: the app is the library, so that browser tests can use it.

fn main() {
    congdan_portal::start();
}
