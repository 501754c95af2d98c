import type { Command } from 'commander'
import type { Context } from '../../src/cli/context.ts'
import { createProgram } from '../../src/cli/program.ts'

const nowhere = { write: () => {}, isTTY: false, columns: undefined }
const context: Context = {
  stdout: nowhere,
  stderr: nowhere,
  env: {},
  cwd: '/',
  now: () => 0,
  sleep: () => Promise.resolve(),
  signal: new AbortController().signal,
}

/** The program, for looking at: none of its commands can do anything in such a world. */
export function program(): Command {
  return createProgram({ context, code: 0 })
}

/** The program and every command, those below others after them. */
export function commandsOf(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(commandsOf)]
}

/** `tracker schedule print` */
export function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`
}

/** The help of every command as Markdown. */
export function commandsPage(): string {
  const parts = commandsOf(program()).map(
    (command) => `## ${nameOf(command)}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`,
  )
  return `# Commands\n\nWhat \`--help\` prints (\`npm run commands-page\` writes this page).\n\n${parts.join('\n')}`
}

/** As it is printed where stdout is no terminal. */
export function helpOf(command: Command): string {
  let printed = ''
  command.configureOutput({
    writeOut: (text) => {
      printed += text
    },
  })
  command.outputHelp()
  return printed.trimEnd()
}
