import { differenceLines } from '../administration/difference-lines';
import { readConfig, readEnvironment } from '../config';
import { connectorKinds } from '../connectors/registry';
import { ConfigError } from '../errors';
import { applyConfiguration } from '../workflow/apply-configuration';
import { applyFile, type FileOutcome } from '../workflow/apply-file';
import { refusalLine } from '../views/refusal';
import { readWanted, withDatabase } from './configured';
import { readConfigurationFile } from './serve';

/** Exit code of a file that would weaken control. */
const weakens = 3;

/**
 * `elevate config apply FILE [--approved-by ELV-150]`: makes the database say what the file says. An empty database is filled. What
 * weakens control has to have been approved in chat before.
 */
export async function applyFileCommand(
  file: string,
  options: { readonly approvedBy?: string },
): Promise<void> {
  const approvedBy = options.approvedBy === undefined ? null : readNumber(options.approvedBy);
  const configuration = readWanted(file);
  const text = readConfigurationFile(file);
  const { soloAdmin } = readConfig(readEnvironment(process.cwd(), process.env));
  const source = { text, source: file, kinds: connectorKinds };
  await withDatabase(async (database) => {
    const done = await applyFile(database, { ...source, configuration, approvedBy, soloAdmin });
    if (done.outcome === 'empty') {
      await applyConfiguration(database, source);
      return say(`The database was empty: it was filled from ${file}.`);
    }
    tell(file, done);
  });
}

/** `ELV-150` or `150`. */
function readNumber(typed: string): number {
  const found = /^(?:ELV-)?([1-9][0-9]{0,8})$/iu.exec(typed);
  if (found === null) {
    throw new ConfigError(
      `--approved-by is ${typed}, which is no change request. Example: --approved-by ELV-150`,
    );
  }
  return Number(found[1]);
}

type Told = Exclude<FileOutcome, { outcome: 'empty' }>;

function tell(file: string, done: Told): void {
  switch (done.outcome) {
    case 'nothing':
      return say(`${file} says what the database holds. Nothing was changed.`);
    case 'refused':
      throw new ConfigError(
        `${file} cannot be applied. ${refusalLine(done.refusal) ?? 'Nothing was changed.'}`,
      );
    case 'applied':
      say(`What changed in the database by ${file}:\n`);
      say(differenceLines(done.changes, done.weakens).join('\n'));
      if (done.changes.some(({ section }) => section === 'connectors')) {
        say('\nConnectors are read at the start: restart Elevate for them to count.');
      }
      return;
    case 'weakens':
      say(`${file} was not applied: nothing was changed. It would change:\n`);
      say(differenceLines(done.changes, done.weakens).join('\n'));
      say(`\n${whyNot[done.why]}`);
      process.exitCode = weakens;
  }
}

const whyNot = {
  unasked:
    'What is marked needs a second admin: npm run elevate -- config propose FILE --as KEY drafts it for one who sends it in chat to another.',
  'no-such-approval':
    'The change that was named is not approved by a second admin, or agreed to something else than what is marked.',
  'too-long-ago': 'The change that was named was approved more than 7 days ago.',
} as const;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
