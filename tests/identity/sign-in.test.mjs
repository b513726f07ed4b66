// The backend's sign-in against an independent provider: code flow with PKCE, claims and levels under other names, step-up, logout from
// either side. What forged answers meet is tested beside the backend (`crates/backend/tests/routes/hostile.rs`).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser } from "./browser.mjs";
import { LEVELS, startProvider } from "./provider.mjs";
import { freePort, startStack } from "./stack.mjs";

const CLIENT = { clientId: "congdan", clientSecret: "s3cret: with + signs" };
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
  stack = await startStack(port, identity);
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

const call = async (browser, path, method = "GET") => {
  const headers = method === "GET" ? {} : { "x-congdan": "1", origin: portal };
  const answer = await browser.send(`${portal}${path}`, { method, headers });
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
