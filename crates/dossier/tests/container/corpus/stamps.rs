//! Containers of level T: time-stamps as authorities make them, and every way in which one can be wrong. Where it is not said
//! otherwise, the signature below the time-stamp is good.

use super::{Case, someone, with};
use crate::asn1::{CERTIFICATES, CONTENT_INFO, SIGNED_DATA, SIGNER, edit, element, inside};
use crate::authority::{
    Authority, CLIENT, SHA1, SHA256, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2, STAMPED_AT, STAMPING, Wish,
    commitment, info, time,
};
use crate::openssl::Folder;
use crate::people::{AT, CONTENT, Person, Wish as Flaw};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use dossier::canonical::sha256;
use dossier::signature::{SignatureFault as Fault, stamped};
use rcgen::KeyUsagePurpose;

pub fn cases() -> Vec<Case> {
    let mut cases = accepted();
    cases.extend(by_openssl());
    cases.extend(said());
    cases.extend(authorities());
    cases.extend(forms());
    cases.extend(places());
    cases.extend(moments());
    cases
}

/// What is stamped.
fn signature(container: &[u8]) -> Vec<u8> {
    inside(&inside(&inside(&inside(&inside(container)[1])[0])[4])[0])[5][2..].to_vec()
}

/// A person's container, an authority, and cases of one with the other's tokens.
struct Scene {
    person: Person,
    container: Vec<u8>,
    authority: Authority,
}

impl Scene {
    fn new(wish: &Wish) -> Self {
        let person = someone();
        Self { container: person.sign(CONTENT), person, authority: Authority::new(wish) }
    }

    fn accepted(&self, name: &str, token: &[u8]) -> Case {
        Case {
            stamp_roots: self.authority.roots(),
            stamped_at: Some(STAMPED_AT.to_owned()),
            ..Case::accepted(name, &self.person, stamped(&self.container, token).unwrap())
        }
    }

    fn refused(&self, name: &str, token: &[u8], fault: Fault) -> Case {
        Case { expected: Err(fault), stamped_at: None, ..self.accepted(name, token) }
    }

    fn stamp(&self) -> Vec<u8> {
        self.authority.stamp(&signature(&self.container))
    }

    /// What a good token says, but for its time.
    fn info(&self, time: Vec<u8>) -> Vec<u8> {
        info(SHA256, &sha256(&signature(&self.container)), time)
    }
}

fn accepted() -> Vec<Case> {
    let scene = Scene::new(&Wish::default());
    let below = Scene::new(&Wish { is_below_another: true, ..Wish::default() });
    let said = scene.info(time(STAMPED_AT));
    let own = &scene.authority.chain[0];
    let old = commitment(SIGNING_CERTIFICATE, digest(&SHA1_FOR_LEGACY_USE_ONLY, own).as_ref());
    let with = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
        let mut attributes = scene.authority.attributes(&said);
        change(&mut attributes);
        scene.authority.wrap_with(&said, &attributes)
    };
    let fraction = scene.info(element(0x18, b"20261121080600.25Z"));
    let further = edit(&said, &[], &|parts| {
        parts.extend([element(0x30, &[2, 1, 1, 0x80, 1, 5]), vec![1, 1, 0xff], vec![2, 1, 9]]);
    });
    // The signer's certificate was over when the container was judged; the time-stamp says that it was not when it was made.
    let brief = super::with(&Flaw { years: (2020, 2027), ..Flaw::default() });
    let container = brief.sign(CONTENT);
    let token = scene.authority.stamp(&signature(&container));
    let after = Case {
        now: "2030-01-01T00:00:00Z".to_owned(),
        stamp_roots: scene.authority.roots(),
        stamped_at: Some(STAMPED_AT.to_owned()),
        ..Case::accepted("stamp_keeps_an_expired_certificate", &brief, stamped(&container, &token).unwrap())
    };
    vec![
        scene.accepted("stamped", &scene.stamp()),
        below.accepted("stamp_over_another_authority", &below.stamp()),
        scene.accepted("stamp_with_a_fraction_of_a_second", &scene.authority.wrap(&fraction)),
        scene.accepted("stamp_with_accuracy_and_nonce", &scene.authority.wrap(&further)),
        scene.accepted("stamp_names_its_certificate_as_of_old", &with(&|all| all[2].clone_from(&old))),
        scene.accepted("stamp_names_its_certificate_twice", &with(&|all| all.push(old.clone()))),
        after,
    ]
}

/// Tokens that OpenSSL made, with the machine's clock.
fn by_openssl() -> Vec<Case> {
    let rsa = ("rsa:2048", "sha256", "sha256");
    let kinds = [
        ("openssl_stamp_rsa_sha256", rsa, Ok(())),
        ("openssl_stamp_rsa_sha512", ("rsa:3072", "sha512", "sha384"), Ok(())),
        ("openssl_stamp_p384_sha384", ("ec -pkeyopt ec_paramgen_curve:P-384", "sha384", "sha512"), Ok(())),
        ("openssl_stamp_certificate_by_sha1", ("rsa:2048", "sha256", "sha1"), Ok(())),
        ("openssl_stamp_signed_with_sha1", ("rsa:2048", "sha1", "sha256"), Err(Fault::StampAlgorithm)),
        ("openssl_stamp_by_a_short_key", ("rsa:1024", "sha256", "sha256"), Err(Fault::StampAlgorithm)),
        (
            "openssl_stamp_on_another_curve",
            ("ec -pkeyopt ec_paramgen_curve:secp256k1", "sha256", "sha256"),
            Err(Fault::StampAlgorithm),
        ),
    ];
    let make = |(name, (key, digest, named), expected): (&str, (&str, &str, &str), Result<(), Fault>)| {
        let folder = Folder::new(name);
        let person = someone();
        let container = person.sign(CONTENT);
        let (token, at) = folder.stamp(&signature(&container), key, digest, named);
        let case = Case {
            now: at.clone(),
            stamp_roots: vec![folder.certificate("root.pem")],
            ..Case::accepted(name, &person, stamped(&container, &token).unwrap())
        };
        match expected {
            Ok(()) => Case { stamped_at: Some(at), ..case },
            Err(fault) => Case { expected: Err(fault), ..case },
        }
    };
    kinds.into_iter().map(make).collect()
}

/// True tokens that say something else than they must.
fn said() -> Vec<Case> {
    let scene = Scene::new(&Wish::default());
    let other = someone().sign(CONTENT);
    let own = signature(&scene.container);
    let wrap = |info: &[u8]| scene.authority.wrap(info);
    let good = scene.info(time(STAMPED_AT));
    let changed = |change: &dyn Fn(&mut Vec<Vec<u8>>)| wrap(&edit(&good, &[], change));
    let extension = element(0x30, &[element(6, &[0x2a, 3, 4]), vec![1, 1, 0xff], element(4, b"")].concat());
    let over = |hash: &[u8]| wrap(&info(SHA256, hash, time(STAMPED_AT)));
    let sha1 = digest(&SHA1_FOR_LEGACY_USE_ONLY, &own);
    let at = |text: &[u8]| wrap(&scene.info(element(0x18, text)));
    let malformed = |name: &str, token: &[u8]| scene.refused(name, token, Fault::StampMalformed);
    vec![
        scene.refused("stamp_of_another_signature", &over(&sha256(&signature(&other))), Fault::StampDiffers),
        scene.refused("stamp_of_the_content", &over(&sha256(CONTENT)), Fault::StampDiffers),
        scene.refused("stamp_of_the_container", &over(&sha256(&scene.container)), Fault::StampDiffers),
        scene.refused("stamp_of_a_digest_cut_short", &over(&sha256(&own)[..20]), Fault::StampDiffers),
        scene.refused(
            "stamp_of_a_sha1_digest",
            &wrap(&info(SHA1, sha1.as_ref(), time(STAMPED_AT))),
            Fault::StampAlgorithm,
        ),
        malformed("stamp_of_version_two", &changed(&|parts| parts[0] = vec![2, 1, 2])),
        malformed(
            "stamp_with_an_unknown_critical_extension",
            &changed(&|parts| {
                parts.push(element(0xa1, &extension));
            }),
        ),
        malformed("stamp_without_a_time", &changed(&|parts| parts.truncate(4))),
        malformed("stamp_with_a_local_time", &at(b"20261121150600+0700")),
        malformed("stamp_without_a_time_zone", &at(b"20261121080600")),
        malformed("stamp_of_a_day_that_is_none", &at(b"20261131080600Z")),
        malformed("stamp_with_zeros_in_its_fraction", &at(b"20261121080600.50Z")),
        malformed("stamp_with_two_digits_for_the_year", &wrap(&scene.info(element(0x17, b"261121080600Z")))),
    ]
}

/// Tokens of authorities that may not make them, or that nobody accepts.
fn authorities() -> Vec<Case> {
    let of = |name: &str, wish: Wish, fault| {
        let scene = Scene::new(&wish);
        scene.refused(name, &scene.stamp(), fault)
    };
    let wish = Wish::default;
    let certificate = Fault::StampCertificate;
    let (scene, other) = (Scene::new(&wish()), Scene::new(&wish()));
    let stamp = scene.stamp();
    let from =
        |name: &str, stamp_roots| Case { stamp_roots, ..scene.refused(name, &stamp, Fault::StampUntrusted) };
    let expired = Scene::new(&Wish { years: (2020, 2027), ..wish() });
    let info = scene.info(time(STAMPED_AT));
    let named = |hash: &[u8]| {
        let mut attributes = scene.authority.attributes(&info);
        attributes[2] = commitment(SIGNING_CERTIFICATE_V2, hash);
        scene.authority.wrap_with(&info, &attributes)
    };
    let other_too = {
        let mut attributes = scene.authority.attributes(&info);
        attributes.push(commitment(SIGNING_CERTIFICATE, &[7; 20]));
        scene.authority.wrap_with(&info, &attributes)
    };
    let unnamed = scene.authority.wrap_with(&info, &scene.authority.attributes(&info)[..2]);
    let bare = edit(&stamp, SIGNED_DATA, &|parts| drop(parts.remove(3)));
    vec![
        of("stamp_by_a_certificate_for_anything", Wish { purposes: vec![], ..wish() }, certificate),
        of("stamp_by_a_certificate_of_a_client", Wish { purposes: vec![CLIENT], ..wish() }, certificate),
        of("stamp_purpose_beside_another", Wish { purposes: vec![STAMPING, CLIENT], ..wish() }, certificate),
        of("stamp_purpose_not_critical", Wish { is_critical: false, ..wish() }, certificate),
        of(
            "stamp_by_a_key_for_encryption",
            Wish { usages: vec![KeyUsagePurpose::KeyEncipherment], ..wish() },
            certificate,
        ),
        of("stamp_by_an_expired_authority", Wish { years: (2020, 2026), ..wish() }, Fault::StampUntrusted),
        of("stamp_by_an_authority_to_come", Wish { years: (2027, 2046), ..wish() }, Fault::StampUntrusted),
        Case {
            now: "2027-01-02T00:00:00Z".to_owned(),
            ..expired.refused("stamp_whose_authority_expired_since", &expired.stamp(), Fault::StampUntrusted)
        },
        Case {
            now: "2027-01-02T00:00:00Z".to_owned(),
            proven: Some("2026-12-31T00:00:00Z".to_owned()),
            ..expired.accepted("stamp_whose_authority_expired_after_the_proven_time", &expired.stamp())
        },
        from("stamp_of_an_unknown_authority", other.authority.roots()),
        from("stamp_of_an_authority_for_signers", scene.person.roots()),
        from("stamp_although_nobody_may_stamp", Vec::new()),
        scene.refused("stamp_without_its_certificate", &bare, certificate),
        scene.refused("stamp_commits_to_no_certificate", &unnamed, certificate),
        scene.refused("stamp_commits_to_another_certificate", &named(&sha256(b"")), certificate),
        scene.refused("stamp_commits_to_two_certificates", &other_too, certificate),
    ]
}

/// Tokens that are no tokens, or that were changed after they were signed.
fn forms() -> Vec<Case> {
    let scene = Scene::new(&Wish::default());
    let other = Authority::new(&Wish::default());
    let good = scene.stamp();
    let later = scene.info(time("2026-11-21T08:07:00Z"));
    let stolen = other.wrap_with(&later, &scene.authority.attributes(&later));
    let by_another = edit(&good, SIGNER, &|parts| {
        parts[5] = element(4, &signature(&stolen));
    });
    let malformed = |name: &str, token: &[u8]| scene.refused(name, token, Fault::StampMalformed);
    let attribute = element(0x30, &[element(6, &[0x2a, 3, 4]), element(0x31, &[5, 0])].concat());
    vec![
        scene.refused("stamp_by_another_key", &by_another, Fault::StampWrong),
        scene.refused(
            "stamp_moved_to_another_minute",
            &edit(&good, CONTENT_INFO, &|parts| parts[1] = element(0xa0, &element(4, &later))),
            Fault::StampWrong,
        ),
        malformed("stamp_that_is_null", &[5, 0]),
        malformed("stamp_that_is_a_container", &scene.container),
        malformed(
            "stamp_over_plain_data",
            &edit(&good, CONTENT_INFO, &|parts| {
                parts[0] = element(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1]);
            }),
        ),
        malformed("stamp_without_what_it_says", &edit(&good, CONTENT_INFO, &|parts| parts.truncate(1))),
        malformed(
            "stamp_of_version_one_of_signed_data",
            &edit(&good, SIGNED_DATA, &|parts| {
                parts[0] = vec![2, 1, 1];
            }),
        ),
        malformed(
            "stamp_with_an_unsigned_attribute",
            &edit(&good, SIGNER, &|parts| {
                parts.push(element(0xa1, &attribute));
            }),
        ),
        malformed(
            "stamp_with_revocation_lists",
            &edit(&good, SIGNED_DATA, &|parts| {
                parts.insert(4, element(0xa1, &[]));
            }),
        ),
        malformed(
            "stamp_with_another_kind_of_certificate",
            &edit(&good, CERTIFICATES, &|parts| {
                parts.push(element(0xa3, &[6, 1, 42, 5, 0]));
            }),
        ),
    ]
}

/// Unsigned attributes beside a time-stamp, or in its place.
fn places() -> Vec<Case> {
    let scene = Scene::new(&Wish::default());
    let whole = stamped(&scene.container, &scene.stamp()).unwrap();
    let with = |name: &str, change: &dyn Fn(&mut Vec<Vec<u8>>)| {
        let container = edit(&whole, &[SIGNER, &[6]].concat(), change);
        Case { container, ..scene.refused(name, &scene.stamp(), Fault::Unexpected) }
    };
    let other = element(0x30, &[element(6, &[0x2a, 3, 4]), element(0x31, &[5, 0])].concat());
    let twice = |parts: &mut Vec<Vec<u8>>| {
        parts.push(parts[0].clone());
    };
    let second = scene.authority.wrap(&scene.info(time("2026-11-21T08:07:00Z")));
    let flipped = {
        let mut raw = signature(&scene.container);
        *raw.last_mut().unwrap() ^= 1;
        let container = edit(&scene.container, SIGNER, &|parts| parts[5] = element(4, &raw));
        stamped(&container, &scene.authority.stamp(&raw)).unwrap()
    };
    vec![
        with("two_attributes_with_stamps", &twice),
        with("two_stamps_in_one_attribute", &|parts| {
            parts[0] = edit(&parts[0], &[1], &|values| {
                values.push(second.clone());
                values.sort();
            });
        }),
        with("no_stamp_in_its_attribute", &|parts| {
            parts[0] = edit(&parts[0], &[1], &|values| values.clear());
        }),
        with("stamp_beside_another_attribute", &|parts| {
            parts.push(other.clone());
            parts.sort();
        }),
        with("unsigned_attributes_empty", &|parts| parts.clear()),
        Case {
            container: flipped,
            ..scene.refused("stamp_over_a_wrong_signature", &scene.stamp(), Fault::SignatureWrong)
        },
    ]
}

/// Time-stamps of moments at which they cannot have been made, or at which the signature was not good.
fn moments() -> Vec<Case> {
    let scene = Scene::new(&Wish::default());
    let at = |name: &str, text: &str, fault| {
        scene.refused(name, &scene.authority.wrap(&scene.info(time(text))), fault)
    };
    let late = with(&Flaw { years: (2020, 2027), ..Flaw::default() });
    let container = late.sign(CONTENT);
    let over = sha256(&signature(&container));
    let token = scene.authority.wrap(&info(SHA256, &over, time("2027-01-02T00:00:00Z")));
    let untrusted = Case {
        roots: someone().roots(),
        ..scene.refused("stamp_over_an_untrusted_signature", &scene.stamp(), Fault::Untrusted)
    };
    let ahead = "2026-11-21T08:10:00Z";
    vec![
        at("stamp_of_the_future", "2026-11-21T08:10:01Z", Fault::StampTime),
        Case {
            stamped_at: Some(ahead.to_owned()),
            ..scene.accepted(
                "stamp_by_a_clock_five_minutes_ahead",
                &scene.authority.wrap(&scene.info(time(ahead))),
            )
        },
        Case {
            now: "2030-01-01T00:00:00Z".to_owned(),
            proven: Some(AT.to_owned()),
            ..at("stamp_after_the_proven_time", "2026-11-21T08:10:01Z", Fault::StampTime)
        },
        at("stamp_before_the_signature", "2026-11-21T07:59:59Z", Fault::SigningTime),
        Case {
            now: "2030-01-01T00:00:00Z".to_owned(),
            stamp_roots: scene.authority.roots(),
            ..Case::refused(
                "stamp_after_the_certificate_expired",
                &late,
                stamped(&container, &token).unwrap(),
                Fault::Expired,
            )
        },
        untrusted,
    ]
}
