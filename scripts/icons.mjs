/**
 * `npm run icons`: draws resources/icon.svg in every size and form that the packages need. The results are kept in
 * `build`, so that packaging needs no browser and fetches no program for icons.
 */
/* global Image, OffscreenCanvas -- within the page */
import { chromium } from '@playwright/test';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM_FLAGS, chromiumPath } from '../tests/chromium.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, 'build');
const LINUX_SIZES = [16, 24, 32, 48, 64, 96, 128, 256, 512];
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256];
/** Beside the program, since the system reads it: for 100 % and 200 %. */
const TRAY_FILES = { 'tray.png': 16, 'tray@2x.png': 32 };
/** Only the shape counts, and the system colours it. */
const MAC_TRAY_FILES = { 'trayTemplate.png': 18, 'trayTemplate@2x.png': 36 };
/** The kinds of an ICNS file that hold a PNG, with their size. */
const MAC_KINDS = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };
/** Apple's icons leave this share of each side empty. */
const MAC_MARGIN = 100 / 1024;

const executablePath = chromiumPath();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: CHROMIUM_FLAGS });
try {
  const page = await browser.newPage();
  const svg = readFileSync(join(root, 'resources', 'icon.svg'), 'utf8');
  rmSync(join(target, 'icons'), { recursive: true, force: true });
  mkdirSync(join(target, 'icons'), { recursive: true });
  for (const size of LINUX_SIZES) {
    writeFileSync(join(target, 'icons', `${size}x${size}.png`), (await draw(page, svg, size, 0)).png);
  }
  const tray = join(root, 'resources', 'tray');
  mkdirSync(tray, { recursive: true });
  for (const [name, size] of Object.entries(TRAY_FILES)) {
    writeFileSync(join(tray, name), (await draw(page, svg, size, 0)).png);
  }
  for (const [name, size] of Object.entries(MAC_TRAY_FILES)) {
    writeFileSync(join(tray, name), (await draw(page, shapeOf(svg), size, 0)).png);
  }
  const windows = [];
  for (const size of WINDOWS_SIZES) windows.push(await draw(page, svg, size, 0));
  writeFileSync(join(target, 'icon.ico'), icoFile(windows));
  const mac = [];
  for (const [kind, size] of Object.entries(MAC_KINDS)) {
    mac.push({ kind, png: (await draw(page, svg, size, MAC_MARGIN)).png });
  }
  writeFileSync(join(target, 'icon.icns'), icnsFile(mac));
} finally {
  await browser.close();
}

async function draw(page, svg, size, margin) {
  const { png, rgba } = await page.evaluate(
    async ([source, side, share]) => {
      const image = new Image();
      // Without a size of its own, an SVG is drawn with 150 pixels and enlarged.
      image.src = `data:image/svg+xml,${encodeURIComponent(source.replace('<svg ', `<svg width="${side}" height="${side}" `))}`;
      await image.decode();
      const canvas = new OffscreenCanvas(side, side);
      const context = canvas.getContext('2d');
      const edge = Math.round(side * share);
      context.drawImage(image, edge, edge, side - 2 * edge, side - 2 * edge);
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      const pixels = context.getImageData(0, 0, side, side).data;
      return { png: [...new Uint8Array(await blob.arrayBuffer())], rgba: [...pixels] };
    },
    [svg, size, margin],
  );
  return { size, png: Buffer.from(png), rgba: Buffer.from(rgba) };
}

/** The antlers alone, as large as the picture. */
function shapeOf(svg) {
  return svg
    .replace(/<rect [^>]*\/>/, '')
    .replace(/transform="[^"]*"/, 'transform="scale(8)"')
    .replace(/stroke="#\w+"/, 'stroke="#000"');
}

/** Sizes below 256 are bitmaps, since older readers (NSIS among them) do not take small PNGs. */
function icoFile(images) {
  const bodies = images.map((image) => (image.size < 256 ? bitmap(image) : image.png));
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, { size }] of images.entries()) {
    const at = 6 + 16 * index;
    head.set([size % 256, size % 256, 0, 0], at);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(bodies[index].length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += bodies[index].length;
  }
  return Buffer.concat([head, ...bodies]);
}

/** A BITMAPINFOHEADER, the colours from the lowest row up, and a mask that hides nothing: the colours have alpha. */
function bitmap({ size, rgba }) {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(size, 4);
  header.writeInt32LE(2 * size, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const colours = Buffer.alloc(4 * size * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const from = 4 * ((size - 1 - y) * size + x);
      colours.set([rgba[from + 2], rgba[from + 1], rgba[from], rgba[from + 3]], 4 * (y * size + x));
    }
  }
  return Buffer.concat([header, colours, Buffer.alloc(4 * Math.ceil(size / 32) * size)]);
}

function icnsFile(images) {
  const parts = images.map(({ kind, png }) => {
    const head = Buffer.alloc(8, kind, 'latin1');
    head.writeUInt32BE(8 + png.length, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8, 'icns', 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}
