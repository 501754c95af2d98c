import type { CommandWords, OptionWords } from '../shells.ts'
import { quoted } from './quote.ts'

export function fish(commands: readonly CommandWords[]): string {
  const nested = commands.filter(({ name }) => name.includes(' ')).map(({ name }) => quoted(name))
  return `# tracker completion fish > ~/.config/fish/completions/tracker.fish
function __tracker_in
    set -l words (commandline -opc)
    set -l command "$words[2]"
    contains -- "$words[2] $words[3]" ${nested.join(' ')}
    and set command "$words[2] $words[3]"
    test "$command" = "$argv"
end
complete -c tracker -f
${commands.flatMap(linesOf).join('\n')}
`
}

function linesOf({ name, options, words, files }: CommandWords): readonly string[] {
  const after = `complete -c tracker -n ${quoted(`__tracker_in "${name}"`)}`
  return [
    ...(files ? [`${after} -F`] : []),
    ...words.map(({ word, summary }) => {
      const described = summary === '' ? '' : ` -d ${quoted(summary)}`
      return `${after} -a ${word}${described}`
    }),
    ...options.map((option) => `${after} ${optionWords(option)} -d ${quoted(option.summary)}`),
  ]
}

function optionWords({ flag, value }: OptionWords): string {
  const long = `-l ${flag.replace(/^--/, '')}`
  if (value === 'none') return long
  if (value === 'file') return `${long} -r -F`
  if (value === 'unknown') return `${long} -x`
  return `${long} -x -a ${quoted(value.join(' '))}`
}
