import * as z from 'zod'
import { WrittenConfig } from './schema.ts'

/** What editors need to help with a configuration, as the text of `config.schema.json`. */
export function toJsonSchema(): string {
  const schema = {
    ...z.toJSONSchema(WrittenConfig, { io: 'input' }),
    title: 'Configuration of tracker',
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
