// A page of questions, filled as a person does: the control is found by its label, and used by the given hands.
// The kinds of fields are those of the procedure format; what to answer is the journey's business.
import { expect } from 'playwright/test';
import { beginning } from './words.mjs';

/** The parts of compound fields, in the order in which they are asked, with the key of their label. */
const parts = {
  person_name: { family: 'form.name.family', middle: 'form.name.middle', given: 'form.name.given' },
  date: { d: 'form.date.day', m: 'form.date.month', y: 'form.date.year' },
};
parts.partial_date = parts.date;

export class FormPage {
  /** `page` of `procedure` on screen; `say` and `text` speak the journey's language. */
  constructor({ page, hands, say, text, procedure }) {
    Object.assign(this, { page, hands, say, text, procedure });
    this.main = page.getByRole('main');
  }

  def(id) {
    const found = this.procedure.schema.pages.flatMap((page) => page.fields).find((field) => field.id === id);
    if (!found) throw new Error(`${this.procedure.code} has no field ${id}`);
    return found;
  }

  /** The group of a field of several controls. */
  group(id) {
    return this.main.getByRole('group', { name: beginning(this.text(`field.${id}.label`)) });
  }

  /** The control of a field of one control, or a part of one of several. */
  control(id, part) {
    const field = this.def(id);
    const label = (key) => ({ name: beginning(this.say(key)) });
    switch (field.kind) {
      case 'person_name':
      case 'date':
      case 'partial_date':
        return this.group(id).getByRole('textbox', label(parts[field.kind][part]));
      case 'agency':
      case 'address':
        if (part === 'detail') return this.group(id).getByRole('textbox', label('form.address.detail'));
        return this.group(id).getByRole('combobox', label(`form.address.${part}`));
      case 'choice':
        return this.group(id).getByRole('radio', { name: this.text(`option.${id}.${part}`), exact: true });
      case 'yes_no':
        return this.group(id).getByRole('radio', { name: this.say(part ? 'form.yes' : 'form.no'), exact: true });
      case 'attestation':
        return this.group(id).getByRole('checkbox', { name: this.text(`field.${id}.label`) });
      case 'consent':
        if (part === 'agrees') return this.group(id).getByRole('checkbox', label('form.consent.agrees'));
        return this.group(id).getByRole('textbox', label(part === 'id' ? 'form.consent.id' : parts.person_name[part]));
      case 'business_line':
      case 'catalogue':
        return this.main.getByRole('combobox', { name: beginning(this.text(`field.${id}.label`)) });
      case 'file':
        return this.main.locator(`input[type=file][id="f-${id}"]`);
      default:
        return this.main.getByRole('textbox', { name: beginning(this.text(`field.${id}.label`)) });
    }
  }

  /** Answers one field. */
  async answer(id, value) {
    const { kind } = this.def(id);
    if (kind === 'person_name' || kind === 'date' || kind === 'partial_date') {
      for (const [part, text] of Object.entries(value)) await this.hands.type(this.control(id, part), text);
    } else if (kind === 'agency' || kind === 'address') {
      for (const part of ['country', 'province', 'commune']) if (value[part]) await this.hands.pick(this.control(id, part), value[part]);
      if (value.detail) await this.hands.type(this.control(id, 'detail'), value.detail);
    } else if (kind === 'choice' || kind === 'yes_no') {
      await this.hands.choose(this.control(id, value));
    } else if (kind === 'consent') {
      await this.hands.choose(this.control(id, 'agrees'));
      for (const [part, text] of Object.entries(value)) await this.hands.type(this.control(id, part), text);
    } else if (kind === 'attestation') {
      await this.hands.choose(this.control(id));
    } else if (kind === 'catalogue') {
      await this.hands.pick(this.control(id), value);
    } else if (kind === 'file') {
      await this.hands.attach(this.control(id), value);
      if (value.mimeType.startsWith('image/')) await this.sendPhotos();
      const stem = value.name.replace(/\.[^.]*$/, '');
      await expect(this.main.getByRole('listitem').filter({ hasText: stem }).getByText(this.say('form.file.stored'))).toBeVisible();
    } else {
      await this.hands.type(this.control(id), value);
    }
  }

  /** From the desk of photos to the counter: the paper is made and looked at before it is sent. */
  async sendPhotos() {
    await this.hands.press(this.main.getByRole('button', { name: this.say('form.photo.make'), exact: true }));
    await expect(this.main.getByRole('heading', { name: this.say('form.photo.proof') })).toBeFocused();
    await this.hands.press(this.main.getByRole('button', { name: this.say('form.photo.send'), exact: true }));
  }

  /** Answers all these fields, in their order. */
  async answerAll(answers) {
    for (const [id, value] of Object.entries(answers)) await this.answer(id, value);
  }

  /** An answer that a register holds: shown with its source, and not asked. */
  known(id) {
    return this.main.getByRole('group', { name: this.text(`field.${id}.label`) });
  }

  /** What is wrong, at the top of the page. */
  get summary() {
    return this.main.getByRole('group', { name: new RegExp(`${this.say('form.errors.title')}|${this.say('form.warnings.title')}`) });
  }

  async goOn() {
    await this.hands.press(this.main.getByRole('button', { name: this.say('form.continue'), exact: true }));
  }

  /** Waits until everything that was typed is at the backend. */
  async saved() {
    await expect(this.main.getByText(beginning(this.say('form.saved').split('{')[0]))).toBeVisible();
  }
}
