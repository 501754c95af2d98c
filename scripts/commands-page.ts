/** Writes docs/commands.md, the help of every command as the program prints it. */
import { writeFileSync } from 'node:fs'
import { commandsPage } from './commands-page/page.ts'

writeFileSync(new URL('../docs/commands.md', import.meta.url), commandsPage())
