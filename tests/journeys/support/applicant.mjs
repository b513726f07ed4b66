// A citizen at the portal: one browser, one language, one pair of hands, one dossier. The methods are the chapters of a story;
// what is asserted here holds in every story (where one is, that the focus is on the heading, that the screen can be used by all).
import { expect } from 'playwright/test';
import { FormPage } from './form.mjs';
import { Keyboard, Mouse } from './hands.mjs';
import { Phone, chooseIdentity, ways, settle } from './sandbox.mjs';
import { see } from './see.mjs';
import { containing, procedure, words } from './words.mjs';

export class Applicant {
  constructor({ page, person, code, lang = 'vi', by = 'mouse', isLookedAt = false }) {
    Object.assign(this, { person, lang, by, isLookedAt });
    this.say = words(lang);
    this.procedure = procedure(code);
    this.text = this.procedure.speaking(lang);
    this.use(page);
  }

  /** Goes on in this page: another tab, or another browser. */
  use(page) {
    this.page = page;
    this.hands = this.handsFor(page);
    this.form = new FormPage({ page, hands: this.hands, say: this.say, text: this.text, procedure: this.procedure });
    this.main = page.getByRole('main');
    this.heading = page.getByRole('heading', { level: 1 });
  }

  handsFor(page) {
    return this.by === 'mouse' ? new Mouse(page) : new Keyboard(page);
  }

  button = (key) => this.main.getByRole('button', { name: this.say(key), exact: true });
  link = (key) => this.main.getByRole('link', { name: this.say(key), exact: true });

  /** Arrived at a screen: its heading is there and has the focus. */
  async arrived(title) {
    await expect(this.heading).toHaveText(title);
    await expect(this.heading).toBeFocused();
  }

  /**
   * Arrived by a full load, as between the front and the steps of a dossier, which are two documents. The house has it as every web page
   * does: nothing has the focus, one is at the top, and the tab's new title, which screen readers say first, is that of the heading.
   */
  async landed(title) {
    await expect(this.heading).toHaveText(title);
    await expect(this.page).toHaveTitle(containing((await this.heading.innerText()).trim()));
    const where = await this.page.evaluate(() => ({ focus: document.activeElement?.tagName, top: Math.round(scrollY) }));
    expect(where, `${title}: at the top of a new document`).toEqual({ focus: 'BODY', top: 0 });
  }

  /** Looks at the screen with every test of accessibility, when this story is the one that looks. */
  async see(name, options) {
    if (this.isLookedAt) await see(this.page, name, { lang: this.lang, ...options });
  }

  /** Opens the portal and chooses the language. */
  async arrive() {
    await this.page.goto('/');
    if (this.lang === 'en') {
      await this.hands.press(this.page.getByRole('banner').getByRole('button', { name: 'English' }));
      await expect(this.page.locator('html')).toHaveAttribute('lang', 'en');
    }
    await expect(this.heading).toHaveText(this.say('home.title'));
    await this.see('home');
  }

  /** From the search to the page of the service. */
  async find(words) {
    await this.hands.type(this.main.getByRole('searchbox'), words);
    const found = this.main.getByRole('search').getByRole('link', { name: containing(this.text('title')) });
    await expect(found).toBeVisible();
    await this.see('home-found');
    await this.hands.press(found);
    await this.arrived(this.text('title'));
    await this.see('service');
  }

  /** Signs in at the identity provider and is back where it began. */
  async signIn() {
    await this.hands.press(this.link('service.start'));
    await this.arrived(this.say('sign_in.title'));
    await this.see('sign-in');
    await this.hands.press(this.link('sign_in.button'));
    await this.beThisPerson();
    await expect(this.heading).toHaveText(this.text('title'));
    await this.isSignedIn();
  }

  async beThisPerson() {
    await expect(this.page.getByRole('button', { name: this.person.name, exact: true })).toBeVisible();
    if (this.isLookedAt) await see(this.page, 'sandbox-identity', { lang: 'vi' });
    await chooseIdentity(this.page, this.hands, this.person);
  }

  async isSignedIn() {
    await expect(this.page.getByRole('banner').getByText(this.person.name)).toBeVisible();
  }

  /** Opens a draft. When there is one already, this story asks for another. */
  async start() {
    await this.hands.press(this.button('service.start'));
    const question = this.page.getByRole('dialog');
    const first = this.page.getByRole('heading', { level: 1, name: this.text('page.start.title') });
    await expect(question.or(first)).toBeVisible();
    if (await question.isVisible()) {
      await this.see('service-existing');
      await this.hands.press(question.getByRole('button', { name: this.say('service.existing.another') }));
    }
    await this.landed(this.text('page.start.title'));
    [, this.id] = /\/ho-so\/([^/]+)\//.exec(new URL(this.page.url()).pathname);
    await this.decide();
  }

  /** Lets registers be asked, or not, when the first page asks for that: once for each service. */
  async decide(agree = true) {
    const way = this.button(agree ? 'step.consent.agree' : 'step.consent.refuse');
    const decided = this.main.locator('details.cd-consent');
    await expect(way.first().or(decided)).toBeVisible();
    if (await decided.isVisible()) return;
    await this.see('consent');
    await this.hands.press(way);
    await expect(decided).toBeVisible();
    await this.arrived(this.text('page.start.title'));
    await this.see('consent-decided');
  }

  /** Opens a step of the dossier by its address. */
  async open(step, title) {
    await this.page.goto(`/ho-so/${this.id}/${step}`);
    await this.landed(title.startsWith('page.') ? this.text(title) : this.say(title));
  }

  async isOnPage(id) {
    await this.arrived(this.text(`page.${id}.title`));
  }

  /** Fills the pages of questions in order and goes on after each. */
  async fill(pages) {
    for (const [id, answers] of Object.entries(pages)) {
      await expect(this.heading).toHaveText(this.text(`page.${id}.title`));
      if (id !== 'start') await expect(this.heading).toBeFocused();
      await this.form.answerAll(answers);
      await this.form.saved();
      await this.see(`form-${id}`);
      await this.form.goOn();
    }
  }

  /** Attaches the papers and goes on to the review. */
  async attach(papers = {}) {
    await this.isOnPage('documents');
    await this.form.answerAll(papers);
    await this.form.saved();
    await this.see('documents');
    await this.form.goOn();
    await this.arrived(this.say('step.review.title'));
    await this.see('review');
  }

  /** Locks the content; the button names what comes next. */
  async freeze(next) {
    await this.hands.press(this.button(`step.review.${next}`));
  }

  get fingerprint() {
    return this.main.locator('code').first();
  }

  /** The certificates at a provider. */
  certificates(provider) {
    return this.main.getByRole('group', { name: this.say('step.sign.choose', { provider }) });
  }

  /** Those at a signing provider that cannot be used: folded where another can, and opened here. */
  async folded(provider) {
    const forms = ['one', 'other'].map((form) => this.say(`step.sign.folded.${form}`, { n: '' }).trim());
    await this.hands.press(this.main.locator('summary').filter({ hasText: new RegExp(forms.join('|')) }));
    return this.main.getByRole('group', { name: this.say('step.sign.folded.at', { provider }), exact: true });
  }

  /** Sends the request to the phone, with the first certificate of `holder` or the one at `provider`, and gives the fingerprint that the waiting screen shows. */
  async askToSign(provider, holder = this.person.name) {
    // Where the focus is then is the citizen's: they may have looked at what cannot be used.
    await expect(this.heading).toHaveText(this.say('step.sign.title'));
    const before = await this.fingerprint.innerText();
    await this.see('sign');
    const place = provider ? this.certificates(provider) : this.main;
    await this.hands.choose(place.getByRole('radio', { name: containing(holder) }).first());
    await this.hands.press(this.button('step.sign.send'));
    await expect(this.heading).toHaveText(this.say('step.sign.wait.title'));
    await expect(this.fingerprint).toHaveText(before);
    await this.see('sign-wait');
    return before;
  }

  /** Leaves to stand by the dossier with the electronic identity, and is back. */
  async confirm() {
    await this.hands.press(this.button('step.confirm.go'));
    await chooseIdentity(this.page, this.hands, this.person);
  }

  /** The same person's phone: another device, so a page of another browser. */
  phone(page) {
    return new Phone(page, this.handsFor(page), this.person);
  }

  /** Leaves for the payment page and does there what `way` says. */
  async pay(way = ways.pay) {
    await this.arrived(this.say('step.pay.title'));
    await this.see('pay');
    await this.hands.press(this.button('step.pay.go'));
    await expect(this.page).toHaveURL(/\/vnpay\//);
    if (this.isLookedAt) await see(this.page, 'sandbox-gateway', { lang: 'vi' });
    await settle(this.page, this.hands, way);
  }

  /** The receipt with the official code, which is given back. */
  async receipt() {
    await expect(this.heading).toHaveText(this.say('step.receipt.title'));
    const code = await this.main.getByText(/^H\d\d\.\d\d-\d{6}-\d{4}$/).innerText();
    await this.see('receipt');
    return code;
  }

  tabs() {
    return this.main.getByRole('navigation', { name: this.say('step.list') }).getByRole('listitem');
  }
}
