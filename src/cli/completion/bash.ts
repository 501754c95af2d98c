import type { CommandWords } from '../shells.ts'
import { quoted } from './quote.ts'

export function bash(commands: readonly CommandWords[]): string {
  const nested = commands.filter(({ name }) => name.includes(' ')).map(({ name }) => quoted(name))
  return `# eval "$(tracker completion bash)"
_tracker() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command="" first=1 options="" words="" files="" value=""
  (( COMP_CWORD > 1 )) && command=\${COMP_WORDS[1]} first=2
  if (( COMP_CWORD > 2 )); then
    case "$command \${COMP_WORDS[2]}" in
      ${nested.join('|')}) command="$command \${COMP_WORDS[2]}" first=3 ;;
    esac
  fi
  # \`--format=json\` is three words here.
  if [[ $current == = ]]; then current=""
  elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case $command in
${commands.map(commandCase).join('\n')}
  esac
  case "$command $previous" in
${commands.flatMap(valueCases).join('\n')}
  esac
  # Where no file is meant none is offered; bash 3 cannot be told.
  compopt -o default 2>/dev/null
  COMPREPLY=()
  case $value in
    file) return ;;
    "") ;;
    *)
      compopt +o default 2>/dev/null
      [[ $value == unknown ]] || COMPREPLY=($(compgen -W "$value" -- "$current"))
      return ;;
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif (( COMP_CWORD == first )) && [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- "$current"))
  elif [[ -n $files ]]; then return
  fi
  compopt +o default 2>/dev/null
}
complete -o default -F _tracker tracker
`
}

function commandCase({ name, options, words, files }: CommandWords): string {
  const flags = options.map(({ flag }) => flag).join(' ')
  const first = words.map(({ word }) => word).join(' ')
  return `    ${quoted(name)}) options="${flags}" words="${first}"${files ? ' files=yes' : ''} ;;`
}

function valueCases({ name, options }: CommandWords): readonly string[] {
  return options.flatMap(({ flag, value }) =>
    value === 'none'
      ? []
      : [
          `    ${quoted(`${name} ${flag}`)}) value="${typeof value === 'string' ? value : value.join(' ')}" ;;`,
        ],
  )
}
