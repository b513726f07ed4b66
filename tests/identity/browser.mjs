// As much of a browser as signing in needs: cookies per host, redirects followed one by one, forms sent. It decides nothing.

export class Browser {
  #cookies = new Map();

  /** One request; redirects are not followed. */
  async send(url, { method = "GET", headers = {}, form, json } = {}) {
    const { host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map();
    this.#cookies.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json);
    const typed = form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
    const answer = await fetch(url, { method, body, redirect: "manual", headers: { ...typed, ...headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      const isGone = value === "" || /max-age=0(;|$)/i.test(line) || /expires=Thu, 01 Jan 1970/i.test(line);
      isGone ? jar.delete(name) : jar.set(name, value);
    }
    return answer;
  }

  /** Follows redirects until a page is shown or an address begins with `stop`; gives that address and the last answer. */
  async follow(url, stop, options) {
    let answer = await this.send(url, options);
    for (let steps = 0; steps < 12; steps += 1) {
      const to = answer.headers.get("location");
      if (to === null) return { url, answer };
      url = new URL(to, url).href;
      if (stop !== undefined && url.startsWith(stop)) return { url, answer };
      answer = await this.send(url);
    }
    throw new Error("redirects without end");
  }

  /** Loses all cookies of a host, as when somebody else takes over. */
  forget(url) {
    this.#cookies.delete(new URL(url).host);
  }
}
