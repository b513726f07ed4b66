// After the last journey: how many screens and states axe has looked at, and that each was seen in both themes once.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export default function tally() {
  const seen = process.env.CONGDAN_SEEN;
  const list = (...place) => readdirSync(join(seen, ...place));
  const names = list();
  const looks = names.flatMap((name) => list(name).flatMap((lang) => list(name, lang).map((theme) => ({ name, lang, theme }))));
  const count = (theme) => new Set(looks.filter((look) => look.theme === theme).map((look) => look.name)).size;
  console.log(`\n  axe found nothing on ${names.length} screens and states: ${count('light')} light, ${count('dark')} dark, ${looks.length} with languages`);
  const half = names.filter((name) => !['light', 'dark'].every((theme) => looks.some((look) => look.name === name && look.theme === theme)));
  if (half.length > 0) throw new Error(`not looked at in both themes: ${half.join(', ')}`);
}
