import { crc32, deflateRawSync } from 'node:zlib';

/** One part of a zip, and what the archive says of it where that is not the truth. */
export interface ZipPart {
  name: string;
  content: string | Buffer;
  /** the size that the archive declares */
  declared?: number;
  /** the checksum that the archive declares */
  crc?: number;
  /** bit 0: encrypted; default: names in UTF-8 */
  flags?: number;
}

const UTF8_NAMES = 0x800;

/** The bytes of a zip archive of these parts, honest or not. */
export function zipBytes(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const name = Buffer.from(part.name);
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(22);
    fields.writeUInt16LE(part.flags ?? UTF8_NAMES, 0);
    fields.writeUInt16LE(8, 2);
    fields.writeUInt32LE(part.crc ?? crc32(content), 8);
    fields.writeUInt32LE(packed.length, 12);
    fields.writeUInt32LE(part.declared ?? content.length, 16);
    fields.writeUInt16LE(name.length, 20);
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04\x14\0', 'latin1'),
      fields,
      Buffer.alloc(2),
      name,
      packed,
    ]);
    const central = Buffer.concat([
      Buffer.from('PK\x01\x02\x14\0\x14\0', 'latin1'),
      fields,
      Buffer.alloc(16),
      name,
    ]);
    central.writeUInt32LE(offset, 42);
    locals.push(local);
    directory.push(central);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, index, end]);
}

/** What a minimal workbook needs beside its sheet. */
export interface SheetParts {
  /** inside `<worksheet>` */
  sheet: string;
  /** inside `<sst>` */
  strings?: string;
  /** before the root of the sheet */
  prolog?: string;
  /** attributes of `<workbookPr>` */
  properties?: string;
  /** inside `<styleSheet>` */
  styles?: string;
  more?: ZipPart[];
}

const OFFICE = 'http://schemas.openxmlformats.org';
const MAIN = `xmlns="${OFFICE}/spreadsheetml/2006/main"`;
const SHEETML = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The parts of an .xlsx workbook with one sheet, written by hand where a library would not write them so. */
export function workbookParts({ sheet, strings, prolog, properties, styles, more }: SheetParts): ZipPart[] {
  const type = (part: string, kind: string) =>
    `<Override PartName="${part}" ContentType="${SHEETML}.${kind}+xml"/>`;
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/officeDocument/2006/relationships/${kind}" Target="${target}"/>`;
  const relations = (inner: string) =>
    `<Relationships xmlns="${OFFICE}/package/2006/relationships">${inner}</Relationships>`;
  return [
    {
      name: '[Content_Types].xml',
      content: `<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${type('/xl/workbook.xml', 'sheet.main')}${type('/xl/worksheets/sheet1.xml', 'worksheet')}${type('/xl/sharedStrings.xml', 'sharedStrings')}${type('/xl/styles.xml', 'styles')}</Types>`,
    },
    { name: '_rels/.rels', content: relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')) },
    {
      name: 'xl/workbook.xml',
      content: `<workbook ${MAIN} xmlns:r="${OFFICE}/officeDocument/2006/relationships"><workbookPr ${properties ?? ''}/><sheets><sheet name="客户" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relations(
        relation('rId1', 'worksheet', 'worksheets/sheet1.xml') +
          relation('rId2', 'sharedStrings', 'sharedStrings.xml') +
          relation('rId3', 'styles', 'styles.xml'),
      ),
    },
    { name: 'xl/sharedStrings.xml', content: `<sst ${MAIN}>${strings ?? ''}</sst>` },
    { name: 'xl/styles.xml', content: `<styleSheet ${MAIN}>${styles ?? ''}</styleSheet>` },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<?xml version="1.0" encoding="UTF-8"?>${prolog ?? ''}<worksheet ${MAIN}>${sheet}</worksheet>`,
    },
    ...(more ?? []),
  ];
}
