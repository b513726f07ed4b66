// An identity provider that others wrote: npm `oidc-provider`, certified by the OpenID Foundation, with two accounts and a sign-in page
// of one form. Claims are given at userinfo only, as the standard has it for the code flow. Nothing of ours is checked here.

import { createServer } from "node:http";
import Provider from "oidc-provider";

export const LEVELS = { one: "urn:example:level:basic", two: "urn:example:level:substantial" };

const PEOPLE = {
  hang: { personal_id: "001195004321", name: "Tôn Nữ Bích Hằng", family: "Tôn Nữ", middle: "Bích", given: "Hằng" },
  thanh: { personal_id: "079090001234", name: "Lê Văn Thành", family: "Lê", middle: "Văn", given: "Thành" },
};

/** Starts the provider for one client; gives its address and the way to end it. */
export async function startProvider({ clientId, clientSecret, portal }) {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    acrValues: Object.values(LEVELS),
    claims: {
      openid: ["sub", "personal_id", "name", "family", "middle", "given", "birthdate", "gender"],
      acr: null,
      sid: null,
      auth_time: null,
      iss: null,
    },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${portal}/auth/callback`],
        post_logout_redirect_uris: [`${portal}/auth/sign-out-done`],
        backchannel_logout_uri: `${portal}/hooks/identity/logout`,
        backchannel_logout_session_required: true,
        require_auth_time: true,
      },
    ],
    cookies: { keys: ["a key of this run"] },
    // Both run on this machine, where the provider would not call anybody.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...PEOPLE[sub], birthdate: "1995-02-14", gender: "female" }),
    }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: { Session: 3600, Grant: 3600, Interaction: 600, AccessToken: 60, IdToken: 300 },
  });
  provider.on("backchannel.error", (_, error) => process.stderr.write(`back-channel: ${error} ${error.cause}\n`));
  const answer = provider.callback();
  server.on("request", (request, response) => {
    const asked = request.url.startsWith("/interaction/") ? sign_in(provider, request, response) : answer(request, response);
    Promise.resolve(asked).catch((error) => response.writeHead(500).end(String(error)));
  });
  const end = () => new Promise((ended) => (server.close(ended), server.closeAllConnections()));
  return { issuer, end };
}

/** The page of one form: who, and at which level. */
async function sign_in(provider, request, response) {
  const { params } = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.writeHead(200, { "content-type": "text/html" }).end(`<form method="post">${params.acr_values}</form>`);
    return;
  }
  let body = "";
  for await (const part of request) body += part;
  const form = new URLSearchParams(body);
  if (form.get("cancel")) {
    await provider.interactionFinished(request, response, { error: "access_denied" });
    return;
  }
  const accountId = form.get("account");
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const result = { login: { accountId, acr: form.get("acr") }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
