/** The form of the configuration file as JSON Schema: what editors complete by, and which keys there are where. */
import { z } from 'zod';
import { Configuration } from './configuration';

/** As much of JSON Schema as ours uses. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** In the draft that editors know best. */
export function fileSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(Configuration, { io: 'input', target: 'draft-7' });
  return {
    $schema,
    title: 'Configuration of Elevate',
    description:
      'People, approver groups, target systems, targets, approval policies and system accounts, by name.',
    ...schema,
  };
}

let schema: Schema | null = null;

/** The keys that may stand at a place in the file; empty where any may. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  schema ??= fileSchema();
  const found = path.reduce<readonly Schema[]>(
    (places, step) => places.flatMap((one) => below(one, step)),
    withChoices(schema),
  );
  return [...new Set(found.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function below({ properties, items }: Schema, step: PropertyKey): readonly Schema[] {
  const next = typeof step === 'number' ? items : properties?.[String(step)];
  return next === undefined ? [] : withChoices(next);
}

function withChoices(one: Schema): readonly Schema[] {
  return [one, ...(one.anyOf ?? []).flatMap(withChoices)];
}
