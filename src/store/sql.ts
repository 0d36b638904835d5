/** Hand-written SQL for the hot paths: prepared once per connection, planned once, no query builder. */
import type pg from 'pg';
import { type Tx } from './database';

/** A query with a name; pg prepares it under that name on each connection that runs it. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** @param name unique in the code base and at most 63 characters, as PostgreSQL cuts it there */
export function statement(name: string, text: string): Statement {
  return { name, text };
}

/** Runs the statement on the transaction's own connection; gives its rows as the driver reads them. */
export async function rows<Row>(
  tx: Tx,
  { name, text }: Statement,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const connection = await connectionOf(tx);
  const result = await connection.query({ name, text, values: [...values] });
  return result.rows as Row[];
}

/** The first row, or null when there is none. */
export async function row<Row>(
  tx: Tx,
  query: Statement,
  values: readonly unknown[] = [],
): Promise<Row | null> {
  return (await rows<Row>(tx, query, values))[0] ?? null;
}

/** Whether the statement changed (or returned) at least one row. */
export async function changed(
  tx: Tx,
  { name, text }: Statement,
  values: readonly unknown[] = [],
): Promise<boolean> {
  const connection = await connectionOf(tx);
  const result = await connection.query({ name, text, values: [...values] });
  return (result.rowCount ?? 0) > 0;
}

async function connectionOf(tx: Tx): Promise<pg.PoolClient> {
  if (!tx.queryRunner) throw new Error('this needs the connection of a transaction or of a read');
  return (await tx.queryRunner.connect()) as pg.PoolClient;
}
