// Papers to attach, made here: a PDF of one page, and a photograph (a JPEG that the browser itself has taken).

/** The smallest honest PDF with a line of text, its cross-reference table in order. */
export function pdf(name = 'Giấy chứng sinh.pdf', words = 'Giay chung sinh') {
  const stream = `BT /F1 24 Tf 72 720 Td (${words}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(text, 'latin1') };
}

/** A photograph of what is on this page. */
export async function photo(page, name = 'Ảnh chụp.jpg') {
  return { name, mimeType: 'image/jpeg', buffer: await page.screenshot({ type: 'jpeg', quality: 40, clip: { x: 0, y: 0, width: 320, height: 200 } }) };
}

/** A PDF of about so many bytes, all of them needed. */
export function longPdf(name, bytes) {
  const paper = pdf(name);
  const filling = Buffer.alloc(bytes, '% every byte of a paper counts\n');
  return { ...paper, buffer: Buffer.concat([paper.buffer.subarray(0, 9), filling, Buffer.from('\n'), paper.buffer.subarray(9)]) };
}

/** A PDF with the harmless test file of EICAR inside, put together so that no scanner takes this source for it. */
export function infectedPdf(name = 'Giấy lạ.pdf') {
  const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('');
  const paper = pdf(name);
  return { ...paper, buffer: Buffer.concat([paper.buffer.subarray(0, 9), Buffer.from(`% ${eicar}\n`), paper.buffer.subarray(9)]) };
}

/** A photo as an iPhone keeps it, as far as anybody looks who cannot open it. */
export const heic = (name = 'IMG_0001.HEIC') => ({ name, mimeType: 'image/heic', buffer: Buffer.from('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic', 'latin1') });

/** What a phone writes into a photo: how it was held, and where. */
function exif(orientation) {
  const tiff = Buffer.alloc(8 + 2 + 24 + 4 + 2 + 12 + 4);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  const entry = (at, tag, type, value) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(1, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  entry(10, 0x0112, 3, orientation);
  entry(22, 0x8825, 4, 38);
  tiff.writeUInt16LE(1, 38);
  tiff.writeUInt16LE(1, 40);
  tiff.writeUInt16LE(2, 42);
  tiff.writeUInt32LE(2, 44);
  tiff.write('N\0', 48, 'latin1');
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from('GPS 21.0285N 105.8542E')]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/**
 * A photo of so many pixels as a phone keeps it: stored lying on its side with the orientation 6, so that it is upright after a quarter turn to the
 * right, with the place where it was taken. Upright, its upper left corner is red and it is noise elsewhere, which makes it large.
 */
export async function phonePhoto(page, { name = 'IMG_20261121.jpg', width, height, quality }) {
  const pieces = await page.evaluate(
    async ({ width, height, quality }) => {
      const canvas = new OffscreenCanvas(width, height);
      const pen = canvas.getContext('2d');
      const rows = 200;
      for (let top = 0; top < height; top += rows) {
        const noise = pen.createImageData(width, Math.min(rows, height - top));
        const words = new Uint32Array(noise.data.buffer);
        let seed = top + 1;
        for (let at = 0; at < words.length; at += 1) {
          seed ^= seed << 13;
          seed ^= seed >>> 17;
          seed ^= seed << 5;
          words[at] = seed | 0xff000000;
        }
        pen.putImageData(noise, 0, top);
      }
      pen.fillStyle = '#f00';
      pen.fillRect(0, height - height / 4, width / 4, height / 4);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      const texts = [];
      for (let at = 0; at < bytes.length; at += 30_000) texts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 30_000))));
      return texts;
    },
    { width, height, quality },
  );
  const jpeg = Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
  return { name, mimeType: 'image/jpeg', buffer: Buffer.concat([jpeg.subarray(0, 2), exif(6), jpeg.subarray(2)]) };
}

/** The pictures in a PDF of photos: the size that the page says, and the JPEG. */
export function picturesIn(bytes) {
  const text = bytes.toString('latin1');
  return [...text.matchAll(/\/Subtype\/Image\/Width (\d+)\/Height (\d+)[^>]*\/DCTDecode\/Length (\d+)>>\nstream\n/g)].map((found) => {
    const start = found.index + found[0].length;
    return { width: Number(found[1]), height: Number(found[2]), jpeg: bytes.subarray(start, start + Number(found[3])) };
  });
}

/** The colour of a JPEG at a place, given in parts of its width and height. */
export const colourAt = (page, jpeg, x, y) =>
  page.evaluate(
    async ({ jpeg, x, y }) => {
      const bytes = Uint8Array.from(atob(jpeg), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }), { imageOrientation: 'none' });
      const pen = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
      pen.drawImage(picture, 0, 0);
      return [...pen.getImageData(picture.width * x, picture.height * y, 1, 1).data.slice(0, 3)];
    },
    { jpeg: jpeg.toString('base64'), x, y },
  );
