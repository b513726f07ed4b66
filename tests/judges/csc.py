"""Version 1 of the CSC API as others speak it: certomancer's server for our adapter, and pyHanko's client at our sandbox.

What either makes is judged by pyHanko and OpenSSL. Only the caller's token and the members of requests are looked at here: certomancer
knows no callers, and takes whatever else is in a body.

    python tests/judges/csc.py ADAPTER SANDBOX FOLDER     (cargo xtask test judges)
"""

import asyncio
import base64
import html
import logging
import re
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
from aiohttp import web
from asn1crypto import cms, pem, x509
from authority import configuration
from certomancer.registry import ArchLabel, CertLabel
from csc_dummy.csc_dummy_server import CSCAuthorization, CSCWithCertomancer
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationManager,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

CITIZEN = "001195004321"
CONTENT = '{"answers":{"child_name":{"family":"Trần"}}}'.encode()
BASE = "/csc/v1/"
# Which members a request may have (CSC API 1.0.4.0, 11.1 to 11.9), and which of them it must have.
MEMBERS = {
    "info": ({"lang"}, set()),
    "credentials/list": ({"userID", "maxResults", "pageToken", "clientData"}, set()),
    "credentials/info": (
        {"credentialID", "certificates", "certInfo", "authInfo", "lang", "clientData"},
        {"credentialID"},
    ),
    "credentials/authorize": (
        {"credentialID", "numSignatures", "hash", "description", "PIN", "OTP", "clientData"},
        {"credentialID", "numSignatures", "hash"},
    ),
    "signatures/signHash": (
        {"credentialID", "SAD", "hash", "hashAlgo", "signAlgo", "signAlgoParams", "clientData"},
        {"credentialID", "SAD", "hash", "signAlgo"},
    ),
}


def must(condition, what):
    if not condition:
        raise SystemExit(f"csc.py: {what}")


async def judge(container, roots):
    """The judgement of pyHanko and of OpenSSL on a container over `CONTENT`."""
    context = ValidationContext(trust_roots=[pem_or_der(roots)], allow_fetching=False)
    data = cms.ContentInfo.load(container.read_bytes(), strict=True)["content"]
    usage = KeyUsageConstraints(key_usage={"digital_signature"})
    status = await async_validate_detached_cms(CONTENT, data, signer_validation_context=context, key_usage_settings=usage)
    must(status.intact and status.valid and status.trusted, f"pyHanko refuses {container.name}: {status.summary()}")
    content = container.with_suffix(".json")
    content.write_bytes(CONTENT)
    command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any", "-in", container]
    run = subprocess.run([*command, "-content", content, "-CAfile", roots, "-out", "/dev/null"], capture_output=True, text=True)
    must(run.returncode == 0, f"OpenSSL refuses {container.name}: {run.stderr}")


def pem_or_der(path):
    der = path.read_bytes()
    return x509.Certificate.load(pem.unarmor(der)[2] if pem.detect(der) else der)


class Certomancer:
    """The server of others on a port of this machine, with what it leaves out: a token, and an eye on requests."""

    def __init__(self, folder):
        self.config = configuration(folder)
        self.folder, self.calls, self.swaps = folder, [], False

    async def __aenter__(self):
        self.served = CSCWithCertomancer(self.config)
        self.served.register_routes()
        self.served.app.add_routes([web.post(f"{BASE}oauth2/token", self.token)])

        @web.middleware
        async def watch(request, handler):
            return await self.watch(request, handler)

        self.served.app.middlewares.append(watch)
        self.runner = web.AppRunner(self.served.app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}{BASE}".rstrip("/")
        architecture = self.config.get_pki_arch(ArchLabel("all"))
        self.roots = self.folder / "csc-root.pem"
        self.roots.write_bytes(pem.armor("CERTIFICATE", architecture.get_cert(CertLabel("root")).dump()))
        return self

    async def __aexit__(self, *_):
        await self.runner.cleanup()

    async def token(self, request):
        form = await request.post()
        must(form["grant_type"] == "client_credentials", "another grant than client_credentials")
        must(request.headers["Authorization"] == "Basic " + base64.b64encode(b"congdan:secret").decode(), "another caller")
        return web.json_response({"access_token": "let me in", "token_type": "Bearer", "expires_in": 3600})

    async def watch(self, request, handler):
        method = request.path.removeprefix(BASE)
        if method == "oauth2/token":
            return await handler(request)
        must(request.headers.get("Authorization") == "Bearer let me in", f"{method} without the token")
        body = await request.json()
        known, needed = MEMBERS[method]
        must(needed <= body.keys() <= known, f"{method} with {sorted(body)}")
        must("PIN" not in body and "OTP" not in body, "a PIN or a one-time password came through the portal")
        self.calls.append(method)
        if self.swaps and method == "credentials/authorize":
            other = CSCAuthorization(body["credentialID"], 1, [bytes(32)])
            return web.json_response({"SAD": other.derive_sad(self.served.service_params.sad_secret)})
        return await handler(request)

    async def signed_by(self, adapter, container):
        content = self.folder / "csc-content.json"
        content.write_bytes(CONTENT)
        container.unlink(missing_ok=True)
        run = await asyncio.create_subprocess_exec(
            adapter, self.url, self.roots, CITIZEN, content, container, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        _, said = await run.communicate()
        return run.returncode, said.decode()


async def our_adapter(adapter, folder):
    """Our adapter at certomancer's server."""
    async with Certomancer(folder) as server:
        container = folder / "csc-adapter.p7s"
        code, said = await server.signed_by(adapter, container)
        must(code == 0, f"our adapter does not sign at certomancer's server: {said}")
        await judge(container, server.roots)
        order = [call for call in server.calls if call in ("credentials/authorize", "signatures/signHash")]
        must(order == ["credentials/authorize", "signatures/signHash"], f"calls: {server.calls}")
        server.swaps = True
        code, said = await server.signed_by(adapter, container)
        must(code != 0 and not container.exists(), "a hash is signed with a SAD for another one")


class Phone(CSCAuthorizationManager):
    """Authorizations that somebody answers on the sandbox's phone meanwhile."""

    def __init__(self, session, info, credential, answer):
        super().__init__(info, credential)
        self.session, self.answer, self.refusal = session, answer, None

    async def authorize_signature(self, hash_b64s):
        wanted = self.format_csc_auth_request(hash_b64s=hash_b64s, description="Signed with pyHanko")
        asked = asyncio.create_task(self.ask(wanted))
        await self.press(asked)
        return self.parse_csc_auth_response(await asked)

    async def ask(self, wanted):
        url = self.csc_session_info.endpoint_url("credentials/authorize")
        async with self.session.post(url, json=wanted, headers=self.auth_headers) as answer:
            said = await answer.json()
        if answer.status != 200:
            self.refusal = said["error"]
            raise SigningError(self.refusal)
        return said

    async def press(self, asked):
        """Answers as soon as the phone asks."""
        url = f"{self.csc_session_info.service_url}/phone/{CITIZEN}"
        while not asked.done():
            async with self.session.get(url) as page:
                shown = await page.text()
            found = re.search(r'name="handle" value="([^"]+)"', shown)
            if found:
                must("Signed with pyHanko" in shown, "the phone does not say what is signed")
                form = {"handle": html.unescape(found[1]), "answer": self.answer}
                async with self.session.post(url, data=form, allow_redirects=False) as answered:
                    must(answered.status == 303, "the phone takes no answer")
                return


def configuration_of(folder, port):
    return f"""
listen = "127.0.0.1:{port}"
data = "{folder}/data"
portal = "http://localhost:1"
[clients.identity]
id = "congdan"
secret = "s"
redirect_uri = "http://localhost:1/auth/callback"
[clients.register]
token = "t"
[clients.signing]
id = "congdan"
secret = "secret"
[clients.payment]
tmn_code = "CONGDAN1"
secret = "s"
[clients.desk]
token = "t"
hmac_secret = "h"
"""


async def pyhanko_at_our_sandbox(sandbox, folder):
    """pyHanko's client at our sandbox."""
    port = free_port()
    config = folder / "sandbox.toml"
    config.write_text(configuration_of(folder, port))
    process = subprocess.Popen([sandbox, "--config", config], stdout=subprocess.PIPE, text=True)
    try:
        must(any(line.startswith("ready ") for line in process.stdout), "the sandbox does not start")
        async with aiohttp.ClientSession() as session:
            await sign_there(session, f"http://127.0.0.1:{port}", folder)
    finally:
        process.kill()
        process.wait()


async def sign_there(session, url, folder):
    grant = {"grant_type": "client_credentials", "client_id": "congdan", "client_secret": "secret"}
    async with session.post(f"{url}{BASE}oauth2/token", data=grant) as answer:
        token = (await answer.json())["access_token"]
    async with session.post(f"{url}{BASE}info", json={}) as answer:
        must((await answer.json())["specs"].startswith("1."), "another version")
    headers = {"Authorization": f"Bearer {token}"}
    async with session.post(f"{url}{BASE}credentials/list", json={"userID": CITIZEN}, headers=headers) as answer:
        [identifier] = (await answer.json())["credentialIDs"]
    info = CSCServiceSessionInfo(service_url=url, credential_id=identifier, oauth_token=token)
    credential = await fetch_certs_in_csc_credential(session, info)
    must(credential.hash_pinning_required, "a SAD for any hash")
    signer = CSCSigner(session, Phone(session, info, credential, "accept"))
    signed = await signer.async_sign_general_data(CONTENT, "sha256", detached=True, use_cades=True)
    container = folder / "csc-pyhanko.p7s"
    container.write_bytes(signed.dump())
    await judge(container, folder / "data/roots.pem")
    phone = Phone(session, info, credential, "reject")
    try:
        await CSCSigner(session, phone).async_sign_general_data(CONTENT, "sha256", detached=True)
        must(False, "what the phone refused is signed")
    except SigningError:
        must(phone.refusal == "access_denied", f"a refusal is told as {phone.refusal}")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def main():
    adapter, sandbox, folder = (Path(argument).resolve() for argument in sys.argv[1:])
    folder.mkdir(parents=True)
    # What is refused on purpose they would tell as well.
    for other in ("csc_dummy", "pyhanko"):
        logging.getLogger(other).setLevel(logging.CRITICAL)
    asyncio.run(our_adapter(adapter, folder))
    asyncio.run(pyhanko_at_our_sandbox(sandbox, folder))
    print("CSC v1: our adapter signs at certomancer's server, pyHanko's client at our sandbox")


if __name__ == "__main__":
    main()
