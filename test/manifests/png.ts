import { crc32, inflateSync } from 'node:zlib';

export type Pixel = readonly [red: number, green: number, blue: number, opacity: number];

export interface Picture {
  readonly width: number;
  readonly height: number;
  pixel(x: number, y: number): Pixel;
  places(): [x: number, y: number][];
  pixels(): Pixel[];
}

/** Reads a PNG of 8-bit colour with opacity and unfiltered rows, checking each chunk's sum. */
export function readPng(file: Buffer): Picture {
  if (file.subarray(1, 4).toString() !== 'PNG') throw new Error('Not a PNG');
  const chunks = [...chunksOf(file)];
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(0);
  if (header[8] !== 8 || header[9] !== 6) throw new Error('Not 8-bit colour with opacity');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const parts = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const rows = inflateSync(Buffer.concat(parts));
  const stride = width * 4 + 1;
  if (rows.length !== stride * height) throw new Error('Rows of another size');

  const pixel = (x: number, y: number): Pixel => {
    if (rows[y * stride] !== 0) throw new Error('A filtered row');
    const at = y * stride + 1 + x * 4;
    return [...rows.subarray(at, at + 4)] as unknown as Pixel;
  };
  const places = () =>
    Array.from({ length: width * height }, (_, index): [number, number] => [
      index % width,
      Math.floor(index / width),
    ]);
  return { width, height, pixel, places, pixels: () => places().map(([x, y]) => pixel(x, y)) };
}

function* chunksOf(file: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== file.readUInt32BE(at + 8 + length)) throw new Error('A broken chunk');
    yield { type: body.subarray(0, 4).toString(), data: body.subarray(4) };
    at += length + 12;
  }
}
