// What the citizens of the stories answer. Names and papers are made up; days follow the backend's own "today", so that the stories
// hold on any day.
import { entry } from './words.mjs';
import { pdf } from './papers.mjs';

/** A day so many days before `today` (YYYY-MM-DD), in three parts. */
export function daysBefore(today, days) {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - days);
  const [y, m, d] = day.toISOString().slice(0, 10).split('-');
  return { d, m, y };
}

/** The child of the story. */
export const child = { family: 'Trần', middle: 'Nguyễn Mỹ', given: 'Uyên' };

/** A hospital birth, registered by the married mother, with two copies of the certificate. */
export function birth(today, lang, name = child) {
  return {
    start: { case: 'normal' },
    requester: { relation: 'mother' },
    child: {
      child_name: name,
      child_birth: daysBefore(today, 12),
      child_sex: 'female',
      birth_place_kind: 'facility',
      birth_facility: 'Bệnh viện Phụ sản Hà Nội',
      birth_place: { province: entry('provinces', '01', lang), commune: entry('communes/01', '00082', lang) },
      hometown_from: 'mother',
      certificate_form: 'photo',
    },
    mother: {},
    father: { father_declared: true },
    marriage: {},
    copies: { wants_copies: true, copies: '2' },
    contact: { receive: 'counter' },
    attestation: { pledge: true },
  };
}

/** The paper of that case. */
export const birthPapers = () => ({ birth_certificate: pdf() });

/** Three copies of one's own birth certificate. */
export const extract = {
  start: { extract: 'birth', for_whom: 'self' },
  requester: {},
  person: {},
  registration: {},
  copies: { copies: '3' },
  contact: { receive: 'online' },
  attestation: { pledge: true },
};
