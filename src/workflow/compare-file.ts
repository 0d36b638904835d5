import { configurationVersion } from '../administration/digest';
import { type Tx } from '../store/database';
import { type FileStanding } from '../views/status';
import { type ConfiguredFile } from './context';
import { presentConfiguration } from './read-configuration';

/** With more policies and targets than this nobody waits for it: `doctor` compares them. */
const itemsMost = 5_000;

/** Whether the file that the operator names says what is configured; null where none is named. */
export async function compareFile(
  tx: Tx,
  file: ConfiguredFile | undefined,
  { policies, targets }: { readonly policies: number; readonly targets: number },
): Promise<{ readonly name: string; readonly standing: FileStanding } | null> {
  if (file === undefined) return null;
  const { name, version } = file;
  if (version === 'unusable') return { name, standing: 'unusable' };
  if (version === 'unread' || policies + targets > itemsMost) return { name, standing: 'unread' };
  const present = await presentConfiguration(tx);
  const isSame = present !== null && configurationVersion(present.configuration) === version;
  return { name, standing: isSame ? 'same' : 'differs' };
}
