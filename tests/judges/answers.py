"""`openssl` and pyHanko judge the answers about signers' certificates in `tests/signatures`: OCSP and lists.

An answer that is good or revoked for us must be that for them; one that we cannot use must be unusable for at least one of them, unless
WE_ALONE says why not. pyHanko is asked about lists only: it wants certificates that name their responder.

    python tests/judges/answers.py     (cargo xtask test judges installs what it needs)
"""

import asyncio
import json
import logging
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from asn1crypto import cms, crl, pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import RevokedError
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule
from signatures import FOLDER, find_signer, load, moment

# What no other judge refuses, and why we do.
WE_ALONE = {
    "ocsp_stale": "OpenSSL does not hold the times of an answer against a moment",
    "ocsp_without_an_end_stale": "the same, and how old it may be is each one's own decision",
    "ocsp_signed_with_sha1": "OpenSSL still takes SHA-1",
    "list_signed_with_sha1": "the same",
    "list_of_a_part": "lists that are not whole are refused, rather than found to cover the certificate",
    "list_without_a_number": "RFC 5280, 5.2.3 wants one",
    "list_with_two_names_of_its_algorithm": "RFC 5280, 5.1.1.2 wants the same algorithm in both places",
}
# Seconds by which an answer may be older than the machine's clock, or newer: more than this corpus will be kept for.
ANY_DAY = 1_500_000_000
# What another judge says otherwise, and why.
THEY_ALONE = {
    # For OpenSSL a revocation counts from whenever it is.
    ("openssl", "ocsp_revoked_after_the_proven_time"), ("openssl", "list_revoked_after_the_proven_time"),
}


async def list_pyhanko(case):
    """pyHanko's word on the signer's certificate beside a list: good, revoked, or unusable."""
    try:
        data = cms.ContentInfo.load(case["container"])["content"]
        rule = RevocationCheckingPolicy(RevocationCheckingRule.CRL_REQUIRED, RevocationCheckingRule.NO_CHECK)
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(der) for der in case["roots"]], moment=moment(case), allow_fetching=False,
            time_tolerance=timedelta(minutes=5), crls=[crl.CertificateList.load(case["list"], strict=True)],
            revinfo_policy=CertRevTrustPolicy(rule),
        )
        signer = find_signer(data, data["signer_infos"][0])
        await CertificateValidator(signer, validation_context=context).async_validate_path()
    except RevokedError:
        return "revoked"
    except Exception:  # of many kinds, for whatever cannot be used
        return "unusable"
    return "good"


def answer_openssl(case):
    """The word of `openssl ocsp`, or of `openssl verify -crl_check`. The times of OCSP it holds against the machine's clock only, which goes on:
    it is let off them (`ANY_DAY`), and they are judged by us alone."""
    data = cms.ContentInfo.load(case["container"])["content"]
    signer = find_signer(data, data["signer_infos"][0])
    # The answers were made some seconds after the container.
    at = int((moment(case) + timedelta(minutes=5)).timestamp())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "root").write_bytes(b"".join(pem.armor("CERTIFICATE", der) for der in case["roots"]))
        (place / "signer").write_bytes(pem.armor("CERTIFICATE", signer.dump()))
        if "list" in case:
            (place / "list").write_bytes(pem.armor("X509 CRL", case["list"]))
            line = f"openssl verify -crl_check -CAfile root -CRLfile list -attime {at} signer"
        else:
            (place / "answer").write_bytes(case["ocsp"])
            digest = "-sha256" if "sha256" in case["name"] else "-sha1"
            line = f"openssl ocsp -respin answer {digest} -issuer root -cert signer -CAfile root -no_nonce -attime {at} -validity_period {ANY_DAY}"
        done = subprocess.run(line.split(), cwd=place, capture_output=True, text=True, check=False)
    if "signer: revoked" in done.stdout and "verify OK" in done.stderr or "certificate revoked" in done.stderr:
        return "revoked"
    good = "signer: OK" if "list" in case else "signer: good"
    return "good" if done.returncode == 0 and good in done.stdout and "Failure" not in done.stderr else "unusable"


def judge_answers(cases):
    """What is wrong with our verdicts on answers, in words; a good or revoked one must be that for everybody."""
    wrong, count = [], Counter()
    for case in cases:
        said = {"openssl": answer_openssl(case)} | ({"pyhanko": asyncio.run(list_pyhanko(case))} if "list" in case else {})
        count[case["answer"]] += 1
        told = {name: word for name, word in said.items() if (name, case["name"]) not in THEY_ALONE}
        if case["answer"] in ("good", "revoked"):
            is_wrong = any(word != case["answer"] for word in told.values())
        else:
            is_wrong = ("unusable" not in said.values()) != (case["name"] in WE_ALONE)
        if is_wrong:
            wrong.append(f"{case['name']} is {case['answer']} for us, and for others {said}")
    print(f"{sum(count.values())} answers about certificates: {count['good']} good and {count['revoked']} revoked for all")
    return wrong


def main():
    logging.disable(logging.CRITICAL)
    entries = [entry for entry in json.loads((FOLDER / "manifest.json").read_text())["cases"] if "answer" in entry]
    kinds = ("ocsp", "list")
    answers = [{kind: (FOLDER / entry[kind]).read_bytes() for kind in kinds if kind in entry} for entry in entries]
    wrong = judge_answers([load(entry) | answer for entry, answer in zip(entries, answers)])
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()
