import { Argument, type Command, type Option } from 'commander'
import { type CommandWords, type OptionWords, type ShellName, shellNames } from '../shells.ts'
import { describe, type Running } from './define.ts'

export function addCompletion(program: Command, running: Running): void {
  describe(program.command('completion'), {
    summary: 'Print a script that lets a shell complete commands and options.',
    details:
      'To have it in every shell, put the first or second line of the examples into ~/.bashrc or ~/.zshrc (there after compinit); for fish run the third once.',
    examples: [
      'eval "$(tracker completion bash)"',
      'eval "$(tracker completion zsh)"',
      'tracker completion fish > ~/.config/fish/completions/tracker.fish',
    ],
    exits: { 0: 'done', 2: 'wrong usage' },
  })
    .addArgument(new Argument('<shell>', 'which one').choices(shellNames))
    .action(async (shell: ShellName) => {
      const { completionScript } = await import('../commands/completion.ts')
      running.context.stdout.write(completionScript(shell, wordsOf(program)))
    })
}

/** What a shell may complete after `command` and after each command below it. */
function wordsOf(command: Command, name = ''): readonly CommandWords[] {
  const [argument] = command.registeredArguments
  const subcommands = command.commands.map((each) => ({
    word: each.name(),
    summary: each.summary(),
  }))
  const values = (argument?.argChoices ?? []).map((word) => ({ word, summary: '' }))
  const own: CommandWords = {
    name,
    summary: command.summary(),
    options: command.createHelp().visibleOptions(command).map(optionOf),
    words: [...subcommands, ...values],
    files: argument !== undefined && ['file', 'resume'].includes(argument.name()),
  }
  const below = command.commands.flatMap((each) => wordsOf(each, `${name} ${each.name()}`.trim()))
  return [own, ...below]
}

function optionOf({
  long,
  description,
  argChoices,
  flags,
  variadic,
  required,
}: Option): OptionWords {
  const named = flags.includes('<file>') ? 'file' : 'unknown'
  return {
    flag: long ?? '',
    summary: description,
    value: required ? (argChoices ?? named) : 'none',
    repeated: variadic,
  }
}
