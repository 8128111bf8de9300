/**
 * Pictures of a page have few colours: a PNG of the browser becomes one with a palette of at most 256, at about a third
 * of its size. Colours are counted in cells of 8 levels a channel; a cell is shown as its commonest colour, and what is
 * in none of the 256 commonest cells as the nearest of them.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_BYTES = 8;
const MOST_COLOURS = 256;
/** 32 levels of each channel. */
const CELLS = 32 ** 3;

/** @param {Buffer} png - 8 bits a channel, RGB or RGBA without transparency, as Chromium writes it */
export function shrinkPng(png) {
  const { width, height, pixels } = readPixels(png);
  const { palette, indexes } = choosePalette(pixels);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) rows[y * (width + 1) + 1 + x] = indexes[cellOf(pixels, at)];
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    png.subarray(0, SIGNATURE_BYTES),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function cellOf(pixels, at) {
  return ((pixels[at] >> 3) << 10) | ((pixels[at + 1] >> 3) << 5) | (pixels[at + 2] >> 3);
}

function choosePalette(pixels) {
  const colours = new Map();
  for (let at = 0; at < pixels.length; at += 3) {
    const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  const found = new Map();
  for (const [colour, count] of colours) {
    const channels = [colour >> 16, (colour >> 8) & 255, colour & 255];
    const cell = cellOf(channels, 0);
    const known = found.get(cell) ?? { cell, count: 0, best: 0, channels };
    known.count += count;
    if (count > known.best) Object.assign(known, { best: count, channels });
    found.set(cell, known);
  }
  const ranked = [...found.values()].sort((a, b) => b.count - a.count);
  const palette = ranked.slice(0, MOST_COLOURS).map(({ channels }) => channels);
  const indexes = new Uint8Array(CELLS);
  for (const [index, { cell, channels }] of ranked.entries()) {
    indexes[cell] = index < MOST_COLOURS ? index : nearest(channels, palette);
  }
  return { palette, indexes };
}

function nearest([red, green, blue], palette) {
  const distances = palette.map(([r, g, b]) => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2);
  return distances.indexOf(Math.min(...distances));
}

/** Undoes the filters of the rows; the alpha channel is left out. */
function readPixels(png) {
  const parts = [];
  let header = png;
  for (let at = SIGNATURE_BYTES; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const name = png.toString('latin1', at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (name === 'IHDR') header = content;
    if (name === 'IDAT') parts.push(content);
  }
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const step = { 2: 3, 6: 4 }[header[9]];
  if (header[8] !== 8 || header[12] !== 0 || step === undefined) throw new Error('this kind of PNG is not read');
  const rows = inflateSync(Buffer.concat(parts));
  const rowBytes = width * step;
  const pixels = Buffer.alloc(width * height * 3);
  let above = Buffer.alloc(rowBytes);
  for (let y = 0; y < height; y += 1) {
    const start = y * (rowBytes + 1);
    const row = rows.subarray(start + 1, start + 1 + rowBytes);
    unfilter(rows[start], row, above, step);
    for (let x = 0, from = 0, to = y * width * 3; x < width; x += 1, from += step, to += 3) {
      pixels[to] = row[from];
      pixels[to + 1] = row[from + 1];
      pixels[to + 2] = row[from + 2];
    }
    above = row;
  }
  return { width, height, pixels };
}

/** Millions of bytes pass here, so each filter has a loop of its own. */
function unfilter(filter, row, above, step) {
  const bytes = row.length;
  if (filter === 1) for (let at = step; at < bytes; at += 1) row[at] += row[at - step];
  if (filter === 2) for (let at = 0; at < bytes; at += 1) row[at] += above[at];
  if (filter === 3)
    for (let at = 0; at < bytes; at += 1) row[at] += ((at < step ? 0 : row[at - step]) + above[at]) >> 1;
  if (filter === 4) {
    for (let at = 0; at < step; at += 1) row[at] += above[at];
    for (let at = step; at < bytes; at += 1) row[at] += paeth(row[at - step], above[at], above[at - step]);
  }
}

function paeth(left, up, corner) {
  const fromLeft = Math.abs(up - corner);
  const fromUp = Math.abs(left - corner);
  const fromCorner = Math.abs(left + up - 2 * corner);
  if (fromLeft <= fromUp && fromLeft <= fromCorner) return left;
  return fromUp <= fromCorner ? up : corner;
}

function chunk(name, content) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
