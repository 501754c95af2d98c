import type { CommandWords, OptionWords } from '../shells.ts'
import { quoted } from './quote.ts'

export function zsh(commands: readonly CommandWords[]): string {
  const nested = commands.filter(({ name }) => name.includes(' ')).map(({ name }) => quoted(name))
  return `#compdef tracker
# eval "$(tracker completion zsh)"
_tracker() {
  local command=""
  if (( CURRENT > 2 )); then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  if (( CURRENT > 2 )); then
    case "$command $words[2]" in
      ${nested.join('|')})
        command="$command $words[2]"
        shift words
        (( CURRENT-- )) ;;
    esac
  fi
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
# As a file _tracker in $fpath it is loaded when it is first needed.
if [[ $funcstack[1] == _tracker ]]; then _tracker "$@"; else compdef _tracker tracker; fi
`
}

function commandCase({ name, options, words, files }: CommandWords): string {
  const listed = words
    .map(({ word, summary }) => (summary === '' ? word : `${word}\\:${inList(summary)}`))
    .join(' ')
  const first = words.length === 0 ? [] : [`1:word:((${listed}))`]
  const specs = [...options.map(optionSpec), ...first, ...(files ? ['*:file:_files'] : [])]
  return `    ${quoted(name)}) _arguments ${specs.map(quoted).join(' ')} ;;`
}

/** `--format=[how it is written]:value:(text json)`: the value may stand after a space or a `=`. */
function optionSpec({ flag, summary, value, repeated }: OptionWords): string {
  const spec = `${repeated ? '*' : ''}${flag}${value === 'none' ? '' : '='}[${bare(summary)}]`
  if (value === 'none') return spec
  if (value === 'file') return `${spec}:file:_files`
  return `${spec}:value:${value === 'unknown' ? '' : `(${value.join(' ')})`}`
}

/** Brackets and colons end a description. */
function bare(text: string): string {
  return text.replace(/[[\]]/g, '').replaceAll(':', '\\:')
}

function inList(text: string): string {
  return `"${text.replace(/["\\$`]/g, '').replaceAll(':', '\\:')}"`
}
