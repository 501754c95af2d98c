import type { Schedule } from '../../config/config.ts'

/** What is installed where: all that a scheduler must know. Paths are absolute. */
export interface Installation {
  readonly schedule: Schedule
  /** Program and arguments up to the command: node and the script. */
  readonly program: readonly string[]
  /** The configuration file. */
  readonly config: string
  /** The configuration relative to the root of its git work tree, with `/`. */
  readonly configInRepository: string
  /** Patterns of the files the tracker writes, relative to the same root, as git understands them. */
  readonly written: readonly string[]
  /** Names of environment variables that hold tokens, as configured. */
  readonly variables: readonly string[]
  /** The person's home folder. */
  readonly home: string
}

/** One file to make. */
export interface PrintedFile {
  /** Where it belongs; `~` is the home folder, anything relative belongs into the repository. */
  readonly path: string
  readonly text: string
}

/** Lines `NAME=value`, read by a shell and by systemd alike. */
export const environmentFile = '.config/tracker/environment'

/** How the tokens get to the job, as comment lines. */
export function aboutTokens({ variables }: Installation): readonly string[] {
  return variables.length === 0
    ? ['The tokens come from the commands that the configuration names.']
    : [`~/${environmentFile} (chmod 600) holds a line NAME=value for: ${variables.join(', ')}`]
}
