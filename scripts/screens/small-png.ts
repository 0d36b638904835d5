/** Pictures of screens as small files: a palette of up to 64 colours, and a note of what was drawn. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const noteKey = 'Drawn from';

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

export interface PngFacts {
  readonly width: number;
  readonly height: number;
  readonly note: string | null;
}

/**
 * Size in pixels and note of a PNG.
 * @throws {Error} when it is not a PNG
 */
export function readPngFacts(png: Buffer): PngFacts {
  const chunks = readChunks(png);
  const { width, height } = headerOf(chunks);
  const note = chunks
    .filter(({ type }) => type === 'tEXt')
    .map(({ data }) => data.toString('latin1').split('\0'))
    .find(([key]) => key === noteKey);
  return { width, height, note: note?.[1] ?? null };
}

/**
 * The same picture with a palette and a note (ASCII).
 * @throws {Error} when it is not a PNG as browsers write them: 8 bits a channel, in colour, not interlaced
 */
export function shrinkPng(png: Buffer, note: string): Buffer {
  const chunks = readChunks(png);
  const { width, height, channels } = headerOf(chunks);
  const data = chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data);
  const pixels = unfilter(inflateSync(Buffer.concat(data)), width * channels, channels);
  const { palette, indexes } = reduceColours(pixels, channels);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a pixel, by palette.
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    indexes.copy(rows, row * (width + 1) + 1, row * width, (row + 1) * width);
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`${noteKey}\0${note}`, 'latin1')),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function readChunks(png: Buffer): Chunk[] {
  if (!png.subarray(0, 8).equals(signature)) throw new Error('Not a PNG.');
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function headerOf(chunks: readonly Chunk[]): { width: number; height: number; channels: number } {
  const header = chunks[0]?.data;
  if (chunks[0]?.type !== 'IHDR' || !header) throw new Error('A PNG without a header.');
  const channels = ({ 2: 3, 6: 4, 3: 1 } as Record<number, number>)[header[9] ?? -1];
  if (header[8] !== 8 || channels === undefined || header[12] !== 0) {
    throw new Error('A PNG of a kind that no browser writes.');
  }
  return { width: header.readUInt32BE(0), height: header.readUInt32BE(4), channels };
}

/** Undoes the filter of each row (PNG specification, section 9). */
function unfilter(rows: Buffer, stride: number, channels: number): Buffer {
  const height = rows.length / (stride + 1);
  const pixels = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = rows[row * (stride + 1)];
    const [from, to] = [row * (stride + 1) + 1, row * stride];
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? pixels[to + x - channels]! : 0;
      const up = row > 0 ? pixels[to + x - stride]! : 0;
      const corner = x >= channels && row > 0 ? pixels[to + x - stride - channels]! : 0;
      pixels[to + x] = rows[from + x]! + predicted(filter, left, up, corner);
    }
  }
  return pixels;
}

function predicted(filter: number | undefined, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const estimate = left + up - corner;
  const [a, b, c] = [
    Math.abs(estimate - left),
    Math.abs(estimate - up),
    Math.abs(estimate - corner),
  ];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The most frequent colours are grounds, lines and text, and stay exactly as they are. */
const keptExactly = 24;
const paletteLimit = 64;
/** Of 255, per channel: what an eye does not tell apart at the edge of a letter. */
const tolerance = 14;

function reduceColours(pixels: Buffer, channels: number): { palette: Buffer; indexes: Buffer } {
  const counts = new Map<number, number>();
  const colours = new Uint32Array(pixels.length / channels);
  for (let index = 0; index < colours.length; index += 1) {
    const at = index * channels;
    const colour = (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
    colours[index] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette: number[] = [];
  const indexOf = new Map<number, number>();
  for (const [colour] of [...counts].sort(([, a], [, b]) => b - a)) {
    const near = palette.length < keptExactly ? null : nearest(palette, colour);
    const isClose = near !== null && (near.distance <= tolerance || palette.length >= paletteLimit);
    indexOf.set(colour, isClose ? near.index : palette.push(colour) - 1);
  }
  const bytes = palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]);
  const indexes = Buffer.alloc(colours.length);
  for (let index = 0; index < colours.length; index += 1) {
    indexes[index] = indexOf.get(colours[index]!)!;
  }
  return { palette: Buffer.from(bytes), indexes };
}

function nearest(palette: readonly number[], colour: number): { index: number; distance: number } {
  let best = { index: 0, distance: 256 };
  for (const [index, known] of palette.entries()) {
    const distance = Math.max(
      Math.abs((known >> 16) - (colour >> 16)),
      Math.abs(((known >> 8) & 0xff) - ((colour >> 8) & 0xff)),
      Math.abs((known & 0xff) - (colour & 0xff)),
    );
    if (distance < best.distance) best = { index, distance };
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
