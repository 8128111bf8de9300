/**
 * A hook of electron-builder: puts the folder that makes a copy of Sarvi portable into the archive for Windows. It is not in
 * the folder that both packages are made of, since an installed Sarvi keeps its data with the user's.
 */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const README = `Everything that Sarvi keeps is in this folder. Without this folder, Sarvi keeps it in your user folder.\r
\r
Kaikki, mitä Sarvi tallentaa, on tässä kansiossa. Jos kansiota ei ole, Sarvi tallentaa käyttäjäkansioosi.\r
`;
/** The folder's name is that of \`shells/portable-folder.ts\`. */
const ENTRIES = [
  { name: 'Sarvi data/', content: '' },
  { name: 'Sarvi data/README.txt', content: README },
];
const END_BYTES = 22;
/** 1 January 2026; the archive of one source is the same on every day. */
const DATE = ((2026 - 1980) << 9) | (1 << 5) | 1;
const FOLDER = 0x10;

export default function makePortable({ file, packager }) {
  if (packager.platform.name === 'windows' && file.endsWith('.zip')) addPortableFolder(file);
}

/** @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function addPortableFolder(path) {
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    const end = read(file, size - END_BYTES, END_BYTES);
    if (end.toString('latin1', 0, 4) !== 'PK\x05\x06') throw new Error(`${path} ends in no list of its files`);
    const [listBytes, listAt] = [end.readUInt32LE(12), end.readUInt32LE(16)];
    const list = [read(file, listAt, listBytes)];
    let at = listAt;
    for (const entry of ENTRIES) {
      const { local, central } = headersOf(entry, at);
      at += writeSync(file, local, 0, local.length, at);
      list.push(central);
    }
    const count = end.readUInt16LE(10) + ENTRIES.length;
    const bytes = Buffer.concat(list);
    end.writeUInt16LE(count, 8);
    end.writeUInt16LE(count, 10);
    end.writeUInt32LE(bytes.length, 12);
    end.writeUInt32LE(at, 16);
    writeSync(file, Buffer.concat([bytes, end]), 0, bytes.length + end.length, at);
  } finally {
    closeSync(file);
  }
}

/** Stored without packing. */
function headersOf({ name, content }, at) {
  const [nameBytes, body] = [Buffer.from(name), Buffer.from(content)];
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x800, 2); // the name is UTF-8
  fields.writeUInt16LE(DATE, 8);
  fields.writeUInt32LE(crc32(body), 10);
  fields.writeUInt32LE(body.length, 14);
  fields.writeUInt32LE(body.length, 18);
  fields.writeUInt16LE(nameBytes.length, 22);
  const place = Buffer.alloc(14);
  place.writeUInt32LE(name.endsWith('/') ? FOLDER : 0, 6);
  place.writeUInt32LE(at, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), fields, nameBytes, body]),
    central: Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, place, nameBytes]),
  };
}

function read(file, at, length) {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, at);
  return bytes;
}
