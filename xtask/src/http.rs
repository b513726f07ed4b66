//! Single HTTP requests, enough to fetch a small file from a process that we started, or to tell it something. Not a client for
//! anything else.

use crate::run::Outcome;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The body of `GET http://{address}{path}` when the answer is 200.
pub fn get(address: &str, path: &str) -> Outcome<String> {
    ask(address, path, "GET", "")
}

/// The body of the answer to some JSON, when the answer is 200.
pub fn post(address: &str, path: &str, json: &str) -> Outcome<String> {
    ask(address, path, "POST", json)
}

fn ask(address: &str, path: &str, method: &str, json: &str) -> Outcome<String> {
    let sentence = |error: std::io::Error| format!("could not reach http://{address}{path}: {error}.");
    let mut stream = TcpStream::connect(address).map_err(sentence)?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).map_err(sentence)?;
    let length = json.len();
    let headers = format!(
        "Host: {address}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}"
    );
    write!(stream, "{method} {path} HTTP/1.0\r\n{headers}\r\n\r\n{json}").map_err(sentence)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(sentence)?;
    body(&answer).map(str::to_owned).ok_or_else(|| {
        format!("http://{address}{path} answered `{}`.", answer.lines().next().unwrap_or_default())
    })
}

fn body(answer: &str) -> Option<&str> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    (head.split_whitespace().nth(1) == Some("200")).then_some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_body_of_a_good_answer_is_taken() {
        assert_eq!(body("HTTP/1.0 200 OK\r\nA: b\r\n\r\nhello"), Some("hello"));
        assert_eq!(body("HTTP/1.0 404 Not Found\r\n\r\nhello"), None);
        assert_eq!(body(""), None);
    }
}
