/** Writes `config.schema.json` from the schema the program uses. Run it after changing `src/config/schema.ts`. */
import { writeFileSync } from 'node:fs'
import { toJsonSchema } from '../src/config/json-schema.ts'

writeFileSync(new URL('../config.schema.json', import.meta.url), toJsonSchema())
