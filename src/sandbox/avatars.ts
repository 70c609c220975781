/** Pictures of the members: drawn when asked for, the same each time. */
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 64;
/** Members who have given a picture; the others have none, as in life. */
export const WITH_PICTURE: ReadonlySet<string> = new Set(['ada', 'bruno', 'chloe']);

type Colour = readonly [red: number, green: number, blue: number];
const GROUNDS: readonly Colour[] = [
  [38, 84, 124],
  [120, 73, 42],
  [74, 101, 64],
  [102, 60, 110],
];
const SKINS: readonly Colour[] = [
  [238, 206, 179],
  [141, 85, 54],
  [198, 148, 112],
];
const COAT: Colour = [241, 243, 245];

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

const inside = (x: number, y: number, atX: number, atY: number, radius: number): boolean =>
  (x - atX) ** 2 + (y - atY) ** 2 <= radius ** 2;

/** A head and shoulders in colours that the id decides, as a PNG of 64 by 64 pixels. */
export function avatarPng(id: string): Buffer {
  const ground = GROUNDS[Number.parseInt(id.slice(-2), 16) % GROUNDS.length] ?? GROUNDS[0]!;
  const skin = SKINS[Number.parseInt(id.slice(0, 2), 16) % SKINS.length] ?? SKINS[0]!;
  const lines: Buffer[] = [];
  for (let y = 0; y < SIZE; y++) {
    const line = Buffer.alloc(1 + SIZE * 3);
    for (let x = 0; x < SIZE; x++) {
      const colour = inside(x, y, 32, 25, 12) ? skin : inside(x, y, 32, 66, 24) ? COAT : ground;
      line.set(colour, 1 + x * 3);
    }
    lines.push(line);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIZE, 0);
  head.writeUInt32BE(SIZE, 4);
  // Eight bits each of red, green and blue.
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
