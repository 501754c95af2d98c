import type { CommandWords, ShellName } from '../shells.ts'

/** A script that completes commands and options, and file names everywhere else. */
export function completionScript(shell: ShellName, commands: readonly CommandWords[]): string {
  return writers[shell](commands)
}

const writers: Readonly<Record<ShellName, (commands: readonly CommandWords[]) => string>> = {
  bash(commands) {
    const cases = commands.map(
      ({ name, options, words }) =>
        `    ${name}) options="${options.map(({ flag }) => flag).join(' ')}" words="${words.join(' ')}" ;;`,
    )
    return `# eval "$(tracker completion bash)"
_tracker() {
  local current=\${COMP_WORDS[COMP_CWORD]} options="" words=""
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  if [[ $COMP_CWORD == 1 ]]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ $COMP_CWORD == 2 && -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=()
  fi
}
complete -o default -F _tracker tracker
`
  },

  zsh(commands) {
    const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`)
    const cases = commands.map(({ name, options, words }) => {
      const flags = options.map(({ flag, summary }) => quoted(`${flag}[${bare(summary)}]`))
      const first = words.length === 0 ? [] : [quoted(`1:word:(${words.join(' ')})`)]
      return `    ${name}) _arguments ${[...flags, ...first, quoted('*:file:_files')].join(' ')} ;;`
    })
    return `#compdef tracker
# eval "$(tracker completion zsh)"
_tracker() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _tracker tracker
`
  },

  fish(commands) {
    const lines = commands.flatMap(({ name, summary, options, words }) => [
      `complete -c tracker -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
      ...(words.length === 0
        ? []
        : [
            `complete -c tracker -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -a ${quoted(words.join(' '))}`,
          ]),
      ...options.map(
        (option) =>
          `complete -c tracker -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -l ${option.flag.replace(/^--/, '')} -d ${quoted(option.summary)}`,
      ),
    ])
    return `# tracker completion fish | source\n${lines.join('\n')}\n`
  },
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** Brackets and colons end a description in zsh. */
function bare(text: string): string {
  return text.replace(/[[\]]/g, '').replaceAll(':', '\\:')
}
