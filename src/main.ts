#!/usr/bin/env node
import { Command } from 'commander';
import { applyFileCommand } from './cli/config-apply';
import { exportConfiguration } from './cli/config-export';
import { importPam } from './cli/config-import-pam';
import { planConfiguration } from './cli/config-plan';
import { proposeConfiguration } from './cli/config-propose';
import { databaseAway } from './cli/database-away';
import { doctor } from './cli/doctor';
import { migrateDatabase } from './cli/migrate';
import { requestAsSystem } from './cli/request';
import { serve } from './cli/serve';
import { start } from './cli/start';
import { makeKey } from './cli/system-account-key';
import { ConfigError } from './errors';

const program = new Command('elevate')
  .description('Just-in-time privileged access for Slack and Microsoft Teams')
  .showHelpAfterError();

program
  .command('start')
  .description(
    'what npm start runs: the service when a chat platform is set up, else the playground',
  )
  .action(start);
program.command('serve').description('run the service').action(serve);
program
  .command('playground')
  .description('run the bot against simulated Slack, Teams and targets, on 127.0.0.1')
  .action(async () => {
    // Loaded only here: the service neither needs nor starts any of it.
    const { startPlaygroundCommand } = await import('../playground/command.js');
    await startPlaygroundCommand();
  });
program
  .command('migrate')
  .description('bring the database to this version')
  .action(migrateDatabase);
program
  .command('doctor')
  .description('check configuration, database and target systems without changing anything')
  .action(doctor);

const config = program
  .command('config')
  .description('the configuration as a file: read it, compare it, change it');
config
  .command('export')
  .description('print the configuration that the database holds, as YAML')
  .action(exportConfiguration);
config
  .command('plan')
  .argument('<file>', 'a configuration file')
  .description('say what a file would change; exit code 2 when that is anything')
  .action(planConfiguration);
config
  .command('apply')
  .argument('<file>', 'a configuration file')
  .option('--approved-by <number>', 'the change that agreed to what it weakens: ELV-150')
  .description('make the database say what a file says; exit code 3 when it weakens control')
  .action(applyFileCommand);
config
  .command('propose')
  .argument('<file>', 'a configuration file')
  .requiredOption('--as <key>', 'key of the owner or admin who is to look at it and send it')
  .description('draft what a file would change for an owner or admin, who sends it in chat')
  .action(proposeConfiguration);
config
  .command('import-pam')
  .argument('<files...>', 'JSON of Get-ElevatedAccessApprovalPolicy and of Get-OrganizationConfig')
  .description('print privileged access management of Microsoft 365 as a configuration file')
  .action(importPam);

program
  .command('system-account')
  .description('what is exempt from approval')
  .command('key')
  .argument('<name>', 'a system account')
  .option('--grace <length>', 'how long the key before it goes on, up to a day; 0 when left out')
  .description('make a key for a system account, or replace it, and print it once')
  .action(makeKey);
program
  .command('request')
  .argument('<target>', 'Workload\\Name')
  .requiredOption('--for <length>', 'for how long: 30m, 1h')
  .requiredOption('--reason <text>', 'what it is needed for')
  .requiredOption('--system-account <name>', 'as which system account')
  .option('--ticket <name>')
  .option('--scope <part>', 'a part of the target')
  .option('--key-file <file>', 'has the key; else ELEVATE_API_KEY_FILE or ELEVATE_API_KEY')
  .option(
    '--idempotency-key <key>',
    'the same for all tries of one wish; one is made when left out',
  )
  .option('--no-wait', 'do not wait until the right is there')
  .description(
    'ask as a system account; exit code 0 when the right is there, 3 when it was refused',
  )
  .action(requestAsSystem);

program.parseAsync().catch((error: unknown) => {
  if (error instanceof ConfigError) {
    process.stderr.write(`\n${error.message}\n\n`);
    process.exitCode = 78;
    return;
  }
  const away = databaseAway(error, process.env['DATABASE_URL']);
  if (away !== null) {
    process.stderr.write(`\n${away}\n\n`);
    process.exitCode = 69;
    return;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
