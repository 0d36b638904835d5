import { differenceLines } from '../administration/difference-lines';
import { requestId } from '../elevation/model';
import { ConfigError } from '../errors';
import { proposeFile } from '../workflow/propose-file';
import { nothingConfigured, readWanted, withDatabase } from './configured';

/**
 * `elevate config propose FILE --as ben`: drafts what the file would change for an owner or admin, who looks at it in chat and sends it.
 * @throws ConfigError when nobody of this key could
 */
export async function proposeConfiguration(
  file: string,
  { as: key }: { readonly as: string },
): Promise<void> {
  const configuration = readWanted(file);
  await withDatabase(async (database) => {
    const done = await proposeFile(database, { configuration, source: file, key });
    switch (done.outcome) {
      case 'empty':
        throw nothingConfigured();
      case 'nobody':
        throw new ConfigError(
          `--as is ${key}. That has to be the key of an owner or admin with an account on Slack or Teams.`,
        );
      case 'too-large':
        throw new ConfigError(
          `What ${file} would change is too large to be shown whole in one message, and nobody agrees to what they cannot see. Nothing was drafted. Propose it in smaller files.`,
        );
      case 'nothing':
        return say(`${file} says what the database holds. Nothing was drafted.`);
      case 'drafted':
        say(`What ${file} would change:\n`);
        say(differenceLines(done.changes, []).join('\n'));
        say(
          `\nNothing is changed yet. ${done.name} has 24 hours to look at ${requestId(done.number)} in chat and send it: /elevate change show`,
        );
    }
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
