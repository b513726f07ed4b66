// The portal's own texts, by key, in the language of the journey: journeys say what is meant, and wording may change without them.
// Texts of the sandbox are not here: its pages speak only Vietnamese.
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../../', import.meta.url);
const rooms = ['account', 'app', 'confirm', 'consent', 'cosign', 'due', 'form', 'help', 'pages', 'paid', 'refund', 'right', 'signature', 'status', 'steps', 'violation'];
const read = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

const interfaceTexts = Object.fromEntries(
  ['vi', 'en'].map((lang) => [lang, Object.assign({}, ...rooms.map((room) => read(`src/i18n/${lang}/${room}.json`)))]),
);

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

function lookUp(texts, where) {
  return (key, values = {}) => {
    if (!(key in texts)) throw new Error(`no text "${key}" in ${where}`);
    return fill(texts[key], values);
  };
}

/** `say('form.continue')` in this language. */
export const words = (lang) => lookUp(interfaceTexts[lang], `src/i18n/${lang}`);

/** A procedure: its schema, and `text('field.case.label')` in a language. */
export function procedure(code) {
  const folder = ['procedures', 'tests/agency'].map((room) => `${room}/${code}`).find((path) => existsSync(new URL(path, root)));
  const texts = (lang) => read(`${folder}/texts.${lang}.json`);
  return {
    code,
    schema: read(`${folder}/procedure.json`),
    texts,
    speaking: (lang) => lookUp(texts(lang), `${folder}/texts.${lang}.json`),
  };
}

/** The name of an entry of a catalogue, as the portal shows it. */
export function entry(catalogue, code, lang) {
  const found = read(`procedures/catalogues/${catalogue}.json`).entries.find((one) => one.code === code);
  if (!found) throw new Error(`no ${code} in ${catalogue}`);
  return lang === 'en' ? (found.en ?? found.vi) : found.vi;
}

/** Every key that could be shown in place of its text. */
export const keys = new Set(Object.keys(interfaceTexts.vi));

/** A text anywhere in a name, whatever characters it has. */
export const containing = (text) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

/** A name that begins with this text: labels may go on with "(optional)". */
export const beginning = (text) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
