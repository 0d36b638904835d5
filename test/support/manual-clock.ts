/** When every test database stands, until its test moves it. */
export const testStart = new Date('2026-11-13T14:02:00.000Z');

/** Puts a clock that tests move in the place of elevate.now(); without a row it is the real time. */
export const manualClock = `
  create schema elevate_test;
  create table elevate_test.clock (at timestamptz not null);
  insert into elevate_test.clock values ('${testStart.toISOString()}');
  create or replace function elevate.now() returns timestamptz language sql volatile as $$
    select coalesce(
      (select at from elevate_test.clock limit 1),
      date_trunc('milliseconds', clock_timestamp())
    )
  $$;
`;
