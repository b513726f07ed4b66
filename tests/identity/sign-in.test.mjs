// The backend's sign-in against an independent provider: code flow with PKCE, claims and levels under other names, step-up, logout from
// either side. What forged answers meet is tested beside the backend (`crates/backend/tests/routes/hostile.rs`).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./browser.mjs";
import { LEVELS, startProvider } from "./provider.mjs";
import { freePort, startStack } from "./stack.mjs";

const CLIENT = { clientId: "congdan", clientSecret: "s3cret: with + signs" };
/** A procedure of few questions, for which this deployment asks for the electronic identity. */
const STALL = "hn-cho-phien";
let portal, provider, stack;

before(async () => {
  const port = await freePort();
  portal = `http://127.0.0.1:${port}`;
  provider = await startProvider({ ...CLIENT, portal });
  const identity = `[identity]
issuer = "${provider.issuer}"
client_id = "${CLIENT.clientId}"
client_secret = "${CLIENT.clientSecret}"
redirect_uri = "${portal}/auth/callback"
userinfo = true
[identity.claims]
id = "personal_id"
name = "name"
family = "family"
middle = "middle"
given = "given"
level = "acr"
birth = "birthdate"
sex = "gender"
[identity.levels]
LoA1 = ["${LEVELS.one}"]
LoA2 = ["${LEVELS.two}"]
`;
  stack = await startStack(port, identity, `[procedure."${STALL}"]\nsign = "identity"\n`);
});

after(async () => {
  await stack?.end();
  await provider?.end();
});

/** Goes to the provider, answers its form, and comes back; gives the portal's address where that ends. */
async function signIn(browser, { account = "hang", acr = LEVELS.two, ask = "return_to=/ho-so", answer = {} } = {}) {
  const asked = await browser.follow(`${portal}/auth/login?${ask}`);
  assert.match(asked.url, /\/interaction\//);
  const back = await browser.follow(asked.url, `${portal}/auth/callback`, { method: "POST", form: { account, acr, ...answer } });
  assert.ok(back.url.startsWith(`${portal}/auth/callback`), back.url);
  const done = await browser.send(back.url);
  assert.equal(done.status, 303);
  return done.headers.get("location");
}

const call = async (browser, path, method = "GET", json = undefined, more = {}) => {
  const headers = method === "GET" ? {} : { "x-congdan": "1", origin: portal, "content-type": "application/json", ...more };
  const answer = await browser.send(`${portal}${path}`, { method, headers, json });
  return { status: answer.status, body: await answer.text().then((text) => (text === "" ? null : JSON.parse(text))) };
};

const person = async (browser) => (await call(browser, "/api/session")).body.person;

/** Answers the provider's question whether to sign out there. */
async function confirmSignOut(browser, url) {
  const page = await browser.send(url);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(await page.text())[1];
  const form = { xsrf, logout: "yes" };
  return browser.follow(`${provider.issuer}/session/end/confirm`, portal, { method: "POST", form });
}

test("a citizen signs in, and is known by the claims and the level that the configuration names", async () => {
  const browser = new Browser();
  assert.equal(await signIn(browser), "/ho-so");
  assert.deepEqual(await person(browser), { name: "Tôn Nữ Bích Hằng", masked_id: "0011****4321", level: "LoA2" });
});

test("who says no at the provider is not signed in, and may try again where they were", async () => {
  const browser = new Browser();
  const refused = await signIn(browser, { answer: { cancel: "1" } });
  assert.equal(refused, "/dang-nhap?problem=cancelled&return_to=%2Fho-so");
  assert.equal(await person(browser), null);
  assert.equal(await signIn(browser), "/ho-so");
});

test("who confirms proves it anew, at the level that is needed, and stays the same person", async () => {
  const browser = new Browser();
  await signIn(browser, { acr: LEVELS.one });
  assert.equal((await person(browser)).level, "LoA1");
  const ask = "return_to=/ho-so/x/ky&level=LoA2&max_age=300";
  const low = await signIn(browser, { acr: LEVELS.one, ask });
  assert.equal(low, "/dang-nhap?problem=level&return_to=%2Fho-so%2Fx%2Fky");
  browser.forget(provider.issuer);
  const other = await signIn(browser, { account: "thanh", ask });
  assert.equal(other, "/dang-nhap?problem=other_person&return_to=%2Fho-so%2Fx%2Fky");
  assert.equal((await person(browser)).level, "LoA1");
  browser.forget(provider.issuer);
  assert.equal(await signIn(browser, { ask }), "/ho-so/x/ky");
  assert.equal((await person(browser)).level, "LoA2");
});

test("who stands by a dossier does so at the provider, at the level that is needed, for exactly its bytes", async () => {
  const browser = new Browser();
  await signIn(browser);
  const key = () => ({ "idempotency-key": crypto.randomUUID() });
  const opened = await call(browser, "/api/dossiers", "POST", { procedure: STALL, language: "vi" }, key());
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  const dossier = `/api/dossiers/${opened.body.id}`;
  const named = opened.body.version === "2026-10" ? { stall_name: "Vườn Hằng" } : { sign: "Vườn Hằng", waste: true };
  const agency = { province: "01", commune: "00082" };
  const changes = { goods: "plants", agency, phone: "0912345678", helpers: "0", pledge: true, ...named };
  const saved = await call(browser, `${dossier}/answers`, "PATCH", { changes }, { "if-match": '"1"' });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const fixed = await call(browser, `${dossier}/freeze`, "POST", { revision: saved.body.revision }, key());
  assert.equal(fixed.status, 200, JSON.stringify(fixed.body));
  const { sha256 } = fixed.body.state.snapshot;
  const signing = async () => (await call(browser, dossier)).body.state.signing;

  /** Leaves to stand by it, answers the provider's form, and comes back; gives the address where that ends. */
  const stand = async (account, acr, answer = {}) => {
    const left = await call(browser, `${dossier}/confirmation`, "POST", { sha256 });
    assert.equal(left.status, 200, JSON.stringify(left.body));
    assert.ok(new URL(left.body.redirect_url).searchParams.get("nonce").endsWith(`.${sha256}`));
    const asked = await browser.follow(left.body.redirect_url);
    assert.match(asked.url, /\/interaction\//, "who is signed in there is asked all the same");
    const back = await browser.follow(asked.url, `${portal}/auth/callback`, { method: "POST", form: { account, acr, ...answer } });
    return (await browser.send(back.url)).headers.get("location");
  };
  const page = `/ho-so/${opened.body.id}/ky`;
  assert.equal(await stand("hang", LEVELS.two, { cancel: "1" }), `${page}?problem=cancelled`);
  assert.equal(await stand("hang", LEVELS.one), `${page}?problem=level`);
  browser.forget(provider.issuer);
  assert.equal(await stand("thanh", LEVELS.two), `${page}?problem=other_person`);
  assert.deepEqual(await signing(), { state: "needed" });
  browser.forget(provider.issuer);
  assert.equal(await stand("hang", LEVELS.two), page);
  const confirmed = await signing();
  assert.deepEqual([confirmed.state, confirmed.sha256], ["confirmed", sha256]);
});

test("signing out at the portal signs out at the provider and comes back", async () => {
  const browser = new Browser();
  await signIn(browser);
  const out = await call(browser, "/api/session/sign-out", "POST");
  assert.equal(await person(browser), null);
  const back = await confirmSignOut(browser, out.body.end_session_url);
  assert.equal(back.url, `${portal}/auth/sign-out-done`);
  const again = await browser.follow(`${portal}/auth/login`);
  assert.match(again.url, /\/interaction\//);
});

test("signing out at the provider ends the session that was opened with it, and no other", async () => {
  const [browser, elsewhere] = [new Browser(), new Browser()];
  await signIn(browser);
  await signIn(elsewhere);
  assert.equal((await call(elsewhere, "/api/sessions")).body.sessions.length >= 2, true);
  await confirmSignOut(browser, `${provider.issuer}/session/end?client_id=${CLIENT.clientId}`);
  assert.equal(await person(browser), null);
  assert.equal((await person(elsewhere)).level, "LoA2");
});

test("a session that was ended from another device is over at once", async () => {
  const [here, lost] = [new Browser(), new Browser()];
  await signIn(here, { account: "thanh" });
  await signIn(lost, { account: "thanh" });
  const list = (await call(here, "/api/sessions")).body.sessions;
  const other = list.find((session) => !session.is_current);
  assert.equal((await call(here, `/api/sessions/${other.id}`, "DELETE")).status, 204);
  assert.equal(await person(lost), null);
  assert.equal((await call(here, `/api/sessions/${other.id}`, "DELETE")).status, 404);
});
