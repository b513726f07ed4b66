// Two ways to use a page: by mouse, and by keyboard alone. Both do the same things, so that one journey tells the story twice.
// The keyboard only presses keys: nothing is clicked and no element is focused by the test; it walks with Tab to where it wants to be.
import { expect } from 'playwright/test';

/** Longest walk with Tab on one screen, a list of dossiers included. */
const LONGEST_WALK = 160;

export class Mouse {
  constructor(page) {
    this.page = page;
  }

  async press(control) {
    await control.click();
  }

  async type(field, text) {
    await field.click();
    await field.fill('');
    await field.pressSequentially(text);
    await expect(field).toHaveValue(text);
  }

  async choose(option) {
    await option.check();
    await expect(option).toBeChecked();
  }

  /** Chooses from a list that is searched by typing. */
  async pick(combobox, text) {
    await combobox.click();
    await combobox.fill(text);
    await listOf(combobox).getByRole('option', { name: text, exact: true }).click();
    await expect(combobox).toHaveValue(text);
  }

  /** Chooses from the browser's own list. */
  async select(list, value) {
    await list.selectOption(value);
  }

  async attach(input, file) {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.locator(`label[for="${await input.getAttribute('id')}"]`).last().click();
    await (await chooser).setFiles(file);
  }
}

/** In the page: which key brings the focus nearer to `element`. Within a group of radio buttons Tab goes no further: arrows do. */
function wayTo(element, isGroupEnough) {
  const here = document.activeElement ?? document.body;
  if (here === element || (isGroupEnough && element.type === 'radio' && here.type === 'radio' && here.name === element.name)) return 'here';
  const isBehind = here !== document.body && (element.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  return isBehind ? 'Shift+Tab' : 'Tab';
}

export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  /** Walks with Tab, or back with Shift+Tab when the control lies behind. */
  async reach(control, { isGroupEnough = false } = {}) {
    await expect(control).toBeVisible();
    for (let steps = 0; steps < LONGEST_WALK; steps += 1) {
      const way = await control.evaluate(wayTo, isGroupEnough);
      if (way === 'here') return;
      await this.page.keyboard.press(way);
    }
    throw new Error(`the keyboard does not come to ${control}`);
  }

  async press(control) {
    await this.reach(control);
    const isVisibleFocus = await control.evaluate((element) => {
      const style = getComputedStyle(element);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    expect(isVisibleFocus, `one sees where the keyboard is: ${control}`).toBe(true);
    await this.page.keyboard.press('Enter');
  }

  async type(field, text) {
    await this.reach(field);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.type(text);
    await expect(field).toHaveValue(text);
  }

  /** A checkbox with Space; a radio button with Space or, within its group, the arrows. */
  async choose(option) {
    await this.reach(option, { isGroupEnough: true });
    if (!(await option.evaluate((element) => element === document.activeElement))) {
      for (let steps = 0; steps < 12 && !(await option.isChecked()); steps += 1) await this.page.keyboard.press('ArrowDown');
    } else if (!(await option.isChecked())) {
      await this.page.keyboard.press('Space');
    }
    await expect(option).toBeChecked();
  }

  async pick(combobox, text) {
    await this.reach(combobox);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.type(text);
    const option = listOf(combobox).getByRole('option', { name: text, exact: true });
    await expect(option).toBeVisible();
    for (let steps = 0; steps < 60; steps += 1) {
      await this.page.keyboard.press('ArrowDown');
      if ((await option.getAttribute('aria-selected')) === 'true') break;
    }
    await this.page.keyboard.press('Enter');
    await expect(combobox).toHaveValue(text);
  }

  async select(list, value) {
    await this.reach(list);
    for (let steps = 0; steps < 20 && (await list.inputValue()) !== value; steps += 1) await this.page.keyboard.press('ArrowDown');
    await expect(list).toHaveValue(value);
  }

  async attach(input, file) {
    await this.reach(input);
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.keyboard.press('Enter');
    await (await chooser).setFiles(file);
  }
}

const listOf = (combobox) => combobox.locator('xpath=..').getByRole('listbox');
