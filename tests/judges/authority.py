"""Certificate chains, time-stamps, OCSP answers and lists as certomancer makes them, good and bad, with the verdict that each must get.

Containers are signed by OpenSSL and stamped with asn1crypto: nothing here is ours but the verdicts. The corpus has the form of
`tests/signatures` and is judged by containers.mjs.

    python tests/judges/authority.py FOLDER     (cargo xtask test judges judges what it makes)
"""

import hashlib
import json
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from asn1crypto import algos, cms, core, crl, ocsp, pem, tsp, x509
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, KeyLabel
from certomancer.services import CRLBuilder, RevocationInfoInterface, SimpleOCSPResponder, TimeStamper
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

CONTENT = '{"answers":{"child_name":{"family":"Trần"}}}'.encode()
NOW = datetime.now(tz=timezone.utc).replace(microsecond=0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALGORITHM = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})

# Who there is: name, issuer, years of validity, extensions.
CA = [("basic_constraints", True, {"ca": True}), ("key_usage", True, {"key_cert_sign", "crl_sign"})]
SIGNING = [("key_usage", True, {"digital_signature", "non_repudiation"})]
LISTS = [("basic_constraints", True, {"ca": True}), ("key_usage", True, {"crl_sign"})]
NO_CA = [("basic_constraints", True, {"ca": False}), ("key_usage", True, {"key_cert_sign", "crl_sign"})]
LAST_CA = [("basic_constraints", True, {"ca": True, "path_len_constraint": 0}), ("key_usage", True, {"key_cert_sign", "crl_sign"})]


def purposes(critical, *names):
    return [("key_usage", True, {"digital_signature"}), ("extended_key_usage", critical, list(names))]


PEOPLE = {
    "root": ("root", (2020, 2045), CA),
    "issuing": ("root", (2020, 2044), CA),
    "signer": ("issuing", (2020, 2040), SIGNING),
    "signer_expired": ("issuing", (2020, 2021), SIGNING),
    "signer_to_come": ("issuing", (2040, 2041), SIGNING),
    "signer_for_keys": ("issuing", (2020, 2040), [("key_usage", True, {"key_encipherment"})]),
    "signer_for_servers": ("issuing", (2020, 2040), purposes(False, "server_auth")),
    "signer_for_code": ("issuing", (2020, 2040), purposes(True, "code_signing")),
    "signer_of_the_root": ("root", (2020, 2040), SIGNING),
    "signer_by_itself": ("signer_by_itself", (2020, 2040), SIGNING),
    "issuing_expired": ("root", (2020, 2021), CA),
    "signer_of_the_expired": ("issuing_expired", (2020, 2040), SIGNING),
    "issuing_for_lists": ("root", (2020, 2044), LISTS),
    "signer_of_lists": ("issuing_for_lists", (2020, 2040), SIGNING),
    "issuing_no_authority": ("root", (2020, 2044), NO_CA),
    "signer_of_no_authority": ("issuing_no_authority", (2020, 2040), SIGNING),
    "last": ("root", (2020, 2044), LAST_CA),
    "below_the_last": ("last", (2020, 2044), CA),
    "signer_too_deep": ("below_the_last", (2020, 2040), SIGNING),
    "middle": ("root", (2020, 2044), CA),
    "lower": ("middle", (2020, 2044), CA),
    "signer_of_the_lower": ("lower", (2020, 2040), SIGNING),
    "root_expired": ("root_expired", (2015, 2021), CA),
    "signer_of_the_expired_root": ("root_expired", (2020, 2040), SIGNING),
    "responder": ("issuing", (2020, 2040), purposes(False, "ocsp_signing")),
    "responder_expired": ("issuing", (2020, 2021), purposes(False, "ocsp_signing")),
    "responder_without_purpose": ("issuing", (2020, 2040), purposes(False, "client_auth")),
    "responder_of_the_root": ("root", (2020, 2040), purposes(False, "ocsp_signing")),
    "time_root": ("time_root", (2020, 2045), CA),
    "tsa": ("time_root", (2020, 2040), purposes(True, "time_stamping")),
    "tsa_expired": ("time_root", (2020, 2021), purposes(True, "time_stamping")),
    "tsa_not_critical": ("time_root", (2020, 2040), purposes(False, "time_stamping")),
    "tsa_for_mail": ("time_root", (2020, 2040), purposes(True, "email_protection")),
    "tsa_for_both": ("time_root", (2020, 2040), purposes(True, "time_stamping", "email_protection")),
    "tsa_of_the_signers": ("root", (2020, 2040), purposes(True, "time_stamping")),
}


def certificate(name, issuer, years, extensions):
    return {
        "subject": name,
        "issuer": issuer,
        "validity": dict(zip(("valid-from", "valid-to"), (f"{year}-01-01T00:00:00+0000" for year in years))),
        "extensions": [{"id": kind, "critical": critical, "value": value} for kind, critical, value in extensions],
    }


def configuration(folder):
    """Keys by `cryptography`, certificates by certomancer."""
    (folder / "keys").mkdir(parents=True)
    for name in PEOPLE:
        key = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / "keys" / f"{name}.pem").write_bytes(key)
    entities = {name: {"common-name": f"Certomancer {name}"} for name in PEOPLE}
    for name, entity in entities.items():
        if name.startswith("signer"):
            entity["serial-number"] = "CCCD:001195004321"
    config = {
        "external-url-prefix": "http://localhost",
        "keysets": {"keys": {"path-prefix": "keys", "keys": {name: {"path": f"{name}.pem"} for name in PEOPLE}}},
        "pki-architectures": {
            "all": {
                "keyset": "keys",
                "entity-defaults": {"country-name": "VN"},
                "entities": entities,
                "certs": {name: certificate(name, *who) for name, who in PEOPLE.items()},
            }
        },
    }
    return CertomancerConfig(config, key_search_dir=str(folder))


def architecture(folder):
    """The one architecture of the configuration."""
    return configuration(folder).get_pki_arch(ArchLabel("all"))


class Registry(RevocationInfoInterface):
    """What an authority knows of the signer."""

    def __init__(self, issuer, status):
        self.issuer, self.status = issuer, status

    def get_issuer_cert(self):
        return self.issuer

    def check_revocation_status(self, cid, at_time):
        return self.status, []


class Scene:
    """One signer, with everybody who says something about the signature."""

    def __init__(self, folder):
        self.folder = folder
        self.all = architecture(folder)
        for place in ("containers", "contents", "roots", "answers"):
            (folder / place).mkdir()
        (folder / "contents" / "content").write_bytes(CONTENT)
        for name in PEOPLE:
            (folder / "roots" / f"{name}.pem").write_bytes(pem.armor("CERTIFICATE", self.cert(name).dump()))
        self.sign("plain", "signer", ["issuing"])
        self.plain = (folder / "containers" / "plain").read_bytes()
        self.signature = cms.ContentInfo.load(self.plain)["content"]["signer_infos"][0]["signature"].native
        self.cases = []

    def cert(self, name):
        return self.all.get_cert(CertLabel(name))

    def key(self, name):
        return self.all.key_set.get_private_key(KeyLabel(name))

    def add(self, name, expected="accepted", **more):
        case = {
            "name": name, "now": text(NOW), "proven": None, "roots": ["roots/root.pem"], "stamp_roots": [],
            "content": "contents/content", "container": "containers/plain", "expected": expected,
        }
        if expected == "accepted":
            case["citizen_id"] = "001195004321"
        self.cases.append(case | more)

    def sign(self, name, signer, between):
        """A container of a signer with the certificates between them and a root."""
        chain = "".join((self.folder / "roots" / f"{one}.pem").read_text() for one in between)
        (self.folder / "chain.pem").write_text(chain)
        line = f"openssl cms -sign -cades -binary -in contents/content -signer roots/{signer}.pem -inkey keys/{signer}.pem " \
               f"-nosmimecap -outform DER -out containers/{name}{' -certfile chain.pem' if between else ''}"
        subprocess.run(line.split(), cwd=self.folder, check=True, capture_output=True)

    def chain(self, name, signer, between, expected="accepted", **more):
        """A signature whose chain is judged."""
        self.sign(name, signer, between)
        self.add(name, expected, container=f"containers/{name}", **more)

    def stamp(self, name, by, expected="accepted", at=NOW, over=None, **more):
        """A container with a time-stamp of an authority."""
        stamper = TimeStamper(self.cert(by), self.key(by), fixed_dt=at)
        imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(over or self.signature).digest()}
        asked = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True, "nonce": 7})
        token = stamper.request_tsa_response(asked)["time_stamp_token"]
        info = cms.ContentInfo.load(self.plain)
        attribute = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})
        info["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])
        (self.folder / "containers" / name).write_bytes(info.dump(force=True))
        if expected == "accepted":
            more["stamped_at"] = text(at)
        self.add(name, expected, container=f"containers/{name}", **{"stamp_roots": ["roots/time_root.pem"]} | more)

    def ocsp(self, name, by, status, answer, at=NOW, validity=HOUR, of="issuing", **more):
        """An answer of a responder about the signer."""
        issuer = self.cert(of)
        registry = Registry(issuer, status)
        responder = SimpleOCSPResponder(self.cert(by), self.key(by), ALGORITHM, at, registry, validity)
        signer = self.cert("signer")
        asked = ocsp.CertId({
            "hash_algorithm": {"algorithm": "sha1"},
            "issuer_name_hash": hashlib.sha1(issuer.subject.dump()).digest(),
            "issuer_key_hash": issuer.public_key.sha1,
            "serial_number": signer.serial_number,
        })
        one = responder.format_single_ocsp_response(asked, issuer)
        said = responder.assemble_simple_ocsp_responses([one])
        self.answer(name, "ocsp", said, answer, more)

    def list(self, name, answer, by="issuing", revoked=(), at=NOW - HOUR, validity=DAY, **more):
        """An authority's list."""
        part = more.pop("part", None)
        issuer = self.cert("issuing")
        builder = CRLBuilder(issuer.subject, self.key(by), ALGORITHM, issuer.key_identifier_value)
        said = builder.build_crl(7, at, at + validity, revoked, part)
        self.answer(name, "list", said, answer, more)

    def answer(self, name, kind, said, answer, more):
        (self.folder / "answers" / name).write_bytes(said.dump())
        self.add(name, answer=answer, **{kind: f"answers/{name}"} | more)


def text(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def revoked(since):
    return ocsp.CertStatus("revoked", {"revocation_time": since, "revocation_reason": "key_compromise"})


def chains(scene):
    scene.chain("chain_of_three", "signer_of_the_lower", ["lower", "middle"])
    scene.chain("chain_of_one", "signer_of_the_root", [])
    scene.chain("chain_without_its_middle", "signer_of_the_lower", ["lower"], "untrusted")
    scene.chain("chain_without_its_issuer", "signer", [], "untrusted")
    scene.chain("chain_to_another_root", "signer", ["issuing"], "untrusted", roots=["roots/time_root.pem"])
    scene.chain("chain_below_the_last_authority", "signer_too_deep", ["below_the_last", "last"], "untrusted")
    scene.chain("chain_over_an_expired_authority", "signer_of_the_expired", ["issuing_expired"], "expired")
    scene.chain("chain_over_an_authority_for_lists", "signer_of_lists", ["issuing_for_lists"], "key_usage")
    scene.chain("chain_over_no_authority", "signer_of_no_authority", ["issuing_no_authority"], "key_usage")
    scene.chain("chain_to_an_expired_root", "signer_of_the_expired_root", [], "untrusted", roots=["roots/root_expired.pem"])
    scene.chain("signer_expired", "signer_expired", ["issuing"], "expired")
    scene.chain("signer_to_come", "signer_to_come", ["issuing"], "not_yet_valid")
    scene.chain("signer_for_keys", "signer_for_keys", ["issuing"], "key_usage")
    scene.chain("signer_for_servers", "signer_for_servers", ["issuing"], "key_usage")
    scene.chain("signer_for_code", "signer_for_code", ["issuing"], "key_usage")
    scene.chain("signer_by_itself", "signer_by_itself", [], "untrusted")


def stamps(scene):
    scene.add("no_stamp")
    scene.stamp("stamp", "tsa")
    scene.stamp("stamp_of_another_signature", "tsa", "stamp_differs", over=CONTENT)
    scene.stamp("stamp_of_the_future", "tsa", "stamp_time", at=NOW + HOUR)
    scene.stamp("stamp_before_the_signature", "tsa", "signing_time", at=NOW - HOUR)
    scene.stamp("stamp_expired", "tsa_expired", "stamp_untrusted")
    scene.stamp("stamp_not_critical", "tsa_not_critical", "stamp_certificate")
    scene.stamp("stamp_for_mail", "tsa_for_mail", "stamp_certificate")
    scene.stamp("stamp_for_both", "tsa_for_both", "stamp_certificate")
    scene.stamp("stamp_by_a_signer", "signer", "stamp_certificate")
    scene.stamp("stamp_of_the_signers", "tsa_of_the_signers", "stamp_untrusted")


def answers(scene):
    good, unknown = ocsp.CertStatus("good"), ocsp.CertStatus("unknown")
    later = {"now": text(NOW + 3 * HOUR), "proven": text(NOW)}
    scene.ocsp("ocsp_good", "issuing", good, "good")
    scene.ocsp("ocsp_delegated", "responder", good, "good")
    scene.ocsp("ocsp_without_an_end", "responder", good, "good", validity=None)
    scene.ocsp("ocsp_revoked", "responder", revoked(NOW - HOUR), "revoked")
    scene.ocsp("ocsp_revoked_later", "responder", revoked(NOW + HOUR), "good", at=NOW + 2 * HOUR, **later)
    scene.ocsp("ocsp_unknown", "responder", unknown, "unknown")
    scene.ocsp("ocsp_stale", "responder", good, "stale", at=NOW - DAY)
    scene.ocsp("ocsp_without_an_end_stale", "responder", good, "stale", at=NOW - 2 * DAY, validity=None)
    scene.ocsp("ocsp_of_the_future", "responder", good, "future", at=NOW + HOUR)
    scene.ocsp("ocsp_expired", "responder_expired", good, "responder")
    scene.ocsp("ocsp_without_purpose", "responder_without_purpose", good, "responder")
    scene.ocsp("ocsp_of_the_root", "responder_of_the_root", good, "responder")
    scene.ocsp("ocsp_of_another_authority", "root", good, "other_certificate", of="root")
    own = CRLBuilder.format_revoked_cert(scene.cert("signer").serial_number, crl.CRLReason("key_compromise"), NOW - HOUR)
    other = CRLBuilder.format_revoked_cert(scene.cert("signer").serial_number + 1, None, NOW - HOUR)
    scene.list("list_good", "good", revoked=[other])
    scene.list("list_revoked", "revoked", revoked=[other, own])
    scene.list("list_stale", "stale", at=NOW - 3 * DAY)
    scene.list("list_of_the_future", "future", at=NOW + HOUR)
    scene.list("list_of_a_part", "critical", part={"only_contains_user_certs": True})
    scene.list("list_by_another_key", "signature_wrong", by="root")


def main():
    folder = Path(sys.argv[1])
    scene = Scene(folder)
    chains(scene)
    stamps(scene)
    answers(scene)
    (folder / "manifest.json").write_text(json.dumps({"cases": scene.cases}, indent=1))
    print(f"{len(scene.cases)} containers and answers made by certomancer")


if __name__ == "__main__":
    main()
