// Anyone can check what was signed with two files and openssl, without this portal: the files come from the receipt of a filed dossier.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { signedBirth } from './support/prepared.mjs';
import { now, sandbox } from './support/sandbox.mjs';
import { expect, test } from './support/test.mjs';

const run = promisify(execFile);

/** The line of the README, on the day on which the sandbox lives: its certificates are of that time. */
async function verify(folder, content) {
  const day = Math.round(Number(await now()) / 1000);
  const line = `cms -verify -cades -binary -inform DER -in dossier.p7s -content ${content} -CAfile roots.pem -purpose any -attime ${day} -out /dev/null`;
  return run('openssl', line.split(' '), { cwd: folder });
}

async function download(page, link, path) {
  const coming = page.waitForEvent('download');
  await link.click();
  await (await coming).saveAs(path);
}

test('openssl verifies the dossier that was filed, and refuses it when one byte is changed', async ({ page, today, newVisitor, request }, info) => {
  const hang = await signedBirth(page, today, newVisitor);
  await hang.pay();
  await hang.receipt();

  const folder = info.outputPath('papers');
  await download(page, hang.link('step.receipt.content'), `${folder}/dossier.json`);
  await download(page, hang.link('step.receipt.signature'), `${folder}/dossier.p7s`);
  writeFileSync(`${folder}/roots.pem`, await (await request.get(`${sandbox}/csc/roots.pem`)).body());

  const { stderr } = await verify(folder, 'dossier.json');
  expect(stderr).toContain('Verification successful');

  const bytes = readFileSync(`${folder}/dossier.json`);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(`${folder}/changed.json`, bytes);
  await expect(verify(folder, 'changed.json')).rejects.toThrow(/verification failure|digest/i);
});
