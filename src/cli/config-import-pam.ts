import { readFileSync } from 'node:fs';
import { importedText } from '../administration/import-pam';
import { readPamObjects, type PamFile } from '../administration/pam-objects';
import { ConfigError } from '../errors';

/**
 * `elevate config import-pam FILE…`: prints what Get-ElevatedAccessApprovalPolicy and Get-OrganizationConfig gave, written as JSON, as a
 * configuration file. Needs no database and changes nothing.
 */
export function importPam(files: readonly string[]): void {
  const read = files.map((name): PamFile => ({ name, text: textOf(name) }));
  process.stdout.write(importedText(readPamObjects(read), files));
}

/** @throws ConfigError when it cannot be read */
function textOf(file: string): string {
  try {
    return decoded(readFileSync(file));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigError(`${file} cannot be read (${why}).`);
  }
}

/** Windows PowerShell writes UTF-16 with a mark before it when output is sent to a file. */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/u, '');
}
