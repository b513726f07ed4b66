"""pyHanko and asn1crypto judge the corpus of containers in `tests/signatures`, and so do `openssl cms` and `openssl ts`.

Every container that we accept must be good for all three: for OpenSSL, for pyHanko (signature, CAdES attributes, path, key usage), and
for the profile of docs/decisions/0021, which is read here once more with asn1crypto. Every container that we refuse must be refused by
at least one of them, unless WE_ALONE says why not.

    python tests/judges/signatures.py     (cargo xtask test judges installs what it needs)
"""

import asyncio
import hashlib
import json
import logging
import re
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import algos, cms, core, parser, pem, tsp, x509
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms, validate_tst_signed_data
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

FOLDER = Path(__file__).resolve().parent.parent / "signatures"
DIGESTS = {"sha256": 32, "sha384": 48, "sha512": 64}
SIGNED = ["content_type", "message_digest", "signing_time", "signing_certificate_v2"]
PURPOSES = {"client_auth", "email_protection", "any_extended_key_usage", "1.3.6.1.5.5.7.3.36"}

# What no other judge refuses, and why we do.
WE_ALONE = {
    "certificate_of_an_authority": "an authority's own certificate signs no dossiers",
    "authority_on_another_curve": "one list of algorithms for signers and authorities; the profile reads only the signer's key",
    "proven_in_the_future": "nobody else is told two moments",
}
# What another judge refuses although it is good, and why.
THEY_ALONE = {
    # They try one issuer of a name and key, and stop when that is the forged certificate; which it is depends on their order.
    "issuer_beside_its_forgery": {"openssl", "pyhanko"},
}


def received(case):
    """When the container is proven to have been there, or else now."""
    return datetime.fromisoformat((case["proven"] or case["now"]).replace("Z", "+00:00"))


def moment(case):
    """The moment that decides about the signer: that of the time-stamp, if there is one that can be read."""
    try:
        _, info = stamp_of(case["container"])
        at = info and info["gen_time"].native
        return at.replace(microsecond=0) if at and at.tzinfo else received(case)
    except (Refused, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return received(case)


def stamp_of(container):
    """The token of a container and what it says; nothing twice when there is none."""
    signer = cms.ContentInfo.load(container, strict=True)["content"]["signer_infos"][0]
    if isinstance(signer["unsigned_attrs"], core.Void):
        return None, None
    attributes = list(signer["unsigned_attrs"])
    must(len(attributes) == 1 and attributes[0]["type"].native == "signature_time_stamp_token", "unsigned attributes")
    must(len(attributes[0]["values"]) == 1, "number of time-stamps")
    token = cms.ContentInfo.load(attributes[0]["values"][0].dump(), strict=True)
    content = token["content"]["encap_content_info"]["content"]
    return token, tsp.TSTInfo.load(bytes(content), strict=True)


class Refused(Exception):
    """The profile is not kept; says where."""


def must(is_right, what):
    if not is_right:
        raise Refused(what)


def judge_profile(case):
    """The profile of our containers, read with asn1crypto; gives the signer's certificate."""
    try:
        info = cms.ContentInfo.load(case["container"], strict=True)
        must(info["content_type"].native == "signed_data", "no signed data")
        data = info["content"]
        must(is_der(info, case["container"]), "not the one encoding")
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(f"unreadable: {error}") from error
    must(data["version"].native == "v1", "version")
    must(data["encap_content_info"]["content_type"].native == "data", "type of content")
    must(data["encap_content_info"]["content"].native is None, "attached")
    must(isinstance(data["crls"], core.Void), "revocation lists")
    must(len(data["signer_infos"]) == 1, "signers")
    signer = data["signer_infos"][0]
    must(signer["version"].native == "v1", "version of the signer")
    must(signer["sid"].name == "issuer_and_serial_number", "name of the signer")
    judge_stamp(case, signer)
    digest = digest_of(signer["digest_algorithm"])
    must([one.dump() for one in data["digest_algorithms"]] == [signer["digest_algorithm"].dump()], "digests")
    attributes = judge_attributes(signer, digest)
    content = hashlib.new(digest, case["content"]).digest()
    must(attributes["message_digest"].native == content, "message digest")
    must(all(choice.name == "certificate" for choice in data["certificates"]), "another kind of certificate")
    certificate = find_signer(data, signer)
    judge_time(case, attributes["signing_time"].native, certificate)
    judge_commitment(attributes["signing_certificate_v2"], certificate, signer, data)
    judge_algorithm(signer["signature_algorithm"], digest, certificate.public_key)
    return certificate


def is_der(info, contents):
    """Whether signed data is written in its one encoding. Written anew part by part: asn1crypto takes twice as long for each level."""
    if not has_shortest_lengths(contents):
        return False
    data = info["content"]
    names = ("signed_attrs", "signature_algorithm", "digest_algorithm")
    parts = [signer[name] for signer in data["signer_infos"] for name in names]
    parts += [data["digest_algorithms"], data["certificates"]]
    return all(isinstance(one, core.Void) or one.copy().dump(force=True) == one.dump() for one in parts)


def has_shortest_lengths(contents):
    """X.690, 10.1, of every element, and nothing after the last; what is inside a string is not looked at."""
    while contents:
        _, method, _, header, content, trailer = parser.parse(contents)
        shortest = len(parser.emit(0, 0, 0, content)) - len(content)
        if trailer or len(header) != shortest or (method == 1 and not has_shortest_lengths(content)):
            return False
        contents = contents[len(header) + len(content):]
    return True


def judge_stamp(case, signer):
    """The profile of time-stamps, where there is one."""
    try:
        token, info = stamp_of(case["container"])
        if token is None:
            return
        must(is_der(token, token.dump()), "not the one encoding of a time-stamp")
        data, said = token["content"], info.native
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise Refused(f"unreadable time-stamp: {error}") from error
    must(token["content_type"].native == "signed_data" and data["version"].native == "v3", "form of the time-stamp")
    must(data["encap_content_info"]["content_type"].native == "tst_info", "content of the time-stamp")
    must(isinstance(data["crls"], core.Void) and len(data["signer_infos"]) == 1, "parts of the time-stamp")
    by = data["signer_infos"][0]
    must(by["version"].native == "v1" and isinstance(by["unsigned_attrs"], core.Void), "signer of the time-stamp")
    must(by["sid"].name == "issuer_and_serial_number", "name of the authority")
    digest = digest_of(by["digest_algorithm"])
    found = {attribute["type"].native: attribute["values"] for attribute in by["signed_attrs"]}
    must(all(len(values) == 1 for values in found.values()) and len(found) == len(by["signed_attrs"]), "attributes twice")
    must(found["content_type"][0].native == "tst_info", "content type of the time-stamp")
    content = bytes(data["encap_content_info"]["content"])
    must(found["message_digest"][0].native == hashlib.new(digest, content).digest(), "digest of the time-stamp")
    must(all(choice.name == "certificate" for choice in data["certificates"]), "another kind of certificate")
    certificate = find_signer(data, by)
    judge_named(found, certificate)
    purposes = certificate.extended_key_usage_value
    must(purposes is not None and purposes.native == ["time_stamping"], "purpose of the time-stamp")
    must("extended_key_usage" in certificate.critical_extensions, "purpose not critical")
    judge_algorithm(by["signature_algorithm"], digest, certificate.public_key)
    must(said["version"] == "v1", "version of the time-stamp")
    must(not any(one["critical"] for one in said["extensions"] or []), "critical extension of the time-stamp")
    raw = info["gen_time"].contents.decode()
    must(re.fullmatch(r"\d{14}(\.\d*[1-9])?Z", raw), f"time {raw}")
    imprint = info["message_imprint"]
    must(imprint["hashed_message"].native == hashlib.new(digest_of(imprint["hash_algorithm"]), signer["signature"].native).digest(), "imprint")
    must(moment(case) <= received(case) + timedelta(minutes=5), "stamped in the future")


def judge_named(found, certificate):
    """The certificate of a time-stamp as its signer names it, by the newer attribute, the older one, or both."""
    hashes = []
    if "signing_certificate_v2" in found:
        one = found["signing_certificate_v2"][0]["certs"][0]
        hashes.append((digest_of(one["hash_algorithm"]), one["cert_hash"].native))
    if "signing_certificate" in found:
        hashes.append(("sha1", found["signing_certificate"][0]["certs"][0]["cert_hash"].native))
    must(hashes and all(hashlib.new(name, certificate.dump()).digest() == named for name, named in hashes), "named certificate")


def digest_of(algorithm):
    name = algorithm["algorithm"].native
    must(name in DIGESTS and algorithm["parameters"].native is None, f"digest {name}")
    return name


def judge_attributes(signer, digest):
    found = {}
    for attribute in signer["signed_attrs"] or []:
        name = attribute["type"].native
        must(name not in found and len(attribute["values"]) == 1, f"{name} more than once")
        found[name] = attribute["values"][0]
    for name in SIGNED:
        must(name in found, f"{name} missing")
    must(found["content_type"].native == "data", "content type")
    if "cms_algorithm_protection" in found:
        named = found["cms_algorithm_protection"]
        must(named["digest_algorithm"].native == signer["digest_algorithm"].native, "protected digest")
        must(named["signature_algorithm"].native == signer["signature_algorithm"].native, "protected signature")
    return found


def find_signer(data, signer):
    sid = signer["sid"].chosen
    for choice in data["certificates"]:
        one = choice.chosen
        if one.issuer.dump() == sid["issuer"].dump() and one.serial_number == sid["serial_number"].native:
            return one
    raise Refused("no certificate")


def judge_commitment(value, certificate, signer, data):
    ids = value["certs"]
    must(len(ids) > 0, "nothing committed to")
    for place, one in enumerate(ids):
        digest = digest_of(one["hash_algorithm"])
        inside = [certificate] if place == 0 else [choice.chosen for choice in data["certificates"]]
        hashes = [hashlib.new(digest, other.dump()).digest() for other in inside]
        must(one["cert_hash"].native in hashes, "another certificate is committed to")
    named = ids[0]["issuer_serial"]
    if named.native is not None:
        must([name.chosen.untag().dump() for name in named["issuer"]] == [certificate.issuer.dump()], "issuer")
        must(named["serial_number"].native == certificate.serial_number, "serial number")


def judge_time(case, signed, certificate):
    must(signed <= moment(case) + timedelta(minutes=5), "signed in the future")
    must(certificate.not_valid_before <= signed <= certificate.not_valid_after, "signed without a valid certificate")


def judge_algorithm(algorithm, digest, key):
    name = algorithm["algorithm"].native
    parameters = algorithm["parameters"]
    if key.algorithm == "ec":
        must(name == f"{digest}_ecdsa" and isinstance(parameters, core.Void), f"{name} beside {digest}")
        must(key.curve in [("named", "secp256r1"), ("named", "secp384r1")], f"curve {key.curve}")
        return
    must(key.algorithm in ("rsa", "rsassa_pss"), f"key {key.algorithm}")
    bits = key["public_key"].parsed["modulus"].native.bit_length()
    must(2048 <= bits <= 8192, f"{bits} bits")
    if name == "rsassa_pss":
        must(isinstance(parameters, algos.RSASSAPSSParams), "parameters of PSS")
        must(tags(parameters.contents) == [0, 1, 2], "parameters of PSS left out, or one too many")
        mask = parameters["mask_gen_algorithm"]
        both = [parameters["hash_algorithm"], mask["parameters"]]
        must([digest_of(one) for one in both] == [digest, digest], "digests of PSS")
        must(parameters["salt_length"].native == DIGESTS[digest], "salt")
    else:
        must(key.algorithm == "rsa" and name in (f"{digest}_rsa", "rsassa_pkcs1v15"), f"{name} beside {digest}")


def tags(contents):
    """The tags as they are written, without the defaults of what is not."""
    found = []
    while contents:
        _, _, tag, header, content, trailer = parser.parse(contents)
        found.append(tag)
        contents = contents[len(header) + len(content) + len(trailer):]
    return found


async def judge_pyhanko(case):
    """The whole judgement of pyHanko, at the moment that decides."""
    roots = [x509.Certificate.load(der) for der in case["roots"]]
    context = ValidationContext(trust_roots=roots, moment=moment(case), allow_fetching=False, time_tolerance=timedelta(minutes=5))
    try:
        data = cms.ContentInfo.load(case["container"], strict=True)["content"]
        signer = find_signer(data, data["signer_infos"][0])
        # pyHanko drops the setting that a certificate without purposes is good for any.
        purposes = None if signer.extended_key_usage_value is None else PURPOSES
        usages = {"digital_signature", "non_repudiation"}
        usage = KeyUsageConstraints(key_usage=usages, match_all_key_usages=False, extd_key_usage=purposes)
        status = await async_validate_detached_cms(
            case["content"], data, signer_validation_context=context, key_usage_settings=usage
        )
    except Refused:
        raise
    except Exception as error:  # pyHanko lets errors of many kinds through for what it cannot read
        raise Refused(f"{type(error).__name__}: {error}") from error
    must(status.intact, "not intact")
    must(status.valid, "not valid")
    must(status.trusted, f"not trusted: {status.trust_problem_indic}")
    await judge_pyhanko_stamp(case)


async def judge_pyhanko_stamp(case):
    """pyHanko's judgement of the time-stamp, at the moment until which it must hold."""
    try:
        token, info = stamp_of(case["container"])
        if token is None:
            return
        signed = cms.ContentInfo.load(case["container"])["content"]["signer_infos"][0]["signature"].native
        roots = [x509.Certificate.load(der) for der in case["stamp_roots"]]
        tolerance = timedelta(minutes=5)
        must(info["gen_time"].native <= received(case) + tolerance, "stamped in the future")
        for at in (received(case), moment(case)):
            context = ValidationContext(trust_roots=roots, moment=at, allow_fetching=False, time_tolerance=tolerance)
            status = await validate_tst_signed_data(
                token["content"], context, lambda name: hashlib.new(name, signed).digest()
            )
            must(status["intact"] and status["valid"], "time-stamp not intact")
            must(status["trust_problem_indic"] is None, f"time-stamp not trusted: {status['trust_problem_indic']}")
    except Refused:
        raise
    except Exception as error:
        raise Refused(f"{type(error).__name__}: {error}") from error


def judge_openssl(case):
    """The line that the README gives to everyone, at the moment that decides."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "container").write_bytes(case["container"])
        (place / "content").write_bytes(case["content"])
        (place / "roots").write_bytes(b"".join(pem.armor("CERTIFICATE", der) for der in case["roots"]))
        line = f"openssl cms -verify -cades -binary -inform DER -in container -content content -CAfile roots " \
               f"-purpose any -attime {int(moment(case).timestamp())} -out ignored"
        done = subprocess.run(line.split(), cwd=place, capture_output=True, text=True, check=False)
        must(done.returncode == 0, done.stderr.strip().split("\n")[-1])
        judge_openssl_stamp(case, place)


def judge_openssl_stamp(case, place):
    """`openssl ts -verify` over the signature, at the moments from which and until which the time-stamp must hold."""
    try:
        token, _ = stamp_of(case["container"])
        if token is None:
            return
        signed = cms.ContentInfo.load(case["container"])["content"]["signer_infos"][0]["signature"].native
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise Refused(f"unreadable time-stamp: {error}") from error
    (place / "token").write_bytes(token.dump())
    (place / "signature").write_bytes(signed)
    (place / "stamps").write_bytes(b"".join(pem.armor("CERTIFICATE", der) for der in case["stamp_roots"]))
    for at in (received(case), moment(case)):
        line = f"openssl ts -verify -token_in -in token -data signature -CAfile stamps -attime {int(at.timestamp())}"
        done = subprocess.run(line.split(), cwd=place, capture_output=True, text=True, check=False)
        must(done.returncode == 0, done.stderr.strip().split("\n")[-1])


def citizen_id(certificate):
    """The personal id, as asn1crypto reads the subject."""
    found = []
    for relative in certificate.subject.chosen:
        for attribute in relative:
            if attribute["type"].native in ("serial_number", "user_id"):
                prefix, _, number = attribute["value"].native.partition(":")
                if prefix == "CCCD" and len(number) == 12 and number.isascii() and number.isdigit():
                    found.append(number)
    return found[0] if len(set(found)) == 1 else None


def load(entry):
    roots = [(FOLDER / name).read_bytes() for name in entry["roots"]]
    return entry | {
        "container": (FOLDER / entry["container"]).read_bytes(),
        "content": (FOLDER / entry["content"]).read_bytes(),
        "roots": [pem.unarmor(text)[2] for text in roots],
        "stamp_roots": [pem.unarmor((FOLDER / name).read_bytes())[2] for name in entry.get("stamp_roots", [])],
    }


JUDGES = {"profile": judge_profile, "pyhanko": lambda case: asyncio.run(judge_pyhanko(case)), "openssl": judge_openssl}


def hear(case):
    """What each judge refuses the case for, and the signer's personal id as the profile reads it."""
    refusals, signer = {}, None
    for name, judge in JUDGES.items():
        try:
            signer = judge(case) or signer
        except Refused as reason:
            refusals[name] = str(reason)
    return refusals, signer and citizen_id(signer)


def stamped_at(case):
    """The moment of the time-stamp as asn1crypto reads it, without its fraction of a second."""
    token, _ = stamp_of(case["container"])
    return token and moment(case).strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    logging.disable(logging.CRITICAL)
    cases = [load(entry) for entry in json.loads((FOLDER / "manifest.json").read_text())["cases"]]
    wrong, counts = [], Counter()
    for case in cases:
        refusals, signer = hear(case)
        counts.update(list(refusals) if case["expected"] != "accepted" else [])
        name, excused = case["name"], THEY_ALONE.get(case["name"], set())
        if case["expected"] == "accepted":
            counts["accepted"] += 1
            if refusals.keys() - excused:
                wrong.append(f"{name} is accepted by us, and refused: {refusals}")
            elif signer != case["citizen_id"]:
                wrong.append(f"{name} is signed by {signer}")
            elif stamped_at(case) != case.get("stamped_at"):
                wrong.append(f"{name} is stamped at {stamped_at(case)}")
        elif not refusals and name not in WE_ALONE:
            wrong.append(f"{name} is refused by nobody else ({case['expected']})")
        elif refusals and name in WE_ALONE:
            wrong.append(f"{name} is refused by others too: {refusals}")
    refused = len(cases) - counts["accepted"]
    print(f"{counts['accepted']} accepted by all; {refused} refused, of them by the profile {counts['profile']},",
          f"by pyHanko {counts['pyhanko']}, by OpenSSL {counts['openssl']}, by us alone {len(WE_ALONE)}")
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()
