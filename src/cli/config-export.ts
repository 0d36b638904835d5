import { configurationText } from '../administration/configuration-text';
import { readConfiguration } from '../workflow/read-configuration';
import { nothingConfigured, withDatabase } from './configured';

/** `elevate config export`: the configuration as the database holds it, as the text of a file. */
export async function exportConfiguration(): Promise<void> {
  await withDatabase(async (database) => {
    const present = await readConfiguration(database);
    if (present === null) throw nothingConfigured();
    process.stdout.write(configurationText(present.configuration, present.at));
  });
}
