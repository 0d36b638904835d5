import { difference } from '../administration/difference';
import { differenceLines } from '../administration/difference-lines';
import { configurationVersion } from '../administration/digest';
import { weakenings } from '../administration/weakening';
import { readConfiguration } from '../workflow/read-configuration';
import { readWanted, withDatabase } from './configured';

/** Exit code of a plan that is not empty. */
const different = 2;

/** `elevate config plan FILE`: what the file says differently than the database. Changes nothing. */
export async function planConfiguration(file: string): Promise<void> {
  const wanted = readWanted(file);
  await withDatabase(async (database) => {
    const present = await readConfiguration(database);
    if (present === null) {
      say(`The database holds no configuration yet: it would be filled from ${file}.`);
      process.exitCode = different;
      return;
    }
    const { configuration } = present;
    const changes = difference(configuration, wanted);
    if (changes.length === 0) return say(`${file} says what the database holds.`);
    const version = configurationVersion(configuration);
    say(`What ${file} would change in the database (version ${version}):\n`);
    say(differenceLines(changes, weakenings(configuration, wanted)).join('\n'));
    process.exitCode = different;
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
