//! Answers about a signer's certificate beside a good container, as responders and authorities of OpenSSL make them, and every way in
//! which one can be of no use. They are of the machine's clock.

use super::Case;
use crate::asn1::{edit, element, inside};
use crate::openssl::Folder;
use crate::people::CONTENT;

/// One answer with the verdict that it must get: `good`, `revoked`, or why it cannot be used.
#[derive(Clone)]
pub struct Answer {
    /// A list of revoked certificates, and not an answer of a responder.
    pub is_list: bool,
    pub der: Vec<u8>,
    pub verdict: String,
}

/// A signer under an authority of OpenSSL, at one moment.
struct Scene {
    folder: Folder,
    case: Case,
}

impl Scene {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        folder.write("dossier.json", CONTENT);
        folder.authority("rsa:2048", "-sha256", "ec -pkeyopt ec_paramgen_curve:P-256");
        folder.answering();
        let container = folder.sign_cms("-md sha256");
        let case = Case {
            name: String::new(),
            container,
            content: CONTENT.to_vec(),
            roots: vec![folder.certificate("root.pem")],
            stamp_roots: Vec::new(),
            now: Folder::now(),
            proven: None,
            expected: Ok(Some("001195004321")),
            stamped_at: None,
            answer: None,
        };
        Self { folder, case }
    }

    fn case(&self, name: &str, is_list: bool, der: Vec<u8>, verdict: &str) -> Case {
        let answer = Some(Answer { is_list, der, verdict: verdict.to_owned() });
        Case { name: name.to_owned(), answer, ..self.case.clone() }
    }

    fn ocsp(&self, name: &str, der: Vec<u8>, verdict: &str) -> Case {
        self.case(name, false, der, verdict)
    }

    fn list(&self, name: &str, der: Vec<u8>, verdict: &str) -> Case {
        self.case(name, true, der, verdict)
    }
}

pub fn cases() -> Vec<Case> {
    let mut cases = ocsp();
    cases.extend(lists());
    cases
}

/// The moment so many hours from now.
fn hours(hours: i64) -> String {
    Folder::date(&format!("now {hours:+} hours"), "%Y-%m-%dT%H:%M:%SZ")
}

fn later(case: Case, by: i64) -> Case {
    Case { now: hours(by), ..case }
}

/// Three hours later, with the moment of now proven.
fn after(case: Case) -> Case {
    Case { proven: Some(case.now.clone()), ..later(case, 3) }
}

fn ocsp() -> Vec<Case> {
    let scene = Scene::new("ocsp");
    let (folder, other) = (&scene.folder, Scene::new("ocsp-other"));
    let own = "-rsigner root.pem -rkey root.key";
    let delegated = "-rsigner responder.pem -rkey responder.key";
    let good = folder.ocsp("V", &format!("{own} -ndays 1"));
    let revoked = folder.ocsp("R", &format!("{own} -ndays 1"));
    let endless = folder.ocsp("V", own);
    let mut flipped = good.clone();
    // The signature is followed by the responder's certificate; without certificates it is the last.
    let bare = folder.ocsp("V", &format!("{own} -ndays 1 -resp_no_certs"));
    let mut wrong = bare.clone();
    *wrong.last_mut().unwrap() ^= 1;
    flipped.truncate(flipped.len() - 1);
    let since = folder.ocsp("L", &format!("{own} -ndays 1"));
    vec![
        scene.ocsp("ocsp_of_the_authority_good", good.clone(), "good"),
        scene.ocsp("ocsp_without_certificates_good", bare, "good"),
        scene.ocsp(
            "ocsp_named_by_its_key_good",
            folder.ocsp("V", &format!("{own} -ndays 1 -resp_key_id")),
            "good",
        ),
        scene.ocsp(
            "ocsp_by_a_sha256_digest_good",
            folder.ocsp("V", &format!("{own} -ndays 1 -sha256")),
            "good",
        ),
        scene.ocsp("ocsp_of_a_delegate_good", folder.ocsp("V", &format!("{delegated} -ndays 1")), "good"),
        scene.ocsp("ocsp_without_an_end_good", endless.clone(), "good"),
        scene.ocsp("ocsp_revoked", revoked, "revoked"),
        after(scene.ocsp("ocsp_revoked_after_the_proven_time", since.clone(), "good")),
        later(scene.ocsp("ocsp_revoked_before_now", since, "revoked"), 3),
        scene.ocsp("ocsp_unknown", folder.ocsp("", &format!("{own} -ndays 1")), "unknown"),
        scene.ocsp("ocsp_try_later", vec![0x30, 3, 0x0a, 1, 3], "unknown"),
        later(scene.ocsp("ocsp_stale", good.clone(), "stale"), 30),
        later(scene.ocsp("ocsp_without_an_end_stale", endless, "stale"), 30),
        scene.ocsp(
            "ocsp_of_somebody_else",
            other.folder.ocsp("V", &format!("{own} -ndays 1")),
            "other_certificate",
        ),
        scene.ocsp(
            "ocsp_of_a_responder_without_its_purpose",
            folder.ocsp("V", "-rsigner other.pem -rkey other.key -ndays 1"),
            "responder",
        ),
        scene.ocsp(
            "ocsp_of_a_responder_of_somebody_else",
            folder.ocsp("V", "-rsigner stranger.pem -rkey stranger.key -ndays 1"),
            "responder",
        ),
        scene.ocsp(
            "ocsp_of_the_signer_itself",
            folder.ocsp("V", "-rsigner signer.pem -rkey key.pem -ndays 1"),
            "responder",
        ),
        scene.ocsp(
            "ocsp_signed_with_sha1",
            folder.ocsp("V", &format!("{own} -ndays 1 -rmd sha1")),
            "algorithm",
        ),
        scene.ocsp("ocsp_with_a_flipped_bit", wrong, "signature_wrong"),
        scene.ocsp("ocsp_cut_short", flipped, "malformed"),
        scene.ocsp("ocsp_that_is_a_list", folder.list(""), "malformed"),
        scene.ocsp("ocsp_empty", Vec::new(), "malformed"),
    ]
}

fn lists() -> Vec<Case> {
    let scene = Scene::new("list");
    let (folder, other) = (&scene.folder, Scene::new("list-other"));
    let good = folder.list("");
    folder.index("R");
    let revoked = folder.list("");
    folder.index("L");
    let since = folder.list("");
    folder.index("V");
    let ahead = folder.list(&format!("-crl_lastupdate {}", Folder::date("now +1 hour", "%Y%m%d%H%M%SZ")));
    let critical = folder.list("-crlexts part");
    let delta = folder.list("-crlexts delta");
    let unnumbered = folder.list("-name bare");
    let mut wrong = good.clone();
    *wrong.last_mut().unwrap() ^= 1;
    let endless = edit(&good, &[0], &|parts| {
        let times = parts.iter().rposition(|part| part[0] == 0x17).unwrap();
        parts.remove(times);
    });
    let renamed = edit(&good, &[], &|parts| parts[1] = element(0x30, &inside(&parts[1])[0]));
    vec![
        scene.list("list_good", good.clone(), "good"),
        scene.list("list_revoked", revoked.clone(), "revoked"),
        after(scene.list("list_revoked_after_the_proven_time", since, "good")),
        later(scene.list("list_stale", good.clone(), "stale"), 24 * 8),
        scene.list("list_of_the_future", ahead, "future"),
        scene.list("list_of_somebody_else_of_the_same_name", other.folder.list(""), "signature_wrong"),
        scene.list("list_with_a_flipped_bit", wrong, "signature_wrong"),
        scene.list("list_of_a_part", critical, "critical"),
        scene.list("list_of_changes", delta, "critical"),
        scene.list("list_without_a_number", unnumbered, "malformed"),
        scene.list("list_without_an_end", endless, "malformed"),
        scene.list("list_with_two_names_of_its_algorithm", renamed, "malformed"),
        scene.list("list_signed_with_sha1", folder.list("-md sha1"), "algorithm"),
        scene.list(
            "list_that_is_an_answer",
            folder.ocsp("V", "-rsigner root.pem -rkey root.key"),
            "malformed",
        ),
        scene.list("list_empty", Vec::new(), "malformed"),
    ]
}
