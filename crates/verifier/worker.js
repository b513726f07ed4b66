// The worker that judges signature containers; the build appends it to the glue script of the module (xtask/web/finish.mjs), whose
// names it uses. The module decides everything but arithmetic, WebCrypto calculates. It asks nothing of the network and stores nothing.

const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** How WebCrypto is to import a key, and how to use it. */
function algorithm(method) {
  const [name, hash, more] = method.split(' ');
  if (name === 'ECDSA') return [{ name, namedCurve: more }, { name, hash }];
  return [{ name, hash }, name === 'RSA-PSS' ? { name, saltLength: Number(more) } : { name }];
}

/** Whether a signature is the key's own: a key that cannot be imported signs nothing. `undefined` when this browser cannot tell. */
async function holds(examined, at) {
  const [importing, using] = algorithm(examined.method(at));
  try {
    const key = await crypto.subtle.importKey('spki', examined.key(at), importing, false, ['verify']);
    return await crypto.subtle.verify(using, key, examined.signature(at), examined.message(at));
  } catch (error) {
    if (error.name === 'NotSupportedError') return undefined;
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/**
 * The reason against the container (empty when there is none; `unsupported` when this browser lacks an algorithm), whether the signer's own
 * signature holds (`own` or empty), then names and values of what the container says.
 */
async function judge([container, content, roots, stampRoots, answers, lists, now, proven, signer]) {
  const means = new Means();
  let examined;
  try {
    for (const root of roots) means.add(bytes(root));
    for (const root of stampRoots) means.add_of_stamps(bytes(root));
    for (const answer of answers) means.add_answer(answer);
    for (const list of lists) means.add_list(list);
    examined = means.examine(container, content, now, proven);
  } catch (fault) {
    if (typeof fault !== 'string') throw fault;
    return [fault, ''];
  } finally {
    means.free();
  }
  const found = [];
  for (let at = 0; at < examined.count(); at += 1) found.push(await holds(examined, at));
  const held = Uint8Array.from(found, Number);
  const told = [found[0] ? 'own' : '', ...examined.facts()];
  try {
    told.push(...examined.revocation(held));
    examined.conclude(held, signer);
    return ['', ...told];
  } catch (fault) {
    if (typeof fault !== 'string') throw fault;
    return [found.includes(undefined) ? 'unsupported' : fault, ...told];
  }
}

// The first message brings the compiled module, every other one a container; each is answered through the port that it brings. What fails
// here is a mistake of ours: the page hears of the error and gives this worker up.
onmessage = async ({ data, ports: [port] }) => {
  try {
    const isModule = data instanceof WebAssembly.Module;
    if (isModule) initSync({ module: data });
    port.postMessage(isModule || (await judge(data)));
  } catch (error) {
    reportError(error);
  }
};
