// `npm run screens [-- --all] [-- NAME…]`: draws docs/screens/ from the goldens: what has changed since it was drawn,
// with --all everything, and with names what begins with one of them.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPictures } from './screens/draw';
import { folder, pictures, type Picture } from './screens/list';
import { readPngFacts } from './screens/small-png';

/** Pictures of the playground are made by its own test. */
const foreign = /^playground/u;

async function main(words: readonly string[]): Promise<void> {
  const names = words.filter((word) => !word.startsWith('--'));
  const every = pictures();
  const wanted = every.filter((picture) =>
    names.length > 0
      ? names.some((name) => picture.file.startsWith(name))
      : words.includes('--all') || isOutdated(picture),
  );
  mkdirSync(folder, { recursive: true });
  const known = new Set(every.map(({ file }) => file));
  const gone = readdirSync(folder).filter(
    (file) => file.endsWith('.png') && !known.has(file) && !foreign.test(file),
  );
  for (const file of gone) rmSync(join(folder, file));
  let bytes = 0;
  if (wanted.length > 0) {
    await drawPictures(wanted, ({ file }, png) => {
      bytes += png.length;
      writeFileSync(join(folder, file), png);
    });
  }
  const size = (bytes / 1024 / 1024).toFixed(1);
  console.log(
    `${wanted.length} of ${every.length} pictures drawn (${size} MB), ${gone.length} removed.`,
  );
}

function isOutdated({ file, digest }: Picture): boolean {
  const path = join(folder, file);
  return !existsSync(path) || readPngFacts(readFileSync(path)).note !== digest;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
