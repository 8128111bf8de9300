/**
 * A Windows library without code that exports names: NSIS reads them when it compiles a script that calls a plug-in.
 *
 * @see https://learn.microsoft.com/windows/win32/debug/pe-format
 */
const HEADERS_BYTES = 0x200;
const SECTION_ADDRESS = 0x1000;

export function pluginStub(name: string, exported: readonly string[]): Buffer {
  const section = exportSection(`${name}.dll`, [...exported].sort());
  const rawBytes = Math.ceil(section.length / 0x200) * 0x200;
  const head = Buffer.alloc(HEADERS_BYTES);
  head.write('MZ');
  head.writeUInt32LE(0x40, 0x3c);
  head.write('PE\0\0', 0x40);
  const [COFF, OPTIONAL] = [0x44, 0x58];
  head.writeUInt16LE(0x14c, COFF); // i386
  head.writeUInt16LE(1, COFF + 2); // sections
  head.writeUInt16LE(0xe0, COFF + 16); // size of the optional header
  head.writeUInt16LE(0x2102, COFF + 18); // a 32-bit library
  head.writeUInt16LE(0x10b, OPTIONAL);
  head.writeUInt32LE(0x10000000, OPTIONAL + 28); // image base
  head.writeUInt32LE(0x1000, OPTIONAL + 32);
  head.writeUInt32LE(0x200, OPTIONAL + 36);
  head.writeUInt16LE(4, OPTIONAL + 48); // subsystem version
  head.writeUInt32LE(SECTION_ADDRESS + 0x1000 * Math.ceil(section.length / 0x1000), OPTIONAL + 56);
  head.writeUInt32LE(HEADERS_BYTES, OPTIONAL + 60);
  head.writeUInt16LE(2, OPTIONAL + 68);
  head.writeUInt32LE(16, OPTIONAL + 92);
  head.writeUInt32LE(SECTION_ADDRESS, OPTIONAL + 96); // the export directory
  head.writeUInt32LE(section.length, OPTIONAL + 100);
  const row = OPTIONAL + 0xe0;
  head.write('.rdata', row);
  head.writeUInt32LE(section.length, row + 8);
  head.writeUInt32LE(SECTION_ADDRESS, row + 12);
  head.writeUInt32LE(rawBytes, row + 16);
  head.writeUInt32LE(HEADERS_BYTES, row + 20);
  head.writeUInt32LE(0x40000040, row + 36);
  return Buffer.concat([head, section, Buffer.alloc(rawBytes - section.length)]);
}

/** The directory, then the tables of addresses, names and ordinals, then the names. */
function exportSection(library: string, names: readonly string[]): Buffer {
  const tables = 40;
  const texts = tables + names.length * 10;
  const directory = Buffer.alloc(texts);
  const strings: Buffer[] = [];
  let at = SECTION_ADDRESS + texts;
  const addText = (text: string): number => {
    const bytes = Buffer.from(`${text}\0`, 'latin1');
    strings.push(bytes);
    at += bytes.length;
    return at - bytes.length;
  };
  directory.writeUInt32LE(addText(library), 12);
  directory.writeUInt32LE(1, 16);
  directory.writeUInt32LE(names.length, 20);
  directory.writeUInt32LE(names.length, 24);
  directory.writeUInt32LE(SECTION_ADDRESS + tables, 28);
  directory.writeUInt32LE(SECTION_ADDRESS + tables + 4 * names.length, 32);
  directory.writeUInt32LE(SECTION_ADDRESS + tables + 8 * names.length, 36);
  for (const [index, name] of names.entries()) {
    directory.writeUInt32LE(SECTION_ADDRESS, tables + 4 * index);
    directory.writeUInt32LE(addText(name), tables + 4 * names.length + 4 * index);
    directory.writeUInt16LE(index, tables + 8 * names.length + 2 * index);
  }
  return Buffer.concat([directory, ...strings]);
}
