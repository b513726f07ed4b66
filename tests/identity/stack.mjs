// The real backend and the real sandbox as processes, configured for another identity provider than the sandbox's. Nothing is checked here.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const root = resolve(import.meta.dirname, "../..");
const binaries = process.env.CONGDAN_BINARIES ?? join(root, "target/debug");

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

function start(name, config) {
  const child = spawn(join(binaries, name), ["--config", config], { stdio: ["ignore", "pipe", "inherit"] });
  const ready = new Promise((resolved, rejected) => {
    child.once("error", rejected);
    child.once("exit", (code) => rejected(new Error(`${name} ended with ${code}`)));
    createInterface(child.stdout).on("line", (line) => line.startsWith("ready ") && resolved());
  });
  return ready.then(() => child);
}

/** Starts both; `identity` is the backend's table of the provider, `decided` what the deployment decides about procedures. */
export async function startStack(port, identity, decided = "") {
  const folder = mkdtempSync(join(tmpdir(), "congdan-identity-"));
  const [portal, sandbox] = [`http://127.0.0.1:${port}`, `127.0.0.1:${await freePort()}`];
  const write = (name, text) => (writeFileSync(join(folder, name), text), join(folder, name));
  const quoted = JSON.stringify;
  mkdirSync(join(folder, "sandbox"));
  const sandboxProcess = await start(
    "congdan-sandbox",
    write(
      "sandbox.toml",
      `listen = "${sandbox}"\ndata = ${quoted(join(folder, "sandbox"))}\nportal = "${portal}"
[clients.identity]\nid = "x"\nsecret = "x"\nredirect_uri = "${portal}/x"\n[clients.register]\ntoken = "x"
[clients.signing]\nid = "x"\nsecret = "x"\n[clients.payment]\ntmn_code = "DEMO0001"\nsecret = "x"
[clients.desk]\ntoken = "x"\nhmac_secret = "x"\n`,
    ),
  );
  const roots = await (await fetch(`http://${sandbox}/csc/roots.pem`)).text();
  const backendProcess = await start(
    "congdan-backend",
    write(
      "backend.toml",
      `listen = "127.0.0.1:${port}"\npublic_url = "${portal}"\ndata = ${quoted(join(folder, "data"))}
procedures = [${quoted(join(root, "procedures"))}, ${quoted(join(root, "tests/agency"))}]\n${identity}
[register]\nbase = "http://${sandbox}/register/v1"\ntoken = "x"
[signing]\nbase = "http://${sandbox}/csc/v2"\nclient_id = "x"\nclient_secret = "x"\nroots = ${quoted(write("roots.pem", roots))}
[payment.vnpay]\nbase = "http://${sandbox}/pay"\nquery = "http://${sandbox}/query"\ntmn_code = "DEMO0001"\nsecret = "x"
[desk]\nbase = "http://${sandbox}/desk/v1"\ntoken = "x"\nhmac_secret = "x"\n${decided}`,
    ),
  );
  const end = async () => {
    const all = [backendProcess, sandboxProcess].map((child) => new Promise((ended) => (child.once("exit", ended), child.kill())));
    await Promise.all(all);
    rmSync(folder, { recursive: true });
  };
  return { end };
}
