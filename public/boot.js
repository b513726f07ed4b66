// Opens the portal: installs the Trusted Types policy, checks that this browser can run it, fetches glue, wasm, configuration and the
// texts of a chosen language side by side, starts the app, and shows what to do when that fails. Later it fetches, with their integrity
// values, the downloads that the app asks for. It knows nothing of the app itself.
// A plain script in the head, so that the language is set before the first paint and old browsers get to read their page.
(() => {
  'use strict';

  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const meta = (name) => document.querySelector(`meta[name="${name}"]`);

  // The portal comes in two parts: what every visit starts with, and the steps of a dossier with the form engine.
  const isStep = (path) => /^\/ho-so\/[^/]+\/./.test(path);
  const part = isStep(location.pathname) ? 'dossier' : 'app';
  // One file of this part, with the integrity value that the build has written beside its name.
  const asset = (kind, of = part) => {
    const { content, dataset } = meta(`${of}-${kind}`);
    return { url: content.startsWith('/') ? content : `/${content}`, integrity: dataset.integrity ?? '' };
  };

  // For the shell alone, before the configuration is here; the app then starts in a language that is on offer. Storage may be
  // forbidden; then the shell stays Vietnamese.
  function language() {
    try {
      return localStorage.getItem('congdan.lang') === 'en' ? 'en' : 'vi';
    } catch {
      return 'vi';
    }
  }

  // What a page keeps in this tab for the way to the identity provider and back (`browser/away.rs`) is thrown away everywhere else.
  function forgetAway() {
    if (/^\/(toi\/uy-quyen|dang-nhap)$/.test(location.pathname)) return;
    try {
      sessionStorage.removeItem('congdan.away');
    } catch {}
  }

  function translate() {
    if (root.lang !== 'en') return;
    for (const element of document.querySelectorAll('[data-en]')) element.textContent = element.dataset.en;
    for (const element of document.querySelectorAll('[data-en-label]')) element.setAttribute('aria-label', element.dataset.enLabel);
  }

  // Static parts of the app's pages are parsed from strings: those may hold no code. Nothing else may become code at all, but the one
  // script of the worker. An answer of null is a violation, which the browser reports.
  function installPolicy() {
    const code = /<script|<base|<iframe|<object|<embed|srcdoc|javascript:|\son[a-z]+\s*=/i;
    window.trustedTypes?.createPolicy('default', {
      createHTML: (html) => (code.test(html) ? null : html),
      createScriptURL: (url) => (url === asset('js', 'verifier').url ? url : null),
      createScript: () => null,
    });
  }

  // Import maps came with Safari 16.4, Firefox 108 and Chrome 89, `inert` with Firefox 112 and Chrome 102.
  function isSupported() {
    return typeof WebAssembly === 'object' && HTMLScriptElement.supports?.('importmap') === true && 'inert' in HTMLElement.prototype;
  }

  function show(id) {
    byId('shell-opening').hidden = true;
    const state = byId(id);
    state.hidden = false;
    state.querySelector('h1').focus();
  }

  async function fetched(url, options) {
    const response = await fetch(url, options);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return response;
  }

  // A file that is absent or broken means the defaults and is told to the operator: a slip in it must close the portal to nobody. No
  // answer, or one of a host in trouble, may hide where the backend is.
  async function configured() {
    const response = await fetch('/config.json');
    if (response.status >= 500) throw new Error(`/config.json answered ${response.status}`);
    const text = await response.text();
    try {
      if (!response.ok) throw new Error(`the answer was ${response.status}`);
      if (!/^\s*\{/.test(text)) throw new Error('it is no JSON object');
      JSON.parse(text);
      return text;
    } catch (error) {
      console.error(`/config.json is not used, the defaults are: ${error.message}`);
      return '{}';
    }
  }

  // The app reads it from here before it renders anything.
  function offerConfiguration(text) {
    const meta = document.createElement('meta');
    meta.name = 'app-config';
    meta.content = text;
    document.head.append(meta);
  }

  // A step that was left a moment ago (by a reload, by Back, by a new address) may still be saving: the dossier is then asked for by the
  // app, which comes later. Only a page of the front is known to have nothing to save.
  function mayBeSaving() {
    const from = document.referrer && new URL(document.referrer);
    const isPlain = performance.getEntriesByType('navigation')[0]?.type === 'navigate';
    return !isPlain || !from || from.origin !== location.origin || isStep(from.pathname);
  }

  // What the app asks the backend first is asked while the wasm is on its way: on a slow line that is half a second of waiting less.
  // The app takes each answer once (`browser/ahead.rs`) and asks itself when there is none; nothing is kept beyond this page.
  const answers = (window.congdanAhead = {});
  const answer = (url, credentials) =>
    (answers[url] = fetch(url, { credentials, headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(25_000) })
      .then(async (response) => ({ status: `${response.status}`, body: await response.text() }))
      .catch(() => null));

  // Vietnamese comes with the wasm.
  function askTexts() {
    const texts = meta(`texts-${root.lang}`)?.content;
    if (texts) answer(texts, 'same-origin');
  }

  function askAhead(configuration) {
    const { backend: named } = JSON.parse(configuration);
    const backend = typeof named === 'string' ? named.replace(/\/+$/, '') : '';
    const ask = (path) => answer(backend + path, 'include');
    ask('/api/session');
    const [, dossier] = /^\/ho-so\/([0-9a-z]+)\/./.exec(location.pathname) ?? [];
    if (!dossier || mayBeSaving()) return;
    ask(`/api/dossiers/${dossier}`).then((answer) => {
      if (answer?.status !== '200') return;
      const { procedure, version, language } = JSON.parse(answer.body);
      ask(`/api/procedures/${procedure}?lang=${language}&version=${version}`);
    });
  }

  // The app says when what comes next is likely to be needed: a step of a dossier, or in a dossier the steps after the form. It is
  // fetched into the browser's cache while nothing else is to do; digests are compared when it is used. Not where the citizen
  // saves data or the line is slow; a fetch that is cut short by going there is no error.
  function readAhead() {
    const { saveData, effectiveType } = navigator.connection ?? {};
    if (saveData || /2g$/.test(effectiveType ?? '')) return;
    const later = meta('dossier-later').content.split(' ').filter(Boolean);
    const next = part === 'dossier' ? later.map((name) => `/${name}`) : ['js', 'wasm'].map((kind) => asset(kind, 'dossier').url);
    const idle = window.requestIdleCallback ?? ((action) => setTimeout(action, 1_000));
    idle(async () => {
      try {
        for (const url of next) await (await fetch(url, { priority: 'low' })).arrayBuffer();
      } catch {}
    });
  }

  // The shell stays until there is something to see in its place.
  function leaveShell() {
    const app = byId('app');
    const left = () => app.childElementCount > 0 && (byId('shell').remove(), true);
    if (!left()) new MutationObserver((_, observer) => left() && observer.disconnect()).observe(app, { childList: true });
  }

  // An import takes no integrity value of its own, a preloaded module does.
  async function imported() {
    const { url, integrity } = asset('js');
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: url, integrity }));
    return import(url);
  }

  // Compiled while it arrives, and run only when its bytes are those that the page names. `integrity` of `fetch` would hold everything
  // back until the last byte, and browsers then ask a second time for what the page has preloaded.
  async function compiled({ url, integrity }, options) {
    const response = await fetched(url, options);
    const bytes = response.clone().arrayBuffer();
    // A host that gives wasm another type gets it compiled from the bytes.
    const module = WebAssembly.compileStreaming(response).catch(async () => WebAssembly.compile(await bytes));
    module.catch(() => {});
    // Over plain HTTP, where nobody can sign in either, browsers have no digests.
    if (!crypto.subtle) return module;
    const digest = await crypto.subtle.digest('SHA-384', await bytes);
    const found = `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
    if (integrity && integrity !== found) throw new Error(`${url} is not what the page names`);
    return module;
  }

  // A download of its own, asked for by the loaders in the glue script; they give it to the app, which says what to do when it does not come.
  window.congdanPart = (url, integrity) => {
    const module = compiled({ url, integrity }, { signal: AbortSignal.timeout(60_000) });
    module.catch(() => {});
    return async (imports) => WebAssembly.instantiate(await module, imports);
  };

  // The worker that judges signatures, as a function that is given the work and answers, or answers null when the worker fails. Its
  // script is in the browser's cache once its digest was compared. Null where a build or a browser has no such worker, which is no error.
  let verifier;
  async function verifying() {
    const [script, wasm] = ['js', 'wasm'].map((kind) => asset(kind, 'verifier'));
    if (!script.integrity || !crypto.subtle) return null;
    const limit = { signal: AbortSignal.timeout(60_000) };
    const [module] = await Promise.all([compiled(wasm, limit), fetched(script.url, { integrity: script.integrity, ...limit })]);
    const worker = new Worker(script.url, { type: 'module' });
    const failed = new Promise((tell) => {
      worker.onerror = () => {
        verifier = undefined;
        tell(null);
      };
    });
    const ask = (work) => {
      const { port1, port2 } = new MessageChannel();
      const answer = new Promise((tell) => {
        port1.onmessage = ({ data }) => tell(data);
      });
      worker.postMessage(work, [port2]);
      return Promise.race([answer, failed]);
    };
    return (await ask(module)) && ((...work) => ask(work));
  }
  window.congdanVerifier = () =>
    (verifier ??= verifying().catch((error) => {
      verifier = undefined;
      throw error;
    }));

  async function start(loading) {
    const [glue, module, text] = await Promise.all(loading);
    offerConfiguration(text);
    await glue.default({ module_or_path: module });
    leaveShell();
  }

  root.lang = language();
  forgetAway();
  window.addEventListener('congdan-ahead', readAhead, { once: true });
  installPolicy();
  const loading = [];
  if (isSupported()) {
    const configuration = async () => {
      const text = await configured();
      askAhead(text);
      return text;
    };
    askTexts();
    loading.push(imported(), compiled(asset('wasm')), configuration());
    for (const one of loading) one.catch(() => {});
  }
  document.addEventListener('DOMContentLoaded', () => {
    translate();
    byId('shell-reload').addEventListener('click', () => location.reload());
    if (loading.length === 0) {
      show('shell-unsupported');
      return;
    }
    start(loading).catch((error) => {
      console.error(error);
      show('shell-failed');
    });
  });
})();
